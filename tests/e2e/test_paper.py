"""A juror takes the cases along; the office enters a sheet from paper; the juror corrects it."""

from __future__ import annotations

import re

import pytest

from .person import Person
from .test_rules_of_judging import seen_by_all

pytestmark = pytest.mark.browser
JUROR = "juror1@demo.example"
# Of the juror's cases that nobody has begun the first one: its key and that of its application.
OPEN_CASE = f"""
from jury.models import Assignment
from initiatives.models import User
cases = Assignment.objects.visible_to(User.objects.get(email="{JUROR}")).cleared()
case = cases.filter(sheet=None, application__status="admitted").first()
print("FOUND", case.key, case.application.key, case.juror, sep="|")
"""


def test_a_sheet_on_paper_is_entered_and_corrected(demo, browser):
    demo.start(phase="judging")
    found = demo.shell(OPEN_CASE).partition("FOUND|")[2].strip().split("|")
    takes_along(demo, browser)
    enters(demo, browser, *found)
    corrects(demo, browser, found[0])


def takes_along(demo, browser) -> None:
    juror = Person(browser, demo, JUROR)
    juror.sign_in()
    page = juror.goto("/jury/")
    with page.expect_download() as download:
        page.click("a:has-text('Lesemappe (PDF)')")
    assert download.value.suggested_filename == "lesemappe-2026.pdf"
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
    seen_by_all(juror)
    juror.close()


def enters(demo, browser, case: str, application: str, name: str) -> None:
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto(f"/verwaltung/bewerbungen/{application}/")
    page.click(f".aw-readers li:has-text('{name}') a:has-text('Bogen auf Papier eintragen')")
    office.arrive("**/eintragen/")
    seen_by_all(office)
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("label.aw-cell").nth(7).click()
        criterion.locator("textarea").first.fill("Steht so auf dem Papier.")
    page.click("button[name=finish]")
    page.wait_for_selector(".kern-error-summary")
    office.reads("Bestätigen Sie, dass der Bogen unterschrieben vorliegt.")
    seen_by_all(office)
    page.check("#id_signed")
    page.click("button[name=finish]")
    office.arrive(re.compile(rf"/bewerbungen/{application}/"))
    office.reads(f"Der Bogen von {name} ist eingetragen und zählt.")
    office.goto(f"/verwaltung/jury/faelle/{case}/eintragen/")
    office.reads("Von der Geschäftsstelle eingetragen am")
    assert "Steht so auf dem Papier." not in page.content()
    seen_by_all(office)
    office.close()


def corrects(demo, browser, case: str) -> None:
    told = [letter for letter in demo.letters() if letter["to"] == JUROR]
    assert any("hat Ihren Bogen eingetragen" in letter["subject"] for letter in told)
    juror = Person(browser, demo, JUROR)
    juror.sign_in()
    page = juror.goto(f"/jury/faelle/{case}/")
    juror.reads("Von der Geschäftsstelle eingetragen am")
    juror.reads("Steht so auf dem Papier.")
    juror.check()
    page.click("button:has-text('Bogen wieder öffnen')")
    page.wait_for_selector("[data-sheet]")
    page.locator("[data-criterion] textarea").first.fill("So war es gemeint.")
    page.click("button[name=finish]")
    juror.arrive(re.compile(r"/jury/(#.*)?$"))
    juror.goto(f"/jury/faelle/{case}/fassungen/")
    juror.reads("nach Ihrem Bogen auf Papier eingetragen")
    juror.reads("So war es gemeint.")
    juror.check()
    juror.close()
