"""What comes of the judging: the jury's meeting, decisions, and their release at a set second."""

from .arranging import add_item, move_item, order_agenda, remove_item
from .attending import add_guest, note_attendance, note_left, note_returned, remove_guest
from .circular_voting import (
    all_have_voted,
    cast,
    close_circular,
    open_circular,
    remind_before_the_end,
    remind_voters,
    waiting_for,
)
from .convening import call_off, change_meeting, convene, invite_to_meeting
from .deciding import confirm_decisions, decide, give_again, retract, unconfirmed, withhold
from .giving_feedback import release_feedback, unfinished, write_feedback
from .leaving import close_account
from .minuting import NOTES_LIMIT, sign_minutes, write_minutes, write_notes
from .rank_voting import cast_order, close_rank_vote, open_rank_vote, tied, withdraw_rank_vote
from .releasing import confirm, gaps, prepare, revoke
from .setting_up import add_prize, announce, change_prize, make_call, move_prize, remove_prize
from .sitting import close_meeting, end_item, following, go_on, name_chair, open_meeting, start_item
from .voting import Question, break_tie, count_vote, has_quorum, is_tied, open_vote, withdraw_vote

__all__ = [
    "NOTES_LIMIT",
    "Question",
    "add_guest",
    "add_item",
    "add_prize",
    "all_have_voted",
    "announce",
    "break_tie",
    "call_off",
    "cast",
    "cast_order",
    "change_meeting",
    "change_prize",
    "close_account",
    "close_circular",
    "close_meeting",
    "close_rank_vote",
    "confirm",
    "confirm_decisions",
    "convene",
    "count_vote",
    "decide",
    "end_item",
    "following",
    "gaps",
    "give_again",
    "go_on",
    "has_quorum",
    "invite_to_meeting",
    "is_tied",
    "make_call",
    "move_item",
    "move_prize",
    "name_chair",
    "note_attendance",
    "note_left",
    "note_returned",
    "open_circular",
    "open_meeting",
    "open_rank_vote",
    "open_vote",
    "order_agenda",
    "prepare",
    "release_feedback",
    "remind_before_the_end",
    "remind_voters",
    "remove_guest",
    "remove_item",
    "remove_prize",
    "retract",
    "revoke",
    "sign_minutes",
    "start_item",
    "tied",
    "unconfirmed",
    "unfinished",
    "waiting_for",
    "withdraw_rank_vote",
    "withdraw_vote",
    "withhold",
    "write_feedback",
    "write_minutes",
    "write_notes",
]
