"""How well a juror's expertise fits what a case declares, as a match of 0 to 100."""

from __future__ import annotations

from collections.abc import Mapping

from .problem import UNKNOWN_MATCH

EXPERT = 3  # 0 none, 1 some, 2 good, 3 expert


def match_of(declared: Mapping[str, float], expertise: Mapping[str, int]) -> float:
    """The mean expertise over the declared criteria, by weight, of an expert's; 50 if not known.

    `declared` are the weights of the criteria a case declares, `expertise` a juror's grade from 0
    to 3 for each. A criterion without a grade counts as 50, so a juror who has said nothing fits
    every case alike, between the expert and the layman.
    """
    whole = sum(declared.values())
    if whole <= 0:
        return float(UNKNOWN_MATCH)
    for criterion, grade in expertise.items():
        if not 0 <= grade <= EXPERT:
            raise ValueError(f"{criterion}: expertise is 0 to {EXPERT}, not {grade}.")
    return (
        sum(
            weight
            * (100 * expertise[criterion] / EXPERT if criterion in expertise else UNKNOWN_MATCH)
            for criterion, weight in declared.items()
        )
        / whole
    )
