"""The press text as DOCX with real headings, its language and its title; the same every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from initiatives.berlin import BERLIN

from .text import Kind, PressText

INK, MUTED = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x50, 0x5A, 0x64)
LOCALES = {"de": "de-DE", "en": "en-GB"}
SERIF, SANS = "Georgia", "Calibri"  # which every newsroom has; a text to be edited brings none
STYLES = {
    Kind.HEADING: "Heading 1",
    Kind.LAUREATE: "Heading 2",
    Kind.FACTS: "Angaben",
    Kind.LEAD: "Vorspann",
    Kind.TEXT: "Normal",
    Kind.LABEL: "Bezeichnung",
    Kind.REASONS: "Quote",
    Kind.CAPTION: "Caption",
}
LOOKS: dict[str, dict[str, Any]] = {
    "Normal": {"font": SERIF, "size": 11, "after": 8},
    "Title": {"font": SERIF, "size": 24, "after": 6, "bold": True},
    "Subtitle": {"font": SERIF, "size": 13, "after": 14},
    "Heading 1": {"font": SANS, "size": 14, "before": 20, "after": 6, "bold": True},
    "Heading 2": {"font": SANS, "size": 12, "before": 14, "after": 3, "bold": True},
    "Quote": {"font": SERIF, "size": 11, "after": 8, "indent": 0.8},
    "Caption": {"font": SANS, "size": 10, "after": 6},
    "Sperrfrist": {"font": SANS, "size": 11, "after": 12, "bold": True},
    "Art": {"font": SANS, "size": 10, "after": 4, "colour": MUTED},
    "Angaben": {"font": SANS, "size": 10, "after": 6, "colour": MUTED},
    "Vorspann": {"font": SERIF, "size": 11, "after": 10, "bold": True},
    "Bezeichnung": {"font": SANS, "size": 10, "after": 3, "bold": True, "next": True},
}


def docx(text: PressText) -> bytes:
    paper = Document()
    _page(paper)
    _styles(paper, LOCALES[text.language])
    _properties(paper, text)
    for style, words in (
        ("Sperrfrist", text.embargo),
        ("Art", text.kicker),
        ("Title", text.title),
        ("Subtitle", text.subline),
        *((STYLES[block.kind], block.text) for block in text.blocks),
    ):
        if words:
            _lines(paper.add_paragraph(style=style), words)
    _foot(paper, text)
    _forget_the_template(paper)
    return _packed(paper, text.moment)


def _page(paper: Paper) -> None:
    """A4, with room for notes."""
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.5)


def _styles(paper: Paper, locale: str) -> None:
    styles = paper.styles
    for name, look in LOOKS.items():
        if name not in [style.name for style in styles]:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        style: Any = styles[name]
        style.font.name, style.font.size = look["font"], Pt(look["size"])
        style.font.bold, style.font.italic = look.get("bold", False), False
        style.font.color.rgb = look.get("colour", INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)  # else the theme's font would win
        fonts.set(qn("w:cs"), look["font"])
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look["after"])
        shape.left_indent = Cm(look.get("indent", 0))
        shape.keep_with_next = name.startswith("Heading") or bool(look.get("next"))
    for edge in styles["Title"].element.iter(qn("w:pBdr")):
        edge.getparent().remove(edge)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)


def _properties(paper: Paper, text: PressText) -> None:
    moment = text.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    said = paper.core_properties
    said.title, said.subject, said.author = text.title, text.award, text.award
    said.language, said.category = LOCALES[text.language], text.kicker
    said.comments, said.keywords, said.last_modified_by = text.embargo, "", text.award
    said.created = said.modified = moment
    said.revision = 1


def _forget_the_template(paper: Paper) -> None:
    """The picture of an empty page, and the words of the program that once made it."""
    relations = paper.part.package.rels
    for key in [
        key
        for key, one in relations.items()
        if one.reltype.endswith(("/thumbnail", "/extended-properties"))
    ]:
        del relations[key]


def _lines(paragraph: Paragraph, words: str) -> None:
    """A single line break stays one."""
    for place, line in enumerate(words.split("\n")):
        run = paragraph.add_run()
        if place:
            run.add_break()
        run.add_text(line)


def _foot(paper: Paper, text: PressText) -> None:
    """What it is, until when it is nobody's business, and the page."""
    said = " · ".join(part for part in (text.kicker, text.award, text.embargo) if part)
    foot = paper.sections[0].footer.paragraphs[0]
    foot.style = paper.styles["Caption"]
    foot.add_run(f"{said} · ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _packed(paper: Paper, moment: datetime) -> bytes:
    """The parts once more, each at the moment of the text instead of now."""
    made, out = io.BytesIO(), io.BytesIO()
    paper.save(made)
    clock = moment.astimezone(BERLIN).timetuple()[:6]
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w") as packed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, clock)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts.read(name))
    return out.getvalue()
