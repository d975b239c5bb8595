"""The office allocates: how it stands, a dry run, what it would change, doing it; tables."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, JournalEntry, User
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions, allotting, plan_files, plan_page
from ..models import Plan, Procedure
from ..planning_forms import PlanForm, TableForm
from .editions import asked, wanted

LINES, PLANS, SHORT = 50, 20, 20
AGAIN = 4  # seconds until a page that waits looks again


@office_only
def allocation(request: SignedIn) -> HttpResponse:
    """How it stands, the wishes for a dry run, earlier plans. POST computes a plan."""
    call, years = asked(request)
    if call is None:
        return render(request, "office/allocation/overview.html", {"call": None})
    if request.method != "POST":
        return _overview(request, call, years)
    form = PlanForm(Procedure.of(call), request.POST, has_any=False)
    if form.is_valid():
        try:
            made = actions.plan(call, form.wanted(), by=request.user, at=clock.now())
            return redirect("office:allocation_plan", made.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _overview(request, call, years, form=form, status=409)


def _overview(
    request: SignedIn,
    call: Call,
    years: list[int],
    *,
    form: PlanForm | None = None,
    table: TableForm | None = None,
    status: int = 200,
) -> HttpResponse:
    procedure = Procedure.of(call)
    stands = plan_page.standing(call, readers=procedure.readers, at=clock.now())
    form = form or PlanForm(procedure, has_any=bool(stands.readings))
    table = table or TableForm()
    plans = Paginator(
        call.plans.select_related("made_by").defer("pairs", "figures"), PLANS
    ).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/allocation/overview.html",
        {
            "call": call,
            "years": years,
            "procedure": procedure,
            "stands": stands,
            "short": stands.short[:SHORT],
            "more_short": len(stands.short[SHORT:]),
            "form": form,
            "table": table,
            "given": table if table.is_bound else form,
            "has_errors": bool(form.errors or table.errors),
            "page": plans,
            "appliers": _appliers(list(plans)),
            "columns": ";".join(plan_files.COLUMNS),
            "may_change": may_administer(request.user),
        },
        status=status,
    )


def _appliers(plans: list[Plan]) -> dict[int, User]:
    """Who applied which plan, as the journal says. Two queries."""
    entries = JournalEntry.objects.filter(
        action="call.allocated", data__plan__in=[str(plan.key) for plan in plans]
    )
    actors = {entry.data["plan"]: entry.actor for entry in entries}
    people = User.objects.in_bulk(list(actors.values()), field_name="key")
    told = {plan.pk: people.get(actors.get(str(plan.key))) for plan in plans}
    return {plan: person for plan, person in told.items() if person}


def _find(key: UUID) -> Plan:
    rows = Plan.objects.select_related("call__procedure", "made_by")
    return get_object_or_404(rows, key=key)


@office_only
def plan(request: SignedIn, key: UUID) -> HttpResponse:
    """A plan: the finding, its figures, what it would change; or that it is being computed."""
    found = _find(key)
    at = clock.now()
    if not found.figures:
        return _waiting(request, found, at)
    shown = plan_page.of(found, at=at)
    page = Paginator(shown.lines, LINES).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/allocation/plan.html",
        {
            "call": found.call,
            "plan": found,
            "shown": shown,
            "page": page,
            "applier": _appliers([found]).get(found.pk),
            "may_change": may_administer(request.user),
        },
    )


def _waiting(request: SignedIn, found: Plan, at: datetime) -> HttpResponse:
    """A page that looks again by itself, without a script, until the plan is there or failed."""
    job = (
        ProcrastinateJob.objects.filter(task_name="compute_plan", args__plan_id=found.pk)
        .order_by("-id")
        .first()
    )
    state = job.status if job else "failed"
    context = {
        "call": found.call,
        "plan": found,
        "state": "failed" if state in ("failed", "cancelled", "aborted") else state,
        "seconds": max(0, int((at - found.made_at).total_seconds())),
        "cases": found.call.applications.admitted().count(),
        "jurors": found.call.jurors.active().count(),
        "may_change": may_administer(request.user),
    }
    response = render(request, "office/allocation/waiting.html", context)
    if context["state"] != "failed":
        response["Refresh"] = str(AGAIN)
    return response


@require_POST
@office_only
def apply(request: SignedIn, key: UUID) -> HttpResponse:
    found = _find(key)
    try:
        changed = actions.apply(found, by=request.user, at=clock.now())
        counts = {"added": len(changed.added), "removed": len(changed.removed)}
        # Translators: de: „Übernommen: %(added)d neu zugeteilt, %(removed)d weggenommen.“
        said = _("Applied: %(added)d newly allocated, %(removed)d taken away.") % counts
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:allocation_plan", found.key)


@require_POST
@office_only
def again(request: SignedIn, key: UUID) -> HttpResponse:
    """Compute the same wish anew, with everything as it is now."""
    found = _find(key)
    try:
        made = actions.plan_again(found, by=request.user, at=clock.now())
        return redirect("office:allocation_plan", made.key)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:allocation_plan", found.key)


@require_POST
@office_only
def upload(request: SignedIn) -> HttpResponse:
    """A table becomes a plan to look at; with any fault nothing does."""
    call, years = asked(request)
    if call is None:
        raise Http404
    table, at = TableForm(request.POST, request.FILES), clock.now()
    if table.is_valid():
        reading = plan_files.read(table.cleaned_data["file"].read(), call, at=at)
        table.refuse(reading.faults)
        if not table.errors:
            try:
                made = actions.plan_from_pairs(call, reading.pairs, by=request.user, at=at)
                return redirect("office:allocation_plan", made.key)
            except NotAllowed as refusal:
                table.add_error(None, str(refusal))
    return _overview(request, call, years, table=table, status=409)


@office_only
def standing_table(request: SignedIn) -> HttpResponse:
    """Who reads what at present, as a table."""
    call = wanted(request)
    now = allotting.of_call(call, allotting.Wanted(readers=1, keep_all=True), at=clock.now())
    content = plan_files.written(call, ((case, juror) for juror, case in now.pairs_now))
    return _table(content, f"zuteilung-{call.year}-stand.csv")


@office_only
def plan_table(request: SignedIn, key: UUID) -> HttpResponse:
    found = _find(key)
    if not found.figures:
        raise Http404
    content = plan_files.written(found.call, ((case, juror) for case, juror in found.pairs))
    return _table(content, f"zuteilung-{found.call.year}-plan.csv")


def _table(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
