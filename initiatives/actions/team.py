"""Who acts for an initiative, and how far: roles, leaving, handing over. One owner always stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules
from ..models import Initiative, Membership, User
from ..records import journal, letters
from ..refusals import NotAllowed, check

Role = Membership.Role
RANK = [Role.READER, Role.EDITOR, Role.OWNER]


def lock_team(initiative: Initiative) -> Initiative:
    """The initiative as it is now; nobody joins or leaves it until the transaction ends."""
    return Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)


def lock_person(user: User) -> None:
    """Ask before `lock_team`, as deleting an account does. Raises NotAllowed if it is deleted."""
    found = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    # Translators: de: „Dieses Konto ist geschlossen.“
    check(found.is_active, _("This account is closed."))


def check_owner(initiative: Initiative, by: User) -> None:
    check(
        rules.role_in(by, initiative) == Role.OWNER,
        # Translators: de: „Das Team ändern kann nur, wer für die Initiative verantwortlich ist.“
        _("Only owners of the initiative can change its team."),
    )


def check_an_owner_stays(initiative: Initiative, *, without: User) -> None:
    """Raises NotAllowed if `without` is its last owner. Ask it under `lock_team`."""
    owners = initiative.memberships.filter(role=Role.OWNER, user__is_active=True)
    check(
        not owners.filter(user=without).exists() or owners.exclude(user=without).exists(),
        # Translators: de: „Jemand muss für die Initiative verantwortlich sein. Übergeben Sie sie
        # zuerst an eine andere Person des Teams.“
        _("Somebody must own the initiative. Hand it over to another member first."),
    )


def join(initiative: Initiative, user: User, role: str, *, at: datetime) -> Membership:
    """Make `user` a member; of two roles the higher one counts."""
    member, new = Membership.objects.get_or_create(
        initiative=initiative, user=user, defaults={"role": role}
    )
    if new:
        member.since = at
    elif RANK.index(Role(role)) > RANK.index(Role(member.role)):
        member.role = role
    member.save()
    return member


@transaction.atomic
def change_role(member: Membership, role: str, *, by: User, at: datetime) -> None:
    """Give a member another role. Raises NotAllowed if nobody would own the initiative then."""
    initiative = lock_team(member.initiative)
    check_owner(initiative, by)
    member = _still(member)
    if member.role == role:
        return
    if member.role == Role.OWNER:
        check_an_owner_stays(initiative, without=member.user)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    journal.record(
        "initiative.role_changed",
        about=initiative,
        by=by,
        at=at,
        person=str(member.user.key),
        before=before,
        role=role,
    )
    if member.user_id != by.pk:
        write_to(member.user, "role_changed", initiative, at=at, member=member, by=by)


@transaction.atomic
def remove(member: Membership, *, by: User, at: datetime) -> None:
    """Take a member out; what that person wrote stays."""
    initiative = lock_team(member.initiative)
    check_owner(initiative, by)
    member = _still(member)
    check(
        member.user_id != by.pk,
        # Translators: de: „Sich selbst nehmen Sie mit „Team verlassen“ heraus.“
        _("To take yourself out, leave the team."),
    )
    member.delete()
    journal.record(
        "initiative.member_removed", about=initiative, by=by, at=at, person=str(member.user.key)
    )
    write_to(member.user, "team_removed", initiative, at=at, by=by)


@transaction.atomic
def leave(initiative: Initiative, *, by: User, at: datetime) -> None:
    """Stop acting for it. The last owner cannot."""
    initiative = lock_team(initiative)
    check_an_owner_stays(initiative, without=by)
    gone, _rows = initiative.memberships.filter(user=by).delete()
    if not gone:  # a second click
        return
    journal.record("initiative.left", about=initiative, by=by, at=at)
    for owner in owners_of(initiative):
        write_to(owner, "team_left", initiative, at=at, by=by)


@transaction.atomic
def hand_over(initiative: Initiative, *, to: Membership, by: User, at: datetime) -> None:
    """Make another member the owner; `by` goes on as an editor. Both get a letter."""
    initiative = lock_team(initiative)
    to = _still(to)
    if to.role == Role.OWNER and rules.role_in(by, initiative) == Role.EDITOR:
        return  # a second click
    check_owner(initiative, by)
    # Translators: de: „Wählen Sie eine andere Person aus dem Team.“
    check(to.initiative_id == initiative.pk, _("Choose another person of the team."))
    check(to.user_id != by.pk, _("Choose another person of the team."))
    # Translators: de: „Dieses Konto ist geschlossen.“
    check(to.user.is_active, _("This account is closed."))
    to.role = Role.OWNER
    to.save(update_fields=["role"])
    initiative.memberships.filter(user=by).update(role=Role.EDITOR)
    journal.record(
        "initiative.handed_over", about=initiative, by=by, at=at, person=str(to.user.key)
    )
    write_to(to.user, "handed_over", initiative, at=at, by=by)
    write_to(by, "handed_over_done", initiative, at=at, to=to.user)


def owners_of(initiative: Initiative) -> list[User]:
    """Those who get letters about the team. One query."""
    owners = initiative.memberships.filter(role=Role.OWNER, user__is_active=True)
    return [member.user for member in owners.select_related("user").order_by("pk")]


def write_to(
    person: User, kind: str, initiative: Initiative, *, at: datetime, **context: Any
) -> None:
    """A letter about the initiative, in the language of the person."""
    letters.draft(
        kind,
        to=person.email,
        at=at,
        about=initiative,
        context={"initiative": initiative, "person": person, **context},
        language=person.language,
    )


def _still(member: Membership) -> Membership:
    """The membership as it is now. Raises NotAllowed if it is gone."""
    found = Membership.objects.select_related("user").filter(pk=member.pk).first()
    if found is None:
        # Translators: de: „Diese Person gehört nicht mehr zum Team.“
        raise NotAllowed(_("This person is no longer in the team."))
    return found
