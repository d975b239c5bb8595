"""What the jury does, and the office for it. Views call these, and nothing else writes."""

from .assigning import assign
from .conflicts import declare
from .criteria import (
    WEIGHT_MAX,
    add_criterion,
    add_standard,
    change_criterion,
    correct_criterion,
    move_criterion,
    remove_criterion,
)
from .finishing import Gap, finish, gaps, reopen
from .fixing import is_scored, scored_since
from .planning import Changes, apply, changes, plan, plan_from_pairs
from .procedure import (
    copy_procedure,
    said_counting,
    said_procedure,
    set_counting,
    set_procedure,
)
from .relying import hindrance_to
from .scoring import REASON_LIMIT, judged, save_score
from .seating import seat

__all__ = [
    "REASON_LIMIT",
    "WEIGHT_MAX",
    "Changes",
    "Gap",
    "add_criterion",
    "add_standard",
    "apply",
    "assign",
    "change_criterion",
    "changes",
    "copy_procedure",
    "correct_criterion",
    "declare",
    "finish",
    "gaps",
    "hindrance_to",
    "is_scored",
    "judged",
    "move_criterion",
    "plan",
    "plan_from_pairs",
    "remove_criterion",
    "reopen",
    "said_counting",
    "said_procedure",
    "save_score",
    "scored_since",
    "seat",
    "set_counting",
    "set_procedure",
]
