"""Invitations: who is asked to act for an initiative, and what becomes of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Initiative, Invitation, Letter, Membership, User
from ..records import journal, letters
from ..refusals import NotAllowed, check
from .locking import wait_for_turn
from .team import check_owner, join, lock_person, lock_team, owners_of, write_to

VALID = timedelta(days=14)
DAY, MOMENT = timedelta(days=1), timedelta(minutes=1)
MAX_PEOPLE = 20  # members and open invitations of one initiative
MAX_A_DAY = 20  # letters of one initiative, and new invitations of one person
MAX_TO_ONE = 3  # letters to one address a day, whoever asks for them
LINKING = re.compile(r"(?<=\w)([.:/@])(?=[\w/])")


@transaction.atomic
def invite(initiative: Initiative, email: str, role: str, *, by: User, at: datetime) -> Invitation:
    """Ask the owner of an address to join; only that address can accept.

    Raises NotAllowed for members, for who is invited already, and beyond the limits: these
    letters go to strangers.
    """
    lock_person(by)
    initiative, email = lock_team(initiative), email.strip().lower()
    wait_for_turn("invitation", email)
    check_owner(initiative, by)
    check(
        not _is_member(initiative, email),
        # Translators: de: „Diese Person gehört schon zum Team.“
        _("This person is in the team already."),
    )
    waiting = initiative.invitations.waiting_at(at)
    earlier = waiting.filter(email=email).first()
    if earlier and earlier.invited_by == by and at - earlier.invited_at < MOMENT:
        return earlier  # a second click
    check(
        earlier is None,
        # Translators: de: „An diese Adresse ist schon eine Einladung offen. Senden Sie sie unten
        # noch einmal.“
        _("There is an open invitation to this address already. Send it again below."),
    )
    _check_room(initiative, at)
    recent = Invitation.objects.filter(invited_by=by, invited_at__gt=at - DAY)
    check(recent.count() < MAX_A_DAY, _too_many())
    # Those that have lapsed make room for a new one to the same address.
    initiative.invitations.unanswered().filter(email=email).update(withdrawn_at=at)
    invitation = Invitation.objects.create(
        initiative=initiative,
        email=email,
        role=role,
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID,
    )
    _write(invitation, by=by, at=at)
    journal.record("initiative.invited", about=initiative, by=by, at=at, role=role)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Send the letter once more; it is valid for another 14 days, even if it had lapsed.

    `by` is the host from now on: whoever was it may own the initiative no longer.
    """
    initiative = lock_team(invitation.initiative)
    wait_for_turn("invitation", invitation.email)
    check_owner(initiative, by)
    invitation = _unanswered(invitation)
    if invitation.expires_at <= at:
        _check_room(initiative, at)
    invitation.expires_at, invitation.invited_by = at + VALID, by
    invitation.save(update_fields=["expires_at", "invited_by"])
    _write(invitation, by=by, at=at)
    journal.record("initiative.invited_again", about=initiative, by=by, at=at)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take it back; its link then says that it is no longer valid."""
    initiative = lock_team(invitation.initiative)
    check_owner(initiative, by)
    invitation = _unanswered(invitation)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    journal.record("initiative.invitation_withdrawn", about=initiative, by=by, at=at)


@transaction.atomic
def accept(invitation: Invitation, *, by: User, at: datetime) -> Membership:
    """Join the initiative. Who is a member by now keeps the higher of both roles.

    Raises NotAllowed unless `by` has confirmed the invited address, the invitation is open and its
    host still owns the initiative.
    """
    lock_person(by)
    initiative = lock_team(invitation.initiative)
    invitation = _own(invitation, by)
    already = initiative.memberships.filter(user=by).first()
    if invitation.accepted_at and already:  # a second click
        return already
    check(Invitation.objects.open_at(at).filter(pk=invitation.pk).exists(), _lapsed())
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    member = join(initiative, by, invitation.role, at=at)
    journal.record("initiative.joined", about=initiative, by=by, at=at, role=member.role)
    for host in _hosts(invitation):
        write_to(host, "invitation_accepted", initiative, at=at, by=by, member=member)
    return member


@transaction.atomic
def decline(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Say no. A second click changes nothing."""
    initiative = lock_team(invitation.initiative)
    invitation = _own(invitation, by)
    if invitation.declined_at:
        return
    check(Invitation.objects.waiting_at(at).filter(pk=invitation.pk).exists(), _lapsed())
    invitation.declined_at = at
    invitation.save(update_fields=["declined_at"])
    journal.record("initiative.declined", about=initiative, by=by, at=at)
    for host in _hosts(invitation):
        write_to(host, "invitation_declined", initiative, at=at, invitation=invitation)


