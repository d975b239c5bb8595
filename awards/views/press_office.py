"""The office and the press: contact, text and kit; who reads beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.setting_up import pages

from .. import actions
from ..models import PressReader, Release
from ..press import kit
from ..press_forms import PressContactForm, PressReaderForm
from . import press

ZIP = "zip"


@office_only
def overview(request: SignedIn, year: int) -> HttpResponse:
    """The text as the press will get it, and whom it asks."""
    call, at = pages.find(year), clock.now()
    release = _release(call)
    form = PressContactForm.of(call, pages.typed(request))
    context: dict[str, Any] = {
        "call": call,
        "now": at,
        "release": release,
        "may_change": may_administer(request.user),
        "readers": release.press_readers.standing().count() if release else 0,
    }
    if release:
        found = kit.material(release, at=at)
        context |= press.shown(found) | {
            "kit_url": reverse("office:press_file", args=[year, ZIP]),
            "files": press.files(found, "office:press_file", year),
            "is_public": bool(release.confirmed_at and release.embargo_until <= at),
        }
    return pages.answer(
        request,
        form,
        lambda: actions.name_press_contact(
            call, form.values(), by=request.user, at=at, seen=form.digest()
        ),
        context=context,
        template="office/press.html",
        back=reverse("office:press", args=[year]),
        # Translators: de: „Der Pressekontakt ist gespeichert.“
        done=_("The press contact is saved."),
    )


@require_safe
@office_only
def file(request: SignedIn, year: int, which: str) -> HttpResponseBase:
    """The text in one format, or the kit, as the press will get it."""
    release = _release(pages.find(year))
    if release is None or which not in (*kit.FORMATS, ZIP):
        raise Http404
    found = kit.material(release, at=clock.now())
    return press.zipped(found) if which == ZIP else press.made(found, which)


@office_only
def readers(request: SignedIn, year: int) -> HttpResponse:
    """Who reads beforehand, how far each one is, and the letters that have not gone out."""
    call, at = pages.find(year), clock.now()
    release = _found(call)
    form = PressReaderForm(pages.typed(request), initial={"language": "de"})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            one = actions.add_press_reader(release, form.cleaned_data, by=request.user, at=at)
            # Translators: de: „%(name)s steht auf der Liste. Der Brief ist noch nicht
            # hinausgegangen.“
            done = _("%(name)s is on the list. The letter has not gone out yet.")
            messages.success(request, done % {"name": one.name})
            return redirect("office:press_readers", year)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request, "office/press_readers.html", _listed(request, release, form, at=at), status=status
    )


def _listed(
    request: SignedIn, release: Release, form: PressReaderForm, *, at: datetime
) -> dict[str, Any]:
    rows = list(release.press_readers.with_call())
    fresh = [row for row in rows if row.invited_at is None and row.withdrawn_at is None]
    return {
        "call": release.call,
        "now": at,
        "release": release,
        "form": form,
        "rows": [row for row in rows if row not in fresh],
        "letters": [
            (row, actions.press_letter_for(row), actions.seal_of_press_letter(row)) for row in fresh
        ],
        "over": release.embargo_until <= at,
        "may_send": release.confirmed_at is not None and at < release.embargo_until,
        "may_change": may_administer(request.user),
    }


@require_POST
@office_only
def invite(request: SignedIn, year: int) -> HttpResponse:
    """Send the letters that were shown and ticked."""
    release = _found(pages.find(year))
    chosen = request.POST.getlist("reader")
    seen = {key: request.POST.get(f"seal-{key}", "") for key in chosen}
    try:
        sent = actions.invite_press(release, seen, by=request.user, at=clock.of_database())
        messages.success(
            request,
            # Translators: de: „Ein Brief ist auf dem Weg.“, „%(n)d Briefe sind auf dem Weg.“
            ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", len(sent))
            % {"n": len(sent)},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:press_readers", year)


@require_POST
@office_only
def invite_again(request: SignedIn, key: UUID) -> HttpResponse:
    reader = _reader(key)
    try:
        actions.invite_press_again(reader, by=request.user, at=clock.of_database())
        # Translators: de: „Der Brief an %(name)s ist noch einmal auf dem Weg.“
        done = _("The letter to %(name)s is on its way once more.")
        messages.success(request, done % {"name": reader.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:press_readers", reader.release.call.year)


@require_POST
@office_only
def withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    reader = _reader(key)
    try:
        actions.withdraw_press_reader(reader, by=request.user, at=clock.now())
        # Translators: de: „Der Link von %(name)s öffnet nichts mehr.“
        done = _("The link of %(name)s opens nothing any more.")
        messages.success(request, done % {"name": reader.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:press_readers", reader.release.call.year)


def _release(call: Call) -> Release | None:
    releases = Release.objects.select_related("call__press_contact")
    return releases.filter(call=call).first()


def _found(call: Call) -> Release:
    return get_object_or_404(Release.objects.select_related("call"), call=call)


def _reader(key: UUID) -> PressReader:
    return get_object_or_404(PressReader.objects.with_call(), key=key)
