"""What the jury does, and the office for it. Views call these, and nothing else writes."""

from .assigning import assign
from .concerns import raise_concerns, search_concerns
from .conflicts import NOTE_LIMIT, declare, establish, lift
from .criteria import (
    WEIGHT_MAX,
    add_criterion,
    add_standard,
    change_criterion,
    correct_criterion,
    move_criterion,
    remove_criterion,
)
from .finishing import Gap, finish, finish_all, gaps, gaps_of, look_at_others, reopen
from .fixing import is_scored, scored_since
from .packing import note_pack
from .planning import Changes, apply, changes, plan, plan_from_pairs
from .planning import again as plan_again
from .procedure import (
    copy_procedure,
    said_counting,
    said_procedure,
    set_counting,
    set_procedure,
)
from .relying import hindrance_to
from .requests import REASON_LIMIT as REQUEST_LIMIT
from .requests import (
    confirm_request,
    dismiss_request,
    request_exclusion,
    take_back_exclusion,
    takes_requests,
)
from .scoring import REASON_LIMIT, judged, save_note, save_score, save_score_field
from .seating import seat
from .swapping import others, swap, take_back

__all__ = [
    "NOTE_LIMIT",
    "REASON_LIMIT",
    "REQUEST_LIMIT",
    "WEIGHT_MAX",
    "Changes",
    "Gap",
    "add_criterion",
    "add_standard",
    "apply",
    "assign",
    "change_criterion",
    "changes",
    "confirm_request",
    "copy_procedure",
    "correct_criterion",
    "declare",
    "dismiss_request",
    "establish",
    "finish",
    "finish_all",
    "gaps",
    "gaps_of",
    "hindrance_to",
    "is_scored",
    "judged",
    "lift",
    "look_at_others",
    "move_criterion",
    "note_pack",
    "others",
    "plan",
    "plan_again",
    "plan_from_pairs",
    "raise_concerns",
    "remove_criterion",
    "reopen",
    "request_exclusion",
    "said_counting",
    "said_procedure",
    "save_note",
    "save_score",
    "save_score_field",
    "scored_since",
    "search_concerns",
    "seat",
    "set_counting",
    "set_procedure",
    "swap",
    "take_back",
    "take_back_exclusion",
    "takes_requests",
]
