"""From the start page to the receipt, however one operates the pages and in whatever language."""

from __future__ import annotations

import time
from collections.abc import Callable

from .hands import Mouse
from .person import Person

ANSWER = "Wir messen, was wir sparen."
NEW = "main form:has(input[name=carrier]) button[type=submit]"
ONWARD = "main form button[type=submit]:not([name])"
FINISHED = "form[action$='/einreichen/'] button[type=submit]"


def nothing() -> None:
    """To look at no page in particular."""


def new_initiative_to_receipt(
    person: Person, hand: Mouse, *, look: Callable[[], None] = nothing, start: str = "/"
) -> None:
    """Calls `look` on each page that is come to."""
    page = person.goto(start)
    look()
    hand.press("main a[href$='/bewerbungen/neu/']")
    register(person, hand, look)
    person.arrive("**/bewerbungen/neu/")
    look()
    hand.write("input[name=name]", f"Probebündnis {person.email.split('@')[0]}")
    hand.write("input[name=carrier]", "Kammer Hagelstein")
    hand.write("input[name=region]", "Hagelsteiner Land")
    hand.tick("input[name=states][value=DE-NI]")
    hand.press(NEW)
    person.arrive("**/bewerbungen/*-*/")
    look()
    hand.press("main a[href$='/initiative/']")
    person.arrive("**/initiative/")
    while "/pruefen/" not in page.url:
        look()
        here = page.url
        fill(hand)
        hand.press("main a[href$='/erklaerungen/']" if "/anlagen/" in here else ONWARD)
        page.wait_for_url(lambda url, here=here: url != here)
    look()
    hand.press(FINISHED)
    person.arrive("**/bewerbungen/eingang/**")
    look()


def register(person: Person, hand: Mouse, look: Callable[[], None]) -> None:
    page = person.page
    person.arrive("**/konto/login/code/**")
    look()
    hand.press("main a[href*='/konto/signup/']")
    person.arrive("**/konto/signup/**")
    look()
    hand.write("main input[name=name]", "Nora Neumann")
    hand.write("main input[name=email]", person.email)
    hand.press("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_selector("input[name=code]")
    look()
    hand.write("main input[name=code]", code_for(person))
    hand.press("main form:has(input[name=code]) button[type=submit]")


def code_for(person: Person) -> str:
    for _attempt in range(100):
        codes = person._codes()
        if codes:
            return codes[0]
        time.sleep(0.1)
    raise AssertionError(person.demo.letters())


def fill(hand: Mouse) -> None:
    """What a page of the form asks for and is empty: a theme, texts, declarations."""
    page = hand.page
    if "/themen/" in page.url:
        hand.tick("main input[name=criteria][value=dk]")
    if "/erklaerungen/" in page.url:
        for box in page.locator("main form input[type=checkbox]").all():
            hand.tick(f"main form input[name='{box.get_attribute('name')}']")
    for field in page.locator("main form [data-limit]").all():
        if not field.input_value():
            hand.write(f"main form [name='{field.get_attribute('name')}']", ANSWER)
