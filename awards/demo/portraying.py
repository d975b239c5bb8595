"""How the invented initiatives agree to their portraits: two at once, one after a correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from awards import actions, portraits
from awards.models import Portrait
from initiatives import shown
from initiatives.models import Application, Call, Local, User

from .timeline import Step

DAY = timedelta(days=1)


def steps(data: Mapping[str, Any], *, call: Call, office: User) -> Iterator[Step]:
    """Between the jury's meeting and the release, which needs all of them."""
    if call.meeting_at is None:
        return
    written = call.meeting_at + 8 * DAY
    rows = data["laureates"]
    for row in rows:
        yield written, partial(_write, call, row, office)
    yield written + timedelta(hours=2), partial(_ask, call, office)
    for number, row in enumerate(rows, start=1):
        answer = _suggest if "corrected" in row else _agree
        yield written + number * DAY, partial(answer, call, row)
        if "corrected" in row:
            yield written + (number + 1) * DAY, partial(_take_over, call, row, office)


def _write(call: Call, row: Mapping[str, Any], by: User, at: datetime) -> None:
    given = {"text": _first(row), "summary": Local(en=row["summary_en"])}
    actions.write_portrait(_case(call, row), given, by=by, at=at)


def _first(row: Mapping[str, Any]) -> Local:
    """As the office had it, before the initiative put it right."""
    corrected = row.get("corrected", {})
    return Local(
        {
            code: text.replace(corrected[code]["right"], corrected[code]["wrong"])
            if code in corrected
            else text
            for code, text in row["portrait"].items()
        }
    )


def _ask(call: Call, by: User, at: datetime) -> None:
    until = (at + 7 * DAY).date()
    found = [case.portrait for case in portraits.cases(call)]
    written = actions.portrait_letters(found, until)
    seen = {str(one.key): actions.seal_of_portrait_letters(one, written[one.pk]) for one in found}
    actions.ask_laureates(call, seen, until=until, by=by, at=at)


def _agree(call: Call, row: Mapping[str, Any], at: datetime) -> None:
    portrait, owner = _portrait(call, row), _owner(call, row)
    seen = actions.seen_by_laureate(portrait)
    actions.agree_to_portrait(portrait, seen=seen, by=owner, at=at)


def _suggest(call: Call, row: Mapping[str, Any], at: datetime) -> None:
    portrait, owner = _portrait(call, row), _owner(call, row)
    given = {"text": Local(row["portrait"]), "summary": portrait.summary}
    seen, remark = actions.seen_by_laureate(portrait), row["corrected"]["remark"]
    actions.suggest_changes(portrait, given, remark=remark, seen=seen, by=owner, at=at)


def _take_over(call: Call, row: Mapping[str, Any], by: User, at: datetime) -> None:
    portrait = _portrait(call, row)
    seen = shown.digest(portraits.suggested(portrait))
    actions.take_over_suggestion(portrait, by=by, at=at, seen=seen)


def _case(call: Call, row: Mapping[str, Any]) -> Application:
    return call.applications.get(initiative__slug=row["slug"])


def _portrait(call: Call, row: Mapping[str, Any]) -> Portrait:
    found: Portrait = Portrait.objects.with_case().get(application=_case(call, row))
    return found


def _owner(call: Call, row: Mapping[str, Any]) -> User:
    owners = User.objects.filter(memberships__role="owner")
    return owners.filter(memberships__initiative__slug=row["slug"]).earliest("pk")
