"""Going away: a draft is deleted, an account is deleted. What was handed in stays provable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .. import own_data, rules
from ..models import Application, Claim, Initiative, Invitation, Letter, Membership, User
from ..models.joining import OPEN_INVITATION
from ..records import journal, letters
from ..refusals import NotAllowed, check
from ..statuses import HANDED_IN, Status
from .changes import tell_members
from .locking import lock
from .team import lock_team, owners_of, write_to

Role = Membership.Role
NOWHERE = "geloescht.invalid"  # RFC 2606: no mail can ever arrive there


@transaction.atomic
def delete_draft(application: Application, *, by: User, at: datetime) -> None:
    """Delete an application that was never handed in, with its texts and files.

    The journal keeps that it was there, without what it said. All members get a letter.
    """
    application = lock(application)
    check(
        rules.may_withdraw(by, application),
        # Translators: de: „Löschen kann den Entwurf nur, wer für die Initiative verantwortlich
        # ist.“
        _("Only owners of the initiative can delete the draft."),
    )
    check(
        may_be_deleted(application),
        _(
            # Translators: de: „Eine Bewerbung, die eingereicht wurde, lässt sich nicht löschen,
            # damit das Verfahren nachprüfbar bleibt. Sie können sie zurückziehen.“
            "An application that was handed in cannot be deleted, so that the procedure can be "
            "verified. You can withdraw it."
        ),
    )
    context = {"application": application, "call": application.call, "by": by}
    tell_members(application, "draft_deleted", at=at, context=context, roles=Role.values)
    _erase(application, by=by, at=at)


def may_be_deleted(application: Application) -> bool:
    """Whether nothing of it was ever handed in. One query."""
    return (
        application.status in (Status.DRAFT, Status.WITHDRAWN)
        and not application.snapshots.exists()
    )


def _erase(application: Application, *, by: User, at: datetime) -> None:
    journal.record(
        "application.deleted", about=application, by=by, at=at, number=application.number
    )
    files = [
        file
        for attachment in application.attachments.all()
        for file in (attachment.file, attachment.medium, attachment.small)
        if file
    ]
    application.delete()
    for file in files:
        transaction.on_commit(partial(file.delete, save=False), robust=True)


class Hindrance(NamedTuple):
    """Why an account cannot be deleted yet: an initiative that would have nobody."""

    initiative: Initiative
    reason: str


def hindrances(user: User, *, at: datetime) -> list[Hindrance]:
    """The initiatives this person must hand over first, or withdraw the application of."""
    found = []
    for member in _memberships(user).filter(role=Role.OWNER):
        team = member.initiative.memberships.exclude(user=user).filter(user__is_active=True)
        if team.filter(role=Role.OWNER).exists():
            continue
        running = _running(member.initiative, at).values_list("status", flat=True)
        if team.exists():
            found.append(Hindrance(member.initiative, hand_over()))
        elif statuses := set(running):
            reason = withdraw_or_hand_over() if statuses == {Status.SUBMITTED} else invite()
            found.append(Hindrance(member.initiative, reason))
    return found


def hand_over() -> str:
    # Translators: de: „Übergeben Sie die Initiative zuerst an eine andere Person des Teams.“
    return _("Hand the initiative over to another person of the team first.")


def withdraw_or_hand_over() -> str:
    return _(
        # Translators: de: „Ihre Bewerbung ist eingereicht, und außer Ihnen vertritt sie niemand.
        # Ziehen Sie die Bewerbung zurück, oder laden Sie eine Person ein, und übergeben Sie ihr die
        # Initiative.“
        "Your application is handed in, and nobody but you acts for it. Withdraw the application, "
        "or invite somebody and hand the initiative over."
    )


def invite() -> str:
    return _(
        # Translators: de: „Über Ihre Bewerbung ist entschieden, und außer Ihnen vertritt sie
        # niemand. Laden Sie eine Person ein, und übergeben Sie ihr die Initiative.“
        "Your application has been decided on, and nobody but you acts for it. Invite somebody and "
        "hand the initiative over."
    )


def _running(initiative: Initiative, at: datetime) -> QuerySet[Application]:
    """What was handed in to a call that still has something to say to the initiative."""
    over = Q(call__is_archive=True) | Q(call__feedback_at__lte=at)
    return initiative.applications.filter(status__in=HANDED_IN).exclude(over)


def drafts_of(user: User) -> list[Application]:
    """What goes with the account: drafts that nobody else works on."""
    alone = Membership.objects.exclude(user=user).filter(user__is_active=True)
    own = Application.objects.filter(
        initiative__memberships__user=user,
        status__in=(Status.DRAFT, Status.WITHDRAWN),
        snapshots=None,
    ).exclude(initiative__in=alone.values("initiative"))
    return list(own.select_related("call", "initiative").order_by("pk"))


@transaction.atomic
def delete_account(*, by: User, at: datetime) -> None:
    """Forget a person: name, addresses, ways of signing in, memberships, drafts of theirs alone.

    What was handed in, and the journal, keep the person's key and no name. The address gets a last
    letter and can be registered anew. A second click changes nothing. Raises NotAllowed for the
    office, and while an initiative would be left without an owner.
    """
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.deleted_at is not None:
        return
    check(
        not rules.is_office(user) and not user.is_staff and not user.is_superuser,
        # Translators: de: „Ihr Konto gehört zur Geschäftsstelle. Bitten Sie deren Leitung, Ihnen
        # zuerst die Rolle zu nehmen.“
        _(
            "Your account belongs to the award office. Ask those who lead it to take your role "
            "away first."
        ),
    )
    members = list(_memberships(user))
    for member in members:
        lock_team(member.initiative)
    for application in drafts_of(user):
        lock(application)  # somebody may be handing it in at this moment
    if hindering := hindrances(user, at=at):
        raise NotAllowed("; ".join(f"{one.initiative.name}: {one.reason}" for one in hindering))
    known = own_data.addresses(user)
    for application in drafts_of(user):
        _erase(application, by=user, at=at)
    _forget_as_contact(members, known)
    for member in members:
        _leave(member, by=user, at=at)
    _forget_requests(user, known)
    letters.draft(
        "account_deleted", to=user.email, at=at, context={"name": user.name}, language=user.language
    )
    _anonymise(user, at=at)
    journal.record("account.deleted", about=user, by=user, at=at)


def _memberships(user: User) -> QuerySet[Membership]:
    return user.memberships.select_related("initiative").order_by("initiative_id")


def _leave(member: Membership, *, by: User, at: datetime) -> None:
    """Out of the team; an initiative that nobody knows of goes with its last member."""
    initiative = member.initiative
    member.delete()
    journal.record("initiative.left", about=initiative, by=by, at=at)
    if initiative.memberships.exists():
        for owner in owners_of(initiative):
            write_to(owner, "team_left", initiative, at=at, by=by)
        return
    if not initiative.is_listed and not initiative.applications.exists():
        initiative.delete()
    else:
        initiative.invitations.filter(OPEN_INVITATION).update(withdrawn_at=at)


def _forget_as_contact(members: Iterable[Membership], known: set[str]) -> None:
    """In what is still being written; what was handed in keeps whom the office asks."""
    unfinished = Q(status=Status.DRAFT) | Q(reopened_at__isnull=False)
    theirs = Q()
    for email in sorted(known):
        theirs |= Q(contact_email__iexact=email)
    Application.objects.filter(
        unfinished, theirs, initiative__in=[member.initiative_id for member in members]
    ).update(contact_name="", contact_email="", contact_phone="")


def _forget_requests(user: User, known: set[str]) -> None:
    """Invitations to the person, claims by them, letters with codes."""
    for email in known:
        Invitation.objects.filter(email__iexact=email).delete()
        Letter.objects.filter(to__iexact=email, is_secret=True).update(text="", html="")
    Claim.objects.filter(user=user, decided_at=None).delete()
    Claim.objects.filter(user=user).update(reason="")


def _anonymise(user: User, *, at: datetime) -> None:
    """Nothing can sign in as it any more: every session ends with the old password hash."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.name, user.email = "", f"geloescht-{user.key}@{NOWHERE}"
    user.is_active, user.deleted_at, user.last_login = False, at, None
    user.set_unusable_password()
    user.save()
