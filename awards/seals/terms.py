"""The terms of the seal: versions that stay as they were accepted.

A new version is a new file and a new number here; an old file never changes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

CURRENT = 1
FOLDER = Path(__file__).resolve().parent.parent / "data" / "seal-terms"


@cache
def text(version: int) -> str:
    """In Markdown, in German: the only language that binds."""
    return (FOLDER / f"{version}.de.md").read_text(encoding="utf-8")
