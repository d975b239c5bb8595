"""What we hold of a person around an award, as plain JSON values for them to take along; see
`initiatives.own_data`. Only what they did, said or were asked themselves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from initiatives.models import User
from initiatives.own_data import FORMAT, sent_to, time

from .models import Invitee, Portrait, PressReader, Seal
from .seals import terms


def of(user: User) -> dict[str, Any] | None:
    """Portraits they answered, terms of seals they accepted, invitations to an evening and to read
    before the embargo ends, which go by their addresses. None for who has nothing of it.
    """
    to_them = sent_to("email", user)
    found = {
        "portraits": [_portrait(row, user) for row in _portraits(user)],
        "seals_accepted": [_seal(row) for row in _seals(user)],
        "ceremonies": [_guest(row) for row in _guests(to_them)],
        "press": [_reader(row) for row in _readers(to_them)],
    }
    return {"format": FORMAT, **found} if any(found.values()) else None


def _portraits(user: User) -> Any:
    mine = Q(approved_by=user, approval_note="") | Q(suggested_by=user)
    return Portrait.objects.filter(mine).select_related("application").order_by("pk")


def _portrait(row: Portrait, user: User) -> dict[str, Any]:
    suggested = row.suggested_by_id == user.pk
    agreed = row.approved_by_id == user.pk and not row.approval_note
    return {
        "application": row.application.number,
        "agreed_at": time(row.approved_at) if agreed else None,
        "sha256_of_the_words": row.approved_sha256 if agreed else "",
        "suggested_at": time(row.suggested_at) if suggested else None,
        "suggested_text": dict(row.suggestion) if suggested else {},
        "suggested_summary": dict(row.suggested_summary) if suggested else {},
        # Whoever agreed last has replaced the remark of whoever suggested something before.
        "remark": row.remark if agreed or not row.approved_at or row.approval_note else "",
    }


def _seals(user: User) -> Any:
    rows = Seal.objects.filter(accepted_by=user).select_related("laureate__release__call")
    return rows.order_by("pk")


def _seal(row: Seal) -> dict[str, Any]:
    version = row.terms_version or terms.CURRENT
    return {
        "code": row.code,
        "year": row.laureate.release.call.year,
        "name": row.laureate.name,
        "accepted_at": time(row.accepted_at),
        "terms_version": version,
        "terms": terms.text(version),
        "issued_by": row.issuer,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "withdrawn_at": time(row.withdrawn_since()),
    }


def _guests(to_them: Q) -> Any:
    rows = Invitee.objects.filter(to_them)
    rows = rows.select_related("ceremony__call", "table", "check_in")
    return rows.prefetch_related("companions").order_by("pk")


def _guest(row: Invitee) -> dict[str, Any]:
    check_in = getattr(row, "check_in", None)
    return {
        "year": row.ceremony.call.year,
        "name": row.name,
        "salutation": row.salutation,
        "email": row.email,
        "organisation": row.organisation,
        "language_of_letters": row.language,
        "invited_at": time(row.invited_at),
        "withdrawn_at": time(row.withdrawn_at),
        "answer": row.answer,
        "answered_at": time(row.answered_at),
        "companions": [one.name for one in row.companions.all()],
        "diet": row.diet,
        "access_needs": row.access_needs,
        "consent_to_photos": row.photo_consent_text,
        "consent_to_photos_at": time(row.photo_consent_at),
        "table": row.table.name if row.table else "",
        "came_at": time(check_in.at) if check_in else None,
    }


def _readers(to_them: Q) -> Any:
    rows = PressReader.objects.filter(to_them)
    return rows.select_related("release__call").order_by("pk")


def _reader(row: PressReader) -> dict[str, Any]:
    return {
        "year": row.release.call.year,
        "name": row.name,
        "medium": row.medium,
        "email": row.email,
        "invited_at": time(row.invited_at),
        "first_opened_at": time(row.first_opened_at),
        "embargo_promised_at": time(row.agreed_at),
        "embargo_promised_until": time(row.agreed_until),
        "withdrawn_at": time(row.withdrawn_at),
    }
