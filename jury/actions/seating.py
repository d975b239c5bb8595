"""Who is on the jury, and what the office notes about each member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives import shown
from initiatives.models import Call, User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Expertise, Juror
from .concerns import raise_concerns

NOTED = (
    "salutation",
    "organisation",
    "is_chair",
    "term_from",
    "term_until",
    "min_cases",
    "max_cases",
)


def lock_jury(call: Call, *, by: User) -> Call:
    """The call as it is now; nobody joins or leaves its jury until the transaction ends."""
    check(office.may_administer(by), _("Your role reads and does not decide."))
    # Translators: de: „Ein Jahr des Archivs hat keine Jury.“
    check(not call.is_archive, _("A year of the archive has no jury."))
    return Call.objects.select_for_update(no_key=True).get(pk=call.pk)


def check_of_no_office(user: User) -> None:
    check(
        not office.is_office(user),
        _("%(name)s is of the office, which sees all scores, and cannot judge.") % {"name": user},
    )


@transaction.atomic
def seat(call: Call, user: User, *, by: User | None, at: datetime, **noted: Any) -> Juror:
    """Make somebody a member of the call's jury at once; nobody of the office can be one.

    `noted` are fields of the juror. For demonstrations and what comes from elsewhere: people are
    invited, see `inviting`.
    """
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check_of_no_office(user)
    juror = Juror.objects.create(call=call, user=user, accepted_at=at, **noted)
    journal.record("juror.seated", about=juror, by=by, at=at)
    raise_concerns(call, by=by, at=at, jurors=[juror])
    return juror


def knows(juror: Juror, levels: Mapping[str, int]) -> None:
    """Store how much the juror knows, by the code of the criterion; replaces what was there."""
    juror.expertise.all().delete()
    Expertise.objects.bulk_create(
        Expertise(juror=juror, criterion=criterion, level=levels[criterion.code])
        for criterion in juror.call.criteria.all()
        if criterion.code in levels
    )


def said(juror: Juror) -> dict[str, Any]:
    """What is noted about a member, as plain values for journal and digest. One query."""
    values = {name: getattr(juror, name) for name in NOTED}
    for name in ("term_from", "term_until"):
        values[name] = values[name].isoformat() if values[name] else None
    levels = juror.expertise.values_list("criterion__code", "level")
    return values | {f"expertise_{code}": level for code, level in sorted(levels)}


@transaction.atomic
def change(
    juror: Juror,
    values: Mapping[str, Any],
    levels: Mapping[str, int],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Note something else about a member; whether anything changed.

    Raises NotAllowed for a second chair and for who has left, Stale if a colleague was faster.
    """
    call = lock_jury(juror.call, by=by)
    rows = Juror.objects.select_for_update(no_key=True, of=("self",))
    juror = rows.select_related("user", "call").get(pk=juror.pk)
    # Translators: de: „%(name)s ist aus der Jury ausgeschieden.“
    check(juror.left_at is None, _("%(name)s has left the jury.") % {"name": juror})
    before = said(juror)
    for name in NOTED:
        setattr(juror, name, values[name])
    codes = {f"expertise_{code}": level for code, level in sorted(levels.items())}
    after = said(juror)
    after = {name: value for name, value in after.items() if name in NOTED} | codes
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    others = call.jurors.filter(is_chair=True, left_at=None).exclude(pk=juror.pk)
    other = others.select_related("user").first()
    check(
        not (juror.is_chair and other),
        # Translators: de: „Den Vorsitz hat %(name)s. Nehmen Sie ihn dort zuerst weg.“
        _("%(name)s is in the chair. Take the chair away there first.") % {"name": other},
    )
    juror.save(update_fields=NOTED)
    knows(juror, levels)
    raise_concerns(call, by=by, at=at, jurors=[juror])
    changed = sorted(name for name in before | after if before.get(name) != after.get(name))
    journal.record("juror.changed", about=juror, by=by, at=at, changed=changed)
    return True
