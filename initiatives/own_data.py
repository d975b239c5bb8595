"""What we hold of a person and of an application, as plain JSON values for them to take along.

The shape is ours to explain (README of the parcel), not to change without a new FORMAT.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q

from . import filled, history
from .berlin import BERLIN
from .models import (
    Answer,
    Application,
    Attachment,
    Claim,
    Confirmation,
    Invitation,
    Membership,
    OfficeMember,
    Proposal,
    Question,
    Snapshot,
    User,
)
from .shown import PROFILE

FORMAT = 1


def addresses(user: User) -> set[str]:
    """The addresses this person has proved to read, and the one letters go to; in lower case."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {email.lower() for email in [user.email, *proved]}


def account(user: User) -> dict[str, Any]:
    """The account: profile, addresses, ways of signing in, memberships, consents."""
    return {
        "format": FORMAT,
        "name": user.name,
        "email": user.email,
        "language_of_letters": user.language,
        "wants_reminders": user.wants_reminders,
        "since": time(user.date_joined),
        "last_signed_in": time(user.last_login),
        "addresses": [
            {"email": row.email, "verified": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "ways_of_signing_in": [
            {
                "kind": str(row.type),
                "name": str(row.data.get("name", "")),
                "created_at": time(row.created_at),
                "last_used_at": time(row.last_used_at),
            }
            for row in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "office_role": _office_role(user),
        "memberships": [
            {"initiative": row.initiative.name, "role": row.role, "since": time(row.since)}
            for row in Membership.objects.filter(user=user)
            .select_related("initiative")
            .order_by("pk")
        ],
        "invitations": [_invitation(row) for row in _invitations_to(user)],
        "claims": [
            {
                "initiative": row.initiative.name,
                "reason": row.reason,
                "made_at": time(row.made_at),
                "decided_at": time(row.decided_at),
                "granted": row.granted,
                "answer": row.answer,
            }
            for row in Claim.objects.filter(user=user).select_related("initiative").order_by("pk")
        ],
        "proposals": [
            {
                "initiative": row.name,
                "region": row.region,
                "why": row.why,
                "your_name": row.proposer_name,
                "may_be_named": row.may_be_named,
                "made_at": time(row.made_at),
                "confirmed_at": time(row.confirmed_at),
            }
            for row in Proposal.objects.filter(sent_to("proposer_email", user)).order_by("pk")
        ],
        "consents": [
            {"application": row.application.number, **_confirmation(row)}
            for row in Confirmation.objects.filter(user=user)
            .select_related("application", "declaration")
            .order_by("pk")
        ],
        "image_rights_confirmed": [
            {"application": row.application.number, "file": row.name, "at": time(row.rights_at)}
            for row in Attachment.objects.filter(rights_by=user)
            .select_related("application")
            .order_by("pk")
        ],
    }


def application(case: Application, paths: dict[int, str]) -> dict[str, Any]:
    """What an application says now and what was handed in; `paths` are its files' in the parcel."""
    what = filled.read(case)
    return {
        "format": FORMAT,
        "number": case.number,
        "year": case.call.year,
        "call": dict(case.call.title),
        "status": case.status,
        "ground_of_exclusion": case.exclusion_reason,
        "started_at": time(case.started_at),
        "saved_at": time(case.saved_at),
        "opened_again_at": time(case.reopened_at),
        "deadline": time(case.deadline()),
        "own_deadline_reason": case.own_closes_reason,
        "initiative": {name: getattr(case.initiative, name) for name in PROFILE},
        "team": [
            {"name": str(row.user), "role": row.role, "since": time(row.since)}
            for row in case.initiative.memberships.select_related("user").order_by("pk")
        ],
        "contact": {
            "name": case.contact_name,
            "email": case.contact_email,
            "phone": case.contact_phone,
        },
        "themes": [{"code": row.code, "name": dict(row.name)} for row in what.declared],
        "answers": _answers(case, what.questions),
        "files": [
            {
                "path": paths.get(row.pk, ""),
                "name": row.name,
                "kind": row.kind,
                "media_type": row.media_type,
                "size": row.size,
                "sha256": row.sha256,
                "caption": row.caption,
                "credit": row.credit,
                "alt_text": row.alt_text,
                "uploaded_at": time(row.uploaded_at),
                "uploaded_by": str(row.uploaded_by or ""),
                "rights_confirmed_at": time(row.rights_at),
                "rights_confirmed_by": str(row.rights_by or ""),
                "removed_at": time(row.removed_at),
            }
            for row in case.attachments.select_related("uploaded_by", "rights_by")
        ],
        "confirmations": [
            {**_confirmation(row), "by": str(row.user or "")}
            for row in case.confirmations.select_related("declaration", "user").order_by("pk")
        ],
        "versions": [version(row) for row in _versions(case)],
        "requests_for_changes": [
            {
                "asked_at": time(row.asked_at),
                "until": time(row.until),
                "message": row.message,
                "answered_at": time(row.answered_at),
                "taken_back_at": time(row.withdrawn_at),
                "points": [
                    {
                        "page": point.page,
                        "question": point.question.code if point.question else "",
                        "note": point.note,
                    }
                    for point in row.points.all()
                ],
            }
            for row in case.change_requests.prefetch_related("points__question")
        ],
    }


def journal(case: Application) -> list[dict[str, str | None]]:
    """The history of an application, oldest first, in the words of its page."""
    events = history.told(case, history.entries(case))
    return [
        {"at": time(event.at), "what": event.what, "detail": event.detail, "who": event.who}
        for event in reversed(events)
    ]


def version(row: Snapshot) -> dict[str, Any]:
    return {
        "version": row.version,
        "submitted_at": time(row.submitted_at),
        "submitted_by": str(row.submitted_by),
        "late_by_seconds": row.late_by,
        "sha256": row.sha256,
    }


def _versions(case: Application) -> Any:
    rows = case.snapshots.select_related("submitted_by").defer("content")
    return rows.order_by("version")


def _answers(case: Application, asked: list[Question]) -> list[dict[str, Any]]:
    """Every question that is asked, in the order of the form, and what was answered besides."""
    stored = {
        row.question_id: row
        for row in case.answers.select_related("question__section", "saved_by").order_by(
            "question__section__position", "question__position", "question_id"
        )
    }
    missing = [row.question for key, row in stored.items() if key not in {q.pk for q in asked}]
    return [_answer(question, stored.get(question.pk)) for question in [*asked, *missing]]


def _answer(question: Question, answer: Answer | None) -> dict[str, Any]:
    return {
        "code": question.code,
        "section": dict(question.section.title),
        "question": dict(question.prompt or question.label),
        "limit": question.limit,
        "text": answer.text if answer else "",
        "saved_at": time(answer.saved_at) if answer else None,
        "saved_by": str(answer.saved_by or "") if answer else "",
    }


def _confirmation(row: Confirmation) -> dict[str, Any]:
    return {
        "code": row.declaration.code,
        "version": row.declaration.version,
        "text": dict(row.declaration.text),
        "language": row.language,
        "at": time(row.at),
    }


def _invitations_to(user: User) -> Any:
    rows = Invitation.objects.filter(sent_to("email", user))
    return rows.select_related("initiative").order_by("pk")


def sent_to(field: str, user: User) -> Q:
    """Rows that hold one of the person's addresses, however it is written."""
    found = Q()
    for email in sorted(addresses(user)):
        found |= Q(**{f"{field}__iexact": email})
    return found


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "initiative": row.initiative.name,
        "email": row.email,
        "role": row.role,
        "invited_at": time(row.invited_at),
        "valid_until": time(row.expires_at),
        "accepted_at": time(row.accepted_at),
        "declined_at": time(row.declined_at),
        "taken_back_at": time(row.withdrawn_at),
    }


def _office_role(user: User) -> str:
    return OfficeMember.objects.filter(user=user).values_list("role", flat=True).first() or ""


def time(at: datetime | None) -> str | None:
    """Berlin time with its distance from UTC, which people and programs both can read."""
    return at.astimezone(BERLIN).isoformat() if at else None
