"""What the leading cases hang on: which change without a juror, or with other weights."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _

from awards.management.columns import columns, cut, wrapped
from awards.management.score_command import Jury
from jury.ranking import Moved, Ranking, Reweighted, reweighted

MANY_SHEETS = 5000  # beyond them other weights take too long to try


def without_jurors(jury: Jury, without: list[Moved], top: int) -> str:
    lines = [
        # Translators: de: „Ohne %(name)s“
        [_("Without %(name)s") % {"name": cut(juror)}, _moved(jury, moved)]
        for juror, moved in zip(jury.jurors, without, strict=True)
        if moved.enters or moved.leaves
    ]
    if not lines:
        # Translators: de: „Fehlte irgendein Jurymitglied, blieben die besten %(n)d dieselben.“
        text = _("If any one juror were missing, the best %(n)d would stay the same.")
        return text % {"n": top}
    # Translators: de: „Die besten %(n)d ändern sich, wenn ein Jurymitglied fehlt:“
    head = _("The best %(n)d change if one juror is missing:") % {"n": top}
    return f"{head}\n{columns(lines, left=2)}"


def other_weights(jury: Jury, ranking: Ranking, top: int) -> list[str]:
    """One paragraph; none where there is one criterion only, or too many sheets to try."""
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
        return [wrapped(text % {"n": top})]
    # Translators: de: „Die besten %(n)d ändern sich mit anderen Gewichten:“
    head = _("The best %(n)d change with other weights:") % {"n": top}
    return [f"{head}\n{columns(lines, left=2)}"]


def _reweighted(jury: Jury, one: Reweighted) -> str:
    name = {"name": cut(jury.criteria[one.criterion])}
    if one.factor == 0:
        return _("Without %(name)s") % name
    if one.factor < 1:
        # Translators: de: „%(name)s halb“
        return _("%(name)s half") % name
    # Translators: de: „%(name)s doppelt“
    return _("%(name)s twice") % name


def _moved(jury: Jury, moved: Moved) -> str:
    enters, leaves = (
        ", ".join(cut(jury.cases[case]) for case in cases) or "–"
        for cases in (moved.enters, moved.leaves)
    )
    # Translators: de: „dazu: %(enters)s; heraus: %(leaves)s“
    return _("in: %(enters)s; out: %(leaves)s") % {"enters": enters, "leaves": leaves}
