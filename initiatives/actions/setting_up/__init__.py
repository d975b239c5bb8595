"""The office makes a call ready: its dates, its texts, its form. Prizes are added by `awards`."""

from .dates import said_dates, set_dates, writers
from .form import (
    add_question,
    add_section,
    answers_to,
    change_question,
    change_section,
    correct,
    free_name,
    hindrance,
    move,
    remove_question,
    remove_section,
)
from .lists import (
    add_declaration,
    add_row,
    change_declaration,
    change_row,
    confirmations,
    move_declaration,
    move_row,
    remove_declaration,
    remove_row,
)
from .locking import is_locked, is_over, lock_call
from .texts import RELIED_ON, TEXTS, said_texts, save_texts

__all__ = [
    "RELIED_ON",
    "TEXTS",
    "add_declaration",
    "add_question",
    "add_row",
    "add_section",
    "answers_to",
    "change_declaration",
    "change_question",
    "change_row",
    "change_section",
    "confirmations",
    "correct",
    "free_name",
    "hindrance",
    "is_locked",
    "is_over",
    "lock_call",
    "move",
    "move_declaration",
    "move_row",
    "remove_declaration",
    "remove_question",
    "remove_row",
    "remove_section",
    "said_dates",
    "said_texts",
    "save_texts",
    "set_dates",
    "writers",
]
