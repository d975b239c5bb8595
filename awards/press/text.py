"""The press text in German press form, as blocks that every format sets in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.models import Call, Local
from initiatives.templatetags.award import clock_zone, long_date, weekday_date

from ..models import Correction, Laureate, PressContact, Prize, Release, Role
from .pictures import Picture

DOT = "\u00a0· "  # between facts; no line begins with it
EMPTY_LINE = re.compile(r"\n\s*\n")


class Kind(StrEnum):
    HEADING = "heading"
    LAUREATE = "laureate"
    FACTS = "facts"
    LEAD = "lead"
    TEXT = "text"
    LABEL = "label"
    REASONS = "reasons"
    CAPTION = "caption"


class Block(NamedTuple):
    kind: Kind
    text: str

    @property
    def parts(self) -> list[str]:
        """Facts one by one."""
        return self.text.split(DOT)


class PressText(NamedTuple):
    """One language of it. `embargo` is "" once there is none; `moment` is when it was agreed to."""

    language: str
    award: str
    kicker: str
    embargo: str
    title: str
    subline: str
    blocks: list[Block]
    moment: datetime
    is_demo: bool


def languages(release: Release, laureates: Iterable[Laureate]) -> list[str]:
    """German, and English where somebody has written all of it that counts in English."""
    said = [release.headline, release.lead, *(one.jury_statement for one in laureates)]
    return ["de", "en"] if said and all(one.get("en") for one in said) else ["de"]


def of(
    release: Release,
    laureates: Sequence[Laureate],
    roles: Iterable[Role],
    pictures: Sequence[Picture],
    corrections: Sequence[Correction] = (),
    *,
    at: datetime,
) -> PressText:
    """In the language that is spoken. With call and contact found along, no query."""
    call: Call = release.call
    contact = contact_of(call)
    return PressText(
        language=(get_language() or "de")[:2],
        award=str(call.title),
        # Translators: de: „Pressetext aus dem Archiv“
        kicker=_("Press text from the archive")
        if call.is_archive
        # Translators: de: „Pressemitteilung“
        else _("Press release"),
        embargo=embargo(release, at),
        title=str(release.headline),
        subline=str(release.subline),
        blocks=[
            Block(Kind.LEAD, _lead(release)),
            *_chapter(_("About the call"), release.call_text),
            *_laureates(laureates),
            *_handed_over(release, roles),
            *_chapter(_("Background"), release.background),
            # Translators: de: „Über die Auszeichnung“
            *_chapter(_("About the award"), contact.boilerplate if contact else Local()),
            *_corrections(corrections),
            *_contact(contact),
            *_captions(pictures),
        ],
        moment=release.confirmed_at or release.prepared_at,
        is_demo=call.is_demo,
    )


def contact_of(call: Call) -> PressContact | None:
    found: PressContact | None = getattr(call, "press_contact", None)
    return found


def embargo(release: Release, at: datetime) -> str:
    """„Sperrfrist: Dienstag, 3. November 2026, 17:00 Uhr (MEZ)“ while it lasts, else ""."""
    end = release.embargo_until
    if end <= at:
        return ""
    # Translators: de: „Sperrfrist: %(day)s, %(time)s“
    words = _("Embargo: %(day)s, %(time)s")
    return words % {"day": weekday_date(end), "time": clock_zone(end)}


def _lead(release: Release) -> str:
    day = long_date(release.embargo_until)
    return f"{f'{release.place}, {day}' if release.place else day} – {release.lead}"


def _chapter(title: str, text: Local) -> Iterator[Block]:
    if text:
        yield Block(Kind.HEADING, title)
        for part in paragraphs(str(text)):
            yield Block(Kind.TEXT, part)


def _laureates(laureates: Sequence[Laureate]) -> Iterator[Block]:
    if laureates:
        # Translators: de: „Die Ausgezeichneten“
        yield Block(Kind.HEADING, _("The laureates"))
    for one in laureates:
        yield Block(Kind.LAUREATE, one.name)
        if facts := _facts(one):
            yield Block(Kind.FACTS, facts)
        for part in paragraphs(str(one.summary)):
            yield Block(Kind.TEXT, part)
        if one.jury_statement:
            # Translators: de: „Die Begründung der Jury im Wortlaut:“
            yield Block(Kind.LABEL, _("The jury's reasons, word by word:"))
            for part in paragraphs(str(one.jury_statement)):
                yield Block(Kind.REASONS, part)


def _facts(one: Laureate) -> str:
    """Prize, entry, where and who: as far as known."""
    said = []
    if one.prize.kind != Prize.Kind.EQUAL:
        said.append(str(one.prize))
    said.append(one.entry)
    said.append(", ".join(part for part in (one.region, one.state_names()) if part))
    if one.carrier:
        # Translators: de: „Träger: %(carrier)s“
        said.append(_("Carrier: %(carrier)s") % {"carrier": one.carrier})
    return DOT.join(part for part in said if part)


def _handed_over(release: Release, roles: Iterable[Role]) -> Iterator[Block]:
    if release.presenters_text:
        yield from _chapter(_("Presented by"), release.presenters_text)
        return
    presented = [role for role in roles if role.kind == Role.Kind.PRESENTER]
    if presented:
        yield Block(Kind.HEADING, _("Presented by"))
        for role in presented:
            yield Block(Kind.TEXT, f"{role.name}, {role.office}" if role.office else role.name)


def _corrections(corrections: Sequence[Correction]) -> Iterator[Block]:
    """What was put right after it was public, newest first: whoever has an older text sees it."""
    if corrections:
        # Translators: de: „Berichtigungen“
        yield Block(Kind.HEADING, _("Corrections"))
    for one in corrections:
        whose = f"{one.laureate.name}: " if one.laureate else ""
        yield Block(Kind.TEXT, f"{long_date(one.made_at)} – {whose}{one.note}")


def _contact(contact: PressContact | None) -> Iterator[Block]:
    lines = contact_lines(contact)
    if lines:
        # Translators: de: „Pressekontakt“
        yield Block(Kind.HEADING, _("Press contact"))
        yield Block(Kind.TEXT, "\n".join(lines))


def contact_lines(contact: PressContact | None) -> list[str]:
    if contact is None:
        return []
    telephone = ""
    if contact.telephone:
        # Translators: de: „Telefon: %(number)s“
        telephone = _("Telephone: %(number)s") % {"number": contact.telephone}
    # Translators: de: „E-Mail: %(address)s“
    email = _("E-mail: %(address)s") % {"address": contact.email} if contact.email else ""
    return [line for line in (contact.name, str(contact.office), telephone, email) if line]


def _captions(pictures: Sequence[Picture]) -> Iterator[Block]:
    if pictures:
        # Translators: de: „Bildunterschriften“
        yield Block(Kind.HEADING, _("Captions"))
        for one in pictures:
            yield Block(Kind.CAPTION, caption_line(one))


def caption_line(one: Picture) -> str:
    """The file, what is on it, and whom to credit."""
    said = " ".join(part for part in (one.whose and f"{one.whose}.", one.caption) if part)
    return " ".join(part for part in (f"[{one.stem}]", said or one.alt_text, one.credit) if part)


def paragraphs(text: str) -> list[str]:
    return [part for part in EMPTY_LINE.split(text.strip()) if part.strip()]
