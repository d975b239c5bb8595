"""What comes of the judging: decisions, and their release at a second that was set before."""

from .deciding import decide, retract
from .giving_feedback import release_feedback, unfinished, write_feedback
from .leaving import close_account
from .minuting import sign_minutes, write_minutes
from .releasing import confirm, gaps, prepare, revoke
from .setting_up import (
    add_prize,
    announce,
    change_prize,
    make_call,
    move_prize,
    remove_prize,
)

__all__ = [
    "add_prize",
    "announce",
    "change_prize",
    "close_account",
    "confirm",
    "decide",
    "gaps",
    "make_call",
    "move_prize",
    "prepare",
    "release_feedback",
    "remove_prize",
    "retract",
    "revoke",
    "sign_minutes",
    "unfinished",
    "write_feedback",
    "write_minutes",
]
