from .assignments import Assignment, Plan
from .calibration import Agreement, Remark, Sample, SampleScore, SampleSheet
from .conflicts import Concern, Conflict, Ground
from .jurors import Expertise, Juror, JurorInvitation
from .procedure import Procedure, Statement, StatementGiven
from .sheets import Score, ScoreSheet, SheetVersion

__all__ = [
    "Agreement",
    "Assignment",
    "Concern",
    "Conflict",
    "Expertise",
    "Ground",
    "Juror",
    "JurorInvitation",
    "Plan",
    "Procedure",
    "Remark",
    "Sample",
    "SampleScore",
    "SampleSheet",
    "Score",
    "ScoreSheet",
    "SheetVersion",
    "Statement",
    "StatementGiven",
]
