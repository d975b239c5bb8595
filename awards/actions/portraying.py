"""Portraits in the office: written, sent to be agreed to, changed as suggested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import Application, Local, User
from initiatives.records import journal, letters
from initiatives.refusals import check
from initiatives.rules import EDITING, may_administer

from .. import portraits
from ..models import Decision, Portrait, Release
from .deciding import check_confirmed

PORTRAIT_LIMIT = 4000  # characters in each language
SUMMARY_LIMIT = 1200
REMARK_LIMIT = 1500


@transaction.atomic
def write_portrait(
    application: Application,
    given: Mapping[str, Local],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Store portrait and summary (`text`, `summary`), also unfinished; whether that took an
    agreement away.

    A summary left empty in German is the one that was handed in. Raises Stale if somebody changed
    the texts meanwhile, NotAllowed unless the jury's decision is confirmed and the release is not.
    """
    portrait = hold_portrait(application, by=by, changes=True)
    before = portraits.said(portrait)
    wanted = {name: _clean(given[name]) for name in before}
    if not wanted["summary"].get("de"):
        own = portraits.own_summaries([application]).get(application.pk, Local())
        wanted["summary"] = portraits.local({**wanted["summary"], **own})
    if not shown.is_news(seen, stored=before, given=wanted):
        return False
    had = portrait.approved_at is not None
    _put(portrait, wanted, by=by, at=at)
    lost = {"agreement_lost": True} if had else {}
    journal.record("portrait.written", about=application, by=by, at=at, **lost)
    return had


@transaction.atomic
def take_over_suggestion(portrait: Portrait, *, by: User, at: datetime, seen: str) -> None:
    """Make the texts those that were suggested, word by word; `seen` is the digest of what the
    office read of them. Whoever suggested them has agreed to them, and the initiative hears of it.
    """
    portrait = hold_portrait(portrait.application, by=by, changes=True)
    _check_waits(portrait)
    wanted = portraits.suggested(portrait)
    check(
        seen == shown.digest(wanted),
        # Translators: de: „Der Vorschlag hat sich inzwischen geändert. Lesen Sie ihn noch einmal.“
        _("The suggestion changed meanwhile. Read it once more."),
    )
    check(
        wanted != portraits.said(portrait),
        # Translators: de: „Am Text soll sich nichts ändern. Beantworten Sie die Anmerkung.“
        _("Nothing is to change in the text. Answer the remark."),
    )
    portrait.answered_at, portrait.answer = at, ""
    _put(portrait, wanted, by=by, at=at)
    if portrait.is_complete:
        approve(portrait, by=portrait.suggested_by, at=at)
        portrait.asked_at = at  # they are written to about these words
        portrait.save()
    journal.record(
        "portrait.suggestion_taken_over",
        about=portrait.application,
        by=by,
        at=at,
        sha256=portraits.digest(portrait),
    )
    _tell("portrait_taken_over", portrait, at=at)


@transaction.atomic
def answer_suggestion(portrait: Portrait, answer: str, *, by: User, at: datetime) -> None:
    """Say what becomes of a suggestion; the letter that asks for agreement anew carries it."""
    portrait = hold_portrait(portrait.application, by=by)
    _check_waits(portrait)
    answer = texts.clean(answer).strip()
    # Translators: de: „Schreiben Sie, was aus dem Vorschlag geworden ist“
    check(answer, _("Write what has become of the suggestion"))
    portrait.answer, portrait.answered_at = answer, at
    portrait.save(update_fields=["answer", "answered_at"])
    journal.record("portrait.suggestion_answered", about=portrait.application, by=by, at=at)


@transaction.atomic
def note_agreement(portrait: Portrait, note: str, *, by: User, at: datetime, seen: str) -> None:
    """Note that somebody agreed by telephone or mail, and how; `seen` is the texts' digest."""
    portrait = hold_portrait(portrait.application, by=by)
    check(not portraits.awaits_answer(portrait), answer_first())
    # Translators: de: „Die Zustimmung liegt schon vor.“
    check(portrait.approved_at is None, _("There is an agreement already."))
    check(portrait.is_complete, incomplete())
    check(seen == portraits.digest(portrait), changed_meanwhile())
    note = texts.clean(note).strip()
    # Translators: de: „Schreiben Sie, wer wann und wie zugestimmt hat“
    check(note, _("Write who agreed, when and how"))
    approve(portrait, by=by, at=at)
    portrait.approval_note = note
    portrait.save()
    sha256 = portrait.approved_sha256
    journal.record(
        "portrait.agreement_noted", about=portrait.application, by=by, at=at, sha256=sha256
    )


