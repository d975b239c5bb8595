"""Files beside the answers: how many, where they lie, and what happens to them."""

import re
import threading
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from awards import settings as product
from initiatives import actions, uploads
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
