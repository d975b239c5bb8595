"""A receipt is checked by anybody: it says whether and when, and nothing else."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlencode

import pikepdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import receipts, snapshots
from initiatives.keys import uuid7
from initiatives.models import Application
from initiatives.records import documents
from initiatives.templatetags.award import grouped

from ..make import NOON, SECOND

CHECK = "/en/pruefen/"
YES, NO = "Yes, the checksum is right", "No, there is no such receipt"
OTHER = "0" * 64


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def case(make) -> Application:
    return make.submitted(call__closes_at=NOON, initiative__name="Bündnis Geheim")


def ask(client, number: str, sha256: str) -> str:
    answer = client.get(CHECK, {"nummer": number, "pruefsumme": sha256})
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def again(make, case: Application, *, at, late_by: int = 0):
    return snapshots.freeze(case, by=make.owner(case), at=at, once=uuid7(), late_by=late_by)


# -- Yes -----------------------------------------------------------------------------------------


def test_the_right_checksum_says_when_and_which_version(client, case):
    page = ask(client, case.number, case.snapshots.get().sha256)
    assert YES in page
    assert "1 March 2026, 12:00:00 h (CET)" in page
    assert "This version. No newer one has arrived." in page
    assert NO not in page


def test_an_older_version_is_true_and_the_newer_one_counts(client, make, case):
    newer = again(make, case, at=NOON - SECOND)
    page = ask(client, case.number, case.snapshots.get(version=1).sha256)
    assert YES in page
    assert "A newer version: version 2, arrived on 2 March 2026, 11:59:59 h (CET)." in page
    assert "No newer one has arrived." in ask(client, case.number, newer.sha256)


def test_lateness_within_the_grace_is_said(client, make, case):
    late = again(make, case, at=NOON + 74 * SECOND, late_by=74)
    words = "1 minute 14 seconds after the deadline, within the period of grace"
    assert words in ask(client, case.number, late.sha256)


def test_what_was_withdrawn_later_is_said(client, case):
    Application.objects.update(status="withdrawn")
    page = ask(client, case.number, case.snapshots.get().sha256)
    assert YES in page
    assert "The application was withdrawn later." in page


@pytest.mark.parametrize(
    "copied",
    [
        lambda number, digest: (number.lower(), digest.upper()),
        lambda number, digest: (f" {number} ", f"\n {grouped(digest)}\t"),
        lambda number, digest: (number.replace("-", " "), grouped(digest).replace(" ", "\u00a0")),
        lambda number, digest: (number.replace("-", "\u2011"), "\u200b".join(digest)),
        lambda number, digest: (number.replace("0", "O").replace("1", "l"), digest),
    ],
)
def test_it_is_read_however_it_was_copied_out(client, case, copied):
    assert YES in ask(client, *copied(case.number, case.snapshots.get().sha256))


def test_a_number_with_signs_easily_misread_is_found(make, client):
    case = make.submitted(number="B-26-01JKV")
    digest = case.snapshots.get().sha256
    for number in ("B-26-OIJKV", "b26olJKV", "B-26-0LJKV"):
        assert YES in ask(client, number, digest)


# -- No ------------------------------------------------------------------------------------------


def test_an_unknown_number_and_a_wrong_checksum_get_the_same_answer(client, make, case):
    wrong = ask(client, case.number, OTHER)
    unknown = ask(client, "B-26-ZZZZZ", OTHER)
    assert NO in wrong
    assert wrong.replace(case.number, "…") == unknown.replace("B-26-ZZZZZ", "…")
    foreign = make.submitted(call=case.call).snapshots.get().sha256
    assert NO in ask(client, case.number, foreign)


def test_the_answer_costs_the_same_queries_whatever_it_is(client, make, case):
    again(make, case, at=NOON - SECOND)
    asked = [(case.number, case.snapshots.get(version=1).sha256), (case.number, OTHER)]
    costs = set()
    for number, digest in [*asked, ("B-26-ZZZZZ", OTHER)]:
        with CaptureQueriesContext(connection) as queries:
            ask(client, number, digest)
        costs.add(len(queries))
    assert costs == {1}


def test_a_draft_has_nothing_to_check(client, make):
    draft = make.application()
    assert NO in ask(client, draft.number, OTHER)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"nummer": "", "pruefsumme": OTHER}, "Enter the number"),
        ({"nummer": "B-26-7KQ4M"}, "Enter the checksum"),
        ({"nummer": "26-7KQ4M", "pruefsumme": OTHER}, "The number looks like this: B-26-7KQ4M"),
        ({"nummer": "B-26-7KQ4", "pruefsumme": OTHER}, "The number looks like this: B-26-7KQ4M"),
        ({"nummer": "B-26-7KQ4M", "pruefsumme": "0" * 63}, "64 signs, entered are 63"),
        ({"nummer": "B-26-7KQ4M", "pruefsumme": "0" * 65}, "64 signs, entered are 65"),
        ({"nummer": "B-26-7KQ4M", "pruefsumme": "g" * 64}, "the letters a to f only"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_comes_back(client, db, sent, why):
    page = client.get(CHECK, sent).content.decode()
    assert why in page
    assert "<title>Error: " in page
    assert NO not in page
    if sent["nummer"]:
        assert f'value="{sent["nummer"]}"' in page


# -- What it keeps to itself ---------------------------------------------------------------------


def test_the_initiative_is_never_named_and_no_cookie_is_set(client, make, case):
    answer = client.get(CHECK, {"nummer": case.number, "pruefsumme": case.snapshots.get().sha256})
    page = answer.content.decode()
    assert "Geheim" not in page
    assert make.owner(case).name not in page
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("status", ["admitted", "excluded"])
def test_what_the_office_made_of_it_is_not_told(client, case, status):
    digest = case.snapshots.get().sha256
    before = ask(client, case.number, digest)
    Application.objects.update(status=status, exclusion_reason="Grund")
    assert ask(client, case.number, digest) == before


def test_who_asks_too_often_waits_and_is_told_so(client, db):
    for _ in range(30):
        ask(client, "B-26-7KQ4M", OTHER)
    answer = client.get(CHECK, {"nummer": "B-26-7KQ4M", "pruefsumme": OTHER})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert answer.headers["Retry-After"] == "60"
    assert client.get(CHECK).status_code == 200
    other = client.get(
        CHECK, {"nummer": "B-26-7KQ4M", "pruefsumme": OTHER}, REMOTE_ADDR="192.0.2.7"
    )
    assert other.status_code == 200


def test_nothing_is_sent_there(client, db):
    assert client.post(CHECK, {"nummer": "B-26-7KQ4M"}).status_code == 405


# -- The bytes behind it, and where one comes from -----------------------------------------------


def test_the_file_has_the_checksum_that_is_printed(client, make, case):
    snapshot = case.snapshots.get()
    client.force_login(make.member(case.initiative, "reader"))
    answer = client.get(f"/en/bewerbungen/eingang/{snapshot.key}/json/")
    assert hashlib.sha256(answer.content).hexdigest() == snapshot.sha256
    name = f"{case.number}-fassung-1.json"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_file_is_for_those_who_see_the_application(client, make, case):
    address = f"/en/bewerbungen/eingang/{case.snapshots.get().key}/json/"
    assert client.get(address).status_code == 302
    client.force_login(make.owner(make.application()))
    assert client.get(address).status_code == 404
    client.force_login(make.office("reader"))
    assert client.get(address).status_code == 200


def test_the_receipt_leads_to_its_own_check(client, make, case, settings):
    snapshot = case.snapshots.get()
    client.force_login(make.owner(case))
    page = client.get(f"/bewerbungen/eingang/{snapshot.key}/").content.decode()
    query = urlencode({"nummer": case.number, "pruefsumme": snapshot.sha256})
    link = f"{settings.BASE_URL}/pruefen/?{query}"
    assert f'href="{link.replace("&", "&amp;")}"' in page
    assert f"/bewerbungen/eingang/{snapshot.key}/json/" in page
    client.logout()
    assert "Ja, die Prüfsumme stimmt" in client.get(f"/pruefen/?{query}").content.decode()


def test_the_printed_receipt_links_to_its_own_check(make, case, tmp_path):
    snapshot = case.snapshots.get()
    (tmp_path / "a.pdf").write_bytes(documents.receipt(snapshot))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        links = [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        ]
    assert receipts.address(snapshot) in links


def test_the_number_never_stands_in_a_log(client, case, caplog):
    ask(client, case.number, case.snapshots.get().sha256)
    assert not re.search(case.number, caplog.text)


def test_a_call_in_another_language_gives_another_page(client, db):
    assert "Eingang prüfen" in client.get("/pruefen/").content.decode()
    assert "Check a receipt" in client.get(CHECK).content.decode()
