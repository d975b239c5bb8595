"""The page of pictures and documents, and what is said about each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, shown, tasklist, window
from ..access import SignedIn, signed_in
from ..actions.files import MAX_DOCUMENTS, MAX_PICTURES
from ..file_forms import DescriptionForm, FileForm
from ..filled import questions_for
from ..models import Application, Attachment
from ..refusals import NotAllowed, Stale, check
from .applying import find, page
from .sections import meanwhile, seen, typed


@signed_in
def files(request: SignedIn, key: UUID) -> HttpResponse:
    """All files. POST keeps one more; the script of the page asks for the answer as JSON."""
    at, application = clock.of_request(request), find(request, key)
    form = FileForm(typed(request), request.FILES or None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            kept = _attach(request, application, form, at=at)
        except NotAllowed as refusal:
            form.add_error("file" if window.of(application, at).is_open else None, str(refusal))
            status = 409
        else:
            if _wants_json(request):
                return JsonResponse({"field": _first_field(kept), "name": kept.name}, status=201)
            messages.success(request, _("“%(name)s” is stored.") % {"name": kept.name})
            return redirect(_place(kept, _first_field(kept)))
    if form.is_bound and _wants_json(request):
        return JsonResponse({"errors": form.errors}, status=status if status == 409 else 422)
    return _files(request, application, form, at=at, status=status)


def _attach(
    request: SignedIn, application: Application, form: FileForm, *, at: datetime
) -> Attachment:
    within_limit = ratelimit.consume(request, action="upload", user=request.user)
    # Translators: de: „Sie haben heute sehr viele Dateien hochgeladen. Morgen geht es weiter.“
    check(within_limit, _("You have uploaded very many files today. Go on tomorrow."))
    file = form.cleaned_data["file"]
    return actions.attach(application, file, by=request.user, at=at, **form.said())


def _wants_json(request: SignedIn) -> bool:
    return request.headers.get("Accept") == "application/json"


def _first_field(file: Attachment) -> str:
    """The id of what is to be filled in next; of a document its row, which takes the focus."""
    part = "alt_text" if file.kind == Attachment.Kind.PICTURE else "file"
    return f"id_{file.key}-{part}"


def _place(file: Attachment, part: str) -> str:
    """The page of the files, with the focus on a part of it."""
    return reverse("apply:files", args=[file.application.key]) + f"#{part}"


class Described(NamedTuple):
    """A file and the form of what is said about it, as `_answer` shows the form of a page."""

    file: Attachment
    form: DescriptionForm
    seen: str
    meanwhile: list[tuple[str, str]]
    is_first: bool = False
    is_last: bool = False


def _files(
    request: SignedIn,
    application: Application,
    form: FileForm,
    *,
    at: datetime,
    sent: Described | None = None,
    status: int = 200,
) -> HttpResponse:
    """All files, each with the form of what is said about it; `sent` is the one that was sent."""
    attachments = list(application.attachments.current())
    pictures = sum(file.kind == Attachment.Kind.PICTURE for file in attachments)
    rows = [
        sent
        if sent and sent.file == file
        else Described(file, _description(file), shown.digest(shown.description(file)), [])
        for file in attachments
    ]
    ends = (0, pictures), (pictures - 1, len(rows) - 1)  # of the pictures, of the documents
    rows = [
        row._replace(is_first=place in ends[0], is_last=place in ends[1])
        for place, row in enumerate(rows)
    ]
    tasks = tasklist.outline(application, questions_for(application))
    return render(
        request,
        "initiatives/files.html",
        {
            **page(application, request, tasks, "files", at=at),
            "form": form,
            "rows": rows,
            "forms": [sent.form] if sent else [],
            "has_errors": bool(sent and sent.form.errors),
            "room": pictures < MAX_PICTURES or len(attachments) - pictures < MAX_DOCUMENTS,
            "next": tasks.after("files").url,
        },
        status=status,
    )


def _description(file: Attachment, data: Any = None) -> DescriptionForm:
    return DescriptionForm(data, initial=shown.description(file), prefix=str(file.key))


def _attachment(request: SignedIn, key: UUID) -> Attachment:
    """A file of the draft; as the draft itself it is the initiative's members' affair alone."""
    own = Application.objects.written_by(request.user)
    rows = Attachment.objects.filter(application__in=own)
    return get_object_or_404(
        rows.select_related("application__call", "application__initiative"), key=key
    )


@require_POST
@signed_in
def describe_file(request: SignedIn, key: UUID) -> HttpResponse:
    at, found = clock.of_request(request), _attachment(request, key)
    form = _description(found, request.POST)
    status, digest, news = 200, seen(request), []
    if form.is_valid():
        try:
            actions.describe(found, by=request.user, at=at, seen=digest, **form.said())
            messages.success(
                request, _("The details of “%(name)s” are stored.") % {"name": found.name}
            )
            return redirect(_place(found, f"id_{found.key}-save"))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                digest, news = shown.digest(refusal.stored), meanwhile(form, refusal.stored)
    sent = Described(found, form, digest or "", news)
    return _files(request, found.application, FileForm(), at=at, sent=sent, status=status)


@require_POST
@signed_in
def move_file(request: SignedIn, key: UUID) -> HttpResponse:
    """One place up or down; the focus comes back to the button that was pressed."""
    at, found = clock.of_request(request), _attachment(request, key)
    up = "up" in request.POST
    try:
        place = actions.move(found, up=up, by=request.user, at=at)
        # Translators: de: „„%(name)s“ steht jetzt an Stelle %(place)d.“
        moved = _("“%(name)s” now comes in place %(place)d.")
        messages.success(request, moved % {"name": found.name, "place": place})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_place(found, f"id_{found.key}-{'up' if up else 'down'}"))


@require_POST
@signed_in
def remove_file(request: SignedIn, key: UUID) -> HttpResponse:
    at, found = clock.of_request(request), _attachment(request, key)
    try:
        actions.detach(found, by=request.user, at=at)
        messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:files", found.application.key)
