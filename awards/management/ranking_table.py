"""A ranking as text for a terminal of a hundred columns."""

from __future__ import annotations

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.management import stability_table
from awards.management.columns import (
    Line,
    columns,
    figure,
    percent,
    place,
    signed,
    spanning,
    wrapped,
)
from awards.management.ranking_json import in_order, severity_off, widest
from awards.management.score_command import Jury
from jury.agreement import Agreement, disagreement
from jury.ranking import Moved, Ranking
from jury.ranking_words import how_agreed, what_the_columns_do

WIDEST = 10  # cases shown where opinions differ
MISFIT = (0.5, 2.0)  # outside of it a juror's fit is marked, from so many sheets on:
FOR_MISFIT = 5


def ranked(
    jury: Jury, ranking: Ranking, without: list[Moved], agreement: Agreement, *, top: int
) -> str:
    """Both orders, the jurors, what the leading cases hang on, and how far the jury agrees."""
    parts = [
        _counted(jury, ranking),
        _cases(jury, ranking, top),
        _explained(ranking),
        _jurors(jury, ranking),
        stability_table.without_jurors(jury, without, top),
        *stability_table.other_weights(jury, ranking, top),
        _agreement(agreement),
    ]
    return "\n\n".join(parts)


def agreed(jury: Jury, ranking: Ranking, agreement: Agreement) -> str:
    parts = [
        _counted(jury, ranking),
        _agreement(agreement),
        _jurors(jury, ranking),
        _widest(jury, ranking),
    ]
    return "\n\n".join(parts)


def _counted(jury: Jury, ranking: Ranking) -> str:
    # Translators: de: „%(cases)d Fälle, %(jurors)d Jurymitglieder, %(sheets)d vollständige Bögen.“
    text = _("%(cases)d cases, %(jurors)d jurors, %(sheets)d complete sheets.") % {
        "cases": len(jury.cases),
        "jurors": len(jury.jurors),
        "sheets": len(ranking.sheets.case),
    }
    given = len(np.unique(jury.cells.case * len(jury.jurors) + jury.cells.juror))
    unused = given - len(ranking.sheets.case)
    if unused:
        more = ngettext(
            # Translators: de: „%(n)d Bogen ist unvollständig und zählt nicht.“, „%(n)d Bögen sind
            # unvollständig und zählen nicht.“
            "%(n)d sheet is incomplete and does not count.",
            "%(n)d sheets are incomplete and do not count.",
            unused,
        )
        text = f"{text} {more % {'n': unused}}"
    return wrapped(text)


def _cases(jury: Jury, ranking: Ranking, top: int) -> str:
    plain, sure = ranking.plain, ranking.chances
    head = [
        # Translators: de: „Fall“
        _("Case"),
        # Translators: de: „Bögen“
        _("Sheets"),
        # Translators: de: „Platz“
        _("Place"),
        # Translators: de: „Mittel“
        _("Mean"),
        # Translators: de: „Median“
        _("Median"),
        # Translators: de: „Spanne“
        _("Range"),
    ]
    if sure is not None:
        head += [
            # Translators: de: „Platz“
            _("Place"),
            # Translators: de: „korr.“
            _("corr."),
            "±",
            # Translators: de: „90 %%“
            _("90 %%") % {},
            # Translators: de: „Beste %(n)d“
            _("Best %(n)d") % {"n": top},
            # Translators: de: „Gruppe“
            _("Group"),
        ]
    lines = [head]
    for case in in_order(ranking):
        line = [
            jury.cases[case],
            str(plain.sheets[case]),
            place(plain.place[case]),
            figure(plain.mean[case]),
            figure(plain.median[case]),
            spanning(plain.low[case], plain.high[case]),
        ]
        if sure is not None and ranking.corrected is not None and ranking.se is not None:
            seen = plain.sheets[case] > 0
            line += [
                place(ranking.place[case] if ranking.place is not None else 0),
                figure(ranking.corrected[case]),
                figure(ranking.se[case]),
                f"{sure.low[case]}–{sure.high[case]}" if seen else "",
                percent(sure.top[case]),
                place(sure.group[case]),
            ]
        lines.append(line)
    return columns(lines)


