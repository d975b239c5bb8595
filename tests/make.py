"""Builders for tests: one small function a thing, fields of the model as keyword arguments.

`application(call__closes_at=NOON)` reaches through to the call it hangs on. Calls are open at NOON;
builders of the jury make a call that judges at NOON, those of the awards one whose jury has met.
They write rows, not through our actions: so a refusal can be tested as well as what it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from awards import actions as awarding
from awards import decision_list, portraits, result_letters
from awards.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionList,
    Departure,
    Laureate,
    Meeting,
    Portrait,
    Presence,
    Prize,
    Release,
    ResultLetter,
    Role,
    Seal,
    Vote,
)
from awards.seals import validity
from initiatives.models import Application, Call, Local
from jury.models import (
    Assignment,
    Conflict,
    Juror,
    Sample,
    SampleScore,
    SampleSheet,
    Score,
    ScoreSheet,
)

from .applying import (
    admitted,
    answer,
    application,
    call,
    criterion,
    declaration,
    eligibility,
    hung,
    initiative,
    member,
    office,
    owner,
    proposal,
    question,
    submitted,
    user,
)
from .many import many_cases
from .moments import DAY, NOON, SECOND, at, refused

__all__ = [
    "DAY",
    "NOON",
    "SECOND",
    "admitted",
    "agenda_item",
    "answer",
    "application",
    "assignment",
    "at",
    "attendance",
    "call",
    "conflict",
    "criterion",
    "decision",
    "decisions_confirmed",
    "declaration",
    "departure",
    "eligibility",
    "initiative",
    "juror",
    "knows",
    "laureate",
    "many_cases",
    "meeting",
    "member",
    "office",
    "owner",
    "portrait",
    "prize",
    "proposal",
    "question",
    "refused",
    "release",
    "results_told",
    "sample",
    "sample_sheet",
    "seal",
    "sheet",
    "signatories",
    "submitted",
    "user",
    "vote",
]

# -- The jury ------------------------------------------------------------------------------------


def juror(**fields: Any) -> Juror:
    """A member of the jury of a call that judges at NOON."""
    its_call = hung(call, "call", fields, judging_from=NOON - DAY)
    person = hung(user, "user", fields)
    return Juror.objects.create(call=its_call, user=person, accepted_at=NOON, **fields)


def assignment(*, cleared: bool = True, **fields: Any) -> Assignment:
    """A juror reads an admitted application, having declared to be impartial if `cleared`."""
    if "juror" in fields:
        fields.setdefault("application__call", fields["juror"].call)
    its_call_dates = {} if "application__call" in fields else {"call__judging_from": NOON - DAY}
    case = hung(admitted, "application", fields, **its_call_dates)
    reader = hung(juror, "juror", fields, call=case.call)
    basics = {"cleared_at": case.call.judging_from if cleared else None}
    return Assignment.objects.create(juror=reader, application=case, **basics | fields)


def sheet(
    points: Mapping[str, int | None], *, finished: bool = True, reason: str = "Grund", **fields: Any
) -> ScoreSheet:
    """A sheet with points by the code of the criterion; None is an abstention."""
    if "application" not in fields and "assignment" not in fields:
        fields.setdefault("application__declared", tuple(points))
    own = fields.pop("assignment", None) or assignment(**fields)
    moment = own.application.call.judging_from
    made = ScoreSheet.objects.create(
        assignment=own,
        juror=own.juror,
        application=own.application,
        started_at=moment,
        finished_at=moment if finished else None,
    )
    for code, value in points.items():
        Score.objects.create(
            sheet=made,
            criterion=own.application.call.criteria.get(code=code),
            points=value,
            abstained=value is None,
            reason=reason,
            saved_at=moment,
        )
    return made


def sample(*codes: str, **fields: Any) -> Sample:
    """An open sample case that asks for these criteria, of a call that judges at NOON."""
    its_call = hung(call, "call", fields, judging_from=NOON - DAY)
    basics = {
        "title": Local(de="Musterfall Grünau"),
        "text": Local(de="Ein erfundenes Werk will erfundenen Strom nutzen."),
        "opened_at": NOON - DAY,
        "position": its_call.samples.count() + 1,
    }
    made = Sample.objects.create(call=its_call, **basics | fields)
    made.criteria.set(its_call.criteria.filter(code__in=codes or ("dk", "dm")))
    return made


def sample_sheet(
    sample: Sample, points: Mapping[str, int | None], *, finished: bool = True, **fields: Any
) -> SampleSheet:
    """A juror's sheet on a sample case; None is an abstention."""
    reader = hung(juror, "juror", fields, call=sample.call)
    made = SampleSheet.objects.create(
        sample=sample, juror=reader, finished_at=NOON - DAY if finished else None
    )
    for code, value in points.items():
        SampleScore.objects.create(
            sheet=made,
            criterion=sample.call.criteria.get(code=code),
            points=value,
            abstained=value is None,
            reason="Grund",
            saved_at=NOON - DAY,
        )
    return made


