"""A photo from the office's screen to the public page: focus by keys, persons, withdrawal."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from .person import Person

pytestmark = pytest.mark.browser


def shot() -> bytes:
    """Red on the left, blue elsewhere."""
    picture = Image.new("RGB", (1500, 1000), "blue")
    picture.paste("red", (0, 0, 400, 1000))
    target = io.BytesIO()
    picture.save(target, "JPEG")
    return target.getvalue()


def test_a_photo_goes_out_and_comes_back(demo, browser):
    demo.start(phase="released")
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/veroeffentlichung/2026/fotos/")
    address = upload_and_find(office)
    page.goto(demo.address + address)
    focus_by_keys(office)
    name_two(office)
    group = look_at_it(browser, demo)
    withdraw(office)
    for one in group:
        assert demo.status(one) == 404
    office.close()


def upload_and_find(office: Person) -> str:
    page = office.page
    rows = page.locator("[data-row]")
    before = rows.count()
    file = {"name": "Gruppe.jpg", "mimeType": "image/jpeg", "buffer": shot()}
    page.set_input_files("[data-upload] input[type=file]", [file])
    page.click("[data-upload] form button[type=submit]")
    expect(rows).to_have_count(before + 1, timeout=60_000)
    row = page.locator("[data-row]", has_text="Gruppe.jpg")
    expect(row.locator("a[id$=-edit]")).to_be_focused()
    office.check()
    up = row.locator("button[name=up]")
    up.press("Enter")
    expect(up).to_be_focused()
    expect(rows.nth(before - 1)).to_contain_text("Gruppe.jpg")
    return str(row.locator("a[id$=-edit]").get_attribute("href"))


def focus_by_keys(office: Person) -> None:
    page = office.page
    page.focus("[data-ring]")
    for _step in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=x]")).to_have_value("9")
    expect(page.locator("[name=y]")).to_have_value("51")
    expect(page.locator("[data-focus-at]")).to_have_text(re.compile("^9 .*51 "))
    office.check()
    page.click("[data-numbers] button[type=submit]")
    page.wait_for_load_state()
    expect(page.locator("[name=x]")).to_have_value("9")
    page.locator("[data-picture] img").click(position={"x": 1, "y": 1})
    expect(page.locator("[name=x]")).to_have_value("0")
    expect(page.locator("[name=y]")).to_have_value("0")


def name_two(office: Person) -> None:
    page = office.page
    for name in ("Mira Muster", "Jonas Muster"):
        page.fill("[name=new-name]", name)
        page.fill("[name=new-consent_on]", "1.3.2026")
        page.click("form[action$='/personen/'] button[type=submit]")
        expect(page.locator("[data-row] p.aw-h3", has_text=name)).to_be_visible(timeout=20_000)
    right = page.locator("[data-row]", has_text="Jonas Muster").locator("button[name=up]")
    right.press("Enter")
    expect(page.locator("#caption")).to_contain_text("Jonas Muster und Mira Muster.")
    expect(right).to_be_focused()
    page.fill("[name=credit]", "A. Berg")
    page.click("#id_save")
    expect(page.locator("#caption")).to_contain_text("© A. Berg", timeout=20_000)
    office.check()


def look_at_it(browser, demo) -> list[str]:
    """As anybody, on a telephone, as soon as a worker has drawn it; answers the addresses."""
    anybody = Person(browser, demo, width=375)
    shown = anybody.page.locator("#pictures + div picture")
    for _attempt in range(240):
        anybody.goto("/preistraeger/2026/")
        if shown.count():
            break
        anybody.page.wait_for_timeout(1000)
    shown.locator("img").scroll_into_view_if_needed()
    expect(shown.locator("img")).to_have_js_property("complete", True)
    assert shown.locator("img").evaluate("one => one.naturalWidth") > 0
    anybody.reads("Jonas Muster und Mira Muster.")
    anybody.check()
    found = shown.locator("[srcset]").evaluate_all("all => all.map((one) => one.srcset)")
    assert anybody.context.cookies() == []
    anybody.close()
    addresses = [part.strip().split(" ")[0] for one in found for part in one.split(",")]
    assert {demo.status(one) for one in addresses} == {200}
    return addresses


def withdraw(office: Person) -> None:
    page = office.page
    row = page.locator("[data-row]", has_text="Mira Muster")
    row.locator("summary").click()
    office.check()
    row.locator("details button[type=submit]").click()
    expect(page.locator("[data-state] .aw-st--recused")).to_be_visible(timeout=20_000)
    office.check()
