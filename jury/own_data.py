"""What we hold of a juror, as plain JSON values for them to take along; see `initiatives.own_data`.

Nothing of others: no name, no point, no mean. A case from which the juror is barred has no name,
and a sheet on it is left out, as everywhere.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from initiatives.models import User
from initiatives.own_data import FORMAT, sent_to, time

from .models import (
    Assignment,
    Concern,
    Conflict,
    Juror,
    JurorInvitation,
    Remark,
    SampleScore,
    SampleSheet,
    Score,
    ScoreSheet,
)


def of(user: User) -> dict[str, Any] | None:
    """The seats in juries and the invitations to them; None for who never had either."""
    seats = [_seat(juror) for juror in _seats(user)]
    invitations = [_invitation(row) for row in _invitations(user)]
    if not seats and not invitations:
        return None
    return {"format": FORMAT, "invitations": invitations, "seats": seats}


def _seats(user: User) -> Any:
    rows = Juror.objects.filter(user=user).select_related("call").order_by("call__year")
    return rows.prefetch_related("expertise__criterion", "statements__statement")


def _invitations(user: User) -> Any:
    found = sent_to("email", user) | Q(juror__user=user)
    return JurorInvitation.objects.filter(found).select_related("call").order_by("pk")


def _invitation(row: JurorInvitation) -> dict[str, Any]:
    return {
        "year": row.call.year,
        "email": row.email,
        "name": row.name,
        "salutation": row.salutation,
        "organisation": row.organisation,
        "in_the_chair": row.is_chair,
        "as_deputy": row.deputy_of_id is not None,
        "term_from": _day(row.term_from),
        "term_until": _day(row.term_until),
        "expertise": dict(row.expertise),
        "invited_at": time(row.invited_at),
        "valid_until": time(row.expires_at),
        "accepted_at": time(row.accepted_at),
        "declined_at": time(row.declined_at),
        "declined_ground": row.declined_ground,
        "declined_note": row.declined_note,
        "taken_back_at": time(row.withdrawn_at),
    }


def _seat(juror: Juror) -> dict[str, Any]:
    cases = {row.application_id: row for row in _cases(juror)}
    return {
        "year": juror.call.year,
        "salutation": juror.salutation,
        "organisation": juror.organisation,
        "in_the_chair": juror.is_chair,
        "as_deputy": juror.deputy_of_id is not None,
        "accepted_at": time(juror.accepted_at),
        "term_from": _day(juror.term_from),
        "term_until": _day(juror.term_until),
        "called_in_at": time(juror.called_in_at),
        "left_at": time(juror.left_at),
        "left_reason": juror.left_reason,
        "at_least_cases": juror.min_cases,
        "at_most_cases": juror.max_cases,
        "expertise": {row.criterion.code: row.level for row in juror.expertise.all()},
        "statements": [
            {
                "version": row.statement.version,
                "text": dict(row.statement.text),
                "language": row.language,
                "given_at": time(row.given_at),
            }
            for row in juror.statements.all()
        ],
        "conflicts": [_conflict(row) for row in juror.conflicts.order_by("pk")],
        "concerns": [
            _concern(row, cases.get(row.application_id))
            for row in juror.concerns.from_data().order_by("pk")
        ],
        "cases": [_case(row) for row in cases.values()],
        "samples": [_sample(row) for row in _samples(juror)],
        "remarks": [
            {"criterion": row.criterion.code, "text": row.text, "said_at": time(row.said_at)}
            for row in Remark.objects.filter(juror=juror).select_related("criterion")
        ],
    }


def _conflict(row: Conflict) -> dict[str, Any]:
    """No name, as on the juror's own page; the note where the juror wrote it."""
    is_own = row.source == Conflict.Source.JUROR
    return {
        "ground": row.ground,
        "note": row.note if is_own else "",
        "source": row.source,
        "declared_at": time(row.declared_at),
        "lifted_at": time(row.lifted_at),
    }


def _concern(row: Concern, case: Assignment | None) -> dict[str, Any]:
    """What was found and what the juror said to it. What an initiative requests is not theirs."""
    return {
        "initiative": case.application.initiative.name if case else "",
        "kind": row.kind,
        "evidence": row.evidence if case else "",
        "raised_at": time(row.raised_at),
        "settled_at": time(row.settled_at),
        "outcome": row.outcome,
        "reason": row.reason,
    }


def _cases(juror: Juror) -> Any:
    """Those the juror has said or written something on, also ones that were taken away."""
    scores = Score.objects.select_related("criterion").order_by("criterion__position", "pk")
    said = Q(cleared_at__isnull=False) | Q(sheet__isnull=False) | ~Q(note="")
    return (
        juror.assignments.free_of_conflict()
        .filter(said)
        .select_related("application__initiative", "sheet")
        .prefetch_related(Prefetch("sheet__scores", scores), "sheet__versions")
        .order_by("pk")
    )


def _case(row: Assignment) -> dict[str, Any]:
    sheet = getattr(row, "sheet", None)
    return {
        "number": row.application.number,
        "initiative": row.application.initiative.name,
        "declared_impartial_at": time(row.cleared_at),
        "taken_away_at": time(row.withdrawn_at),
        "note": row.note,
        "sheet": _sheet(sheet) if sheet else None,
    }


def _sheet(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "begun_at": time(sheet.started_at),
        "finished_at": time(sheet.finished_at),
        "entered_by_the_office": sheet.entered_by_id is not None,
        "saw_other_sheets_at": time(sheet.saw_others_at),
        "scores": [
            {**_score(score), "feedback_to_the_initiative": score.for_applicant}
            for score in sheet.scores.all()
        ],
        "versions": [
            {
                "number": version.number,
                "finished_at": time(version.finished_at),
                "entered_by_the_office": version.entered_by_id is not None,
                "scores": version.scores,
                "sha256": version.sha256,
            }
            for version in sheet.versions.all()
        ],
    }


def _samples(juror: Juror) -> Any:
    scores = SampleScore.objects.select_related("criterion").order_by("criterion__position", "pk")
    rows = SampleSheet.objects.filter(juror=juror).select_related("sample")
    return rows.prefetch_related(Prefetch("scores", scores)).order_by("sample__position", "pk")


def _sample(sheet: SampleSheet) -> dict[str, Any]:
    return {
        "title": dict(sheet.sample.title),
        "finished_at": time(sheet.finished_at),
        "scores": [_score(score) for score in sheet.scores.all()],
    }


def _score(score: Score | SampleScore) -> dict[str, Any]:
    return {
        "criterion": score.criterion.code,
        "points": score.points,
        "no_judgement_possible": score.abstained,
        "reason": score.reason,
        "saved_at": time(score.saved_at),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
