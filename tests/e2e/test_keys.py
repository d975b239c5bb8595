"""Scoring by keys alone, on the served product: they give points, and stay silent in texts."""

import pytest

from .person import Person

pytestmark = pytest.mark.browser
OPEN_CASE = "main li:has-text('Begonnen') a[href*='/faelle/']"


def given(page) -> list[str]:
    """What is ticked on each criterion of the sheet, "" for nothing."""
    return page.eval_on_selector_all(
        "[data-criterion]",
        "all => all.map(one => one.querySelector('input[type=radio]:checked')?.value ?? '')",
    )


def test_a_sheet_is_scored_saved_and_read_by_keys_alone(demo, browser):
    demo.start(phase="judging")
    person = Person(browser, demo, "juror1@demo.example")
    person.sign_in()
    page = person.goto("/jury/")
    page.click(OPEN_CASE)
    person.arrive("**/jury/faelle/**")
    assert given(page) == ["8", ""]

    page.keyboard.press("7")  # nothing is focused: the first criterion without points is meant
    assert given(page) == ["8", "7"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("x")
    assert given(page) == ["10", "7"]
    assert page.inner_text("[data-figure] >> nth=0") == "10"

    reason = page.locator("[data-criterion] textarea").nth(1)
    reason.focus()
    page.keyboard.type("3 von 5 Punkten, x-mal belegt")
    assert given(page) == ["10", "7"], "digits in a text are a text"

    with page.expect_navigation():
        page.locator("main form button[type=submit]:not([name=finish])").first.press("Enter")
    assert given(page) == ["10", "7"]
    assert reason.input_value() == "3 von 5 Punkten, x-mal belegt"

    page.keyboard.press("?")
    assert page.is_visible("[data-keys-dialog]")
    page.uncheck("[data-keys-used]")
    page.keyboard.press("Escape")
    page.locator("body").press("4")
    assert given(page) == ["10", "7"], "keys that were switched off do nothing"
    person.check()
    person.close()
