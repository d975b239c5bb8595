"""A call from a file: its form, its criteria, its dates."""

from datetime import UTC, datetime

from initiatives import editions
from initiatives.models import Call, Question
from tests.moments import refused

FILE = editions.FOLDER / "call-2026.toml"


def test_a_call_has_what_its_file_says(db):
    call = editions.load_call(FILE)
    assert (call.year, call.is_demo, call.is_archive) == (2026, False, False)
    assert [criterion.code for criterion in call.criteria.all()] == ["dk", "dg", "dv", "dm"]
    assert {criterion.anchors.count() for criterion in call.criteria.all()} == {5}
    assert call.declarations.count() == 4
    assert call.faq.count() == 10
    assert call.who_may_apply["de"].count("\n") == 4


def test_what_lets_one_apply_stands_in_the_order_of_the_file_in_both_languages(db):
    asked = editions.load_call(FILE).eligibility.all()
    assert [question.wanted for question in asked] == [True, True, True, True, False, False]
    for question in asked:
        assert set(question.question) == set(question.reason) == {"de", "en"}
        assert question.reason["de"].endswith(".")


def test_questions_stand_in_the_order_of_the_file_below_their_groups(db):
    editions.load_call(FILE)
    asked = Question.objects.order_by("section__position", "position")
    assert [question.code for question in asked] == [
        "title",
        "summary",
        "situation",
        "approach",
        "cooperation",
        "impact",
        "example",
        "continuation",
        "visibility",
        "dk",
        "dg",
        "dv",
        "dm",
    ]
    assert {str(question.section.group) for question in asked} == {"Ihr Beitrag"}
    by_theme = asked.filter(criterion__isnull=False).values_list("code", "criterion__code")
    assert all(code == theme for code, theme in by_theme)
    assert len(by_theme) == 4


def test_a_last_minute_counts_in_full_so_the_end_is_the_moment_after(db):
    call = editions.load_call(FILE)
    assert call.closes_at == datetime(2026, 5, 15, 22, 0, tzinfo=UTC)
    assert call.opens_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_moved_by_days_the_time_on_the_clock_stays():
    moved = editions.milestones(editions.read(FILE), days=28)
    assert moved["opens_at"] == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # summer time by now


def test_a_year_that_has_a_call_is_left_as_it_is(make):
    call = make.call(year=2026)
    with refused("There is a call for 2026 already."):
        editions.load_call(FILE)
    assert Call.objects.get() == call
