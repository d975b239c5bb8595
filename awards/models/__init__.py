from .ceremony import Role
from .feedback import Feedback, FeedbackText
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
    "Decision",
    "DecisionList",
    "Departure",
    "Feedback",
    "FeedbackText",
    "Guest",
    "Laureate",
    "Meeting",
    "Minutes",
    "Photo",
    "Presence",
    "Prize",
    "RankBallot",
    "RankVote",
    "RankedCase",
    "Release",
    "Role",
    "Vote",
    "Withheld",
]
