"""What is put right after the announcement is public: choose a text, correct it, say so."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, Local
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from initiatives.views.sections import meanwhile, typed

from .. import actions
from ..actions import correcting
from ..correction_forms import CorrectionForm, WithdrawalForm
from ..models import Laureate, Release
from ..text_labels import LABELS


class Text(NamedTuple):
    """A text that can be corrected; `address` is how the page is asked for it."""

    label: str
    value: Local
    address: str


@office_only
def corrections(request: SignedIn, year: int) -> HttpResponse:
    """All texts that are public, or with `was` the form that corrects one of them."""
    release = _find(year)
    if release is None:
        return render(request, "office/corrections.html", {"release": None, "year": year})
    if "was" in request.GET:
        return _correct(request, release, request.GET["was"])
    return _show(request, release)


def _show(
    request: SignedIn, release: Release, *, refused: WithdrawalForm | None = None, status: int = 200
) -> HttpResponse:
    laureates = list(release.laureates.all())
    texts = _texts(release, correcting.OF_RELEASE)
    return render(
        request,
        "office/corrections.html",
        {
            "release": release,
            "call": release.call,
            "texts": texts,
            "still_named": [
                (laureate, found)
                for laureate in laureates
                if laureate.withdrawn_at and (found := _naming(laureate, texts))
            ],
            "laureates": [
                (laureate, _texts(laureate, correcting.OF_LAUREATE, f"{laureate.slug}."))
                for laureate in laureates
            ],
            "made": release.corrections.select_related("laureate", "made_by"),
            "labels": LABELS,
            "withdrawing": refused or WithdrawalForm(),
            "has_errors": bool(refused),
            "public": _is_public(release),
            "may_change": may_administer(request.user),
        },
        status=status,
    )


def _correct(request: SignedIn, release: Release, asked: str) -> HttpResponse:
    laureate, field = _meant(release, asked)
    row = laureate or release
    form = CorrectionForm(field, correcting.stored(row, field), typed(request))
    status, news = 200, []
    if form.is_bound and form.is_valid():
        try:
            actions.correct(
                release,
                field,
                form.text(),
                note=form.note(),
                laureate=laureate,
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
                at=clock.of_database(),
            )
            # Translators: de: „Berichtigt. Der Hinweis steht bei der Bekanntgabe.“
            messages.success(request, _("Corrected. The note stands at the announcement."))
            return redirect("office:corrections", release.call.year)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = meanwhile(form, refusal.stored)
    return render(
        request,
        "office/correct.html",
        {
            "release": release,
            "call": release.call,
            "laureate": laureate,
            "label": LABELS[field],
            "stored": correcting.stored(row, field),
            "form": form,
            "meanwhile": news,
            "may_change": may_administer(request.user),
            "public": _is_public(release),
        },
        status=status,
    )


@require_POST
@office_only
def withdraw(request: SignedIn, year: int) -> HttpResponse:
    """Take back the prize of one laureate (`preis`), or without it the whole announcement."""
    release, form = _find(year), WithdrawalForm(request.POST)
    if release is None:
        return redirect("office:corrections", year)
    slug = request.POST.get("preis", "")
    laureate = get_object_or_404(release.laureates, slug=slug) if slug else None
    if not form.is_valid():
        return _show(request, release, refused=form, status=400)
    who: dict[str, Any] = {"note": form.note(), "by": request.user, "at": clock.of_database()}
    try:
        if laureate:
            actions.withdraw_laureate(laureate, **who)
        else:
            actions.withdraw_release(release, **who)
        # Translators: de: „Zurückgenommen. Der Hinweis steht dort, wo es stand.“
        messages.success(request, _("Taken back. The note stands where it stood."))
        return _to_letters(release, laureate)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _show(request, release, refused=form, status=409)


def _to_letters(release: Release, laureate: Laureate | None) -> HttpResponse:
    """On to what tells those concerned: nobody should learn it from the public page only."""
    if laureate is None:
        return redirect("office:result_letters", release.call.year)
    if laureate.application is None:
        return redirect("office:corrections", release.call.year)
    return redirect("office:result_letter", laureate.application.key)


def _find(year: int) -> Release | None:
    """Years of the archive are told in files and corrected there."""
    call = get_object_or_404(Call, year=year)
    found = Release.objects.filter(call=call, call__is_archive=False)
    return found.select_related("call").first()


def _naming(laureate: Laureate, texts: list[Text]) -> list[Text]:
    """Those in which its name stands, in any language."""
    return [one for one in texts if any(laureate.name in said for said in one.value.values())]


def _is_public(release: Release) -> bool:
    return Release.objects.public(clock.now()).filter(pk=release.pk).exists()


def _meant(release: Release, asked: str) -> tuple[Laureate | None, str]:
    slug, _dot, field = asked.rpartition(".")
    laureate = get_object_or_404(release.laureates, slug=slug) if slug else None
    if field not in (correcting.OF_LAUREATE if laureate else correcting.OF_RELEASE):
        raise Http404
    return laureate, field


def _texts(row: Release | Laureate, names: tuple[str, ...], prefix: str = "") -> list[Text]:
    year = (row if isinstance(row, Release) else row.release).call.year
    page = reverse("office:corrections", args=[year])
    return [
        Text(str(LABELS[name]), correcting.stored(row, name), f"{page}?was={prefix}{name}")
        for name in names
    ]
