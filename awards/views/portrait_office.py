"""One portrait in the office: its texts, what was suggested, and how the agreement came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.models import Application
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from initiatives.views.sections import typed
from initiatives.views.setting_up import pages

from .. import actions, decision_list
from .. import portraits as of_call
from ..models import Decision, Release
from ..portrait_forms import AnswerForm, NoteForm, PortraitForm
from .portraits import MARKS

TAKE = "vorschlag"  # asked for: begin the form with the suggestion


@office_only
def portrait(request: SignedIn, key: UUID) -> HttpResponse:
    """The page of a portrait. POST stores its texts."""
    case, at = _find(key), clock.now()
    take = case.portrait if TAKE in request.GET else None
    form = PortraitForm.of(case.portrait, typed(request), take=take)
    status, news = 200, []
    if form.is_bound and form.is_valid():
        try:
            lost = actions.write_portrait(
                case.application,
                {name: form.cleaned_data[name] for name in ("text", "summary")},
                by=request.user,
                at=at,
                seen=form.digest(),
            )
            messages.success(request, _stored(lost))
            return redirect("office:portrait", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = pages.meanwhile(form, refusal.stored)
                pages.see_anew(form, refusal)
    return _page(request, case, at=at, status=status, form=form, meanwhile=news)


def _stored(lost: bool) -> str:
    if lost:
        return _(
            # Translators: de: „Gespeichert. Die Zustimmung galt dem früheren Text und ist
            # erloschen: Bitten Sie noch einmal darum.“
            "Saved. The agreement was to the earlier text and is gone: ask for it once more."
        )
    # Translators: de: „Das Porträt ist gespeichert.“
    return _("The portrait is saved.")


def _find(key: UUID) -> of_call.Case:
    """The portrait of a case the jury gave a prize to; others have none."""
    rows = Decision.objects.select_related(
        "prize", "application__initiative", "application__call", "application__portrait"
    )
    decision = get_object_or_404(rows, application__key=key)
    application: Application = decision.application
    found = of_call.Case(decision, application, of_call.portrait_of(application))
    if not found.is_written:
        own = of_call.own_summaries([application])
        found.portrait.summary = own.get(application.pk, found.portrait.summary)
    return found


def _page(
    request: SignedIn, case: of_call.Case, *, at: datetime, status: int = 200, **sent: Any
) -> HttpResponse:
    """All about a portrait; forms that were sent are shown as they were sent."""
    application, found = case.application, case.portrait
    release = Release.objects.filter(call=application.call_id).first()
    waits = of_call.awaits_answer(found)
    context: dict[str, Any] = {
        "case": case,
        "application": application,
        "call": application.call,
        "portrait": found,
        "mark": MARKS[case.state],
        "now": at,
        "waits": waits,
        "differences": of_call.differences(found) if waits else [],
        "suggestion": shown.digest(of_call.suggested(found)),
        "form": PortraitForm.of(found),
        "answering": AnswerForm(prefix="antwort"),
        "noting": NoteForm(initial={"seen": of_call.digest(found)}, prefix="vermerk"),
        "taking": TAKE in request.GET and waits,
        "listed": decision_list.is_confirmed(application.call_id),
        "confirmed": bool(release and release.confirmed_at),
        "may_change": may_administer(request.user),
        **sent,
    }
    forms = [context[name] for name in ("form", "answering", "noting")]
    context["forms"] = forms[1:]
    context["has_errors"] = any(one.errors for one in forms if one.is_bound)
    context["may_write"] = context["may_change"] and context["listed"] and not context["confirmed"]
    if not context["may_write"]:
        pages.close(context["form"])
    return render(request, "office/portraits/portrait.html", context, status=status)


@require_POST
@office_only
def take_over(request: SignedIn, key: UUID) -> HttpResponse:
    case = _find(key)
    # Translators: de: „Der Vorschlag ist übernommen und gilt damit als Zustimmung; die Initiative
    # erfährt es.“
    done = _("The suggestion is taken over, which counts as agreement; the initiative is told.")
    seen = request.POST.get("seen", "")
    return _do(
        request,
        case,
        lambda: actions.take_over_suggestion(
            case.portrait, by=request.user, at=clock.now(), seen=seen
        ),
        done,
    )


def _do(
    request: SignedIn, case: of_call.Case, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:portrait", case.application.key)


@require_POST
@office_only
def answer(request: SignedIn, key: UUID) -> HttpResponse:
    """What becomes of a suggestion; it goes out with the next letter."""
    case, at = _find(key), clock.now()
    form, status = AnswerForm(request.POST, prefix="antwort"), 200
    if form.is_valid():
        try:
            actions.answer_suggestion(
                case.portrait, form.cleaned_data["answer"], by=request.user, at=at
            )
            # Translators: de: „Die Antwort ist gespeichert. Sie geht mit dem Brief hinaus, der um
            # Zustimmung bittet.“
            told = _("The answer is saved. It goes out with the letter that asks to agree.")
            messages.success(request, told)
            return redirect(reverse("office:portraits", args=[case.application.call.year]) + "#ask")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return _page(request, case, at=at, status=status, answering=form)


@require_POST
@office_only
def note(request: SignedIn, key: UUID) -> HttpResponse:
    """Note an agreement that came in another way; without a text to say, strike it out."""
    case, at = _find(key), clock.now()
    if "strike" in request.POST:
        # Translators: de: „Die vermerkte Zustimmung ist gestrichen.“
        done = _("The noted agreement is struck out.")
        return _do(
            request,
            case,
            lambda: actions.take_back_noted_agreement(case.portrait, by=request.user, at=at),
            done,
        )
    form, status = NoteForm(request.POST, prefix="vermerk"), 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.note_agreement(
                case.portrait, data["note"], by=request.user, at=at, seen=data["seen"]
            )
            # Translators: de: „Die Zustimmung ist vermerkt.“
            messages.success(request, _("The agreement is noted."))
            return redirect("office:portrait", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return _page(request, case, at=at, status=status, noting=form)
