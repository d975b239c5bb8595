"""What every page's frame shows: whose pages these are, where one is, and the other language."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.rules import is_office

DEMO_YEAR = 2026  # the invented edition; a constant, so that the frame costs no query


class Entry(NamedTuple):
    """A word in a navigation; `current` marks the page one is on, or above it."""

    label: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """No query of its own, so that a page costs what it shows."""
    language = get_language() or "de"
    other = "en" if language == "de" else "de"
    match = request.resolver_match
    user = getattr(request, "user", AnonymousUser())
    area = _area(match.view_name if match else "", user)
    return {
        "demo": settings.DEMO,
        "demo_year": DEMO_YEAR,
        "area": area,
        "nav": _navigation(area, request.path),
        "public_nav": _public(request.path),
        "account_name": str(user) if user.is_authenticated else "",
        "is_office": SimpleLazyObject(lambda: is_office(user)),
        "alternate_lang": other,
        "alternate_url": _alternate(request, other),
    }


def _area(view_name: str, user: User | AnonymousUser) -> str:
    """Whose pages these are. To strangers even the page that is not there is a public one."""
    area = view_name.partition(":")[0]
    if view_name == "jury:invitation":  # whoever opens it need not be of the jury
        return "public"
    if area == "office":
        return area if is_office(user) else "public"
    return area if area in ("jury", "apply") and user.is_authenticated else "public"


def _alternate(request: HttpRequest, language: str) -> str:
    if request.resolver_match is None:
        return reverse("start") if language == "de" else "/en/"
    return translate_url(request.get_full_path(), language)


def _navigation(area: str, path: str) -> tuple[Entry, ...]:
    words = {
        "apply": [(_("My applications"), "apply:list")],
        "jury": [
            (_("My cases"), "jury:worklist"),
            # Translators: de: „Sitzung“
            (_("Meeting"), "jury:meeting"),
            # Translators: de: „Meine Erklärung“
            (_("My statement"), "jury:statement"),
        ],
        "office": [
            (_("Today"), "office:today"),
            # Translators: de: „Auslobungen“
            (_("Calls"), "office:calls"),
            (_("Applications"), "office:applications"),
            (_("Jury"), "office:jury"),
            (_("Result"), "office:standings"),
            # Translators: de: „Sitzungen“
            (_("Meetings"), "office:meetings"),
            (_("Decisions"), "office:decisions"),
            (_("Release"), "office:release"),
            # Translators: de: „Preisverleihung“
            (_("Award ceremony"), "office:ceremony"),
            # Translators: de: „Rückmeldungen“
            (_("Feedback"), "office:feedback"),
            (_("Letters"), "office:letters"),
            (_("Journal"), "office:journal"),
        ],
    }
    return _entries(words.get(area, []), path)


def _public(path: str) -> tuple[Entry, ...]:
    return _entries(
        [
            (_("The award"), "start"),
            (_("The call"), "call"),
            (_("Laureates"), "years"),
            (_("Initiatives"), "directory"),
        ],
        path,
    )


def _entries(words: list[tuple[str, str]], path: str) -> tuple[Entry, ...]:
    found = []
    for label, name in words:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        exact = name in ("start", "office:today", "jury:worklist")
        found.append(Entry(label, url, path == url if exact else path.startswith(url)))
    return tuple(found)
