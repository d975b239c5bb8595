"""The sheets of a jury as a table: long or wide, and refused line by line."""

from __future__ import annotations

import numpy as np
import pytest
from django.utils import translation

from jury import ranking_files
from jury.allocation_files import Fault, File
from jury.ranking_files import Reader, WeightsRefused, weights

LONG = "case,juror,points\nA,Albers,7\nA,Brandt,5.5\nB,Albers,3\n"
GIVEN = {("A", "Albers", ""): 7.0, ("A", "Brandt", ""): 5.5, ("B", "Albers", ""): 3.0}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    reader = Reader(File("datei.csv", content))
    return reader.read(), reader


def faults_of(text):
    scored, reader = read(text)
    assert scored is None
    return [(fault.line, fault.text) for fault in reader.faults]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "\ufeff" + LONG,
        LONG.replace("\n", "\r\n"),
        LONG.replace(",", ";").replace("5.5", "5,5"),
        LONG.replace("case,juror,points", " Fall , JURYMITGLIED,Punkte"),
        LONG.replace("5.5", '"5,5"'),
        LONG.replace("7", " +7.0 ").replace("3", "3e0"),
        "points,case,juror\n3,B,Albers\n5.5,A,Brandt\n\n7,A,Albers\n",
        "case,Albers,Brandt\nA,7,5.5\nB,3,\n",
        "\ufeffBewerbung;Brandt;Albers\r\nB;;3\r\nA;5,5;7\r\n",
    ],
)
def test_one_jury_in_many_spellings(text):
    scored, reader = read(text)
    assert scored == (["A", "B"], ["Albers", "Brandt"], [""], GIVEN)
    assert (reader.faults, reader.doubts) == ([], [])


def test_cells_are_numbered_by_name_whatever_the_order_of_the_lines():
    scored, _reader = read("case,juror,points\nB,Brandt,1\nA,Celik,\nB,Albers,2\n")
    cells = scored.cells()
    assert (cells.case.tolist(), cells.juror.tolist()) == ([0, 1, 1], [2, 0, 1])
    assert np.array_equal(cells.points, [np.nan, 2, 1], equal_nan=True)
    assert (cells.criterion.tolist(), cells.weight.tolist()) == ([0, 0, 0], [1.0])


@pytest.mark.parametrize(
    "head", ["case,juror,criterion,points", "Fall,Jurymitglied,Kriterium,Punkte"]
)
def test_points_by_criterion_and_their_weights(head):
    scored, _reader = read(f"{head}\nA,Albers,SS,7\nA,Albers,TR,5\nA,Brandt,SS,4\n")
    assert scored.criteria == ["SS", "TR"]
    assert scored.cells().weight.tolist() == [1, 1]
    assert scored.cells({"TR": 0.3}).weight.tolist() == [0, 0.3]


def test_a_comma_in_quoted_names_of_the_head_parts_nothing():
    scored, _reader = read('Fall;"Albers, Ada";"Brandt, Bo";"Celik, Can"\nA;1;2,5;3\n')
    assert scored.jurors == ["Albers, Ada", "Brandt, Bo", "Celik, Can"]
    assert list(scored.given.values()) == [1, 2.5, 3]


def test_a_juror_without_a_single_sheet_and_a_case_without_one_are_there():
    scored, _reader = read("case,Albers,Brandt\nA,7,\nB,,\n")
    assert (scored.cases, scored.jurors) == (["A", "B"], ["Albers", "Brandt"])
    assert scored.given == {("A", "Albers", ""): 7.0}


def test_tells_of_a_column_that_is_not_used():
    _scored, reader = read("case,juror,nation,points\nA,Albers,CHN,7\n")
    assert reader.doubts == [Fault("datei.csv", 1, "The column “nation” is not used here.")]


@pytest.mark.parametrize(
    "cell",
    ["x", "NaN", "nan", "inf", "-Infinity", "1.000,5", "7 Punkte", "7-8", "٣", "1e9999", "."],
)
def test_refuses_what_is_no_number(cell):
    assert faults_of(f"case;juror;points\nA;Albers;7\nA;Brandt;{cell}\n") == [
        (3, f"“{cell}” is no number.")
    ]


@pytest.mark.parametrize("cell", ["1e10", "-2000000000", "9e999"])
def test_refuses_what_is_too_large_for_points(cell):
    assert faults_of(f"case,juror,points\nA,Albers,{cell}\n") == [
        (2, f"“{cell}” is too large for points.")
    ]


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("case,juror", ["points"]),
        ("case,points", ["juror"]),
        ("juror,points", ["case"]),
        ("Fall,Kriterium,Wert", ["juror", "points"]),
    ],
)
def test_refuses_a_table_without_a_column(head, missing):
    cells = ",".join("1" * len(head.split(",")))
    assert faults_of(f"{head}\n{cells}\n") == [
        (1, f"The column “{name}” is missing.") for name in missing
    ]


def test_refuses_the_same_sheet_twice():
    again = LONG + "A,Albers,7\nB,Albers,\n"
    assert faults_of(again) == [
        (5, "“A, Albers” stands in line 2 already."),
        (6, "“B, Albers” stands in line 4 already."),
    ]


