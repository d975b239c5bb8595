"""Proposals before the office: what was proposed, the letter to the initiative, what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .. import actions, clock, rules
from ..access import SignedIn, office_only
from ..actions.proposing import INVITATION
from ..models import Call, Initiative, Proposal, User
from ..proposal_forms import TakenUpForm, WriteForm
from ..records import journal, letters
from ..records.words import words as in_words
from ..refusals import NotAllowed
from ..statuses import HANDED_IN

PER_PAGE = 50
STAGES = {
    # Translators: de: „Zu lesen“
    "waiting": gettext_lazy("To be read"),
    # Translators: de: „Angeschrieben“
    "invited": gettext_lazy("Written to"),
    # Translators: de: „Aufgegriffen“
    "taken_up": gettext_lazy("Taken up"),
    # Translators: de: „Zurückgelegt“
    "laid_aside": gettext_lazy("Laid aside"),
}


@office_only
def proposals(request: SignedIn) -> HttpResponse:
    """What was proposed and confirmed for the current call, newest first."""
    call = Call.objects.current()
    rows = Proposal.objects.visible_to(request.user).filter(call=call)
    counts = {stage: getattr(rows, stage)().count() for stage in STAGES}
    stage = request.GET.get("stand", "")
    shown = getattr(rows, stage)() if stage in STAGES else rows
    page = Paginator(shown.order_by("-confirmed_at"), PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/proposals.html",
        {
            "page": page,
            "rows": [(row, STAGES[row.stage()]) for row in page],
            "stages": [(code, label, counts[code]) for code, label in STAGES.items()],
            "stage": stage if stage in STAGES else "",
            "waiting": counts["waiting"],
            "total": sum(counts.values()),
            "call": call,
        },
    )


@office_only
def proposal(request: SignedIn, key: UUID) -> HttpResponse:
    return _page(request, find(request, key))


def find(request: SignedIn, key: UUID) -> Proposal:
    """A confirmed proposal; of the others the office knows nothing."""
    rows = Proposal.objects.visible_to(request.user).select_related("call", "taken_up_by")
    return get_object_or_404(rows, key=key)


def _page(
    request: SignedIn,
    found: Proposal,
    *,
    write: WriteForm | None = None,
    taken: TakenUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    given = next((form for form in (write, taken) if form), None)
    entries = list(journal.about(found))
    people = User.objects.in_bulk([entry.actor for entry in entries], field_name="key")
    same = Q(name__iexact=found.name)
    if found.contact_email:
        same |= Q(contact_email__iexact=found.contact_email)
    others = Proposal.objects.visible_to(request.user).filter(same, call=found.call)
    return render(
        request,
        "office/proposal.html",
        {
            "proposal": found,
            "stage": found.stage(),
            "stage_word": STAGES[found.stage()],
            "open": found.call.accepts(clock.now()),
            "others": [(row, STAGES[row.stage()]) for row in others.exclude(pk=found.pk)],
            "write": write or _letter(found),
            "taken": taken or TakenUpForm(_known(found.call)),
            "given": given,
            "has_errors": bool(given and given.errors),
            "history": [(entry, in_words(entry), people.get(entry.actor)) for entry in entries],
            "may_change": rules.may_administer(request.user),
        },
        status=status,
    )


def _known(call: Call) -> QuerySet[Initiative]:
    """What the office may know of: the directory, and who has handed in."""
    handed_in = Q(applications__call=call, applications__status__in=HANDED_IN)
    return Initiative.objects.filter(Q(is_listed=True) | handed_in).distinct()


def link(found: Proposal) -> str:
    """Where the initiative begins its application, with what is known of it filled in."""
    with translation.override("de"):
        return f"{settings.BASE_URL}{reverse('apply:start')}?vorschlag={found.key}"


def _letter(found: Proposal, data: Any = None) -> WriteForm:
    """The letter as it would go out, to be read and changed before it does."""
    address = link(found)
    context = {"proposal": found, "call": found.call, "link": address}
    subject, text = letters.written(INVITATION, context, language="de")
    initial = {"to": found.contact_email, "subject": subject, "text": text, "once": uuid4()}
    return WriteForm(address, data, initial=initial)


@require_POST
@office_only
def write(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(request, key)
    form = _letter(found, request.POST)
    if not form.is_valid():
        return _page(request, found, write=form)
    try:
        actions.write_to_proposed(found, **form.cleaned_data, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, write=form, status=409)
    # Translators: de: „Der Brief ist unterwegs.“
    messages.success(request, _("The letter is on its way."))
    return redirect("office:proposal", key)


@require_POST
@office_only
def take_up(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(request, key)
    form = TakenUpForm(_known(found.call), request.POST)
    if not form.is_valid():
        return _page(request, found, taken=form)
    initiative = form.cleaned_data["initiative"]
    try:
        actions.mark_taken_up(found, initiative, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, taken=form, status=409)
    return redirect("office:proposal", key)


@require_POST
@office_only
def lay_aside(request: SignedIn, key: UUID) -> HttpResponse:
    return _handled(request, key, actions.lay_aside)


@require_POST
@office_only
def bring_back(request: SignedIn, key: UUID) -> HttpResponse:
    return _handled(request, key, actions.bring_back)


def _handled(request: SignedIn, key: UUID, act: Any) -> HttpResponse:
    found = find(request, key)
    try:
        act(found, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:proposal", key)
