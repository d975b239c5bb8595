"""The evening: an operator and a screen, names one by one, the server gone in between."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error, Page, Response, expect

from .person import Person

pytestmark = pytest.mark.browser

PIN = "471108"
# What is announced waits for the stage, six hours at the latest, and has names like no others.
TIED = """
from awards.models import Laureate, Release
release = Release.objects.get(call__is_demo=True)
Release.objects.filter(pk=release.pk).update(embargo_until="{until}", opens="stage")
rows = release.laureates.order_by("prize__position", "sort_name")
for n, laureate in enumerate(rows, start=1):
    names = dict(name=f"Kanarienbund {{n}}", entry=f"Zeisig {{n}}")
    Laureate.objects.filter(pk=laureate.pk).update(**names)
print(release.call.year, len(rows))
"""
REVEALED = """
from awards.models import StageStep
for step in StageStep.objects.exclude(revealed_at=None):
    print(step.position, step.seen_at.timestamp(), step.revealed_at.timestamp())
"""
KEPT = """async () => {
    const said = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
    for (const name of await caches.keys()) {
        const memory = await caches.open(name);
        for (const request of await memory.keys()) {
            said.push(request.url, await (await memory.match(request)).text());
        }
    }
    for (const one of await indexedDB.databases()) said.push(one.name);
    return said.join("\\n") + document.documentElement.outerHTML;
}"""


def body_of(answer: Response) -> str:
    """What a browser throws away, as fonts and what was asked before it was loaded anew, is not
    asked for again: all of it is in its storage or on the page, which are looked through as well.
    """
    try:
        return answer.text()
    except (Error, UnicodeDecodeError):
        return ""


class Screen:
    """A window, and everything that came into it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: list[Response] = []
        self.came: dict[int, str] = {}
        self.errors: list[str] = []
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def knows(self, words: str) -> bool:
        """Whether they stand in anything that came, is stored or shown."""
        for number, answer in enumerate(self.answers):
            if number not in self.came:
                self.came[number] = answer.url + body_of(answer)
        all_of_it = "\n".join(self.came.values())
        assert '"pictures": ["' in all_of_it, "the envelopes came, too"
        return words in all_of_it or words in self.page.evaluate(KEPT)

    def shows(self, words: str) -> None:
        expect(self.page.locator("[data-stage] h1")).to_have_text(words, timeout=15_000)


@pytest.fixture
def evening(demo):
    """The hour of the ceremony: three laureates are confirmed, nothing is public."""
    demo.start(phase="released")
    until = datetime.now(UTC) + timedelta(hours=6)
    demo.year, laureates = demo.shell(TIED.format(until=until.isoformat())).split()
    assert laureates == "3"
    return demo


def operate(browser, demo, *, width=1280, rehearse=False) -> Person:
    """Somebody of the office opens the stage and fetches the keys."""
    operator = Person(browser, demo, "office@demo.example", width=width)
    operator.sign_in()
    page = operator.goto("/verwaltung/buehne/")
    page.click(f"button[name=do][value={'rehearse' if rehearse else 'open'}]")
    operator.arrive("**/buehne/regie/")
    operator.check()
    page.fill("#pin-new", PIN)
    page.click("[data-pin-new] button")
    expect(page.locator("[data-run]")).to_be_visible(timeout=20_000)
    operator.check()
    return operator


def go_on(page: Page, key: str = "PageDown") -> None:
    page.wait_for_timeout(500)  # pressed twice by mistake is once
    page.keyboard.press(key)


