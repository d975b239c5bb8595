"""An allocation as text for a terminal."""

from __future__ import annotations

from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jury.allocation import Allocation
from jury.allocation_words import reason, remedies

Line = tuple[str, str]


def written(allocation: Allocation) -> str:
    """Who reads which case, how many cases each juror has, the figures, and what is lacking."""
    parts = [_readers(allocation), _loads(allocation), _figures(allocation), *_lacking(allocation)]
    return "\n\n".join(parts)


def _columns(lines: list[Line]) -> str:
    width = max((len(left) for left, _right in lines), default=0)
    return "\n".join(f"{left:<{width}}  {right}".rstrip() for left, right in lines)


def _readers(allocation: Allocation) -> str:
    # Translators: de: „Fall“
    case_head = _("Case")
    # Translators: de: „Jurymitglieder“
    lines = [(case_head, _("Jurors"))]
    for case, readings in groupby(allocation.assignments, key=lambda reading: reading.case):
        lines.append((case, ", ".join(reading.juror for reading in readings)))
    return _columns(lines)


def _loads(allocation: Allocation) -> str:
    # Translators: de: „Jurymitglied“
    juror_head = _("Juror")
    # Translators: de: „Fälle“
    lines = [(juror_head, _("Cases"))]
    for juror, load in allocation.loads.items():
        below = allocation.below_minimum.get(juror)
        # Translators: de: „%(load)d, %(below)d unter der Mindestzahl“
        text = _("%(load)d, %(below)d below the minimum") if below else "%(load)d"
        lines.append((juror, text % {"load": load, "below": below}))
    return _columns(lines)


def _figures(allocation: Allocation) -> str:
    # Translators: de: „nicht bewiesen“
    proof = _("not proved")
    if allocation.certified:
        # Translators: de: „bewiesen“
        proof = _("proved")
    lines = [
        # Translators: de: „Kosten, Summe von (100 − Passung)²“
        (_("Cost, sum of (100 − match)²"), number_format(allocation.cost)),
        # Translators: de: „Optimum“
        (_("Optimum"), f"{number_format(allocation.bound)} ({proof})"),
        # Translators: de: „Abstand, für gleichmäßige Begegnung“
        (_("Gap, for the sake of even meetings"), number_format(allocation.gap)),
        # Translators: de: „Getauscht“
        (_("Swaps"), number_format(allocation.swaps)),
        # Translators: de: „Teile, die sich nicht vergleichen lassen (1 ist gut)“
        (_("Parts that cannot be compared (1 is good)"), str(allocation.components)),
    ]
    if allocation.lambda2 is not None and allocation.a_efficiency is not None:
        lines += [
            # Translators: de: „Zusammenhang (λ₂)“
            (_("Connectedness (λ₂)"), number_format(allocation.lambda2, 3)),
            # Translators: de: „A-Effizienz“
            (_("A-efficiency"), number_format(allocation.a_efficiency, 3)),
            (
                # Translators: de: „Gemeinsame Fälle zweier Jurymitglieder“
                _("Cases two jurors have in common"),
                f"{allocation.meets_least}–{allocation.meets_most}",
            ),
        ]
    return _columns(lines)


def _lacking(allocation: Allocation) -> list[str]:
    if allocation.least_change is None:
        return []
    lines = [
        (
            case.case,
            # Translators: de: „%(n)d fehlt. %(reason)s“, „%(n)d fehlen. %(reason)s“
            ngettext("%(n)d lacking. %(reason)s", "%(n)d lacking. %(reason)s", case.missing)
            % {"n": case.missing, "reason": reason(case, jurors=len(allocation.loads))},
        )
        for case in allocation.unfilled
    ]
    # Translators: de: „Zu wenige lesen“
    head = _("Too few readers")
    return ["\n".join([head, _columns(lines)]), "\n".join(remedies(allocation.least_change))]
