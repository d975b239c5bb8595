"""All sheets of a call as a table, a score a line. Jurors' words stay with the jury."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from initiatives.models import Call

from .models import Score

COLUMNS = (
    # Translators: de: „Fall“
    _("Case"),
    _("Initiative"),
    # Translators: de: „Jurymitglied“
    _("Juror"),
    # Translators: de: „Kriterium“
    _("Criterion"),
    # Translators: de: „Gewicht“
    _("Weight"),
    # Translators: de: „Punkte“
    _("Points"),
)
AT_A_TIME = 5000


def rows(call: Call) -> Iterator[tuple[str, ...]]:
    """Scores on sheets that count, by case and juror; an empty cell is no judgement. One query."""
    found = Score.objects.that_count(call).order_by(
        "sheet__application__number", "sheet__juror__user__name", "sheet", "criterion__position"
    )
    for number, name, juror, code, weight, points in found.values_list(
        "sheet__application__number",
        "sheet__application__initiative__name",
        "sheet__juror__user__name",
        "criterion__code",
        "criterion__weight",
        "points",
    ).iterator(chunk_size=AT_A_TIME):
        given = "" if points is None else str(points)
        yield number, name, juror, code, f"{weight.normalize():f}", given
