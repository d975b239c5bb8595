"""The files of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast

from .visibility import visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ..models import User


class AttachmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the application it belongs to: that there is a file, and what is known of it."""
        return visible(self, user, path="application__")

    def current(self) -> Self:
        """Those of the draft in their order, pictures first.

        Without what was removed and is kept for earlier versions only.
        """
        return self.filter(removed_at=None).order_by("-kind", "position", "pk")

    def readable(self) -> Self:
        """Those whose content anybody may get who may read the application.

        The one rule for office, jury and every download: not before the virus scanner, where there
        is one, has found nothing.
        """
        return self.filter(scan__in=("off", "clean"))

    def readable_to(self, user: User | AnonymousUser) -> Self:
        """Those whose content this person may get: the initiative's members need not wait.

        The office reads versions handed in, not what was added to the draft since.
        """
        members = self.model._meta.apps.get_model("initiatives", "Membership").objects.filter(
            initiative=models.OuterRef("application__initiative"), user=user.pk
        )
        own = models.Exists(members) & ~Q(scan="infected")
        return self.visible_to(user).filter(Q(pk__in=self.readable().handed_in()) | own)

    def handed_in(self) -> Self:
        """Those that a version handed in names, whatever became of them since."""
        key = Cast(models.OuterRef("key"), models.TextField())
        named = Func(models.Value("key"), key, function="jsonb_build_object")
        versions = self.model._meta.apps.get_model("initiatives", "Snapshot").objects.filter(
            application=models.OuterRef("application"),
            content__files__contains=Func(
                named, function="jsonb_build_array", output_field=models.JSONField()
            ),
        )
        return self.filter(models.Exists(versions))
