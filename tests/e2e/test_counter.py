"""The counter beside a text counts like the server that refuses: in the page, and while typing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from django import forms
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from initiatives import texts
from initiatives.templatetags.kern import kern_used

STATIC = settings.BASE_DIR / "static"
WORD = sorted((settings.BASE_DIR / "tests" / "fixtures" / "word").glob("*.json"))
BREAKS = "\r\n\v\f\x85\u2028\u2029"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
AWKWARD = st.text(f"aäu\u0308o\u0301\u0327 \t{BREAKS}{UNSEEN}\uf0b7ß😀\u0300", max_size=30)
LIMIT = 40
PAGE = f"""<!doctype html><html lang="de"><meta charset="utf-8">
<textarea id="id_text" data-limit="{LIMIT}"></textarea>
<span id="id_text_count" data-words="%used% von %limit%"></span>
<script type="module" src="/static/award/count.js"></script></html>"""
COPY = """([text, html]) => navigator.clipboard.write([new ClipboardItem({
  "text/plain": new Blob([text], {type: "text/plain"}),
  "text/html": new Blob([html], {type: "text/html"}),
})])"""

word = pytest.mark.parametrize("path", WORD, ids=[path.stem for path in WORD])


@pytest.fixture(scope="module")
def page(browser):
    """A text with its counter, on a site of its own."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    made = context.new_page()

    def answer(route):
        path = route.request.url.removeprefix("http://localhost/static/")
        if path == route.request.url:
            route.fulfill(body=PAGE, content_type="text/html")
        else:
            route.fulfill(body=(STATIC / path).read_text("utf-8"), content_type="text/javascript")

    made.route("http://localhost/**", answer)
    made.goto("http://localhost/")
    yield made
    context.close()


def pasted(page, text: str, html: str = "") -> str:
    """What stands in the field after pasting, as a form sends it."""
    page.evaluate(COPY, [text, html or text])
    page.fill("#id_text", "")
    page.focus("#id_text")
    page.keyboard.press("Control+V")
    return page.input_value("#id_text").replace("\n", "\r\n")


@given(AWKWARD | st.text(max_size=60))
def test_the_page_counts_like_the_server(text):
    class Form(forms.Form):
        text = forms.CharField(strip=False)

    assert kern_used(Form({"text": text})["text"]) == texts.length(text)


@pytest.mark.browser
def test_the_script_cleans_and_counts_like_the_server(page):
    ask = """async text => {
      const { clean, length } = await import("/static/award/texts.js");
      return [clean(text), length(text)];
    }"""

    @given(AWKWARD)
    def alike(text):
        assert page.evaluate(ask, text) == [texts.clean(text), texts.length(text)]

    alike()
    decomposed = unicodedata.normalize("NFD", "Grüße aus der Talaue") * 100
    assert page.evaluate(ask, decomposed)[1] == 2000


@word
def test_what_comes_from_a_word_processor_keeps_its_meaning(path):
    given = json.loads(path.read_text("ascii"))
    assert texts.clean(given["text"]) == given["clean"]
    assert texts.length(given["text"]) == len(given["clean"])


@pytest.mark.browser
@word
def test_pasting_it_keeps_its_meaning_and_counts_it_right(page, path):
    given = json.loads(path.read_text("ascii"))
    sent = pasted(page, given["text"], given["html"])
    assert texts.clean(sent) == given["clean"]
    assert page.inner_text("#id_text_count") == f"{len(given['clean'])} von {LIMIT}"


@pytest.mark.browser
def test_too_much_is_pasted_whole_and_said(page):
    text = "ä" * 3 * LIMIT
    assert pasted(page, text) == text
    assert page.inner_text("#id_text_count") == f"{3 * LIMIT} von {LIMIT}"
    assert page.get_attribute("#id_text_count", "class") == "kern-count--over"
