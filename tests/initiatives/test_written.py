"""A query that is written once gives what Django's gives, and is asked like any other."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Application, Initiative
from initiatives.written import Written


def whole(key, call):
    rows = Application.objects.filter(key=key, call=call, initiative__name__contains="100 %")
    return rows.select_related("call", "initiative")


def plain(call):
    rows = Application.objects.filter(call=call).order_by("pk")
    return rows.values_list("key", "initiative__name")


WHOLE = {"key": type(uuid4()), "call": int}


@pytest.fixture
def case(make):
    found = make.application()
    Initiative.objects.filter(pk=found.initiative_id).update(name="100 % Wärme, 'Süd'")
    return Application.objects.get(pk=found.pk)


def test_objects_are_those_of_the_queryset(case):
    (found,) = Written(whole, **WHOLE).objects(key=case.key, call=case.call_id)
    (asked,) = whole(case.key, case.call_id)
    with CaptureQueriesContext(connection) as queries:
        assert vars(found.call).keys() == vars(asked.call).keys()
        assert found.call.title == asked.call.title  # a column that its field converts
        assert found.initiative.name == "100 % Wärme, 'Süd'"
    assert not queries.captured_queries
    left, right = ({**vars(one), "_state": None} for one in (found, asked))
    assert left == right


def test_another_key_finds_another_row_or_none(case, make):
    kept = Written(whole, **WHOLE)
    assert kept.objects(key=case.key, call=case.call_id)
    assert not kept.objects(key=uuid4(), call=case.call_id)
    assert not kept.objects(key=case.key, call=make.call(year=2031).pk)


def test_rows_are_those_of_the_queryset(case):
    assert Written(plain, call=int).rows(call=case.call_id) == list(plain(case.call_id))


def test_a_column_that_its_field_converts_is_refused(case):
    titles = Written(lambda call: Application.objects.values_list("call__title"), call=int)
    with pytest.raises(TypeError, match="converted"):
        titles.rows(call=case.call_id)


def test_it_is_counted_like_every_query_and_planned_once(case):
    kept = Written(lambda call: plain(call).filter(pk__gt=0), call=int)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            kept.rows(call=case.call_id)
    assert len(queries.captured_queries) == 3
    planned = "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
    with connection.cursor() as cursor:
        cursor.execute(f"{planned} WHERE statement LIKE %s", ['%"id" > 0%'])
        assert cursor.fetchall() == [(3,)]


def test_it_is_built_once_and_anew_when_asked(case):
    built = []

    def build(call):
        built.append(call)
        return plain(call)

    kept = Written(build, call=int)
    kept.rows(call=case.call_id)
    kept.rows(call=case.call_id)
    assert len(built) == 1
    kept.anew().rows(call=case.call_id)
    assert len(built) == 2
