"""Texts are found by what collects them: it does not look into f-strings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PLAIN = {"gettext", "ngettext", "pgettext", "npgettext"}
WORDS = {"_"} | PLAIN | {f"{name}_lazy" for name in PLAIN}


def calls(path: Path) -> Iterator[int]:
    """The lines on which a text is translated within an f-string."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and getattr(part.func, "id", "") in WORDS:
                    yield part.lineno


def test_no_text_hides_in_an_f_string():
    folders = ("initiatives", "jury", "awards")
    files = [path for one in folders for path in (settings.BASE_DIR / one).rglob("*.py")]
    assert len(files) > 100
    assert [f"{path}:{line}" for path in files for line in calls(path)] == []
