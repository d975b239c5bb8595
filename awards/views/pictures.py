"""The copies of pictures that go out: by random names, and only while the picture may be seen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from initiatives import clock
from initiatives.rules import is_office
from initiatives.serving import hand_over

from ..models import Rendition
from ..photo_drawing import Format

# Kept, but asked about before each use: a picture that is taken down is gone at once.
FOR_ALL = "public, max-age=0, must-revalidate"
FOR_THE_OFFICE = "private, no-store"


@require_safe
def picture(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """Its content never changes under a name, so the name is its ETag; it says so only to those
    who may have it. Before the embargo ends the office sees it; to others it does not exist.
    """
    copies = Rendition.objects.filter(key=name, format=ending)
    found, kept = copies.public(clock.now()).first(), FOR_ALL
    if found is None and is_office(request.user):
        found, kept = copies.standing().first(), FOR_THE_OFFICE
    if found is None:
        raise Http404
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag) or hand_over(
        found.file, name=f"{name}.{ending}", media_type=Format(ending).media_type
    )
    response.headers["Cache-Control"] = kept
    response.headers["ETag"] = etag
    return response
