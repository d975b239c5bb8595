"""What happens: each function is one change of state, atomic, checked, journalled."""

from . import setting_up
from .changes import Point, extend, request_changes, take_back_request
from .claiming import claim, grant_claim, refuse_claim
from .files import attach, describe, detach
from .handing_in import problems, reopen, submit, withdraw
from .joining import accept, decline, invite, invite_again, withdraw_invitation
from .people import remind_me, write_to_in
from .posting import send_again
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
from .screening import admit, exclude
from .team import change_role, check_an_owner_stays, hand_over, leave, remove
from .writing import confirm, declare, start

__all__ = [
    "AnswerConflict",
    "Point",
    "Saved",
    "SavedAnswer",
    "Seen",
    "accept",
    "admit",
    "attach",
    "change_role",
    "check_an_owner_stays",
    "claim",
    "confirm",
    "declare",
    "decline",
    "describe",
    "detach",
    "exclude",
    "extend",
    "grant_claim",
    "hand_over",
    "invite",
    "invite_again",
    "leave",
    "problems",
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
    "send_again",
    "setting_up",
    "start",
    "submit",
    "take_back_request",
    "to_remind",
    "withdraw",
    "withdraw_invitation",
    "write_to_in",
]
