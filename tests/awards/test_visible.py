"""What is public: confirmed and past its embargo; nobody's role makes a difference."""

import pytest

from awards import rules
from awards.models import Laureate, Release

from ..make import DAY, NOON


@pytest.fixture
def years(make) -> dict:
    """Announcements of four years, all confirmed but the draft."""
    found = {}
    for year, (name, embargo) in enumerate(
        {
            "old": NOON - 2 * DAY,
            "new": NOON - DAY,
            "embargoed": NOON + DAY,
            "draft": NOON - DAY,
        }.items(),
        start=2026,
    ):
        call = make.call(year=year, meeting_at=NOON - 9 * DAY)
        make.decision(prize=make.prize(call=call))
        found[name] = make.release(
            call=call, embargo_until=embargo, confirmed=name != "draft", prepared_at=NOON
        )
    return found


def test_public_releases_are_confirmed_and_past_their_embargo(years):
    assert list(Release.objects.public(NOON)) == [years["new"], years["old"]]


def test_public_laureates_are_those_of_public_releases(years):
    found = Laureate.objects.public(NOON)
    assert {laureate.release for laureate in found} == {years["new"], years["old"]}


def test_the_newest_are_of_the_newest_public_year(years):
    (laureate,) = Laureate.objects.newest(NOON)
    assert laureate.release == years["new"]


def test_nothing_is_public_before_the_first_embargo_ends(years):
    at = NOON - 3 * DAY
    assert not Release.objects.public(at).exists()
    assert not Laureate.objects.newest(at).exists()


def test_equal_laureates_stand_by_name_within_their_prize(make):
    call = make.call(meeting_at=NOON - DAY)
    special = make.prize(call=call, position=2, kind="special")
    equal = make.prize(call=call, position=1, places=2)
    for name, prize in {"Ahorn": special, "Zulieferer": equal, "Öfen": equal}.items():
        case = make.admitted(call=call, initiative__name=name)
        make.decision(prize=prize, application=case)
    make.release(call=call, confirmed=True)
    assert [laureate.name for laureate in Laureate.objects.all()] == ["Öfen", "Zulieferer", "Ahorn"]


@pytest.mark.parametrize("rows", [1, 6])
def test_cards_take_two_queries_however_many(make, rows, django_assert_num_queries):
    call = make.call(meeting_at=NOON - DAY)
    prize = make.prize(call=call, places=rows)
    for _ in range(rows):
        make.decision(prize=prize)
    make.release(call=call, confirmed=True, embargo_until=NOON)
    with django_assert_num_queries(2):
        cards = [
            (
                card.prize.name,
                card.release.call.year,
                card.themes,
                [(photo.names, photo.hero) for photo in card.pictures],
            )
            for card in Laureate.objects.public(NOON).with_card()
        ]
    assert len(cards) == rows


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("preparer", False),
        ("another editor", True),
        ("another lead", True),
        ("reader", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_who_may_confirm(make, who, may):
    release = make.release()
    person = {
        "preparer": lambda: release.prepared_by,
        "another editor": lambda: make.office("editor"),
        "another lead": lambda: make.office("lead"),
        "reader": lambda: make.office("reader"),
        "auditor": lambda: make.office("auditor"),
        "stranger": make.user,
    }[who]()
    assert rules.may_confirm(person, release) == may
