"""The applicant's way: task list, one topic a page, check, hand in, receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, afterwards, clock, copying, filled, receipts, rules, stage, tasklist, window
from ..access import SignedIn, signed_in
from ..actions.handing_in import hindering, problems_in
from ..application_forms import NewInitiativeForm, OwnInitiativeForm, SubmitForm
from ..models import Application, Attachment, Call, Initiative
from ..refusals import NotAllowed
from ..serving import hand_over
from ..statuses import Status
from ..tasklist import TaskList
from . import proposing
from .team import standing


def find(request: SignedIn, key: UUID) -> Application:
    """The application, if this person belongs to its initiative; else it does not exist."""
    return get_object_or_404(
        Application.objects.written_by(request.user)
        .with_asked_until()
        .select_related("call", "initiative"),
        key=key,
    )


def page(
    application: Application,
    request: SignedIn,
    tasks: TaskList,
    name: str = "",
    section: str = "",
    *,
    at: datetime,
) -> dict[str, Any]:
    """What every page of the form shows beside its own: where one is, and whether it can change.

    One query, for the role.
    """
    task = tasks.find(name, section)
    allowed = window.of(application, at)
    open_here = (
        allowed.allows(name, section=section) if name not in ("", "check") else allowed.is_open
    )
    trail = [
        (_("Start"), reverse("start")),
        (_("My applications"), reverse("apply:list")),
        (application.initiative.name, reverse("apply:tasks", args=[application.key])),
    ]
    return {
        "application": application,
        "call": application.call,
        "now": at,
        "tasks": tasks,
        "task": task,
        "trail": [*trail, (task.title, "")] if task else trail,
        "can_edit": open_here and rules.may_edit(request.user, application),
        "open": open_here,
        "window": allowed,
        "stage": stage.of(application, at),
        "may_reopen": window.may_reopen(application, at),
        "from_check": request.GET.get("zurueck") == "pruefen",
    }


class Card(NamedTuple):
    """An application in a list: with the codes and names of its themes."""

    application: Application
    codes: list[str]
    names: str


def _card(application: Any) -> Card:  # with declared_rows
    criteria = [row.criterion for row in application.declared_rows]
    return Card(application, [c.code for c in criteria], ", ".join(str(c) for c in criteria))


@signed_in
def overview(request: SignedIn) -> HttpResponse:
    """All applications of this person's initiatives, newest first."""
    at = clock.now()
    own = Application.objects.filter(initiative__memberships__user=request.user)
    call = Call.objects.current()
    return render(
        request,
        "initiatives/overview.html",
        {
            "cards": [
                _card(row)
                for row in own.with_card()
                .with_handed_in()
                .with_asked_until()
                .order_by("-started_at")
            ],
            "call": call,
            "now": at,
            "open": bool(call and call.accepts(at)),
            **standing(request, at),
            "trail": [(_("Start"), reverse("start")), (_("My applications"), "")],
        },
    )


@signed_in
def start(request: SignedIn) -> HttpResponse:
    """Begin: with an initiative one acts for already, or a new one."""
    at = clock.of_request(request)
    call = Call.objects.with_check().current()
    proposal = proposing.led_here(request, call)
    own = Initiative.objects.editable_by(request.user).without_application(call)
    chosen = "known" in request.POST or "initiative" in request.POST
    known = OwnInitiativeForm(own, request.POST if chosen else None)
    described = request.POST if request.method == "POST" and not chosen else None
    form = NewInitiativeForm(described, initial={"once": uuid4(), **proposing.known_of(proposal)})
    given = known if known.is_bound else form
    status = 200
    if call and given.is_valid():
        try:
            application = actions.start(
                call,
                by=request.user,
                at=at,
                initiative=known.cleaned_data["initiative"] if known.is_bound else None,
                values=form.cleaned_data if form.is_bound else None,
                once=form.cleaned_data["once"] if form.is_bound else None,
                proposal=proposal,
            )
            return redirect("apply:tasks", application.key)
        except NotAllowed as refusal:
            given.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "initiatives/start.html",
        {
            "call": call,
            "now": at,
            "open": bool(call and call.accepts(at)),
            "form": form,
            "known": known,
            "given": given,
            "own": own,
            "proposal": proposal,
            "has_errors": bool(given.errors),
            "trail": [
                (_("Start"), reverse("start")),
                (_("My applications"), reverse("apply:list")),
                (_("New application"), ""),
            ],
        },
        status=status,
    )


class Person(NamedTuple):
    """Somebody of the team, as `parts/team.html` shows people."""

    initials: str
    name: str
    note: str


