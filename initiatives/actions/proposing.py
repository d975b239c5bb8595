"""Third parties propose initiatives: confirmed by their proposers, then handled by the office.

Whoever proposes learns nothing of what was there before: each way through `propose` looks alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .. import rules
from ..models import Call, Initiative, Letter, Proposal, User
from ..models.proposal import new_secret
from ..names import sort_key
from ..records import journal, letters
from ..refusals import check
from .locking import hold_call, wait_for_turn

LETTERS_A_DAY = 3  # to one address, so that nobody can have others flooded
UNCONFIRMED_KEPT = timedelta(days=14)
KEPT = timedelta(days=183)  # after the ceremony
CONFIRMATION, INVITATION = "proposal_confirmation", "proposal_invitation"
FIELDS = (
    "name",
    "region",
    "state",
    "website",
    "contact_email",
    "why",
    "proposer_name",
    "may_be_named",
)


@transaction.atomic
def propose(call: Call, values: Mapping[str, Any], *, at: datetime, language: str) -> None:
    """Keep a proposal and ask its proposer to confirm the address; a repetition is the same one.

    Nothing is kept or sent once an address has got its letters of the day. Raises NotAllowed unless
    the call is open.
    """
    hold_call(call.pk)
    call = Call.objects.get(pk=call.pk)
    check(call.announced_at and call.accepts(at), _closed())
    address = str(values["proposer_email"]).lower()
    wait_for_turn("proposal", address)  # so that of two clicks the second one finds the first
    known = _same(call, str(values["name"]), address)
    sent = Letter.objects.filter(
        kind=CONFIRMATION, to=address, written_at__gt=at - timedelta(days=1)
    )
    if (known and known.confirmed_at) or sent.count() >= LETTERS_A_DAY:
        return
    proposal = known or Proposal(call=call, proposer_email=address)
    for name in FIELDS:
        setattr(proposal, name, values[name])
    proposal.secret = new_secret()  # an earlier letter confirms nothing that came after it
    proposal.made_at, proposal.language = at, language
    proposal.save()
    letters.draft(
        CONFIRMATION,
        to=address,
        at=at,
        about=proposal,
        context={"proposal": proposal, "call": call, "until": at + UNCONFIRMED_KEPT},
        language=language,
    )


def _same(call: Call, name: str, address: str) -> Proposal | None:
    """What this address has proposed under this name already, however it is spelt."""
    made = call.proposals.filter(proposer_email=address)
    return next((row for row in made if sort_key(row.name) == sort_key(name)), None)


@transaction.atomic
def confirm_proposal(proposal: Proposal, *, at: datetime) -> None:
    """The proposer has shown to own the address; from now on the office reads the proposal.

    Raises NotAllowed once the call is closed.
    """
    proposal = _lock(proposal)
    if proposal.confirmed_at:
        return
    check(proposal.call.accepts(at), _closed())
    proposal.confirmed_at = at
    proposal.save(update_fields=["confirmed_at"])
    journal.record("proposal.confirmed", about=proposal, by=None, at=at)


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, at: datetime) -> None:
    """Forget a proposal and the letters about it, as its proposer wants.

    Raises NotAllowed once the office has acted on it.
    """
    proposal = _lock(proposal)
    check(
        proposal.is_open(),
        # Translators: de: „Die Geschäftsstelle hat sich schon darum gekümmert. Schreiben Sie ihr,
        # wenn wir Ihre Angaben löschen sollen.“
        _("The office has acted on it already. Write to it if we are to delete your details."),
    )
    if proposal.confirmed_at:
        journal.record("proposal.taken_back", about=proposal, by=None, at=at)
    _forget(Proposal.objects.filter(pk=proposal.pk))


@transaction.atomic
def write_to_proposed(
    proposal: Proposal, *, to: str, subject: str, text: str, once: UUID, by: User, at: datetime
) -> None:
    """Send the office's letter to the initiative; a second click on the same form sends none.

    Raises NotAllowed unless `by` writes for the office, the call is open and the proposal waits.
    """
    proposal = _lock_to_handle(proposal, by=by)
    dedup_key = f"{INVITATION} {once}"
    if Letter.objects.filter(dedup_key=dedup_key).exists():
        return
    check(proposal.declined_at is None and proposal.taken_up_by_id is None, _handled())
    check(proposal.call.accepts(at), _closed())
    letters.post(
        INVITATION,
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        at=at,
        about=proposal,
        dedup_key=dedup_key,
    )
    proposal.contact_email, proposal.invited_at, proposal.handled_by = to, at, by
    proposal.save(update_fields=["contact_email", "invited_at", "handled_by"])
    journal.record("proposal.invited", about=proposal, by=by, at=at)


@transaction.atomic
def mark_taken_up(proposal: Proposal, initiative: Initiative, *, by: User, at: datetime) -> None:
    """The office has seen which initiative this is, and that it knows. Raises NotAllowed if not."""
    proposal = _lock_to_handle(proposal, by=by)
    check(proposal.taken_up_by_id is None, _handled())
    _take_up(proposal, initiative, by=by, at=at)


@transaction.atomic
def take_up(proposal: Proposal, initiative: Initiative, *, by: User, at: datetime) -> None:
    """The initiative itself begins an application after the office's letter."""
    proposal = _lock(proposal)
    if proposal.taken_up_by_id is None:
        _take_up(proposal, initiative, by=by, at=at)


