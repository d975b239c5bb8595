"""For the press: the text, the pictures and all of it in one file, once the embargo has ended."""

from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives import clock

from ..models import Release
from ..page_cache import once_a_second
from ..press import kit, pictures
from ..press import text as press_text


@require_safe
@once_a_second
def press(request: HttpRequest, year: int) -> HttpResponse:
    """The page for newsrooms. Three queries and those of the photos."""
    found = _public(year)
    return render(
        request,
        "awards/press.html",
        {
            **shown(found),
            "kit_url": reverse("press_kit", args=[year]),
            "files": files(found, "press_file", year),
            "trail": [
                (_("Start"), reverse("start")),
                (_("Laureates"), reverse("years")),
                (str(year), reverse("announcement", args=[year])),
                # Translators: de: „Presse“
                (_("Press"), ""),
            ],
        },
    )


@require_safe
def press_kit(request: HttpRequest, year: int) -> HttpResponseBase:
    found = _public(year)
    return too_many(request) or zipped(found)


@require_safe
def press_file(request: HttpRequest, year: int, which: str) -> HttpResponse:
    """The text as PDF, DOCX or plain text."""
    if which not in kit.FORMATS:
        raise Http404
    found = _public(year)
    return too_many(request) or made(found, which)


def _public(year: int) -> kit.Material:
    at = clock.now()
    releases = Release.objects.public(at).select_related("call__press_contact").with_roles()
    return kit.material(get_object_or_404(releases, call__year=year), at=at)


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Whoever asks again and again waits a minute: each file is made anew."""
    refusal: HttpResponse | None = consume_or_429(request, action="press_kit", limit_get=True)
    if refusal:
        refusal.headers["Retry-After"] = "60"
    return refusal


def shown(found: kit.Material) -> dict[str, object]:
    """What every page with the press text knows."""
    photos = pictures.of(found.release)
    text = found.text(photos)
    return {
        "photos": photos,
        "release": found.release,
        "call": found.release.call,
        "text": text,
        "contact": press_text.contact_of(found.release.call),
        "contact_lines": press_text.contact_lines(press_text.contact_of(found.release.call)),
    }


def files(found: kit.Material, route: str, *args: object) -> list[tuple[str, str]]:
    """Name and address of the text in each format."""
    return [(which.upper(), reverse(route, args=[*args, which])) for which in kit.FORMATS]


def zipped(found: kit.Material) -> StreamingHttpResponse:
    name = kit.name(found.release.call.year)
    return StreamingHttpResponse(
        kit.streamed(found), content_type="application/zip", headers=_named(f"{name}.zip")
    )


def made(found: kit.Material, which: str) -> HttpResponse:
    content, media_type = kit.file(found, which)
    # Translators: de: „pressemitteilung-%(year)d“, the name of a file
    name = _("press-release-%(year)d") % {"year": found.release.call.year}
    return HttpResponse(content, content_type=media_type, headers=_named(f"{name}.{which}"))


def _named(name: str) -> dict[str, str]:
    """Kept nowhere: a picture may be taken down the next minute."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
