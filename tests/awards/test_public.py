"""The public pages: open to all, without a cookie, and silent until the second of the embargo."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative, JournalEntry
from initiatives.names import sort_key

PAGES = [
    "/",
    "/auslobung/",
    "/vorschlagen/",
    "/preistraeger/",
    "/preistraeger/2022/",
    "/preistraeger/2023/",
    "/preistraeger/2023/in4climate-rr/",
    "/initiativen/",
    "/initiativen/in4climate-rr/",
    "/initiativen/?land=DE-NW&thema=dk&suche=klima",
    "/impressum/",
    "/barrierefreiheit/",
    "/vorschlagen/danke/",
    "/vorschlagen/geloescht/",
]


@pytest.fixture
def archive(db):
    call_command("load_initiatives", verbosity=0)
    call_command("load_archive", verbosity=0)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_opens_in_both_languages_without_a_cookie(
    client, make, archive, page, language
):
    make.call()
    answer = client.get(language + page, follow=True)
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert f'<html lang="{language.strip("/") or "de"}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES[:9])
def test_a_public_page_costs_at_most_four_queries(
    client, make, archive, page, django_assert_max_num_queries
):
    make.call()
    address = client.get(page, follow=True).request["PATH_INFO"]
    with django_assert_max_num_queries(4):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", ["/initiativen/", "/initiativen/?thema=dk&land=DE-NW"])
def test_the_directory_costs_the_same_with_ten_times_the_rows(client, db, page):
    def fill(first: int, last: int) -> None:
        Initiative.objects.bulk_create(
            Initiative(
                name=f"Bündnis {number}",
                slug=f"buendnis-{number}",
                sort_name=sort_key(f"Bündnis {number}"),
                states=["DE-NW"],
                themes=["dk"],
                is_listed=True,
            )
            for number in range(first, last)
        )

    counts = []
    for first, last in ((0, 20), (20, 200)):
        fill(first, last)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_is_out_a_second_before_the_embargo_ends(client, make):
    decision = make.decision(application__initiative__name="Bündnis Geheim")
    release = make.release(call=decision.prize.call, confirmed=True)
    year = release.call.year
    surfaces = [
        "/",
        "/preistraeger/",
        f"/preistraeger/{year}/",
        f"/preistraeger/{year}/buendnis-geheim/",
        "/initiativen/",
    ]
    with make.at(release.embargo_until - make.SECOND):
        for surface in surfaces:
            assert "Geheim" not in client.get(surface).content.decode(), surface
        hidden = client.get(f"/preistraeger/{year}/buendnis-geheim/")
        unknown = client.get(f"/preistraeger/{year}/gibt-es-nicht/")
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        assert hidden.content == unknown.content.replace(b"gibt-es-nicht", b"buendnis-geheim")
    with make.at(release.embargo_until):
        for surface in surfaces[:4]:
            assert "Geheim" in client.get(surface, follow=True).content.decode(), surface


def test_an_unconfirmed_release_stays_inside_after_its_embargo(client, make):
    release = make.release()
    with make.at(release.embargo_until + make.DAY):
        assert client.get(f"/preistraeger/{release.call.year}/").status_code == 404


def test_filters_that_mean_nothing_count_as_none(client, archive):
    page = client.get("/initiativen/?land=XX&thema=zz&seite=hundert&suche=%00").content.decode()
    assert "58" in page


@pytest.mark.parametrize(
    "path", ["/", "/gibt-es-nicht", "/healthz", "/jury/", "/konto/login/code/"]
)
def test_every_answer_carries_the_security_headers(client, db, path):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")


def test_pages_of_signed_in_people_are_kept_in_no_cache(client, make):
    client.force_login(make.user())
    assert client.get("/bewerbungen/").headers["Cache-Control"] == "private, no-store"


def test_forged_posts_are_refused(make):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.user())
    assert strict.post("/bewerbungen/neu/", {"name": "x"}).status_code == 403


def test_health_and_readiness_are_for_machines(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/demo/post/", "/demo/post.json", "/demo/galerie/"])
def test_what_is_for_demonstrations_exists_in_them_only(client, db, settings, path):
    assert client.get(path).status_code == 200
    settings.DEMO = False
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/auslobung/", "/preistraeger/", "/initiativen/"])
def test_an_installation_without_a_call_leads_nowhere_wrong(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("page", ["", "bewerbungen/", "jury/", "ergebnis/", "briefe/", "journal/"])
def test_the_office_begins_without_a_call(client, make, page):
    client.force_login(make.office())
    assert client.get("/verwaltung/" + page).status_code == 200


@pytest.mark.parametrize("page", ["beschluesse/", "veroeffentlichung/"])
def test_what_needs_a_call_leads_back_to_today(client, make, page):
    client.force_login(make.office())
    assert client.get("/verwaltung/" + page).url == "/verwaltung/"


def test_who_sees_the_first_means_beside_a_decision_stands_in_the_journal(client, make):
    person = make.office()
    make.prize()
    client.force_login(person)
    client.get("/verwaltung/beschluesse/")
    entry = JournalEntry.objects.latest("number")
    assert (entry.action, entry.actor) == ("standings.viewed", person.key)


def test_a_page_of_the_office_that_is_not_there_shows_strangers_no_menu_of_it(client, make):
    client.force_login(make.user())
    page = client.get("/verwaltung/briefe/")
    assert page.status_code == 404
    assert "/verwaltung/journal/" not in page.content.decode()


def test_a_laureate_is_shown_in_the_land_that_was_announced(client, make):
    decision = make.decision(application__initiative__states=["DE-NI"])
    release = make.release(call=decision.prize.call, confirmed=True)
    laureate = release.laureates.get()
    Initiative.objects.update(states=["DE-BY"])
    with make.at(release.embargo_until):
        page = client.get(f"/preistraeger/{release.call.year}/{laureate.slug}/").content.decode()
    assert ("Niedersachsen" in page, "Bayern" in page) == (True, False)
