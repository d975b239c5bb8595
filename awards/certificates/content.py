"""What certificates say: from laureates as announced or, before, from what will be announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from initiatives.berlin import BERLIN
from initiatives.models import Criterion, Local
from initiatives.templatetags.award import long_date

from .. import announcing
from ..models import Laureate, Prize, Release, Role
from ..seals import drawing
from . import sentences

SIGNATURES = range(2, 5)  # so many sign a certificate


class Honour(NamedTuple):
    """Whom a certificate is for, and what for; `key` is the application's."""

    key: str
    name: str
    carrier: str
    entry: str
    prize: Prize
    statement: Local
    themes: list[Criterion]
    address: str  # where the announcement says the same; "" before it is confirmed


def honours(release: Release) -> list[Honour]:
    """All of a release: as frozen, or, before it is confirmed, as it would be. Few queries."""
    year = release.call.year
    if release.confirmed_at is None:
        return [
            Honour(
                key=str(draft.decision.application.key),
                name=draft.published["name"],
                carrier=draft.published["carrier"],
                entry=draft.published["entry"],
                prize=draft.decision.prize,
                statement=draft.decision.jury_statement,
                themes=draft.criteria,
                address="",
            )
            for draft in announcing.drafts(release)
        ]
    found = release.laureates.filter(application__isnull=False, withdrawn_at=None)
    found = found.select_related("prize", "application").prefetch_related("criteria")
    return [of_laureate(laureate, year) for laureate in found]


def of_laureate(laureate: Laureate, year: int) -> Honour:
    return Honour(
        key=str(laureate.application.key) if laureate.application else "",
        name=laureate.name,
        carrier=laureate.carrier,
        entry=laureate.entry,
        prize=laureate.prize,
        statement=laureate.jury_statement,
        themes=laureate.themes,
        address=f"{settings.BASE_URL}{reverse('laureate', args=[year, laureate.slug])}",
    )


def signatories(release: Release) -> list[Role]:
    return list(release.roles.filter(kind=Role.Kind.SIGNATORY))


def data(
    release: Release,
    people: Iterable[Honour],
    *,
    signing: list[Role],
    language: str,
    preview: bool,
    at: datetime,
) -> dict[str, Any]:
    """For `certificate.typ`. `preview` says on each that it is not to be handed out."""
    with translation.override(language):
        year = release.call.year
        made = at.astimezone(BERLIN)
        day = long_date(release.held_at())
        people = list(people)
        return {
            "title": _title(people, year),
            "lang": language,
            "moment": [made.year, made.month, made.day, made.hour, made.minute, made.second],
            "seal": drawing.seal(year, settings.ISSUER),
            "held": f"{release.place}, {day}" if release.place else day,
            "signatories": [
                {"name": one.name, "office": _in(one.office, language)[0]} for one in signing
            ]
            or [{"name": "", "office": ""}] * SIGNATURES.start,
            # Translators: de: „Vorschau – nicht zur Ausgabe“
            "preview": _("Preview – not to be handed out") if preview else "",
            "demo": _("Demonstration with invented data.") if release.call.is_demo else "",
            "words": {
                # Translators: de: „Urkunde“
                "title": _("Certificate"),
                # Translators: de: „für den Beitrag“, the title of an entry follows
                "entry": _("for the entry"),
                "issuer": settings.ISSUER,
                # Translators: de: „Vergeben von: %(issuer)s“
                "issued": _("Awarded by: %(issuer)s") % {"issuer": settings.ISSUER},
                # Translators: de: „Zeichen der Auszeichnung %(year)s: vier Formen um ein Quadrat“
                "mark": _("Mark of the award %(year)s: four shapes round a square")
                % {"year": year},
            },
            "certificates": [_one(person, year, language) for person in people],
        }


def _title(people: list[Honour], year: int) -> str:
    if len(people) == 1:
        # Translators: de: „Urkunde %(year)s: %(name)s“
        return _("Certificate %(year)s: %(name)s") % {"year": year, "name": people[0].name}
    # Translators: de: „Urkunden %(year)s“
    return _("Certificates %(year)s") % {"year": year}


def _one(person: Honour, year: int, language: str) -> dict[str, Any]:
    statement, spoken = _in(person.statement, language)
    award = _("Distinguished Regional Industry Initiative")
    before, between, after = _around(person.prize, f"{award} {year}")
    equal = person.prize.kind == Prize.Kind.EQUAL
    return {
        "carries_seal": person.prize.carries_seal,
        "before": before,
        "name": person.name,
        # Translators: de: „Träger: %(carrier)s“
        "carrier": _("Carrier: %(carrier)s") % {"carrier": person.carrier}
        if person.carrier and person.carrier != person.name
        else "",
        "entry": person.entry if person.entry != person.name else "",
        "entry_lang": "de",
        "between": between,
        "prize": f"{award} {year}" if equal else str(person.prize.name),
        "after": after,
        "reason": sentences.standing_for(statement),
        "reason_lang": spoken,
        "themes": [{"code": one.code, "name": str(one.name)} for one in person.themes],
        # Translators: de: „Nachzulesen: %(address)s“, on a certificate
        "proof": _("Read more: %(address)s") % {"address": person.address}
        if person.address
        else "",
    }


def _around(prize: Prize, award: str) -> tuple[str, str, str]:
    """The words before the name, before the prize, and after it. Whom the jury commends is not
    given the award's name.
    """
    if prize.kind == Prize.Kind.COMMENDATION:
        return (
            # Translators: de: „Die Jury würdigt“, the name follows
            _("The jury commends"),
            # Translators: de: „mit dieser Anerkennung:“, the name of a commendation follows
            _("with this recognition:"),
            # Translators: de: „bei der Auszeichnung „%(award)s““
            _("at the award “%(award)s”") % {"award": "\u00a0".join(award.rsplit(" ", 1))},
        )
    # Translators: de: „Die Jury zeichnet“, the name follows; the sentence ends with „aus.“
    before = _("The jury honours")
    if prize.kind == Prize.Kind.EQUAL:
        # Translators: de: „als“, between entry and title: „zeichnet … als … aus.“
        between = pgettext("before a title", "as")
        # Translators: de: „aus.“, the end of „Die Jury zeichnet … als … aus.“
        return before, between, _("with this certificate.")
    # Translators: de: „aus:“, the name of a prize follows
    return before, _("with this prize:"), award


def _in(text: Local, language: str) -> tuple[str, str]:
    """The text in a language, else in German; and which it is."""
    return (text[language], language) if text.get(language) else (text.get("de", ""), "de")
