"""How a page looks where it is passed on: title, a sentence, and a picture that we draw."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from initiatives.models import Call, Initiative

from .models import Laureate, Release
from .structured import award

LENGTH = 180  # signs that others show of a description


class Share(NamedTuple):
    """`picture` is its path; `alt` says what stands on it; `kind` is Open Graph's type."""

    title: str
    description: str
    picture: str
    alt: str
    kind: str = "website"

    @property
    def locale(self) -> str:
        return "en_GB" if get_language() == "en" else "de_DE"


def of_site(title: str = "", description: str = "") -> Share:
    """A page without a picture of its own. `title` is that of the page."""
    return Share(
        title or award(),
        _short(
            description
            or _(
                # Translators: de: „Der Bund zeichnet Bündnisse aus, die Industrie an ihrem Ort
                # erneuern: Unternehmen, Kammern, Gewerkschaften, Hochschulen und Kommunen
                # gemeinsam.“
                "The award honours alliances that renew industry where they are: companies, "
                "chambers, trade unions, universities and municipalities together."
            )
        ),
        reverse("site_picture"),
        award(),
    )


def of_call(call: Call) -> Share:
    picture = reverse("call_picture", args=[call.year])
    return Share(str(call.title), _short(str(call.lead)), picture, str(call.headline))


def of_announcement(release: Release) -> Share:
    picture = reverse("announcement_picture", args=[release.call.year])
    title = str(release.headline)
    return Share(title, _short(str(release.lead)), picture, title, "article")


def of_laureate(row: Laureate) -> Share:
    picture = reverse("laureate_picture", args=[row.release.call.year, row.slug])
    said = _("Awarded %(year)s") % {"year": row.release.call.year}
    return Share(f"{row.name} – {said}", _short(str(row.summary)), picture, row.name, "article")


def of_initiative(row: Initiative) -> Share:
    picture = reverse("initiative_picture", args=[row.slug])
    said = str(row.summary) or ", ".join(filter(None, (row.region, row.state_names())))
    return Share(row.name, _short(said), picture, row.name)


def of_directory(total: int, states: int) -> Share:
    said = ngettext(
        # Translators: de: „%(n)d regionale Industrieinitiative aus %(states)d Ländern, mit Karte,
        # Themen, Trägern und Auszeichnungen.“, „%(n)d regionale Industrieinitiativen aus
        # %(states)d Ländern, mit Karte, Themen, Trägern und Auszeichnungen.“
        "%(n)d regional industry initiative from %(states)d Länder, with map, themes, carriers "
        "and awards.",
        "%(n)d regional industry initiatives from %(states)d Länder, with map, themes, carriers "
        "and awards.",
        total,
    ) % {"n": total, "states": states}
    return of_site(_("Initiatives across the country"), said)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LENGTH, truncate="…")
