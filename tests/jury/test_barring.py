"""Who has nothing to do with a case: said of rows in SQL and of a whole jury at once, alike."""

from __future__ import annotations

from jury import barring
from jury.models import Assignment, Concern, Score, ScoreSheet
from jury.standings import Standings

from ..make import NOON


def concern(assignment, kind, **fields):
    return Concern.objects.create(
        juror=assignment.juror,
        application=assignment.application,
        kind=kind,
        evidence="Anhaltspunkt",
        raised_at=NOON,
        **fields,
    )


def seats(make):
    """Three jurors of one call, each of whom reads the same three cases."""
    call = make.call(judging_from=NOON)
    jurors = [make.juror(call=call) for _ in range(3)]
    cases = [make.admitted(call=call) for _ in range(3)]
    return call, [
        [make.assignment(juror=juror, application=case) for case in cases] for juror in jurors
    ]


def pairs(rows):
    return {(row.juror_id, row.application_id) for row in rows}


def test_both_ways_of_saying_it_agree(make):
    call, rows = seats(make)
    make.conflict(rows[0][0])
    make.conflict(rows[0][1], lifted_at=NOON, lifted_reason="Irrtum.")
    concern(rows[1][0], "request")
    concern(rows[1][1], "request", settled_at=NOON, outcome="dismissed", reason="Kein Grund.")
    concern(rows[1][2], "carrier")
    case = rows[2][2].application
    make.member(case.initiative, "reader", user=rows[2][2].juror.user)
    elsewhere = make.assignment()  # another call's jury
    make.conflict(elsewhere)
    make.juror(user=rows[2][0].juror.user)  # who sits in another jury, too

    everybody = set(pairs(Assignment.objects.filter(juror__call=call)))
    standing = pairs(Assignment.objects.filter(juror__call=call).standing())

    assert barring.barred(call) == everybody - standing
    assert barring.barred(call) == pairs([rows[0][0], rows[1][0], rows[2][2]])
    assert barring.doubtful(call) == pairs([rows[1][0], rows[1][2]])


def test_the_standings_count_what_is_said_to_count(make):
    """Once more said in two ways: score by score, and for a whole call at once."""
    call, rows = seats(make)
    for one in (own for line in rows for own in line):
        make.sheet({"dk": 1 + one.pk % 10}, assignment=one)
    make.conflict(rows[0][0])
    concern(rows[0][1], "request")
    make.member(rows[0][2].application.initiative, "reader", user=rows[0][2].juror.user)
    Assignment.objects.filter(pk=rows[1][0].pk).update(cleared_at=None)
    Assignment.objects.filter(pk=rows[1][1].pk).update(withdrawn_at=NOON)
    ScoreSheet.objects.filter(assignment=rows[1][2]).update(finished_at=None)
    make.sheet({"dk": 3})  # of another call

    judged = Standings(call, top=1).judged
    cells = judged.cells
    told = zip(
        judged.cases[cells.case].tolist(),
        judged.jurors[cells.juror].tolist(),
        [judged.criteria[number].pk for number in cells.criterion],
        cells.points.tolist(),
        strict=True,
    )
    by_rows = Score.objects.that_count(call).values_list(
        "sheet__application", "sheet__juror", "criterion", "points"
    )
    assert sorted(told) == sorted(by_rows)
    assert {juror for _case, juror, *_rest in by_rows} == {rows[2][0].juror_id}
    standing = Assignment.objects.filter(juror__call=call).standing()
    assert Standings(call, top=1).n_expected == standing.count() == 5


def test_it_takes_four_queries(make, django_assert_num_queries):
    call, rows = seats(make)
    make.conflict(rows[0][0])
    with django_assert_num_queries(4):
        barring.barred(call)
        barring.doubtful(call)
