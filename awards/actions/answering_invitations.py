"""What guests answer, and how all of it is forgotten after the evening."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Letter, LetterStatus, User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Ceremony, Invitee
from .ceremony import hold_ceremony
from .inviting import (
    INVITATION,
    LETTERS,
    answers_until,
    check_not_forgotten,
    hold_guest,
    note_guest,
)

KEPT = timedelta(days=30)  # after the evening
LINK = r"/einladung/[A-Za-z0-9_-]{20,}"


@transaction.atomic
def answer_invitation(
    guest: Invitee, said: Mapping[str, Any], *, at: datetime, by: User | None = None
) -> Invitee:
    """Accept or decline, as often as the guest likes until the last day for answers.

    `said`: comes, companions (names), diet, access_needs, photo_consent. The office (`by`) notes
    what somebody said on the telephone, later as well; consent to photos it cannot give.
    """
    ceremony = Ceremony.objects.select_for_update(no_key=True).get(pk=guest.ceremony_id)
    check_not_forgotten(ceremony)
    if by is not None:
        hold_ceremony(ceremony, by=by)
    guest = hold_guest(guest)
    # Translators: de: „Diese Einladung wurde zurückgenommen.“
    check(guest.withdrawn_at is None, _("This invitation was withdrawn."))
    check(
        by is not None or at < answers_until(ceremony),
        # Translators: de: „Der letzte Tag für Antworten ist vorbei. Bitte schreiben Sie der
        # Geschäftsstelle.“
        _("The last day for answers has passed. Please write to the office."),
    )
    names = [name for name in said.get("companions", ()) if name] if said["comes"] else []
    check(
        len(names) <= guest.companions_allowed,
        # Translators: de: „Mehr Begleitpersonen, als vorgesehen sind, gehen leider nicht.“
        _("More companions than planned for are not possible."),
    )
    guest.answer = Invitee.Answer.YES if said["comes"] else Invitee.Answer.NO
    guest.answered_at = at
    guest.diet = said.get("diet", "") if said["comes"] else ""
    guest.access_needs = said.get("access_needs", "") if said["comes"] else ""
    if not said["comes"]:
        guest.table = None
    if by is None or not said["comes"]:
        _consent(guest, said if said["comes"] else {}, at=at)
    guest.save()
    _bring(guest, names, at=at)
    journal.record("guest.answered", about=guest, by=by, at=at, comes=bool(said["comes"]))
    return guest


def _consent(guest: Invitee, said: Mapping[str, Any], *, at: datetime) -> None:
    """Note to what exactly and when; consent that stands keeps its time."""
    text = said.get("photo_consent_text", "") if said.get("photo_consent") else ""
    if text and text == guest.photo_consent_text:
        return
    guest.photo_consent_text = text
    guest.photo_consent_at = at if text else None


def _bring(guest: Invitee, names: list[str], *, at: datetime) -> None:
    """Companions as named now; who stays keeps code, table and seat."""
    there = {one.name: one for one in guest.companions.select_related("check_in")}
    for name, row in there.items():
        if name not in names and not hasattr(row, "check_in"):
            row.delete()
    made = [
        Invitee(
            ceremony=guest.ceremony,
            brought_by=guest,
            kind=guest.kind,
            organisation=guest.organisation,
            answer=Invitee.Answer.YES,
            answered_at=at,
        )
        for name in dict.fromkeys(names)
        if name not in there
    ]
    for one, name in zip(made, [n for n in dict.fromkeys(names) if n not in there], strict=True):
        note_guest(one, {"name": name})
    Invitee.objects.bulk_create(made)


# -- Afterwards ----------------------------------------------------------------------------------


@transaction.atomic
def forget_guests(ceremony: Ceremony, *, at: datetime) -> int:
    """Delete what is known of the guests. Who agreed to photos stays by name, text and time only:
    pictures may be shown as long as that can be proved. Returns how many were deleted.
    """
    ceremony = Ceremony.objects.select_for_update(no_key=True).get(pk=ceremony.pk)
    if ceremony.forgotten_at is not None:
        return 0
    counts = ceremony.invitees.counts()
    keys = [str(key) for key in ceremony.invitees.values_list("key", flat=True)]
    Letter.objects.filter(kind__in=LETTERS, about_key__in=keys).delete()
    ceremony.invitees.filter(brought_by__isnull=False).delete()
    ceremony.invitees.filter(photo_consent_at=None).delete()
    for guest in ceremony.invitees.all():
        guest.email = guest.salutation = guest.diet = guest.access_needs = guest.organisation = ""
        guest.secret_hash, guest.table = None, None
        guest.save()
    ceremony.forgotten_at = at
    ceremony.save(update_fields=["forgotten_at"])
    numbers = {name: counts[name] for name in ("everybody", "coming", "declined", "here")}
    journal.record("ceremony.guests_forgotten", about=ceremony, by=None, at=at, **numbers)
    return len(keys)


def forget_guests_of_the_past(*, at: datetime) -> None:
    """30 days after an evening."""
    for ceremony in Ceremony.objects.filter(forgotten_at=None, ends_at__lte=at - KEPT):
        forget_guests(ceremony, at=at)


def forget_links() -> None:
    """Take the personal link out of letters that are sent: only its hash stays."""
    if settings.DEMO:
        return
    sent = Letter.objects.filter(kind=INVITATION, status=LetterStatus.SENT, text__regex=LINK)
    for letter in sent:
        letter.text = re.sub(LINK, "/einladung/…", letter.text)
        letter.save(update_fields=["text"])
