"""Files beside the answers: how many, where they lie, and what happens to them."""

import errno
import os
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connection
from django.utils import timezone
from PIL import Image

from awards import settings as product
from initiatives import actions, snapshots, sweeping, uploads
from initiatives.models import Attachment, JournalEntry

from ..make import NOON, SECOND, refused
from .test_uploads import ACTS, opens_a_script, pdf, picture

LATE = "The deadline has passed. What was saved before stays readable; nothing new is stored."
FULL = "An application holds at most 5 pictures and 3 PDF files. Remove one first."


@pytest.fixture
def draft(make):
    return make.application(call__closes_at=NOON + SECOND)


def attach(make, application, content=None, name="Bericht.pdf", **more):
    upload = SimpleUploadedFile(name, content or pdf())
    return actions.attach(application, upload, by=make.owner(application), at=NOON, **more)


def describe(file, *, by, **said):
    before = {"caption": "", "credit": "", "alt_text": "", "rights": False}
    actions.describe(file, by=by, at=NOON, **before | said)


def test_a_file_is_kept_with_what_is_known_of_it(make, draft):
    kept = attach(make, draft, picture("PNG"), "Werk.png", caption="Werk", credit="Foto: A. B.")
    found = Attachment.objects.get()
    assert (found.name, found.kind, found.media_type) == ("Werk.jpg", "picture", "image/jpeg")
    assert (found.caption, found.credit, found.uploaded_at) == ("Werk", "Foto: A. B.", NOON)
    assert found.file.read()[:3] == b"\xff\xd8\xff"
    assert found.size == found.file.size
    assert found.uploaded_by == make.owner(draft)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("application.attached", {"sha256": kept.sha256})


def test_its_name_on_the_disk_is_random(make, draft):
    first, second = attach(make, draft).file.name, attach(make, draft).file.name
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", first)
    assert first != second


def test_the_product_keeps_files_outside_all_it_serves():
    uploads = product.STORAGES["default"]["OPTIONS"]
    assert uploads["file_permissions_mode"] == 0o600
    served = [Path(folder).resolve() for folder in (current.STATIC_ROOT, *current.STATICFILES_DIRS)]
    place = Path(uploads["location"]).resolve()
    assert not [folder for folder in served if place == folder or folder in place.parents]
    assert current.MEDIA_ROOT == ""


def test_a_refused_file_leaves_nothing(make, draft):
    before = default_storage.listdir("")[1]
    with refused(ACTS):
        attach(make, draft, pdf(opens_a_script))
    assert (Attachment.objects.count(), JournalEntry.objects.count()) == (0, 0)
    assert default_storage.listdir("")[1] == before


@pytest.mark.parametrize("when", [NOON + SECOND, NOON + 2 * SECOND])
def test_after_the_deadline_no_file_is_looked_into(make, draft, monkeypatch, when):
    monkeypatch.setattr(uploads, "INSPECTION", "there is no such program")
    with refused(LATE):
        actions.attach(draft, SimpleUploadedFile("a.pdf", pdf()), by=make.owner(draft), at=when)


def test_of_those_who_may_not_write_no_file_is_looked_into(make, draft, monkeypatch):
    monkeypatch.setattr(uploads, "INSPECTION", "there is no such program")
    with refused("Only owners and editors can change the application."):
        actions.attach(draft, SimpleUploadedFile("a.pdf", pdf()), by=make.user(), at=NOON)


def test_three_documents_are_kept_and_a_fourth_is_refused(make, draft):
    for _ in range(3):
        attach(make, draft)
    with refused(FULL):
        attach(make, draft)
    assert draft.attachments.count() == 3


def test_five_pictures_are_kept_and_a_sixth_is_refused(make, draft):
    attach(make, draft)
    for _ in range(5):
        attach(make, draft, picture(), "Foto.jpg")
    with refused(FULL):
        attach(make, draft, picture(), "Foto.jpg")
    assert draft.attachments.filter(kind="picture").count() == 5


def test_a_reader_cannot_attach(make, draft):
    reader = make.member(draft.initiative, "reader")
    with refused("Only owners and editors can change the application."):
        actions.attach(draft, SimpleUploadedFile("a.pdf", pdf()), by=reader, at=NOON)


def test_nothing_is_attached_after_the_deadline(make, draft):
    with refused(
        "The deadline has passed. What was saved before stays readable; nothing new is stored."
    ):
        actions.attach(
            draft, SimpleUploadedFile("a.pdf", pdf()), by=make.owner(draft), at=NOON + SECOND
        )


@pytest.mark.django_db(transaction=True)
def test_while_we_look_into_a_file_others_go_on_writing(make):
    draft = make.application()
    person, failures = make.owner(draft), []

    def write() -> None:
        try:
            actions.save_answers(draft, {"title": ("Talaue", 0)}, by=person, at=NOON)
        except Exception as failure:  # shown by the assertion below
            failures.append(failure)
        finally:
            connection.close()

    class Slow(SimpleUploadedFile):
        def seek(self, *place):
            writer = threading.Thread(target=write)
            writer.start()
            writer.join()
            return super().seek(*place)

    actions.attach(draft, Slow("a.pdf", pdf()), by=person, at=NOON)
    assert failures == []
    assert (draft.answers.count(), draft.attachments.count()) == (1, 1)


