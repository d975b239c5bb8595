"""The counter beside a text counts like the server that refuses: in the page, and while typing."""

from __future__ import annotations

import unicodedata

import pytest
from django import forms
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from initiatives import texts
from initiatives.templatetags.kern import kern_used

AWKWARD = st.text("aäu\u0308o\u0301\u0327 \r\n\u200b\u2060\ufeff\u00adß😀\u200d\u0300", max_size=30)
SCRIPT = settings.BASE_DIR / "static" / "award" / "count.js"


@given(AWKWARD | st.text(max_size=60))
def test_the_page_counts_like_the_server(text):
    class Form(forms.Form):
        text = forms.CharField(strip=False)

    assert kern_used(Form({"text": text})["text"]) == texts.length(text)


@pytest.mark.browser
def test_the_script_counts_like_the_server(browser):
    page = browser.new_page()
    count = SCRIPT.read_text(encoding="utf-8").replace("export const", "const")

    @given(AWKWARD)
    def counts_alike(text):
        assert page.evaluate(f"text => {{ {count}; return length(text); }}", text) == texts.length(
            text
        )

    counts_alike()
    decomposed = unicodedata.normalize("NFD", "Grüße aus der Talaue") * 100
    assert page.evaluate(f"text => {{ {count}; return length(text); }}", decomposed) == 2000
    page.close()
