"""The figures of a case as the minutes print them, and the words on how they were counted."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from django.utils import translation

from initiatives.models import Call
from jury.ranking import Ranking
from jury.ranking_words import reason
from jury.standings import Judged, ranked

PLAIN = (
    "Der Wert eines Bogens ist das gewichtete Mittel seiner Punkte über die Kriterien, nach denen "
    "der Fall beurteilt wird. Der Mittelwert eines Falls ist das einfache Mittel über seine Bögen; "
    "er führt. Bögen befangener Mitglieder zählen nicht. Die Spanne nennt den niedrigsten und den "
    "höchsten Wert eines Bogens. Die Zahlen bereiten die Entscheidung vor; die Jury entscheidet "
    "durch Beschluss."
)
CORRECTED = (
    "Daneben steht der bereinigte Mittelwert: Er rechnet heraus, wie streng oder milde die "
    "Mitglieder insgesamt urteilten, die den Fall gelesen haben (gemischtes Modell mit Fall und "
    "Mitglied als zufälligen Effekten, geschätzt mit REML). Er ist eine zweite, nachrangige Angabe "
    "und entscheidet nie allein."
)
NOT_CORRECTED = "Ein bereinigter Mittelwert steht nicht daneben: "


class Standings(NamedTuple):
    """The ranking of a call, with the number that each application has in its arrays."""

    ranking: Ranking
    number_of: dict[int, int]


def standings(call: Call) -> Standings:
    """The plain and the corrected means of all cases, as the page of the standings has them. Three
    queries.
    """
    cases = list(call.applications.admitted().values_list("pk", flat=True))
    judged = Judged(call, cases, list(call.criteria.all()))
    number_of = {case: number for number, case in enumerate(judged.cases.tolist())}
    return Standings(ranked(judged), number_of)


def method(found: Standings) -> dict[str, str]:
    """How the figures came about, and why nothing is corrected if so; in German, to be signed."""
    refusal = found.ranking.refusal
    with translation.override("de"):
        why = reason(refusal)
        corrected = CORRECTED if why is None else f"{NOT_CORRECTED}{why}"
    return {"plain": PLAIN, "corrected": corrected}


def of_case(found: Standings, application: int | None) -> dict[str, Any]:
    """Sheets, mean, corrected mean and range; points with two decimals, as strings."""
    place = found.number_of.get(application) if application else None
    plain, corrected = found.ranking.plain, found.ranking.corrected
    if place is None:
        return {"sheets": 0, "mean": None, "corrected": None, "low": None, "high": None}
    return {
        "sheets": int(plain.sheets[place]),
        "mean": _said(plain.mean[place]),
        "corrected": None if corrected is None else _said(corrected[place]),
        "low": _said(plain.low[place]),
        "high": _said(plain.high[place]),
    }


def _said(value: float) -> str | None:
    return None if np.isnan(value) else f"{round(float(value), 6):.2f}"
