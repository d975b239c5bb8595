"""By what a call is judged: its criteria, and what the points mean for each.

A criterion and its anchors are changed as one thing, see `jury.levels`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.actions.setting_up import free_name, is_locked, rows
from initiatives.models import Anchor, Call, Criterion, User
from initiatives.names import slug
from initiatives.records import journal
from initiatives.refusals import check

from .. import standard
from ..levels import meanings, plain, said
from .fixing import hold_open_rules, hold_rules
from .relying import asked, choice_stands, chosen, hindrance_to

WEIGHT_MAX = Decimal(100)
WORDING = ("name", "question")
CODE_LIMIT = 20


def _check_values(call: Call, values: Mapping[str, Any]) -> None:
    weight = values.get("weight", Decimal(1))
    check(
        0 < weight <= WEIGHT_MAX,
        # Translators: de: „Ein Gewicht ist größer als 0 und höchstens 100.“
        _("A weight is greater than 0 and at most 100."),
    )
    beyond = [n for n, text in meanings(values).items() if text and n > call.points_max]
    check(
        not beyond,
        # Translators: de: „Die Stufe bei %(points)d Punkten liegt über der Skala, die bei %(max)d
        # endet.“
        _("The level at %(points)d points lies beyond the scale, which ends at %(max)d.")
        % {"points": max(beyond, default=0), "max": call.points_max},
    )


@transaction.atomic
def add_criterion(
    call: Call,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    code: str = "",
    reason: str = "",
) -> Criterion:
    """A further criterion, after the others. Its code is given once and stays.

    What an application can choose stands from the first one handed in.
    """
    call = hold_open_rules(call, reason=reason, by=by, at=at)
    check(not (values["is_optional"] and is_locked(call)), choice_stands())
    used = set(call.criteria.values_list("code", flat=True))
    code = slug(code)[:CODE_LIMIT].strip("-")
    check(
        code not in used,
        # Translators: de: „Das Kürzel „%(code)s“ ist schon vergeben.“
        _("The code “%(code)s” is taken already.") % {"code": code},
    )
    name = values["name"].get("de", "")[: CODE_LIMIT - 4]
    return _add(
        call,
        values,
        code=code or free_name(name, used, "kriterium", joint="-"),
        reason=reason,
        by=by,
        at=at,
    )


def _add(
    call: Call, values: Mapping[str, Any], *, code: str, reason: str, by: User, at: datetime
) -> Criterion:
    _check_values(call, values)
    last = call.criteria.order_by("position", "pk").last()
    made = Criterion.objects.create(
        call=call,
        code=code,
        position=last.position + 1 if last else 1,
        **{name: values[name] for name in (*WORDING, "weight", "is_optional")},
    )
    _write_anchors(made, values)
    _record("call.added_to", made, call, reason=reason, by=by, at=at, after=said(made))
    return made


@transaction.atomic
def change_criterion(
    criterion: Criterion,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
) -> bool:
    """Whether anything changed. Raises Stale, see `shown`."""
    call = hold_open_rules(criterion.call, reason=reason, by=by, at=at)
    row = call.criteria.get(pk=criterion.pk)
    _check_values(call, values)
    if values.get("is_optional", row.is_optional) != row.is_optional:
        check(not is_locked(call), choice_stands())
        why = chosen(row) or asked(row)
        check(not why, why)
    return _update("call.changed", row, values, call, seen=seen, reason=reason, by=by, at=at)


@transaction.atomic
def correct_criterion(
    criterion: Criterion,
    values: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Correct a typing mistake after the first score; the journal keeps both and the reason.

    Nothing but words, and no level more or less. Raises Stale, see `shown`.
    """
    call = hold_rules(criterion.call, by=by, at=at)
    check(reason.strip(), _("Name the typing mistake that you correct."))
    row = call.criteria.get(pk=criterion.pk)
    before = said(row)
    words = {n: v for n, v in values.items() if n in WORDING or before.get(n)}
    words = {n: v for n, v in words.items() if n in WORDING or n.startswith("anchor_")}
    check(
        all(value.get("de", "").strip() for name, value in words.items() if name != "question"),
        # Translators: de: „Name und Stufen brauchen einen deutschen Text.“
        _("Name and levels need a German text."),
    )
    return _update("call.corrected", row, words, call, seen=seen, reason=reason, by=by, at=at)


