"""How long the jury waits: the worklist with 5,000 cases and 60 jurors, and saving one score."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from awards.wsgi import application
from initiatives.models import Application
from jury.models import Assignment, Juror, ScoreSheet

from ..make import DAY, NOON, at

CASES, JURORS, READERS, TIMES = 5000, 60, 4, 60


@pytest.fixture
def jury(make) -> list[Juror]:
    """60 jurors, each with some 330 cases: a third finished, a tenth begun."""
    call = make.call(judging_from=NOON - DAY, criteria=dict.fromkeys(("dk", "dg", "dv", "dm"), 1))
    seats = [make.juror(call=call) for _ in range(JURORS)]
    cases = make.many_cases(call, CASES)
    assign(cases, seats)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seats


def assign(cases: list[Application], seats: list[Juror]) -> None:
    rows = [
        Assignment(
            juror=seats[(number * 7 + reader * 13) % JURORS],
            application=case,
            position=(number * 7919) % 1_000_003,
            cleared_at=NOON,
        )
        for number, case in enumerate(cases)
        for reader in range(READERS)
    ]
    made = Assignment.objects.bulk_create(rows, batch_size=2000)
    chance = random.Random(7)
    begun = [(row, chance.random()) for row in made]
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(
            assignment=row,
            juror=row.juror,
            application=row.application,
            started_at=NOON,
            finished_at=NOON if share < 1 / 3 else None,
        )
        for row, share in begun
        if share < 0.43
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO jury_score (sheet_id, criterion_id, points, abstained, reason,
                                    for_applicant, version, saved_at)
            SELECT sheet.id, declared.criterion_id, (sheet.id * 3 + declared.criterion_id) %% 11,
                   false, 'Gut belegt.', '', 1, %s
            FROM jury_scoresheet sheet
            JOIN initiatives_declaredcriterion declared USING (application_id)
            WHERE sheet.id = ANY(%s)
            """,
            [NOON, [sheet.pk for sheet in sheets]],
        )


def measured(ask: Callable[[], object]) -> list[float]:
    """How many milliseconds it took each time, sorted; once before, to get warm."""
    taken = []
    ask()
    for _ in range(TIMES):
        began = time.perf_counter_ns()
        ask()
        taken.append((time.perf_counter_ns() - began) / 1e6)
    return sorted(taken)


def fetching(client: Client, path: str) -> Callable[[], None]:
    """Fetches a page as the server does: the client of tests copies every context it sees."""
    browser = RequestFactory()
    browser.cookies = client.cookies

    def fetch() -> None:
        answer = application.get_response(browser.get(path))
        assert answer.status_code == 200
        assert b"</html>" in answer.content

    return fetch


def told(what: str, taken: list[float]) -> str:
    p95 = taken[int(len(taken) * 0.95)]
    median = statistics.median(taken)
    return f"{what}: median {median:.1f} ms, p95 {p95:.1f} ms, fastest {taken[0]:.1f} ms"


def test_worklist_sheet_and_saving_a_score(jury, capsys):
    juror = jury[17]
    own = juror.assignments.order_by("position")
    found = {}
    with at(NOON):
        client = Client()
        client.force_login(juror.user)
        found[f"worklist with {own.count()} cases"] = measured(fetching(client, "/jury/"))
        case = own.filter(sheet__finished_at=None, sheet__isnull=False).first()
        assert case
        page = f"/jury/faelle/{case.key}/"
        found["sheet"] = measured(fetching(client, page))
        criterion = case.sheet.scores.earliest("pk").criterion_id
        points = iter(range(10_000))

        def save() -> None:
            sent = {
                "page": "sheet",
                "field": f"c{criterion}-points",
                "text": str(next(points) % 11),
                "writer": juror.user.key,
            }
            answer = client.post(f"{page}speichern/", sent)
            assert answer.json()["state"] == "saved"

        found["saving one score"] = measured(save)
    with capsys.disabled():
        print()  # noqa: T201  what a measurement is for
        for what, taken in found.items():
            print(told(what, taken))  # noqa: T201
