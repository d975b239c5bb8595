"""Letters that ask laureates to agree to their portrait: looked at first, then sent together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.berlin import BERLIN
from initiatives.models import Call, Membership, User
from initiatives.records import canonical, journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import EDITING

from .. import portraits
from ..models import Portrait, Release, ResultLetter
from .portraying import answer_first, hold_portrait

LETTER = "portrait_asked"
PATIENCE = timedelta(days=7)  # how long an answer may take, unless the office says otherwise
PAUSE = timedelta(days=1)  # between a letter and its reminder


class Written(NamedTuple):
    """A letter in one language, and all who get it."""

    language: str
    to: list[str]
    subject: str
    text: str


def portrait_letters(rows: Sequence[Portrait], until: date) -> dict[int, list[Written]]:
    """What goes out to those who act for each initiative, by the portrait: a letter for each of
    their languages. Two queries, whatever the number of portraits.
    """
    teams = [row.application.initiative_id for row in rows]
    members: Any = Membership.objects.filter(role__in=EDITING, initiative__in=teams)
    found: dict[int, list[Membership]] = {}
    for member in members.select_related("user").order_by("user__language", "pk"):
        found.setdefault(member.initiative_id, []).append(member)
    calls = {row.application.call_id for row in rows}
    releases = {one.call_id: one for one in Release.objects.filter(call__in=calls)}
    return {
        row.pk: _written(
            row,
            found.get(row.application.initiative_id, []),
            {"release": releases.get(row.application.call_id), "until": until},
        )
        for row in rows
    }


def _written(
    portrait: Portrait, members: list[Membership], context: Mapping[str, Any]
) -> list[Written]:
    context = {
        "application": portrait.application,
        "call": portrait.application.call,
        "again": portrait.state == Portrait.State.CHANGED,
        "reminds": portrait.state == Portrait.State.ASKED,
        "answer": portrait.answer if _answers_anew(portrait) else "",
        **context,
    }
    return [
        Written(
            language,
            [row.user.email for row in found],
            *letters.written(LETTER, context, language=language),
        )
        for language, found in groupby(members, key=attrgetter("user.language"))
    ]


def seal_of_portrait_letters(portrait: Portrait, written: Iterable[Written]) -> str:
    """What whoever sends them has seen: to whom, and each word; and of which text they speak."""
    said = [list(one) for one in written]
    return canonical.sha256([str(portrait.key), portraits.digest(portrait), said])


@transaction.atomic
def ask_laureates(
    call: Call, seen: Mapping[str, str], *, until: date, by: User, at: datetime
) -> list[Portrait]:
    """Send the letters that were looked at: their seals by the key of the portrait. All or none."""
    # Translators: de: „Kreuzen Sie an, wer den Brief bekommt.“
    check(seen, _("Mark who gets the letter."))
    check(
        until >= at.astimezone(BERLIN).date(),
        # Translators: de: „Der Tag, bis zu dem Sie Antwort erbitten, ist vorbei.“
        _("The day by which you ask for an answer is past."),
    )
    found = []
    for case in portraits.cases(call):
        if case.is_written and (seal := seen.get(str(case.portrait.key))) is not None:
            found.append(_ask(case.portrait, seal, until=until, by=by, at=at))
    check(len(found) == len(seen), _changed())
    return found


def _ask(portrait: Portrait, seal: str, *, until: date, by: User, at: datetime) -> Portrait:
    portrait = hold_portrait(portrait.application, by=by)
    name = portrait.application.initiative.name
    written = portrait_letters([portrait], until)[portrait.pk]
    check(seal == seal_of_portrait_letters(portrait, written), _changed())
    told = ResultLetter.objects.filter(application=portrait.application_id).first()
    check(
        told and told.is_told(),
        # Translators: de: „%(name)s weiß noch nichts von dem Preis. Senden Sie zuerst den
        # Ergebnisbrief.“
        _("%(name)s does not know of the prize yet. Send the letter on the result first.")
        % {"name": name},
    )
    check(not portraits.awaits_answer(portrait), f"{name}: {answer_first()}")
    # Translators: de: „%(name)s hat schon zugestimmt.“
    check(not portrait.approved_at, _("%(name)s has agreed already.") % {"name": name})
    if portrait.state == Portrait.State.OPEN:
        # Translators: de: „%(name)s: Der Text ist noch nicht vollständig.“
        raise NotAllowed(_("%(name)s: the text is not complete yet.") % {"name": name})
    check(
        portrait.state != Portrait.State.ASKED or at >= (portrait.asked_at or at) + PAUSE,
        # Translators: de: „%(name)s haben Sie heute schon geschrieben.“
        _("You have written to %(name)s within a day.") % {"name": name},
    )
    check(
        written,
        # Translators: de: „Für %(name)s handelt niemand mit einem Konto. Fragen Sie auf anderem Weg
        # und vermerken Sie die Zustimmung.“
        _("Nobody with an account acts for %(name)s. Ask in another way and note the agreement.")
        % {"name": name},
    )
    for letter in written:
        for to in letter.to:
            letters.post(
                LETTER,
                to=to,
                subject=letter.subject,
                text=letter.text,
                at=at,
                about=portrait.application,
            )
    portrait.asked_at, portrait.answer_until = at, until
    portrait.save(update_fields=["asked_at", "answer_until"])
    journal.record(
        "portrait.asked", about=portrait.application, by=by, at=at, until=until.isoformat()
    )
    return portrait


def _answers_anew(portrait: Portrait) -> bool:
    """Whether the office has answered since it last asked."""
    answered, asked = portrait.answered_at, portrait.asked_at
    return bool(answered and asked and answered > asked)


def _changed() -> str:
    # Translators: de: „Inzwischen hat sich etwas geändert. Sehen Sie die Briefe noch einmal
    # durch.“
    return _("Something has changed meanwhile. Look through the letters once more.")