def _own(invitation: Invitation, by: User) -> Invitation:
    """The invitation as it is now, if it went to a confirmed address of `by`."""
    found = Invitation.objects.visible_to(by).filter(pk=invitation.pk).first()
    if found is None:
        # Translators: de: „Diese Einladung ging an eine andere Adresse.“
        raise NotAllowed(_("This invitation went to another address."))
    return found


def _unanswered(invitation: Invitation) -> Invitation:
    """The invitation as it is now. Raises NotAllowed once it is answered or withdrawn."""
    found = Invitation.objects.get(pk=invitation.pk)
    check(
        not (found.accepted_at or found.declined_at or found.withdrawn_at),
        # Translators: de: „Diese Einladung ist schon beantwortet oder zurückgezogen.“
        _("This invitation has been answered or withdrawn already."),
    )
    return found


def _check_room(initiative: Initiative, at: datetime) -> None:
    waiting = initiative.invitations.waiting_at(at).count()
    check(
        initiative.memberships.count() + waiting < MAX_PEOPLE,
        # Translators: de: „Ein Team hat höchstens 20 Personen, offene Einladungen mitgezählt.“
        _("A team has up to 20 people, open invitations included."),
    )


def _is_member(initiative: Initiative, email: str) -> bool:
    """By the address of the account, or by any other that a member has confirmed."""
    members = User.objects.filter(memberships__initiative=initiative)
    return (
        members.filter(email=email).exists()
        or members.filter(emailaddress__email__iexact=email, emailaddress__verified=True).exists()
    )


def _write(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The letter to the invited address, in the language of `by`. Two counts before it."""
    recent = Letter.objects.filter(kind="invitation", written_at__gt=at - DAY)
    keys = invitation.initiative.invitations.values_list("key", flat=True)
    check(recent.filter(about_key__in=map(str, keys)).count() < MAX_A_DAY, _too_many())
    check(
        recent.filter(to=invitation.email).count() < MAX_TO_ONE,
        # Translators: de: „An diese Adresse ging heute schon mehrmals eine Einladung. Morgen ist es
        # wieder möglich.“
        _("This address has been written to several times today. Try again tomorrow."),
    )
    letters.draft(
        "invitation",
        to=invitation.email,
        at=at,
        about=invitation,
        context={
            "invitation": invitation,
            "name": _unlinked(invitation.initiative.name),
            "host": _unlinked(str(by)),
        },
        language=by.language,
    )


def _unlinked(text: str) -> str:
    """A name as it may stand in a letter to a stranger: no mail program makes a link of it."""
    return LINKING.sub("\\1\u2060", text)


def _hosts(invitation: Invitation) -> list[User]:
    """Who learns of the answer: the host, or the owners if the host has left."""
    host = invitation.invited_by
    members = invitation.initiative.memberships
    if host and host.is_active and members.filter(user=host).exists():
        return [host]
    return owners_of(invitation.initiative)


def _lapsed() -> str:
    # Translators: de: „Diese Einladung gilt nicht mehr. Bitten Sie um eine neue.“
    return _("This invitation is no longer valid. Ask for a new one.")


def _too_many() -> str:
    # Translators: de: „Heute sind schon 20 Einladungen hinausgegangen. Morgen können Sie weitere
    # senden.“
    return _("20 invitations have been sent today. You can send more tomorrow.")
