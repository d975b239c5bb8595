"""Public pages are made once a second and shared: not beyond it, and nobody's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.actions import correcting
from awards.models import Laureate
from initiatives.models import Criterion, FrequentQuestion, Local

from ..make import NOON
from .photos.shots import pictured

HALF = timedelta(milliseconds=500)
LATE = timedelta(milliseconds=999)


@pytest.fixture(autouse=True)
def shared(settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}
    }
    yield
    caches["pages"].clear()


@pytest.fixture
def release(make):
    """Public from NOON on, with two laureates, their photos, and a note about a correction."""
    call = make.call()
    prize = make.prize(call=call, places=2)
    for name in ("Bündnis Geheim", "Allianz Still"):
        decision = make.decision(
            prize=prize, application=make.admitted(call=call, initiative__name=name)
        )
        row = decision.application.initiative
        row.is_listed = True
        row.save()
    FrequentQuestion.objects.create(
        call=call, question=Local(de="Was kostet es?"), answer=Local(de="Nichts.")
    )
    release = make.release(call=call, confirmed=True, embargo_until=NOON)
    for laureate in release.laureates.all():
        pictured(release, owner=str(laureate.key))
        laureate.criteria.set(call.criteria.all()[:2])
    correcting.correct(
        release,
        "lead",
        Local(de="Die Jury hat einstimmig entschieden."),
        note=Local(de="Das Wort „einstimmig“ fehlte."),
        by=make.office(),
        at=NOON,
    )
    return release


def addresses(release) -> list[str]:
    year, one = release.call.year, release.laureates.first()
    return [
        "/",
        f"/auslobung/{year}/",
        "/preistraeger/",
        f"/preistraeger/{year}/",
        f"/preistraeger/{year}/{one.slug}/",
        f"/preistraeger/{year}/presse/",
        "/initiativen/",
        "/initiativen/?suche=still",
        f"/initiativen/{one.initiative.slug}/",
        "/siegel/",
        "/preistraeger/feed.atom",
        "/auslobung/termine.ics",
        "/sitemap.xml",
    ]


@pytest.mark.parametrize("language", ["", "/en"])
def test_four_queries_cold_and_none_in_the_same_second(client, make, release, language):
    for address in addresses(release):
        address = address if "sitemap" in address else language + address
        with make.at(NOON):
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as cold:
                first = client.get(address)
        with make.at(NOON + LATE), CaptureQueriesContext(connection) as warm:
            again = client.get(address)
        assert first.status_code == 200, address
        assert len(cold) <= 4, (address, [query["sql"] for query in cold])
        assert len(warm) == 0, address
        assert (again.content, again.headers["Content-Type"]) == (
            first.content,
            first.headers["Content-Type"],
        )


def test_the_second_of_the_embargo_shows_it_to_who_asked_just_before(client, make, release):
    page, start = f"/preistraeger/{release.call.year}/", "/"
    with make.at(NOON - timedelta(milliseconds=1)):
        assert client.get(page).status_code == 404
        assert "Geheim" not in client.get(start).content.decode()
        assert "Geheim" not in client.get(start).content.decode()
    with make.at(NOON):
        assert client.get(page).status_code == 200
        assert "Geheim" in client.get(start).content.decode()


def test_a_change_is_read_a_second_later_at_most(client, make, release):
    page = f"/preistraeger/{release.call.year}/"
    with make.at(NOON + HALF):
        client.get(page)
        type(release).objects.update(headline={"de": "Neu gesagt"})
        assert "Neu gesagt" not in client.get(page).content.decode()
    with make.at(NOON + 2 * HALF):
        assert "Neu gesagt" in client.get(page).content.decode()


def test_who_has_a_cookie_gets_a_page_of_their_own(client, make, release):
    client.get("/")
    client.force_login(make.office())
    assert "/konto/uebersicht/" in client.get("/").content.decode()
    client.logout()
    client.cookies.clear()
    assert "/konto/uebersicht/" not in client.get("/").content.decode()


def test_each_language_host_and_question_has_its_own(client, release, settings):
    settings.ALLOWED_HOSTS = ["testserver", "anders.example"]
    german, english = client.get("/"), client.get("/en/")
    assert german.content != english.content
    assert client.get("/initiativen/?suche=still").content != client.get("/initiativen/").content
    other = client.get("/", headers={"host": "anders.example"})
    assert other.status_code == 200
    assert len(caches["pages"]._cache) == 5


def test_a_question_without_an_answer_is_not_kept(client, make, release):
    missing = f"/preistraeger/{release.call.year}/gibt-es-nicht/"
    assert client.get(missing).status_code == 404
    assert caches["pages"]._cache == {}


def test_only_reading_is_shared(client, release):
    assert client.head("/").status_code == 200
    assert caches["pages"]._cache == {}


def test_who_has_the_same_bytes_is_told_so_from_memory(client, make, release):
    with make.at(NOON):
        first = client.get("/preistraeger/feed.atom")
        with CaptureQueriesContext(connection) as queries:
            again = client.get(
                "/preistraeger/feed.atom", headers={"if-none-match": first.headers["ETag"]}
            )
    assert (again.status_code, again.content, len(queries)) == (304, b"", 0)


def test_what_is_carried_along_is_what_a_query_of_its_own_finds(make, release):
    laureate = Laureate.objects.with_prize().get(slug="allianz-still")
    assert len(laureate.themes) == 2
    for carried, asked in zip(laureate.themes, laureate.criteria.all(), strict=True):
        for field in Criterion._meta.concrete_fields:
            assert getattr(carried, field.attname) == getattr(asked, field.attname)
