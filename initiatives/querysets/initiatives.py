"""Initiatives, for the directory and for those who act for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from .. import rules
from ..names import sort_key
from ..statuses import Status

if TYPE_CHECKING:
    from ..models import Call, User


def _words(words: str) -> Q:
    """Every word stands somewhere in what can be searched; empty without a word."""
    said = Q()
    for word in sort_key(words).split():
        said &= Q(search_text__contains=word)
    return said


def matches(words: str) -> Combinable:
    """Whether `InitiativeQuerySet.matching` would keep a row, to be asked for beside its fields."""
    said = _words(words)
    if not said:
        return models.Value(True)
    return models.ExpressionWrapper(said, output_field=models.BooleanField())


class InitiativeQuerySet(models.QuerySet[Any]):
    def listed(self) -> Self:
        """The public directory."""
        return self.filter(is_listed=True)

    def in_state(self, code: str) -> Self:
        return self.filter(states__contains=[code])

    def on_themes(self, codes: Iterable[str]) -> Self:
        """Those that work on at least one of the D's `codes`."""
        return self.filter(themes__overlap=list(codes))

    def matching(self, words: str) -> Self:
        """Those whose name, region, carrier, topics or summary hold every word, accents ignored."""
        return self.filter(_words(words))

    def of(self, user: User) -> Self:
        """Those the user acts for, in whatever role."""
        return self.filter(memberships__user=user)

    def owned_by(self, user: User) -> Self:
        return self.filter(memberships__user=user, memberships__role="owner")

    def editable_by(self, user: User) -> Self:
        """Those the user may apply for: as owner or editor."""
        return self.filter(memberships__user=user, memberships__role__in=rules.EDITING)

    def without_application(self, call: Call | None) -> Self:
        """Those that have none in this call, or took theirs back."""
        taken = Q(applications__call=call) & ~Q(applications__status=Status.WITHDRAWN)
        return self.exclude(pk__in=self.model.objects.filter(taken))
