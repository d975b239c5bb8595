"""The applicant's way: task list, one topic a page, check, hand in, receipt."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .. import actions, clock, rules, snapshots, tasklist
from ..access import SignedIn
from ..forms import InitiativeForm, OwnInitiativeForm, SubmitForm
from ..models import Application, Attachment, Call, Initiative, Snapshot
from ..records import documents
from ..refusals import NotAllowed
from ..statuses import Status


def find(request: SignedIn, key: UUID) -> Application:
    """The application, if this person may see it; else it does not exist."""
    return get_object_or_404(
        Application.objects.visible_to(request.user).select_related("call", "initiative"), key=key
    )


def page(application: Application, request: SignedIn, slug: str) -> dict:
    """What every page of the form shows beside its own: where one is, and whether it can change."""
    at = clock.now()
    tasks = tasklist.of(application)
    task = next((task for task in tasks.tasks() if task.slug == slug), None)
    open_now = application.call.accepts(at) and application.status == Status.DRAFT
    return {
        "application": application,
        "call": application.call,
        "now": at,
        "tasks": tasks,
        "task": task,
        "can_edit": open_now and rules.may_edit(request.user, application),
        "open": open_now,
    }


@login_required
def overview(request: SignedIn) -> HttpResponse:
    """All applications of this person's initiatives, newest first."""
    at = clock.now()
    own = Application.objects.filter(initiative__memberships__user=request.user)
    call = Call.objects.current()
    return render(
        request,
        "initiatives/overview.html",
        {
            "applications": own.with_card().order_by("-started_at"),
            "call": call,
            "open": bool(call and call.accepts(at)),
        },
    )


@login_required
def start(request: SignedIn) -> HttpResponse:
    """Begin: with an initiative one acts for already, or a new one."""
    at = clock.now()
    call = Call.objects.open_at(at).first()
    own = Initiative.objects.of(request.user).filter(memberships__role__in=rules.EDITING)
    known = OwnInitiativeForm(own, request.POST if "initiative" in request.POST else None)
    form = InitiativeForm(request.POST if "name" in request.POST else None)
    filled = known if known.is_bound else form
    if request.method == "POST" and call and filled.is_valid():
        try:
            application = actions.start(
                call,
                by=request.user,
                at=at,
                initiative=known.cleaned_data["initiative"] if known.is_bound else None,
                values=form.cleaned_data if form.is_bound else None,
            )
            return redirect("apply:tasks", application.key)
        except NotAllowed as refusal:
            filled.add_error(None, str(refusal))
    return render(
        request, "initiatives/start.html", {"call": call, "form": form, "known": known, "own": own}
    )


@login_required
def tasks(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    context = page(application, request, "")
    return render(
        request,
        "initiatives/tasks.html",
        {
            **context,
            "team": application.initiative.memberships.select_related("user").order_by("pk"),
            "snapshot": application.snapshots.order_by("-version").first(),
        },
    )


@login_required
def check(request: SignedIn, key: UUID) -> HttpResponse:
    """All answers as the jury will read them, what is missing, and the button."""
    application = find(request, key)
    return _checked(request, application)


def _checked(request: SignedIn, application: Application, status: int = 200) -> HttpResponse:
    return render(
        request,
        "initiatives/check.html",
        {
            **page(application, request, "check"),
            "content": snapshots.contents(application, at=clock.now()),
            "answers": _answers(application),
            "problems": actions.problems(application),
            "declared": application.declared.select_related("criterion"),
            "declarations": [
                (declaration, declaration.pk in _confirmed(application))
                for declaration in application.call.declarations.all()
            ],
            "form": SubmitForm(initial={"once": uuid4()}),
            "snapshot": application.snapshots.order_by("-version").first(),
        },
        status=status,
    )


def _answers(application: Application) -> list[tuple]:
    """Questions with texts, by section: [(section, [(question, text), …]), …]."""
    texts = dict(application.answers.values_list("question_id", "text"))
    grouped: list[tuple] = []
    for question in snapshots.questions_for(application):
        if not grouped or grouped[-1][0].pk != question.section_id:
            grouped.append((question.section, []))
        grouped[-1][1].append((question, texts.get(question.pk, "")))
    return grouped


def _confirmed(application: Application) -> set[int]:
    return set(application.confirmations.values_list("declaration_id", flat=True))


@require_POST
@login_required
def submit(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    form = SubmitForm(request.POST)
    once = form.cleaned_data["once"] if form.is_valid() else uuid4()
    try:
        snapshot = actions.submit(application, by=request.user, at=clock.now(), once=once)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return _checked(request, application, status=409)
    return redirect("apply:receipt", snapshot.key)


@login_required
def receipt(request: SignedIn, key: UUID) -> HttpResponse:
    """What was handed in, when, under which number and hash, and what happens next."""
    snapshot = _snapshot(request, key)
    return render(
        request,
        "initiatives/receipt.html",
        {
            "snapshot": snapshot,
            "application": snapshot.application,
            "call": snapshot.application.call,
        },
    )


@login_required
def receipt_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    snapshot = _snapshot(request, key)
    name = f"eingang-{snapshot.application.number}.pdf"
    return HttpResponse(
        documents.receipt(snapshot),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _snapshot(request: SignedIn, key: UUID) -> Snapshot:
    return get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related(
            "application__call", "application__initiative", "submitted_by"
        ),
        key=key,
    )


@login_required
def attachment(request: SignedIn, key: UUID) -> HttpResponseBase:
    """A file, to those who may see its application: as a download, never run as a page."""
    return serve(get_object_or_404(Attachment.objects.visible_to(request.user), key=key))


def serve(found: Attachment) -> HttpResponseBase:
    """The file itself; a picture may be shown, a document only be kept. Scripts never run."""
    inline = found.kind == Attachment.Kind.PICTURE
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=not inline,
        filename=found.name,
        content_type=found.media_type,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
