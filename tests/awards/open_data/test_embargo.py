"""Surface by surface: a release that waits changes no byte, no header and no mark of anything.

Each is asked one second before with a confirmed release under embargo, then without any; and from
the second itself on it says who was honoured.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

SAME = [
    "/",
    "/preistraeger/",
    "/initiativen/",
    "/initiativen/?jahr={year}",
    "/initiativen/buendnis-geheim/",
    "/initiativen/buendnis-geheim/vorschau.png",
    "/auslobung/{year}/",
    "/auslobung/{year}/vorschau.png",
    "/auslobung/{year}/termine.ics",
    "/auslobung/termine.ics",
    "/preistraeger/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/offene-daten/",
    "/vorschau.png",
    "/api/v1/auslobungen/",
    "/api/v1/auslobungen/{year}/",
    "/api/v1/initiativen/",
    "/api/v1/initiativen/buendnis-geheim/",
    "/api/v1/preistraeger/",
    "/api/v1/preistraeger/?jahr={year}",
    "/api/v1/openapi.json",
]
NOTHING = [
    "/preistraeger/{year}/",
    "/preistraeger/{year}/vorschau.png",
    "/preistraeger/{year}/buendnis-geheim/",
    "/preistraeger/{year}/buendnis-geheim/vorschau.png",
    "/api/v1/preistraeger/{year}/buendnis-geheim/",
]
TOLD = [  # what says it from the second on
    "/",
    "/preistraeger/",
    "/initiativen/",
    "/initiativen/?jahr={year}",
    "/initiativen/buendnis-geheim/",
    "/initiativen/buendnis-geheim/vorschau.png",
    "/preistraeger/feed.atom",
    "/sitemap.xml",
    "/api/v1/auslobungen/",
    "/api/v1/auslobungen/{year}/",
    "/api/v1/initiativen/",
    "/api/v1/initiativen/buendnis-geheim/",
    "/api/v1/preistraeger/",
    "/api/v1/preistraeger/?jahr={year}",
]


@pytest.fixture
def release(make):
    """Confirmed, under embargo, of an initiative that stands in the directory."""
    listed = make.initiative("Bündnis Geheim", is_listed=True)
    decision = make.decision(application__initiative=listed)
    return make.release(call=decision.prize.call, confirmed=True)


def ask(client, address, release):
    """All of an answer that could tell something, and what it cost."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address.format(year=release.call.year))
    return answer.status_code, sorted(answer.headers.items()), answer.content, len(queries)


def ask_all(client, addresses, release):
    return {address: ask(client, address, release) for address in addresses}


def english(address):
    """The same surface in the other language."""
    if address.startswith("/api"):
        return f"{address}{'&' if '?' in address else '?'}sprache=en"
    return address if address in ("/sitemap.xml", "/robots.txt") else f"/en{address}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_second_before_nothing_tells_that_a_release_waits(client, make, release, language):
    surfaces = [english(one) if language == "en" else one for one in SAME + NOTHING]
    with make.at(release.embargo_until - make.SECOND):
        waiting = ask_all(client, surfaces, release)
        release.delete()
        without = ask_all(client, surfaces, release)
    assert [surface for surface in surfaces if waiting[surface] != without[surface]] == []
    assert [answer[0] for answer in waiting.values()] == [200] * len(SAME) + [404] * len(NOTHING)


def test_from_the_second_on_each_surface_tells_it(client, make, release):
    with make.at(release.embargo_until - make.SECOND):
        before = ask_all(client, NOTHING + TOLD, release)
    with make.at(release.embargo_until):
        after = ask_all(client, NOTHING + TOLD, release)
    for address, (status, _headers, content, _cost) in after.items():
        assert (status, content == before[address][2]) == (200, False), address
        if not address.endswith(".png"):
            told = content.decode()
            assert "geheim" in told.casefold() or "Zwei Preise" in told, address


def test_a_release_nobody_confirmed_stays_inside_after_its_embargo(client, make):
    make.initiative("Bündnis Geheim", is_listed=True)
    release = make.release()
    with make.at(release.embargo_until + make.DAY):
        waiting = ask_all(client, SAME + NOTHING, release)
        release.delete()
        assert ask_all(client, SAME + NOTHING, release) == waiting


def test_each_mark_is_checked_against_what_is_public_at_the_moment(client, make, release):
    """Who kept the answer of the second before gets the new one, not a 304."""
    address = "/api/v1/preistraeger/"
    with make.at(release.embargo_until - make.SECOND):
        mark = client.get(address).headers["ETag"]
        assert client.get(address, headers={"if-none-match": mark}).status_code == 304
    with make.at(release.embargo_until):
        assert client.get(address, headers={"if-none-match": mark}).status_code == 200
