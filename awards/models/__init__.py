from .ceremony import Ceremony, Laudation, ProgrammeItem, Role
from .correction import Correction
from .feedback import Feedback, FeedbackText
from .guests import CheckIn, Invitee, Table
from .laureate import Laureate
from .meeting import AgendaItem, Attendance, Departure, Guest, Meeting, Presence
from .minutes import Minutes
from .photo import Licence, PersonShown, Photo, Rendition
from .portrait import Portrait
from .press import PressContact, PressReader
from .prize import Decision, DecisionList, Prize, Withheld
from .release import Release
from .result_letter import ResultLetter
from .seal import Seal
from .stage import Stage, StageScreen, StageStep
from .votes import Ballot, RankBallot, RankedCase, RankVote, Vote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Ceremony",
    "CheckIn",
    "Correction",
    "Decision",
    "DecisionList",
    "Departure",
    "Feedback",
    "FeedbackText",
    "Guest",
    "Invitee",
    "Laudation",
    "Laureate",
    "Licence",
    "Meeting",
    "Minutes",
    "PersonShown",
    "Photo",
    "Portrait",
    "Presence",
    "PressContact",
    "PressReader",
    "Prize",
    "ProgrammeItem",
    "RankBallot",
    "RankVote",
    "RankedCase",
    "Release",
    "Rendition",
    "ResultLetter",
    "Role",
    "Seal",
    "Stage",
    "StageScreen",
    "StageStep",
    "Table",
    "Vote",
    "Withheld",
]