def test_three_names_and_the_server_gone_between_them(evening, browser):
    operator = operate(browser, evening)
    desk = operator.page
    with operator.context.expect_page() as opened:
        desk.click("a[target=award-stage-screen]")
    screen = Screen(opened.value)
    screen.page.reload()  # so that all that comes is noted
    public = f"/preistraeger/{evening.year}/"
    screen.shows("Ausgezeichnete regionale Industrieinitiative")
    desk.bring_to_front()
    go_on(desk)
    screen.shows("Herzlich willkommen")
    go_on(desk)
    screen.shows("Der nächste Preis geht an …")
    screen.page.wait_for_timeout(2500)  # for what would be loaded ahead
    assert not screen.knows("Kanarienbund")
    assert not screen.knows("Zeisig")
    go_on(desk, "ArrowRight")
    screen.shows("Kanarienbund 1")
    expect(desk.locator("[data-link]")).to_have_text("Mit dem Server verbunden", timeout=15_000)
    assert evening.status(public) == 404
    # The server goes.
    operator.outage = True
    evening.stop()
    desk.bring_to_front()
    go_on(desk, "ArrowDown")
    screen.shows("Der nächste Preis geht an …")
    assert not screen.knows("Kanarienbund 2")
    go_on(desk, "PageDown")
    away = time.time()
    screen.shows("Kanarienbund 2")
    expect(desk.locator("[data-link]")).to_contain_text("Ohne Verbindung", timeout=15_000)
    # Both windows are loaded anew without it.
    screen.page.reload()
    screen.shows("Kanarienbund 2")
    desk.reload()
    desk.fill("#pin", "000000")
    desk.click("[data-pin] button >> nth=0")
    expect(desk.locator("[data-pin] [role=alert]")).to_have_text("Diese PIN ist es nicht.")
    desk.fill("#pin", PIN)
    desk.click("[data-pin] button >> nth=0")
    expect(desk.locator("[data-now]")).to_have_text("Preisträger 2 von 3 – Name")
    assert not screen.knows("Kanarienbund 3")
    time.sleep(2)
    # It comes back, and learns what happened.
    evening.start()
    back = time.time()
    expect(desk.locator("[data-link]")).to_have_text("Mit dem Server verbunden", timeout=30_000)
    rows = [line.split() for line in evening.shell(REVEALED).splitlines()]
    assert [row[0] for row in rows] == ["2", "3"]
    seen, stored = float(rows[1][1]), float(rows[1][2])
    assert seen == pytest.approx(away, abs=5)
    assert stored >= back - 5 > seen
    assert evening.status(public) == 404
    operator.outage = False
    desk.bring_to_front()
    go_on(desk)
    go_on(desk)
    screen.shows("Kanarienbund 3")
    expect(desk.locator("[data-now]")).to_have_text("Preisträger 3 von 3 – Name")
    for _attempt in range(50):
        if evening.status(public) == 200:
            break
        time.sleep(0.2)
    visitor = Person(browser, evening)
    visitor.goto(public)
    visitor.reads("Kanarienbund 3")
    assert screen.errors == []
    visitor.close()
    operator.close()


def test_the_screen_is_another_device_and_learns_nothing_early(evening, browser):
    operator = operate(browser, evening, width=375)
    stage_hand = Person(browser, evening, "lead@demo.example", width=1920, height=1080)
    stage_hand.sign_in()
    screen = Screen(stage_hand.page)
    stage_hand.goto("/verwaltung/buehne/leinwand/")
    desk = operator.page
    for _picture in range(2):
        desk.wait_for_timeout(500)
        desk.click("[data-do=next]")
    screen.shows("Der nächste Preis geht an …")
    stage_hand.check()
    screen.page.wait_for_timeout(3000)
    assert not screen.knows("Kanarienbund")
    # Whoever operates may look, while a button is held.
    held = desk.locator("[data-hold]").first
    held.dispatch_event("pointerdown")
    expect(desk.locator("[data-told]").first).to_have_text("Kanarienbund 1")
    held.dispatch_event("pointerup")
    expect(desk.locator("[data-told]").first).to_have_text("")
    assert "Kanarienbund" not in desk.content()
    desk.click("[data-do=next]")
    screen.shows("Kanarienbund 1")
    assert not screen.knows("Kanarienbund 2")
    # Black, back, and the presenter's remote at the screen's own window does nothing to others.
    desk.click("[data-do=black]")
    expect(screen.page.locator("body.is-black")).to_have_count(1)
    desk.wait_for_timeout(500)
    desk.click("[data-do=next]")
    expect(screen.page.locator("body.is-black")).to_have_count(0)
    screen.shows("Kanarienbund 1")
    desk.click("[data-do=back]")
    screen.shows("Der nächste Preis geht an …")
    operator.check()
    stage_hand.close()
    operator.close()


