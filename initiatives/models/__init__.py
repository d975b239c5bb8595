from .application import (
    Answer,
    Application,
    Attachment,
    Confirmation,
    DeclaredCriterion,
    Scan,
    Snapshot,
)
from .call import Anchor, Call, Criterion, Phase, Step
from .changes import ChangeRequest, RequestedPoint
from .form import Declaration, EligibilityQuestion, FrequentQuestion, Question, Section
from .initiative import CarrierType, Initiative, Membership, State, in_words
from .joining import Claim, Invitation
from .local_text import Local, LocalText
from .people import OfficeMember, OfficeRole, User
from .proposal import Proposal
from .records import JournalEntry, Letter, LetterStatus

__all__ = [
    "Anchor",
    "Answer",
    "Application",
    "Attachment",
    "Call",
    "CarrierType",
    "ChangeRequest",
    "Claim",
    "Confirmation",
    "Criterion",
    "Declaration",
    "DeclaredCriterion",
    "EligibilityQuestion",
    "FrequentQuestion",
    "Initiative",
    "Invitation",
    "JournalEntry",
    "Letter",
    "LetterStatus",
    "Local",
    "LocalText",
    "Membership",
    "OfficeMember",
    "OfficeRole",
    "Phase",
    "Proposal",
    "Question",
    "RequestedPoint",
    "Scan",
    "Section",
    "Snapshot",
    "State",
    "Step",
    "User",
    "in_words",
]