def _explained(ranking: Ranking) -> str:
    texts = [" ".join(map(str, what_the_columns_do(ranking)))]
    if ranking.refusal is None:
        texts.append(
            _(
                # Translators: de: „90 %%: Zwischen diesen Plätzen liegt der Fall mit 90 Prozent
                # Wahrscheinlichkeit. Fälle derselben Gruppe kann die Jury nicht auseinanderhalten.“
                "90 %%: between these places the case is with a chance of 90 percent. The jury"
                " cannot tell cases of one group apart."
            )
            % {}
        )
    return "\n".join(map(wrapped, texts))


def _jurors(jury: Jury, ranking: Ranking) -> str:
    of = ranking.jurors
    # Translators: de: „Jurymitglied“
    juror_head = _("Juror")
    lines = [
        [
            juror_head,
            # Translators: de: „Bögen“
            _("Sheets"),
            # Translators: de: „Strenge“
            _("Severity"),
            "±",
            # Translators: de: „Streuung“
            _("Spread"),
            # Translators: de: „Güte“
            _("Fit"),
            "",
        ]
    ]
    for i, juror in enumerate(jury.jurors):
        fits = MISFIT[0] <= of.fit[i] <= MISFIT[1] or of.sheets[i] < FOR_MISFIT
        # Translators: de: „auffällig“
        mark = "" if fits or np.isnan(of.fit[i]) else _("conspicuous")
        lines.append(
            [
                juror,
                str(of.sheets[i]),
                signed(of.severity[i]),
                figure(of.se[i]),
                figure(of.spread[i]),
                figure(of.fit[i]),
                mark,
            ]
        )
    explained = _(
        # Translators: de: „Strenge: wie viele Punkte jemand allen weniger gibt als der Durchschnitt
        # der Jury. Streuung: wie weit die eigenen Werte auseinanderliegen; 1 ist wie die anderen.
        # Güte: wie gut die Werte zum Rest passen; um 1 ist üblich.“
        "Severity: how many points less a juror gives to all than the average of the jury. Spread:"
        " how far the own values lie apart; 1 is like the others. Fit: how well the values fit the"
        " rest; about 1 is usual."
    )
    return f"{columns(lines)}\n{wrapped(explained)}"


def _agreement(agreement: Agreement) -> str:
    # Translators: de: „Übereinstimmung der Jury“
    head = _("How far the jury agrees")
    lines = [
        # Translators: de: „eines einzelnen Werts, ICC(2,1)“
        [_("of one value, ICC(2,1)"), _measure(agreement.icc_2_1)],
        # Translators: de: „des Mittels eines Falls, ICC(2,k)“
        [_("of the mean of a case, ICC(2,k)"), *_judged(agreement.icc_2_k)],
        # Translators: de: „eines Werts ohne Strenge, ICC(3,1)“
        [_("of one value without severity, ICC(3,1)"), _measure(agreement.icc_3_1)],
        # Translators: de: „des Mittels ohne Strenge, ICC(3,k)“
        [_("of the mean without severity, ICC(3,k)"), _measure(agreement.icc_3_k)],
        # Translators: de: „Krippendorffs Alpha“
        [_("Krippendorff’s alpha"), *_judged(agreement.krippendorff_alpha)],
        # Translators: de: „Kendalls W“
        [_("Kendall’s W"), _measure(agreement.kendall_w)],
    ]
    return f"{head}\n{columns(lines, left=1)}"


def _judged(value: float | None) -> Line:
    return [_measure(value), str(how_agreed(Agreement(icc_2_k=value)) or "")]


def _measure(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 3) + 0.0, 3)


def _widest(jury: Jury, ranking: Ranking) -> str:
    plain = disagreement(ranking.sheets)
    rest = disagreement(ranking.sheets, severity_off(ranking))
    lines = [
        [
            # Translators: de: „Größte Unterschiede“
            _("Widest disagreement"),
            _("Range"),
            # Translators: de: „ohne Strenge“
            _("without severity"),
        ]
    ]
    for case in widest(plain)[:WIDEST]:
        if not np.isnan(plain[case]):
            without = figure(rest[case]) if ranking.fitted is not None else "–"
            lines.append([jury.cases[case], figure(plain[case]), without])
    if len(lines) == 1:
        # Translators: de: „Kein Fall hat zwei vollständige Bögen.“
        return _("No case has two complete sheets.")
    return columns(lines)
