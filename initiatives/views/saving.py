"""What the browser saves while somebody types, one field a request; see static/award/save.js.

Every answer is JSON with a `state`, so that the page can say what is the matter: saved, conflict,
closed, invalid, signed_out, other_user, or outdated (of the form's token, by `csrf_failure`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions, clock, shown, texts
from ..access import SignedIn, signed_in
from ..application_forms import ContactForm, InitiativeForm
from ..berlin import BERLIN
from ..forms import OneFieldForm
from ..models import Application
from ..refusals import NotAllowed, Stale
from ..templatetags.award import day_or_time
from .applying import find

FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    "initiative": InitiativeForm.base_fields,
    "contact": ContactForm.base_fields,
}


@require_http_methods(["GET", "POST"])
@signed_in
def saving(request: SignedIn, key: UUID) -> HttpResponse:
    """Save one field; or say what is stored, to be compared with a copy on the device."""
    if request.method == "GET":
        return JsonResponse(_stored(find(request, key), at=clock.now()))
    form = OneFieldForm(request.POST)
    if not form.is_valid():
        return say_invalid(str(next(iter(form.errors.values()))[0]))
    if form.cleaned_data["writer"] != request.user.key:
        return JsonResponse({"state": "other_user"}, status=403)
    save = _save_field if form.cleaned_data["page"] in FIELDS else _save_answer
    try:
        return save(request, key, form.cleaned_data)
    except Application.DoesNotExist:
        raise Http404 from None
    except NotAllowed as refusal:
        return JsonResponse({"state": "closed", "message": str(refusal)}, status=409)


def _save_answer(request: SignedIn, key: UUID, sent: Mapping[str, Any]) -> HttpResponse:
    saved = actions.save_answer(
        key,
        sent["field"],
        request.POST.get("text", ""),
        sent["version"] or 0,
        by=request.user,
        at=clock.in_query(),
        seen=sent["seen"],
    )
    if conflict := saved.conflict:
        return say_conflict(
            conflict.theirs,
            texts.digest(conflict.theirs),
            version=conflict.version,
            by=conflict.saved_by,
            at=day_or_time(conflict.saved_at, saved.at),
        )
    return say_saved(
        saved.at, texts.digest(saved.text), version=saved.version, length=texts.length(saved.text)
    )


def _save_field(request: SignedIn, key: UUID, sent: Mapping[str, Any]) -> HttpResponse:
    at = clock.of_database()
    name, page = sent["field"], sent["page"]
    field = FIELDS[page].get(name)
    if field is None:
        raise Http404
    several = isinstance(field, forms.MultipleChoiceField)
    try:
        value = field.clean(
            request.POST.getlist("text") if several else request.POST.get("text", "")
        )
    except ValidationError as error:
        return say_invalid(error.messages[0])
    seen = actions.Seen(sent["seen"], sent["page_seen"])
    try:
        seen = actions.save_field(key, page, name, value, by=request.user, at=at, seen=seen)
    except Stale as stale:
        theirs = stale.stored[name]
        return say_conflict(plain(theirs), shown.digest({name: theirs}))
    return say_saved(at, seen.field, page_seen=seen.page)


def say_saved(at: datetime, seen: str, **more: Any) -> HttpResponse:
    time = formats.date_format(at.astimezone(BERLIN), "H:i")
    return JsonResponse({"state": "saved", "saved": time, "seen": seen, **more})


def say_conflict(theirs: Any, seen: str, *, by: str = "", **more: Any) -> HttpResponse:
    who = by or _("Somebody")
    found = {"state": "conflict", "theirs": theirs, "by": who, "seen": seen, **more}
    return JsonResponse(found, status=409)


def say_invalid(message: str) -> HttpResponse:
    return JsonResponse({"state": "invalid", "message": message}, status=422)


def plain(value: Any) -> str | list[str]:
    """As the controls of a page hold it."""
    if isinstance(value, list):
        return value
    return "" if value is None else str(value)


def in_json(form: forms.Form, stored: Mapping[str, Any]) -> str:
    """What static/award/save.js is told of the fields of a page: by name, the label, the digest of
    what is stored, and that itself where the form shows something else.
    """
    told: dict[str, dict[str, Any]] = {}
    for name, value in stored.items():
        field = form.fields[name]
        told[name] = {"label": str(field.label), "seen": shown.digest({name: value})}
        if field.has_changed(value, form[name].value()):
            told[name]["value"] = plain(value)
    return json.dumps(told)


def _stored(application: Application, *, at: datetime) -> dict[str, Any]:
    """All that can be saved field by field, by page and field. Two queries with the application."""
    answers = application.answers.select_related("question", "saved_by")
    pages: dict[str, dict[str, Any]] = {
        "section": {
            answer.question.code: {
                "value": answer.text,
                "version": answer.version,
                "seen": texts.digest(answer.text),
                "by": str(answer.saved_by or _("Somebody")),
                "at": day_or_time(answer.saved_at, at),
            }
            for answer in answers
        }
    }
    details = {
        "initiative": shown.profile(application.initiative),
        "contact": shown.contact(application),
    }
    for page, values in details.items():
        pages[page] = {
            name: {"value": plain(value), "seen": shown.digest({name: value})}
            for name, value in values.items()
        }
    return pages
