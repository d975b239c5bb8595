"""Builders of people, calls and applications; see make.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from initiatives import filled, snapshots
from initiatives.keys import reference, uuid7
from initiatives.models import (
    Answer,
    Application,
    Call,
    Confirmation,
    Criterion,
    Declaration,
    DeclaredCriterion,
    EligibilityQuestion,
    Initiative,
    Local,
    Membership,
    OfficeMember,
    Proposal,
    Question,
    Section,
    User,
)
from initiatives.names import slug, sort_key
from initiatives.statuses import Status

from .moments import DAY, NOON

D_NAMES = {
    "dk": "Dekarbonisierung",
    "dg": "Digitalisierung",
    "dv": "Diversifizierung",
    "dm": "Demografie",
}
YEAR = {  # the milestones of a call, in days from NOON
    "opens_at": -30,
    "closes_at": 10,
    "checked_until": 17,
    "judging_from": 20,
    "judging_until": 41,
    "meeting_at": 48,
    "ceremony_at": 62,
    "feedback_at": 70,
}
_numbers = count(1)


def hung(build: Callable[..., Any], name: str, fields: dict[str, Any], **preset: Any) -> Any:
    """What `fields` hang on: given as `call=…`, or built from `call__…` and `preset`."""
    start = f"{name}__"
    own = {key.removeprefix(start): fields.pop(key) for key in [*fields] if key.startswith(start)}
    return fields.pop(name, None) or build(**preset | own)


# -- People --------------------------------------------------------------------------------------


def user(name: str = "", **fields: Any) -> User:
    """Somebody with an account; `Erika Berg` is erika-berg@people.example."""
    name = name or f"Person {next(_numbers)}"
    return User.objects.create_user(
        **{"email": f"{slug(name)}@people.example", "name": name, **fields}
    )


def office(role: str = "editor", **fields: Any) -> User:
    """A person of the office: reader, editor, lead or auditor."""
    return OfficeMember.objects.create(user=user(**fields), role=role).user


def member(initiative: Initiative, role: str = "owner", **fields: Any) -> User:
    """A person who may act for the initiative: owner, editor or reader."""
    person = fields.pop("user", None) or user(**fields)
    return Membership.objects.create(initiative=initiative, user=person, role=role).user


def owner(application: Application) -> User:
    """The first owner of the application's initiative."""
    return application.initiative.memberships.filter(role="owner").earliest("pk").user


# -- The call and its form -----------------------------------------------------------------------


def call(*, criteria: Mapping[str, float] | None = None, **fields: Any) -> Call:
    """A call with criteria (weights by code), two questions to all and one declaration.

    The first milestone given moves those that are not given along with it.
    """
    given = next((name for name in YEAR if fields.get(name)), None)
    start = fields[given] - YEAR[given] * DAY if given else NOON
    dates = {name: start + days * DAY for name, days in YEAR.items()}
    basics = {
        "year": 2026 + Call.objects.count(),
        "title": Local(de="Auslobung"),
        "grace_minutes": 0,
        "announced_at": None if fields.get("is_archive") else dates["opens_at"] - DAY,
    }
    made = Call.objects.create(**basics | dates | fields)
    weights = dict.fromkeys(D_NAMES, 1) if criteria is None else criteria
    Criterion.objects.bulk_create(
        Criterion(
            call=made,
            code=code,
            weight=weight,
            position=place,
            name=Local(de=D_NAMES.get(code, code)),
        )
        for place, (code, weight) in enumerate(weights.items(), start=1)
    )
    question(made, "title", kind=Question.Kind.LINE, limit=120, position=1)
    question(made, "summary", position=2)
    declaration(made)
    return made


def criterion(call: Call, code: str = "dk", **fields: Any) -> Criterion:
    """A criterion that applications declare, unless `is_optional=False`."""
    basics = {"name": Local(de=D_NAMES.get(code, code)), "position": call.criteria.count() + 1}
    return Criterion.objects.create(call=call, code=code, **basics | fields)


