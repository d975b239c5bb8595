"""A jury of five that judges at browsers: what each of them does, and what the office does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from .hands import Keys
from .person import Person
from .served import Demo
from .test_team import look
from .writing import KEPT, SAVED

FIRST_DAY = """
from initiatives.models import Call
print("AT", Call.objects.current().judging_from.isoformat())
"""
ROWS = """
from jury.models import Assignment
for row in Assignment.objects.filter(withdrawn_at=None).order_by("application__pk", "pk"):
    case = row.application
    print("ROW", row.key, case.key, row.juror.user.email, case.initiative.name, sep="|")
"""
REASON = "Belegt und gemessen."
LIST = re.compile(r"/jury/(#.*)?$")


class Row(NamedTuple):
    """Who reads what: the keys of the assignment and of the application."""

    key: str
    case: str
    email: str
    name: str


class Jury:
    """The members at their browsers, the chair among them, and the office at its own."""

    def __init__(self, demo: Demo, office: Person, members: list[Person]) -> None:
        self.demo, self.office, self.members = demo, office, members
        self.partial = members[0]
        self.done: set[str] = set()  # keys of the cases that have a finished sheet
        self.last: Row | None = None

    def rows(self, person: Person | None = None) -> list[Row]:
        said = self.demo.shell(ROWS).splitlines()
        found = [Row(*line.split("|")[1:]) for line in said if line.startswith("ROW|")]
        return [row for row in found if person is None or row.email == person.email]

    def reaches_the_first_day_of_judging(self) -> None:
        said = self.demo.shell(FIRST_DAY).partition("AT ")[2].split()[0]
        begins = datetime.fromisoformat(said)
        self.demo.move_to(begins + timedelta(hours=9) - datetime.now(UTC))

    # -- Impartial or not ------------------------------------------------------------------------

    def declares_and_one_is_not_impartial(self) -> None:
        for person in self.members:
            page = person.goto("/jury/befangenheit/")
            for place, fieldset in enumerate(page.locator("main form fieldset").all()):
                ground = "organ" if person is self.partial and place == 0 else "none"
                fieldset.locator(f"input[value={ground}]").check()
            if person is self.partial:
                self.lost = page.locator("main form legend").first.inner_text()
                page.locator("main form fieldset input[type=text]").first.fill("Im Beirat.")
                look(person)
            page.click("main form button[type=submit]")
            person.arrive(LIST)
            person.check()

    def gets_another_reader(self) -> None:
        """The case is gone for whom is not impartial; the office finds somebody else for it."""
        page = self.partial.goto("/jury/")
        assert self.lost not in page.content()
        gone = next(row for row in self.rows(self.partial) if row.name == self.lost)
        for path in ("", "lesen.pdf", "fassungen/", "andere/", "speichern/"):
            answer = page.request.get(f"{self.demo.address}/jury/faelle/{gone.key}/{path}")
            assert answer.status == 404
        page = self.office.goto(f"/verwaltung/bewerbungen/{gone.case}/")
        look(self.office)
        form = page.locator("form[action$='/zuteilen/']")
        if not form.is_visible():
            page.click("details:has(form[action$='/zuteilen/']) summary")
        form.locator("input[type=checkbox]").first.check()
        form.locator("button[type=submit]").click()
        page.wait_for_selector("text=Neu zugeteilte Lesende: 1")
        new = [row for row in self.rows() if row.case == gone.case][-1]
        taker = next(person for person in self.members if person.email == new.email)
        page = taker.goto("/jury/befangenheit/")
        page.locator("main form fieldset input[value=none]").first.check()
        page.click("main form button[type=submit]")
        taker.arrive(LIST)

    # -- Judging ---------------------------------------------------------------------------------

    def todo(self, person: Person) -> list[Row]:
        """What somebody may read and has not finished, in this test."""
        lost = (self.partial.email, self.lost)
        own = [row for row in self.rows(person) if (row.email, row.name) != lost]
        return [row for row in own if row.key not in self.done]

    def cards(self, person: Person, row: Row) -> list[Locator]:
        page = person.goto(f"/jury/faelle/{row.key}/")
        return page.locator("[data-criterion]").all()

    def judges_by_keys_alone(self) -> None:
        person = self.members[1]
        row = self.todo(person)[0]
        keys = Keys(person.page)
        for place, card in enumerate(self.cards(person, row)):
            card.locator("input[type=radio]").first.focus()
            person.page.keyboard.press("7")
            keys.write(f"[data-criterion]:nth-of-type({place + 1}) textarea", REASON)
        look(person)
        keys.press("button[name=finish]")
        person.arrive(LIST)
        self.done.add(row.key)

    def judges_without_a_network(self) -> None:
        """Points and words wait on the device, and arrive by themselves."""
        person = self.members[2]
        row = self.todo(person)[0]
        cards = self.cards(person, row)
        person.outage = True
        person.context.set_offline(True)
        for card in cards:
            card.locator(".aw-cell").nth(4).click()
            card.locator("textarea").first.fill(REASON)
        mark = cards[0].locator("[id$=reason] [data-mark]")
        expect(mark).to_have_text(KEPT)
        person.context.set_offline(False)
        expect(mark).to_have_text(SAVED, timeout=45_000)
        person.outage = False
        for card in cards:
            expect(card.locator("[id$=reason] [data-mark]")).to_have_text(SAVED, timeout=45_000)
        person.page.click("button[name=finish]")
        person.arrive(LIST)
        self.done.add(row.key)

    def hands_in_on_paper(self) -> None:
        row = self.todo(self.members[3])[0]
        page = self.office.goto(f"/verwaltung/jury/faelle/{row.key}/eintragen/")
        self.fill(page.locator("[data-criterion]").all(), 8)
        page.check("#id_signed")
        look(self.office)
        page.click("button[name=finish]")
        self.office.arrive(re.compile(rf"/bewerbungen/{row.case}/"))
        self.done.add(row.key)
        assert "Von der Geschäftsstelle eingetragen" in self.cards_text(self.members[3], row)

    def cards_text(self, person: Person, row: Row) -> str:
        person.goto(f"/jury/faelle/{row.key}/")
        return person.text()

    def fill(self, cards: list[Locator], points: int) -> None:
        for card in cards:
            card.locator(".aw-cell").nth(points).click()
            card.locator("textarea").first.fill(REASON)

    def judges_the_rest_but_one(self) -> None:
        """All but the last sheet of the last member, who saves the others and finishes at once."""
        for person in self.members:
            rows = self.todo(person)
            if person is self.members[-1]:
                self.last = rows.pop()
            for points, row in enumerate(rows, start=3):
                self.fill(self.cards(person, row), points)
                if person is self.members[-1]:
                    for mark in person.page.locator("[id$=reason] [data-mark]").all():
                        expect(mark).to_have_text(SAVED, timeout=45_000)
                    continue
                person.page.click("button[name=finish]")
                person.arrive(LIST)
            if rows and person is self.members[-1]:
                page = person.goto("/jury/abschliessen/")
                look(person)
                page.click("main form button[type=submit]")
                person.arrive(LIST)

    def is_reminded(self) -> None:
        """The chair sees who is behind, never what was given; only who is behind gets a letter."""
        chair = self.members[2]
        chair.goto("/jury/fortschritt/")
        assert REASON not in chair.text()
        look(chair)
        page = self.office.goto("/verwaltung/jury/erinnern/")
        look(self.office)
        page.click("text=Erinnerung senden")
        page.wait_for_selector("text=1 Erinnerung geht hinaus.")
        written = [letter for letter in self.demo.letters() if letter["kind"] == "jury_reminder"]
        assert {letter["to"] for letter in written} == {self.members[-1].email}

    def finishes(self) -> None:
        person = self.members[-1]
        assert self.last
        self.fill(self.cards(person, self.last), 9)
        person.page.click("button[name=finish]")
        person.arrive(LIST)
        look(person)
        chair = self.members[2]
        chair.goto("/jury/fortschritt/")
        chair.check()
