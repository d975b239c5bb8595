"""All pictures of a year: put there, in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from initiatives.serving import hand_over
from initiatives.views.sections import typed

from .. import actions
from .. import photos as of_release
from ..models import Photo, Release
from ..photo_forms import PhotoFileForm
from ..photos import lacking


class Row(NamedTuple):
    """A picture in the list: whose it is and what it lacks."""

    photo: Photo
    whose: str
    missing: list[str]
    is_first: bool
    is_last: bool


@office_only
def photos(request: SignedIn, year: int) -> HttpResponse:
    """All pictures. POST keeps one more; the script of the page asks for the answer as JSON."""
    call = get_object_or_404(Call, year=year)
    release = Release.objects.filter(call=call).select_related("call").first()
    if release is None:
        return render(request, "office/photos/none.html", {"call": call}, status=_found(request))
    at = clock.of_request(request)
    owners = of_release.owners(release)
    form = PhotoFileForm(owners, typed(request), request.FILES or None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            kept = _add(request, release, form, at=at)
        except NotAllowed as refusal:
            form.add_error("file", str(refusal))
            status = 409
        else:
            if _wants_json(request):
                answer = {"field": f"id_{kept.key}-edit", "name": kept.name}
                return JsonResponse(answer, status=201)
            # Translators: de: „„%(name)s“ ist gespeichert.“
            messages.success(request, _("“%(name)s” is stored.") % {"name": kept.name})
            return redirect("office:photo", kept.key)
    if form.is_bound and _wants_json(request):
        return JsonResponse({"errors": form.errors}, status=status if status == 409 else 422)
    context = {"call": call, "release": release, "form": form, "years": of_release.releases()}
    context |= {"may_change": may_administer(request.user), "at": at}
    context |= {"rows": _rows(release, owners), "hints": of_release.hints(release)}
    return render(request, "office/photos/photos.html", context, status=status)


def _found(request: SignedIn) -> int:
    return 200 if request.method in ("GET", "HEAD") else 409


def _wants_json(request: SignedIn) -> bool:
    return request.headers.get("Accept") == "application/json"


def _add(request: SignedIn, release: Release, form: PhotoFileForm, *, at: datetime) -> Photo:
    check_limit(request)
    data = form.cleaned_data
    return actions.add_photo(release, data["file"], owner=data["owner"], by=request.user, at=at)


def check_limit(request: SignedIn) -> None:
    within_limit = ratelimit.consume(request, action="upload", user=request.user)
    check(within_limit, _("You have uploaded very many files today. Go on tomorrow."))


def _rows(release: Release, owners: list[of_release.Owner]) -> list[Row]:
    """Two queries, whatever their number."""
    names = {owner.key: owner.name for owner in owners}
    found = release.photos.with_picture().select_related("laureate", "application__initiative")
    photos = list(found.prefetch_related("persons"))
    return [
        Row(
            photo,
            _whose(photo, names),
            lacking(photo, in_english=release.is_in_english),
            place == 0,
            place == len(photos) - 1,
        )
        for place, photo in enumerate(photos)
    ]


def _whose(photo: Photo, names: dict[str, str]) -> str:
    """The name of whom it shows; of an initiative that is no laureate any more, too."""
    if photo.application and not photo.laureate:
        return names.get(str(photo.application.key), photo.application.initiative.name)
    return photo.laureate.name if photo.laureate else ""


def find(key: UUID) -> Photo:
    found = Photo.objects.select_related("release__call", "laureate", "application__initiative")
    return get_object_or_404(found, key=key)


@office_only
def photo_file(request: SignedIn, key: UUID) -> HttpResponseBase:
    """The picture the office works with, whole; it is never public."""
    photo = get_object_or_404(Photo.objects.exclude(medium=""), key=key)
    response = hand_over(photo.medium, name=photo.name, media_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@office_only
def move(request: SignedIn, key: UUID) -> HttpResponse:
    """One place up or down; the focus comes back to the button that was pressed."""
    photo, up = find(key), "up" in request.POST
    try:
        place = actions.move_photo(photo, up=up, by=request.user, at=clock.of_request(request))
        told: dict[str, Any] = {"name": photo.name or _("Photo"), "place": place}
        messages.success(request, _("“%(name)s” now comes in place %(place)d.") % told)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    page = reverse("office:photos", args=[photo.release.call.year])
    return redirect(f"{page}#id_{photo.key}-{'up' if up else 'down'}")
