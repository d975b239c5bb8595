"""What changed between two versions: fields with their old and new value, words added and removed.

Pure: two contents of snapshots in, tuples out. None stands for "was not there".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Any, NamedTuple

PAGES = ("initiative", "contact", "themes", "section", "files", "declarations")
FILE = ("name", "size", "sha256", "caption", "credit", "alt_text")
ENDLESS = 200_000  # signs of both texts: nobody reads such an answer, so nothing is matched
COSTLY = 200_000  # pairs of equal words to be compared: about 0.1 s; beyond it nothing is matched
LONG, KEPT = 30, 8  # words: an unchanged run longer than LONG shows KEPT of them beside a change

SAME, REMOVED, ADDED = "same", "removed", "added"

Said = dict[tuple[str, str], Any]


class Change(NamedTuple):
    """One field that differs: the page of the form and the code there, as points are named."""

    page: str
    code: str
    before: Any
    after: Any


class Piece(NamedTuple):
    """A run of a text: same, removed or added; `folded` words of it are told by their number."""

    kind: str
    text: str
    folded: int = 0


def said(content: Mapping[str, Any]) -> Said:
    """What a version says, field by field; not when it was said, nor in which order files lie."""
    found: Said = {}
    for page in ("initiative", "contact"):
        for name, value in content[page].items():
            if value not in (None, "", []):
                found[page, name] = value
    for row in content["criteria"]:
        found["themes", row["code"]] = True
    for row in content["answers"]:
        if row["text"]:
            found["section", row["code"]] = row["text"]
    for row in content["files"]:
        rights = bool(row.get("rights_at"))
        found["files", row["key"]] = {name: row[name] for name in FILE} | {"rights": rights}
    for row in content["declarations"]:
        found["declarations", row["code"]] = row["version"]
    return found


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every field of the contents that differs, in the order of the form."""
    old, new = said(before), said(after)
    fields = dict.fromkeys([*new, *old])
    changes = [
        Change(page, code, old.get((page, code)), new.get((page, code)))
        for page, code in fields
        if old.get((page, code)) != new.get((page, code))
    ]
    return sorted(changes, key=lambda change: PAGES.index(change.page))


def reordered(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether the files that both hold lie in another order."""
    old, new = ([row["key"] for row in content["files"]] for content in (before, after))
    return [key for key in old if key in new] != [key for key in new if key in old]


def applied(changes: list[Change], to: Said) -> Said:
    """What is said after the changes."""
    result = dict(to)
    for change in changes:
        if change.after is None:
            del result[change.page, change.code]
        else:
            result[change.page, change.code] = change.after
    return result


class Word(NamedTuple):
    """A word with the space behind it; "" before a text that begins with space."""

    word: str
    space: str


def _split(text: str) -> list[Word]:
    return [Word(*found) for found in re.findall(r"(\S+|^)(\s*)", text) if any(found)]


def _text(found: Iterable[Word]) -> str:
    return "".join(word.word + word.space for word in found)


def words(before: str, after: str) -> list[Piece]:
    """Both texts in one: the same and the removed words are the old one, the same and the added
    the new one, to the last sign."""
    if len(before) + len(after) > ENDLESS:
        return _joined([Piece(REMOVED, before), Piece(ADDED, after)])
    old, new = _split(before), _split(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    return _joined(
        [
            Piece(SAME, _text(old[:head])),
            *middle,
            Piece(SAME, _text(old[len(old) - tail :])),
        ]
    )


def _alike(one: list[Word], other: list[Word]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(old: list[Word], new: list[Word]) -> Iterator[Piece]:
    """Words are matched, spaces are not: they alone hold no two texts together."""
    one, other = [word.word for word in old], [word.word for word in new]
    counts = Counter(other)
    if sum(counts[word] for word in one) > COSTLY:
        opcodes: Iterable[tuple[str, int, int, int, int]] = [("replace", 0, len(old), 0, len(new))]
    else:
        opcodes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for kind, start, end, from_new, to_new in opcodes:
        if kind == "equal":
            for was, becomes in zip(old[start:end], new[from_new:to_new], strict=True):
                yield Piece(SAME, was.word)
                if was.space == becomes.space:
                    yield Piece(SAME, was.space)
                else:
                    yield from (Piece(REMOVED, was.space), Piece(ADDED, becomes.space))
        else:
            gone, come = old[start:end], new[from_new:to_new]
            behind = gone[-1].space if gone and come and gone[-1].space == come[-1].space else ""
            yield Piece(REMOVED, _text(gone).removesuffix(behind))
            yield Piece(ADDED, _text(come).removesuffix(behind))
            yield Piece(SAME, behind)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind are one piece; of what stands at one place the removed comes first."""
    result: list[Piece] = []
    for kind_same, run in groupby(
        (piece for piece in pieces if piece.text), key=lambda piece: piece.kind == SAME
    ):
        found = list(run)
        for kind in (SAME,) if kind_same else (REMOVED, ADDED):
            text = "".join(piece.text for piece in found if piece.kind == kind)
            result += [Piece(kind, text)] if text else []
    return result


def folded(pieces: list[Piece]) -> list[Piece]:
    """The same with long unchanged runs folded; a folded piece still holds its text."""
    result: list[Piece] = []
    for place, piece in enumerate(pieces):
        run = _split(piece.text)
        if piece.kind != SAME or len(run) <= LONG:
            result.append(piece)
            continue
        head = 0 if place == 0 else KEPT + (not run[0].word)
        tail = len(run) if place == len(pieces) - 1 else len(run) - KEPT
        result += [
            Piece(SAME, _text(run[:head])),
            Piece(SAME, _text(run[head:tail]), sum(bool(word.word) for word in run[head:tail])),
            Piece(SAME, _text(run[tail:])),
        ]
    return [piece for piece in result if piece.text]
