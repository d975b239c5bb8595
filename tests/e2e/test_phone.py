"""The whole application on a telephone: 375 × 667 pixels and fingers."""

import pytest

from .hands import Finger
from .journey import new_initiative_to_receipt
from .person import Person

pytestmark = pytest.mark.browser


def test_from_the_start_page_to_the_receipt_by_finger(open_call, browser):
    phone = {"width": 375, "height": 667, "has_touch": True, "is_mobile": True}
    person = Person(browser, open_call, "telefon@demo.example", **phone)
    new_initiative_to_receipt(person, Finger(person.page), look=person.check)
    person.close()
