"""When a form comes without a session or without its token: what was typed is handed back."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from initiatives.application_forms import ContactForm, InitiativeForm, ThemesForm
from initiatives.file_forms import DescriptionForm
from initiatives.models import Call, Criterion, Question
from initiatives.office_forms import ExclusionForm
from initiatives.proposal_forms import WriteForm
from initiatives.team_forms import ClaimForm, InvitationForm, RefusalForm
from jury.forms import AssignForm, NoteForm, ScoreForm

from ..decision_forms import DecisionForm
from ..release_forms import ReleaseForm

WRITTEN = {"apply", "jury", "office", "claim"}
TECHNICAL = re.compile(
    r"csrfmiddlewaretoken|once|known|initiative|seen|.+-(version|seen)|ground-.+"
)
SCORE = re.compile(r"c(\d{1,9})-(points|reason|for_applicant)")
FORMS = (InitiativeForm, ContactForm, ThemesForm, DescriptionForm, ExclusionForm)
TEAM = (ClaimForm, InvitationForm, RefusalForm, WriteForm)
FIELDS: dict[str, forms.Field] = {
    name: field
    for form in (*FORMS, *TEAM, AssignForm, DecisionForm, NoteForm, ReleaseForm)
    for name, field in form.base_fields.items()
}


class Typed(NamedTuple):
    """A text that was sent and not stored."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        return min(14, 1 + len(self.text) // 70 + self.text.count("\n"))


def csrf_failure(
    request: HttpRequest, reason: str = "", *, why: str = "", status: int = 403
) -> HttpResponse:
    """Also for a form whose writer is no longer signed in (`initiatives.access.signed_in`), and for
    one that cannot be saved any more: `why` says so to people (`reason` is Django's, for logs).
    """
    match = request.resolver_match
    foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    signed_in = request.user.is_authenticated
    if not match or not {match.namespace, match.view_name} & WRITTEN or foreign:
        return render(request, "403_csrf.html", status=403)
    if request.headers.get("Accept") == "application/json":
        return _in_json(request, signed_in=signed_in)
    typed, back = _typed(request), _back(request)
    if not typed and status == 404:
        raise Http404
    if not typed and not signed_in:
        return redirect_to_login(back)
    if not typed:
        return render(request, "403_csrf.html", status=403)
    sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back}, safe='/')}"
    context = {"typed": typed, "signed_in": signed_in, "back": back, "sign_in": sign_in, "why": why}
    response = render(request, "403_typed.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _in_json(request: HttpRequest, *, signed_in: bool) -> HttpResponse:
    """For a script that saves while somebody types: whoever is signed in goes on with a new token.

    Only pages of this site can read it.
    """
    if not signed_in:
        return JsonResponse({"state": "signed_out"}, status=403)
    return JsonResponse({"state": "outdated", "token": get_token(request)}, status=403)


def _back(request: HttpRequest) -> str:
    """The page the form stood on, which is another one where an address only takes forms."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()


def _typed(request: HttpRequest) -> list[Typed]:
    """Every text of the form with its label, as far as that is known. Three queries at most."""
    sent = {
        name: str(text).strip()
        for name, text in request.POST.items()
        if not TECHNICAL.fullmatch(name) and _is_text(name, str(text).strip())
    }
    questions = Question.objects.filter(call=Call.objects.current(), code__in=sent)
    labels = {question.code: str(question.label) for question in questions}
    scores = {name: match for name in sent if (match := SCORE.fullmatch(name))}
    criteria = Criterion.objects.in_bulk([int(match[1]) for match in scores.values()])
    for name, match in scores.items():
        what = str(ScoreForm.base_fields[match[2]].label)
        criterion = criteria.get(int(match[1]))
        labels[name] = f"{criterion.name}: {what}" if criterion else what
    return [Typed(labels.get(name) or _label(name), text) for name, text in sent.items()]


def _is_text(name: str, text: str) -> bool:
    """Not empty, and not ticked or chosen: that is done again quickly. Points are kept."""
    if name.endswith("-points"):
        return text.isdigit()
    field = FIELDS.get(name)
    return text not in ("", "on", "1") and not isinstance(field, forms.ChoiceField)


def _label(name: str) -> str:
    """The label of a field of ours, also behind the prefix of its form or before the language;
    else its bare name.
    """
    bare = name.removesuffix("_de").removesuffix("_en")
    field = FIELDS.get(name) or FIELDS.get(name.rpartition("-")[2]) or FIELDS.get(bare)
    return str(field.label) if field else name