def conflict(assignment: Assignment, **fields: Any) -> Conflict:
    basics = {"ground": "employment", "declared_at": assignment.application.call.judging_from}
    return Conflict.objects.create(
        juror=assignment.juror, application=assignment.application, **basics | fields
    )


# -- The awards ----------------------------------------------------------------------------------


def prize(**fields: Any) -> Prize:
    """A prize with one place, of a call whose jury meets at NOON."""
    its_call = hung(call, "call", fields, meeting_at=NOON)
    return Prize.objects.create(call=its_call, **{"name": Local(de="Preis")} | fields)


def decision(**fields: Any) -> Decision:
    """The jury gives a prize to an admitted application; the list with it is confirmed, and the
    laureate has agreed to the portrait unless it is not `is_portrayed` yet.
    """
    its_prize = hung(prize, "prize", fields)
    case = hung(admitted, "application", fields, call=its_prize.call)
    basics = {"jury_statement": Local(de="Weil es wirkt."), "decided_at": NOON}
    recorder = fields.pop("recorded_by", None) or office()
    is_portrayed = fields.pop("is_portrayed", True)
    made = Decision.objects.create(
        prize=its_prize, application=case, recorded_by=recorder, **basics | fields
    )
    if is_portrayed:
        portrait(case)
    decisions_confirmed(its_prize.call)
    return made


def decisions_confirmed(call: Call) -> DecisionList:
    """The list of decisions, confirmed as it stands."""
    said = {"changed_at": NOON, "confirmed_at": NOON, "sha256": decision_list.digest(call)}
    return DecisionList.objects.update_or_create(call=call, defaults=said)[0]


def portrait(
    case: Application, *, asked: bool = False, agreed: bool = True, **fields: Any
) -> Portrait:
    """What will be said of a case; agreed to on the day of the jury, or waiting for that."""
    own = portraits.own_summaries([case]).get(case.pk, Local())
    basics = {
        "text": Local(de="Ein Porträt.", en="A portrait."),
        "summary": Local(own, en="In short."),
        "saved_at": NOON - DAY,
        "asked_at": NOON - DAY if asked else None,
        "answer_until": (NOON + DAY).date() if asked else None,
    }
    made = Portrait(application=case, **basics | fields)
    if agreed:
        made.approved_at, made.approved_sha256 = NOON, portraits.digest(made)
    made.save()
    return made


def release(*, confirmed: bool = False, told: bool = True, **fields: Any) -> Release:
    """An announcement with its texts; a confirmed one holds the laureates decided on so far.

    Its letters on the result are read, and those to laureates sent, unless it is not `told`.
    """
    its_call = hung(call, "call", fields, meeting_at=NOON - DAY)
    basics = {
        "embargo_until": its_call.ceremony_at,
        "headline": Local(de="Zwei Preise"),
        "lead": Local(de="Die Jury hat entschieden."),
        "prepared_at": its_call.meeting_at,
    }
    preparer = fields.pop("prepared_by", None) or office("lead")
    made = Release.objects.create(call=its_call, prepared_by=preparer, **basics | fields)
    if told:
        results_told(made)
    if confirmed:
        for won in Decision.objects.filter(prize__call=its_call, application__portrait=None):
            portrait(won.application)
        return awarding.confirm(made, by=office("editor"), at=its_call.meeting_at)
    return made


