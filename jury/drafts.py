"""Texts that the office may begin with."""

from __future__ import annotations

import tomllib
from pathlib import Path

from initiatives.models import Local

FOLDER = Path(__file__).parent / "data"


def statement() -> Local:
    """A draft of the jurors' statement; nothing of it holds before the office publishes it."""
    texts = tomllib.loads((FOLDER / "statement.toml").read_text(encoding="utf-8"))
    return Local({language: text.strip() for language, text in texts.items()})