def _update(
    action: str,
    row: Criterion,
    values: Mapping[str, Any],
    call: Call,
    *,
    seen: str | None,
    reason: str,
    by: User,
    at: datetime,
) -> bool:
    before = said(row)
    after = before | plain(values)
    if not shown.is_news(seen, stored=before, given=after) or after == before:
        return False
    changed = [name for name in after if after[name] != before.get(name)]
    own = [name for name in changed if not name.startswith("anchor_")]
    for name in own:
        setattr(row, name, values[name])
    if own:
        row.save(update_fields=own)
    _write_anchors(row, {name: values[name] for name in changed if name not in own})
    kept = {
        "before": {name: before.get(name) for name in changed},
        "after": {name: after[name] for name in changed},
    }
    _record(action, row, call, reason=reason, by=by, at=at, **kept)
    return True


def _write_anchors(criterion: Criterion, values: Mapping[str, Any]) -> None:
    for points, text in meanings(values).items():
        if text:
            known = Anchor.objects.filter(criterion=criterion, points=points)
            if not known.update(text=text):
                Anchor.objects.create(criterion=criterion, points=points, text=text)
        else:
            Anchor.objects.filter(criterion=criterion, points=points).delete()


@transaction.atomic
def move_criterion(criterion: Criterion, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down: the order in which jurors and applicants see them."""
    call = hold_open_rules(criterion.call, by=by, at=at)
    rows.swap(criterion, call, up=up, by=by, at=at)


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User, at: datetime, reason: str = "") -> None:
    """Take it away with its levels; refused where somebody relies on it, see `hindrance_to`."""
    call = hold_open_rules(criterion.call, reason=reason, by=by, at=at)
    row = call.criteria.get(pk=criterion.pk)
    why = hindrance_to(row)
    check(not why, why)
    _record("call.taken_from", row, call, reason=reason, by=by, at=at, before=said(row))
    others = [one for one in call.criteria.all() if one.pk != row.pk]
    row.delete()
    rows.number(others)


@transaction.atomic
def add_standard(call: Call, which: str, *, by: User, at: datetime) -> list[Criterion]:
    """Add those criteria of a template that the call does not have yet, with their levels."""
    call = hold_open_rules(call, by=by, at=at)
    check(
        not is_locked(call),
        # Translators: de: „Die erste Bewerbung ist eingereicht. Eine ganze Vorlage lässt sich nicht
        # mehr übernehmen.“
        _("The first application has been handed in. A whole template cannot be taken over now."),
    )
    data = standard.read(which)
    highest = max(row["points"] for one in data for row in one["anchors"])
    check(
        highest <= call.points_max,
        _(
            # Translators: de: „Die Vorlage hat Stufen bis %(highest)d Punkte, die Skala endet bei
            # %(max)d. Stellen Sie zuerst die Skala um.“
            "The template has levels up to %(highest)d points, the scale ends at %(max)d. Change "
            "the scale first."
        )
        % {"highest": highest, "max": call.points_max},
    )
    used = set(call.criteria.values_list("code", flat=True))
    return [
        _add(call, standard.values(one), code=one["code"], reason="", by=by, at=at)
        for one in data
        if one["code"] not in used
    ]


def _record(
    action: str,
    row: Criterion,
    call: Call,
    *,
    reason: str,
    by: User,
    at: datetime,
    **data: Any,
) -> None:
    because = {"reason": reason.strip()} if reason.strip() else {}
    journal.record(
        action, about=call, by=by, at=at, what="criterion", name=row.code, **data, **because
    )