@transaction.atomic
def take_back_noted_agreement(portrait: Portrait, *, by: User, at: datetime) -> None:
    """Strike out an agreement that the office noted; one that was given on the page stays."""
    portrait = hold_portrait(portrait.application, by=by)
    check(
        portrait.approval_note,
        # Translators: de: „Hier ist keine Zustimmung vermerkt.“
        _("No agreement is noted here."),
    )
    disapprove(portrait)
    portrait.save()
    journal.record("portrait.agreement_struck_out", about=portrait.application, by=by, at=at)


def hold_portrait(application: Application, *, by: User, changes: bool = False) -> Portrait:
    """The portrait of a case, stored or new, held with the release and the list of decisions.

    Raises NotAllowed unless the decision is confirmed; if its words are to change (`changes`) also
    once the release is.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    release = Release.objects.select_for_update().filter(call=application.call_id).first()
    check(
        not changes or release is None or release.confirmed_at is None,
        # Translators: de: „Die Veröffentlichung ist bestätigt. Halten Sie sie an, bevor Sie an den
        # Porträts etwas ändern.“
        _("The release is confirmed. Stop it before you change anything about the portraits."),
    )
    check_confirmed(application.call_id)
    check(
        Decision.objects.filter(application=application).exists(),
        # Translators: de: „Ein Porträt bekommen nur Initiativen, die ausgezeichnet werden.“
        _("Only initiatives that receive a prize have a portrait."),
    )
    rows = Portrait.objects.select_for_update(of=("self",)).with_case()
    found: Any = rows.filter(application=application).first()
    if found is None:
        found = Portrait(application=application)
        found.summary = portraits.own_summaries([application]).get(application.pk, Local())
    return found


def _put(portrait: Portrait, wanted: Mapping[str, Local], *, by: User, at: datetime) -> None:
    """The texts from now on; nobody has agreed to them."""
    portrait.text, portrait.summary = wanted["text"], wanted["summary"]
    portrait.saved_at, portrait.saved_by = at, by
    disapprove(portrait)
    portrait.save()


def disapprove(portrait: Portrait) -> None:
    """Strike out an agreement; the caller saves."""
    portrait.approved_at = portrait.approved_by = None
    portrait.approved_sha256 = portrait.approval_note = ""


def approve(portrait: Portrait, *, by: User | None, at: datetime) -> None:
    """Agree to the words as they stand; the caller saves."""
    portrait.approved_at, portrait.approved_by = at, by
    portrait.approved_sha256 = portraits.digest(portrait)


def _check_waits(portrait: Portrait) -> None:
    # Translators: de: „Hier wartet kein Vorschlag auf Antwort.“
    check(portraits.awaits_answer(portrait), _("No suggestion waits for an answer here."))


def answer_first() -> str:
    # Translators: de: „Beantworten Sie zuerst den Änderungsvorschlag.“
    return _("Answer the suggestion first.")


def incomplete() -> str:
    # Translators: de: „Schreiben Sie zuerst das Porträt auf Deutsch.“
    return _("Write the portrait in German first.")


def changed_meanwhile() -> str:
    # Translators: de: „Der Text hat sich inzwischen geändert. Lesen Sie ihn noch einmal.“
    return _("The text changed meanwhile. Read it once more.")


def _clean(given: Mapping[str, str]) -> Local:
    return portraits.local({code: texts.clean(text) for code, text in given.items()})


def _tell(kind: str, portrait: Portrait, *, at: datetime) -> None:
    """A letter to everybody who acts for the initiative."""
    application = portrait.application
    members = application.initiative.memberships.filter(role__in=EDITING)
    for member in members.select_related("user").order_by("pk"):
        letters.draft(
            kind,
            to=member.user.email,
            at=at,
            about=application,
            context={"application": application, "portrait": portrait},
            language=member.user.language,
        )
