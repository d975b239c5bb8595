"""How text is cleaned and its length counted: as the applicant sees it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import texts

# All that the rules speak of, close together, so that it meets.
AWKWARD = st.text("aäu\u0308o\u0301\u0327 \r\n\x00\u200b\u2060\ufeff\u00adß😀", max_size=30)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Tür", 3),
        ("Tu\u0308r", 3),
        ("a b", 3),
        ("a\nb", 3),
        ("a\r\nb", 3),
        ("a\rb", 3),
        ("a\r\n\r\nb", 4),
        ("a\u200b\u2060\ufeff\u00adb", 2),
        ("Werk\u00adstoff", 9),
        ("u\u00ad\u0308", 1),
        ("a\x00b", 2),
        ("😀", 1),
    ],
)
def test_the_length_of(text, length):
    assert texts.length(text) == length


@given(AWKWARD | st.text(max_size=60))
def test_composed_and_decomposed_umlauts_are_equally_long(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert texts.length(composed) == texts.length(decomposed) == texts.length(text)


@given(AWKWARD | st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    assert texts.clean(texts.clean(text)) == texts.clean(text)


@given(st.text("ab \n", max_size=40))
def test_a_line_break_counts_one_however_it_is_written(text):
    assert texts.length(text.replace("\n", "\r\n")) == texts.length(text) == len(text)


@given(st.text("abc", max_size=20), st.integers(0, 20), st.sampled_from("\u200b\u2060\ufeff\u00ad"))
def test_what_nobody_sees_counts_nothing(text, place, invisible):
    assert texts.length(text[:place] + invisible + text[place:]) == len(text)


def test_paragraphs_indents_and_final_spaces_are_kept():
    assert texts.clean("Eins.\n\n  Zwei. \n") == "Eins.\n\n  Zwei. \n"
