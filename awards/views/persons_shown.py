"""Who is shown on a picture, from left to right, and their consents."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed, Stale
from initiatives.views.sections import meanwhile, seen

from .. import actions
from ..models import PersonShown
from ..photo_forms import PersonForm
from .photo import page, place
from .photos import find


def _find(key: UUID) -> PersonShown:
    found = PersonShown.objects.select_related("photo__release__call")
    return get_object_or_404(found, key=key)


@require_POST
@office_only
def add(request: SignedIn, key: UUID) -> HttpResponse:
    photo, at = find(key), clock.of_request(request)
    form, status = PersonForm(request.POST, prefix="new"), 200
    if form.is_valid():
        try:
            kept = actions.add_person(photo, **form.said(), by=request.user, at=at)  # type: ignore[arg-type]
            # Translators: de: „„%(name)s“ ist eingetragen.“
            messages.success(request, _("“%(name)s” is on the list.") % {"name": kept.name})
            return redirect(place(photo, "id_new-name"))
        except NotAllowed as refusal:
            form.add_error("consent_on", str(refusal))
            status = 409
    return page(request, photo, at=at, status=status, adding=form)


@require_POST
@office_only
def describe(request: SignedIn, key: UUID) -> HttpResponse:
    """What the script saves as it is typed; without script, by the button."""
    person, at = _find(key), clock.of_request(request)
    form, status, digest, news = PersonForm.of(person, request.POST), 200, seen(request), []
    if form.is_valid():
        try:
            actions.describe_person(
                person,
                **form.said(),  # type: ignore[arg-type]
                by=request.user,
                at=at,
                seen=digest,
            )
            # Translators: de: „Die Angaben zu „%(name)s“ sind gespeichert.“
            told = _("The details of “%(name)s” are stored.")
            messages.success(request, told % {"name": form.cleaned_data["name"]})
            return redirect(place(person.photo, f"id_{person.key}-save"))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                digest, news = shown.digest(refusal.stored), meanwhile(form, refusal.stored)
    return page(
        request,
        find(person.photo.key),
        at=at,
        status=status,
        person=form,
        sent_to=person,
        person_seen=digest or "",
        person_news=news,
    )


@require_POST
@office_only
def move(request: SignedIn, key: UUID) -> HttpResponse:
    person, up = _find(key), "up" in request.POST
    try:
        spot = actions.move_person(person, up=up, by=request.user, at=clock.of_request(request))
        # Translators: de: „„%(name)s“ steht jetzt an Stelle %(place)d von links.“
        told = _("“%(name)s” now stands in place %(place)d from the left.")
        messages.success(request, told % {"name": person.name, "place": spot})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place(person.photo, f"id_{person.key}-{'up' if up else 'down'}"))


@require_POST
@office_only
def remove(request: SignedIn, key: UUID) -> HttpResponse:
    person = _find(key)
    try:
        actions.remove_person(person, by=request.user, at=clock.of_request(request))
        messages.success(request, _("“%(name)s” was removed.") % {"name": person.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place(person.photo, "persons"))


@require_POST
@office_only
def withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    """The consent is withdrawn: the picture is down before the answer leaves."""
    person = _find(key)
    try:
        actions.withdraw_consent(person, by=request.user, at=clock.of_request(request))
        # Translators: de: „Der Widerruf ist eingetragen. Das Foto und alle Kopien sind gelöscht.“
        told = _("The withdrawal is noted. The photo and all its copies are deleted.")
        messages.success(request, told)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place(person.photo, "persons"))
