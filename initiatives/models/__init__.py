from .application import (
    Answer,
    Application,
    Attachment,
    Confirmation,
    DeclaredCriterion,
    Snapshot,
)
from .call import (
    Anchor,
    Call,
    Criterion,
    Declaration,
    FrequentQuestion,
    Phase,
    Question,
    Section,
    Step,
)
from .initiative import CarrierType, Initiative, Membership, State, in_words
from .local_text import Local, LocalText
from .people import OfficeMember, OfficeRole, User
from .records import JournalEntry, Letter, LetterStatus

__all__ = [
    "Anchor",
    "Answer",
    "Application",
    "Attachment",
    "Call",
    "CarrierType",
    "Confirmation",
    "Criterion",
    "Declaration",
    "DeclaredCriterion",
    "FrequentQuestion",
    "Initiative",
    "JournalEntry",
    "Letter",
    "LetterStatus",
    "Local",
    "LocalText",
    "Membership",
    "OfficeMember",
    "OfficeRole",
    "Phase",
    "Question",
    "Section",
    "Snapshot",
    "State",
    "Step",
    "User",
    "in_words",
]
