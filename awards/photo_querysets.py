"""Reads of pictures: which of them may be seen, and with all that a page shows of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject


class PhotoQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Pictures everybody gets: of public releases, and only of laureates or of all of them."""
        public = apps.get_model("awards", "Release").objects.public(at)
        whose = Q(laureate__isnull=False, laureate__withdrawn_at=None)
        whose |= Q(laureate=None, application=None)
        return self.there().filter(whose, release__in=public.order_by().values("pk"))

    def standing(self) -> Self:
        """Neither taken down nor with anybody who withdrew; places without a file too."""
        people = apps.get_model("awards", "PersonShown").objects
        gone = people.filter(photo=OuterRef("pk"), withdrawn_at__isnull=False)
        return self.filter(~Exists(gone), taken_down_at=None)

    def there(self) -> Self:
        """Those of them with a file."""
        return self.standing().exclude(file="")

    def shown(self) -> Self:
        """What a page shows of a laureate, or of a release, that is public: with all it needs."""
        return self.standing().with_picture()

    def with_picture(self) -> Self:
        """With names and renditions, in the same query."""
        own = {"photo": OuterRef("pk")}
        people = apps.get_model("awards", "PersonShown").objects.filter(**own)
        drawn = apps.get_model("awards", "Rendition").objects.filter(**own)
        fields = ("crop", "format", "key", "width", "height")
        return self.annotate(
            names_found=ArraySubquery(people.order_by("position", "pk").values("name")),
            drawn_found=ArraySubquery(
                drawn.order_by("pk").values(found=JSONObject(**{field: field for field in fields}))
            ),
        )


class RenditionQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Copies of pictures that are public."""
        return self.filter(photo__in=apps.get_model("awards", "Photo").objects.public(at))

    def standing(self) -> Self:
        """Copies of pictures that are or will be."""
        return self.filter(photo__in=apps.get_model("awards", "Photo").objects.there())
