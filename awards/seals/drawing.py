"""The seal: a ring with the award's name and who issues it, the Vierpass, the year in its square.

SVG of plain paths: no text, no font, no style, no reference to anything, inside or outside.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from . import lettering

NAME = "Ausgezeichnete regionale Industrieinitiative"
SIZE = 400
SERIF, SANS = "SourceSerif4-Semibold", "FiraSans-Medium"
# One D of the Vierpass on a ground of 100 × 100, drawn upwards; turned for the others.
D = "M28 25.6V22.2A22 22 0 0 1 72 22.2V25.6ZM35.6 18.6H64.4A14.4 10.8 0 0 0 35.6 18.6Z"
D_OUTLINE = "M28 25.6V22.2A22 22 0 0 1 72 22.2V25.6Z"
ISSUER_DEGREES = 118.0  # the most it takes of the circle; a longer name is set smaller
NAME_DEGREES = 218.0
OUTER, INNER = 187.5, 140.0  # the circles between which text stands
RADIUS, TRACKING = 155.0, 0.025


class Style(StrEnum):
    LIGHT = "hell"
    DARK = "dunkel"
    ONE_COLOUR = "einfarbig"


class Colours(NamedTuple):
    paper: str
    ink: str
    themes: tuple[str, str, str, str]


# The tokens of the pages: ratios against paper are 4.5 and more for text, 3 for graphics.
COLOURS = {
    Style.LIGHT: Colours("#faf8f3", "#17212b", ("#0b8071", "#33259a", "#bf7606", "#861a3f")),
    Style.DARK: Colours("#14191f", "#f3f0e8", ("#7fe0cf", "#8b92f4", "#f5a623", "#ee5574")),
    Style.ONE_COLOUR: Colours("#ffffff", "#000000", ("#000000",) * 4),
}
GREY = {
    Style.LIGHT: Colours("#faf8f3", "#505a64", ("#7d8288",) * 4),
    Style.DARK: Colours("#14191f", "#b6bcc2", ("#7f8a95",) * 4),
    Style.ONE_COLOUR: Colours("#ffffff", "#505a64", ("#7d8288",) * 4),
}


@lru_cache(maxsize=64)
def seal(year: int, issuer: str, style: Style = Style.LIGHT) -> str:
    """The seal of a year, about 30 KB."""
    colours = COLOURS[style]
    middle = SIZE / 2
    name = _ring(NAME, SERIF, 30.0, NAME_DEGREES, above=True)
    below = _ring(issuer, SANS, 19.0, ISSUER_DEGREES, above=False)
    title = f"{NAME} {year}"
    return _svg(
        title,
        f"Siegel {year}, vergeben von: {issuer}",
        _disc(colours),
        f'<path fill="{colours.ink}" d="{name}"/>',
        f'<path fill="{colours.ink}" d="{below}"/>',
        *(_diamond(colours.ink, turn) for turn in _gaps(issuer)),
        _vierpass(colours),
        f'<path fill="{colours.ink}" d="M145 145H255V255H145Z"/>',
        f'<path fill="{colours.paper}" d="'
        + lettering.line(str(year), font=SERIF, size=42, x=middle, y=middle)
        + '"/>',
    )


@lru_cache(maxsize=64)
def neutral(year: int, word: str, style: Style = Style.LIGHT) -> str:
    """What stands in the seal's place once it counts no longer: nothing that honours anybody."""
    colours = GREY[style]
    size = min(40.0, 40.0 * 250 / lettering.width(word, font=SANS, size=40))
    return _svg(
        f"{NAME} {year}: {word}",
        "",
        f'<circle cx="200" cy="200" r="197" fill="{colours.paper}"/>'
        f'<circle cx="200" cy="200" r="194" fill="none" stroke="{colours.themes[0]}" '
        'stroke-width="2" stroke-dasharray="7 7"/>',
        f'<path fill="{colours.ink}" d="{_ring(NAME, SERIF, 22.0, 190.0, above=True)}"/>',
        _tracery(colours.themes[0]),
        f'<path fill="{colours.paper}" d="M52 160H348V240H52Z"/>',
        f'<path fill="{colours.ink}" d="'
        + lettering.line(word, font=SANS, size=size, x=200, y=190)
        + '"/>',
        f'<path fill="{colours.ink}" d="'
        + lettering.line(str(year), font=SANS, size=24, x=200, y=228)
        + '"/>',
    )


def _svg(title: str, said: str, *parts: str) -> str:
    described = f"<desc>{escape(said)}</desc>" if said else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" '
        f'height="{SIZE}" role="img" aria-label={quoteattr(title)}>'
        f"<title>{escape(title)}</title>{described}{''.join(parts)}</svg>\n"
    )


def _disc(colours: Colours) -> str:
    return (
        f'<circle cx="200" cy="200" r="197" fill="{colours.paper}"/>'
        f'<circle cx="200" cy="200" r="194" fill="none" stroke="{colours.ink}" stroke-width="3"/>'
        f'<circle cx="200" cy="200" r="{OUTER}" fill="none" stroke="{colours.ink}"/>'
        f'<circle cx="200" cy="200" r="{INNER}" fill="none" stroke="{colours.ink}"/>'
    )


def _fitted(text: str, font: str, size: float, at_most: float) -> tuple[float, float]:
    """The size at which a text takes no more of the circle, and what it takes then."""
    length = lettering.width(text, font=font, size=size, tracking=TRACKING)
    taken = lettering.degrees(length, RADIUS)
    return (size, taken) if taken <= at_most else (size * at_most / taken, at_most)


def _ring(text: str, font: str, size: float, at_most: float, *, above: bool) -> str:
    """Text between the two circles, its capitals in the middle of the band."""
    size, _taken = _fitted(text, font, size, at_most)
    half = lettering.face(font).capital * size / 2
    band = (OUTER + INNER) / 2
    return lettering.arc(
        text,
        font=font,
        size=size,
        radius=band - half if above else band + half,
        centre=SIZE / 2,
        above=above,
        tracking=TRACKING,
    )


def _gaps(issuer: str) -> tuple[float, float]:
    """Where the two diamonds stand, as degrees from the top: in the middle of the gaps."""
    _size, name = _fitted(NAME, SERIF, 30.0, NAME_DEGREES)
    _size, below = _fitted(issuer, SANS, 19.0, ISSUER_DEGREES)
    middle = (name / 2 + 180 - below / 2) / 2
    return middle, -middle


def _diamond(ink: str, turn: float) -> str:
    return (
        f'<path fill="{ink}" d="M200 30.75L205.5 36.25L200 41.75L194.5 36.25Z" '
        f'transform="rotate({turn:.2f} 200 200)"/>'
    )


def _vierpass(colours: Colours) -> str:
    parts = "".join(
        f'<path fill="{colour}" fill-rule="evenodd" d="{D}" transform="rotate({90 * turn} 50 50)"/>'
        for turn, colour in enumerate(colours.themes)
    )
    return f'<g transform="translate(75 75) scale(2.5)">{parts}</g>'


def _tracery(ink: str) -> str:
    parts = "".join(
        f'<path d="{D_OUTLINE}" transform="rotate({90 * turn} 50 50)"/>' for turn in range(4)
    )
    return (
        f'<g transform="translate(75 75) scale(2.5)" fill="none" stroke="{ink}" '
        f'stroke-width="0.6">{parts}</g>'
    )
