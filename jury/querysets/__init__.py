"""Reads of the jury. A conflict takes a case out of every set a juror can ask for."""

from .assignments import AssignmentQuerySet
from .calibration import SampleQuerySet
from .conflicts import ConcernQuerySet, ConflictQuerySet
from .jurors import JurorInvitationQuerySet, JurorQuerySet
from .sheets import ScoreQuerySet, ScoreSheetQuerySet

__all__ = [
    "AssignmentQuerySet",
    "ConcernQuerySet",
    "ConflictQuerySet",
    "JurorInvitationQuerySet",
    "JurorQuerySet",
    "SampleQuerySet",
    "ScoreQuerySet",
    "ScoreSheetQuerySet",
]
