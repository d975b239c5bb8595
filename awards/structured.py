"""What a page is about, in the words of schema.org, for search engines.

Only what the page itself shows; an award is said of an initiative from the second of its release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.berlin import BERLIN
from initiatives.models import Call, Initiative, State

from .answers import absolute
from .models import Correction, Laureate, Release

type Thing = dict[str, Any]
type Trail = Iterable[tuple[str, str]]


def graph(*things: Thing) -> Thing:
    return {"@context": "https://schema.org", "@graph": [_said(thing) for thing in things]}


def _said(thing: Any) -> Any:
    """Without what is not known."""
    if isinstance(thing, dict):
        return {key: _said(value) for key, value in thing.items() if value not in ("", None, [])}
    return [_said(one) for one in thing] if isinstance(thing, list) else thing


def site() -> list[Thing]:
    """The site with its search, and who speaks on it."""
    return [
        {
            "@type": "WebSite",
            "@id": absolute("/#site"),
            "url": absolute(reverse("start")),
            "name": award(),
            "inLanguage": get_language(),
            "publisher": {"@id": absolute("/#award")},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": absolute(reverse("directory")) + "?suche={search_term}",
                },
                "query-input": "required name=search_term",
            },
        },
        issuer(),
    ]


def issuer() -> Thing:
    return {
        "@type": "Organization",
        "@id": absolute("/#award"),
        "name": award(),
        "url": absolute(reverse("start")),
        "logo": absolute(static("award/vierpass.svg")),
    }


def award() -> str:
    return _("Distinguished Regional Industry Initiative")


def trail(*steps: tuple[str, str]) -> Thing:
    """The way to a page from the start: (name, path), the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate([(_("Start"), reverse("start")), *steps], start=1)
        ],
    }


def ceremony(call: Call) -> Thing:
    """The ceremony that a call names a time for."""
    if call.ceremony_at is None:
        return {}
    return {
        "@type": "Event",
        "name": f"{_ceremony()} – {call.title}",
        "startDate": call.ceremony_at.astimezone(BERLIN).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "url": absolute(reverse("call_of", args=[call.year])),
        "organizer": {"@id": absolute("/#award")},
    }


def _ceremony() -> str:
    return _("Award ceremony")


def held(release: Release) -> Thing:
    """The event at which a public release was announced."""
    call = release.call
    at = (call.ceremony_at or release.embargo_until).astimezone(BERLIN)
    return {
        "@type": "Event",
        "name": str(release.occasion) or f"{_ceremony()} – {call.title}",
        "startDate": at.isoformat() if call.ceremony_at else at.date().isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": release.place, "address": release.place}
        if release.place
        else None,
        "url": absolute(reverse("announcement", args=[call.year])),
        "organizer": {"@id": absolute("/#award")},
    }


def announcement(
    release: Release, laureates: Iterable[Laureate], notes: Sequence[Correction] = ()
) -> Thing:
    """The page of a year, which is about its laureates; `notes` newest first."""
    address = absolute(reverse("announcement", args=[release.call.year]))
    return {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": str(release.headline),
        "description": str(release.lead),
        "datePublished": release.public_since().astimezone(BERLIN).isoformat(),
        "dateModified": notes[0].made_at.astimezone(BERLIN).isoformat() if notes else None,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": str(one.note),
                "datePublished": one.made_at.astimezone(BERLIN).isoformat(),
            }
            for one in notes
        ],
        "inLanguage": get_language(),
        "image": absolute(reverse("announcement_picture", args=[release.call.year])),
        "publisher": {"@id": absolute("/#award")},
        "about": [laureate(one) for one in laureates],
    }


def laureate(row: Laureate) -> Thing:
    """Who was honoured, as announced."""
    return {
        "@type": "Organization",
        "name": row.name,
        "url": absolute(reverse("laureate", args=[row.release.call.year, row.slug])),
        "description": str(row.summary),
        "areaServed": areas(row.states),
        "sameAs": [link["url"] for link in row.links[:1]],
        "award": [prize(row)],
    }


def initiative(row: Initiative, won: Iterable[Laureate]) -> Thing:
    """A profile of the directory; `won` are its public laureates."""
    return {
        "@type": "Organization",
        "name": row.name,
        "url": absolute(reverse("initiative", args=[row.slug])),
        "description": str(row.summary),
        "foundingDate": str(row.founded) if row.founded else None,
        "parentOrganization": {"@type": "Organization", "name": row.carrier}
        if row.carrier
        else None,
        "areaServed": areas(row.states),
        "knowsAbout": row.topics,
        "sameAs": [row.website] if row.website else [],
        "award": [prize(one) for one in won],
    }


def prize(row: Laureate) -> str:
    name, year = str(row.prize), str(row.release.call.year)
    return name if year in name else f"{name} {year}"


def areas(states: Iterable[str]) -> list[Thing]:
    return [{"@type": "State", "name": str(State(code).label)} for code in states]
