"""The parts of a page, where they decide something."""

from __future__ import annotations

import re
from types import SimpleNamespace as Sample

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from initiatives.templatetags import parts


def part(name: str, **context: object) -> str:
    with override("en"):
        return render_to_string(f"parts/{name}.html", context)


def test_themes_keep_their_order_whatever_comes_in() -> None:
    assert [theme.code for theme in parts.as_themes(["dm", "dk", "x"])] == ["dk", "dm"]


def test_a_criterion_of_another_year_gets_a_neutral_chip() -> None:
    html = part("d_chips", criteria=[Sample(code="cooperation", name="Kooperation")])
    assert "d-x" in html
    assert "<use" not in html


def test_the_glyph_is_named_or_silent() -> None:
    named = part("profile", codes=["dk"], names="Decarbonisation")
    assert 'role="img"' in named
    assert 'aria-label="Themes: Decarbonisation"' in named
    assert named.count("f-none") == 3
    assert 'aria-hidden="true"' in part("profile", codes=[])


def test_the_names_of_a_picture_read_as_a_sentence() -> None:
    html = part("from_left", persons=["A", "B", "C"])
    assert re.sub(r"\s+", " ", html).strip() == "From left: A, B and C."


def test_a_placeholder_has_as_many_figures_as_persons() -> None:
    for count in (1, 2, 5, 8):
        figures = parts.figures(["x"] * count)
        assert [figure.number for figure in figures] == list(range(1, count + 1))
        assert all(figure.radius < figure.x < 640 - figure.radius for figure in figures)


def test_pages_keep_the_other_parameters() -> None:
    request = RequestFactory().get("/initiativen/?land=DE-NI&seite=2")
    page = Paginator(range(60), 12).page(2)
    with override("en"):
        html = render_to_string(
            "parts/pagination.html", {"page": page, "parameter": "seite"}, request
        )
    assert 'href="?land=DE-NI&amp;seite=3"' in html
    assert '<span aria-current="page">' in html


def test_one_page_needs_no_numbers() -> None:
    assert part("pagination", page=Paginator(range(3), 12).page(1)).strip() == ""


def test_a_theme_not_chosen_has_words_and_no_bar() -> None:
    html = part("score_bar", scores=[Sample(code="dg", name="Digitalisation", value=None)])
    assert "not chosen" in html
    assert "<rect" not in html


def test_a_distribution_has_its_table() -> None:
    html = part("distribution", counts=[0, 1, 2], label="Yours")
    assert html.count("<rect") == 2
    assert html.count("<tr>") == 4


def test_a_locked_task_is_text() -> None:
    html = part("task_row", number=1, title="Check", url="", mark="locked", word="Locked")
    assert "<a " not in html


def test_the_first_sentence_survives_abbreviated_names() -> None:
    text = "Das H2.N.O.N wirbt in 2 Ländern. Es wächst."
    assert parts.truncate_sentence(text) == "Das H2.N.O.N wirbt in 2 Ländern."
