"""What laureates say to their portrait: they agree to it, or suggest other words. All that is not
published is forgotten a month after the announcement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import Local, User
from initiatives.records import journal
from initiatives.refusals import Stale, check

from .. import portraits
from ..models import Laureate, Portrait
from .portraying import approve, disapprove

KEPT = timedelta(days=30)  # what is not published, after the announcement


def shown_to_laureate(portrait: Portrait) -> dict[str, Any]:
    """What the form of the page begins with, by its fields: a suggestion that waits, else what is
    to be published.
    """
    waits = portraits.awaits_answer(portrait)
    found = portraits.suggested(portrait) if waits else portraits.said(portrait)
    return {**found, "remark": portrait.remark if waits else ""}


def seen_by_laureate(portrait: Portrait) -> str:
    """SHA-256 of all the page shows: the text, and a suggestion that waits."""
    return shown.digest({**shown_to_laureate(portrait), "said": portraits.said(portrait)})


@transaction.atomic
def agree_to_portrait(
    portrait: Portrait, *, seen: str, remark: str = "", by: User, at: datetime
) -> None:
    """Agree to the words as they stand. Raises Stale unless they are those that were shown."""
    portrait = _hold(portrait, by=by, at=at)
    _check_seen(portrait, seen)
    check(
        not portraits.awaits_answer(portrait),
        # Translators: de: „Ihr Änderungsvorschlag liegt der Geschäftsstelle vor. Nehmen Sie ihn
        # zurück, wenn der Text so bleiben soll.“
        _("Your suggestion is with the office. Take it back if the text is to stay as it is."),
    )
    check(
        portrait.is_complete,
        # Translators: de: „Die Geschäftsstelle schreibt noch an diesem Text. Sie bekommen einen
        # Brief, wenn er fertig ist.“
        _("The office is still writing this text. You get a letter once it is finished."),
    )
    if portrait.approved_at:
        return
    approve(portrait, by=by, at=at)
    portrait.remark = texts.clean(remark).strip()
    portrait.save()
    sha256 = portrait.approved_sha256
    journal.record("portrait.agreed", about=portrait.application, by=by, at=at, sha256=sha256)


@transaction.atomic
def suggest_changes(
    portrait: Portrait,
    given: Mapping[str, Local],
    *,
    remark: str,
    seen: str,
    by: User,
    at: datetime,
) -> None:
    """Suggest other texts, or say what is wrong; a suggestion made before is replaced.

    Also after agreeing, and while the release is confirmed: the office decides what becomes of it.
    """
    portrait = _hold(portrait, by=by, at=at)
    said = portraits.said(portrait)
    wanted = {
        name: portraits.local({code: texts.clean(text) for code, text in given[name].items()})
        for name in said
    }
    remark = texts.clean(remark).strip()
    if portraits.awaits_answer(portrait) and shown_to_laureate(portrait) == {
        **wanted,
        "remark": remark,
    }:
        return
    _check_seen(portrait, seen)
    check(
        wanted != said or remark,
        # Translators: de: „Ändern Sie etwas am Text, oder schreiben Sie, was anders werden soll.“
        _("Change something in the text, or write what should be different."),
    )
    portrait.suggestion, portrait.suggested_summary = wanted["text"], wanted["summary"]
    portrait.remark, portrait.suggested_at, portrait.suggested_by = remark, at, by
    portrait.answer, portrait.answered_at = "", None
    disapprove(portrait)
    portrait.save()
    journal.record("portrait.changes_suggested", about=portrait.application, by=by, at=at)


@transaction.atomic
def take_back_suggestion(portrait: Portrait, *, seen: str, by: User, at: datetime) -> None:
    """As if nothing had been suggested; agreeing is another step."""
    portrait = _hold(portrait, by=by, at=at)
    if not portraits.awaits_answer(portrait):
        return
    _check_seen(portrait, seen)
    portrait.suggestion, portrait.suggested_summary = Local(), Local()
    portrait.remark, portrait.suggested_at, portrait.suggested_by = "", None, None
    portrait.save()
    journal.record("portrait.suggestion_taken_back", about=portrait.application, by=by, at=at)


@transaction.atomic
def forget_portrait_remarks(*, at: datetime) -> int:
    """Delete remarks, suggestions and the answers to them. That somebody agreed, when, and to which
    words stays: what is published rests on it. Returns how many portraits lost something.
    """
    old = Portrait.objects.select_for_update(of=("self",)).with_remarks().with_case()
    found = list(old.announced_until(at - KEPT).order_by("pk"))
    for portrait in found:
        portrait.suggestion, portrait.suggested_summary = Local(), Local()
        portrait.remark = portrait.answer = ""
        portrait.suggested_at = portrait.suggested_by = portrait.answered_at = None
        portrait.save()
        journal.record("portrait.remarks_forgotten", about=portrait.application, by=None, at=at)
    return len(found)


def _hold(portrait: Portrait, *, by: User, at: datetime) -> Portrait:
    """As it is now. Raises NotAllowed for all but those who were asked, and once it is public."""
    rows = Portrait.objects.select_for_update(of=("self",)).with_case()
    found: Any = rows.visible_to(by).filter(pk=portrait.pk).first()
    check(
        found,
        # Translators: de: „Darüber entscheidet, wer für die Initiative handelt.“
        _("Those who act for the initiative decide about this."),
    )
    check(
        not Laureate.objects.announced(at).filter(application=found.application_id).exists(),
        _(
            # Translators: de: „Die Bekanntgabe ist schon öffentlich. Schreiben Sie der
            # Geschäftsstelle, wenn etwas berichtigt werden muss.“
            "The announcement is public already. Write to the office if something has to be put "
            "right."
        ),
    )
    return found


def _check_seen(portrait: Portrait, seen: str) -> None:
    """Raise Stale if the page showed something else than there is now."""
    if seen != seen_by_laureate(portrait):
        raise Stale(
            _(
                # Translators: de: „Inzwischen hat sich etwas geändert: Der Text, wie er jetzt ist,
                # steht oben, Ihre Eingaben im Formular. Senden Sie noch einmal, wenn sie so gelten
                # sollen.“
                "Something has changed meanwhile: the text as it is now stands above, what you "
                "entered in the form. Send again if it is to stand."
            ),
            stored=shown_to_laureate(portrait),
        )
