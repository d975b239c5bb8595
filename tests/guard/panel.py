"""The jury of the world: everybody a juror can be, around the admitted cases of both sides."""

from __future__ import annotations

from typing import Any

from jury.actions import planning
from jury.allotting import Wanted
from jury.models import (
    Agreement,
    Assignment,
    Concern,
    JurorInvitation,
    Plan,
    Procedure,
    Remark,
    Sample,
    SampleScore,
    SampleSheet,
    ScoreSheet,
    Statement,
    StatementGiven,
)

from .. import make
from ..make import DAY, NOON
from .world import World

# How each stands to "our admitted"; the chair is not impartial in "their admitted".
JURORS: dict[str, dict[str, Any]] = {
    "juror": {},
    "finished": {},
    "undeclared": {"cleared": False},
    "conflicted": {},
    "asked": {},
    "unassigned": {},
    "deputy": {},
    "left": {"left_at": NOON, "left_reason": "Umzug"},
    "silent": {},
    "out of term": {"term_until": (NOON - 9 * DAY).date()},
    "chair": {"is_chair": True},
    "colleague": {},
    "taken": {},
}
SHUT = ("left", "deputy", "out of term", "silent")
SEATED = tuple(role for role in JURORS if role not in SHUT)


def seat(world: World) -> None:
    """Seats, a statement, an assignment each, sheets, conflicts, requests, samples, a plan."""
    call = world.rows["call"]
    case, other = (world.rows[f"application {side} admitted"] for side in ("our", "their"))
    Procedure.objects.create(call=call, sees=Procedure.Sees.NAMELESS)
    statement = Statement.objects.create(
        call=call, version=1, text={"de": "Ich schweige."}, published_at=NOON - 9 * DAY
    )
    for role, given in JURORS.items():
        fields = dict(given)
        cleared = fields.pop("cleared", True)
        person = world.people.get(role) or make.user(role.title())
        world.people[role] = person
        if role == "deputy":
            fields["deputy_of"] = world.rows["juror juror"]
        juror = make.juror(call=call, user=person, organisation=f"Haus {role}", **fields)
        world.put("juror", role, juror)
        if role != "silent":
            StatementGiven.objects.create(
                juror=juror, statement=statement, given_at=NOON - 5 * DAY, language="de"
            )
        if role != "unassigned":
            row = make.assignment(juror=juror, application=case, cleared=cleared)
            world.put("assignment", role, row)
            files = {"key": row.key, "file": world.things["file"]["our admitted"]["key"]}
            world.put("reader", role, None, key=case.key, reading=row.key)
            world.put("case-file", role, None, **files)
    own = world.rows["assignment juror"]
    for name in ("our admitted-later", "their admitted", "our draft"):
        file = world.things["file"][name]["key"]
        world.put("case-file", f"juror nobody: {name}", None, key=own.key, file=file)
    _judge(world, other)
    _judge_a_third(world)
    ScoreSheet.objects.exclude(finished_at=None).update(saw_others_at=NOON)
    _invite(world)
    _calibrate(world)
    plan = Plan.objects.create(call=call, made_at=NOON, settings=Wanted(3, keep_all=True)._asdict())
    planning.compute(plan.pk, at=NOON)
    world.put("plan", "plan", plan)


def _judge(world: World, other: Any) -> None:
    """Sheets begun and finished, on both cases; a conflict of each source, requests, concerns."""
    for role in ("juror", "conflicted", "asked", "left", "taken", "deputy", "chair"):
        make.sheet({"dk": 7}, assignment=world.rows[f"assignment {role}"], finished=False)
    make.sheet({"dk": 6}, assignment=world.rows["assignment finished"])
    for role in ("juror", "chair", "colleague"):
        row = make.assignment(juror=world.rows[f"juror {role}"], application=other)
        world.put("assignment", f"{role}-other", row)
    make.sheet({"dk": 5}, assignment=world.rows["assignment juror-other"])
    world.rows["conflict"] = make.conflict(world.rows["assignment conflicted"], note="Beirat")
    chair = make.conflict(world.rows["assignment chair-other"], source="office")
    Assignment.objects.filter(pk=world.rows["assignment taken"].pk).update(withdrawn_at=NOON - DAY)
    world.put("conflict", "conflicted", chair, number=world.rows["conflict"].pk)
    world.put("conflict", "chair", chair, number=chair.pk)
    case = world.rows["application our admitted"]
    basics = {"application": case, "raised_at": NOON - 2 * DAY}
    asked = Concern.objects.create(
        juror=world.rows["juror asked"], kind="request", evidence="Wettbewerber", **basics
    )
    world.put("request", "our admitted", asked)
    world.put("own-request", "our admitted", asked, key=case.key, concern=asked.key)
    Concern.objects.create(
        juror=world.rows["juror undeclared"], kind="carrier", evidence="Gleicher Träger", **basics
    )


def _judge_a_third(world: World) -> None:
    """A case that those read, too, who may have nothing to do with another one."""
    third = make.admitted(call=world.rows["call"], initiative__name="Bündnis Third Admitted")
    world.put("application", "third admitted", third)
    for role in ("conflicted", "asked", "chair", "colleague"):
        row = make.assignment(juror=world.rows[f"juror {role}"], application=third)
        world.put("assignment", f"{role}-third", row)
        make.sheet({"dk": 6}, assignment=row)


def _invite(world: World) -> None:
    call = world.rows["call"]
    person = world.people["candidate"] = make.user("Candidate")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    for label, fields in {
        "open": {"email": person.email},
        "declined": {
            "email": "nein@people.example",
            "declined_at": NOON - DAY,
            "declined_ground": "time",
            "declined_note": "Keine Zeit",
        },
    }.items():
        invitation = JurorInvitation.objects.create(
            call=call,
            name="Cora Kandidat",
            invited_at=NOON - 2 * DAY,
            expires_at=NOON + 9 * DAY,
            **fields,
        )
        world.put("jury-invitation", label, invitation)


def _calibrate(world: World) -> None:
    call = world.rows["call"]
    criterion = call.criteria.first()
    for label, opened in {"opened": NOON - DAY, "prepared": None}.items():
        sample = Sample.objects.create(
            call=call, title={"de": f"Muster {label}"}, text={"de": "Text."}, opened_at=opened
        )
        sample.criteria.add(criterion)
        world.put("sample", label, sample)
    for role, finished in {"juror": None, "finished": NOON}.items():
        sheet = SampleSheet.objects.create(
            sample=world.rows["sample opened"],
            juror=world.rows[f"juror {role}"],
            finished_at=finished,
        )
        SampleScore.objects.create(sheet=sheet, criterion=criterion, points=4, saved_at=NOON)
    for who, juror in {"juror": world.rows["juror juror"], "office": None}.items():
        remark = Remark.objects.create(
            criterion=criterion, juror=juror, text="Eher streng.", said_at=NOON
        )
        world.put("remark", who, remark, number=remark.pk)
    world.put("sampled", "asked", None, code=criterion.code)
    Agreement.objects.create(criterion=criterion, text={"de": "Erst ab 8."}, agreed_at=NOON)
