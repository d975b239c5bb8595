"""The tables of an allocation: read as people write them, refused with file, line and reason."""

from __future__ import annotations

import numpy as np
import pytest

from jury.allocation import Bounds
from jury.allocation_files import Fault, File, Reader

NAMES = {"cases": ["A", "B"], "jurors": ["Albers", "Brandt"]}


def file(text, name="datei.csv"):
    return File(name, text.encode())


def faults_of(method, text, **more):
    reader = Reader()
    getattr(reader, method)(file(text), **more)
    return [(fault.line, fault.text) for fault in reader.faults]


def test_reads_cases_with_their_own_number_of_readers_or_the_common_one():
    reader = Reader()
    cases = reader.cases(file("case,readers\nA,3\nB,\n"), readers=2)
    assert (cases, reader.faults, reader.doubts) == ({"A": 3, "B": 2}, [], [])


def test_reads_cases_without_a_number_of_readers():
    assert Reader().cases(file("case\nA\n\nB\n"), readers=2) == {"A": 2, "B": 2}


def test_reads_what_a_spreadsheet_writes():
    text = '\ufeffJuror; MIN ;max\r\n"Albers; A.";1;\r\nBrandt ;;3\r\n'
    assert Reader().jurors(file(text)) == {"Albers; A.": Bounds(1, None), "Brandt": Bounds(0, 3)}


def test_reads_conflicts():
    text = "case,juror\nA,Albers\n"
    assert Reader().pairs(file(text), **NAMES) == {("Albers", "A")}


def test_reads_matches_with_point_or_comma_and_50_where_nothing_is_said():
    text = "juror;case;match\nAlbers;A;87,5\nBrandt;A;100\nBrandt;B;\n"
    assert np.array_equal(Reader().matches(file(text), **NAMES), [[87.5, 100], [50, 50]])


def test_conflicts_may_be_none():
    reader = Reader()
    assert reader.pairs(file("juror,case\n"), **NAMES) == set()
    assert reader.faults == []


def test_tells_of_a_column_that_is_not_used():
    reader = Reader()
    reader.cases(file("case,reader\nA,3\n"), readers=2)
    words = "Die Spalte „reader“ wird hier nicht gebraucht."
    assert reader.doubts == [Fault("datei.csv", 1, words)]


@pytest.mark.parametrize(
    ("method", "text", "line"),
    [
        ("cases", "", 1),
        ("cases", "case\n", 1),
        ("cases", "A\nB\n", 1),
        ("cases", "case,readers\nA,2\nB,zwei\n", 3),
        ("cases", "case,readers\nA,2\nB,-1\n", 3),
        ("cases", "case,readers\nA,2\nB,1.5\n", 3),
        ("cases", "case,readers\nA,2\n,1\n", 3),
        ("cases", "case,readers\nA,2\nA,1\n", 3),
        ("cases", "case,readers\nA,2,1\n", 2),
        ("cases", 'case,readers\nA,2\n"B,1\n', 3),
        ("jurors", "juror,min,max\nAlbers,3,2\n", 2),
        ("jurors", "juror,min,max\nAlbers,²,2\n", 2),
        ("pairs", "juror,case\nAlbers,C\n", 2),
        ("pairs", "juror,case\nCelik,A\n", 2),
        ("pairs", "juror,case\nAlbers,A\nAlbers,A\n", 3),
        ("pairs", "juror\nAlbers\n", 1),
        ("matches", "juror,case\nAlbers,A\n", 1),
        ("matches", "juror,case,match\nAlbers,A,101\n", 2),
        ("matches", 'juror,case,match\nAlbers,A,"100,01"\n', 2),
        ("matches", "juror,case,match\nAlbers,A,nan\n", 2),
        ("matches", "juror,case,match\nAlbers,A,-1\n", 2),
        ("matches", "juror,case,match\nAlbers,A,1\nAlbers,A,1\n", 3),
        ("matches", "juror,case,match\nAlbers,C,1\n", 2),
    ],
)
def test_refuses_with_the_line(method, text, line):
    more = {"cases": {"readers": 2}, "jurors": {}}.get(method, NAMES)
    ((found, words),) = faults_of(method, text, **more)
    assert found == line
    assert words


def test_refuses_what_is_not_utf_8():
    reader = Reader()
    reader.cases(File("alt.csv", "case\nGröße\n".encode("latin-1")), readers=1)
    assert str(reader.faults[0]) == "alt.csv: Zeile 2: Die Datei ist nicht in UTF-8 geschrieben."


def test_gathers_the_faults_of_all_files():
    reader = Reader()
    cases = reader.cases(file("case,readers\nA,x\n", "faelle.csv"), readers=1)
    jurors = reader.jurors(file("juror,min\nAlbers,y\n", "jury.csv"))
    reader.pairs(file("juror,case\nAlbers,Z\n", "befangen.csv"), cases=cases, jurors=jurors)
    assert [(fault.file, fault.line) for fault in reader.faults] == [
        ("faelle.csv", 2),
        ("jury.csv", 2),
        ("befangen.csv", 2),
    ]


def test_names_are_not_missed_where_their_whole_file_could_not_be_read():
    reader = Reader()
    cases = reader.cases(file("fall\nA\n", "faelle.csv"), readers=1)
    reader.pairs(file("juror,case\nAlbers,A\n"), cases=cases, jurors=["Albers"])
    reader.matches(file("juror,case,match\nAlbers,A,3\n"), cases=cases, jurors=["Albers"])
    assert [fault.file for fault in reader.faults] == ["faelle.csv"]