def test_what_is_said_about_a_file_can_be_changed(make, draft):
    kept = attach(make, draft, caption="Alt")
    said = {"caption": "Werk", "credit": "Foto: A. B.", "alt_text": "Ein Werk."}
    actions.describe(kept, by=make.owner(draft), at=NOON, rights=False, **said)
    assert Attachment.objects.values(*said).get() == said


def test_a_reader_changes_nothing_that_is_said_about_it(make, draft):
    kept, reader = attach(make, draft, caption="Alt"), make.member(draft.initiative, "reader")
    with refused("Only owners and editors can change the application."):
        describe(kept, by=reader, caption="Neu")
    assert Attachment.objects.get().caption == "Alt"


def test_a_file_is_removed_with_its_content(make, draft, django_capture_on_commit_callbacks):
    kept = attach(make, draft)
    name = kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(kept, by=make.owner(draft), at=NOON)
    assert not draft.attachments.exists()
    assert not default_storage.exists(name)
    assert [entry.action for entry in JournalEntry.objects.all()] == [
        "application.attached",
        "application.detached",
    ]


def test_a_file_stays_when_its_removal_is_not_completed(make, draft):
    kept = attach(make, draft)
    actions.detach(kept, by=make.owner(draft), at=NOON)  # never committed
    assert default_storage.exists(kept.file.name)


def test_a_file_of_a_version_handed_in_stays(make):
    application = make.submitted()
    kept = Attachment.objects.create(
        application=application, kind="document", name="a.pdf", size=1, uploaded_at=NOON
    )
    with refused(
        "This application has been handed in. "
        "Before the deadline you can open it again and change it."
    ):
        actions.detach(kept, by=make.owner(application), at=NOON)
    assert application.attachments.get() == kept


# -- Rights --------------------------------------------------------------------------------------


def test_who_confirms_the_rights_and_when_is_kept_and_can_be_taken_back(make, draft):
    kept, owner = attach(make, draft, picture(), "Foto.jpg"), make.owner(draft)
    assert (kept.rights_at, kept.rights_by) == (None, None)
    describe(kept, by=owner, rights=True)
    kept.refresh_from_db()
    assert (kept.rights_at, kept.rights_by) == (NOON, owner)
    describe(kept, by=owner, rights=True, caption="Neu")  # says nothing new about the rights
    describe(kept, by=owner, rights=False)
    kept.refresh_from_db()
    assert (kept.rights_at, kept.rights_by) == (None, None)
    assert [entry.action for entry in JournalEntry.objects.order_by("number")] == [
        "application.attached",
        "application.rights_confirmed",
        "application.rights_taken_back",
    ]


def test_rights_given_with_the_picture_are_kept_with_it(make, draft):
    kept = attach(make, draft, picture(), "Foto.jpg", rights=True)
    assert (kept.rights_at, kept.rights_by) == (NOON, make.owner(draft))


def test_a_document_needs_no_rights(make, draft):
    assert attach(make, draft, rights=True).rights_at is None


def test_without_description_and_rights_a_picture_is_not_handed_in(make):
    draft = make.application(complete=True, call__closes_at=NOON + SECOND)
    kept, owner = attach(make, draft, picture(), "Foto.jpg"), make.owner(draft)
    assert [(one.page, one.field, one.text) for one in actions.problems(draft)] == [
        ("files", f"{kept.key}-alt_text", "Beschreiben Sie das Bild in einem Satz"),
        ("files", f"{kept.key}-rights", "Bestätigen Sie die Rechte an „Foto.jpg“"),
    ]
    describe(kept, by=owner, alt_text="Eine Halle.", rights=True)
    assert actions.problems(draft) == []


# -- Order ---------------------------------------------------------------------------------------


@pytest.fixture
def row(make, draft):
    """Three pictures and a document that came between them."""
    first = attach(make, draft, picture(), "A.jpg")
    document = attach(make, draft, name="Plan.pdf")
    others = [attach(make, draft, picture(), f"{name}.jpg") for name in "BC"]
    return [first, *others, document]


def order(draft) -> str:
    return " ".join(file.name.partition(".")[0] for file in draft.attachments.current())


def test_pictures_come_first_and_each_kind_as_it_came(draft, row):
    assert order(draft) == "A B C Plan"


@pytest.mark.parametrize(
    ("which", "up", "place", "after"),
    [
        (1, True, 1, "B A C Plan"),
        (1, False, 3, "A C B Plan"),
        (0, True, 1, "A B C Plan"),  # the ends of the row
        (2, False, 3, "A B C Plan"),
        (3, True, 1, "A B C Plan"),
    ],
)
def test_a_file_changes_places_with_its_neighbour(make, draft, row, which, up, place, after):
    assert actions.move(row[which], up=up, by=make.owner(draft), at=NOON) == place
    assert order(draft) == after
    assert [file["name"][0] for file in snapshots.contents(draft, at=NOON)["files"]] == [
        name[0] for name in after.split()
    ]


