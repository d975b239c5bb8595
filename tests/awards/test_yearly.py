"""A new call from an earlier one: every row and field equals, but for the year and the dates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from awards import actions
from awards.editions import load_prizes
from awards.models import PressContact, Prize
from initiatives import editions, milestones, yearly
from initiatives.models import Call, JournalEntry, Local
from initiatives.models.call import MILESTONES
from jury.models import Procedure, SampleSheet

from ..make import DAY, NOON, refused

YEAR = timedelta(days=364)
ROWS = ("criteria", "sections", "questions", "declarations", "faq", "eligibility", "prizes")
# What belongs to a year and not to its call.
LEFT = {"applications", "jurors", "proposals", "release"}
LEFT |= {"juror_invitations", "plans", "meetings", "decision_list", "ceremony"}
# Copied by the jury's floor and by ours, see below and in their tests.
LEFT |= {"procedure", "samples", "statements", "press_contact"}


@pytest.fixture
def source(make) -> Call:
    """The call of 2026 with its prizes, running, with an application and a juror."""
    data = editions.read(editions.FOLDER / "call-2026.toml")
    call = editions.load_call(data, announced_at=NOON - DAY)
    load_prizes(call, data["prizes"])
    make.submitted(call=call)
    make.juror(call=call)
    return call


def dates(call: Call) -> dict[str, Any]:
    return {name: at + YEAR for name, at in milestones.of(call).items()}


def copy(source: Call, by, **fields) -> Call:
    return actions.make_call(
        **{
            "year": 2027,
            "dates": dates(source),
            "grace_minutes": 10,
            "source": source,
            "by": by,
            "at": NOON,
        }
        | fields
    )


def fields(row: models.Model, *but: str) -> dict[str, Any]:
    """All that a row says; what it hangs on by the name of that."""
    said = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in ("call", *but):
            continue
        value = getattr(row, field.name)
        said[field.name] = str(value) if isinstance(value, models.Model) else value
    return said


def all_of(call: Call) -> dict[str, list]:
    found = {name: [fields(row) for row in getattr(call, name).all()] for name in ROWS}
    found["anchors"] = [
        fields(anchor) for row in call.criteria.all() for anchor in row.anchors.all()
    ]
    return found


def test_every_row_and_every_field_equals(make, source):
    before = all_of(source)
    made = copy(source, make.office())
    after = all_of(made)
    named = [row.pop("name") for row in after["prizes"]]
    old_names = [row.pop("name") for row in before["prizes"]]
    assert after == before
    assert named == [yearly.with_year(name, 2026, 2027) for name in old_names]
    assert "2027" in named[0]["de"]


def test_the_head_equals_but_for_year_title_and_dates(make, source):
    made = copy(source, make.office())
    own = ("year", "title", "announced_at", *MILESTONES)
    assert fields(made, *own) == fields(source, *own)
    assert made.title["de"] == "Ausgezeichnete regionale Industrieinitiative 2027"
    assert (made.year, made.announced_at) == (2027, None)
    assert milestones.of(made) == dates(source)


def test_whatever_hangs_on_a_call_is_copied_or_left_on_purpose(source):
    hanging = {field.get_accessor_name() for field in Call._meta.related_objects}
    assert hanging == set(ROWS) | LEFT


def test_the_press_asks_whom_it_asked(make, source):
    contact = PressContact.objects.create(
        call=source, name="Ute Presse", email="presse@geschaeftsstelle.example", telephone="030 1"
    )
    made = copy(source, make.office()).press_contact
    assert fields(made, "key") == fields(contact, "key")
    assert made.name == "Ute Presse"
    assert made.pk != contact.pk


def test_the_jury_works_as_it_did(make, source):
    made = copy(source, make.office())
    assert not Procedure.objects.exists()
    Procedure.objects.create(call=source, readers=5, quorum=4, sees="nameless")
    again = copy(source, make.office(), year=2028)
    procedure = Procedure.objects.get(call=again)
    assert (procedure.readers, procedure.quorum, procedure.sees) == (5, 4, "nameless")
    assert not Procedure.objects.filter(call=made).exists()


def test_sample_cases_come_with_their_texts_and_are_not_opened(make, source):
    for title, codes in (("Musterfall 2026", ("dk",)), ("Werk Grünau", ("dk", "dm"))):
        sample = make.sample(*codes, call=source, title={"de": title}, closed_at=NOON)
        make.sample_sheet(sample, {"dk": 5})
    made = copy(source, make.office())
    rows = list(made.samples.prefetch_related("criteria"))
    assert [(row.title["de"], row.position, row.opened_at, row.closed_at) for row in rows] == [
        ("Musterfall 2027", 1, None, None),
        ("Werk Grünau", 2, None, None),
    ]
    assert {row.text["de"] for row in rows} == {"Ein erfundenes Werk will erfundenen Strom nutzen."}
    own = [list(row.criteria.filter(call=made).values_list("code", flat=True)) for row in rows]
    assert [sorted(codes) for codes in own] == [["dk"], ["dk", "dm"]]
    assert not SampleSheet.objects.filter(sample__call=made).exists()
    assert source.samples.opened().count() == 2


def test_the_earlier_call_stays_as_it_was(make, source):
    before = all_of(source), fields(source)
    copy(source, make.office())
    source.refresh_from_db()
    assert (all_of(source), fields(source)) == before


def test_only_the_office_sees_it_and_the_announced_one_stays_current(make, source):
    made = copy(source, make.office())
    assert Call.objects.current() == source
    assert list(Call.objects.in_preparation()) == [made]
    assert not made.applications.exists()
    entry = JournalEntry.objects.get(action="call.copied")
    assert entry.data == {"year": 2027, "source": 2026}


def test_of_a_declaration_only_the_newest_version_is_copied(make, source):
    make.declaration(source, "terms", version="4", position=1)
    made = copy(source, make.office())
    assert list(made.declarations.filter(code="terms").values_list("version", flat=True)) == ["4"]


def test_each_year_once(make, source):
    copy(source, make.office())
    with refused("There is a call for 2027 already."):
        copy(source, make.office())


def test_an_archived_year_is_not_copied(make):
    past = make.call(year=2023, is_archive=True, **dict.fromkeys(MILESTONES))
    with refused("A year of the archive has no questions to be copied."):
        yearly.copy(past, year=2027, dates={})


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_makes_no_call(make, source, role):
    with refused("Your role reads and does not decide."):
        copy(source, make.office(role))
    assert Call.objects.count() == 1


def test_dates_out_of_order_make_no_call(make, source):
    wrong = dates(source)
    wrong["closes_at"] = wrong["opens_at"]
    with refused("Deadline: The deadline must lie after the opening."):
        copy(source, make.office(), dates=wrong)


def test_it_costs_the_same_however_many_questions(make, source, django_assert_max_num_queries):
    person = make.office()
    with django_assert_max_num_queries(40):
        copy(source, person)
    for n in range(20):
        make.question(source, f"further-{n}")
    with django_assert_max_num_queries(40):
        copy(source, person, year=2028)


def test_from_scratch_come_the_four_themes_and_the_least_of_a_form(make):
    person = make.office()
    made = actions.make_call(
        2027,
        dates={
            name: milestones.moment(name, wall) for name, wall in yearly.blank_dates(2027).items()
        },
        grace_minutes=15,
        by=person,
        at=NOON,
    )
    assert [row.code for row in made.criteria.all()] == ["dk", "dg", "dv", "dm"]
    assert {row.anchors.count() for row in made.criteria.all()} == {5}
    assert set(made.questions.values_list("code", flat=True)) == {
        "title",
        "summary",
        "dk",
        "dg",
        "dv",
        "dm",
    }
    assert made.title["de"] == "Ausgezeichnete regionale Industrieinitiative 2027"
    assert (made.grace_minutes, made.announced_at) == (15, None)
    assert [str(prize) for prize in made.prizes.all()] == [
        "Ausgezeichnete regionale Industrieinitiative 2027"
    ]
    assert JournalEntry.objects.get().action == "call.made"


# -- Prizes --------------------------------------------------------------------------------------


def test_prizes_are_added_changed_moved_and_removed(make, source):
    person = make.office()
    made = copy(source, person)
    values = {"name": Local(de="Anerkennung"), "kind": "commendation", "places": 3}
    prize = actions.add_prize(made, values, by=person, at=NOON)
    actions.change_prize(prize, {**values, "places": 2}, by=person, at=NOON)
    actions.move_prize(prize, up=True, by=person, at=NOON)
    kinds = list(made.prizes.values_list("kind", "places"))
    assert kinds == [("equal", 2), ("commendation", 2), ("special", 1)]
    actions.remove_prize(Prize.objects.get(pk=prize.pk), by=person, at=NOON)
    assert list(made.prizes.values_list("kind", "position")) == [("equal", 1), ("special", 2)]


def test_what_was_announced_keeps_kind_and_places(make, source):
    person, prize = make.office(), source.prizes.get(kind="equal")
    said = {"name": prize.name, "kind": "equal", "places": 2}
    words = "The prize has been announced: its kind stays, and it loses no places."
    for worse in ({**said, "places": 1}, {**said, "kind": "special"}):
        with refused(words):
            actions.change_prize(prize, worse, by=person, at=NOON)
    actions.change_prize(prize, {**said, "places": 3}, by=person, at=NOON)
    with refused("This prize has been announced and stays. It may go unawarded."):
        actions.remove_prize(prize, by=person, at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_changes_no_prize(make, source, role):
    with refused("Your role reads and does not decide."):
        actions.add_prize(source, {"name": Local(de="X")}, by=make.office(role), at=NOON)
