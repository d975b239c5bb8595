"""The whole application without any script: also two people at one text, and a picture."""

import io

import pytest
from PIL import Image

from .hands import Mouse
from .journey import new_initiative_to_receipt
from .person import Person
from .writing import enter

pytestmark = pytest.mark.browser
PLAIN = {"java_script_enabled": False}
OWNER, EDITOR = "applicant@demo.example", "olt@demo.example"


def test_from_the_start_page_to_the_receipt(open_call, browser):
    person = Person(browser, open_call, "ohne-skript@demo.example", **PLAIN)
    new_initiative_to_receipt(person, Mouse(person.page))
    assert person.foreign == []
    person.close()


def test_of_two_texts_for_one_question_both_are_shown_and_the_second_save_is_knowing(
    open_call, browser
):
    first, second = Person(browser, open_call, **PLAIN), Person(browser, open_call, **PLAIN)
    enter(first, OWNER)
    enter(second, EDITOR)
    for person in (first, second):
        page = person.goto("/bewerbungen/")
        page.click(".ap-list h2 a:has-text('Talaue')")
        page.click("main a[href$='/abschnitt/title-summary/']")
        page.wait_for_selector("#id_summary")
    address = second.page.url
    first.page.fill("#id_summary", "Was die eine schrieb.")
    first.save()
    second.page.fill("#id_summary", "Was der andere schrieb.")
    second.save()
    assert second.page.url == address
    assert "Was die eine schrieb." in second.page.inner_text(".ap-conflict")
    assert second.page.input_value("#id_summary") == "Was der andere schrieb."
    second.page.fill("#id_summary", "Was beide meinen.")
    second.save()
    assert second.page.url != address
    first.page.goto(address)
    assert first.page.input_value("#id_summary") == "Was beide meinen."
    first.close()
    second.close()


def test_a_picture_is_uploaded_described_and_removed(open_call, browser):
    person = Person(browser, open_call, **PLAIN)
    enter(person, OWNER)
    page = person.goto("/bewerbungen/")
    page.click(".ap-list h2 a:has-text('Talaue')")
    page.click("main a[href$='/anlagen/']")
    before = page.locator(".ap-files > li").count()
    target = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(target, "PNG")
    upload = {"name": "Werk.png", "mimeType": "image/png", "buffer": target.getvalue()}
    page.set_input_files("input[name=file]", upload)
    page.click("main form:has(input[name=file]) button[type=submit]")
    page.wait_for_selector(".ap-files > li:has-text('Werk')")
    assert page.locator(".ap-files > li").count() == before + 1
    mine = page.locator(".ap-files > li", has_text="Werk")
    mine.locator("input[name$=alt_text]").fill("Eine Halle von innen")
    mine.locator("form[action$='/beschreiben/'] button[type=submit]").first.click()
    page.wait_for_load_state()
    mine = page.locator(".ap-files > li", has_text="Werk")
    assert mine.locator("input[name$=alt_text]").input_value() == "Eine Halle von innen"
    mine.locator("form[action$='/entfernen/'] button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator(".ap-files > li").count() == before
    person.close()