def test_refuses_the_same_criterion_of_a_sheet_twice():
    text = "case,juror,criterion,points\nA,Albers,SS,\nA,Albers,TR,7\nA,Albers,SS,7\n"
    assert faults_of(text) == [(4, "“A, Albers, SS” stands in line 2 already.")]


def test_refuses_the_same_case_twice_in_a_wide_table():
    assert faults_of("case,Albers\nA,7\n\nA,8\n") == [(4, "“A” stands in line 2 already.")]


def test_refuses_columns_that_stand_twice_or_have_no_name():
    assert faults_of("case,Albers,,Albers\nA,1,2,3\n") == [
        (1, "Column 3 has no name."),
        (1, "The column “Albers” stands there twice."),
    ]
    assert (1, "The column “Punkte” stands there twice.") in faults_of(
        "case,juror,points,Punkte\nA,Albers,1,2\n"
    )


def test_refuses_cells_without_a_name():
    assert faults_of("Fall,Jurymitglied,Kriterium,Punkte\n,Albers, ,7\n") == [
        (2, "The cell “Fall” is empty."),
        (2, "The cell “Kriterium” is empty."),
    ]
    assert faults_of("Fall,Albers\n ,7\n") == [(2, "The cell “Fall” is empty.")]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", ";;\nA;1;2\n"])
def test_refuses_a_file_without_a_first_line(text):
    assert faults_of(text) == [(1, "The file is empty, or its first line names no columns.")]


@pytest.mark.parametrize("text", ["case,juror,points\n", "case,Albers\n\n", "case,Albers\nA,\n"])
def test_refuses_a_table_without_a_single_score(text):
    assert faults_of(text) == [(1, "There is not a single score.")]


def test_refuses_one_column_and_says_what_is_needed():
    ((line, text),) = faults_of("case\tAlbers\nA\t7\n")
    assert (line, text[:42]) == (1, "The first line has one column only. Cells ")


def test_refuses_a_line_with_other_cells_than_the_first():
    assert faults_of("case,juror,points\nA,Albers,7,5\nB,Albers,x\n") == [
        (2, "The line has 4 cells; the first line has 3."),
        (3, "“x” is no number."),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_refuses_another_encoding_than_utf_8(encoding):
    text = "case,juror,points\nA,Albers,7\nB,Jürgen,7\n".encode(encoding)
    ((line, words),) = faults_of(text)
    assert (line, words) == (3 if encoding == "latin-1" else 1, "The file is not written in UTF-8.")


def test_refuses_a_quotation_that_does_not_end():
    words = "A cell that begins with a quotation mark does not end with one."
    assert faults_of('case,juror,points\nA,"Albers,7\nB,Albers,7\n') == [(2, words)]


def test_refuses_a_huge_file(monkeypatch):
    monkeypatch.setattr(ranking_files, "MOST_BYTES", 20)
    assert faults_of(LONG) == [(1, "The file is larger than 0 MB.")]


def test_refuses_reasons_in_the_column_of_criteria():
    rows = "".join(f"A,Albers,because {i},7\n" for i in range(201))
    assert faults_of(f"case,juror,criterion,points\n{rows}") == [
        (1, "More than 200 different criteria stand there.")
    ]


def test_refuses_more_cases_and_jurors_than_it_can_hold(monkeypatch):
    monkeypatch.setattr(ranking_files, "MOST_OF_BOTH", 1)
    assert faults_of(LONG) == [(1, "More than 1 cases and more than 1 jurors at once.")]


@pytest.mark.parametrize(
    "text", ["SS=.4,TR=.3", "SS = 0.4 , TR=0.30", "SS=0,4,TR=0,3", "SS=0,4;TR=0,3", "TR=3e-1;SS=.4"]
)
def test_weights_in_many_spellings(text):
    assert weights(text, ["CO", "SS", "TR"]) == {"SS": 0.4, "TR": 0.3}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SS=.4,XX=1", "The criterion “XX” is not in the table; there are: SS, TR."),
        ("SS=-1", "A weight is 0 or more, not -1."),
        ("SS=0,TR=0", "All weights are 0."),
        ("SS=inf", "“SS=inf” is no weight; what is meant is SS=0.4, for example."),
        ("SS=nan,TR=1", "“SS=nan” is no weight; what is meant is SS=0.4, for example."),
        ("SS", "“SS” is no weight; what is meant is SS=0.4, for example."),
        ("=1", "“=1” is no weight; what is meant is SS=0.4, for example."),
        ("", "“” is no weight; what is meant is SS=0.4, for example."),
        ("SS=1,SS=2", "The criterion “SS” has two weights."),
    ],
)
def test_refuses_weights_that_make_no_sense(text, words):
    with pytest.raises(WeightsRefused) as refused:
        weights(text, ["SS", "TR"])
    assert str(refused.value) == words


def test_refuses_weights_where_there_are_no_criteria():
    with pytest.raises(WeightsRefused, match="names no criteria"):
        weights("SS=1", [""])