@signed_in
def tasks(request: SignedIn, key: UUID) -> HttpResponse:
    """The pages of the form; once handed in, where it stands and what comes next."""
    application, at = find(request, key), clock.now()
    members = list(application.initiative.memberships.select_related("user").order_by("pk"))
    own = next((member.role for member in members if member.user_id == request.user.pk), "")
    what = filled.read(application)
    context = page(application, request, tasklist.of(what), at=at)
    begun = application.status == Status.DRAFT and context["can_edit"]
    snapshot = application.snapshots.valid().select_related("submitted_by").first()
    allowed: window.Window = context["window"]
    changes = afterwards.to_be_sent(application, snapshot, allowed, at=at)
    return render(
        request,
        "initiatives/tasks.html",
        {
            **context,
            "team": [
                Person(member.initials(), str(member.user), member.get_role_display())
                for member in members
            ],
            "snapshot": snapshot,
            "earlier": copying.offered(what) if begun else None,
            "changes": afterwards.groups(changes),
            "asked": afterwards.asked(allowed.request, changes) if allowed.request else [],
            "writes": own in rules.EDITING,
            "may_withdraw": own == "owner" and application.status == Status.SUBMITTED,
        },
    )


@signed_in
def check(request: SignedIn, key: UUID) -> HttpResponse:
    """All answers as the jury will read them, what is missing, and the button."""
    application = find(request, key)
    return _checked(request, application, at=clock.now())


def _checked(
    request: SignedIn, application: Application, *, at: datetime, status: int = 200
) -> HttpResponse:
    what = filled.read(application)
    context = page(application, request, tasklist.of(what), "check", at=at)
    snapshot = application.snapshots.valid().first()
    allowed: window.Window = context["window"]
    changes = afterwards.to_be_sent(application, snapshot, allowed, at=at)
    missing = hindering(problems_in(what), allowed)
    is_news = bool(not snapshot or changes or allowed.request)
    return render(
        request,
        "initiatives/check.html",
        {
            **context,
            "sections": what.by_section(),
            "problems": missing,
            "may_hand_in": context["can_edit"] and not missing and is_news,
            "changes": afterwards.groups(changes),
            "themes": what.declared,
            "attachments": what.attachments,
            "declarations": [(row, row.pk in what.confirmed) for row in what.declarations],
            "form": SubmitForm(initial={"once": uuid4()}),
            "snapshot": snapshot,
        },
        status=status,
    )


@require_POST
@signed_in
def submit(request: SignedIn, key: UUID) -> HttpResponse:
    at = clock.of_database()  # before anything that may have to wait
    written = Application.objects.written_by(request.user)
    application = get_object_or_404(written.only("call_id"), key=key)
    form = SubmitForm(request.POST)
    once = form.cleaned_data["once"] if form.is_valid() else uuid4()
    try:
        snapshot = actions.submit(application, by=request.user, at=at, once=once)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return _checked(request, find(request, key), at=at, status=409)
    if snapshot.idempotency_key != once:
        # Translators: de: „Seit Fassung %(n)d hat sich nichts geändert: Sie gilt weiter.“
        same = _("Nothing has changed since version %(n)d: it stays valid.")
        messages.info(request, same % {"n": snapshot.version})
    elif snapshot.version > 1 and not receipts.is_posted(snapshot):
        unposted = _(
            # Translators: de: „Zu dieser Fassung kommt keine E-Mail: Für diese Bewerbung gingen
            # heute schon sehr viele hinaus. Die Bestätigung auf dieser Seite gilt ebenso.“
            "No e-mail comes for this version: very many went out for this application today. "
            "The receipt on this page is just as valid."
        )
        messages.info(request, unposted)
    return redirect("apply:receipt", snapshot.key)


@signed_in
def attachment(request: SignedIn, key: UUID) -> HttpResponseBase:
    """A file, to those who may see its application: as a download, never run as a page."""
    found = get_object_or_404(Attachment.objects.readable_to(request.user), key=key)
    return serve(found, request.GET.get("groesse", ""))


SIZES = {"mittel": "medium", "klein": "small"}


def serve(found: Attachment, size: str = "") -> HttpResponseBase:
    """The file itself; a picture may be shown, a document only be kept. Scripts never run.

    A picture from before there were sizes has the large one only.
    """
    file = getattr(found, SIZES.get(size, "file")) or found.file
    to_keep = found.kind != Attachment.Kind.PICTURE
    return hand_over(file, name=found.name, media_type=found.media_type, to_keep=to_keep)
