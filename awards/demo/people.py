"""The invented people: who signs in, who sits in the office, who judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from initiatives.berlin import BERLIN
from initiatives.models import Call, Initiative, Membership, OfficeMember, User
from initiatives.rules import WRITING
from jury import actions, drafts
from jury.models import Juror
from jury.whom import Invited

from .bench import READERS
from .timeline import Step

YEAR, OPEN = timedelta(days=365), timedelta(days=3)

PEOPLE = [
    (_("applicant"), "applicant@demo.example"),
    *((_("member of the jury"), f"juror{number}@demo.example") for number in range(1, 9)),
    (_("chair of the jury"), "chair@demo.example"),
    # Translators: de: „Vertretung in der Jury“
    (_("deputy in the jury"), "deputy@demo.example"),
    # Translators: de: „in die Jury eingeladen“
    (_("invited to the jury"), "invited@demo.example"),
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
    actions.publish_statement(call, drafts.statement(), by=by, at=at, after=0)
    actions.set_procedure(call, {"readers": READERS, "quorum": 3}, by=by, at=at)
    return {row["email"]: _seat(call, row, users, by=by, at=at) for row in rows}


def _seat(
    call: Call, row: Mapping[str, Any], users: Mapping[str, User], *, by: User, at: datetime
) -> Juror:
    """A member in office until the end of the year, who knows the first field best."""
    juror = actions.seat(
        call,
        users[row["email"]],
        by=by,
        at=at,
        salutation=row["salutation"],
        organisation=row["organisation"],
        is_chair=row["is_chair"],
        term_from=at.astimezone(BERLIN).date(),
        term_until=(call.feedback_at + YEAR).astimezone(BERLIN).date()
        if call.feedback_at
        else None,
    )
    levels = zip(row["expertise"], (3, 2, 2, 1), strict=False)
    actions.knows(juror, dict(levels))
    _promise(juror, at=at)
    return juror


def _promise(juror: Juror, *, at: datetime) -> None:
    if statement := actions.current_statement(juror.call):
        actions.promise(juror, statement, by=juror.user, at=at, language="de")


def ask(
    call: Call,
    data: Mapping[str, Any],
    seats: Mapping[str, Juror],
    users: Mapping[str, User],
    *,
    by: User,
    at: datetime,
) -> Iterator[Step]:
    """Who else was asked into the jury: a deputy who accepts, one who declines, and one who
    was asked three days before the present `at` and has not answered.
    """
    if call.opens_at is None or call.judging_until is None:
        return
    for number, row in enumerate(data["asked_to_judge"]):
        whom = Invited(
            row["name"],
            row["email"],
            row["salutation"],
            row["organisation"],
            deputy_of=seats.get(row.get("deputy_of", "")),
        )
        first = at - OPEN if row["answer"] == "open" else call.opens_at
        moment = first + timedelta(hours=number)
        if moment < call.judging_until:
            yield moment, partial(_ask, call, whom, row, users.get(row["email"]), by)


def _ask(
    call: Call, whom: Invited, row: Mapping[str, Any], user: User | None, by: User, at: datetime
) -> None:
    invitation = actions.invite(call, whom, by=by, at=at)
    answered = at + timedelta(minutes=40)
    if row["answer"] == "accepted" and user:
        _promise(actions.accept(invitation, by=user, at=answered), at=answered)
    elif row["answer"] == "declined" and user:
        actions.decline(invitation, ground=row["ground"], note=row["note"], by=user, at=answered)
