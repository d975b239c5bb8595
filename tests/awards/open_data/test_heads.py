"""What stands in a page's head for others, read by extruct; and the pictures, read by Pillow."""

from __future__ import annotations

import io
import json
import time
import warnings

import pytest
from PIL import Image

from awards import previews
from initiatives.models import Initiative, Local

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries among themselves
    import extruct

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
BASE = "http://127.0.0.1:8000"
PAGES = {
    "/": {"WebSite", "Organization", "Event"},
    "/auslobung/2026/": {"Event", "Organization", "BreadcrumbList"},
    "/preistraeger/": {"BreadcrumbList"},
    "/preistraeger/2023/": {"NewsArticle", "Event", "Organization", "BreadcrumbList"},
    "/preistraeger/2023/in4climate-rr/": {"Organization", "BreadcrumbList"},
    "/initiativen/": {"Organization", "BreadcrumbList"},
    "/initiativen/in4climate-rr/": {"Organization", "BreadcrumbList"},
}
PICTURES = [
    "/vorschau.png",
    "/auslobung/2026/vorschau.png",
    "/preistraeger/2023/vorschau.png",
    "/preistraeger/2023/in4climate-rr/vorschau.png",
    "/initiativen/in4climate-rr/vorschau.png",
]


@pytest.fixture
def site(archive, make):
    make.call(year=2026, title=Local(de="Auszeichnung 2026"), lead=Local(de="Zeigen Sie es."))


def read(client, page):
    text = client.get(page).content.decode()
    return extruct.extract(text, base_url=BASE + page, syntaxes=["json-ld", "opengraph"])


def things(client, page):
    (block,) = read(client, page)["json-ld"]
    assert block["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in block["@graph"]}


def test_a_page_says_what_it_is_about(client, site):
    for language in ("", "/en"):
        assert {page: set(things(client, language + page)) for page in PAGES} == PAGES


def test_a_laureate_is_an_organisation_with_an_award(client, site):
    for page in ("/preistraeger/2023/in4climate-rr/", "/initiativen/in4climate-rr/"):
        said = things(client, page)["Organization"]
        assert said["name"] == "IN4climate.RR"
        assert said["award"] == ["Ausgezeichnete regionale Industrieinitiative 2023"]
        assert said["areaServed"] == [{"@type": "State", "name": "Nordrhein-Westfalen"}]


def test_the_announcement_tells_when_where_and_whom(client, site):
    said = things(client, "/preistraeger/2023/")
    assert said["NewsArticle"]["datePublished"] == "2023-10-31T00:00:00+01:00"
    assert [one["name"] for one in said["NewsArticle"]["about"]] == ["IN4climate.RR", "ReTraSON"]
    assert said["Event"]["location"]["name"] == "Berlin"
    assert said["Event"]["startDate"] == "2023-10-31"


def test_the_ceremony_of_a_call_is_an_event(client, site, make):
    said = things(client, "/auslobung/2026/")["Event"]
    assert said["startDate"] == "2026-05-03T13:00:00+02:00"
    assert said["url"] == f"{BASE}/auslobung/2026/"


def test_the_way_to_a_page_begins_at_the_start(client, site):
    steps = things(client, "/en/preistraeger/2023/retrason/")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Start", f"{BASE}/en/"),
        (2, "Laureates", f"{BASE}/en/preistraeger/"),
        (3, "2023", f"{BASE}/en/preistraeger/2023/"),
        (4, "ReTraSON", f"{BASE}/en/preistraeger/2023/retrason/"),
    ]


def test_nothing_in_a_text_ends_the_block_of_data(client, db):
    Initiative.objects.create(
        name="</script><script>alert(1)</script>&amp;", slug="boese", is_listed=True
    )
    page = client.get("/initiativen/boese/").content.decode()
    block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["@graph"][0]["name"] == "</script><script>alert(1)</script>&amp;"
    assert "<script>alert" not in page


def test_a_page_that_is_passed_on_shows_title_sentence_and_picture(client, site):
    for page in [*PAGES, "/offene-daten/", "/impressum/"]:
        (found,) = read(client, page)["opengraph"]
        said = dict(found["properties"])
        assert said["og:url"] == BASE + page
        assert said["og:title"]
        assert 10 < len(said["og:description"]) <= 180
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        picture = client.get(said["og:image"].removeprefix(BASE))
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_filtered_page_is_the_same_page_and_a_later_one_is_not(client, site):
    def canonical(asked):
        page = client.get("/initiativen/" + asked).content.decode()
        return page.partition('rel="canonical" href="')[2].partition('"')[0]

    assert canonical("?land=DE-NW&seite=1") == f"{BASE}/initiativen/"
    assert canonical("?seite=2") == f"{BASE}/initiativen/?seite=2"
    assert canonical('?seite="><script>') == f"{BASE}/initiativen/"


def test_a_picture_is_of_the_size_that_others_expect(client, site):
    for address in PICTURES:
        german, english = (client.get(before + address) for before in ("", "/en"))
        for answer in (german, english):
            with Image.open(io.BytesIO(answer.content)) as picture:
                assert (picture.format, picture.size) == ("PNG", (1200, 630))
            assert len(answer.content) < 60_000
        assert german.content != english.content


def test_the_same_words_give_the_same_picture_and_others_another():
    words = previews.Words("Ausgezeichnet 2023", "Bündnis Łódź–Şule", "Talaue", "P", "a.example")
    first = previews.png(words)
    previews.png.cache_clear()
    assert previews.png(words) == first
    assert previews.png(words._replace(kicker="Ausgezeichnet 2024")) != first


@pytest.mark.parametrize("title", ["", "X", "Wort " * 60, "Donaudampfschifffahrt" * 12])
def test_a_title_of_any_length_fits(title):
    picture = Image.open(io.BytesIO(previews.png(previews.Words("K", title, title, "A", "h"))))
    right = picture.convert("L").crop((previews.WIDTH - previews.EDGE + 4, 0, 1200, 530))
    assert right.getextrema()[0] > 200  # nothing is written into the margin


def test_a_picture_is_drawn_in_the_time_of_a_request():
    words = previews.Words("K", "Ein Bündnis", "N", "A", "h")
    previews.png(words)
    previews.png.cache_clear()
    began = time.process_time()
    previews.png(words)
    assert time.process_time() - began < 0.25  # it takes 0.02
