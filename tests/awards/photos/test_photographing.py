"""Pictures of a release: kept, cut, described, replaced, taken away."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.utils import translation
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from awards import actions, photos
from awards.models import Licence, Photo, Rendition
from initiatives import sweeping
from initiatives.models import JournalEntry, Local
from initiatives.refusals import Stale
from initiatives.shown import digest

from ...hostile_pdfs import pdf
from ...hostile_pictures import UNREADABLE
from ...make import DAY, NOON, SECOND, refused
from .shots import announced, pictured, shot, upload

READS = "Your role reads and does not decide."


def said() -> list[tuple[str, dict]]:
    return [
        (entry.action, entry.data)
        for entry in JournalEntry.objects.filter(action__startswith="photo.").order_by("number")
    ]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def release(make):
    return make.release()


def add(make, release, content=None, **more) -> Photo:
    return actions.add_photo(release, upload(content), by=make.office("editor"), at=NOON, **more)


# -- Adding and drawing --------------------------------------------------------------------------


def test_a_photo_is_kept_without_place_and_camera(make, release):
    exif = Image.Exif()
    exif[0x010F] = "Talaue-Kamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0)})
    photo = pictured_with(make, release, shot(exif=exif, comment=b"privat"))
    assert (photo.name, photo.width, photo.height) == ("Talaue.jpg", 600, 400)
    assert (photo.uploaded_at, photo.position, photo.laureate) == (NOON, 1, None)
    files = [photo.file, photo.medium, *(one.file for one in photo.renditions.all())]
    assert len(files) == 2 + 5 * 3
    for file in files:
        with file.open() as opened:
            content = opened.read()
        assert (b"Exif" in content, b"Talaue" in content, b"privat" in content) == (False,) * 3
        assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


def pictured_with(make, release, content) -> Photo:
    photo = add(make, release, content)
    actions.draw_photo(photo.pk, at=NOON)
    return Photo.objects.get(pk=photo.pk)


@pytest.mark.django_db(transaction=True)
def test_a_worker_draws_what_was_added(make, work):
    photo = add(make, make.release())
    assert (photo.renditions.count(), photo.drawn_at) == (0, None)
    work()
    photo.refresh_from_db()
    assert photo.renditions.count() == 15
    assert photo.drawn_at is not None
    assert photo.failed_at is None


def test_nothing_but_a_picture_is_a_photo(make, release):
    before = default_storage.listdir("")[1]
    with refused("A photo is a file in JPEG, PNG or WebP."):
        add(make, release, pdf())
    with refused(UNREADABLE):
        add(make, release, b"<svg/>")
    assert (Photo.objects.count(), default_storage.listdir("")[1]) == (0, before)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_changes_nothing(make, release, role, monkeypatch):
    photo = pictured(release, names=("Mira Rehberg",))
    reader, person = make.office(role), photo.persons.get()
    by = {"by": reader, "at": NOON}
    for deed in (
        lambda: actions.add_photo(release, upload(), **by),
        lambda: actions.describe_photo(
            photo, owner="", credit="", licence="", alt_text=Local(), **by
        ),
        lambda: actions.set_focus(photo, x=1, y=1, **by),
        lambda: actions.move_photo(photo, up=True, **by),
        lambda: actions.replace_photo(photo, upload(), **by),
        lambda: actions.remove_photo(photo, **by),
        lambda: actions.redraw_photo(photo, **by),
        lambda: actions.add_person(photo, name="A", **by),
        lambda: actions.describe_person(person, name="A", consent_on=None, consent_text="", **by),
        lambda: actions.move_person(person, up=True, **by),
        lambda: actions.remove_person(person, **by),
        lambda: actions.withdraw_consent(person, **by),
    ):
        with refused(READS):
            deed()


def test_a_picture_that_cannot_be_drawn_says_so_and_is_drawn_later(make, release, monkeypatch):
    photo = add(make, release)
    with photo.file.open() as file:
        content = file.read()
    default_storage.delete(photo.file.name)
    default_storage.save(photo.file.name, upload(content[:200]))
    with pytest.raises(OSError, match="Truncated"):
        actions.draw_photo(photo.pk, at=NOON)
    photo.refresh_from_db()
    assert (photo.failed_at, photo.drawn_at, photo.renditions.count()) == (NOON, None, 0)
    assert photos.lacking(photo)[-1] == "The picture could not be processed."
    default_storage.delete(photo.file.name)
    default_storage.save(photo.file.name, upload(content))
    actions.redraw_photo(photo, by=make.office("lead"), at=NOON)
    actions.draw_photo(photo.pk, at=NOON + SECOND)
    photo.refresh_from_db()
    assert (photo.failed_at, photo.drawn_at) == (None, NOON + SECOND)


def test_what_a_dead_worker_left_is_taken_up_ten_minutes_later(make, release):
    photo = add(make, release)
    from_jobs = queued()
    actions.draw_what_waits(at=NOON + 599 * SECOND)
    assert queued() == from_jobs
    actions.draw_what_waits(at=NOON + 600 * SECOND)
    assert queued() == from_jobs + 1
    Photo.objects.filter(pk=photo.pk).update(failed_at=NOON + DAY)
    actions.draw_what_waits(at=NOON + 2 * DAY)
    assert queued() == from_jobs + 1


def queued() -> int:
    return ProcrastinateJob.objects.filter(task_name="draw_photo").count()


# -- Focus ---------------------------------------------------------------------------------------


def test_a_new_focus_draws_anew_and_what_is_out_stays_until_then(make, release):
    photo = pictured(release)
    before = {one.key: one.file.name for one in photo.renditions.all()}
    actions.set_focus(photo, x=0, y=1000, by=make.office("editor"), at=NOON)
    assert set(photo.renditions.values_list("key", flat=True)) == set(before)
    actions.draw_photo(photo.pk, at=NOON)
    after = set(photo.renditions.values_list("key", flat=True))
    assert (len(after), after & set(before)) == (15, set())
    assert said()[-1] == ("photo.focused", {"x": 0, "y": 1000})


def test_a_focus_set_while_it_is_drawn_wins(make, release, monkeypatch):
    photo = add(make, release)
    drawing = actions.developing.photo_drawing.draw

    def meanwhile(*given):
        Photo.objects.filter(pk=photo.pk).update(focus_x=900)
        yield from drawing(*given)

    monkeypatch.setattr(actions.developing.photo_drawing, "draw", meanwhile)
    before = set(default_storage.listdir("")[1])
    actions.draw_photo(photo.pk, at=NOON)
    assert (photo.renditions.count(), set(default_storage.listdir("")[1])) == (0, before)


# -- What is said about it -----------------------------------------------------------------------


def describe(photo, by, **given):
    fields = {"owner": "", "credit": "A. Berg", "licence": Licence.PRESS, "alt_text": Local(de="X")}
    actions.describe_photo(photo, by=by, at=NOON, **fields | given)


def test_what_is_said_is_kept_and_what_is_missing_told(make, release):
    photo = pictured(release, names=("Mira Rehberg",))
    address = f"/en/verwaltung/veroeffentlichung/fotos/{photo.key}/"
    assert photos.gaps(release) == [
        ("Photo 1: The credit is missing.", address),
        ("Photo 1: The description is missing.", address),
        ("Photo 1: The consent of Mira Rehberg is missing.", address),
    ]
    describe(photo, make.office("editor"), alt_text=Local(de="Eine Person", en="One person"))
    person = photo.persons.get()
    actions.describe_person(
        person,
        name="Mira Rehberg",
        consent_on=NOON.date(),
        consent_text="Liste",
        by=make.office("editor"),
        at=NOON,
    )
    assert photos.gaps(release) == []
    describe(photo, make.office("editor"))
    assert photos.gaps(release) == []
    assert photos.in_german_only(release) == [("Description of photo 1", address)]


def test_who_describes_an_older_state_overwrites_nothing(make, release):
    photo = pictured(release)
    seen = digest(actions.photographing.said_of(photo))
    describe(photo, make.office("editor"), seen=seen)
    with pytest.raises(Stale):
        describe(photo, make.office("lead"), credit="C. Dorn", seen=seen)
    photo.refresh_from_db()
    assert photo.credit_line == "Photo: © A. Berg"


def test_a_photo_belongs_to_a_laureate_of_this_release(make):
    release, _photo = announced()
    other = make.application()
    with refused("This initiative is no laureate. Choose another one."):
        add(make, release, owner=str(other.key))


def test_a_photo_given_before_the_release_follows_the_case_through_it(make):
    decision = make.decision()
    release = make.release(call=decision.prize.call)
    photo = pictured(release, owner=str(decision.application.key))
    assert (photo.laureate, photo.application) == (None, decision.application)
    said = Local(de="Eine Person", en="One person")
    describe(photo, make.office("editor"), owner=str(decision.application.key), alt_text=said)
    actions.confirm(release, by=make.office("editor"), at=NOON)
    photo.refresh_from_db()
    assert photo.laureate == release.laureates.get()
    release.refresh_from_db()
    actions.revoke(release, by=make.office("lead"), at=NOON)
    photo.refresh_from_db()
    assert (photo.laureate, photo.application) == (None, decision.application)


def test_photos_change_places_and_ends_stay_ends(make, release):
    first, second = pictured(release, drawn=False), pictured(release, drawn=False)
    by = make.office("editor")
    assert actions.move_photo(second, up=True, by=by, at=NOON) == 1
    assert actions.move_photo(second, up=True, by=by, at=NOON) == 1
    assert list(release.photos.all()) == [second, first]


def test_the_print_has_the_largest_file_with_caption_and_credit(make):
    release, photo = announced(names=("Mira Rehberg", "Jonas Olt"))
    describe(photo, make.office("editor"), owner=str(photo.laureate.key), licence=Licence.CC_BY)
    (found,) = photos.for_print(release)
    assert (found.photo, found.name) == (photo, "Bündnis Geheim")
    assert (found.caption, found.credit) == (
        "From left: Mira Rehberg and Jonas Olt.",
        "Photo: © A. Berg, CC BY 4.0",
    )
    with found.file.open() as file:
        assert Image.open(file).size == (600, 400)


def test_laureates_without_a_photo_and_small_photos_are_hints(make):
    release, photo = announced()
    assert [hint.words for hint in photos.hints(release)] == [
        "Photo 1 is small (600 × 400 pixels) and will look soft in print."
    ]
    photo.delete()
    assert [hint.words for hint in photos.hints(release)] == [
        "There is no photo of Bündnis Geheim. A placeholder is shown."
    ]


# -- Taking away ---------------------------------------------------------------------------------


def names_of(photo) -> set[str]:
    return {photo.file.name, photo.medium.name, *photo.renditions.values_list("file", flat=True)}


def test_before_the_release_a_photo_is_deleted_with_all_its_files(
    make, release, django_capture_on_commit_callbacks
):
    photo = pictured(release, names=("Mira Rehberg",))
    files = names_of(photo)
    with django_capture_on_commit_callbacks(execute=True):
        assert not actions.remove_photo(photo, by=make.office("editor"), at=NOON)
    assert (Photo.objects.count(), Rendition.objects.count()) == (0, 0)
    assert not files & set(default_storage.listdir("")[1])
    assert said()[-1][0] == "photo.deleted"


@pytest.mark.parametrize("early", [SECOND, 0 * SECOND])
def test_once_public_a_photo_is_taken_down_and_stays_noted(
    make, early, django_capture_on_commit_callbacks
):
    release, photo = announced()
    files, at = names_of(photo), release.embargo_until - early
    with django_capture_on_commit_callbacks(execute=True):
        stays = actions.remove_photo(photo, by=make.office("editor"), at=at)
    assert (stays, Photo.objects.exists()) == (not early, not early)
    assert not files & set(default_storage.listdir("")[1])


def test_a_replaced_photo_is_gone_and_whoever_withdrew_with_it(
    make, release, django_capture_on_commit_callbacks
):
    photo = pictured(release, names=("Mira Rehberg", "Jonas Olt"))
    files, by = names_of(photo), make.office("editor")
    actions.withdraw_consent(photo.persons.last(), by=by, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.replace_photo(photo, upload(shot((900, 600)), "Neu.png"), by=by, at=NOON)
    photo = Photo.objects.get()
    assert (photo.name, photo.width, photo.taken_down_at) == ("Neu.jpg", 900, None)
    assert photo.names == ["Mira Rehberg"]
    assert photo.renditions.count() == 0
    assert default_storage.exists(photo.file.name)
    assert [entry[0] for entry in said()][-1] == "photo.replaced"
    assert files - names_of(photo) == files


def test_a_copy_that_no_row_names_is_swept(make, release):
    photo = pictured(release)
    kept = names_of(photo)
    left = [f"{'a' * 32}.avif", f"{'b' * 32}.webp"]
    for name in left:
        default_storage.save(name, upload())
    swept = sweeping.sweep(at=NOON + 20000 * DAY)
    assert set(left) <= set(swept)
    assert not kept & set(swept)
