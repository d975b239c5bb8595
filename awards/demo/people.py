"""The invented people: who signs in, who sits in the office, who judges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from initiatives.models import Call, Initiative, Membership, OfficeMember, User
from initiatives.rules import WRITING
from jury import actions
from jury.models import Juror

PEOPLE = [
    (_("applicant"), "applicant@demo.example"),
    *((_("member of the jury"), f"juror{number}@demo.example") for number in range(1, 9)),
    (_("chair of the jury"), "chair@demo.example"),
    (_("office, prepares"), "office@demo.example"),
    (_("office, confirms"), "lead@demo.example"),
    (_("auditor, reads only"), "auditor@demo.example"),
]


def welcome(
    rows: list[Mapping[str, Any]], contacts: Mapping[str, str], *, at: datetime
) -> dict[str, User]:
    """Accounts by address, each with a verified address, so that signing in by code works."""
    names = {**contacts, **{row["email"]: row["name"] for row in rows}}
    users = {
        email: User.objects.create_user(email, name=name, date_joined=at)
        for email, name in names.items()
    }
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=email, verified=True, primary=True)
        for email, user in users.items()
    )
    for row in rows:
        if "office" in row:
            user = users[row["email"]]
            OfficeMember.objects.create(user=user, role=row["office"])
            user.is_staff = row["office"] in WRITING
            user.save(update_fields=["is_staff"])
    return users


def join(
    rows: list[Mapping[str, Any]], users: Mapping[str, User], initiatives: Mapping[str, Initiative]
) -> None:
    """Who writes along, and who only reads, beside the owner of an initiative."""
    for row in rows:
        if "initiative" in row:
            Membership.objects.get_or_create(
                initiative=initiatives[row["initiative"]],
                user=users[row["email"]],
                defaults={"role": row["role"]},
            )


def seat(
    call: Call,
    rows: list[Mapping[str, Any]],
    users: Mapping[str, User],
    *,
    by: User,
    at: datetime,
) -> dict[str, Juror]:
    """The jury by address."""
    return {
        row["email"]: actions.seat(
            call,
            users[row["email"]],
            by=by,
            at=at,
            salutation=row["salutation"],
            organisation=row["organisation"],
            is_chair=row["is_chair"],
        )
        for row in rows
    }