def question(call: Call, code: str = "situation", **fields: Any) -> Question:
    """A required question of up to 1000 characters, in the section "project"."""
    section = call.sections.filter(slug="project").first() or Section.objects.create(
        call=call, slug="project", title=Local(de="Ihr Vorhaben")
    )
    basics = {"section": section, "label": Local(de=code.title()), "position": 100}
    return Question.objects.create(call=call, code=code, **basics | fields)


def declaration(call: Call, code: str = "terms", **fields: Any) -> Declaration:
    basics = {"version": "3", "text": Local(de="Ich habe die Bedingungen gelesen.")}
    return Declaration.objects.create(call=call, code=code, **basics | fields)


def eligibility(call: Call, question: str = "Arbeiten Sie im Bündnis?", **fields: Any) -> Any:
    """A yes-or-no question before registering; yes lets one apply, unless `wanted=False`."""
    basics = {"reason": Local(de="Einzelne können sich nicht bewerben."), "position": 100}
    asked = Local(de=question)
    return EligibilityQuestion.objects.create(call=call, question=asked, **basics | fields)


def proposal(*, confirmed: bool = True, **fields: Any) -> Proposal:
    """A third party's proposal, made at NOON and confirmed by the proposer at once."""
    its_call = hung(call, "call", fields)
    basics = {
        "name": f"Bündnis {next(_numbers)}",
        "why": "Weil dort viel geschieht.",
        "proposer_name": "Paula Vogt",
        "proposer_email": "vogt@people.example",
        "made_at": NOON,
        "confirmed_at": NOON if confirmed else None,
    }
    return Proposal.objects.create(call=its_call, **basics | fields)


# -- Applications --------------------------------------------------------------------------------


def initiative(name: str = "", **fields: Any) -> Initiative:
    """An initiative with all of its profile that handing in asks for."""
    name = name or f"Bündnis {next(_numbers)}"
    basics = {"region": "Talaue", "states": ["DE-ST"], "carrier": "Kammer Talaue"}
    keys = {"slug": slug(name), "sort_name": sort_key(name), "search_text": sort_key(name)}
    return Initiative.objects.create(name=name, **basics | keys | fields)


def application(
    *, complete: bool = False, declared: tuple[str, ...] = ("dk",), **fields: Any
) -> Application:
    """A draft with an owner; a `complete` one can be handed in."""
    its_call, its_initiative = hung(call, "call", fields), hung(initiative, "initiative", fields)
    person = fields.pop("owner", None) or user()
    if not its_initiative.memberships.filter(user=person).exists():
        member(its_initiative, "owner", user=person)
    moment = its_call.closes_at - DAY
    basics = {
        "number": reference(its_call.year),
        "contact_name": person.name,
        "contact_email": person.email,
        "started_at": moment,
        "saved_at": moment,
    }
    made = Application.objects.create(call=its_call, initiative=its_initiative, **basics | fields)
    DeclaredCriterion.objects.bulk_create(
        DeclaredCriterion(application=made, criterion=one)
        for one in its_call.criteria.filter(code__in=declared, is_optional=True)
    )
    if complete:
        _complete(made, {"saved_by": person, "saved_at": moment})
    return made


def _complete(application: Application, saved: Mapping[str, Any]) -> None:
    Answer.objects.bulk_create(
        Answer(application=application, question=asked, text=f"Antwort {asked.code}", **saved)
        for asked in filled.questions_for(application)
    )
    user, at = saved["saved_by"], saved["saved_at"]
    Confirmation.objects.bulk_create(
        Confirmation(application=application, declaration=one, user=user, at=at, language="de")
        for one in application.call.declarations.all()
    )


def answer(application: Application, question: Question, text: str = "", **fields: Any) -> Answer:
    basics = {"saved_at": application.saved_at}
    return Answer.objects.create(
        application=application, question=question, text=text, **basics | fields
    )


def submitted(*, status: Status = Status.SUBMITTED, **fields: Any) -> Application:
    """A complete application, frozen a day before the deadline."""
    made = application(complete=True, status=status, **fields)
    snapshots.freeze(made, by=owner(made), at=made.call.closes_at - DAY, once=uuid7())
    return made


def admitted(**fields: Any) -> Application:
    return submitted(status=Status.ADMITTED, **fields)
