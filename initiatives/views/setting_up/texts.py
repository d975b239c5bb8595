"""What a call says of itself, and the criteria by which it is judged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ... import clock, shown
from ...access import SignedIn, office_only
from ...actions import setting_up
from ...set_up_forms import TextsForm
from . import pages


@office_only
def texts(request: SignedIn, year: int) -> HttpResponse:
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    form = TextsForm.of(
        call,
        pages.typed(request),
        fixed=setting_up.RELIED_ON if context["locked"] else (),
        seen=shown.digest(setting_up.said_texts(call)),
    )
    return pages.answer(
        request,
        form,
        lambda: setting_up.save_texts(
            call, form.values(), by=request.user, at=at, seen=form.digest()
        ),
        context=context,
        template="office/calls/texts.html",
        back=reverse("office:call_texts", args=[year]),
        # Translators: de: „Die Texte sind gespeichert.“
        done=_("The texts are saved."),
    )


@office_only
def criteria(request: SignedIn, year: int) -> HttpResponse:
    """The criteria with their levels, to be read."""
    call, at = pages.find(year), clock.now()
    rows = call.criteria.prefetch_related("anchors")
    return render(
        request,
        "office/calls/criteria.html",
        {**pages.page(request, call, at=at), "criteria": rows},
    )
