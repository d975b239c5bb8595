"""Searching the announcements of all years: the words of laureates who are public, and of no other.

As in the directory every word must stand somewhere, be it inside a longer one, as German builds
them; case and accents do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, Func, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Lower, Replace

from initiatives.models import State
from initiatives.names import sort_key

from .models import Laureate

LONGEST, MOST_WORDS = 100, 8  # of what is asked
BEFORE, AFTER = 70, 150  # characters shown around what was found
LETTERS = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
LETTERS |= {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
PLAIN = ("name", "entry", "region", "carrier")
LOCAL = ("summary", "jury_statement", "portrait")


class Hit(NamedTuple):
    """A laureate, and the passage that was found: (text, whether it was asked for)."""

    laureate: Laureate
    passage: list[tuple[str, bool]]


def find(asked: str, *, at: datetime) -> list[Hit]:
    """Newest year first. One query; none where nothing is asked that could be found."""
    words = sort_key(asked[:LONGEST]).split()[:MOST_WORDS]
    if not words:
        return []
    found = Laureate.objects.public(at).annotate(said=_folded(_said()))
    for word in words:
        states = [code for code, label in State.choices if word in sort_key(str(label))]
        found = found.filter(Q(said__contains=word) | Q(states__overlap=states))
    rows = found.with_prize().order_by("-release__call__year", "prize__position", "sort_name")
    return [Hit(row, _passage(row, words)) for row in rows]


def _said() -> Concat:
    """All that can be searched of a laureate, in both languages, as one text."""
    prize = [KeyTextTransform(language, "prize__name") for language in ("de", "en")]
    texts = [KeyTextTransform(language, name) for name in LOCAL for language in ("de", "en")]
    year = Cast("release__call__year", CharField())
    parts: list[Any] = [F(name) for name in PLAIN] + [*prize, *texts, year]
    spaced = [one for part in parts for one in (part, Value(" "))]
    return Concat(*spaced, output_field=TextField())


def _folded(text: Any) -> Func:
    """As `initiatives.names.sort_key` folds it, whatever the locale of the database."""
    for letter, letters in LETTERS.items():
        text = Replace(text, Value(letter), Value(letters))
    text = Func(text, template="normalize(%(expressions)s, NFKD)", output_field=TextField())
    text = Lower(_replaced(text, "[\u0300-\u036f]", ""))
    return _replaced(text, "[^0-9a-z]+", " ")


def _replaced(text: Any, pattern: str, by: str) -> Func:
    given = (text, Value(pattern), Value(by), Value("g"))
    return Func(*given, function="regexp_replace", output_field=TextField())


def _passage(row: Laureate, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Around the first word that stands in a text of the reader's language; else how it begins."""
    texts = [str(getattr(row, name)) for name in LOCAL]
    for text in texts:
        if marks := list(_marks(text, words)):
            first = marks[0][0]
            begin = text.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
            end = text.find(" ", first + AFTER)
            return _cut(text, marks, begin, len(text) if end < 0 else end)
    whole = texts[0]
    end = whole.find(" ", BEFORE + AFTER)
    return _cut(whole, [], 0, len(whole) if end < 0 else end)


def _marks(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand, in order and without overlap."""
    letters = [(letter, place) for place, c in enumerate(text) for letter in sort_key(c) or " "]
    folded = "".join(letter for letter, _place in letters)
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((letters[at][1], letters[at + len(word) - 1][1] + 1))
            at = folded.find(word, at + len(word))
    last = 0
    for begin, end in sorted(found):
        if begin >= last:
            yield begin, end
            last = end


def _cut(
    text: str, marks: Sequence[tuple[int, int]], begin: int, end: int
) -> list[tuple[str, bool]]:
    parts = [("… ", False)] if begin else []
    at = begin
    for first, last in marks:
        if first >= at and last <= end:
            parts += [(text[at:first], False), (text[first:last], True)]
            at = last
    parts.append((text[at:end], False))
    if end < len(text):
        parts.append((" …", False))
    return [part for part in parts if part[0]]
