"""The office's own pages while one edition is judged and the next announced."""

from __future__ import annotations

from lxml import html

from .. import meetings
from ..make import DAY, NOON, at


def test_each_edition_has_its_own_todos_and_links_that_stay_with_it(client, make):
    old = make.call(year=2026, judging_from=NOON - 9 * DAY, judging_until=NOON - DAY)
    make.sheet({"dk": 6}, application__call=old, juror__call=old)
    make.call(year=2027, opens_at=NOON - DAY, closes_at=NOON + 30 * DAY)
    client.force_login(make.office("editor"))
    with at(NOON):
        newest, chosen = client.get("/verwaltung/"), client.get("/verwaltung/?jahr=2026")
        unknown = client.get("/verwaltung/?jahr=2019")
    assert (newest.context["call"].year, chosen.context["call"].year) == (2027, 2026)
    assert unknown.status_code == 404
    links = html.fromstring(chosen.content).xpath("//ul[@class='aw-todo']//a/@href")
    assert "/verwaltung/beschluesse/?jahr=2026" in links
    years = html.fromstring(newest.content).xpath("//nav[@aria-label='Jahr']//a")
    assert [(a.text, a.get("aria-current")) for a in years] == [("2027", "true"), ("2026", None)]


def test_a_decision_of_the_year_before_is_recorded_there(client, make):
    old = make.call(year=2026, judging_until=NOON - DAY)
    prize = make.prize(call=old, places=1)
    case = make.admitted(call=old)
    make.call(year=2027, opens_at=NOON - DAY, closes_at=NOON + 30 * DAY)
    client.force_login(make.office("editor"))
    page = "/verwaltung/beschluesse/?jahr=2026"
    said = {"prize": prize.pk, "application": case.key, "statement_de": "Gut.", "deviation": "So."}
    with at(NOON):
        assert client.post(page, said).url == page
        taken = prize.decisions.get()
        assert client.post(f"/verwaltung/beschluesse/{taken.key}/zuruecknehmen/").url == page
        withheld = {"nicht-prize": prize.pk, "nicht-places": 1, "nicht-reasons_de": "Keiner."}
        answer = client.post("/verwaltung/beschluesse/nicht-vergeben/?jahr=2026", withheld)
        assert answer.url == page
        again = f"/verwaltung/beschluesse/nicht-vergeben/{prize.withheld.key}/"
        seen = client.get(page).context["seal"]
        client.force_login(make.office("lead"))
        answer = client.post("/verwaltung/beschluesse/bestaetigen/?jahr=2026", {"seen": seen})
        assert answer.url == page
        assert client.get(page).context["listed"].confirmed_at == NOON
        assert client.post(again).url == page


def test_meetings_are_listed_and_convened_by_year(client, make):
    old = meetings.call(year=2026)
    meetings.convened(old, meetings.cases(old, 1), chair=meetings.jury(old)[0])
    make.call(year=2027, opens_at=NOON - DAY, closes_at=NOON + 30 * DAY)
    client.force_login(make.office("editor"))
    with at(NOON):
        assert client.get("/verwaltung/sitzungen/").context["meetings"] == []
        page = client.get("/verwaltung/sitzungen/?jahr=2026")
        form = client.get("/verwaltung/sitzungen/neu/?jahr=2026")
    assert [one.call for one in page.context["meetings"]] == [old]
    links = html.fromstring(page.content).xpath("//main//a[contains(@href, '/neu/')]/@href")
    new = "/verwaltung/sitzungen/neu/?jahr=2026"
    assert links == [new, f"{new}&art=umlauf"]
    assert "/verwaltung/sitzungen/?jahr=2026" in form.content.decode()
