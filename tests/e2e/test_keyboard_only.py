"""A new initiative applies by keys alone: Tab, Space, Enter and letters."""

import pytest

from .hands import Keys
from .journey import new_initiative_to_receipt
from .person import Person

pytestmark = pytest.mark.browser


def test_from_the_start_page_to_the_receipt_by_keys_alone(open_call, browser):
    person = Person(browser, open_call, "tastatur@demo.example")
    new_initiative_to_receipt(person, Keys(person.page))
    person.check()
    person.close()


def test_back_with_shift_and_tab_comes_by_the_same_stops(open_call, browser):
    person = Person(browser, open_call)
    page = person.goto("/auslobung/")
    forth = []
    for _stop in range(12):
        page.keyboard.press("Tab")
        forth.append(page.evaluate("document.activeElement.outerHTML"))
    back = [forth[-1]]
    for _stop in range(11):
        page.keyboard.press("Shift+Tab")
        back.append(page.evaluate("document.activeElement.outerHTML"))
    assert back[::-1] == forth
    person.close()


def test_the_first_stop_leads_past_the_menu_to_what_the_page_says(open_call, browser):
    person = Person(browser, open_call)
    page = person.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    person.close()
