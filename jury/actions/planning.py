"""Planning who reads what, and doing what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from initiatives import rules as office
from initiatives.models import Application, Call, User
from initiatives.records import canonical, journal
from initiatives.refusals import NotAllowed, check

from .. import allotting
from ..allocation import Problem, allocate
from ..models import Assignment, Juror, Plan
from .assigning import shuffled, tell

AT_ONCE = 200_000  # pairs of case and juror that are computed while the office waits


class Changes(NamedTuple):
    """What a plan would change, as (juror key, case key); `kept` is what stays as it is."""

    added: set[tuple[str, str]]
    removed: set[tuple[str, str]]
    kept: set[tuple[str, str]]


def plan(call: Call, wanted: allotting.Wanted, *, by: User, at: datetime) -> Plan:
    """A dry run: changes nothing but adds a plan. A large one is computed by the worker.

    Raises NotAllowed where there is nothing to allocate.
    """
    check(office.may_administer(by), _("Your role reads and does not decide."))
    asked = allotting.of_call(call, wanted, at=at)
    # Translators: de: „Es gibt noch keinen zugelassenen Fall, der zugeteilt werden kann.“
    check(asked.problem.cases, _("There is no admitted case yet that could be allocated."))
    # Translators: de: „Es gibt noch kein Jurymitglied, das Fälle lesen kann.“
    check(asked.problem.jurors, _("There is no member of the jury yet who can read cases."))
    with transaction.atomic():
        made = Plan.objects.create(
            call=call,
            settings=wanted._asdict(),
            inputs=asked.inputs,
            made_at=at,
            made_by=by,
        )
        if len(asked.problem.cases) * len(asked.problem.jurors) > AT_ONCE:
            app.configure_task("compute_plan").defer(plan_id=made.pk)
            return made
    return _compute(made, asked)


def compute(plan_id: int, *, at: datetime) -> None:
    """What the worker does with a large plan; once done it is not done again."""
    waiting = Plan.objects.select_related("call").filter(pk=plan_id, figures={}).first()
    if waiting is not None:
        wanted = allotting.Wanted(**waiting.settings)
        asked = allotting.of_call(waiting.call, wanted, at=at)
        waiting.inputs = asked.inputs
        _compute(waiting, asked)


def _compute(made: Plan, asked: allotting.Asked) -> Plan:
    found = allocate(asked.problem)
    made.pairs = sorted([one.case, one.juror] for one in found.assignments)
    made.figures = allotting.figures(found, asked.left)
    made.save(update_fields=["inputs", "pairs", "figures"])
    return made


@transaction.atomic
def plan_from_pairs(
    call: Call, pairs: Iterable[tuple[str, str]], *, by: User, at: datetime
) -> Plan:
    """A plan as somebody made it elsewhere: (case key, juror key).

    Raises NotAllowed for a pair that is barred; a reader more or less than wanted is the office's
    affair, and shown. Begun work stays whatever the file says. Who cannot read any more, and what
    cannot be read any more, is left out.
    """
    check(office.may_administer(by), _("Your role reads and does not decide."))
    wanted = allotting.Wanted(readers=1, keep_all=False)
    asked = allotting.of_call(call, wanted, at=at)
    known = asked.problem
    given = {
        (juror, case) for case, juror in pairs if juror in known.jurors and case in known.cases
    }
    barred = known.barred - asked.pairs_now  # of what stands, its juror settles a concern
    for juror, case in sorted(given & barred):
        names = {
            "juror": Juror.objects.select_related("user").get(key=juror),
            "case": Application.objects.select_related("initiative").get(key=case).initiative,
        }
        # Translators: de: „%(juror)s darf „%(case)s“ nicht lesen: Eine Befangenheit oder eine
        # offene Besorgnis steht dagegen.“
        words = _("%(juror)s may not read “%(case)s”: a conflict or an open concern is against it.")
        raise NotAllowed(words % names)
    readers = Counter(case for _juror, case in given)
    problem = Problem(
        cases={case: readers[case] for case in known.cases},
        jurors={juror: known.jurors[juror]._replace(min=0, max=None) for juror in known.jurors},
        barred=barred,
        match=known.match,
        kept=frozenset(given) | known.kept,
        overlap_budget=0,
    )
    found = allocate(problem)
    return Plan.objects.create(
        call=call,
        source=Plan.Source.FILE,
        settings=wanted._asdict(),
        inputs=asked.inputs,
        pairs=sorted([one.case, one.juror] for one in found.assignments),
        figures=allotting.figures(found, asked.left),
        made_at=at,
        made_by=by,
    )


def again(made: Plan, *, by: User, at: datetime) -> Plan:
    """The same wish once more, with everything as it is now. Raises NotAllowed as the first did."""
    if made.source == Plan.Source.FILE:
        return plan_from_pairs(made.call, (tuple(pair) for pair in made.pairs), by=by, at=at)
    return plan(made.call, allotting.Wanted(**made.settings), by=by, at=at)


def changes(made: Plan, asked: allotting.Asked) -> Changes:
    """What applying the plan would change of what was read in `asked`."""
    planned = {(juror, case) for case, juror in made.pairs}
    return Changes(planned - asked.pairs_now, asked.pairs_now - planned, asked.pairs_now & planned)


@transaction.atomic
def apply(made: Plan, *, by: User, at: datetime) -> Changes:
    """Make assignments of a plan. Begun work stays; what nobody has begun goes as planned.

    Raises NotAllowed if anything it was computed from has changed since. A second click finds it
    done.
    """
    check(office.may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=made.call_id)
    made = Plan.objects.select_for_update(of=("self",)).select_related("call").get(pk=made.pk)
    # Who declares a conflict locks the juror, who begins a sheet the assignment.
    jurors = {
        str(one.key): one for one in call.jurors.select_for_update(no_key=True).order_by("pk")
    }
    rows = Assignment.objects.filter(juror__call=call).select_for_update(of=("self",))
    rows = rows.select_related("juror", "application").order_by("pk")
    held = {(str(row.juror.key), str(row.application.key)): row for row in rows}
    if made.applied_at:
        return Changes(set(), set(), set())
    # Translators: de: „Dieser Plan wird noch berechnet.“
    check(made.figures, _("This plan is still being computed."))
    asked = allotting.of_call(call, allotting.Wanted(**made.settings), at=at)
    check(
        asked.inputs == made.inputs,
        _(
            # Translators: de: „Seit diesem Plan haben sich Fälle, Jury, Befangenheiten oder
            # begonnene Bögen geändert. Berechnen Sie ihn neu; zugeteilt ist nichts.“
            "Since this plan, cases, jury, conflicts or begun sheets have changed. Compute it "
            "anew; nothing is allocated."
        ),
    )
    changed = changes(made, asked)
    _take_away([held[pair] for pair in changed.removed], at=at)
    cases = {str(case.key): case for case in call.applications.admitted()}
    _give([(jurors[juror], cases[case]) for juror, case in sorted(changed.added)], held)
    for key in sorted({juror for juror, _case in changed.added}):
        tell(jurors[key], at=at)
    made.applied_at = at
    made.save(update_fields=["applied_at"])
    journal.record(
        "call.allocated",
        about=call,
        by=by,
        at=at,
        plan=str(made.key),
        pairs=canonical.sha256(made.pairs),
        added=len(changed.added),
        removed=len(changed.removed),
        kept=len(changed.kept),
    )
    return changed


def _take_away(rows: Iterable[Assignment], *, at: datetime) -> None:
    """`assigning.take_away` for many, none of which is begun."""
    rows = list(rows)
    touched = {row.pk for row in rows if row.cleared_at or row.note}
    Assignment.objects.filter(pk__in=touched).update(withdrawn_at=at)
    # A sheet taken away before keeps its row as well.
    untouched = Assignment.objects.filter(pk__in={row.pk for row in rows} - touched)
    untouched.filter(sheet=None).delete()


def _give(
    pairs: Iterable[tuple[Juror, Application]], held: Mapping[tuple[str, str], Assignment]
) -> None:
    """`assigning.give` for many, none of which stands."""
    back, new = [], []
    for juror, case in pairs:
        earlier = held.get((str(juror.key), str(case.key)))
        if earlier:
            back.append(earlier.pk)
        else:
            position = shuffled(juror, case)
            new.append(Assignment(juror=juror, application=case, position=position))
    Assignment.objects.filter(pk__in=back).update(withdrawn_at=None, cleared_at=None)
    Assignment.objects.bulk_create(new, batch_size=2000)
