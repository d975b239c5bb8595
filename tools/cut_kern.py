"""Cut KERN's style sheet to the components, icons and tokens this product uses.

`python tools/cut_kern.py` writes static/vendor/kern/kern.cut.css from kern.min.css beside it: a
sixth of what every first visit had to fetch and read before it showed anything. A rule stays
unless it asks for a class of a component that no template, script or Python names. A test says when
a new component or icon needs the tool to run again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "vendor" / "kern" / "kern.min.css"
TARGET = SOURCE.with_name("kern.cut.css")
OUR_STYLES = ROOT / "static" / "award"
PLACES = {
    "templates": "*.html",
    "static/award": "*.[jc]s*",
    "awards": "*.py",
    "jury": "*.py",
    "initiatives": "*.py",
}
STATES = {"kern-icon--info", "kern-icon--success", "kern-icon--warning", "kern-icon--danger"}
HEAD = (
    "/* KERN UX 2.7.2, EUPL-1.2, see LICENSE.md; cut by tools/cut_kern.py: do not change here. */\n"
)
CLASS = re.compile(r"(?<![\w-])kern-[a-z0-9]+(?:(?:-|--|__)[a-z0-9]+)*")
CHOICE = re.compile(r":(?:not|is|where)\([^)]*\)")
SELECTED = re.compile(r"\.(kern-[\w-]+)")
CUSTOM = re.compile(r"(--[\w-]+)\s*:")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")

type Rule = tuple[str, str]  # what stands before the braces, and within


def used() -> set[str]:
    """The classes that this product's files name."""
    files = chain(*((ROOT / place).rglob(kind) for place, kind in PLACES.items()))
    return STATES | {
        name for file in files for name in CLASS.findall(file.read_text(encoding="utf-8"))
    }


def component(name: str) -> str:
    """`kern-btn` of `kern-btn--primary`: of a component all variants stay, of the icons not."""
    return name if name.startswith("kern-icon--") else re.split(r"__|--", name)[0]


def cut(source: str, names: set[str]) -> str:
    """The style sheet without what is not asked for."""
    components = {component(name) for name in names}
    css = _written(_chosen(source.removeprefix('@charset "UTF-8";'), components))
    ours = "".join(file.read_text(encoding="utf-8") for file in sorted(OUR_STYLES.glob("*.css")))
    while (fewer := _without_unasked(css, ours)) != css:  # a token may be all that asks for another
        css = fewer
    return css


def _rules(css: str) -> Iterator[Rule]:
    """The outermost rules; braces do not occur in strings here."""
    start = begin = depth = 0
    for at, sign in enumerate(css):
        if sign == "{":
            begin = begin if depth else at
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield css[start:begin], css[begin + 1 : at]
                start = at + 1


def _chosen(css: str, components: set[str]) -> Iterator[Rule]:
    for before, within in _rules(css):
        if before.startswith("@media"):
            if inner := _written(_chosen(within, components)):
                yield before, inner
        elif before.startswith("@"):
            yield before, within
        elif wanted := [one for one in _parted(before, ",") if _wanted(one, components)]:
            yield ",".join(wanted), within


def _parted(text: str, sign: str) -> Iterator[str]:
    """Parted at a sign that stands outside of brackets and quotes."""
    start = depth = 0
    quote = ""
    for at, one in enumerate(text):
        if quote:
            quote = "" if one == quote else quote
        elif one in "\"'":
            quote = one
        elif one in "()[]":
            depth += 1 if one in "([" else -1
        elif one == sign and not depth:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _wanted(selector: str, components: set[str]) -> bool:
    """Whether it can match: each class it asks for is in use, but those of which it says `:not`
    or asks for one of several.
    """
    needed = SELECTED.findall(CHOICE.sub("", selector))
    return all(component(name) in components for name in needed)


def _without_unasked(css: str, ours: str) -> str:
    """Without the tokens that nothing in `css` or in our own style sheets reads."""
    asked = set(ASKED.findall(css + ours))

    def left(rules: Iterator[Rule]) -> Iterator[Rule]:
        for before, within in rules:
            if before.startswith("@media"):
                yield before, _written(left(_rules(within)))
            elif before.startswith("@"):
                yield before, within
            elif kept := [one for one in _parted(within, ";") if _is_asked(one, asked)]:
                yield before, ";".join(kept)

    return _written(left(_rules(css)))


def _is_asked(declaration: str, asked: set[str]) -> bool:
    own = CUSTOM.match(declaration)
    return own is None or own[1] in asked


def _written(rules: Iterator[Rule]) -> str:
    return "".join(f"{before}{{{within}}}" for before, within in rules if within)


def drawn() -> str:
    return HEAD + cut(SOURCE.read_text(encoding="utf-8"), used()) + "\n"


if __name__ == "__main__":
    TARGET.write_text(drawn(), encoding="utf-8")
