"""What everybody will read, shown to the office beforehand: by the public templates themselves."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from initiatives import clock
from initiatives.access import SignedIn, office_only

from .. import announcing
from ..models import Laureate, Photo, Release
from .public import by_part
from .stage import find_release


@office_only
def announcement(request: SignedIn) -> HttpResponse:
    """The page of the year as it will be, in the language of the address."""
    release = find_release()
    if release.confirmed_at and release.embargo_until <= clock.now():
        return redirect("announcement", release.call.year)
    laureates, pictures = _shown(release)
    return render(
        request,
        "office/release_preview.html",
        {
            "release": release,
            "call": release.call,
            "laureates": laureates,
            "pictures": [one for one in pictures if one.file and not one.is_of_somebody],
            "parts": by_part(announcing.parts(release)),
            "criteria": release.call.criteria.all(),
        },
    )


@office_only
def laureate(request: SignedIn, key: UUID) -> HttpResponse:
    """The page of one laureate to be; `key` is that of the application."""
    release = find_release()
    laureates, _pictures = _shown(release)
    found = [one for one in laureates if one.application and one.application.key == key]
    if not found:
        raise Http404
    return render(
        request,
        "office/release_preview_of.html",
        {
            "release": release,
            "call": release.call,
            "laureate": found[0],
            "others": [one for one in laureates if one is not found[0]],
        },
    )


def _shown(release: Release) -> tuple[list[Laureate], list[Photo]]:
    """The laureates with their pictures, frozen or still to be; and all pictures there are."""
    pictures = list(announcing.pictures(release))
    if release.confirmed_at:
        rows = release.laureates.filter(withdrawn_at=None).with_prize()
        laureates = list(rows.select_related("application", "initiative"))
    else:
        laureates = announcing.sketched(release)
    for one in laureates:
        one.pictures = [photo for photo in pictures if _is_of(photo, one)]
    return laureates, pictures


def _is_of(photo: Photo, laureate: Laureate) -> bool:
    if laureate.pk:
        return photo.laureate_id == laureate.pk
    return photo.application_id is not None and photo.application_id == laureate.application_id
