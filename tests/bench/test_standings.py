"""How long the office waits for the standings: 5,000 cases with five sheets of four criteria."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client

from initiatives.models import Call
from jury.models import Assignment, ScoreSheet

from ..make import DAY, NOON, at
from .test_worklist import fetching, measured, told

READERS = 5


@pytest.fixture
def judged(make):
    """Makes a call of that many cases and jurors, each case read by five, all sheets finished."""

    def made(cases: int, jurors: int) -> Call:
        call = make.call(judging_from=NOON - DAY, criteria=dict.fromkeys(CODES, 1))
        make.prize(call=call, places=2)
        seats = [make.juror(call=call) for _ in range(jurors)]
        rows = [
            Assignment(
                juror=seats[(number * 7 + reader * 13) % jurors],
                application=case,
                position=number,
                cleared_at=NOON,
            )
            for number, case in enumerate(make.many_cases(call, cases))
            for reader in range(READERS)
        ]
        assigned = Assignment.objects.bulk_create(rows, batch_size=5000)
        sheets = ScoreSheet.objects.bulk_create(
            (
                ScoreSheet(
                    assignment=row,
                    juror=row.juror,
                    application=row.application,
                    started_at=NOON,
                    finished_at=NOON,
                )
                for row in assigned
            ),
            batch_size=5000,
        )
        with connection.cursor() as cursor:
            cursor.execute(SCORES, [NOON, sheets[0].pk])
            cursor.execute("ANALYZE")
        return call

    return made


CODES = ("dk", "dg", "dv", "dm")
SCORES = """
INSERT INTO initiatives_declaredcriterion (application_id, criterion_id)
SELECT application.id, criterion.id FROM initiatives_application application
JOIN initiatives_criterion criterion USING (call_id)
ON CONFLICT DO NOTHING;
INSERT INTO jury_score (sheet_id, criterion_id, points, abstained, reason, for_applicant,
                        version, saved_at)
SELECT sheet.id, declared.criterion_id,
       least(10, greatest(0, round(5 + 2 * sin(sheet.application_id) + cos(sheet.juror_id * 5)
         + sin(sheet.id * 7 + declared.criterion_id)))), false, 'Gut belegt.', '', 1, %s
FROM jury_scoresheet sheet
JOIN initiatives_declaredcriterion declared USING (application_id)
WHERE sheet.id >= %s;
"""


@pytest.mark.parametrize(("cases", "jurors"), [(40, 9), (5000, 60)])
def test_standings(judged, make, capsys, cases, jurors):
    judged(cases, jurors)
    office = make.office()
    with at(NOON):
        client = Client()
        client.force_login(office)
        taken = measured(fetching(client, "/verwaltung/ergebnis/"))
    with capsys.disabled():
        print()  # noqa: T201  what a measurement is for
        print(told(f"standings of {cases} cases", taken))  # noqa: T201


def test_all_sheets_as_a_table(judged, make, capsys):
    judged(5000, 60)
    with at(NOON):
        client = Client()
        client.force_login(make.office())
        began = time.perf_counter()
        lines = 0
        for part in client.get("/verwaltung/ergebnis/boegen.csv").streaming_content:
            lines += part.count(b"\r\n")
        taken = time.perf_counter() - began
    assert lines == 1 + 5000 * READERS * len(CODES)
    with capsys.disabled():
        print(f"\n{lines} lines of sheets: {taken:.1f} s")  # noqa: T201
