"""What the jury does, and the office for it. Views call these, and nothing else writes."""

from .assigning import assign
from .conflicts import declare
from .finishing import Gap, finish, gaps, reopen
from .planning import Changes, apply, changes, plan, plan_from_pairs
from .scoring import REASON_LIMIT, judged, save_score
from .seating import seat

__all__ = [
    "REASON_LIMIT",
    "Changes",
    "Gap",
    "apply",
    "assign",
    "changes",
    "declare",
    "finish",
    "gaps",
    "judged",
    "plan",
    "plan_from_pairs",
    "reopen",
    "save_score",
    "seat",
]
