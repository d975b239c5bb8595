"""The press text as plain text: UTF-8, a paragraph a line, nothing wrapped by hand."""

from __future__ import annotations

from .text import Block, Kind, PressText


def written(text: PressText) -> bytes:
    """To be copied into an editor: headings stand alone, an empty line parts paragraphs."""
    head = [text.embargo, text.kicker, text.title, text.subline]
    parts = [part for part in head if part] + [_line(block) for block in text.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _line(block: Block) -> str:
    return block.text.upper() if block.kind == Kind.HEADING else block.text
