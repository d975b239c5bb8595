"""What happens: each function is one change of state, atomic, checked, journalled."""

from .files import attach, describe, detach
from .handing_in import problems, submit, withdraw
from .people import write_to_in
from .posting import send_again
from .screening import admit, exclude
from .writing import (
    AnswerConflict,
    Saved,
    confirm,
    declare,
    save_answers,
    save_contact,
    save_initiative,
    start,
)

__all__ = [
    "AnswerConflict",
    "Saved",
    "admit",
    "attach",
    "confirm",
    "declare",
    "describe",
    "detach",
    "exclude",
    "problems",
    "save_answers",
    "save_contact",
    "save_initiative",
    "send_again",
    "start",
    "submit",
    "withdraw",
    "write_to_in",
]
