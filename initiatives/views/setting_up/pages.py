"""What the pages of a call share: finding it, who may change what, and answering a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ... import rules, shown
from ...access import SignedIn
from ...actions import setting_up
from ...models import Call
from ...refusals import NotAllowed, Stale
from ...set_up_forms import SeenForm


def find(year: int) -> Call:
    """The call of a year; the archive has nothing to set up."""
    return get_object_or_404(Call.objects.filter(is_archive=False), year=year)


def page(request: SignedIn, call: Call, *, at: datetime) -> dict[str, Any]:
    """What every page of a call knows. One query."""
    over, locked = setting_up.is_over(call, at), setting_up.is_locked(call)
    may_change = rules.may_administer(request.user)
    return {
        "call": call,
        "now": at,
        "over": over,
        "locked": locked,
        "may_change": may_change and not over,
        "only_reads": not may_change,
    }


def typed(request: SignedIn) -> Any:
    """What was sent, also if nothing was ticked."""
    return request.POST if request.method == "POST" else None


def answer(
    request: SignedIn,
    form: SeenForm,
    save: Callable[[], Any],
    *,
    context: Mapping[str, Any],
    template: str,
    back: str,
    done: str,
) -> HttpResponse:
    """Save a valid form and go back; else show it again with all that was typed."""
    status, news = 200, []
    if form.is_bound and form.is_valid():
        try:
            save()
            messages.success(request, done)
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = meanwhile(form, refusal.stored)
                see_anew(form, refusal)
    if not context["may_change"]:
        close(form)
    return render(
        request, template, {**context, "form": form, "meanwhile": news, "back": back}, status=status
    )


def close(form: SeenForm) -> None:
    """Show a form to be read."""
    for field in form.fields.values():
        field.disabled = True


def see_anew(form: SeenForm, refusal: Stale) -> None:
    """Let the next save be a knowing one: the form has shown what is stored."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = shown.digest(refusal.stored)  # type: ignore[index]


def meanwhile(form: SeenForm, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is stored and differs from what was typed: label and value of each such field."""
    return [
        (str(form[name].label), in_words(value))
        for name, value in stored.items()
        if name in form.fields and in_words(value) != in_words(form.cleaned_data.get(name))
    ]


def in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return " / ".join(text for _language, text in sorted(value.items()) if text)
    if isinstance(value, list | QuerySet):
        return ", ".join(str(setting_up.rows.plain(one)) for one in value)
    return "" if value is None else str(value)
