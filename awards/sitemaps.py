"""All pages for everybody, in both languages, for search engines. Five queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from initiatives.models import Call, Initiative

from .answers import absolute
from .models import Laureate, Release


class Pages(Sitemap):
    """Addresses made from a route's name and its parts; with a day of change where one is known."""

    i18n = alternates = x_default = True

    def __init__(self, rows: Iterable[tuple[str, list[Any], datetime | None]]) -> None:
        self.rows = list(rows)

    def items(self) -> Any:
        return self.rows

    def location(self, item: Any) -> str:
        name, parts, _changed = item
        return reverse(name, args=parts)

    def lastmod(self, item: Any) -> datetime | None:
        changed: datetime | None = item[2]
        return changed

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(absolute("")).netloc


def public_pages(names: Iterable[str], texts: Iterable[str], *, at: datetime) -> list[Any]:
    """Every address that is public at the moment, each in every language with its counterparts."""
    releases: Any = Release.objects.public(at).select_related("call").with_correction()
    laureates: Any = Laureate.objects.public(at).select_related("release__call").with_correction()
    listed = Initiative.objects.listed()
    rows: list[tuple[str, list[Any], datetime | None]] = [(name, [], None) for name in names]
    rows += [("page", [slug], None) for slug in texts]
    rows += [
        ("call_of", [year], None) for year in Call.objects.running().values_list("year", flat=True)
    ]
    rows += [
        ("announcement", [row.call.year], row.changed_at(row.corrected_at)) for row in releases
    ]
    rows += [
        ("laureate", [row.release.call.year, row.slug], row.release.changed_at(row.corrected_at))
        for row in laureates.order_by("-release__call__year", "slug")
    ]
    rows += [("initiative", [slug], None) for slug in listed.values_list("slug", flat=True)]
    return Pages(rows).get_urls(protocol=urlsplit(absolute("")).scheme)
