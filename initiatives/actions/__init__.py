"""What happens: each function is one change of state, atomic, checked, journalled."""

from .changes import Point, extend, request_changes, take_back_request
from .files import attach, describe, detach
from .handing_in import problems, reopen, submit, withdraw
from .people import remind_me, write_to_in
from .posting import send_again
from .reminding import remind, to_remind
from .saving import (
    AnswerConflict,
    Saved,
    SavedAnswer,
    Seen,
    save_answer,
    save_answers,
    save_contact,
    save_field,
    save_initiative,
)
from .screening import admit, exclude
from .writing import confirm, declare, start

__all__ = [
    "AnswerConflict",
    "Point",
    "Saved",
    "SavedAnswer",
    "Seen",
    "admit",
    "attach",
    "confirm",
    "declare",
    "describe",
    "detach",
    "exclude",
    "extend",
    "problems",
    "remind",
    "remind_me",
    "reopen",
    "request_changes",
    "save_answer",
    "save_answers",
    "save_contact",
    "save_field",
    "save_initiative",
    "send_again",
    "start",
    "submit",
    "take_back_request",
    "to_remind",
    "withdraw",
    "write_to_in",
]
