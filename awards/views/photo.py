"""One picture: its focus, what is said about it, replacing it, taking it away."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from initiatives.views.sections import meanwhile, typed

from .. import actions, photos
from ..actions.consenting import said_of_person
from ..actions.photographing import said_of
from ..models import PersonShown, Photo
from ..photo_forms import FileOnlyForm, FocusForm, PersonForm, PhotoForm
from .photos import check_limit, find


@office_only
def photo(request: SignedIn, key: UUID) -> HttpResponse:
    """The page of a picture. POST changes what is said about it."""
    found, at = find(key), clock.of_request(request)
    form, status, news = _form(found, typed(request)), 200, []
    if form.is_bound and form.is_valid():
        try:
            actions.describe_photo(
                found, **form.values(), by=request.user, at=at, seen=form.digest()
            )
            # Translators: de: „Die Angaben zum Foto sind gespeichert.“
            messages.success(request, _("The details of the photo are stored."))
            return redirect(place(found, "id_save"))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = meanwhile(form, refusal.stored)
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["seen"] = shown.digest(refusal.stored)  # type: ignore[index]
    return page(request, found, at=at, status=status, form=form, meanwhile=news)


def _form(found: Photo, data: Any = None) -> PhotoForm:
    said = said_of(found)
    initial = {**said, "seen": shown.digest(said)}
    return PhotoForm(_choices(found), data, initial=initial)


def _choices(found: Photo) -> list[photos.Owner]:
    """Those whose it may be, and whose it is by now, though that is no laureate any more."""
    owners = photos.owners(found.release)
    own = photos.owner_of(found)
    if own and own not in {owner.key for owner in owners}:
        case = found.application
        name = case.initiative.name if case else ""
        owners.append(photos.Owner(own, name, found.laureate, case))
    return owners


def place(found: Photo, part: str = "") -> str:
    """The page of a picture, with the focus on a part of it."""
    return reverse("office:photo", args=[found.key]) + (f"#{part}" if part else "")


def page(
    request: SignedIn,
    found: Photo,
    *,
    at: datetime,
    status: int = 200,
    person: PersonForm | None = None,
    sent_to: PersonShown | None = None,
    person_seen: str = "",
    person_news: list[tuple[str, str]] | None = None,
    **forms_sent: Any,
) -> HttpResponse:
    """All about a picture; forms that were sent are shown as they were sent."""
    people = list(found.persons.all())
    rows = [
        {
            "person": one,
            "form": person if sent_to == one else PersonForm.of(one),
            "seen": person_seen if sent_to == one else shown.digest(said_of_person(one)),
            "meanwhile": person_news if sent_to == one else [],
            "is_first": number == 0,
            "is_last": number == len(people) - 1,
        }
        for number, one in enumerate(people)
    ]
    context: dict[str, Any] = {
        "photo": found,
        "call": found.release.call,
        "form": _form(found),
        "focus": FocusForm.of(found),
        "adding": PersonForm(prefix="new"),
        "replacing": FileOnlyForm(prefix="replace"),
        "rows": rows,
        "missing": photos.lacking(found, in_english=found.release.is_in_english)
        if found.file
        else [],
        "is_out": bool(found.release.confirmed_at and found.release.embargo_until <= at),
        "may_change": may_administer(request.user),
        **forms_sent,
    }
    context["forms"] = [
        *(context[name] for name in ("focus", "adding", "replacing")),
        *([person] if person else []),
    ]
    bound = [context["form"], *context["forms"]]
    context["has_errors"] = any(isinstance(one, forms.Form) and one.errors for one in bound)
    return render(request, "office/photos/photo.html", context, status=status)


@require_POST
@office_only
def focus(request: SignedIn, key: UUID) -> HttpResponse:
    found, at = find(key), clock.of_request(request)
    form, status = FocusForm.of(found, request.POST), 200
    if form.is_valid():
        x, y = (form.cleaned_data[name] * 10 for name in ("x", "y"))
        try:
            actions.set_focus(found, x=x, y=y, by=request.user, at=at)
            # Translators: de: „Die Bildmitte ist gespeichert. Die Ausschnitte werden neu
            # gezeichnet.“
            messages.success(request, _("The focus is stored. The crops are being drawn anew."))
            return redirect(place(found, "focus"))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return page(request, found, at=at, status=status, focus=form)


@require_POST
@office_only
def replace(request: SignedIn, key: UUID) -> HttpResponse:
    found, at = find(key), clock.of_request(request)
    form, status = FileOnlyForm(request.POST, request.FILES, prefix="replace"), 200
    if form.is_valid():
        try:
            check_limit(request)
            actions.replace_photo(found, form.cleaned_data["file"], by=request.user, at=at)
            # Translators: de: „Das Foto ist ersetzt. Prüfen Sie, ob Personen und Beschreibung noch
            # stimmen.“
            told = _("The photo is replaced. Check whether persons and description still hold.")
            messages.success(request, told)
            return redirect(place(found))
        except NotAllowed as refusal:
            form.add_error("file", str(refusal))
            status = 409
    return page(request, found, at=at, status=status, replacing=form)


@require_POST
@office_only
def remove(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(key)
    try:
        stays = actions.remove_photo(found, by=request.user, at=clock.of_request(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(place(found))
    if stays:
        # Translators: de: „Das Foto ist vom Netz genommen; alle Kopien sind gelöscht.“
        messages.success(request, _("The photo is taken down; all copies are deleted."))
        return redirect(place(found))
    # Translators: de: „Das Foto ist gelöscht.“
    messages.success(request, _("The photo is deleted."))
    return redirect("office:photos", found.release.call.year)


@require_POST
@office_only
def redraw(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(key)
    try:
        actions.redraw_photo(found, by=request.user, at=clock.of_request(request))
        # Translators: de: „Das Foto wird noch einmal verarbeitet.“
        messages.success(request, _("The photo is being processed once more."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place(found))
