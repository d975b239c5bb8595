"""The seal in dots, by the library that sets our documents: it draws SVG as well."""

from __future__ import annotations

from functools import lru_cache

import typst

SOURCE = b"""#set page(width: 360pt, height: 360pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 360pt)
"""
SIZES = (128, 256, 512, 1024, 2048)


@lru_cache(maxsize=48)
def png(svg: str, pixels: int) -> bytes:
    """A square picture of so many dots a side, clear outside the seal."""
    return typst.compile(SOURCE, format="png", ppi=pixels / 5, sys_inputs={"svg": svg})
