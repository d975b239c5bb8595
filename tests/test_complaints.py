"""docs/complaints-met.md promises tests: each of them is there. And what no other file tries."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from initiatives import actions
from initiatives.models import Answer

from .e2e.served import ROOT
from .make import NOON, at, refused

TABLE = ROOT / "docs" / "complaints-met.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[str]:
    """The rows of the tables, without their heads."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith("| What people")]


def functions(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text()).body if hasattr(node, "name")}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[2:60].replace(" ", "-"))
def test_every_complaint_is_met_by_tests_that_exist(row):
    named = NAMED.findall(row)
    assert named, "no test is named"
    assert [pair for pair in named if pair[1] not in functions(ROOT / pair[0])] == []
    assert row.count("`tests/") == len(named)


def test_a_draft_is_saved_however_much_is_missing(client, make):
    """Half a section and nothing else, not even a theme; it is handed in only when all is there."""
    draft = make.application(declared=(), contact_name="")
    person = make.owner(draft)
    client.force_login(person)
    with at(NOON):
        sent = {"title": "", "title-version": "0", "summary": "Ein Anfang", "summary-version": "0"}
        answer = client.post(f"/bewerbungen/{draft.key}/abschnitt/project/", sent)
        assert answer.status_code == 302
        assert Answer.objects.get().text == "Ein Anfang"
        with refused(
            "Something is still missing: Name a contact person; Choose at least one theme; "
            "Answer “Title”; Confirm all declarations."
        ):
            actions.submit(draft, by=person, at=NOON, once=draft.key)
