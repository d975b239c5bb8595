"""Who is shown, in which order, by which consent; what a withdrawal takes along, byte by byte."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from awards import actions, photos
from awards.editions import load_photos
from awards.models import PersonShown, Photo, Rendition
from initiatives.models import JournalEntry

from ...make import NOON, SECOND, at, refused
from .shots import addresses, announced, pictured


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def by(make):
    return make.office("editor")


@pytest.fixture
def photo(make):
    return pictured(make.release(), drawn=False, names=("Mira Rehberg", "Jonas Olt", "Jule Sander"))


def consent(person, by, **said):
    given = {"name": person.name, "consent_on": None, "consent_text": ""} | said
    actions.describe_person(person, by=by, at=NOON, **given)


def test_the_caption_names_all_from_left_to_right(photo, by):
    assert photo.caption == "From left: Mira Rehberg, Jonas Olt and Jule Sander."
    assert actions.move_person(photo.persons.last(), up=True, by=by, at=NOON) == 2
    assert actions.move_person(photo.persons.first(), up=True, by=by, at=NOON) == 1
    assert Photo.objects.get().caption == "From left: Mira Rehberg, Jule Sander and Jonas Olt."
    with translation.override("de"):
        told = Photo.objects.with_picture().get().caption.replace("\xa0", " ")
    assert told == "V. l. n. r.: Mira Rehberg, Jule Sander und Jonas Olt."


def test_one_name_stands_alone_and_nobody_is_no_caption(photo, by):
    for person in photo.persons.all()[1:]:
        actions.remove_person(person, by=by, at=NOON)
    assert Photo.objects.get().caption == "Mira Rehberg."
    actions.remove_person(photo.persons.get(), by=by, at=NOON)
    assert Photo.objects.get().caption == ""


def test_a_consent_has_a_day_its_words_and_an_entry_in_the_journal(photo, by):
    person = photo.persons.first()
    consent(person, by, consent_on=date(2026, 3, 1), consent_text="Gästeliste")
    person.refresh_from_db()
    assert (person.consent_on, person.consent_text) == (date(2026, 3, 1), "Gästeliste")
    entry = JournalEntry.objects.order_by("-number").first()
    assert (entry.action, entry.data) == (
        "photo.consent_recorded",
        {"person": str(person.key), "day": "2026-03-01"},
    )


def test_a_consent_without_a_day_is_refused(photo, by):
    with refused("Enter the day of the consent."):
        consent(photo.persons.first(), by, consent_text="Gästeliste")


def test_a_consent_may_be_given_today_in_berlin_and_not_tomorrow(photo, by):
    person, late = photo.persons.first(), datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    said = {"name": person.name, "consent_on": date(2026, 7, 2), "consent_text": ""}
    with refused("The consent cannot lie ahead."):
        actions.describe_person(person, **said, by=by, at=late - SECOND)
    actions.describe_person(person, **said, by=by, at=late)
    assert photos.gaps(photo.release)[-2:] != []


def test_after_a_withdrawal_nothing_changes_but_by_replacing(photo, by):
    person = photo.persons.first()
    actions.withdraw_consent(person, by=by, at=NOON)
    with refused("This person has withdrawn the consent; that stays so."):
        consent(person, by, consent_on=date(2026, 3, 1))
    with refused("The withdrawal stays until the photo is replaced."):
        actions.remove_person(person, by=by, at=NOON)


def test_who_was_taken_off_the_list_meanwhile_is_said_to_be(photo, by):
    person = photo.persons.first()
    actions.remove_person(PersonShown.objects.get(pk=person.pk), by=by, at=NOON)
    with refused("This person was taken off the list meanwhile."):
        actions.withdraw_consent(person, by=by, at=NOON)


def test_the_journal_names_nobody(photo, by):
    actions.withdraw_consent(photo.persons.first(), by=by, at=NOON)
    for entry in JournalEntry.objects.all():
        assert "Rehberg" not in str(entry.data)


# -- A withdrawal --------------------------------------------------------------------------------


def test_a_withdrawal_takes_every_copy_down_at_once(make, by, django_capture_on_commit_callbacks):
    release, photo = announced(names=("Mira Rehberg", "Jonas Olt"))
    year, laureate = release.call.year, photo.laureate
    known = addresses(photo)
    files = [photo.file.name, photo.medium.name, *photo.renditions.values_list("file", flat=True)]
    office = Client()
    office.force_login(by)
    own = f"/verwaltung/veroeffentlichung/fotos/{photo.key}/bild/"
    pages = ["/", f"/preistraeger/{year}/", f"/preistraeger/{year}/{laureate.slug}/"]
    with at(release.embargo_until):
        anonymous = Client()
        etags = {path: anonymous.get(path).headers["ETag"] for path in known}
        assert {len(office.get(path).getvalue()) > 0 for path in (*known, own)} == {True}
        for page in pages:
            assert any(path in anonymous.get(page).content.decode() for path in known), page
        assert "Rehberg" in anonymous.get(pages[1]).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            actions.withdraw_consent(photo.persons.first(), by=by, at=release.embargo_until)
        never = f"/bilder/{'0' * 32}.avif"
        unknown = anonymous.get(never).content
        for path in known:
            for client in (anonymous, office):
                assert client.get(path).status_code == 404
                again = client.get(path, headers={"If-None-Match": etags[path]})
                assert again.status_code == 404
            gone = anonymous.get(path)
            assert gone.content == unknown.replace(never.encode(), path.encode())
            assert "ETag" not in gone.headers
        assert office.get(own).status_code == 404
        for page in pages:
            shown = anonymous.get(page).content.decode()
            assert not [path for path in known if path in shown]
            assert "Rehberg" not in shown
    assert not set(files) & set(default_storage.listdir("")[1])
    assert Rendition.objects.count() == 0
    assert (photos.for_print(release), photos.gaps(release)) == ([], [])
    entry = JournalEntry.objects.order_by("-number").first()
    assert (entry.action, entry.actor) == ("photo.consent_withdrawn", by.key)


def test_a_withdrawal_that_is_not_committed_deletes_no_file(make, by):
    _release, photo = announced(names=("Mira Rehberg",))
    names = list(photo.renditions.values_list("file", flat=True))
    actions.withdraw_consent(photo.persons.first(), by=by, at=NOON)  # never committed
    assert set(names) <= set(default_storage.listdir("")[1])


def test_a_second_click_on_the_withdrawal_changes_nothing(photo, by):
    person = photo.persons.first()
    actions.withdraw_consent(person, by=by, at=NOON)
    count = JournalEntry.objects.count()
    actions.withdraw_consent(person, by=by, at=NOON + SECOND)
    person.refresh_from_db()
    assert (person.withdrawn_at, JournalEntry.objects.count()) == (NOON, count)


def test_whoever_withdraws_while_it_is_drawn_is_not_shown(make, by, monkeypatch):
    photo = pictured(make.release(), drawn=False, names=("Mira Rehberg",))
    drawing = actions.developing.photo_drawing.draw

    def meanwhile(*given):
        actions.withdraw_consent(photo.persons.get(), by=by, at=NOON)
        yield from drawing(*given)

    monkeypatch.setattr(actions.developing.photo_drawing, "draw", meanwhile)
    before = set(default_storage.listdir("")[1])
    actions.draw_photo(photo.pk, at=NOON)
    assert Rendition.objects.count() == 0
    assert set(default_storage.listdir("")[1]) == before


def test_the_archive_loaded_again_brings_no_withdrawn_picture_back(make, by):
    """What the file says of a laureate's picture is no news once the office has put one there."""
    release, photo = announced(names=("Mira Rehberg",))
    rows = [{"persons": ["Mira Rehberg"], "credit": "X", "alt_text": {"de": "X"}}]
    actions.withdraw_consent(photo.persons.first(), by=by, at=NOON)
    load_photos(photo.laureate, rows)
    assert release.photos.get() == photo
    assert not release.photos.shown().exists()
