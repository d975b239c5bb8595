"""The page of pictures and documents, and what is said about each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, shown, tasklist, window
from ..access import SignedIn, signed_in
from ..actions.files import MAX_DOCUMENTS, MAX_PICTURES
from ..forms import DescriptionForm, FileForm
from ..models import Application, Attachment
from ..refusals import NotAllowed, Stale
from ..snapshots import questions_for
from .applying import find, page
from .sections import meanwhile, seen, typed


@signed_in
def files(request: SignedIn, key: UUID) -> HttpResponse:
    application, at = find(request, key), clock.now()
    form = FileForm(typed(request), request.FILES or None)
    status = 200
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("caption", "credit", "alt_text")}
        try:
            kept = actions.attach(
                application, form.cleaned_data["file"], by=request.user, at=at, **values
            )
            messages.success(request, _("“%(name)s” is stored.") % {"name": kept.name})
            return redirect("apply:files", application.key)
        except NotAllowed as refusal:
            form.add_error("file" if window.of(application, at).is_open else None, str(refusal))
            status = 409
    return _files(request, application, form, at=at, status=status)


class Described(NamedTuple):
    """A file and the form of what is said about it, as `_answer` shows the form of a page."""

    file: Attachment
    form: DescriptionForm
    seen: str
    meanwhile: list[tuple[str, str]]


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
    return get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related(
            "application__call", "application__initiative"
        ),
        key=key,
    )


@require_POST
@signed_in
def describe_file(request: SignedIn, key: UUID) -> HttpResponse:
    found, at = _attachment(request, key), clock.now()
    form = _description(found, request.POST)
    status, digest, news = 200, seen(request), []
    if form.is_valid():
        try:
            actions.describe(found, by=request.user, at=at, seen=digest, **form.cleaned_data)
            messages.success(
                request, _("The details of “%(name)s” are stored.") % {"name": found.name}
            )
            return redirect("apply:files", found.application.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                digest, news = shown.digest(refusal.stored), meanwhile(form, refusal.stored)
    sent = Described(found, form, digest or "", news)
    return _files(request, found.application, FileForm(), at=at, sent=sent, status=status)


@require_POST
@signed_in
def remove_file(request: SignedIn, key: UUID) -> HttpResponse:
    found = _attachment(request, key)
    try:
        actions.detach(found, by=request.user, at=clock.now())
        messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:files", found.application.key)
