"""A plan's figures in words: each with its unit and a sentence that says what it means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Figure(NamedTuple):
    name: str
    value: str
    meaning: str


def headline(figures: Mapping[str, Any]) -> str:
    """The finding: what does not work, else how many sheets each case has."""
    lacking = len(figures["unfilled"])
    if lacking:
        return ngettext(
            # Translators: de: „%(n)d Fall lässt sich nicht füllen“, „%(n)d Fälle lassen sich nicht
            # füllen“
            "%(n)d case cannot be filled",
            "%(n)d cases cannot be filled",
            lacking,
        ) % {"n": lacking}
    panels = figures["panels"]
    cases = sum(panels.values())
    words = {"n": cases, "sheets": span(list(map(int, panels)))}
    # Translators: de: „%(n)d Fall, %(sheets)s Bögen“, „%(n)d Fälle, je %(sheets)s Bögen“
    text = ngettext("%(n)d case, %(sheets)s sheets", "%(n)d cases, %(sheets)s sheets each", cases)
    return text % words


def loads(figures: Mapping[str, Any]) -> str:
    """Between which bounds the loads lie."""
    found = list(figures["loads"].values())
    if not found or not max(found):
        # Translators: de: „Niemand liest etwas.“
        return _("Nobody reads anything.")
    low, high = min(found), max(found)
    words = {"low": low, "high": high}
    if low == high:
        # Translators: de: „Alle Jurymitglieder lesen %(low)d.“
        return _("All jurors read %(low)d.") % words
    if high - low == 1:
        # Translators: de: „Alle Jurymitglieder lesen %(low)d oder %(high)d.“
        return _("All jurors read %(low)d or %(high)d.") % words
    # Translators: de: „Die Jurymitglieder lesen %(low)d bis %(high)d.“
    return _("The jurors read %(low)d to %(high)d.") % words


def span(values: list[int]) -> str:
    """3, or 2–4."""
    return str(min(values)) if min(values) == max(values) else f"{min(values)}–{max(values)}"


def of(figures: Mapping[str, Any], *, computed: bool, worst: str) -> Iterator[Figure]:
    """All figures of a plan; `worst` is the name of the case whose readers know least of it."""
    readings = sum(figures["loads"].values())
    if not readings:
        return
    yield _optimum(figures, readings, computed=computed)
    yield _compared(figures)
    if figures["meets_least"] is not None:
        yield _meetings(figures)
    if figures["worst"]:
        yield Figure(
            # Translators: de: „Schwächste Passung“
            _("Weakest match"),
            _of_hundred(figures["worst"][0]["match"]),
            _(
                # Translators: de: „%(case)s: Die Lesenden dieses Falls kennen seine Themen am
                # wenigsten. Ohne Angaben zur Fachkenntnis gilt 50.“
                "%(case)s: the readers of this case know its themes least. 50 holds where nobody "
                "said what they know."
            )
            % {"case": worst},
        )


def _optimum(figures: Mapping[str, Any], readings: int, *, computed: bool) -> Figure:
    # Translators: de: „Passung der Fachkenntnis“
    name = _("Match of expertise")
    value = _of_hundred(_match(figures["cost"], readings))
    best = {"best": number_format(_match(figures["bound"], readings), 0)}
    if not computed:
        # Translators: de: „Nicht berechnet: Wer was liest, sagt die Datei.“
        return Figure(name, value, _("Not computed: the file says who reads what."))
    if not figures["certified"]:
        # Translators: de: „Dass es nicht besser geht, ließ sich nicht nachweisen.“
        return Figure(name, value, _("That nothing better exists could not be proved."))
    if figures["gap"] <= 0:
        # Translators: de: „Nachweislich bestmöglich bei so gleicher Last: Keine andere Zuteilung
        # passt besser.“
        text = _("Provably the best with loads so even: no other allocation matches better.")
        return Figure(name, value, text)
    text = _(
        # Translators: de: „Nachweislich bestmöglich wären %(best)s. Der Abstand ist der Preis
        # dafür, dass sich die Jurymitglieder gleichmäßiger begegnen.“
        "Provably the best would be %(best)s. The gap is the price for jurors meeting more evenly."
    )
    return Figure(name, value, text % best)


def _match(cost: float, readings: int) -> float:
    """From a sum of squared distances to one match: the root of their mean."""
    return 100 - math.sqrt(cost / readings)


def _of_hundred(match: float) -> str:
    # Translators: de: „%(match)s von 100“
    return _("%(match)s of 100") % {"match": number_format(match, 0)}


def _compared(figures: Mapping[str, Any]) -> Figure:
    # Translators: de: „Vergleichbarkeit“
    name = _("Comparability")
    parts = figures["components"]
    if parts > 1:
        # Translators: de: „%(n)d getrennte Gruppen“
        value = _("%(n)d separate groups") % {"n": parts}
        return Figure(
            name,
            value,
            _(
                # Translators: de: „Zwischen ihnen gibt es keinen gemeinsamen Fall. Wer strenger
                # wertet, lässt sich nicht erkennen. Geben Sie einen Bogen je Fall mehr.“
                "They have no case in common, so nobody can tell who scores more strictly. Ask for "
                "one more reader a case."
            ),
        )
    strength = figures["lambda2"]
    if strength is None:
        # Translators: de: „nicht zu beurteilen“
        value = _("cannot be told")
        # Translators: de: „Nur ein Jurymitglied liest.“
        return Figure(name, value, _("Only one juror reads."))
    # Translators: de: „%(value)s von 1“
    value = _("%(value)s of 1") % {"value": number_format(strength, 2)}
    return Figure(
        name,
        value,
        _(
            # Translators: de: „Über gemeinsame Fälle lässt sich jedes Jurymitglied mit jedem
            # anderen vergleichen. 1 hieße: Alle lesen alles.“
            "By way of common cases each juror can be compared with every other. 1 would mean: all "
            "read everything."
        ),
    )


def _meetings(figures: Mapping[str, Any]) -> Figure:
    low, high = figures["meets_least"], figures["meets_most"]
    return Figure(
        # Translators: de: „Gemeinsame Fälle zu zweit“
        _("Cases two have in common"),
        # Translators: de: „%(span)s Fälle“
        _("%(span)s cases") % {"span": span([low, high])},
        # Translators: de: „So oft lesen je zwei Jurymitglieder denselben Fall, von den wenigsten
        # bis zu den meisten.“
        _("So often two jurors read the same case, from the fewest to the most."),
    )
