"""The directory's page: its map, its filters, what they count, and what is honoured in it."""

from __future__ import annotations

import runpy

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html

from awards import directory_map
from awards.finding import Wish
from initiatives.models import Initiative, State
from initiatives.names import sort_key

PAGE = "/initiativen/"
PAGES = [PAGE, "/initiativen/?thema=dk&land=DE-NW&jahr=2023&suche=wasser", "/en/initiativen/"]


@pytest.fixture
def archive(db):
    call_command("load_initiatives", verbosity=0)
    call_command("load_archive", verbosity=0)


def seen(client, address=PAGE):
    return html.fromstring(client.get(address).content)


def on_map(page):
    """What the map says of each Land to those who hear it, in the order of the keyboard."""
    return [link.get("aria-label") for link in page.xpath("//a[@class='aw-land__a']")]


def in_table(page):
    rows = page.xpath("//table[contains(@class, 'aw-lands')]/tbody/tr")
    return [tuple(cell.text_content().strip() for cell in row.xpath("th|td")) for row in rows]


def hits(page):
    return page.xpath("//ul[@class='aw-dir']//h3/a/text()")


def test_each_land_is_a_link_with_its_number_from_a_to_z(client, archive):
    page = seen(client)
    said = on_map(page)
    assert len(said) == 16
    assert said[:3] == [
        "Baden-Württemberg: 10 Initiativen",
        "Bayern: 5 Initiativen",
        "Berlin: 2 Initiativen",
    ]
    assert said[13] == "Sachsen-Anhalt: 0 Initiativen"
    assert page.xpath("//a[@class='aw-land__a']/@href")[1] == "?land=DE-BY"


def test_in_english_the_order_is_that_of_the_english_names(client, archive):
    page = seen(client, "/en/initiativen/")
    names = [said.partition(":")[0] for said in on_map(page)]
    assert names == sorted(names, key=sort_key)
    assert names[6:9] == ["Hesse", "Lower Saxony", "Mecklenburg-Western Pomerania"]


def test_the_table_says_what_the_map_says(client, archive):
    page = seen(client)
    assert [f"{name}: {n}" for name, n, _won in in_table(page)] == [
        said.removesuffix(" Initiativen").removesuffix(" Initiative") for said in on_map(page)
    ]
    assert ("Niedersachsen", "4", "2") in in_table(page)
    assert ("Bayern", "5", "–") in in_table(page)


def test_a_number_is_what_one_gets_by_choosing_the_land(client, archive):
    for address in ("?thema=dk&suche=wasserstoff", "?jahr=2022&jahr=2023", ""):
        page = seen(client, PAGE + address)
        links = page.xpath("//a[@class='aw-land__a']")
        for link, (_name, n, _won) in zip(links, in_table(page), strict=True):
            found = seen(client, PAGE + link.get("href"))
            assert found.xpath("string(//h2[@id='found'])").split()[0] == n


def test_the_chosen_land_is_marked_and_the_other_filters_stay(client, archive):
    page = seen(client, PAGE + "?land=DE-BY&thema=dm")
    chosen = page.xpath("//a[@aria-current='true']")
    assert [link.get("aria-label") or link.text for link in chosen] == [
        "Bayern: 3 Initiativen",
        "Bayern",
    ]
    assert page.xpath("//a[@class='aw-land__a']/@href")[0] == "?thema=dm&land=DE-BW"
    assert page.xpath("//ul[@class='aw-chosen']//a/@href") == ["?land=DE-BY", "?thema=dm"]


def test_the_counts_by_theme_and_year_leave_their_own_filter_out(client, archive):
    page = seen(client, PAGE + "?land=DE-NI&thema=dk&jahr=2022")
    counts = page.xpath("//*[@class='aw-opt__n']/text()")
    assert len(hits(page)) == 1
    assert counts == ["1", "0", "0", "0", "0", "1"]


