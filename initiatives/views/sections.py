"""The pages on which an applicant writes. What was typed comes back, whatever was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import actions, clock, shown, tasklist
from ..access import SignedIn, signed_in
from ..application_forms import (
    ContactForm,
    DeclarationsForm,
    InitiativeForm,
    ThemesForm,
)
from ..filled import questions_for
from ..models import Application
from ..refusals import NotAllowed, Stale
from .applying import find, page
from .saving import in_json


def _answer(
    request: SignedIn,
    application: Application,
    name: str,
    form: forms.Form,
    save: Callable[[], Any],
    *,
    at: datetime,
    template: str = "initiatives/form.html",
    stored: Callable[[], Mapping[str, Any]] | None = None,
    **extra: Any,
) -> HttpResponse:
    """Save a valid form and go on; else show it again with all that was typed.

    A page that can say what is `stored` saves field by field: a mistake in one does not hold up
    the others.
    """
    status, digest, news = 200, seen(request) or shown.digest(form.initial), []
    now: Mapping[str, Any] = form.initial
    partly = bool(form.is_bound and not form.is_valid() and stored and form.cleaned_data)
    if form.is_bound and (partly or form.is_valid()):
        try:
            save()
            if not partly:
                return onward(request, application, name)
            now = stored() if stored else now
            digest = shown.digest(now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status, partly = 409, False
            if isinstance(refusal, Stale):
                now = refusal.stored
                digest, news = shown.digest(now), meanwhile(form, now)
    tasks = tasklist.outline(application, questions_for(application))
    context = page(application, request, tasks, name, at=at)
    if not context["can_edit"] and not form.is_bound:
        _lock(form)
    shows = {"form": form, "seen": digest, "meanwhile": news, "partly": partly}
    if stored and context["can_edit"]:
        shows["saving"] = in_json(form, now)
    return render(request, template, {**context, "page": name, **shows, **extra}, status=status)


def seen(request: SignedIn) -> str | None:
    """The digest of what the sent form had shown."""
    return request.POST.get("seen") or None


def meanwhile(form: forms.Form, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is stored and differs from what was typed: label and value of each such field."""
    return [
        (str(form[name].label), _in_words(form.fields[name], value))
        for name, value in stored.items()
        if form.fields[name].has_changed(value, form[name].data)
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return "" if value is None else str(value)


def _lock(form: forms.Form) -> None:
    for field in form.fields.values():
        field.disabled = True


def onward(
    request: SignedIn, application: Application, name: str, section: str = ""
) -> HttpResponse:
    """To the next page of the form; back to the check page if one came from there."""
    if "overview" in request.POST:
        return redirect("apply:tasks", application.key)
    if request.GET.get("zurueck") == "pruefen":
        return redirect("apply:check", application.key)
    tasks = tasklist.outline(application, questions_for(application))
    return redirect(tasks.after(name, section).url)


def typed(request: SignedIn) -> Any:
    """What was sent, also if it is empty: a form of unticked boxes is one, too."""
    return request.POST if request.method == "POST" else None


@signed_in
def initiative(request: SignedIn, key: UUID) -> HttpResponse:
    at, application = clock.of_request(request), find(request, key)
    form = InitiativeForm(typed(request), initial=shown.profile(application.initiative))
    listed = application.initiative.is_listed
    if listed and not form.is_bound:
        _lock(form)
    return _answer(
        request,
        application,
        "initiative",
        form,
        lambda: actions.save_initiative(
            application, form.cleaned_data, by=request.user, at=at, seen=seen(request)
        ),
        at=at,
        template="initiatives/profile.html",
        stored=lambda: shown.profile(find(request, key).initiative),
        listed=listed,
    )


@signed_in
def contact(request: SignedIn, key: UUID) -> HttpResponse:
    at, application = clock.of_request(request), find(request, key)
    form = ContactForm(typed(request), initial=shown.contact(application))
    return _answer(
        request,
        application,
        "contact",
        form,
        lambda: actions.save_contact(
            application, form.cleaned_data, by=request.user, at=at, seen=seen(request)
        ),
        at=at,
        stored=lambda: shown.contact(find(request, key)),
    )


@signed_in
def themes(request: SignedIn, key: UUID) -> HttpResponse:
    at, application = clock.of_request(request), find(request, key)
    criteria = application.call.criteria.filter(is_optional=True)
    form = ThemesForm(criteria, typed(request), initial=shown.themes(application))
    return _answer(
        request,
        application,
        "themes",
        form,
        lambda: actions.declare(
            application,
            form.cleaned_data["criteria"],
            by=request.user,
            at=at,
            seen=seen(request),
        ),
        at=at,
        template="initiatives/themes.html",
    )


@signed_in
def declarations(request: SignedIn, key: UUID) -> HttpResponse:
    at, application = clock.of_request(request), find(request, key)
    form = DeclarationsForm(
        application.call.declarations.current(),
        typed(request),
        initial=shown.declarations(application),
    )
    return _answer(
        request,
        application,
        "declarations",
        form,
        lambda: actions.confirm(
            application, form.confirmed(), by=request.user, at=at, seen=seen(request)
        ),
        at=at,
    )
