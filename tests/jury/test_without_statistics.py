"""PostgreSQL may believe that tables are empty: after a rehearsal was wiped, say. No page hangs."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction

from ..make import DAY, NOON, at

CASES, JURORS = 200, 20
PAGES = (
    "/verwaltung/",
    "/verwaltung/jury/",
    "/verwaltung/jury/zuteilung/",
    "/verwaltung/bewerbungen/",
    "/verwaltung/beschluesse/",
    "/verwaltung/ergebnis/",
)


class Wiped(Exception):
    """Ends what is rolled back."""


def a_jury_at_work(make) -> None:
    call = make.call(judging_from=NOON - DAY, judging_until=NOON + DAY)
    make.many_cases(call, CASES, [make.juror(call=call) for _ in range(JURORS)])


@pytest.fixture
def believed_to_be_empty(make):
    """Tables of many pages on which no row was alive when they were counted."""
    with suppress(Wiped), transaction.atomic():
        a_jury_at_work(make)
        raise Wiped
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'jury_assignment'")
        assert cursor.fetchone() == (0,)
    a_jury_at_work(make)


@pytest.mark.usefixtures("believed_to_be_empty")
def test_no_page_of_the_office_hangs(client, make):
    """Each of these took minutes while membership was looked up through two more tables."""
    client.force_login(make.office())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4s'")
    with at(NOON):
        for page in PAGES:
            assert client.get(page).status_code == 200
