"""The gallery of all parts, in both languages of one process."""

import pytest
from django.utils import translation

from awards.views.gallery import SampleForm


@pytest.mark.parametrize(
    ("language", "words"), [("de", ("Tag", "Uhrzeit")), ("en", ("Day", "Time"))]
)
def test_the_fields_speak_the_language_of_the_reader(language, words):
    with translation.override(language):
        fields = str(SampleForm()["day"].as_widget())
    for word in words:
        assert f'aria-label="{word}"' in fields
