"""A ranking as text for a terminal of a hundred columns."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.management.ranking_json import in_order, severity_off, widest
from awards.management.score_command import Jury
from jury.agreement import Agreement, disagreement
from jury.ranking import Moved, Ranking, Reweighted, reweighted
from jury.ranking_words import how_agreed, what_the_columns_do

WIDTH = 100
NAME, LONGEST = 12, 40  # signs of a name that are shown whatever comes, and at most in a line
WIDEST = 10  # cases shown where opinions differ
MISFIT = (0.5, 2.0)  # outside of it a juror's fit is marked, from so many sheets on:
FOR_MISFIT = 5
MANY_SHEETS = 5000  # beyond them other weights take too long to try

type Line = list[str]


def ranked(
    jury: Jury, ranking: Ranking, without: list[Moved], agreement: Agreement, *, top: int
) -> str:
    """Both orders, the jurors, what the leading cases hang on, and how far the jury agrees."""
    parts = [
        _counted(jury, ranking),
        _cases(jury, ranking, top),
        _explained(ranking),
        _jurors(jury, ranking),
        _hangs_on_jurors(jury, without, top),
        *_hangs_on_weights(jury, ranking, top),
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
    return _wrapped(text)


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
            _place(plain.place[case]),
            _figure(plain.mean[case]),
            _figure(plain.median[case]),
            _range(plain.low[case], plain.high[case]),
        ]
        if sure is not None and ranking.corrected is not None and ranking.se is not None:
            seen = plain.sheets[case] > 0
            line += [
                _place(ranking.place[case] if ranking.place is not None else 0),
                _figure(ranking.corrected[case]),
                _figure(ranking.se[case]),
                f"{sure.low[case]}–{sure.high[case]}" if seen else "",
                _percent(sure.top[case]),
                _place(sure.group[case]),
            ]
        lines.append(line)
    return _columns(lines)


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
    return "\n".join(map(_wrapped, texts))


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
                _signed(of.severity[i]),
                _figure(of.se[i]),
                _figure(of.spread[i]),
                _figure(of.fit[i]),
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
    return f"{_columns(lines)}\n{_wrapped(explained)}"


def _hangs_on_jurors(jury: Jury, without: list[Moved], top: int) -> str:
    lines = [
        # Translators: de: „Ohne %(name)s“
        [_("Without %(name)s") % {"name": _cut(juror)}, _moved(jury, moved)]
        for juror, moved in zip(jury.jurors, without, strict=True)
        if moved.enters or moved.leaves
    ]
    if not lines:
        # Translators: de: „Fehlte irgendein Jurymitglied, blieben die besten %(n)d dieselben.“
        text = _("If any one juror were missing, the best %(n)d would stay the same.")
        return text % {"n": top}
    # Translators: de: „Die besten %(n)d ändern sich, wenn ein Jurymitglied fehlt:“
    head = _("The best %(n)d change if one juror is missing:") % {"n": top}
    return f"{head}\n{_columns(lines, left=2)}"


def _hangs_on_weights(jury: Jury, ranking: Ranking, top: int) -> list[str]:
    if np.count_nonzero(jury.cells.weight) < 2 or len(ranking.sheets.case) > MANY_SHEETS:
        return []
    lines = [
        [_reweighted(jury, one), _moved(jury, one.moved)]
        for one in reweighted(jury.cells, ranking, top)
        if one.moved.enters or one.moved.leaves
    ]
    if not lines:
        text = _(
            # Translators: de: „Fehlte irgendein Kriterium oder zählte es halb oder doppelt, blieben
            # die besten %(n)d dieselben.“
            "If any one criterion were missing, or counted half or twice, the best %(n)d would stay"
            " the same."
        )
        return [_wrapped(text % {"n": top})]
    # Translators: de: „Die besten %(n)d ändern sich mit anderen Gewichten:“
    head = _("The best %(n)d change with other weights:") % {"n": top}
    return [f"{head}\n{_columns(lines, left=2)}"]


def _reweighted(jury: Jury, one: Reweighted) -> str:
    name = {"name": _cut(jury.criteria[one.criterion])}
    if one.factor == 0:
        return _("Without %(name)s") % name
    if one.factor < 1:
        # Translators: de: „%(name)s halb“
        return _("%(name)s half") % name
    # Translators: de: „%(name)s doppelt“
    return _("%(name)s twice") % name


def _moved(jury: Jury, moved: Moved) -> str:
    enters, leaves = (
        ", ".join(_cut(jury.cases[case]) for case in cases) or "–"
        for cases in (moved.enters, moved.leaves)
    )
    # Translators: de: „dazu: %(enters)s; heraus: %(leaves)s“
    return _("in: %(enters)s; out: %(leaves)s") % {"enters": enters, "leaves": leaves}


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
    return f"{head}\n{_columns(lines, left=1)}"


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
            without = _figure(rest[case]) if ranking.fitted is not None else "–"
            lines.append([jury.cases[case], _figure(plain[case]), without])
    if len(lines) == 1:
        # Translators: de: „Kein Fall hat zwei vollständige Bögen.“
        return _("No case has two complete sheets.")
    return _columns(lines)


def _columns(lines: list[Line], *, left: int = 1) -> str:
    """The first `left` columns begin alike and figures end alike; names are cut to fit."""
    most = max(len(line) for line in lines)
    lines = [[*line, *[""] * (most - len(line))] for line in lines]
    width = [max(len(line[i]) for line in lines) for i in range(most)]
    gap = "  " if sum(width) + 2 * (most - 1) <= WIDTH else " "
    if left == 1:
        width[0] = min(width[0], max(NAME, WIDTH - sum(width[1:]) - len(gap) * (most - 1)))
    return "\n".join(
        gap.join(
            _cut(cell, at_most).ljust(at_most)
            if i < left or (i == most - 1 and not _is_figure(cell))
            else cell.rjust(at_most)
            for i, (cell, at_most) in enumerate(zip(line, width, strict=True))
        ).rstrip()
        for line in lines
    )


def _is_figure(cell: str) -> bool:
    return cell[-1:].isdigit()


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False)


def _cut(name: str, at_most: int = LONGEST) -> str:
    return name if len(name) <= at_most else f"{name[: at_most - 1]}…"


def _figure(value: Any) -> str:
    return "–" if np.isnan(value) else number_format(round(float(value), 2) + 0.0, 2)


def _signed(value: Any) -> str:
    text = _figure(value)
    return f"+{text}" if value > 0.005 else text


def _range(low: Any, high: Any) -> str:
    return "–" if np.isnan(low) else f"{_figure(low)}–{_figure(high)}"


def _percent(share: Any) -> str:
    if np.isnan(share):
        return ""
    # Translators: de: „%(n)s %%“
    text = _("%(n)s %%")
    if 0 < share < 0.005:
        return text % {"n": "<1"}
    if 0.995 <= share < 1:
        return text % {"n": ">99"}
    return text % {"n": round(100 * float(share))}


def _place(place: Any) -> str:
    return str(place) if place else "–"
