"""What the office sees of a plan, and of what stands: rows and figures → names, lists, pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from initiatives.models import Application, Call

from . import allotting, load_picture, plan_words
from .actions import Changes, changes
from .allocation import Because, LeastChange, Unfilled
from .allocation_words import reason, remedies
from .models import Juror, Plan

MEETING = 40  # jurors at most whose meetings are shown one by one
NAMED = 50  # of the cases without enough readers

type Pair = tuple[str, str]  # (juror key, case key)


class Load(NamedTuple):
    juror: Juror
    now: int
    then: int
    kept: int


class Line(NamedTuple):
    """A case and its readers: new ones, those who stay, those who no longer read it."""

    case: Application
    added: list[Juror]
    kept: list[Juror]
    removed: list[Juror]


class Lack(NamedTuple):
    """A case without enough readers, and why."""

    case: Application
    missing: int
    why: str
    because: str


class Drawn(NamedTuple):
    """The picture of the loads: bars with their labels and figures, one a juror or one a load."""

    shape: load_picture.Picture
    lines: list[tuple[load_picture.Bar, str, load_picture.Load]]
    is_counted: bool


class Meeting(NamedTuple):
    """A row of the table of meetings; a cell is (cases in common, shade), None with oneself."""

    number: int
    juror: Juror
    cells: list[tuple[int, int] | None]


class Shown(NamedTuple):
    changed: Changes
    is_old: bool
    headline: str
    lead: str
    figures: list[plan_words.Figure]
    lacks: list[Lack]
    more_lacks: int
    remedies: list[str]
    raised: list[tuple[Juror, int]]
    below: list[tuple[Juror, int]]
    loads: list[Load]
    picture: Drawn | None
    meetings: list[Meeting]
    lines: list[Line]
    told: int  # jurors who get a letter
    begun: int


def of(plan: Plan, *, at: datetime) -> Shown:
    """A computed plan with all that its page shows. Thirteen queries, whatever the rows."""
    wanted = allotting.Wanted(**plan.settings)
    asked = allotting.of_call(plan.call, wanted, at=at)
    jurors, cases = _named(plan.call)
    changed = changes(plan, asked)
    figures = plan.figures
    loads = _loads(figures["loads"], changed, jurors)
    change = figures["least_change"] and LeastChange(**figures["least_change"])
    raised = {key: by for key, by in (change.raised if change else {}).items() if key in jurors}
    worst = figures["worst"][0]["case"] if figures["worst"] else ""
    by_name = change and change._replace(raised={str(jurors[k]): by for k, by in raised.items()})
    lacks = _lacks(figures, cases)
    return Shown(
        changed=changed,
        is_old=plan.applied_at is None and asked.inputs != plan.inputs,
        headline=plan_words.headline(figures),
        lead=plan_words.loads(figures),
        figures=list(
            plan_words.of(
                figures,
                computed=plan.source == Plan.Source.COMPUTED,
                worst=cases[worst].initiative.name if worst in cases else "–",
            )
        ),
        lacks=lacks[:NAMED],
        more_lacks=len(lacks[NAMED:]),
        remedies=remedies(by_name) if by_name else [],
        raised=[(jurors[key], by) for key, by in raised.items()],
        below=[(jurors[k], by) for k, by in figures["below_minimum"].items() if k in jurors],
        loads=loads,
        picture=drawn(loads),
        meetings=_meetings(plan.pairs, [load.juror for load in loads]),
        lines=_lines(changed, jurors, cases),
        told=len({juror for juror, _case in changed.added}),
        begun=len(asked.begun),
    )


def _named(call: Call) -> tuple[dict[str, Juror], dict[str, Application]]:
    people = Juror.objects.filter(call=call).select_related("user").order_by("user__name", "pk")
    handed_in = call.applications.handed_in().select_related("initiative")
    cases = handed_in.order_by("initiative__sort_name", "pk")
    return {str(one.key): one for one in people}, {str(one.key): one for one in cases}


def _loads(then: dict[str, int], changed: Changes, jurors: dict[str, Juror]) -> list[Load]:
    now = Counter(juror for juror, _case in changed.removed | changed.kept)
    kept = Counter(juror for juror, _case in changed.kept)
    shown = [key for key in jurors if key in then or now[key]]
    return [Load(jurors[key], now[key], then.get(key, 0), kept[key]) for key in shown]


def drawn(loads: Collection[Load]) -> Drawn | None:
    """A bar a juror; for a large jury a bar for each load."""
    told = [load_picture.Load(load.now, load.then, load.kept) for load in loads]
    labels = [str(load.juror) for load in loads]
    is_counted = len(told) > load_picture.MOST
    if is_counted:
        rows = load_picture.counted(told)
        labels, told = [str(cases) for cases, _load in rows], [load for _cases, load in rows]
    shape = load_picture.draw(told)
    if shape is None:
        return None
    return Drawn(shape, list(zip(shape.bars, labels, told, strict=True)), is_counted)


def _lacks(figures: dict[str, Any], cases: dict[str, Application]) -> list[Lack]:
    found = []
    for row in figures["unfilled"]:
        case = Unfilled(**row | {"because": Because(row["because"])})
        if case.case in cases:
            why = reason(case, jurors=len(figures["loads"]))
            found.append(Lack(cases[case.case], case.missing, why, str(case.because)))
    return found


def _meetings(pairs: Iterable[list[str]], jurors: list[Juror]) -> list[Meeting]:
    """Empty for a jury too large for a table."""
    if not 1 < len(jurors) <= MEETING:
        return []
    met = allotting.meetings(list(pairs))
    pairs_of = [(str(one.key), str(other.key)) for one in jurors for other in jurors]
    times_met = [met.get(pair, 0) for pair in pairs_of if pair[0] != pair[1]]
    least, most = min(times_met), max(times_met)

    def cell(one: Juror, other: Juror) -> tuple[int, int] | None:
        if one == other:
            return None
        times = met.get((str(one.key), str(other.key)), 0)
        return times, load_picture.shade(times, least, most)

    return [
        Meeting(number, one, [cell(one, other) for other in jurors])
        for number, one in enumerate(jurors, 1)
    ]


def _lines(changed: Changes, jurors: dict[str, Juror], cases: dict[str, Application]) -> list[Line]:
    """By case, in the order of names; jurors, too."""
    place = {key: number for number, key in enumerate(jurors)}
    found: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for column, pairs in enumerate((changed.added, changed.kept, changed.removed)):
        for juror, case in pairs:
            found[case][column].append(juror)

    def named(keys: list[str]) -> list[Juror]:
        return [jurors[key] for key in sorted(keys, key=lambda key: place[key])]

    return [Line(cases[key], *map(named, found[key])) for key in cases if key in found]


class Standing(NamedTuple):
    """How it stands now. `panels` counts cases by their number of readers, fewest first."""

    cases: int
    jurors: int
    panels: list[tuple[int, int]]
    short: list[tuple[Application, int]]  # cases with fewer readers than wanted, and how many
    loads: list[Load]
    picture: Drawn | None
    readings: int


def standing(call: Call, *, readers: int, at: datetime) -> Standing:
    """Who reads what at present. Twelve queries, whatever the rows."""
    asked = allotting.of_call(call, allotting.Wanted(readers=readers, keep_all=True), at=at)
    jurors, cases = _named(call)
    by_case = asked.left + Counter(case for _juror, case in asked.pairs_now)
    by_juror = Counter(juror for juror, _case in asked.pairs_now)
    loads = [
        Load(juror, by_juror[key], by_juror[key], by_juror[key])
        for key, juror in jurors.items()
        if key in asked.problem.jurors
    ]
    admitted = [case for key, case in cases.items() if key in asked.problem.cases]
    panels = Counter(by_case[str(case.key)] for case in admitted)
    return Standing(
        cases=len(admitted),
        jurors=len(loads),
        panels=sorted(panels.items()),
        short=[
            (case, by_case[str(case.key)]) for case in admitted if by_case[str(case.key)] < readers
        ],
        loads=loads,
        picture=drawn(loads) if asked.pairs_now else None,
        readings=by_case.total(),
    )
