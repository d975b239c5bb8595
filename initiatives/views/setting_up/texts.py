"""What a call says of itself."""

from __future__ import annotations

from django.http import HttpResponse
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
