"""Taking one's data along: one page, and one ZIP file for everything or for one application."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import clock, own_data, parcel
from initiatives.access import SignedIn, signed_in
from initiatives.berlin import BERLIN
from initiatives.models import Application, User
from initiatives.rules import is_office
from jury import own_data as jury_data
from jury.models import Juror

from .. import own_data as award_data
from ..models import Feedback, Portrait


@signed_in
def overview(request: SignedIn) -> HttpResponse:
    """What is in the file, and the files of single applications."""
    user = request.user
    return render(
        request,
        "awards/own_data.html",
        {
            "applications": parcel.applications_of(user),
            "judges": Juror.objects.filter(user=user).exists(),
            "works_here": is_office(user),
            # Translators: de: „Ihre Daten“
            "trail": [(_("Your account"), reverse("account")), (_("Your data"), "")],
        },
    )


@signed_in
def everything(request: SignedIn) -> HttpResponseBase:
    """All of this person's, made while they wait."""
    at = clock.now()
    refusal = _too_often(request)
    if refusal:
        return refusal
    cases = list(parcel.applications_of(request.user))
    judged = jury_data.of(request.user)
    file = parcel.of_person(
        request.user,
        at=at,
        feedback=_feedback(cases),
        portraits=_portraits(cases, request.user),
        jury=judged,
        award=award_data.of(request.user),
    )
    return _sent(file, f"meine-daten-{at.astimezone(BERLIN):%Y-%m-%d}.zip")


@signed_in
def application(request: SignedIn, key: UUID) -> HttpResponseBase:
    """One application, for everybody who acts for its initiative; also after the deadline."""
    case = get_object_or_404(parcel.applications_of(request.user), key=key)
    refusal = _too_often(request)
    if refusal:
        return refusal
    file = parcel.of_application(
        case,
        to=request.user,
        at=clock.now(),
        feedback=_feedback([case]).get(case.pk),
        portrait=_portraits([case], request.user).get(case.pk),
    )
    return _sent(file, f"bewerbung-{case.number}.zip")


def _feedback(cases: list[Application]) -> dict[int, Any]:
    """What the office has released on each, by theme. Two queries."""
    released = Feedback.objects.filter(application__in=cases).exclude(released_at=None)
    return {
        row.application_id: [
            {"theme": text.criterion.code, "text": text.text} for text in row.texts.all()
        ]
        for row in released.prefetch_related("texts__criterion")
    }


def _portraits(cases: list[Application], user: User) -> dict[int, Any]:
    """What this person was asked to agree to, and what became of it. One query."""
    rows = Portrait.objects.visible_to(user).filter(application__in=cases)
    return {
        row.application_id: {
            "text": dict(row.text),
            "summary": dict(row.summary),
            "asked_at": own_data.time(row.asked_at),
            "agreed_at": own_data.time(row.approved_at),
            "agreed_by": "" if row.approval_note else str(row.approved_by or ""),
            "suggested_text": dict(row.suggestion),
            "suggested_summary": dict(row.suggested_summary),
            "remark": row.remark,
            "suggested_at": own_data.time(row.suggested_at),
            "suggested_by": str(row.suggested_by or ""),
            "answer": row.answer,
            "answered_at": own_data.time(row.answered_at),
        }
        for row in rows.select_related("approved_by", "suggested_by")
    }


def _too_often(request: SignedIn) -> HttpResponse | None:
    refusal: HttpResponse | None = consume_or_429(request, action="take_data", limit_get=True)
    if refusal:
        refusal.headers["Retry-After"] = "60"
    return refusal


def _sent(file: Any, name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
