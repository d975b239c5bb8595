"""What is taken out for whom: by the class of each field, never by a box drawn over words.

Every field has a class in `FIELDS`; one without stops the redaction, so that nobody forgets it.
What is taken out leaves a word in its place and is in no part of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple


class Class(StrEnum):
    """What a field is, and so on what ground it is withheld."""

    PUBLIC = "public"
    CASE = "case"  # whose application it is: public once it has won, and that is announced
    RESULT = "result"  # what was decided: public once it is announced
    PERSON = "person"
    DELIBERATION = "deliberation"
    JOINT = "joint"  # deliberation that hangs on all cases at once
    SALT = "salt"  # keeps anybody from guessing at the rest until the digest fits
    BARRED = "barred"  # no field is of it: it is what a juror has nothing to do with


class Ground(NamedTuple):
    """What stands in place of what was taken out, and why it was."""

    word: str
    why: str


GROUNDS = {
    Class.CASE: Ground(
        "[geschwärzt: vertraulich]",
        "Vertraulich übermittelte Angaben nicht ausgezeichneter Bewerbungen (§ 3 Nr. 7 IFG)",
    ),
    Class.RESULT: Ground(
        "[geschwärzt: Sperrfrist]",
        "Beschlüsse vor ihrer Bekanntgabe (§ 3 Nr. 3 Buchst. b, § 4 IFG)",
    ),
    Class.PERSON: Ground(
        "[geschwärzt: personenbezogen]",
        "Schutz personenbezogener Daten (§ 5 IFG)",
    ),
    Class.DELIBERATION: Ground(
        "[geschwärzt: Beratung]",
        "Vertraulichkeit der Beratung der Jury (§ 3 Nr. 3 Buchst. b IFG)",
    ),
    Class.SALT: Ground(
        "[geschwärzt: Zufallswert]",
        "Zufallswert, ohne den sich Geschwärztes nicht aus der Prüfsumme erraten lässt",
    ),
    Class.BARRED: Ground(
        "[geschwärzt: Fall ohne Sie]",
        "Fälle, an denen die lesende Person nicht mitwirkt (§§ 20, 21 VwVfG)",
    ),
}
CASE = {"number": Class.CASE, "name": Class.CASE, "laureate": Class.RESULT}
VOTE = {
    "case": CASE,
    "prize": Class.PUBLIC,
    "motion": Class.DELIBERATION,
    "at": Class.DELIBERATION,
    "entitled": Class.DELIBERATION,
    "yes": Class.DELIBERATION,
    "no": Class.DELIBERATION,
    "abstained": Class.DELIBERATION,
    "casting_vote": Class.DELIBERATION,
    "carried": Class.RESULT,
    "deviation": Class.DELIBERATION,
}
WHO = {"name": Class.PERSON, "organisation": Class.PERSON}
# A list is written as a list of the one shape that its members have.
FIELDS: dict[str, Any] = {
    "format": Class.PUBLIC,
    "salt": Class.SALT,
    "call": {"title": Class.PUBLIC, "year": Class.PUBLIC},
    "head": {
        "kind": Class.PUBLIC,
        "place": Class.PUBLIC,
        "began_at": Class.PUBLIC,
        "ended_at": Class.PUBLIC,
        "votes_until": Class.PUBLIC,
        "chair": Class.PERSON,
        "minute_taker": Class.PERSON,
    },
    "attendance": {
        "present": [WHO | {"times": [{"from": Class.PERSON, "to": Class.PERSON}]}],
        "excused": [WHO],
        "absent": [WHO],
        "guests": [{"name": Class.PERSON, "part": Class.PERSON}],
        "quorum": {
            "entitled": Class.PUBLIC,
            "needed": Class.PUBLIC,
            "present": Class.PUBLIC,
            "reached": Class.PUBLIC,
        },
    },
    "opening": Class.DELIBERATION,
    "impartiality": {
        "rows": [
            {
                "name": Class.PERSON,
                "case": CASE,
                "ground": Class.PERSON,
                "left_at": Class.PERSON,
                "returned_at": Class.PERSON,
            }
        ],
        "notes": Class.DELIBERATION,
    },
    "report": {
        "received": Class.PUBLIC,
        "admitted": Class.PUBLIC,
        "excluded": [{"case": CASE, "ground": Class.CASE}],
        "notes": Class.DELIBERATION,
    },
    "method": {"plain": Class.PUBLIC, "corrected": Class.JOINT},
    "consultation": [
        {
            "case": CASE,
            "sheets": Class.DELIBERATION,
            "mean": Class.DELIBERATION,
            "corrected": Class.JOINT,
            "low": Class.DELIBERATION,
            "high": Class.DELIBERATION,
            "began_at": Class.DELIBERATION,
            "ended_at": Class.DELIBERATION,
            "postponed": Class.DELIBERATION,
            "notes": Class.DELIBERATION,
        }
    ],
    "votes": [VOTE],
    "rank_votes": [
        {
            "at": Class.DELIBERATION,
            "entitled": Class.DELIBERATION,
            "cast": Class.DELIBERATION,
            "cases": [{"case": CASE, "sum": Class.DELIBERATION}],
        }
    ],
    "special": {
        "votes": [VOTE],
        "withheld": [
            {"prize": Class.RESULT, "places": Class.RESULT, "reasons": Class.RESULT},
        ],
        "notes": Class.DELIBERATION,
    },
    "reasons": [{"case": CASE, "prize": Class.PUBLIC, "statement": Class.RESULT}],
    "closing": {"embargo_until": Class.PUBLIC, "notes": Class.DELIBERATION},
    "other": [{"title": Class.DELIBERATION, "notes": Class.DELIBERATION}],
    "remarks": Class.DELIBERATION,
    "signatures": [
        {
            "part": Class.PUBLIC,
            "name": Class.PERSON,
            "at": Class.PUBLIC,
            "version": Class.PUBLIC,
        }
    ],
    "signed_sha256": Class.PUBLIC,
    "journal": {"number": Class.PUBLIC, "hash": Class.PUBLIC},
}
NEVER_NAMED = ("impartiality", "report", "votes", "rank_votes", "special", "reasons")


class Reader(NamedTuple):
    """Somebody who does not read the whole: `withheld` are the classes, `barred` the cases, by
    number and name, of which a juror learns nothing; `announced`: whether the result is public.
    """

    withheld: frozenset[Class]
    barred: frozenset[tuple[str, str]] = frozenset()
    announced: bool = False


class Redacted(NamedTuple):
    """What is left to read; `taken` says how often what was taken out."""

    content: dict[str, Any]
    taken: dict[Class, int]


def redacted(content: dict[str, Any], reader: Reader) -> Redacted:
    """The content without what the reader may not read. Raises KeyError for an unknown field."""
    censor = _Censor(reader)
    left = {
        name: censor.walk(value, FIELDS[name], name, won=False) for name, value in content.items()
    }
    taken = {kind: censor.taken[kind] for kind in Class if censor.taken[kind]}
    if taken:
        left["redactions"] = [
            {"class": kind.value, "word": GROUNDS[kind].word, "why": GROUNDS[kind].why, "times": n}
            for kind, n in taken.items()
        ]
    return Redacted(left, taken)


class _Censor:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.taken: Counter[Class] = Counter()
        self.numbers = {number for number, _name in reader.barred}
        self.words = [word.casefold() for pair in reader.barred for word in pair if word]

    def walk(self, value: Any, shape: Any, top: str, *, won: bool) -> Any:
        """`won`: whether what lies around this is about a laureate's case."""
        if isinstance(shape, list):
            return [self.walk(row, shape[0], top, won=won) for row in self._rows(value, top)]
        if isinstance(shape, dict):
            if value is None:  # no case
                return None
            won = _has_won(value, won)
            if self._is_barred(value):
                return self._blank(value)
            return {
                name: self.walk(part, shape[name], top, won=won) for name, part in value.items()
            }
        return self._leaf(value, shape, won=won)

    def _leaf(self, value: Any, kind: Class, *, won: bool) -> Any:
        if kind == Class.SALT:
            return self._take(kind)
        if kind == Class.JOINT:
            if self.numbers:  # it would change with the case the reader has nothing to do with
                return self._take(Class.BARRED)
            kind = Class.DELIBERATION
        if kind in self.reader.withheld and not self._is_out(kind, won=won):
            return self._take(kind)  # be it empty: that there is nothing tells something, too
        if isinstance(value, str) and any(word in value.casefold() for word in self.words):
            return self._take(Class.BARRED)
        return value

    def _is_out(self, kind: Class, *, won: bool) -> bool:
        """Whether it was announced by now."""
        return self.reader.announced and (kind == Class.RESULT or (kind == Class.CASE and won))

    def _take(self, kind: Class) -> str:
        self.taken[kind] += 1
        return GROUNDS[kind].word

    # -- What a juror has nothing to do with -----------------------------------------------------

    def _rows(self, rows: Iterable[Any], top: str) -> Iterable[Any]:
        """Left out where that there is something would tell; who waits outside knows of the rest.

        How often that was is not counted, for the same reason.
        """
        return [row for row in rows if top not in NEVER_NAMED or not self._is_barred(row)]

    def _is_barred(self, row: Any) -> bool:
        if not isinstance(row, dict) or not self.numbers:
            return False
        case = row.get("case")
        if case and case["number"] in self.numbers:
            return True
        return any(self._is_barred(inner) for inner in row.get("cases", ()))

    def _blank(self, value: dict[str, Any]) -> dict[str, Any]:
        """The same shape with nothing in it."""
        self.taken[Class.BARRED] += 1
        word = GROUNDS[Class.BARRED].word
        return {
            name: dict.fromkeys(part, word) if isinstance(part, dict) else word
            for name, part in value.items()
        }


def _has_won(value: dict[str, Any], before: bool) -> bool:
    case = value if "laureate" in value else value.get("case")
    return bool(case["laureate"]) if isinstance(case, dict) else before
