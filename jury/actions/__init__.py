"""What the jury does, and the office for it. Views call these, and nothing else writes."""

from .answering import accept, decline
from .assigning import assign
from .calibrating import (
    as_score,
    finish_sample,
    reopen_sample,
    sample_gaps,
    save_sample_score,
    why_not_again,
)
from .concerns import raise_concerns, search_concerns
from .conflicts import NOTE_LIMIT, declare, establish, lift
from .copying import copy_samples, copy_statement
from .criteria import (
    WEIGHT_MAX,
    add_criterion,
    add_standard,
    change_criterion,
    correct_criterion,
    move_criterion,
    remove_criterion,
)
from .depositing import chairs, deposit, deposit_for, deposit_when_due, deposits, why_no_deposit
from .discussing import (
    REMARK_KEPT_AFTER,
    REMARK_LIMIT,
    agree,
    owes,
    remark,
    said_agreement,
    why_not_yet,
    withdraw_remark,
)
from .entering import look_at_entry
from .finishing import Gap, finish, finish_all, gaps, gaps_of, look_at_others, reopen
from .fixing import is_scored, scored_since
from .inviting import end_of, fortnight, invite, invite_again, invite_all, withdraw
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
from .promising import current_statement, promise, publish_statement
from .relying import hindrance_to
from .reminding import remind, remind_before_the_end, reminded_today, reminder_for, to_remind
from .replacing import call_in, leave
from .requests import REASON_LIMIT as REQUEST_LIMIT
from .requests import (
    confirm_request,
    dismiss_request,
    request_exclusion,
    take_back_exclusion,
    takes_requests,
)
from .rescoring import put_back_open_sheets
from .samples import (
    add_sample,
    change_sample,
    close_calibration,
    move_sample,
    open_calibration,
    remove_sample,
    said_sample,
    why_it_stays,
)
from .scoring import REASON_LIMIT, judged, save_note, save_score, save_score_field
from .seating import change, knows, said, seat
from .swapping import others, swap, take_back

__all__ = [
    "NOTE_LIMIT",
    "REASON_LIMIT",
    "REMARK_KEPT_AFTER",
    "REMARK_LIMIT",
    "REQUEST_LIMIT",
    "WEIGHT_MAX",
    "Changes",
    "Gap",
    "accept",
    "add_criterion",
    "add_sample",
    "add_standard",
    "agree",
    "apply",
    "as_score",
    "assign",
    "call_in",
    "chairs",
    "change",
    "change_criterion",
    "change_sample",
    "changes",
    "close_calibration",
    "confirm_request",
    "copy_procedure",
    "copy_samples",
    "copy_statement",
    "correct_criterion",
    "current_statement",
    "declare",
    "decline",
    "deposit",
    "deposit_for",
    "deposit_when_due",
    "deposits",
    "dismiss_request",
    "end_of",
    "establish",
    "finish",
    "finish_all",
    "finish_sample",
    "fortnight",
    "gaps",
    "gaps_of",
    "hindrance_to",
    "invite",
    "invite_again",
    "invite_all",
    "is_scored",
    "judged",
    "knows",
    "leave",
    "lift",
    "look_at_entry",
    "look_at_others",
    "move_criterion",
    "move_sample",
    "note_pack",
    "open_calibration",
    "others",
    "owes",
    "plan",
    "plan_again",
    "plan_from_pairs",
    "promise",
    "publish_statement",
    "put_back_open_sheets",
    "raise_concerns",
    "remark",
    "remind",
    "remind_before_the_end",
    "reminded_today",
    "reminder_for",
    "remove_criterion",
    "remove_sample",
    "reopen",
    "reopen_sample",
    "request_exclusion",
    "said",
    "said_agreement",
    "said_counting",
    "said_procedure",
    "said_sample",
    "sample_gaps",
    "save_note",
    "save_sample_score",
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
    "to_remind",
    "why_it_stays",
    "why_no_deposit",
    "why_not_again",
    "why_not_yet",
    "withdraw",
    "withdraw_remark",
]
