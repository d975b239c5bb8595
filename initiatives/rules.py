"""Who may do what: small predicates. Roles are looked up once a user object and kept on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import Application, Initiative, User

WRITING = {"editor", "lead"}
EDITING = {"owner", "editor"}


def office_role(user: User | AnonymousUser) -> str:
    """reader, editor, lead, auditor, or "" for everybody else. One query, once a request."""
    if not user.is_authenticated or not user.is_active:
        return ""
    role: Any = user.__dict__.get("_office_role")
    if role is None:
        member = getattr(user, "office", None)
        role = user.__dict__["_office_role"] = member.role if member else ""
    return str(role)


def is_office(user: User | AnonymousUser) -> bool:
    return bool(office_role(user))


def may_administer(user: User | AnonymousUser) -> bool:
    """Whether the office member changes things, and does not only read."""
    return office_role(user) in WRITING


def role_in(user: User, initiative: Initiative) -> str:
    """owner, editor, reader or "". One query."""
    return initiative.memberships.filter(user=user).values_list("role", flat=True).first() or ""


def may_decide(user: User, application: Application) -> bool:
    """Whether the office member decides on this application: never on one of an own initiative."""
    return may_administer(user) and not membership_role(user, application)


def membership_role(user: User, application: Application) -> str:
    """owner, editor, reader or "". One query, unless it was found along with the application."""
    if application.__dict__.get("role_of") == user.pk:
        return application.__dict__["role"] or ""
    return role_in(user, application.initiative)


def may_edit(user: User, application: Application) -> bool:
    return membership_role(user, application) in EDITING


def may_withdraw(user: User, application: Application) -> bool:
    return membership_role(user, application) == "owner"
