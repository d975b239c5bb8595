"""What happens: each function is one change of state, atomic, checked, journalled."""

from . import setting_up
from .changes import Point, extend, request_changes, take_back_request
from .claiming import claim, grant_claim, refuse_claim
from .copying_answers import Copied, copy_answers
from .files import attach, describe, detach, move
from .handing_in import problems, reopen, submit, withdraw
from .joining import accept, decline, invite, invite_again, withdraw_invitation
from .leaving import delete_account, delete_draft
from .people import remind_me, write_to_in
from .posting import send_again
from .proposing import (
    bring_back,
    confirm_proposal,
    forget_proposals,
    lay_aside,
    mark_taken_up,
    propose,
    take_back_proposal,
    take_up,
    write_to_proposed,
)
from .reminding import remind, to_remind
from .saving import (
    AnswerConflict,
    Saved,
    SavedAnswer,
    Seen,
    save_answer,
    save_answers,
    save_contact,
    save_field,
    save_initiative,
)
from .scanning import scan, scan_by_id, scan_what_waits
from .screening import admit, exclude
from .taking_along import note_export
from .team import change_role, check_an_owner_stays, hand_over, leave, remove
from .writing import confirm, declare, start

__all__ = [
    "AnswerConflict",
    "Copied",
    "Point",
    "Saved",
    "SavedAnswer",
    "Seen",
    "accept",
    "admit",
    "attach",
    "bring_back",
    "change_role",
    "check_an_owner_stays",
    "claim",
    "confirm",
    "confirm_proposal",
    "copy_answers",
    "declare",
    "decline",
    "delete_account",
    "delete_draft",
    "describe",
    "detach",
    "exclude",
    "extend",
    "forget_proposals",
    "grant_claim",
    "hand_over",
    "invite",
    "invite_again",
    "lay_aside",
    "leave",
    "mark_taken_up",
    "move",
    "note_export",
    "problems",
    "propose",
    "refuse_claim",
    "remind",
    "remind_me",
    "remove",
    "reopen",
    "request_changes",
    "save_answer",
    "save_answers",
    "save_contact",
    "save_field",
    "save_initiative",
    "scan",
    "scan_by_id",
    "scan_what_waits",
    "send_again",
    "setting_up",
    "start",
    "submit",
    "take_back_proposal",
    "take_back_request",
    "take_up",
    "to_remind",
    "withdraw",
    "withdraw_invitation",
    "write_to_in",
    "write_to_proposed",
]
