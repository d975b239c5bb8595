"""The office looks at the result in a browser: the picture, the jury, one case, other weights."""

from __future__ import annotations

import pytest

from .person import Person
from .test_allocating import both

pytestmark = pytest.mark.browser
HOME = "/verwaltung/ergebnis/"


def test_the_result_is_looked_at_and_weights_are_tried(demo, browser):
    demo.start(phase="meeting")
    office = Person(browser, demo, "lead@demo.example")
    office.sign_in()
    page = office.goto(HOME)
    office.reads("nicht zu trennen")
    both(office)
    before = page.inner_text("main table tbody")
    page.fill("#id_w_dk", "0")
    with page.expect_navigation():
        page.click("text=Ausprobieren")
    office.reads("Mit diesen Gewichten lägen vorn:")
    both(office)
    with page.expect_navigation():
        page.click("text=Gewichte der Auslobung")
    assert page.inner_text("main table tbody") == before
    with page.expect_navigation():
        page.click("text=Wie die Jury geurteilt hat")
    office.reads("Krippendorffs Alpha")
    both(office)
    office.goto(HOME)
    with page.expect_navigation():
        page.click("main table tbody th a >> nth=0")
    office.reads("Bögen")
    both(office)
    office.close()
