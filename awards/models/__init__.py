from .ceremony import Role
from .feedback import Feedback, FeedbackText
from .laureate import Laureate, Photo
from .prize import Decision, Prize
from .release import Release

__all__ = [
    "Decision",
    "Feedback",
    "FeedbackText",
    "Laureate",
    "Photo",
    "Prize",
    "Release",
    "Role",
]