def test_a_rehearsal_names_nobody(evening, browser):
    operator = operate(browser, evening, rehearse=True)
    desk = operator.page
    with operator.context.expect_page() as opened:
        desk.click("a[target=award-stage-screen]")
    screen = Screen(opened.value)
    screen.page.reload()
    screen.shows("Ausgezeichnete regionale Industrieinitiative")
    for _picture in range(3):  # a presenter's remote speaks to the window that has the focus
        go_on(screen.page)
    screen.shows("Musterbündnis Nord")
    for _picture in range(5):
        go_on(screen.page)
    screen.shows("Herzlichen Glückwunsch!")
    assert not screen.knows("Kanarienbund")
    assert evening.shell(REVEALED) == ""
    operator.close()


def test_without_script_both_pages_say_what_they_need(evening, browser):
    person = Person(browser, evening, "office@demo.example")
    person.sign_in()
    state = person.context.storage_state()
    person.close()
    plain = Person(browser, evening, java_script_enabled=False, storage_state=state)
    plain.goto("/verwaltung/buehne/regie/")
    plain.reads("Die Regie braucht JavaScript.")
    plain.goto("/verwaltung/buehne/leinwand/")
    plain.reads("Die Leinwand braucht JavaScript.")
    plain.close()


def test_the_projectors_machine_needs_no_account(evening, browser):
    operator = operate(browser, evening)
    desk = operator.page
    expect(desk.locator("[data-alone]")).to_be_visible()
    with operator.context.expect_page() as opened:
        desk.click("a[target=award-stage-screens]")
    listed = opened.value
    listed.fill("#id_name", "Saal")
    listed.click("form.aw-form button[type=submit]")
    link = listed.get_attribute("a[href*='/leinwand/#']", "href")
    expect(desk.locator("[data-screens]")).to_contain_text("wartet auf ihren Code", timeout=15_000)
    machine = Person(browser, evening, width=1920, height=1080)
    screen = Screen(machine.page)
    machine.goto("/leinwand/" + link.partition("/leinwand/")[2])
    machine.check()
    assert "#" not in machine.page.url
    machine.page.keyboard.press("Enter")
    machine.arrive("**/leinwand/bild/")
    screen.shows("Ausgezeichnete regionale Industrieinitiative")
    expect(desk.locator("[data-screens]")).to_contain_text("verbunden", timeout=15_000)
    desk.bring_to_front()
    for _picture in range(2):
        go_on(desk)
    screen.shows("Der nächste Preis geht an …")
    machine.check()
    assert not screen.knows("Kanarienbund")
    go_on(desk)
    screen.shows("Kanarienbund 1")
    assert not screen.knows("Kanarienbund 2")
    # Elsewhere the code is worth nothing, and disconnected the machine shows the mark again.
    other = Person(browser, evening, width=375)
    page = other.goto("/leinwand/")
    page.fill("#id_code", link.partition("#")[2])
    page.keyboard.press("Enter")
    other.reads("Mit diesem Code geht es nicht.")
    other.check()
    listed.reload()
    listed.click("form[action*=trennen] button")
    screen.shows("Ausgezeichnete regionale Industrieinitiative")
    expect(machine.page.locator("[data-hint]")).to_contain_text("nicht mehr verbunden")
    assert screen.errors == []
    for person in (other, machine, operator):
        person.close()
