from .ceremony import Ceremony, Laudation, ProgrammeItem, Role
from .feedback import Feedback, FeedbackText
from .guests import CheckIn, Invitee, Table
from .laureate import Laureate, Photo
from .meeting import AgendaItem, Attendance, Departure, Guest, Meeting, Presence
from .minutes import Minutes
from .prize import Decision, DecisionList, Prize, Withheld
from .release import Release
from .votes import Ballot, RankBallot, RankedCase, RankVote, Vote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Ceremony",
    "CheckIn",
    "Decision",
    "DecisionList",
    "Departure",
    "Feedback",
    "FeedbackText",
    "Guest",
    "Invitee",
    "Laudation",
    "Laureate",
    "Meeting",
    "Minutes",
    "Photo",
    "Presence",
    "Prize",
    "ProgrammeItem",
    "RankBallot",
    "RankVote",
    "RankedCase",
    "Release",
    "Role",
    "Table",
    "Vote",
    "Withheld",
]
