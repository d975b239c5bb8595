"""How the jury's dates and pictures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from initiatives.models import Criterion
from initiatives.templatetags.award import points

from .. import addresses
from ..picture import Bar
from ..rules import in_words

register = template.Library()
register.simple_tag(addresses.of_year)


@register.filter
def day(value: date | None) -> str:
    """1. Juni 2026"""
    return in_words(value)


# The picture of the standings: figures of ours alone, no text of anybody.
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
    """The bars of one case in the picture of the standings; in Python, as there are hundreds."""
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
