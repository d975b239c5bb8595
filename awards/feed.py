"""The announcements as an Atom feed (RFC 4287): one entry a year, from the second it came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .answers import absolute

BEGAN = datetime(2022, 1, 1, tzinfo=UTC)  # what an empty feed says, always the same


class Announcements(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Without an entry Django would say the time of day, and no feed would be as before."""
        return super().latest_post_date() if self.items else BEGAN


def announcements(releases: Iterable[Any]) -> bytes:
    """The feed of these announced releases, newest first, in the language of the moment.

    They have their public laureates, their notes (`with_notes`), and `corrected_at`. Who has an
    entry that was taken back gets it anew, with nothing but the note in it.
    """
    host = urlsplit(absolute("/")).hostname
    feed = Announcements(
        # Translators: de: „Bekanntgaben – Ausgezeichnete regionale Industrieinitiative“
        title=_("Announcements – Distinguished Regional Industry Initiative"),
        link=absolute(reverse("years")),
        # Translators: de: „Wer ausgezeichnet wurde, Jahr für Jahr“
        description=_("Who has been honoured, year by year"),
        language=get_language(),
        author_name=_("Distinguished Regional Industry Initiative"),
        feed_url=absolute(reverse("feed")),
        feed_guid=f"tag:{host},2022:{get_language()}/announcements",
        # Translators: de: „Wer ausgezeichnet wurde, Jahr für Jahr“
        subtitle=_("Who has been honoured, year by year"),
    )
    for release in releases:
        address = absolute(reverse("announcement", args=[release.call.year]))
        told = {"release": release, "base": absolute(""), "corrections": release.notes()}
        feed.add_item(
            title=f"{release.call.year}: {_title(release)}",
            link=address,
            description=render_to_string("awards/feed_entry.html", told).strip(),
            unique_id=f"tag:{host},2022:{get_language()}/announcements/{release.key}",
            pubdate=release.public_since(),
            updateddate=release.changed_at(release.corrected_at),
            categories=[str(release.call.year)],
        )
    return feed.writeString("utf-8").encode()


def _title(release: Any) -> str:
    # Translators: de: „Diese Bekanntgabe wurde zurückgezogen“
    gone = _("This announcement has been withdrawn")
    return gone if release.withdrawn_at else str(release.headline)
