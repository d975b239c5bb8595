"""The interface for machines: what it says, in which language, to whom, and how often it asks."""

from __future__ import annotations

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from initiatives.models import Initiative, Local
from initiatives.names import sort_key

ROOT = "/api/v1/"


def get(client, path, **asked):
    answer = client.get(ROOT + path, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_directory_comes_in_parts_that_lead_to_one_another(client, archive):
    first = get(client, "initiativen/", anzahl=50)
    assert (first["count"], first["page"], first["pages"], len(first["items"])) == (58, 1, 2, 50)
    second = client.get(first["next"]).json()
    assert (len(second["items"]), second["next"]) == (8, None)
    names = [row["name"] for row in first["items"] + second["items"]]
    assert names == sorted(names, key=sort_key)


def test_an_initiative_tells_its_land_its_themes_and_its_awards(client, archive):
    row = get(client, "initiativen/in4climate-rr/")
    assert row["states"] == [{"code": "DE-NW", "name": "Nordrhein-Westfalen"}]
    assert row["themes"] == [{"code": "dk", "name": "Dekarbonisierung"}]
    assert row["awards"] == [
        {
            "year": 2023,
            "prize": "Ausgezeichnete regionale Industrieinitiative 2023",
            "url": "http://127.0.0.1:8000/preistraeger/2023/in4climate-rr/",
        }
    ]


def test_a_filter_finds_what_the_page_finds(client, archive):
    for asked in (
        {"land": "DE-NW"},
        {"thema": ["dk", "dm"]},
        {"suche": "wasserstoff"},
        {"land": "DE-ST"},
    ):
        found = get(client, "initiativen/", **asked)
        page = client.get("/initiativen/", asked).content.decode()
        assert f'id="found">{found["count"]} Treffer' in page


def test_laureates_by_year_and_land(client, archive):
    assert get(client, "preistraeger/")["count"] == 5
    found = get(client, "preistraeger/", jahr=2022, land="DE-NW")
    assert [row["slug"] for row in found["items"]] == ["kunststoff-initiative-bonn-rhein-sieg"]
    one = get(client, "preistraeger/2022/kunststoff-initiative-bonn-rhein-sieg/")
    assert one == found["items"][0]


def test_calls_tell_their_dates_and_what_they_led_to(client, archive, make):
    make.call(year=2026, title=Local(de="Auslobung 2026"))
    make.call(year=2027, announced_at=None)
    rows = get(client, "auslobungen/")["items"]
    assert [row["year"] for row in rows] == [2026, 2023, 2022]
    assert rows[0] == get(client, "auslobungen/2026/")
    assert (rows[0]["opens_at"], rows[0]["announcement"]) == ("2026-01-31T11:00:00Z", None)
    assert rows[1]["announcement"] == {
        "headline": "Zwei Regionen, die vorangehen",
        "published_at": "2023-10-30T23:00:00Z",
        "corrections": [],
        "url": "http://127.0.0.1:8000/preistraeger/2023/",
    }


def test_the_language_asked_for_counts_then_that_of_the_browser(client, archive):
    for asked, header, language in (
        ({}, "", "de"),
        ({}, "fr", "de"),
        ({}, "en-GB,en;q=0.8", "en"),
        ({"sprache": "de"}, "en", "de"),
        ({"sprache": "en"}, "de", "en"),
    ):
        answer = client.get(
            f"{ROOT}initiativen/in4climate-rr/", asked, headers={"accept-language": header}
        )
        land = {"de": "Nordrhein-Westfalen", "en": "North Rhine-Westphalia"}[language]
        assert answer.json()["states"][0]["name"] == land
        assert answer.headers["Content-Language"] == language
        assert "Accept-Language" in answer.headers["Vary"]
        before = {"de": "/", "en": "/en/"}[language]
        assert answer.json()["url"] == f"http://127.0.0.1:8000{before}initiativen/in4climate-rr/"


def test_who_has_it_already_is_told_so(client, archive):
    first = client.get(f"{ROOT}preistraeger/")
    again = client.get(f"{ROOT}preistraeger/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    english = client.get(
        f"{ROOT}preistraeger/?sprache=en", headers={"if-none-match": first.headers["ETag"]}
    )
    assert english.status_code == 200


def test_every_site_may_read_and_nobody_gets_a_cookie(client, archive):
    answer = client.get(f"{ROOT}initiativen/", headers={"origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.cookies == {}
    before = client.options(f"{ROOT}initiativen/", headers={"origin": "https://example.org"})
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_no_other_page_is_open_to_every_site(client, archive):
    for page in ("/", "/initiativen/", "/preistraeger/2023/"):
        assert "Access-Control-Allow-Origin" not in client.get(page).headers


def test_who_asks_for_the_head_gets_no_body(client, archive):
    whole, head = client.get(f"{ROOT}initiativen/"), client.head(f"{ROOT}initiativen/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_nothing_can_be_written(db):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}initiativen/")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["detail"] == "Diese Schnittstelle wird nur gelesen, mit GET."


def test_what_is_not_there_is_said_in_german_and_the_same_way(client, archive):
    for path in (
        "gibt-es-nicht/",
        "initiativen/gibt-es-nicht/",
        "preistraeger/2023/gibt-es-nicht/",
        "auslobungen/1999/",
        "auslobungen/99999999999999999999999/",
        "initiativen/?seite=7",
    ):
        answer = client.get(ROOT + path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json() == {
            "type": "about:blank",
            "title": "Nicht gefunden",
            "status": 404,
            "detail": "Unter dieser Adresse gibt es nichts. Welche es gibt, steht in "
            "/api/v1/openapi.json.",
        }


def test_a_parameter_that_cannot_be_understood_is_named_with_what_it_may_be(client, db):
    answer = client.get(f"{ROOT}initiativen/?anzahl=1000&land=Bayern&thema=dk&thema=xx")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["anzahl", "land", "thema"]
    assert answer.json()["errors"][0]["detail"] == (
        "„anzahl“ ist so nicht zu verstehen. Erwartet wird: Einträge je Seite, höchstens 100."
    )
    english = client.get(f"{ROOT}initiativen/?anzahl=x&sprache=en").json()
    assert english["title"] == "Not understood"


def test_a_list_costs_the_same_however_long_it_is(client, archive):
    cost = {"initiativen/": 3, "preistraeger/": 2, "auslobungen/": 4}
    for asked in ("?anzahl=2", "?anzahl=100"):
        for path, queries in cost.items():
            with CaptureQueriesContext(connection) as told:
                client.get(ROOT + path + asked)
            assert len(told) == queries, path
        Initiative.objects.bulk_create(
            Initiative(name=f"B {asked} {n}", slug=f"b-{asked[-1]}-{n}", is_listed=True)
            for n in range(200)
        )


def test_the_description_is_in_the_language_asked_for_and_names_no_other_site(client, db):
    german = client.get(f"{ROOT}openapi.json").json()
    english = client.get(f"{ROOT}openapi.json?sprache=en").json()
    summaries = [said["paths"]["/initiativen/"]["get"]["summary"] for said in (german, english)]
    assert summaries == [
        "Das Verzeichnis der Initiativen, A bis Z",
        "The directory of initiatives, A to Z",
    ]
    assert german["servers"] == [{"url": "http://127.0.0.1:8000/api/v1"}]
    text = json.dumps(german).replace("http://127.0.0.1:8000", "")
    assert "://" not in text


def test_every_endpoint_stands_in_the_description(client, db):
    paths = client.get(f"{ROOT}openapi.json").json()["paths"]
    assert sorted(paths) == [
        "/auslobungen/",
        "/auslobungen/{year}/",
        "/initiativen/",
        "/initiativen/{slug}/",
        "/preistraeger/",
        "/preistraeger/{year}/{slug}/",
    ]
    for path in paths:
        filled = path.format(year=2023, slug="x")
        assert resolve(f"/api/v1{filled}").view_name.startswith("api:")
