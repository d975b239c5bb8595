"""How the jury's dates and pictures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from initiatives.models import Criterion
from initiatives.templatetags.award import chance, points

from .. import addresses
from ..picture import Bar, Line
from ..rules import in_words
from ..standings import Corrected, Row

register = template.Library()
register.simple_tag(addresses.of_year)


@register.filter
def day(value: date | None) -> str:
    """1. Juni 2026"""
    return in_words(value)


# The standings: in Python, as there are hundreds of figures on a page.
PLAIN = (
    '<g transform="translate(0 {y})"><text class="t-name" x="0" y="6">{name}</text>'
    '<text class="t-mean" x="392" y="7" text-anchor="end">{value}</text>'
    '<path class="s-line" stroke-width="2" d="M{low} 0H{high}"/>'
    '<path class="f-ink" d="M{mean} -8l8 8l-8 8l-8 -8Z"/></g>'
)
CORRECTED = (
    '<g transform="translate(0 {y})"><text class="t-name" x="0" y="6">{name}</text>'
    '<text class="t-mean" x="332" y="7" text-anchor="end">{value}</text>'
    '<text class="t-corrected" x="420" y="6" text-anchor="end">{corrected_value}</text>'
    '<path class="s-ink" stroke-width="2" d="M{low} 7H{high}M{low} 1V13M{high} 1V13"/>'
    '<circle class="f-ink" cx="{corrected}" cy="7" r="6"/>'
    '<path class="aw-mean" d="M{mean} -15l6 6l-6 6l-6 -6Z"/></g>'
)
THEMES = ("dk", "dg", "dv", "dm")
NOT_CHOSEN = '<text class="t-none" x="{x}" y="{y}">–</text>'
DRAWN = (
    '<rect class="f-rule" x="{x}" y="{top}" width="12" height="32"/>'
    '<rect class="{fill}" x="{x}" y="{bar_y}" width="12" height="{height}"/>{pattern}'
    '<text class="t-point" x="{text_x}" y="{y}">{points}</text>'
)
PATTERN = '<rect fill="url(#p{letter})" x="{x}" y="{bar_y}" width="12" height="{height}"/>'


@register.simple_tag
def profile_bars(bars: Sequence[tuple[Bar, Criterion]], middle: int) -> SafeString:
    """The bars of one case in the picture."""
    drawn = []
    for bar, criterion in bars:
        place = {"x": bar.x, "y": middle + 5, "top": middle - 16, "text_x": bar.x + 16}
        if bar.value is None:
            drawn.append(NOT_CHOSEN.format(**place))
            continue
        letter = criterion.code[1:] if criterion.code in THEMES else ""
        shape = {**place, "bar_y": bar.y, "height": bar.height, "letter": letter}
        pattern = PATTERN.format(**shape) if letter else ""
        fill = f"f-{letter}" if letter else "f-muted"
        drawn.append(DRAWN.format(**shape, fill=fill, pattern=pattern, points=points(bar.value)))
    return mark_safe("".join(drawn))


@register.simple_tag
def drawn_case(line: Line, row: Row) -> SafeString:
    """Name and values of one case in the picture, and its place on the scale."""
    shape = line._asdict()
    values = {"value": points(row.standing.mean if row.standing else None)}
    if row.corrected is None:
        return format_html(PLAIN, **shape, **values, name=_cut(row, 36))
    values["corrected_value"] = points(row.corrected.value)
    return format_html(CORRECTED, **shape, **values, name=_cut(row, 30))


def _cut(row: Row, most: int) -> str:
    return Truncator(row.application.initiative.name).chars(most)


@register.simple_tag
def figures(row: Row, *, with_places: int) -> SafeString:
    """The cells of one case in the table, from its mean on: figures and words of ours alone."""
    plain, corrected = row.standing, row.corrected
    if plain is None:
        return SafeString()
    sheets = str(plain.sheets)
    if plain.sheets < row.readers:
        # Translators: de: „%(n)s von %(total)s“, sheets that are finished of those to come
        words = _("%(n)s of %(total)s")
        sheets = words % {"n": plain.sheets, "total": row.readers}
    cells = [
        ("num aw-standings__mean", points(plain.mean)),
        ("num", points(plain.median)),
        ("num aw-nowrap", f"{points(plain.low)}–{points(plain.high)}"),
        ("num aw-nowrap", sheets),
    ]
    if corrected is not None:
        cells.append(("num", points(corrected.value)))
        cells.append(("num aw-nowrap", f"{points(corrected.low)}–{points(corrected.high)}"))
        cells.append(("num aw-nowrap", _likely(corrected)))
        if with_places:
            cells.append(("num aw-nowrap", chance(corrected.chance)))
    cells += [("num", points(mean)) for _criterion, mean in row.profile]
    return mark_safe("".join(f'<td class="{kind}">{figure}</td>' for kind, figure in cells))


def _likely(corrected: Corrected) -> str:
    """The places that are likely: 2–5."""
    if corrected.first is None:
        return "–"
    if corrected.first == corrected.last:
        return str(corrected.first)
    return f"{corrected.first}–{corrected.last}"
