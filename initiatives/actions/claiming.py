"""Claims: somebody says that a listed initiative is theirs; the office confirms or refuses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules
from ..models import Claim, Initiative, Membership, User
from ..records import journal
from ..refusals import check
from .team import join, lock_person, lock_team, owners_of, write_to

DAY = timedelta(days=1)
MAX_OPEN = 5  # claims of one person that the office has not answered
MAX_A_DAY = 5


@transaction.atomic
def claim(initiative: Initiative, *, reason: str, by: User, at: datetime) -> Claim:
    """Ask the office to act for an initiative of the directory; it gets a letter that it arrived.

    A second click gets the first claim.
    """
    lock_person(by)  # also so that each click counts the last
    initiative = lock_team(initiative)
    check(
        initiative.is_listed,
        # Translators: de: „Diese Initiative steht nicht im Verzeichnis.“
        _("This initiative does not stand in the directory."),
    )
    check(
        not initiative.memberships.filter(user=by).exists(),
        # Translators: de: „Sie vertreten diese Initiative schon.“
        _("You act for this initiative already."),
    )
    # Translators: de: „Schreiben Sie, in welcher Funktion Sie die Initiative vertreten.“
    check(reason.strip(), _("Write in what function you act for the initiative."))
    if waiting := initiative.claims.undecided().filter(user=by).first():
        return waiting
    own = Claim.objects.filter(user=by)
    check(
        own.undecided().count() < MAX_OPEN
        and own.filter(made_at__gt=at - timedelta(days=1)).count() < MAX_A_DAY,
        # Translators: de: „Sie haben schon mehrere Anfragen gestellt. Warten Sie, bis die
        # Geschäftsstelle geantwortet hat, oder versuchen Sie es morgen wieder.“
        _("You have made several claims already. Wait for the answers, or try again tomorrow."),
    )
    made = Claim.objects.create(initiative=initiative, user=by, reason=reason.strip(), made_at=at)
    journal.record("initiative.claimed", about=initiative, by=by, at=at)
    write_to(by, "claim_received", initiative, at=at, claim=made)
    return made


@transaction.atomic
def grant_claim(claim: Claim, role: str, *, by: User, at: datetime) -> Membership:
    """The claimant joins: as owner, or as editor where somebody owns the initiative already.

    Everybody who owned it before gets a letter, too.
    """
    claim, initiative = _decidable(claim, by)
    owners = owners_of(initiative)
    role = role if owners else Membership.Role.OWNER
    check(role in Membership.Role.values, _("Choose a role"))
    _decide(claim, granted=True, by=by, at=at)
    member = join(initiative, claim.user, role, at=at)
    journal.record(
        "initiative.claim_granted",
        about=initiative,
        by=by,
        at=at,
        person=str(claim.user.key),
        role=member.role,
    )
    write_to(claim.user, "claim_granted", initiative, at=at, member=member)
    for owner in owners:
        if owner != claim.user:
            write_to(owner, "claim_joined", initiative, at=at, member=member)
    return member


@transaction.atomic
def refuse_claim(claim: Claim, *, reason: str, by: User, at: datetime) -> None:
    """Say no, with a reason that the claimant reads."""
    claim, initiative = _decidable(claim, by)
    check(
        reason.strip(),
        # Translators: de: „Nennen Sie den Grund. Die Person liest ihn.“
        _("Give the reason. The person reads it."),
    )
    claim.answer = reason.strip()
    _decide(claim, granted=False, by=by, at=at)
    journal.record(
        "initiative.claim_refused", about=initiative, by=by, at=at, person=str(claim.user.key)
    )
    write_to(claim.user, "claim_refused", initiative, at=at, claim=claim)


def _decidable(claim: Claim, by: User) -> tuple[Claim, Initiative]:
    """Both as they are now, locked. Raises NotAllowed unless `by` may decide, and it is open."""
    check(rules.may_administer(by), _("Your role in the office reads and changes nothing."))
    lock_person(claim.user)
    initiative = lock_team(claim.initiative)
    claim = Claim.objects.select_related("user").get(pk=claim.pk)
    check(
        claim.user_id != by.pk,
        # Translators: de: „Über den eigenen Anspruch entscheidet jemand anderes.“
        _("Somebody else decides on a claim of your own."),
    )
    check(
        claim.decided_at is None,
        # Translators: de: „Über diesen Anspruch ist schon entschieden.“
        _("This claim has been decided already."),
    )
    return claim, initiative


def _decide(claim: Claim, *, granted: bool, by: User, at: datetime) -> None:
    claim.granted, claim.decided_by, claim.decided_at = granted, by, at
    claim.save(update_fields=["granted", "decided_by", "decided_at", "answer"])