def _take_up(proposal: Proposal, initiative: Initiative, *, by: User, at: datetime) -> None:
    proposal.taken_up_by, proposal.declined_at = initiative, None
    proposal.save(update_fields=["taken_up_by", "declined_at"])
    journal.record(
        "proposal.taken_up", about=proposal, by=by, at=at, initiative=str(initiative.key)
    )


@transaction.atomic
def lay_aside(proposal: Proposal, *, by: User, at: datetime) -> None:
    """The office will not write to this initiative. Raises NotAllowed for who only reads."""
    proposal = _lock_to_handle(proposal, by=by)
    check(proposal.taken_up_by_id is None, _handled())
    if proposal.declined_at is None:
        proposal.declined_at, proposal.handled_by = at, by
        proposal.save(update_fields=["declined_at", "handled_by"])
        journal.record("proposal.laid_aside", about=proposal, by=by, at=at)


@transaction.atomic
def bring_back(proposal: Proposal, *, by: User, at: datetime) -> None:
    """Take up again what was laid aside. Raises NotAllowed for who only reads."""
    proposal = _lock_to_handle(proposal, by=by)
    if proposal.declined_at is not None:
        proposal.declined_at, proposal.handled_by = None, by
        proposal.save(update_fields=["declined_at", "handled_by"])
        journal.record("proposal.brought_back", about=proposal, by=by, at=at)


@transaction.atomic
def forget_proposals(*, at: datetime) -> int:
    """Delete what nobody confirmed in time, and all of a call half a year after its ceremony.

    The letters about them go too. Returns how many proposals went.
    """
    unconfirmed = Q(confirmed_at=None, made_at__lte=at - UNCONFIRMED_KEPT)
    of_the_past = Q(call__ceremony_at__lte=at - KEPT)
    return _forget(Proposal.objects.filter(unconfirmed | of_the_past))


def _forget(proposals: QuerySet[Proposal]) -> int:
    keys = [str(key) for key in proposals.values_list("key", flat=True)]
    Letter.objects.filter(about_kind=Proposal._meta.label_lower, about_key__in=keys).delete()
    return Proposal.objects.filter(key__in=keys).delete()[0]


def _lock(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("call")
    found: Proposal = rows.get(pk=proposal.pk)
    return found


def _lock_to_handle(proposal: Proposal, *, by: User) -> Proposal:
    check(rules.may_administer(by), _("Your role in the office reads and changes nothing."))
    proposal = _lock(proposal)
    check(
        proposal.confirmed_at,
        # Translators: de: „Dieser Vorschlag ist noch nicht bestätigt.“
        _("This proposal has not been confirmed yet."),
    )
    return proposal


def _closed() -> str:
    # Translators: de: „Vorschläge sind nur möglich, solange die Auslobung offen ist.“
    return _("Proposals are possible only while the call is open.")


def _handled() -> str:
    # Translators: de: „Dieser Vorschlag ist schon aufgegriffen oder zurückgelegt.“
    return _("This proposal has been taken up or laid aside already.")
