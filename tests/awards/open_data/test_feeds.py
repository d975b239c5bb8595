"""Feed, dates, map of the site: read back by other people's parsers."""

from __future__ import annotations

import warnings

from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from lxml import etree

from awards.models import Correction, Release
from initiatives.models import Initiative, Local

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the library about itself
    import feedparser

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
BASE = "http://127.0.0.1:8000"


def feed(client, address="/preistraeger/feed.atom"):
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.bozo_exception
    return found


def test_the_feed_has_an_entry_a_year_newest_first(client, archive):
    found = feed(client)
    assert (found.version, found.feed.language) == ("atom10", "de")
    assert found.feed.title == "Bekanntgaben – Ausgezeichnete regionale Industrieinitiative"
    assert [(entry.title, entry.link) for entry in found.entries] == [
        ("2023: Zwei Regionen, die vorangehen", f"{BASE}/preistraeger/2023/"),
        (found.entries[1].title, f"{BASE}/preistraeger/2022/"),
    ]
    first = found.entries[0]
    assert (first.published, first.updated) == ("2023-10-30T23:00:00+00:00",) * 2
    assert f'href="{BASE}/preistraeger/2023/retrason/"' in first.summary


def test_the_english_feed_is_another_with_entries_of_its_own(client, archive):
    german, english = feed(client), feed(client, "/en/preistraeger/feed.atom")
    assert english.feed.language == "en"
    assert english.entries[0].title == "2023: Two regions that lead the way"
    assert english.entries[0].link == f"{BASE}/en/preistraeger/2023/"
    ids = {entry.id for found in (german, english) for entry in found.entries}
    assert len(ids) == 4
    assert german.feed.id != english.feed.id


def test_a_correction_makes_an_entry_a_newer_one(client, archive, make):
    release = Release.objects.get(call__year=2023)
    Correction.objects.create(
        release=release,
        field="lead",
        note=Local(de="Ein Name war falsch geschrieben."),
        made_at=make.NOON,
        made_by=make.office(),
    )
    first, second = feed(client).entries
    assert first.updated == "2026-03-02T11:00:00+00:00"
    assert (first.published, second.updated) == ("2023-10-30T23:00:00+00:00", second.published)


def test_a_feed_without_an_entry_is_one_and_stays_as_it_is(client, make):
    with make.at(make.NOON):
        first = client.get("/preistraeger/feed.atom").content
    with make.at(make.NOON + make.DAY):
        assert client.get("/preistraeger/feed.atom").content == first
    assert feed(client).entries == []


def test_who_has_it_already_is_told_so_and_gets_no_cookie(client, archive):
    for address in (
        "/preistraeger/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/auslobung/termine.ics",
        "/preistraeger/2023/vorschau.png",
    ):
        first = client.get(address)
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
        assert first.cookies == {}
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def sitemap(client):
    return etree.fromstring(client.get("/sitemap.xml").content)


def test_the_map_of_the_site_has_every_page_in_both_languages(client, archive, make):
    make.call(year=2026)
    make.call(year=2027, announced_at=None)
    found = sitemap(client)
    pages = found.xpath("//s:loc/text()", namespaces=SPACES)
    assert len(pages) == len(set(pages)) == 2 * (6 + 8 + 1 + 2 + 5 + 58)
    for path in (
        "/",
        "/en/",
        "/offene-daten/",
        "/auslobung/2026/",
        "/preistraeger/2023/retrason/",
        "/en/initiativen/in4climate-rr/",
        "/impressum/",
    ):
        assert BASE + path in pages
    assert f"{BASE}/auslobung/2027/" not in pages


def test_each_page_of_the_map_opens(client, archive, make):
    make.call(year=2026)
    for page in sitemap(client).xpath("//s:loc/text()", namespaces=SPACES)[:48]:
        assert client.get(page.removeprefix(BASE)).status_code in (200, 302), page


def test_a_page_of_the_map_names_its_counterparts_and_its_day(client, archive):
    (url,) = sitemap(client).xpath(
        "//s:url[s:loc='http://127.0.0.1:8000/preistraeger/2023/']", namespaces=SPACES
    )
    assert url.xpath("x:link/@hreflang", namespaces=SPACES) == ["de", "en", "x-default"]
    assert url.xpath("x:link/@href", namespaces=SPACES) == [
        f"{BASE}/preistraeger/2023/",
        f"{BASE}/en/preistraeger/2023/",
        f"{BASE}/preistraeger/2023/",
    ]
    assert url.xpath("s:lastmod/text()", namespaces=SPACES) == ["2023-10-31"]


def test_crawlers_are_told_where_the_map_is_and_what_is_nobodys_business(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert {"Disallow: /verwaltung/", "Disallow: /en/jury/", "Disallow: /konto/"} <= set(lines)


def test_the_dates_of_all_calls_stand_in_one_calendar(client, make):
    make.call(year=2026, title=Local(de="Auslobung 2026"))
    make.call(year=2027, title=Local(de="Auslobung 2027"), opens_at=make.NOON + 365 * make.DAY)
    make.call(year=2028, announced_at=None)
    answer = client.get("/auslobung/termine.ics")
    found = Calendar.from_ical(answer.content)
    names = [str(event["UID"]).partition("@")[0] for event in found.walk("VEVENT")]
    assert len(names) == len(set(names)) == 12
    assert {name[:4] for name in names} == {"2026", "2027"}
    assert str(found["X-WR-CALNAME"]) == "Termine – Ausgezeichnete regionale Industrieinitiative"
    one = Calendar.from_ical(client.get("/auslobung/2026/termine.ics").content)
    assert [event["UID"] for event in one.walk("VEVENT")] == [
        event["UID"] for event in found.walk("VEVENT") if event["UID"].startswith("2026")
    ]


def test_they_cost_the_same_however_much_there_is(client, archive):
    cost = {"/preistraeger/feed.atom": 2, "/sitemap.xml": 4, "/offene-daten/": 0, "/robots.txt": 0}
    for turn in range(2):
        for address, queries in cost.items():
            with CaptureQueriesContext(connection) as told:
                assert client.get(address).status_code == 200
            assert len(told) == queries, address
        Initiative.objects.bulk_create(
            Initiative(name=f"B {turn} {n}", slug=f"b-{turn}-{n}", is_listed=True)
            for n in range(200)
        )