def results_told(release: Release) -> None:
    """Laureates decided on so far know it; the letters to all others were read as they stand."""
    for letter in result_letters.of(release):
        won = letter.kind == ResultLetter.Kind.LAUREATE
        said = {
            "kind": letter.kind,
            "seen_sha256": letter.seal,
            "seen_at": release.prepared_at,
            "told": dict(letter.facts),
            "sent_at": release.prepared_at if won else None,
            "number": int(won),
        }
        ResultLetter.objects.update_or_create(application=letter.application, defaults=said)


def knows(case: Application) -> ResultLetter:
    """A laureate who has been told, whatever else is ready."""
    said = {"kind": ResultLetter.Kind.LAUREATE, "sent_at": NOON - DAY, "number": 1}
    return ResultLetter.objects.update_or_create(application=case, defaults=said)[0]


def signatories(release: Release) -> None:
    """Two people sign the certificates of a release."""
    for position, name in enumerate(("Dr. Edda Falkner", "Prof. Dr. Wolfgang Zeller"), start=1):
        office = Local(de="Staatssekretärin", en="State Secretary")
        Role.objects.create(
            release=release, kind="signatory", name=name, office=office, position=position
        )


def laureate(**fields: Any) -> Laureate:
    """A laureate of a release whose embargo ended with the ceremony; owned by somebody."""
    won = decision(prize__call__meeting_at=NOON - 2 * DAY, **fields)
    release(call=won.prize.call, confirmed=True, place="Berlin")
    return Laureate.objects.get(application=won.application)


def seal(laureate: Laureate, **fields: Any) -> Seal:
    """The seal of a laureate, its terms accepted on the day of the ceremony."""
    held = laureate.release.call.ceremony_at
    first = validity.day_of(held)
    basics = {
        "issuer": "Geschäftsstelle der Auszeichnung",
        "terms_version": 1,
        "accepted_at": held,
        "valid_from": first,
        "valid_until": validity.last_day(first),
    }
    Seal.objects.filter(laureate=laureate).update(**basics | fields)
    return Seal.objects.get(laureate=laureate)


# -- The meeting ---------------------------------------------------------------------------------


def meeting(**fields: Any) -> Meeting:
    """A sitting that opened at NOON, of a call that has judged by then."""
    its_call = hung(call, "call", fields, meeting_at=NOON)
    basics = {"place": "Berlin", "begins_at": NOON, "opened_at": NOON}
    return Meeting.objects.create(call=its_call, **basics | fields)


def attendance(meeting: Meeting, *, state: str = "present", **fields: Any) -> Attendance:
    """A juror of the meeting's call; one who is present came at NOON."""
    who = hung(juror, "juror", fields, call=meeting.call)
    made = Attendance.objects.create(meeting=meeting, juror=who, state=state, **fields)
    if state == "present":
        Presence.objects.create(attendance=made, came_at=NOON)
    return made


def agenda_item(meeting: Meeting, **fields: Any) -> AgendaItem:
    """The next item: on an admitted case, unless `kind` says otherwise."""
    basics: dict[str, Any] = {"kind": "case", "position": meeting.items.count() + 1}
    if fields.get("kind", "case") == "case":
        basics["application"] = hung(admitted, "application", fields, call=meeting.call)
    return AgendaItem.objects.create(meeting=meeting, **basics | fields)


def departure(item: AgendaItem, juror: Juror, **fields: Any) -> Departure:
    return Departure.objects.create(item=item, juror=juror, **fields)


def vote(meeting: Meeting, **fields: Any) -> Vote:
    """A vote that was opened and closed at NOON."""
    basics = {"opened_at": NOON, "closed_at": NOON, "entitled": 5, "yes": 4, "no": 1}
    return Vote.objects.create(meeting=meeting, **basics | fields)
