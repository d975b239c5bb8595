"""While one edition is judged and the next announced, the office reaches the juries of both."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from initiatives.models import Letter
from jury import actions
from jury.allotting import Wanted
from jury.models import Assignment, Concern, Plan, Remark, Sample

from ..make import DAY, NOON, at

OFFICE = "/verwaltung/"
PAGES = {
    "progress": f"{OFFICE}jury/",
    "reminding": f"{OFFICE}jury/erinnern/",
    "members": f"{OFFICE}jury/mitglieder/",
    "statement": f"{OFFICE}jury/erklaerung/",
    "allocation": f"{OFFICE}jury/zuteilung/",
    "concerns": f"{OFFICE}jury/befangenheit/",
    "calibration": f"{OFFICE}jury/kalibrierung/",
    "opening": f"{OFFICE}jury/kalibrierung/oeffnen/",
    "closing": f"{OFFICE}jury/kalibrierung/beenden/",
    "new sample": f"{OFFICE}jury/kalibrierung/neu/",
    "standings": f"{OFFICE}ergebnis/",
    "report": f"{OFFICE}ergebnis/jury/",
    "decisions": f"{OFFICE}beschluesse/",
}
TABLES = (f"{OFFICE}jury/zuteilung/stand.csv", f"{OFFICE}ergebnis/boegen.csv")
CHOOSING = (
    *("progress", "members", "allocation", "concerns", "calibration", "standings", "report"),
    "decisions",
)
NAMELESS = ("new sample",)
OLD, NEW = "?jahr=2026", "?jahr=2027"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


def judged(make, year: int, name: str):
    """A call that is judged: one has finished, somebody is behind; a request, a sample, a case."""
    call = make.call(
        year=year, judging_from=NOON - DAY, judging_until=NOON + 9 * DAY, criteria={"dk": 1}
    )
    case = make.admitted(call=call, declared=("dk",), initiative__name=f"Bündnis {name}")
    done = make.juror(call=call, user__name=f"{name} Fertig")
    make.sheet({"dk": 6}, juror=done, application=case)
    behind = make.juror(call=call, user__name=f"{name} Säumig")
    make.assignment(juror=behind, application=case, cleared=False)
    sample = make.sample("dk", call=call, title={"de": f"Muster {name}"})
    doubted = make.juror(call=call, user__name=f"{name} Strittig")
    Concern.objects.create(
        juror=doubted, application=case, kind="request", evidence="…", raised_at=NOON
    )
    make.sample("dk", call=call, title={"de": f"Entwurf {name}"}, opened_at=None)
    return call, case, behind, sample


@pytest.fixture
def old(make):
    return judged(make, 2026, "Aurora")


@pytest.fixture
def new(make, old):
    return judged(make, 2027, "Omega")


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


def main(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.content).xpath("//main")[0]


def links(answer) -> list[str]:
    """Where links, crumbs and forms lead that are about a jury, but for those to choose a year."""
    main(answer)
    found = html.fromstring(answer.content).xpath(
        "(//main | //nav[contains(@class, 'crumb')])"
        "//*[self::a or self::form][not(ancestor::nav[@aria-label='Jahr'])]/@*"
    )
    ours = (*PAGES.values(), *TABLES, f"{OFFICE}jury/befangenheit/suchen/")
    return [one for one in found if one.partition("?")[0] in ours]


def years(answer) -> list[str]:
    return main(answer).xpath(".//nav[@aria-label='Jahr']//a/text()")


def chosen(answer) -> list[str]:
    return main(answer).xpath(".//nav[@aria-label='Jahr']//a[@aria-current]/text()")


# -- Which call ----------------------------------------------------------------------------------


def named(answer) -> set[str]:
    """Of the two juries those that a page shows somebody or something of."""
    return set(re.findall("Aurora|Omega", " ".join(main(answer).itertext())))


@pytest.mark.parametrize("name", PAGES)
def test_without_a_year_it_is_the_newest_announced(office, make, new, name):
    make.call(year=2028, opens_at=NOON + 99 * DAY, announced_at=None)
    for query in ("", NEW):
        answer = office.get(PAGES[name] + query)
        assert answer.context["call"] == new[0]
        assert named(answer) == (set() if name in NAMELESS else {"Omega"})


@pytest.mark.parametrize("name", PAGES)
def test_the_year_before_is_reached(office, new, name):
    answer = office.get(PAGES[name] + OLD)
    assert answer.context["call"].year == 2026
    assert named(answer) == (set() if name in NAMELESS else {"Aurora"})


@pytest.mark.parametrize("path", [*PAGES.values(), *TABLES])
def test_a_year_that_is_unknown_or_of_the_archive_does_not_exist(office, make, new, path):
    make.call(year=2019, is_archive=True)
    for year in ("2019", "2031", "0", "-1", "2026x", "zwei", "٢٠٢٦", "9" * 40):
        assert office.get(path, {"jahr": year}).status_code == 404, year


@pytest.mark.parametrize("name", PAGES)
def test_a_call_in_preparation_is_no_error(office, make, old, name):
    make.call(year=2028, opens_at=NOON + 99 * DAY, announced_at=None)
    assert office.get(PAGES[name], {"jahr": "2028"}).status_code == 200


@pytest.mark.parametrize("path", TABLES)
def test_tables_are_of_the_year_asked_for(office, new, path):
    answer = office.get(path + OLD)
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    assert "2026" in answer["Content-Disposition"]
    assert "Aurora" in text
    assert "Omega" not in text


# -- Choosing and keeping it ---------------------------------------------------------------------


@pytest.mark.parametrize("name", CHOOSING)
def test_one_chooses_among_the_years_with_a_jury(office, make, old, new, name):
    make.call(year=2025)
    for query, year in (("", "2027"), (OLD, "2026"), (NEW, "2027")):
        answer = office.get(PAGES[name] + query)
        assert years(answer) == ["2027", "2026", *(["2025"] if name == "members" else [])]
        assert chosen(answer) == [year]
        hrefs = main(answer).xpath(".//nav[@aria-label='Jahr']//@href")
        assert hrefs[:2] == [PAGES[name] + NEW, PAGES[name] + OLD]


@pytest.mark.parametrize("name", CHOOSING)
def test_with_one_call_there_is_nothing_to_choose(office, old, name):
    assert years(office.get(PAGES[name])) == []


@pytest.mark.parametrize("name", CHOOSING)
def test_from_a_year_without_a_jury_one_finds_back_and_forth(office, make, old, name):
    make.call(year=2027)
    for query in ("", OLD):
        assert years(office.get(PAGES[name] + query)) == ["2027", "2026"]


@pytest.mark.parametrize("name", PAGES)
def test_links_and_forms_keep_the_year(office, new, name):
    for query in (OLD, NEW, ""):
        found = links(office.get(PAGES[name] + query))
        assert found
        assert {one.partition("?")[2] for one in found} == {(query or NEW)[1:]}


@pytest.mark.parametrize("name", ["concerns", "standings"])
def test_forms_that_ask_keep_the_year(office, new, name):
    page = main(office.get(PAGES[name] + OLD))
    assert page.xpath(".//form[@method='get']/input[@name='jahr']/@value") == ["2026"]


def test_filters_and_pages_keep_the_year(office, make, old, new):
    make.many_cases(old[0], 45, [make.juror(call=old[0]) for _ in range(2)])
    page = main(office.get(PAGES["progress"] + OLD))
    filters = page.xpath(".//nav[@aria-label='Was gezeigt wird']//@href")
    pages = page.xpath(".//nav[@class='aw-pages']//@href")
    assert (len(filters), len(pages)) == (3, 2)
    assert all("jahr=2026" in one for one in filters + pages)


@pytest.mark.parametrize("name", CHOOSING)
def test_choosing_costs_no_query_more_with_each_call(office, make, new, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(PAGES[name] + OLD).status_code == 200
        return len(found)

    queries()
    few = queries()
    for year in range(2028, 2034):
        make.juror(call=make.call(year=year))
    assert queries() == few


# -- Doing something for the year before ---------------------------------------------------------


def test_reminders_go_to_the_jury_of_the_year_asked_for(office, new, old):
    _call, _case, behind, _sample = old
    form = main(office.get(PAGES["reminding"] + OLD)).xpath(".//form[@method='post']/@action")[0]
    answer = office.post(form, {"jurors": [str(behind.key)]})
    assert (answer.status_code, answer.url) == (302, PAGES["progress"] + OLD)
    assert {one.to for one in Letter.objects.filter(kind="jury_reminder")} == {behind.user.email}


def test_a_dry_run_of_the_year_before_is_found_applied_and_computed_anew(office, make, new, old):
    call, _case, _behind, _sample = old
    more = make.admitted(call=call, declared=("dk",))
    wish = {"readers": "2", "keep": "begun", "overlap": "auto"}
    made = office.post(PAGES["allocation"] + OLD, wish).url
    assert Plan.objects.get().call == call
    assert f"{PAGES['allocation']}{OLD}" in office.get(made).content.decode()
    assert office.get(f"{made}plan.csv").status_code == 200
    assert office.post(f"{made}uebernehmen/").url == made
    assert Assignment.objects.standing().filter(application=more).count() == 2
    anew = office.post(f"{made}neu/").url
    assert anew != made
    assert office.get(anew).status_code == 200
    refused = office.post(PAGES["allocation"] + OLD, wish | {"readers": "0"})
    assert refused.status_code == 409
    assert refused.context["call"] == call


def test_a_table_is_read_for_the_year_asked_for(office, new, old):
    form = f"{PAGES['allocation']}tabelle/{OLD}"
    answer = office.post(form, {})
    assert (answer.status_code, answer.context["call"]) == (409, old[0])
    page = html.fromstring(answer.content)
    offered = page.xpath("//nav[@aria-label='Jahr']//@href")
    assert offered == [PAGES["allocation"] + one for one in (NEW, OLD)]
    assert office.post(f"{PAGES['allocation']}tabelle/?jahr=2031", {}).status_code == 404


def test_a_plan_is_found_by_its_key_whatever_is_announced(office, old, make):
    plan = actions.plan(old[0], Wanted(1, keep_all=True), by=make.office("lead"), at=NOON)
    make.call(year=2030)
    assert office.get(f"{PAGES['allocation']}{plan.key}/").context["call"] == old[0]


def test_the_search_for_concerns_goes_through_the_year_before(office, make, new, old):
    behind = old[2]
    make.member(old[1].initiative, "reader", user=behind.user)
    answer = office.post(f"{PAGES['concerns']}suchen/{OLD}")
    assert answer.url == PAGES["concerns"] + OLD
    assert office.post(f"{PAGES['concerns']}suchen/?jahr=2031").status_code == 404


def test_from_a_request_and_a_conflict_one_comes_back_to_their_year(office, make, new, old):
    case, behind = old[1], old[2]
    asked = Concern.objects.requests().get(application=case)
    page = f"{PAGES['concerns']}antrag/{asked.key}/"
    assert PAGES["concerns"] + OLD in office.get(page).content.decode()
    assert office.post(page, {"no-reason": "Kein Grund."}).url == PAGES["concerns"] + OLD
    conflict = make.conflict(Assignment.objects.get(juror=behind, application=case))
    page = f"{PAGES['concerns']}{conflict.pk}/aufheben/"
    assert f"{PAGES['concerns']}{OLD}&amp;liste=befangen" in office.get(page).content.decode()
    assert office.post(page, {"reason": "Irrtum."}).url == PAGES["concerns"] + OLD


def test_samples_agreements_and_remarks_stay_with_their_year(office, new, old):
    call, _case, _behind, opened = old
    home = PAGES["calibration"] + OLD
    draft = Sample.objects.get(call=call, opened_at=None)
    for one in (opened, draft):
        page = office.get(f"{PAGES['calibration']}faelle/{one.key}/")
        assert home in page.content.decode()
    address = f"{PAGES['calibration']}faelle/{draft.key}/"
    assert office.post(f"{address}verschieben/", {"up": "1"}).url == home
    assert office.post(f"{address}entfernen/").url == home
    agreed = f"{PAGES['calibration']}kriterien/dk/{OLD}"
    assert agreed in office.get(home).content.decode()
    assert office.get(agreed).context["call"] == call
    assert office.post(agreed, {"remark": "1", "say-text": "Eher streng."}).url == agreed
    said = Remark.objects.get(criterion__call=call)
    back = f"{PAGES['calibration']}wortmeldungen/{said.pk}/zurueckziehen/"
    assert office.post(back).url == agreed
    assert not Remark.objects.exists()


def test_opening_and_ending_the_calibration_of_the_year_before(office, new, old):
    home = PAGES["calibration"] + OLD
    for page in ("opening", "closing"):
        form = main(office.get(PAGES[page] + OLD)).xpath(".//form/@action")[0]
        assert form == PAGES[page] + OLD
        assert office.post(form).url == home
    assert not old[0].samples.filter(closed_at=None).exists()
    assert new[0].samples.filter(closed_at=None).count() == 2


def test_a_case_of_the_year_before_stands_with_its_own_result(office, new, old):
    answer = office.get(f"{PAGES['standings']}{old[1].key}/")
    assert answer.context["call"] == old[0]
    assert PAGES["standings"] + OLD in answer.content.decode()