def test_what_comes_after_moving_comes_last(make, draft, row):
    actions.move(row[2], up=True, by=make.owner(draft), at=NOON)
    attach(make, draft, picture(), "D.jpg")
    assert order(draft) == "A C B D Plan"


def test_a_reader_moves_nothing(make, draft, row):
    reader = make.member(draft.initiative, "reader")
    with refused("Only owners and editors can change the application."):
        actions.move(row[1], up=True, by=reader, at=NOON)


def test_after_the_deadline_nothing_moves(make, draft, row):
    with refused(LATE):
        actions.move(row[1], up=True, by=make.owner(draft), at=NOON + SECOND)


def test_a_file_removed_meanwhile_is_not_moved(make, draft, row):
    actions.detach(row[1], by=make.owner(draft), at=NOON)
    with refused("This file was removed meanwhile."):
        actions.move(row[1], up=True, by=make.owner(draft), at=NOON)


def test_removing_twice_is_removing_once(make, draft, row):
    for _click in range(2):
        actions.detach(row[1], by=make.owner(draft), at=NOON)
    assert order(draft) == "A C Plan"
    assert JournalEntry.objects.filter(action="application.detached").count() == 1


# -- On the disk ---------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path, settings) -> Path:
    """Where files lie, as in the product."""
    place = {"location": tmp_path, "file_permissions_mode": 0o600}
    durable = {"BACKEND": "initiatives.storage.DurableStorage", "OPTIONS": place}
    settings.STORAGES = {**settings.STORAGES, "default": durable}
    return tmp_path


def names(disk: Path) -> list[str]:
    return sorted(path.name for path in disk.iterdir())


def test_a_picture_lies_there_in_three_sizes_for_us_alone(make, draft, disk):
    kept = attach(make, draft, picture(size=(2000, 1000)), "Foto.jpg")
    assert names(disk) == sorted([kept.file.name, kept.medium.name, kept.small.name])
    assert {path.stat().st_mode & 0o777 for path in disk.iterdir()} == {0o600}
    for field, width in ((kept.file, 2000), (kept.medium, 1600), (kept.small, 480)):
        with Image.open(disk / field.name) as drawn:
            assert drawn.width == width


def test_all_of_it_goes_with_the_file(make, draft, disk, django_capture_on_commit_callbacks):
    kept = attach(make, draft, picture(), "Foto.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(kept, by=make.owner(draft), at=NOON)
    assert names(disk) == []


def test_a_file_too_many_leaves_nothing_on_the_disk(make, draft, disk):
    for _ in range(3):
        attach(make, draft)
    before = names(disk)
    with refused(FULL):
        attach(make, draft)
    assert names(disk) == before


def test_where_the_database_refuses_nothing_stays_on_the_disk(make, draft, disk):
    with pytest.raises(DataError):
        attach(make, draft, picture(), "Foto.jpg", caption="x" * 301)
    assert (names(disk), Attachment.objects.count()) == ([], 0)


def test_a_full_disk_is_said_and_leaves_nothing(make, draft, disk, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refused("The file cannot be stored just now. Try again later."):
        attach(make, draft, picture(), "Foto.jpg")
    assert (names(disk), Attachment.objects.count()) == ([], 0)


@pytest.mark.parametrize("at", ["rename", "fsync"])
def test_a_file_is_never_there_in_part(disk, monkeypatch, at):
    def cut(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path if at == "rename" else os, at, cut)
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("a.pdf", ContentFile(b"x" * 9))
    assert names(disk) == []


# -- What nobody names ---------------------------------------------------------------------------


def left_over(disk: Path, name: str, *, age: timedelta, now) -> None:
    (disk / name).write_bytes(b"x")
    moment = (now - age).timestamp()
    os.utime(disk / name, (moment, moment))


def test_what_no_row_names_is_swept_after_a_day(make, draft, disk):
    kept = attach(make, draft, picture(), "Foto.jpg")
    now, day = timezone.now(), timedelta(hours=24)
    for name in names(disk):
        os.utime(disk / name, (0, 0))  # as old as can be, and named by a row
    orphan, part = f"{'a' * 32}.pdf", f"{'b' * 32}-m.jpg.part"
    left_over(disk, orphan, age=day, now=now)
    left_over(disk, part, age=day, now=now)
    left_over(disk, f"{'c' * 32}.pdf", age=day - SECOND, now=now)
    left_over(disk, "fremd.pdf", age=9 * day, now=now)
    assert sorted(sweeping.sweep(at=now)) == [orphan, part]
    assert names(disk) == sorted(
        [kept.file.name, kept.medium.name, kept.small.name, f"{'c' * 32}.pdf", "fremd.pdf"]
    )


def test_a_file_kept_for_a_version_is_not_swept(make, draft, disk):
    kept = attach(make, draft)
    Attachment.objects.update(removed_at=NOON)
    os.utime(disk / kept.file.name, (0, 0))
    assert sweeping.sweep(at=timezone.now()) == []


def test_sweeping_an_empty_place_asks_nothing(db, disk, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert sweeping.sweep(at=timezone.now()) == []
