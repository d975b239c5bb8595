"""What laureates take away: certificate and seal, for the members of the initiative."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.records import documents
from initiatives.refusals import NotAllowed
from initiatives.rules import role_in

from .. import actions
from ..certificates import content
from ..models import Laureate, Seal
from ..seal_forms import TermsForm
from ..seals import kit, raster, terms
from ..seals.drawing import Style
from ..seals.validity import State


def _find(request: SignedIn, key: UUID, at: datetime) -> Laureate:
    """The laureate of an application, for those who act for its initiative, once it is public."""
    return get_object_or_404(
        Laureate.objects.public(at).select_related(
            "application__initiative", "release__call", "prize", "seal"
        ),
        application__key=key,
        application__initiative__memberships__user=request.user,
    )


def _signed(laureate: Laureate) -> bool:
    return len(content.signatories(laureate.release)) in content.SIGNATURES


@signed_in
def honours(request: SignedIn, key: UUID) -> HttpResponse:
    """Certificate and seal; with a POST, the owner accepts the terms of the seal."""
    at = clock.now()
    laureate = _find(request, key, at)
    form = TermsForm(request.POST or None, initial={"version": terms.CURRENT})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_terms(
                laureate, version=form.cleaned_data["version"], by=request.user, at=at
            )
            # Translators: de: „Angenommen. Hier sind die Dateien des Siegels.“
            messages.success(request, _("Accepted. Here are the files of the seal."))
            return redirect(f"{reverse('honours', args=[key])}#siegel")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(request, "awards/honours.html", _page(request, laureate, form, at), status=status)


def _page(request: SignedIn, laureate: Laureate, form: TermsForm, at: datetime) -> dict[str, Any]:
    application: Any = laureate.application  # `_find` went by it
    seal = _seal(laureate)
    state = seal.state(at).value if seal and seal.accepted_at else ""
    return {
        "laureate": laureate,
        "application": application,
        "call": laureate.release.call,
        "seal": seal,
        "state": state,
        "year": laureate.release.call.year,
        "signed": _signed(laureate),
        "form": form,
        "terms": terms.text(seal.terms_version or terms.CURRENT) if seal else "",
        "is_owner": role_in(request.user, application.initiative) == "owner",
        "archive": f"siegel-{laureate.release.call.year}.zip",
        "styles": _styles(laureate.release.call.year),
        "embed": _embedded(seal) if state == State.VALID and seal else "",
        "trail": [
            (_("Start"), reverse("start")),
            (_("My applications"), reverse("apply:list")),
            (application.initiative.name, reverse("apply:tasks", args=[application.key])),
            # Translators: de: „Urkunde und Siegel“
            (_("Certificate and seal"), ""),
        ],
    }


def _seal(laureate: Laureate) -> Seal | None:
    """None for what was confirmed before there were seals."""
    return getattr(laureate, "seal", None)


def _styles(year: int) -> list[dict[str, Any]]:
    words = {
        # Translators: de: „Auf hellem Grund“
        Style.LIGHT: _("On a light ground"),
        # Translators: de: „Auf dunklem Grund“
        Style.DARK: _("On a dark ground"),
        # Translators: de: „Einfarbig, für Druck und Stempel“
        Style.ONE_COLOUR: _("In one colour, for print and stamps"),
    }
    return [
        {
            "style": style.value,
            "label": label,
            "svg": f"siegel-{year}-{style}.svg",
            "pngs": [(pixels, f"siegel-{year}-{style}-{pixels}.png") for pixels in raster.SIZES],
        }
        for style, label in words.items()
    ]


def _embedded(seal: Seal) -> str:
    """What others put into their page: the picture, leading to the proof."""
    picture = f"{settings.BASE_URL}{reverse('seal_svg', args=[seal.code])}"
    year = seal.laureate.release.call.year
    # Translators: de: „Siegel: Ausgezeichnete regionale Industrieinitiative %(year)s“
    alt = _("Seal: Distinguished Regional Industry Initiative %(year)s") % {"year": year}
    return (
        f'<a href="{seal.address()}"><img src="{picture}" width="160" height="160" alt="{alt}"></a>'
    )


@signed_in
def certificate(request: SignedIn, key: UUID) -> HttpResponse:
    """In the language of the page one comes from; once the office has named who signs."""
    at = clock.now()
    laureate = _find(request, key, at)
    signing = content.signatories(laureate.release)
    if len(signing) not in content.SIGNATURES:
        raise Http404
    year = laureate.release.call.year
    data = content.data(
        laureate.release,
        [content.of_laureate(laureate, year)],
        signing=signing,
        language=get_language() or "de",
        preview=False,
        at=laureate.release.embargo_until,
    )
    return HttpResponse(
        documents.render("certificate", data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{_named(laureate, year)}"'},
    )


def _named(laureate: Laureate, year: int) -> str:
    # Translators: de: „urkunde-%(year)s-%(slug)s.pdf“, the name of a file
    return _("certificate-%(year)s-%(slug)s.pdf") % {"year": year, "slug": laureate.slug}


@signed_in
def seal_file(request: SignedIn, key: UUID, name: str) -> HttpResponse:
    """A file of the seal, while it counts."""
    at = clock.now()
    seal = _seal(_find(request, key, at))
    if seal is None or seal.accepted_at is None or seal.state(at) != State.VALID:
        raise Http404
    year = seal.laureate.release.call.year
    found = kit.files(year, seal.issuer, proof=seal.address())
    if name == f"siegel-{year}.zip":
        body = kit.archive(found, note=_note(seal))
    elif name in found:
        body = found[name]()
    else:
        raise Http404
    return HttpResponse(
        body,
        content_type=kit.TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _note(seal: Seal) -> str:
    """What lies beside the files: until when, where it is proven, on which terms. In German."""
    version = seal.terms_version or terms.CURRENT
    year = seal.laureate.release.call.year
    return (
        f"Siegel: Ausgezeichnete regionale Industrieinitiative {year}\n"
        f"Geführt von: {seal.laureate.name}\n"
        f"Vergeben von: {seal.issuer}\n"
        f"Gültig bis einschließlich: {formats.date_format(seal.valid_until or '', 'd.m.Y')}\n"
        f"Nachweis: {seal.address()}\n\n"
        f"Zum Einbetten in eine Website:\n{_embedded(seal)}\n\n"
        f"Nutzungsbedingungen, Fassung {version}\n\n"
        f"{terms.text(version)}"
    )
