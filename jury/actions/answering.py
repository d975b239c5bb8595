"""What becomes of an invitation to the jury, in the hands of whom it went to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.actions.team import lock_person
from initiatives.models import Call, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check

from ..models import Juror, JurorInvitation
from .concerns import raise_concerns
from .inviting import tell
from .seating import check_of_no_office, knows


@transaction.atomic
def accept(invitation: JurorInvitation, *, by: User, at: datetime) -> Juror:
    """Join the jury, with what was told of expertise. Who had left it before comes back.

    Raises NotAllowed unless `by` has confirmed the invited address and the invitation is open. A
    chair that is taken by now stays with whom it is.
    """
    lock_person(by)
    call = Call.objects.select_for_update(no_key=True).get(pk=invitation.call_id)
    invitation = _own(invitation, by)
    if invitation.accepted_at and invitation.juror:  # a second click
        return invitation.juror
    _check_open(invitation, at)
    check_of_no_office(by)
    check(
        not call.jurors.filter(user=by, left_at=None).exists(),
        # Translators: de: „Sie gehören dieser Jury schon an.“
        _("You are in this jury already."),
    )
    taken = call.jurors.filter(is_chair=True, left_at=None).exclude(user=by).exists()
    values = {
        "salutation": invitation.salutation,
        "organisation": invitation.organisation,
        "is_chair": invitation.is_chair and not taken,
        "accepted_at": at,
        "term_from": invitation.term_from,
        "term_until": invitation.term_until,
        "deputy_of": invitation.deputy_of,
        "successor_of": invitation.successor_of,
        "called_in_at": None,
        "left_at": None,
        "left_reason": "",
    }
    juror, _new = Juror.objects.update_or_create(call=call, user=by, defaults=values)
    JurorInvitation.objects.filter(juror=juror).update(juror=None)
    invitation.accepted_at, invitation.juror = at, juror
    invitation.save(update_fields=["accepted_at", "juror"])
    knows(juror, invitation.expertise)
    raise_concerns(call, at=at, jurors=[juror])
    if not by.name:
        by.name = invitation.name
        by.save(update_fields=["name"])
    journal.record("juror.accepted", about=juror, by=by, at=at, chair=juror.is_chair)
    tell("jury_welcome", invitation, at=at)
    return juror


@transaction.atomic
def decline(
    invitation: JurorInvitation, *, ground: str, by: User, at: datetime, note: str = ""
) -> None:
    """Say no, and why. A second click changes nothing."""
    Call.objects.select_for_update(no_key=True).get(pk=invitation.call_id)
    invitation = _own(invitation, by)
    if invitation.declined_at:
        return
    _check_open(invitation, at)
    # Translators: de: „Wählen Sie einen der Gründe.“
    check(ground in JurorInvitation.Ground.values, _("Choose one of the grounds."))
    invitation.declined_at, invitation.declined_ground = at, ground
    invitation.declined_note = note[:300]
    invitation.save(update_fields=["declined_at", "declined_ground", "declined_note"])
    journal.record("juror.declined", about=invitation, by=by, at=at, ground=ground)


def _own(invitation: JurorInvitation, by: User) -> JurorInvitation:
    """The invitation as it is now, if it went to a confirmed address of `by`."""
    found = JurorInvitation.objects.visible_to(by).filter(pk=invitation.pk).first()
    if found is None:
        raise NotAllowed(_("This invitation went to another address."))
    return found


def _check_open(invitation: JurorInvitation, at: datetime) -> None:
    check(
        JurorInvitation.objects.open_at(at).filter(pk=invitation.pk).exists(),
        # Translators: de: „Diese Einladung gilt nicht mehr. Bitte wenden Sie sich an die
        # Geschäftsstelle.“
        _("This invitation is no longer valid. Please turn to the award office."),
    )
