"""The archive: two past years from files, as often as they are mended."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import resolve

from awards import archive
from awards.models import Laureate, Photo, Prize, Release, Role
from initiatives.models import Call, JournalEntry
from tests.moments import NOON, SECOND, refused

FILE_2022, FILE_2023 = archive.files()


@pytest.fixture
def archived(db):
    call_command("load_initiatives", stdout=StringIO())
    call_command("load_archive", stdout=StringIO())


def test_2022_has_three_laureates_in_two_categories_and_a_special_prize(archived):
    release = Release.objects.get(call__year=2022)
    assert [(row.slug, row.prize.kind) for row in release.laureates.all()] == [
        ("transformotive", "category"),
        ("kunststoff-initiative-bonn-rhein-sieg", "category"),
        ("h2non", "special"),
    ]
    assert [criterion.code for criterion in release.call.criteria.all()] == [
        "kooperation",
        "kommunikation",
    ]


def test_2023_has_two_equal_laureates_on_the_four_themes(archived):
    release = Release.objects.get(call__year=2023)
    assert [
        (row.slug, row.prize.kind, [c.code for c in row.criteria.all()])
        for row in release.laureates.all()
    ] == [("in4climate-rr", "equal", ["dk"]), ("retrason", "equal", ["dv"])]
    assert [criterion.code for criterion in release.call.criteria.all()] == ["dk", "dg", "dv", "dm"]
    assert [role.name for role in release.roles.filter(kind=Role.Kind.LAUDATOR)] == [
        "Jürgen Kerner",
        "Dr. Klaus Günter Deutsch",
    ]
    assert Photo.objects.get(laureate__slug="retrason").names == [
        "Jürgen Kerner",
        "Thomas Ahlswede-Brech",
        "Matthias Wilhelm",
        "Klaus Günter Deutsch",
    ]


def test_every_text_of_a_laureate_is_there_in_both_languages(archived):
    for laureate in Laureate.objects.all():
        for text in (laureate.summary, laureate.jury_statement, laureate.portrait):
            assert text["de"]
            assert text["en"]
        for link in laureate.links:
            assert link["url"].startswith("https://")
            assert link["label"]["de"]
            assert link["label"]["en"]


def test_a_release_of_our_own_writes_links_as_the_archive_does(make):
    case = make.admitted(initiative__name="Bündnis", initiative__website="https://b.example")
    decision = make.decision(prize__call=case.call, application=case)
    (laureate,) = make.release(call=decision.prize.call, confirmed=True).laureates.all()
    assert laureate.links == [{"url": "https://b.example", "label": {"de": "Bündnis"}}]


def test_every_laureate_leads_to_its_profile_in_the_directory(archived):
    for laureate in Laureate.objects.all():
        assert laureate.initiative.slug == laureate.slug


def test_without_a_directory_the_laureates_stand_alone(db):
    release = archive.load(FILE_2023, at=NOON)
    assert [laureate.initiative for laureate in release.laureates.all()] == [None, None]


def test_a_year_is_public_from_midnight_of_its_day_in_berlin(db):
    archive.load(FILE_2023, at=NOON)
    midnight = datetime(2023, 10, 30, 23, 0, tzinfo=UTC)
    assert Release.objects.public(midnight).count() == 1
    assert Release.objects.public(midnight - SECOND).count() == 0
    assert Laureate.objects.public(midnight).count() == 2


def test_the_archive_is_no_running_call(archived):
    assert Call.objects.current() is None
    assert Call.objects.filter(is_archive=True).count() == 2


def test_loaded_again_nothing_is_doubled_and_addresses_stay(archived):
    models = (Call, Prize, Release, Laureate, Photo, Role)
    before = [model.objects.count() for model in models]
    keys = set(Laureate.objects.values_list("key", flat=True))
    call_command("load_archive", stdout=StringIO())
    assert [model.objects.count() for model in models] == before
    assert set(Laureate.objects.values_list("key", flat=True)) == keys


def test_each_load_is_one_entry_in_the_journal(archived):
    entries = JournalEntry.objects.filter(action="archive.loaded")
    assert [entry.data["year"] for entry in entries] == [2022, 2023]


def test_who_leaves_the_file_leaves_the_archive(archived, tmp_path):
    text = FILE_2023.read_text(encoding="utf-8")
    mended = tmp_path / "archive-2023.toml"
    mended.write_text(text.replace('slug = "retrason"', 'slug = "retrason-neu"'), encoding="utf-8")
    release = archive.load(mended, at=NOON)
    assert [row.slug for row in release.laureates.all()] == ["in4climate-rr", "retrason-neu"]


def test_a_year_held_with_this_program_is_refused(make):
    make.call(year=2023)
    reason = "The award of 2023 was held with this program and is no archive."
    with refused(reason):
        archive.load(FILE_2023, at=NOON)


def test_a_file_with_something_missing_is_named_and_nothing_loaded(db, tmp_path):
    broken = tmp_path / "archive-2021.toml"
    broken.write_text("[edition]\nyear = 2021\n")
    with pytest.raises(CommandError, match=r"archive-2021\.toml: 'name' is missing\."):
        call_command("load_archive", FILE_2022, broken, stdout=StringIO())
    assert not Call.objects.exists()


def test_a_file_that_is_no_toml_is_named(db, tmp_path):
    broken = tmp_path / "archive-2021.toml"
    broken.write_text("year: 2021")
    with pytest.raises(CommandError, match=r"archive-2021\.toml"):
        call_command("load_archive", broken)


def test_no_laureate_stands_where_the_press_page_does(archived, tmp_path):
    mended = tmp_path / FILE_2023.name
    text = FILE_2023.read_text(encoding="utf-8")
    mended.write_text(text.replace('slug = "retrason"', 'slug = "presse"'), encoding="utf-8")
    with refused("The press page stands at this address: presse."):
        archive.load(mended, at=NOON)
    assert not Laureate.objects.filter(slug="presse").exists()


def test_the_pages_of_all_laureates_of_the_files_are_theirs(archived):
    for laureate in Laureate.objects.select_related("release__call"):
        found = resolve(f"/preistraeger/{laureate.release.call.year}/{laureate.slug}/")
        assert found.view_name == "laureate"
