from .jurors import Assignment, Conflict, Ground, Juror
from .sheets import Score, ScoreSheet

__all__ = ["Assignment", "Conflict", "Ground", "Juror", "Score", "ScoreSheet"]
