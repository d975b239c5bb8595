"""What a score sheet shows, by the names of its fields, each as its control holds it.

The page sends with each field the digest of what it showed; see initiatives/shown.py. So two
windows that change different fields never conflict.
"""

from __future__ import annotations

from typing import Any

from initiatives.shown import digest

from .models import Score

NO_JUDGEMENT = "-"
FIELDS = ("points", "reason", "for_applicant")


def of_score(score: Score | None) -> dict[str, str]:
    """The fields of one criterion; "" for points that nobody gave yet."""
    if score is None:
        return dict.fromkeys(FIELDS, "")
    given = "" if score.points is None else str(score.points)
    return {
        "points": NO_JUDGEMENT if score.abstained else given,
        "reason": score.reason,
        "for_applicant": score.for_applicant,
    }


def points(shown: str) -> dict[str, Any]:
    """`points` and `abstained` of a score whose control holds `shown`."""
    abstained = shown == NO_JUDGEMENT
    return {"points": None if abstained or not shown else int(shown), "abstained": abstained}


def seen(values: dict[str, str]) -> dict[str, str]:
    """The digest of each field, as a page carries it."""
    return {name: digest({name: value}) for name, value in values.items()}