def test_laureates_are_marked_and_can_be_filtered(client, archive):
    page = seen(client, PAGE + "?jahr=2023")
    assert hits(page) == [
        "IN4climate.RR",
        "ReTraSON – Regionales Transformationsnetzwerk SüdOstNiedersachsen",
    ]
    assert page.xpath("//a[@class='aw-prize']/text()") == ["Ausgezeichnet 2023"] * 2


def test_nothing_found_says_what_to_do(client, archive):
    page = seen(client, PAGE + "?land=DE-ST")
    assert page.xpath("//*[@class='aw-empty']//h3/text()") == ["Dazu haben wir nichts"]
    assert page.xpath("//*[@class='aw-empty']//a/@href") == [PAGE]


def test_an_empty_directory_asks_for_proposals(client, db):
    page = seen(client)
    assert page.xpath("//*[@class='aw-empty']//a/@href") == ["/vorschlagen/"]
    assert len(on_map(page)) == 16


@pytest.mark.parametrize("asked", ["land=XX&thema=zz&jahr=abc&jahr=²⁰²³", "jahr=99999", "jahr="])
def test_what_means_nothing_counts_as_not_given(client, archive, asked):
    assert seen(client, f"{PAGE}?{asked}").xpath("string(//h2[@id='found'])") == "58 Treffer"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_costs_three_queries_with_twenty_times_the_rows(client, db, page):
    def fill(first, last):
        Initiative.objects.bulk_create(
            Initiative(
                name=f"Wasser {number}",
                slug=f"wasser-{number}",
                sort_name=sort_key(f"Wasser {number:03}"),
                search_text=f"wasser {number}",
                states=["DE-NW"],
                themes=["dk"],
                is_listed=True,
            )
            for number in range(first, last)
        )

    for first, last in ((0, 10), (10, 200)):
        fill(first, last)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(queries) == (3 if "jahr" not in page else 2)


def test_a_profile_costs_two_queries_and_tells_its_awards(client, archive, make):
    with CaptureQueriesContext(connection) as queries:
        page = seen(client, "/initiativen/in4climate-rr/")
    assert len(queries) == 2
    assert page.xpath("//section[@aria-labelledby='won']//a/@href") == [
        "/preistraeger/2023/in4climate-rr/"
    ]


def test_no_number_knows_of_a_laureate_before_the_second(client, make):
    release = waiting_release(make)
    with make.at(release.embargo_until - make.SECOND):
        before = client.get(PAGE).content
        profile = client.get("/initiativen/buendnis-geheim/").content
    release.delete()
    with make.at(release.embargo_until - make.SECOND):
        assert client.get(PAGE).content == before
        assert client.get("/initiativen/buendnis-geheim/").content == profile
    assert "Ausgezeichnet 20" not in profile.decode()


def test_from_the_second_on_the_laureate_is_marked_and_counted(client, make):
    release = waiting_release(make)
    with make.at(release.embargo_until):
        page = seen(client)
        assert page.xpath("//a[@class='aw-prize']/text()") == [f"Ausgezeichnet {release.call.year}"]
        assert ("Sachsen-Anhalt", "1", "1") in in_table(page)
        assert "Ausgezeichnet" in client.get("/initiativen/buendnis-geheim/").content.decode()


def waiting_release(make):
    """A confirmed release under embargo, of an initiative that stands in the directory."""
    listed = make.initiative("Bündnis Geheim", is_listed=True)
    decision = make.decision(application__initiative=listed)
    return make.release(call=decision.prize.call, confirmed=True)


def test_the_map_on_the_page_is_the_one_drawn_from_the_vendored_file():
    tool = runpy.run_path(str(settings.BASE_DIR / "tools" / "draw_map.py"))
    assert tool["TARGET"].read_text(encoding="utf-8") == tool["drawn"]()


def test_every_land_has_a_shape_a_place_for_its_number_and_fits_the_frame():
    shapes = (settings.BASE_DIR / "templates" / "parts" / "germany.html").read_text()
    with translation.override("de"):
        for land in directory_map.lands({}, {}, Wish()):
            assert f'id="{land.shape}"' in shapes
            assert -6 <= land.x - 21 < land.x + 21 <= 600
    assert set(directory_map.NUMBERS) == set(State)
