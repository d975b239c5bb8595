"""Two hundred applicants hand in within the last five seconds, against two workers.

What is asserted is right or wrong and takes the time it takes; the figures are printed. Each
click comes at its own moment, evenly spread, and loads the receipt after it as a browser does;
twenty come in calm before. The clients spend 0.4 s of processor in all.

On two idle cores, without grace: p95 196 ms, the twenty who clicked late refused and nobody else;
with ten minutes of grace: p95 86 ms, nobody refused. Beside others that compute (load 7 to 8) p95
was 10 to 16 s and without grace 162 who clicked in time were refused, as they count from when a
thread takes up their request: a reason to give grace, and cores.
"""

from __future__ import annotations

import os
import time
from datetime import datetime

import pytest
from django.db import connection, connections

from awards.demo.serve import Children
from initiatives.models import Application, Letter, LetterStatus, Snapshot
from initiatives.records import canonical, proof

from ..e2e.served import ROOT, free_port
from . import serving, storm

APPLICANTS, EARLY, LATE, TWICE = 200, 20, 20, 20
PATIENCE = 900  # seconds until all letters are out: others compute first


@pytest.fixture
def site(transactional_db, tmp_path, monkeypatch):
    """The site on the database of the tests: gunicorn with two workers, and who sends letters."""
    serving.prepare(monkeypatch, tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    with Children(root=ROOT, logs=tmp_path, port=free_port()) as children:
        children.start_all()
        children.wait_until_ready(seconds=60)
        yield f"http://127.0.0.1:{children.port}"
        broken = [
            line for line in (tmp_path / "web.log").read_text().splitlines() if "Error" in line
        ]
        print(*broken[:3], sep="\n")  # noqa: T201  shown where a test fails
        connections.close_all()


@pytest.mark.parametrize("grace_minutes", [0, 10])
def test_everybody_acknowledged_is_in_and_nobody_after_the_line(site, capsys, grace_minutes):
    call = storm.real_call(grace_minutes=grace_minutes)
    made = storm.drafts(call, EARLY + APPLICANTS + LATE)
    clicks = storm.plan(made, early=EARLY, late=LATE, twice=TWICE)
    texts = answers(made)
    closes = storm.close_in(call, seconds=storm.RUSH + storm.BEFORE + 3)
    server = workers()
    storm.let_loose(clicks, closes=closes, address=site)
    with capsys.disabled():
        print(f"\n{grace_minutes} minutes of grace, {server}: {storm.told(clicks)}")  # noqa: T201

    assert [click.error for click in clicks if click.error] == []
    assert {click.status for click in clicks} <= {302, 409}
    acknowledged = {click.draft.pk: click for click in clicks if click.status == 302}
    everybody_acknowledged_is_stored_once(acknowledged)
    nobody_is_late_unnoticed(closes, grace_minutes=grace_minutes)
    letters_go_out_once(acknowledged)
    refused = {draft.pk for draft in made} - acknowledged.keys()
    drafts = Application.objects.filter(status="draft")
    assert set(drafts.values_list("pk", flat=True)) == refused
    assert answers(made) == texts
    assert proof.check().broken is None
    if grace_minutes:
        assert refused == set()


def everybody_acknowledged_is_stored_once(acknowledged: dict[int, storm.Click]) -> None:
    """Under the key of the form, with what was written, and the answer led to that receipt."""
    stored = {row.application_id: row for row in Snapshot.objects.all()}
    assert Snapshot.objects.count() == len(stored)
    assert stored.keys() == acknowledged.keys()
    for pk, click in acknowledged.items():
        snapshot = stored[pk]
        assert (snapshot.version, snapshot.idempotency_key) == (1, click.once)
        assert canonical.sha256(snapshot.content) == snapshot.sha256
        assert click.location == f"/bewerbungen/eingang/{snapshot.key}/"
        assert click.receipt == 200


def nobody_is_late_unnoticed(closes: datetime, *, grace_minutes: int) -> None:
    for snapshot in Snapshot.objects.all():
        late = (snapshot.submitted_at - closes).total_seconds()
        assert late < grace_minutes * 60
        assert snapshot.late_by == (0 if late < 0 else int(late) + (late % 1 > 0))


def letters_go_out_once(acknowledged: dict[int, storm.Click]) -> None:
    """A receipt to whoever clicked, one to a contact person besides; and the worker sends all."""
    expected = []
    for click in acknowledged.values():
        key, owner = click.location.split("/")[-2], storm.make.owner(click.draft).email
        contact = Application.objects.get(pk=click.draft.pk).contact_email
        expected += [(key, address) for address in {owner, contact}]
    letters = Letter.objects.filter(kind="receipt")
    assert sorted(letters.values_list("about_key", "to")) == sorted(expected)
    deadline = time.monotonic() + PATIENCE
    while letters.exclude(status=LetterStatus.SENT).exists():
        assert time.monotonic() < deadline, "the worker does not send"
        time.sleep(0.2)
    assert set(letters.values_list("attempts", flat=True)) <= {1}


def answers(made: list[Application]) -> list[tuple[int, str, int]]:
    rows = Application.objects.filter(pk__in=[draft.pk for draft in made])
    return sorted(rows.values_list("answers__pk", "answers__text", "answers__version"))


def workers() -> str:
    busy = os.getloadavg()[0]
    return f"2 workers with 4 threads on {os.cpu_count()} cores, load {busy:.1f} before"
