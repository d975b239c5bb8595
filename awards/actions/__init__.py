"""What comes of the judging: decisions, and their release at a second that was set before."""

from .deciding import decide, retract
from .giving_feedback import release_feedback, unfinished, write_feedback
from .leaving import close_account
from .releasing import confirm, gaps, prepare, revoke

__all__ = [
    "close_account",
    "confirm",
    "decide",
    "gaps",
    "prepare",
    "release_feedback",
    "retract",
    "revoke",
    "unfinished",
    "write_feedback",
]
