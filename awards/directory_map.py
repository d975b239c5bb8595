"""The map of the Länder: where each has its number, and how dark it is.

Everything it says stands in a table beside it; the links go from A to Z in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import ngettext

from initiatives.models import State
from initiatives.names import sort_key

from .finding import Wish

# Where the number stands, in the units of templates/parts/germany.html. The small Länder have it
# in a circle outside, with a line to a point of theirs.
NUMBERS = {
    State.BW: (213, 672),
    State.BY: (364, 632),
    State.BE: (558, 200),
    State.BB: (498, 326),
    State.HB: (112, 116),
    State.HH: (336, 56),
    State.HE: (202, 470),
    State.MV: (421, 147),
    State.NI: (252, 262),
    State.NW: (109, 387),
    State.RP: (101, 539),
    State.SL: (24, 656),
    State.SN: (477, 425),
    State.ST: (372, 326),
    State.SH: (245, 106),
    State.TH: (329, 440),
}
POINTS = {State.BE: (481, 275), State.HB: (187, 212), State.HH: (265, 169), State.SL: (70, 590)}
STEPS = (1, 3, 6, 15)  # a Land is as dark as the number of steps it has reached


class Land(NamedTuple):
    """A Land on the map and in the table. `shape` is the id of its shape."""

    code: str
    name: str
    n: int
    awarded: int
    label: str
    address: str
    chosen: bool
    shade: int
    shape: str
    x: int
    y: int
    point: tuple[int, int] | None


def lands(by_state: Mapping[str, int], awarded: Mapping[str, int], wish: Wish) -> list[Land]:
    """The Länder by name; each leads to what it counts, with all other wishes kept."""
    found = []
    for state in State:
        n = by_state.get(state, 0)
        x, y = NUMBERS[state]
        words = {"land": state.label, "n": n}
        found.append(
            Land(
                code=state.value,
                name=str(state.label),
                n=n,
                awarded=awarded.get(state, 0),
                # Translators: de: „%(land)s: %(n)d Initiative“, „%(land)s: %(n)d Initiativen“
                label=ngettext("%(land)s: %(n)d initiative", "%(land)s: %(n)d initiatives", n)
                % words,
                address=wish._replace(state=state.value).address(),
                chosen=state.value == wish.state,
                shade=sum(n >= step for step in STEPS),
                shape=f"land-{state.value.removeprefix('DE-').lower()}",
                x=x,
                y=y,
                point=POINTS.get(state),
            )
        )
    return sorted(found, key=lambda land: sort_key(land.name))
