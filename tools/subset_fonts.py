# /// script
# requires-python = ">=3.12"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.0"]
# ///
"""Cut the fonts of the screen from the packages they come from; a page then needs 50 KB of them.

    npm pack @fontsource/fira-sans@5.3.0 @fontsource-variable/source-serif-4@5.3.1
    uv run --script tools/subset_fonts.py

writes static/vendor/fonts/*.woff2 and SHA256SUMS, byte for byte the same each time, and the rules
for them into static/award/tokens.css. Each face is three files: what German and English need, the
rest of western Europe, and the letters of its other languages; the last two are fetched only for a
page on which somebody is called Zoë or Łukasz.

Source Serif is a variable font of 100 KB; we take its three weights at one optical size each. Its
licence reserves the name "Source" for the foundry's own files, so ours are called Award Serif.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "static" / "vendor" / "fonts"
TOKENS = ROOT / "static" / "award" / "tokens.css"
PACKAGES = {
    "fontsource-fira-sans-5.3.0.tgz": (
        "2231966721c4c3f70194c336dd11428e15139bd902cac415528715028c9cd5a9"
    ),
    "fontsource-variable-source-serif-4-5.3.1.tgz": (
        "8c452853c74be1e43e9fbfe76321c26f4678a2d431e93209ff1d9faec03fd96f"
    ),
}
FIRA, SOURCE_SERIF = PACKAGES
FEATURES = ["kern", "mark", "mkmk", "liga", "locl", "ccmp", "calt", "tnum", "pnum"]
LEGAL = [0, 13, 14]  # copyright, licence and its address, in a font's table of names
BEGIN, END = "/* from tools/subset_fonts.py */\n", "/* end of fonts */\n"

# ASCII, ÄÖÜäöüß, é, and the signs and quotation marks of German and English texts.
NEAR = {
    *range(0x20, 0x7F),
    *map(ord, "ÄÖÜäöüßé\u00a0§©«\u00ad°²·»×\u2013\u2014‘’‚“”„•…€−"),
}
# The Turkish dotless i stands in the package's file of the Latin script.
WEST = {
    *range(0xA0, 0x100),
    0x131,
    0x152,
    0x153,
    0x2039,
    0x203A,
    0x2044,
    0x2122,
    0x2191,
    0x2193,
} - NEAR
# Latin Extended-A, and of the rest what names are written with: Azerbaijani, Romanian, Pinyin,
# Sami, Welsh, transliterated Arabic and Hindi, and the capital ß.
FAR = {
    *range(0x100, 0x131),
    *range(0x132, 0x152),
    *range(0x154, 0x180),
    *map(ord, "ƏəƒƠơƯưǤǥǦǧǨǩǪǫǮǯǺǻǼǽǾǿȘșȚțẀẁẂẃẄẅẞỲỳ"),
    *map(ord, "ḌḍḤḥṢṣṬṭẒẓṚṛṆṇṀṁ"),
    *range(0x1CD, 0x1DD),
}
PARTS = {"": ("latin", NEAR), "-west": ("latin", WEST), "-ext": ("latin-ext", FAR)}


class Face(NamedTuple):
    """A weight of a family as we use it; `cut` fixes the axes of a variable font."""

    file: str
    family: str
    weight: str  # as CSS has it
    package: str
    name: str  # of the package's file, "…" for the part of the script
    cut: dict[str, float] = {}
    italic: bool = False
    only: frozenset[int] = frozenset()


def _serif(file: str, weight: str, wght: float, opsz: float, **more: Any) -> Face:
    slope = "italic" if more.get("italic") else "normal"
    cut = {"wght": wght, "opsz": opsz}
    name = f"source-serif-4-…-opsz-{slope}.woff2"
    return Face(file, "Award Serif", weight, SOURCE_SERIF, name, cut, **more)


FACES = [
    Face("FiraSans-Regular", "Fira Sans", "400", FIRA, "fira-sans-…-400-normal.woff2"),
    Face("FiraSans-Medium", "Fira Sans", "500", FIRA, "fira-sans-…-500-normal.woff2"),
    Face("FiraSans-SemiBold", "Fira Sans", "600 700", FIRA, "fira-sans-…-600-normal.woff2"),
    # Large figures of years.
    _serif("AwardSerif-Light", "300", 300, 60, only=frozenset(map(ord, " -./0123456789–"))),
    _serif("AwardSerif-Regular", "400 500", 400, 18),
    _serif("AwardSerif-SemiBold", "600 700", 600, 32),
    _serif("AwardSerif-Italic", "400", 400, 24, italic=True),
]


class Cut(NamedTuple):
    """One file, and the characters for which a browser fetches it."""

    file: str
    face: Face
    script: str
    signs: frozenset[int]


def cuts() -> list[Cut]:
    """All files, in the order in which the rules for them are written."""
    return [
        Cut(f"{face.file}{ending}.woff2", face, script, face.only or frozenset(signs))
        for ending, (script, signs) in PARTS.items()
        for face in FACES
        if not face.only or not ending
    ]


def font_faces() -> str:
    """The rules of the style sheet for them."""
    return "".join(
        f'@font-face {{ font-family: "{cut.face.family}"; font-weight: {cut.face.weight};'
        + (" font-style: italic;" if cut.face.italic else "")
        + f' font-display: swap; src: url(../vendor/fonts/{cut.file}) format("woff2");'
        + f" unicode-range: {_ranges(cut.signs)}; }}\n"
        for cut in cuts()
    )


def _ranges(signs: frozenset[int]) -> str:
    runs = groupby(enumerate(sorted(signs)), key=lambda pair: pair[1] - pair[0])
    ends = [(found[0][1], found[-1][1]) for found in (list(run) for _step, run in runs)]
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in ends)


def drawn(cut: Cut, packages: Path) -> bytes:
    """The file of a cut, the same each time."""
    path = "package/files/" + cut.face.name.replace("…", cut.script)
    with tarfile.open(packages / cut.face.package) as package:
        held = package.extractfile(path)
        if held is None:
            raise SystemExit(f"{path} is no file.")
        font = TTFont(io.BytesIO(held.read()), recalcTimestamp=False)
    if cut.face.cut:
        font = instancer.instantiateVariableFont(font, cut.face.cut)
        _rename(font, cut.face)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[*LEGAL, 1, 2, 4, 6], notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=cut.signs)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(out := io.BytesIO())
    return out.getvalue()


def _rename(font: TTFont, face: Face) -> None:
    """By the licence, a changed file must not keep the foundry's name; its copyright stays."""
    names, style = font["name"], face.file.partition("-")[2]
    names.names = [name for name in names.names if name.nameID in LEGAL]
    words = {1: face.family, 2: style, 4: f"{face.family} {style}", 6: face.file}
    for number, word in words.items():
        names.setName(word, number, 3, 1, 0x409)


def main(packages: Path) -> None:
    for name, expected in PACKAGES.items():
        if hashlib.sha256((packages / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{name} is not the package the fonts were cut from.")
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    sums = ""
    for cut in cuts():
        content = drawn(cut, packages)
        (FONTS / cut.file).write_bytes(content)
        sums += f"{hashlib.sha256(content).hexdigest()}  {cut.file}\n"
    (FONTS / "SHA256SUMS").write_text(sums)
    before, _begin, rest = TOKENS.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    TOKENS.write_text(before + BEGIN + font_faces() + END + after)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
