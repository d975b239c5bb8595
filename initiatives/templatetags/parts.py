"""Tags for templates/parts: what a picture needs to be drawn, and pages of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .. import names
from ..themes import THEMES

register = template.Library()


class Theme(NamedTuple):
    """One of the four D's where only its code is known, as in the directory."""

    code: str
    name: str


@register.simple_tag
def part(name: str, /, **given: Any) -> SafeString:
    """A small part in a long list, drawn once for all rows, and all visits, that show the same.

    It sees `given` and nothing else of the page; values are texts, numbers or tuples of them.
    """
    plain = {
        key: str(value) if isinstance(value, Promise) else value for key, value in given.items()
    }
    return _drawn(name, get_language(), tuple(sorted(plain.items())))


@lru_cache(maxsize=2000)
def _drawn(name: str, language: str | None, given: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(f"parts/{name}.html", dict(given))


@register.filter
def as_themes(codes: Iterable[str] | str) -> list[Theme]:
    """Codes as objects for the chips, in the fixed order; an unknown code is left out."""
    wanted = {codes} if isinstance(codes, str) else set(codes)
    return [Theme(code, str(name)) for code, name in THEMES.items() if code in wanted]


@register.filter
def saving_fields(form: forms.Form) -> str:
    """What static/award/save.js is told of the fields of a form that nothing is stored of yet."""
    return json.dumps({field.name: {"label": str(field.label)} for field in form.visible_fields()})


@register.filter
def theme_names(codes: Iterable[str] | str) -> str:
    """Codes in words, for those who do not see the glyph."""
    return ", ".join(theme.name for theme in as_themes(codes))


@register.filter
def truncate_sentence(text: Any) -> str:
    """The first sentence, for cards. A full stop ends one only before a space and a capital."""
    return re.split(r"(?<=[a-zäöüß)“”][.!?])\s+(?=[A-ZÄÖÜ„“])", str(text), maxsplit=1)[0]


@register.filter
def bare_address(url: str) -> str:
    """An address as people say it: without scheme and final stroke."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


@register.simple_tag
def has_photos(laureates: Iterable[Any]) -> bool:
    """Whether any of them has a picture; if so, all cards keep a place for one."""
    return any(laureate.pictures for laureate in laureates)


@register.simple_tag
def cut(photo: Any, shape: str) -> Any:
    """The picture in a shape: card, hero, square or full; None where it is not drawn."""
    return getattr(photo, shape, None)


@register.filter
def from_left(persons: Sequence[str]) -> str:
    """Who is shown, as the caption says it."""
    return names.from_left(persons)


@register.filter
def largest(rows: Iterable[Sequence[Any]], column: int) -> Any:
    """The largest value of a column, at least 1; bars are drawn as shares of it."""
    return max((row[column] for row in rows), default=1) or 1


@register.filter
def times(value: float | None, factor: float) -> str:
    """A product for an SVG attribute: with a point, whatever the language."""
    return f"{(value or 0) * float(factor):.1f}".rstrip("0").rstrip(".")


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """The numbers to show, with … where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


class Figure(NamedTuple):
    """One person of the placeholder: a D turned up is a pair of shoulders."""

    number: int
    body: str
    x: int
    head_y: int
    radius: int
    fill: str


FILLS = ("f-ink", "f-k", "f-line", "f-g", "f-m", "f-v")


@register.simple_tag
def figures(persons: Sequence[str], turn: int = 0) -> list[Figure]:
    """Figures for up to eight persons on a ground of 640 × 360; `turn` changes the first colour."""
    count = max(1, min(len(persons), 8))
    step = min(141, 600 // count)
    half = min(66, int(step * 0.468))
    left = (640 - step * count) // 2 + step // 2
    result = []
    for index in range(count):
        x = left + index * step
        rise = (0, 16, -8, 10)[index % 4]
        neck = 228 + rise + (66 - half)
        body = f"M{x - half} 366V{neck + half}A{half} {half} 0 0 1 {x + half} {neck + half}V366Z"
        radius = int(half * 0.56)
        fill = FILLS[(index + turn) % len(FILLS)]
        result.append(Figure(index + 1, body, x, neck - radius - 5, radius, fill))
    return result


class Bar(NamedTuple):
    """One bar of a distribution on a ground of 370 × 120."""

    points: int
    times: int
    x: int
    y: int
    height: int


@register.simple_tag
def bars(counts: Sequence[int]) -> list[Bar]:
    """One bar for each number of points, 0 first; the highest fills the ground."""
    top = max([*counts, 1])
    heights = [round(count * min(34, 84 / top)) for count in counts]
    return [
        Bar(points, count, points * 33 + 5, 84 - height, height)
        for points, (count, height) in enumerate(zip(counts, heights, strict=True))
    ]
