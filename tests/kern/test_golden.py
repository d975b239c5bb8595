"""The HTML of each field in each state, compared as HTML with what is in golden/.

`GOLDEN=write pytest tests/kern` writes the files anew; the difference is for a person to read.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.test.html import parse_html
from django.utils.translation import override

from .fields import KINDS, STATES, form_with

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_written_as_agreed(kind: str, state: str) -> None:
    with override("en"):
        html = str(as_crispy_field(form_with(kind, state)["answer"]))
    file = GOLDEN / f"{kind}-{state}.html"
    if os.environ.get("GOLDEN") == "write":
        lines = (line.rstrip() for line in html.splitlines())
        file.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")
    assert parse_html(html) == parse_html(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_plain_django_writes_the_same(kind: str) -> None:
    field = form_with(kind, "hint")["answer"]
    assert parse_html(field.as_field_group()) == parse_html(as_crispy_field(field))
