"""Files of people to invite: what is read, and what is wrong with which line."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jury import roster_file
from jury.models import JurorInvitation
from jury.whom import Invited

from ..make import DAY, NOON


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def call(make):
    return make.call()  # judged by dk, dg, dv and dm


def read(call, text, *, encoding="utf-8"):
    file = text if isinstance(text, bytes) else text.encode(encoding)
    return roster_file.read(file, call, at=NOON)


FULL = (
    "name;email;anrede;organisation;vorsitz;amtszeit_von;amtszeit_bis;dk;dm\r\n"
    "Dr. Änne Öl;Anne@People.example;Frau Dr. Öl;Haus „Mitte“; ja ;01.03.2026;2026-12-31;3;0\r\n"
)
ANNE = Invited(
    "Dr. Änne Öl",
    "anne@people.example",
    "Frau Dr. Öl",
    "Haus „Mitte“",
    is_chair=True,
    term_from=date(2026, 3, 1),
    term_until=date(2026, 12, 31),
    expertise={"dk": 3, "dm": 0},
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_however_it_was_saved(call, encoding):
    reading = read(call, FULL, encoding=encoding)
    assert (reading.rows, reading.faults) == ([(2, ANNE)], [])


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_cells_may_be_apart_by_commas_or_tabs(call, delimiter):
    assert read(call, FULL.replace(";", delimiter)).rows == [(2, ANNE)]


def test_headings_may_be_english_and_in_any_order_and_case(call):
    reading = read(call, "E-Mail Address,Full Name,Chair\na@people.example,Anna,no\n")
    assert reading.rows == [(2, Invited("Anna", "a@people.example"))]


def test_empty_lines_and_columns_without_a_heading_are_passed_over(call):
    reading = read(call, "\nname;email;\n\nAnna;a@people.example;x\n\n")
    assert reading.faults == []
    assert reading.rows == [(4, Invited("Anna", "a@people.example"))]


def test_a_cell_may_hold_the_delimiter_and_a_break_and_lines_still_count(call):
    text = 'name;email;organisation\nAnna;a@people.example;"Haus; Hof\nGarten"\nBen;b@people;x\n'
    reading = read(call, text)
    assert reading.rows[0] == (
        2,
        Invited("Anna", "a@people.example", organisation="Haus; Hof Garten"),
    )
    assert reading.faults == [(4, "“b@people” is no e-mail address.")]


def test_what_looks_like_a_formula_is_a_name(call):
    assert read(call, "name;email\n=1+1;a@people.example\n").rows[0][1].name == "=1+1"


HEAD = "name;email;vorsitz;amtszeit_von;amtszeit_bis;dk\n"
OK = "Anna;a@people.example;;;;\n"
WRONG = {
    "nothing": ("", [(0, "The file is empty.")]),
    "blank": (" \n \n", [(0, "The file is empty.")]),
    "only headings": (HEAD, [(0, "There is nobody below the headings.")]),
    "no headings": (
        "Anna;a@people.example\n",
        [
            (1, "The column “Anna” is unknown."),
            (1, "The column “a@people.example” is unknown."),
            (1, "The column “name” is missing."),
            (1, "The column “email” is missing."),
        ],
    ),
    "no address column": ("name\nAnna\n", [(1, "The column “email” is missing.")]),
    "unknown column": (
        "name;email;telefon\nA;a@people.example;1\n",
        [(1, "The column “telefon” is unknown.")],
    ),
    "column twice": (
        "name;email;E-Mail\nA;a@people.example;b@people.example\n",
        [(1, "The column “E-Mail” stands there twice.")],
    ),
    "no name": (HEAD + ";a@people.example;;;;\n", [(2, "The name is missing.")]),
    "no address": (HEAD + "Anna;;;;;\n", [(2, "“” is no e-mail address.")]),
    "no such address": (
        HEAD + "Anna;anna.example;;;;\n",
        [(2, "“anna.example” is no e-mail address.")],
    ),
    "long name": (
        HEAD + "A" * 121 + ";a@people.example;;;;\n",
        [(2, "“" + "A" * 30 + " …” is too long (up to 120 characters).")],
    ),
    "chair": (
        HEAD + "Anna;a@people.example;vielleicht;;;\n",
        [(2, "In “chair” it says “vielleicht”. Write “yes” or nothing.")],
    ),
    "day": (
        HEAD + "Anna;a@people.example;;31.02.2026;;\n",
        [(2, "“31.02.2026” is no day. Write it as 31.10.2026.")],
    ),
    "american day": (
        HEAD + "Anna;a@people.example;;12/31/2026;;\n",
        [(2, "“12/31/2026” is no day. Write it as 31.10.2026.")],
    ),
    "term turned round": (
        HEAD + "Anna;a@people.example;;02.03.2026;01.03.2026;\n",
        [(2, "The term ends after it begins.")],
    ),
    "level": (
        HEAD + "Anna;a@people.example;;;;4\n",
        [(2, "In “dk” it says “4”. Allowed are 0, 1, 2 and 3.")],
    ),
    "level in words": (
        HEAD + "Anna;a@people.example;;;;viel\n",
        [(2, "In “dk” it says “viel”. Allowed are 0, 1, 2 and 3.")],
    ),
    "too many cells": (
        HEAD + "Anna;a@people.example;;;;1;2\n",
        [(2, "The line has more cells than the headings.")],
    ),
    "address twice": (
        HEAD + OK + OK.upper(),
        [(3, "a@people.example stands in line 2 already.")],
    ),
    "two chairs": (
        HEAD + "A;a@people.example;ja;;;\nB;b@people.example;x;;;\n",
        [(3, "The person in line 2 is in the chair already.")],
    ),
    "open quotation": (
        HEAD + 'Anna;"a@people.example;;;;\nBen;b@people.example;;;;\n',
        [(2, "A cell that begins with a quotation mark does not end with one.")],
    ),
    "several in one line": (
        HEAD + OK + ";b;hm;;;9\n",
        [
            (3, "The name is missing."),
            (3, "“b” is no e-mail address."),
            (3, "In “chair” it says “hm”. Write “yes” or nothing."),
            (3, "In “dk” it says “9”. Allowed are 0, 1, 2 and 3."),
        ],
    ),
    "a workbook": (
        b"PK\x03\x04rest",
        [(0, "This is a workbook. Save the table as CSV and upload that file.")],
    ),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0rest",
        [(0, "This is a workbook. Save the table as CSV and upload that file.")],
    ),
    "utf-16": (
        HEAD.encode("utf-16"),
        [(0, "The file cannot be read. Save it as “CSV UTF-8”.")],
    ),
    "no text": (b"a\x00b", [(0, "The file cannot be read. Save it as “CSV UTF-8”.")]),
}


@pytest.mark.parametrize(("text", "faults"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(call, text, faults):
    assert read(call, text).faults == faults


def test_too_many_at_once_are_refused(call):
    lines = "".join(f"P{n};p{n}@people.example\n" for n in range(301))
    faults = read(call, "name;email\n" + lines).faults
    assert faults == [(0, "The file has 301 lines; up to 300 go at once.")]


def test_who_cannot_be_invited_is_named_in_the_line(make, call):
    office = make.office("reader", email="o@people.example")
    make.juror(call=call, user=make.user(email="m@people.example"), is_chair=True)
    JurorInvitation.objects.create(
        call=call,
        email="w@people.example",
        name="W",
        invited_by=office,
        invited_at=NOON,
        expires_at=NOON + DAY,
    )
    text = (
        "name;email;chair\nO;O@people.example;\nM;m@people.example;\n"
        "W;w@people.example;\nN;n@people.example;yes\n"
    )
    chair = call.jurors.get()
    assert read(call, text).faults == [
        (2, "o@people.example is of the award office, which sees all scores, and cannot judge."),
        (3, "m@people.example is in the jury already."),
        (4, "There is an open invitation to w@people.example already. You can send it again."),
        (5, f"{chair} is in the chair already."),
    ]


@pytest.mark.parametrize("people", [2, 200])
def test_reading_costs_the_same_however_many_people(call, people):
    text = "name;email\n" + "".join(f"P{n};p{n}@people.example\n" for n in range(people))
    with CaptureQueriesContext(connection) as queries:
        assert len(read(call, text).rows) == people
    assert len(queries) == 7


def test_the_template_reads_back_as_its_headings(call):
    for language in ("de", "en"):
        with translation.override(language):
            text = roster_file.template(call)
        row = "Anna;a@people.example;Frau A;Haus;;;;1;2;3;0\r\n"
        assert text.endswith(";dk;dg;dv;dm\r\n")
        assert read(call, text + row).faults == []
