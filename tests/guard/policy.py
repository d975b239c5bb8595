"""Who gets in where: one line a route. A route without a line fails the test.

    route  what its address names  who gets in  who may change something by it

`signed` is everybody with an account, `all` everybody; `members`, `editors` and `owners` are those
of the initiative in question; `office` has four roles of which two, `deciding`, change things;
`seated` are jurors whom nothing keeps out, `inside` those of them who may know of what is voted
on, `reading` those who read the case in question. After a
colon: only in these states. `-` is nobody. A route that takes forms only begins with `POST`.
The lines stand in `lines` and `lines_of_the_office`.
"""

from __future__ import annotations

from typing import NamedTuple

from .lines import ACCOUNT, APPLICANTS, JURY, PUBLIC
from .lines_of_the_office import LISTS, OFFICE_ONE, SETTING_UP
from .meeting import KEPT_OUT
from .minuted import ATTENDED
from .panel import SEATED, SHUT
from .world import MEMBERS, OFFICE

READING = {  # whose cases they are, as far as they may be read
    "juror": ("juror", "juror-other"),
    "finished": ("finished",),
    "chair": ("chair", "chair-third"),
    "colleague": ("colleague", "colleague-third"),
    "conflicted": ("conflicted-third",),
    "asked": ("asked-third",),
}
BEGUN = {"colleague": ("colleague-third",)} | {
    role: cases for role, cases in READING.items() if role != "colleague"
}
FINISHED = {
    "juror": ("juror-other",),
    "finished": ("finished",),
    "chair": ("chair-third",),
    "colleague": ("colleague-third",),
    "conflicted": ("conflicted-third",),
    "asked": ("asked-third",),
}


class Line(NamedTuple):
    kind: str
    door: str
    writes: str
    forms: str  # POST: takes only forms; FORM: says so to those who get in


def side_and_state(label: str) -> tuple[str, str]:
    side, _space, state = label.rpartition(" ")
    return side, state


def is_in(words: str, role: str, label: str) -> bool:
    """Whether one of the words of a line means this role, for what is called so."""
    return any(_means(*word.partition(":")[::2], role, label) for word in words.split())


def _means(word: str, states: str, role: str, label: str) -> bool:
    side, state = side_and_state(label)
    if states and state not in states.split(","):
        return False
    of = MEMBERS.get(role) or ("their" if role == "their owner" else "")
    return {
        "-": False,
        "all": True,
        "anonymous": role == "anonymous",
        "signed": role != "anonymous",
        "office": role in OFFICE,
        "deciding": role in ("office editor", "office lead"),
        "members": bool(of) and side == of,
        "editors": side == of and role in ("owner", "editor", "colleague", "their owner"),
        "owners": side == of and role in ("owner", "their owner"),
        "invited": role == "invited" and label == "our draft",
        "candidate": role == "candidate" and label == "open",
        "chair": role == "chair",
        "attended": role in ATTENDED,
        "taker": role == "office lead",  # of the minutes of this world
        "claimant": role == "claimant",
        "silent": role == "silent",
        "author": role == label,
        "addressee": role == "owner",  # of the letters of this world
        "deputy": role == "deputy",
        "seated": role in SEATED,
        "inside": role in SEATED and role not in KEPT_OUT.get(label, ()),
        "reading": label in READING.get(role, ()),
        "versed": label in BEGUN.get(role, ()),
        "done": label in FINISHED.get(role, ()),
        "judging": label in READING.get(role, ()) and label == role,
    }[word]


OUTSIDE = ("jury:invitation", "jury:accept", "jury:decline")
GONE = ("left", "out of term")


def is_shut(name: str, role: str) -> bool:
    """Whether the jury's pages are shut to a member of it, whatever is asked for."""
    if name == "jury:statement":
        return role in GONE
    return name.startswith("jury:") and name not in OUTSIDE and role in SHUT


TOPICS = (PUBLIC, ACCOUNT, APPLICANTS, JURY, OFFICE_ONE, SETTING_UP, LISTS)


def table() -> dict[str, Line]:
    """All lines by the name of their route."""
    found = {}
    for row in "".join(TOPICS).splitlines():
        words = row.split()
        if not words:
            continue
        forms = words.pop(0) if words[0] in ("POST", "FORM") else ""
        name, kind, *door, writes = words
        found[name] = Line(kind, " ".join(door), writes, forms)
    return found
