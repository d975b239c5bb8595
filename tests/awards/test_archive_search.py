"""Searching all years: what is written about public laureates, and not a word of any other."""

import pytest

from awards import archive_search
from awards.models import Laureate
from initiatives.models import Local

from ..make import DAY, NOON, SECOND, at

PATH = "/en/preistraeger/"
LATER = NOON + DAY


@pytest.fixture
def release(make):
    """Public from LATER on: two laureates of one year."""
    call = make.call(meeting_at=NOON - DAY)
    prize = make.prize(call=call, places=2, name=Local(de="Hauptpreis", en="Main prize"))
    for name in ("Bündnis Größe", "Allianz Still"):
        make.decision(prize=prize, application=make.admitted(call=call, initiative__name=name))
    release = make.release(call=call, confirmed=True, embargo_until=LATER)
    release.laureates.filter(name="Bündnis Größe").update(
        entry="Wärmenetz am Fluß",
        region="Talaue",
        states=["DE-NW"],
        carrier="Kammer Œding",
        summary=Local(de="Sie teilt Wärme.", en="It shares heat."),
        jury_statement=Local(de="Das Wasserstoffnetzwerk trägt.", en="The network carries."),
        portrait=Local(de="Wer das Werk besucht, hört es.", en="Who visits, hears it."),
    )
    release.laureates.filter(name="Allianz Still").update(
        states=["DE-SN"], region="Elstertal", carrier="Verein", entry="", summary=Local(de="Ruhe.")
    )
    return release


def names(asked, moment=LATER):
    return [hit.laureate.name for hit in archive_search.find(asked, at=moment)]


@pytest.mark.parametrize(
    "asked",
    [
        "Bündnis Größe",
        "bundnis grosse",
        "GRÖSSE",
        "Fluss",
        "fluß",
        "wärme",
        "warmenetz",
        "talaue",
        "Oeding",
        "Nordrhein",
        "wasserstoff",
        "netzwerk wasserstoffnetz",
        "shares heat",
        "besucht",
        "hears",
        "Größe, Talaue!",
    ],
)
def test_every_text_is_searched_in_both_languages(release, asked):
    assert names(asked) == ["Bündnis Größe"]


@pytest.mark.parametrize("asked", ["hauptpreis", "main prize", "2026"])
def test_prize_and_year_find_all_of_them(release, asked):
    assert names(asked) == ["Allianz Still", "Bündnis Größe"]


@pytest.mark.parametrize("asked", ["", " ", "!?", "größe still", "%", "_", "Mandarine"])
def test_what_does_not_fit_finds_nothing(release, asked):
    assert names(asked) == []


def test_nothing_is_found_a_second_early(release):
    assert names("größe", LATER - SECOND) == []
    assert names("größe", LATER) == ["Bündnis Größe"]


def test_who_was_withdrawn_is_not_found(release):
    Laureate.objects.filter(name="Bündnis Größe").update(withdrawn_at=LATER)
    assert names("größe") == []


def test_the_newest_year_comes_first(make, release):
    past = make.call(year=2024, meeting_at=NOON - 400 * DAY)
    case = make.admitted(call=past, initiative__name="Größe von gestern")
    make.decision(prize=make.prize(call=past), application=case)
    make.release(call=past, confirmed=True, embargo_until=NOON - 300 * DAY)
    assert names("größe") == ["Bündnis Größe", "Größe von gestern"]


def passage(asked):
    (hit,) = archive_search.find(asked, at=LATER)
    return hit.passage


def test_the_passage_shows_what_was_found(release):
    assert passage("wasserstoff") == [
        ("Das ", False),
        ("Wasserstoff", True),
        ("netzwerk trägt.", False),
    ]
    assert passage("fluss") == [("Sie teilt Wärme.", False)]


def test_a_long_passage_is_cut_between_words(release):
    long = f"{'Anfang ' * 40}Größe und Weite {'Ende ' * 60}".strip()
    release.laureates.filter(name="Bündnis Größe").update(summary=Local(de=long))
    parts = passage("grosse weite")
    assert (parts[0], parts[-1]) == (("… ", False), (" …", False))
    assert [text for text, is_asked in parts if is_asked] == ["Größe", "Weite"]
    shown = "".join(text for text, _ in parts[1:-1])
    assert shown in long
    assert shown.startswith("Anfang ")
    assert shown.endswith(" Ende")
    assert len(shown) < 250


# -- The page ------------------------------------------------------------------------------------


def page(client, asked):
    with at(LATER):
        return client.get(PATH, {"q": asked})


def test_what_was_found_leads_to_the_laureate(client, release):
    found = page(client, "wasserstoff").content.decode()
    assert "1 result for “wasserstoff”" in found
    assert f'<a href="/en/preistraeger/{release.call.year}/buendnis-groesse/">' in found
    assert '<meta name="robots" content="noindex">' in found
    assert 'value="wasserstoff"' in found
    assert "Allianz Still" not in found


def test_nothing_found_says_what_to_do(client, release):
    found = page(client, "Mandarine").content.decode()
    assert "0 results for “Mandarine”" in found
    assert "Search with fewer or shorter words." in found
    assert "Show all years" in found


def test_without_a_word_all_years_stand_there(client, release):
    found = page(client, " ").content.decode()
    assert "Allianz Still" in found
    assert "result" not in found
    assert "noindex" not in found


def test_markup_that_is_asked_for_stays_text(client, release):
    found = page(client, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in found


def test_before_the_embargo_ends_a_search_answers_as_if_nothing_were_there(client, release):
    with at(LATER - SECOND):
        waiting = client.get(PATH, {"q": "größe"}).content
        release.delete()
        assert client.get(PATH, {"q": "größe"}).content == waiting


def test_it_takes_one_query_however_many_there_are(client, release, django_assert_num_queries):
    with at(LATER), django_assert_num_queries(1):
        client.get(PATH, {"q": "e"})
