"""The blank questionnaire: everything that is asked, accessible, in both languages."""

from __future__ import annotations

import io
import time
from itertools import pairwise

import pikepdf
import pytest
from django.core.cache import cache
from django.utils import translation

from initiatives import editions
from initiatives.records import blank_form

from .test_documents import structure, text_of

FILE = editions.FOLDER / "call-2026.toml"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Documents are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def call(make):
    return editions.load_call(FILE, announced_at=make.NOON)


def squeezed(text: str) -> str:
    return " ".join(str(text).split())


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_asks_every_question_with_its_help_and_limit(call, language):
    with translation.override(language):
        told = text_of(blank_form.pdf(call))
        for question in call.questions.all():
            assert squeezed(question.prompt) in told, question.code
            assert squeezed(question.help) in told, question.code
        for limit in {f"{question.limit:,}" for question in call.questions.all()}:
            words = {"de": f"höchstens {limit.replace(',', '.')} Zeichen"}
            assert words.get(language, f"at most {limit} characters") in told
        assert told.count({"de": "nur bei ", "en": "only for "}[language]) == 4


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_tells_dates_criteria_anchors_and_declarations(call, language):
    with translation.override(language):
        told = text_of(blank_form.pdf(call))
        for criterion in call.criteria.all():
            assert squeezed(criterion.question) in told
            for anchor in criterion.anchors.all():
                assert squeezed(anchor.text) in told
        for declaration in call.declarations.all():
            assert squeezed(declaration.text) in told
    deadline = {"de": "15. Mai 2026, 23:59 Uhr (MESZ)", "en": "15 May 2026, 23:59 h (CEST)"}
    assert deadline[language] in told
    assert f"/auslobung/{call.year}/" in told


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_meets_pdf_ua_and_pdf_a_in_its_language(call, language):
    with translation.override(language):
        document = blank_form.pdf(call)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            word = {"de": "Fragebogen 2026", "en": "Questionnaire 2026"}[language]
            assert metadata["dc:title"].startswith(word)
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_its_headings_follow_one_another_and_are_its_bookmarks(call):
    with pikepdf.open(io.BytesIO(blank_form.pdf(call))) as pdf:
        levels = [int(name[1]) for name in structure(pdf.Root.StructTreeRoot) if name[1:].isdigit()]
        with pdf.open_outline() as outline:
            (title,) = outline.root
            parts = [str(part.title) for part in title.children]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert parts[:3] == ["Termine", "Wer sich bewerben kann", "So bewerben Sie sich"]
    assert "Zusammenarbeit" in parts


def test_what_the_office_typed_stays_text_and_signs_that_no_font_has_stop_nothing(make):
    call = make.call()
    make.question(call, "wild", prompt={"de": '#panic("x") *fett* $x$ 😀 <b>'}, help={"de": "= H"})
    assert '#panic("x") *fett* $x$ ■ <b>' in text_of(blank_form.pdf(call))


def test_a_call_of_few_words_has_one_too(make):
    assert blank_form.pdf(make.call(criteria={}))[:5] == b"%PDF-"


def test_it_is_made_once_for_what_it_says(call, django_assert_num_queries):
    document = blank_form.pdf(call)
    with django_assert_num_queries(4):
        began = time.perf_counter()
        assert blank_form.pdf(call) == document
        assert time.perf_counter() - began < 0.15
    call.questions.filter(code="title").update(limit=99)
    assert "höchstens 99 Zeichen" in text_of(blank_form.pdf(call))


def test_everybody_may_fetch_and_keep_it(client, call):
    address = f"/auslobung/{call.year}/fragebogen.pdf"
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="fragebogen-2026.pdf"'
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.cookies == {}
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    english = client.get("/en" + address)
    assert 'filename="questionnaire-2026.pdf"' in english.headers["Content-Disposition"]


def test_a_call_that_is_not_announced_has_none(client, make):
    call = make.call(announced_at=None)
    assert client.get(f"/auslobung/{call.year}/fragebogen.pdf").status_code == 404
