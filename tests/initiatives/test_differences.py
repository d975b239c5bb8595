"""What changed between two versions: complete, to the last sign, and quick whatever was pasted."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import differences
from initiatives.differences import ADDED, REMOVED, SAME, Change, Piece


def content(**parts: Any) -> dict[str, Any]:
    """A version handed in, with some of its parts as given."""
    basics: dict[str, Any] = {
        "format": 1,
        "number": "B-26-AAAAA",
        "submitted_at": "2026-03-02T11:00:00+00:00",
        "initiative": {"name": "Bündnis", "states": ["DE-ST"], "founded": None},
        "contact": {"name": "Erika Berg"},
        "criteria": [{"code": "dk", "name": {"de": "Dekarbonisierung"}}],
        "answers": [answer("title", "Titel"), answer("summary", "Kurz gesagt.")],
        "files": [],
        "declarations": [confirmed("terms")],
    }
    return basics | parts


def answer(code: str, text: str) -> dict[str, Any]:
    return {"code": code, "text": text, "label": {"de": code.title()}}


def confirmed(code: str, version: str = "3") -> dict[str, Any]:
    return {"code": code, "version": version, "at": "2026-03-01T11:00:00+00:00"}


def file(key: str, **fields: Any) -> dict[str, Any]:
    basics = {"key": key, "kind": "picture", "name": "Werk.png", "size": 1, "sha256": "0" * 64}
    return basics | {"caption": "", "credit": "", "alt_text": "Werk"} | fields


# -- Fields --------------------------------------------------------------------------------------


def test_each_kind_of_change_is_named_in_the_order_of_the_form():
    before = content(files=[file("a"), file("b")])
    after = content(
        initiative={"name": "Bündnis Talaue", "states": ["DE-ST"], "founded": 2019},
        contact={"name": "Jonas Olt"},
        criteria=[{"code": "dm", "name": {"de": "Demografie"}}],
        answers=[answer("title", "Titel"), answer("summary", "Kurz."), answer("people", "Neu")],
        files=[file("b", caption="Halle"), file("c")],
        declarations=[confirmed("terms", "4")],
    )
    as_said = {
        key: {name: file(key)[name] for name in differences.FILE} | {"rights": False}
        for key in "abc"
    }
    assert sorted(differences.between(before, after), key=lambda change: change.page) == sorted(
        [
            Change("initiative", "name", "Bündnis", "Bündnis Talaue"),
            Change("initiative", "founded", None, 2019),
            Change("contact", "name", "Erika Berg", "Jonas Olt"),
            Change("themes", "dm", None, True),
            Change("themes", "dk", True, None),
            Change("section", "summary", "Kurz gesagt.", "Kurz."),
            Change("section", "people", None, "Neu"),
            Change("files", "b", as_said["b"], as_said["b"] | {"caption": "Halle"}),
            Change("files", "c", None, as_said["c"]),
            Change("files", "a", as_said["a"], None),
            Change("declarations", "terms", "3", "4"),
        ],
        key=lambda change: change.page,
    )
    pages = [change.page for change in differences.between(before, after)]
    assert pages == sorted(pages, key=differences.PAGES.index)


def test_the_same_said_again_at_another_time_is_no_change():
    later = content(
        submitted_at="2026-03-09T11:00:00+00:00",
        declarations=[confirmed("terms") | {"at": "2026-03-08T11:00:00+00:00"}],
    )
    assert differences.between(content(), later) == []


def test_another_order_of_files_is_told_unless_one_came_or_went():
    one, two, three = file("a"), file("b"), file("c")
    before = content(files=[one, two])
    assert differences.reordered(before, content(files=[two, one]))
    assert differences.reordered(before, content(files=[two, three, one]))
    assert not differences.reordered(before, content(files=[three, one, two]))
    assert not differences.reordered(before, content(files=[two]))


codes = st.sampled_from(["a", "b", "c", "d"])
texts = st.text(max_size=20)
contents = st.builds(
    content,
    initiative=st.dictionaries(codes, st.one_of(st.none(), st.integers(), texts)),
    contact=st.dictionaries(codes, texts),
    criteria=st.lists(codes, unique=True).map(lambda found: [{"code": code} for code in found]),
    answers=st.dictionaries(codes, texts).map(
        lambda found: [answer(code, text) for code, text in found.items()]
    ),
    files=st.dictionaries(codes, texts).map(
        lambda found: [file(key, caption=text) for key, text in found.items()]
    ),
    declarations=st.dictionaries(codes, texts).map(
        lambda found: [confirmed(code, version) for code, version in found.items()]
    ),
)


@given(contents, contents)
def test_the_changes_make_the_new_version_of_the_old_one(before, after):
    changes = differences.between(before, after)
    assert differences.applied(changes, differences.said(before)) == differences.said(after)


@given(contents)
def test_between_a_version_and_itself_nothing_changed(one):
    assert differences.between(one, one) == []


# -- Words ---------------------------------------------------------------------------------------


def test_words_are_marked_and_spaces_alone_hold_nothing_together():
    assert differences.words("Wir sparen viel Strom ein.", "Wir sparen sehr viel Gas ein.") == [
        Piece(SAME, "Wir sparen "),
        Piece(ADDED, "sehr "),
        Piece(SAME, "viel "),
        Piece(REMOVED, "Strom"),
        Piece(ADDED, "Gas"),
        Piece(SAME, " ein."),
    ]
    assert differences.words("eins zwei", "drei vier") == [
        Piece(REMOVED, "eins zwei"),
        Piece(ADDED, "drei vier"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Neu", [Piece(ADDED, "Neu")]),
        ("Alt", "", [Piece(REMOVED, "Alt")]),
        ("Gleich", "Gleich", [Piece(SAME, "Gleich")]),
        ("", "", []),
        ("Ende.", "Ende.\n\nMehr", [Piece(SAME, "Ende."), Piece(ADDED, "\n\nMehr")]),
    ],
)
def test_edges(before, after, expected):
    assert differences.words(before, after) == expected


wordy = st.lists(st.sampled_from(["Wir", "sparen", "Strom", " ", "\n\n", "  ", "ß", "a\u0308"]))
prose = st.one_of(st.text(), wordy.map("".join))


@given(prose, prose)
def test_the_pieces_hold_both_texts_to_the_last_sign(before, after):
    pieces = differences.words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


@given(prose, prose)
def test_folding_loses_nothing(before, after):
    pieces = differences.words(before, after)
    shown = differences.folded(pieces)
    for kind in (SAME, REMOVED, ADDED):
        assert _joined(shown, kind) == _joined(pieces, kind)


def _joined(pieces: list[Piece], kind: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind == kind)


def test_a_long_run_is_folded_but_for_the_words_beside_a_change():
    run = " ".join(f"w{n}" for n in range(100))
    pieces = differences.folded(differences.words(f"Alt {run}", f"Neu {run}"))
    assert [(piece.kind, piece.folded) for piece in pieces] == [
        (REMOVED, 0),
        (ADDED, 0),
        (SAME, 0),
        (SAME, 92),
    ]
    assert pieces[2].text.split() == [f"w{n}" for n in range(8)]


@pytest.mark.parametrize("words", ["a ", "a b ", "a b c d e f g ", "ein ganz anderer Satz. "])
@pytest.mark.parametrize("signs", [3_000, 99_000, 2_000_000])
def test_whatever_is_pasted_costs_less_than_a_second(words, signs):
    before = words * (signs // len(words))
    after = "x " + before[::-1] + "y"
    start = time.process_time()
    pieces = differences.words(before, after)
    assert time.process_time() - start < 1
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before


def test_a_long_answer_that_was_rewritten_is_told_quickly_and_by_words():
    draw = random.Random(3)
    often = [f"wort{n}" for n in range(1, 500)]  # the n-th is used 1/n as often, as in prose
    weights = [1 / n for n in range(1, 500)]
    before = draw.choices(often, weights, k=2000)
    after = [draw.choice(often) if draw.random() < 0.15 else word for word in before]
    start = time.process_time()
    pieces = differences.words(" ".join(before), " ".join(after))
    assert time.process_time() - start < 1
    same = [word for piece in pieces if piece.kind == SAME for word in piece.text.split()]
    assert len(same) > 1600
