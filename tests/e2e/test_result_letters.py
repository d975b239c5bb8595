"""The office reads the letters on the result one by one; laureates get theirs before, others after.

The clock is moved over the end of the embargo in between.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from .person import Person

pytestmark = pytest.mark.browser
HOME = "/verwaltung/veroeffentlichung/2026/ergebnisbriefe/"
# As it was before the announcement: three laureates and one other whose letters nobody has read.
BEFORE = """
from datetime import timedelta
from django.conf import settings
from awards import actions, result_letters
from awards.models import Release, ResultLetter
from initiatives import clock
from initiatives.models import Letter, User
settings.BASE_URL = "{address}"
Letter.objects.filter(kind__startswith="result_").delete()
ResultLetter.objects.all().delete()
Release.objects.filter(call__year=2026).update(embargo_until=clock.now() + timedelta(hours=40))
somebody = User.objects.get(email="office@demo.example")
for letter in result_letters.of(Release.objects.get(call__year=2026)):
    case = letter.application
    if letter.kind == "other" and case.initiative.slug != "glasrunde-erlenkamm":
        actions.see_result_letter(case, seen=letter.seal, by=somebody, at=clock.now())
"""
WIDER = """[...document.querySelectorAll(".aw-scroll")]
    .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText)"""
TELL = "from awards import tasks; tasks.tell_results(0)"


def told(demo, words: str) -> list[str]:
    """Who has a letter with these words."""
    return sorted({one["to"] for one in demo.letters() if words in one["text"]})


def wait_for(demo, page, words: str, number: int) -> list[str]:
    for _second in range(180):  # a worker that shares its machine with others
        if len(found := told(demo, words)) >= number:
            return found
        page.wait_for_timeout(1000)
    raise AssertionError(f"{told(demo, words)} only")


def test_everybody_hears_the_result_at_the_right_time(demo, browser):
    demo.start(phase="released")
    demo.shell(BEFORE.format(address=demo.address))
    office = Person(browser, demo, "lead@demo.example")
    office.sign_in()
    page = office.goto(HOME)
    office.reads("4 Briefe sind noch zu lesen")
    office.check()
    page.click("text=Ersten ungelesenen Brief lesen")
    office.reads("Brief 1 von ")
    office.reads("herzlichen Glückwunsch!")
    office.check()
    page.click("summary:has-text('Persönlichen Absatz schreiben')")
    page.fill("textarea[name=addition_de]", "Bringen Sie gern ein Stück Stahl mit.")
    page.click("button:has-text('Absatz speichern')")
    office.reads("Der Absatz ist gespeichert.")
    office.reads("Bringen Sie gern ein Stück Stahl mit.")
    office.check()
    for place in (2, 3):
        page.click("button:has-text('Gelesen, nächster Brief')")
        office.reads(f"Brief {place} von ")
    page.click("button:has-text('Gelesen, nächster Brief')")
    office.reads("leider nicht unter den Ausgezeichneten")
    office.check()
    page.click("button:has-text('Gelesen, nächster Brief')")
    office.reads("Alle Briefe sind gelesen")
    page.click("button:has-text('3 gelesene Briefe senden')")
    office.reads("3 Briefe sind auf dem Weg.")
    office.check()
    winners = wait_for(demo, page, "herzlichen Glückwunsch!", 3)
    assert "applicant@demo.example" in winners
    demo.shell(TELL)
    page.wait_for_timeout(3000)
    assert told(demo, "leider nicht unter den Ausgezeichneten") == []
    office.close()

    demo.move_to(timedelta(hours=41))
    demo.shell(TELL)
    phone = {"width": 375, "height": 667, "has_touch": True, "is_mobile": True}
    office = Person(browser, demo, "lead@demo.example", **phone)
    office.sign_in()
    page = office.goto(HOME)
    others = wait_for(demo, page, "leider nicht unter den Ausgezeichneten", 17)
    assert not set(others) & set(winners)
    page.reload()
    assert "wartet auf die Bekanntgabe" not in office.text()
    office.check()
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 667})
        assert page.evaluate(WIDER) == []
    page.tap("text=Glasrunde Erlenkamm")
    office.reads("Was hinausgegangen ist")
    office.check()
    office.close()
