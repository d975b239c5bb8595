"""Invitations to the jury: who is asked to judge, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import berlin
from initiatives.models import Call, Letter, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check

from ..models import JurorInvitation
from ..whom import Invited, Known, has_address
from .seating import lock_jury

VALID = timedelta(days=14)
LONGEST = timedelta(days=90)
DAY, MOMENT = timedelta(days=1), timedelta(minutes=1)
MAX_A_DAY = 500  # letters that invite to one jury; a whole file of members goes out at once
MAX_TO_ONE = 3  # letters to one address a day, whoever asks for them


def end_of(day: date) -> datetime:
    """The first moment after a day in Berlin: until when its last minute counts."""
    return berlin.moment(min(day, date.max - DAY) + DAY, time())


def fortnight(at: datetime) -> datetime:
    """The end of the day in two weeks."""
    return end_of((at + VALID).astimezone(berlin.BERLIN).date())


@transaction.atomic
def invite(
    call: Call, whom: Invited, *, by: User, at: datetime, until: datetime | None = None
) -> JurorInvitation:
    """Ask the owner of an address to judge; only that address can answer, before `until`.

    Raises NotAllowed for the office, for members, for who is invited already, for a second chair
    and beyond the limits of letters.
    """
    call, email = lock_jury(call, by=by), whom.email.strip().lower()
    until = until or fortnight(at)
    earlier = call.juror_invitations.open_at(at).filter(email=email).first()
    if earlier and earlier.invited_by == by and at - earlier.invited_at < MOMENT:
        return earlier  # a second click
    problem = Known.of(call, [email], at=at).hindrance(whom)
    check(not problem, problem)
    # Translators: de: „Die Antwortfrist liegt zwischen morgen und in 90 Tagen.“
    words = _("The day to answer by lies between tomorrow and 90 days from now.")
    check(at < until <= at + LONGEST + DAY, words)
    # Those that have lapsed make room for a new one to the same address.
    call.juror_invitations.unanswered().filter(email=email).update(withdrawn_at=at)
    values = whom._asdict() | {"email": email, "expertise": dict(whom.expertise)}
    invitation = JurorInvitation.objects.create(
        call=call, invited_by=by, invited_at=at, expires_at=until, **values
    )
    _write(invitation, at=at)
    journal.record("juror.invited", about=invitation, by=by, at=at, chair=whom.is_chair)
    return invitation


@transaction.atomic
def invite_all(
    call: Call, rows: Iterable[tuple[int, Invited]], *, by: User, at: datetime, until: datetime
) -> list[JurorInvitation]:
    """Invite everybody of a file, or nobody. Raises NotAllowed with the line of who cannot be."""
    sent = []
    for line, whom in rows:
        try:
            sent.append(invite(call, whom, by=by, at=at, until=until))
        except NotAllowed as refusal:
            # Translators: de: „Zeile %(line)d: %(words)s“
            text = _("Line %(line)d: %(words)s")
            raise NotAllowed(text % {"line": line, "words": refusal}) from refusal
    return sent


@transaction.atomic
def invite_again(invitation: JurorInvitation, *, by: User, at: datetime) -> None:
    """Send the letter once more; it can be answered for another 14 days, even if it had lapsed."""
    lock_jury(invitation.call, by=by)
    invitation = _unanswered(invitation)
    invitation.expires_at = max(invitation.expires_at, fortnight(at))
    invitation.save(update_fields=["expires_at"])
    _write(invitation, at=at)
    journal.record("juror.invited_again", about=invitation, by=by, at=at)


@transaction.atomic
def withdraw(invitation: JurorInvitation, *, by: User, at: datetime) -> None:
    """Take it back; whom it went to gets a letter and reads it behind the link."""
    lock_jury(invitation.call, by=by)
    invitation = _unanswered(invitation)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    journal.record("juror.invitation_withdrawn", about=invitation, by=by, at=at)
    if invitation.expires_at > at:
        tell("jury_invitation_withdrawn", invitation, at=at)


def _unanswered(invitation: JurorInvitation) -> JurorInvitation:
    """The invitation as it is now. Raises NotAllowed once it is answered or withdrawn."""
    found = JurorInvitation.objects.select_related("call").get(pk=invitation.pk)
    check(
        not (found.accepted_at or found.declined_at or found.withdrawn_at),
        _("This invitation has been answered or withdrawn already."),
    )
    return found


def _write(invitation: JurorInvitation, *, at: datetime) -> None:
    """The letter to the invited address. Two counts before it."""
    recent = Letter.objects.filter(kind="jury_invitation", written_at__gt=at - DAY)
    keys = invitation.call.juror_invitations.values_list("key", flat=True)
    check(
        recent.filter(about_key__in=map(str, keys)).count() < MAX_A_DAY,
        # Translators: de: „Heute sind schon 500 Einladungen in diese Jury hinausgegangen. Morgen
        # können Sie weitere senden.“
        _("500 invitations to this jury have been sent today. You can send more tomorrow."),
    )
    check(
        recent.filter(to=invitation.email).count() < MAX_TO_ONE,
        _("This address has been written to several times today. Try again tomorrow."),
    )
    tell("jury_invitation", invitation, at=at)


def tell(kind: str, invitation: JurorInvitation, *, at: datetime) -> None:
    """A letter in the language of the account, if there is one, else in German."""
    account = User.objects.filter(has_address(invitation.email)).first()
    letters.draft(
        kind,
        to=invitation.email,
        at=at,
        about=invitation,
        context={"invitation": invitation, "call": invitation.call},
        language=account.language if account else "de",
    )
