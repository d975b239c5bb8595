"""Columns, figures and paragraphs for a terminal of a hundred columns."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH = 100
NAME, LONGEST = 12, 40  # signs of a name that are shown whatever comes, and at most in a line

type Line = list[str]


def columns(lines: list[Line], *, left: int = 1) -> str:
    """The first `left` columns begin alike and figures end alike; names are cut to fit."""
    most = max(len(line) for line in lines)
    lines = [[*line, *[""] * (most - len(line))] for line in lines]
    width = [max(len(line[i]) for line in lines) for i in range(most)]
    gap = "  " if sum(width) + 2 * (most - 1) <= WIDTH else " "
    if left == 1:
        width[0] = min(width[0], max(NAME, WIDTH - sum(width[1:]) - len(gap) * (most - 1)))
    return "\n".join(
        gap.join(
            cut(cell, at_most).ljust(at_most)
            if i < left or (i == most - 1 and not _is_figure(cell))
            else cell.rjust(at_most)
            for i, (cell, at_most) in enumerate(zip(line, width, strict=True))
        ).rstrip()
        for line in lines
    )


def _is_figure(cell: str) -> bool:
    return cell[-1:].isdigit()


def wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False)


def cut(name: str, at_most: int = LONGEST) -> str:
    return name if len(name) <= at_most else f"{name[: at_most - 1]}…"


def figure(value: Any) -> str:
    return "–" if np.isnan(value) else number_format(round(float(value), 2) + 0.0, 2)


def signed(value: Any) -> str:
    text = figure(value)
    return f"+{text}" if value > 0.005 else text


def spanning(low: Any, high: Any) -> str:
    return "–" if np.isnan(low) else f"{figure(low)}–{figure(high)}"


def percent(share: Any) -> str:
    if np.isnan(share):
        return ""
    # Translators: de: „%(n)s %%“
    text = _("%(n)s %%")
    if 0 < share < 0.005:
        return text % {"n": "<1"}
    if 0.995 <= share < 1:
        return text % {"n": ">99"}
    return text % {"n": round(100 * float(share))}


def place(place: Any) -> str:
    return str(place) if place else "–"
