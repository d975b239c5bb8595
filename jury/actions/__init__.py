"""What the jury does, and the office for it. Views call these, and nothing else writes."""

from .assigning import assign
from .conflicts import declare
from .finishing import Gap, finish, gaps, reopen
from .scoring import REASON_LIMIT, judged, save_score
from .seating import seat

__all__ = [
    "REASON_LIMIT",
    "Gap",
    "assign",
    "declare",
    "finish",
    "gaps",
    "judged",
    "reopen",
    "save_score",
    "seat",
]
