"""Reads of the guests of a ceremony."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, Q

NEEDS = ~Q(diet="") | ~Q(access_needs="")


class InviteeQuerySet(models.QuerySet[Any]):
    def hosts(self) -> Self:
        """Who is on the list by themselves, and not brought by somebody."""
        return self.filter(brought_by=None)

    def to_invite(self) -> Self:
        """Who has an address and was not written to yet."""
        return self.hosts().exclude(email="").filter(invited_at=None, withdrawn_at=None)

    def waiting(self) -> Self:
        """Who was written to and has not answered."""
        return self.hosts().filter(invited_at__isnull=False, withdrawn_at=None, answer="")

    def coming(self) -> Self:
        return self.filter(answer="yes", withdrawn_at=None)

    def declined(self) -> Self:
        return self.hosts().filter(answer="no", withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def with_needs(self) -> Self:
        return self.coming().filter(NEEDS)

    def matching(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(organisation__icontains=words))

    def counts(self) -> dict[str, int]:
        """How many, by what the pages show. One query."""
        comes = Q(answer="yes", withdrawn_at=None)
        host = Q(brought_by=None)
        alive = Q(withdrawn_at=None)
        found: dict[str, int] = self.order_by().aggregate(
            everybody=Count("pk", filter=host),
            to_invite=Count(
                "pk", filter=host & alive & Q(invited_at=None, answer="") & ~Q(email="")
            ),
            waiting=Count("pk", filter=host & alive & Q(invited_at__isnull=False, answer="")),
            coming=Count("pk", filter=comes),
            declined=Count("pk", filter=host & alive & Q(answer="no")),
            withdrawn=Count("pk", filter=host & ~alive),
            needs=Count("pk", filter=comes & NEEDS),
            seated=Count("pk", filter=comes & Q(table__isnull=False)),
            here=Count("check_in", filter=Q(check_in__isnull=False)),
        )
        return found
