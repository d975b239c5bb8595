"""The virus scan: files are kept at once, and nobody but the members gets what is not clean."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation
from procrastinate.contrib.django import app

from awards import todos
from initiatives import actions, scanning, snapshots
from initiatives.actions.scanning import LATE
from initiatives.keys import uuid7
from initiatives.models import Application, Attachment, JournalEntry, Letter, Scan

from ..clamd import EICAR, listening
from ..hostile_pdfs import pdf, with_stream
from ..hostile_pictures import picture
from ..make import NOON, SECOND, at, refused

HOUR = timedelta(hours=1)


@pytest.fixture
def clamd(settings):
    with listening() as (scanner, address):
        settings.CLAMD_ADDRESS = address
        yield scanner


@pytest.fixture
def deaf(settings):
    """An address at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"


def infected() -> bytes:
    return with_stream(EICAR, b"[]")


def attach(make, draft, content: bytes | None = None, **more) -> Attachment:
    upload = SimpleUploadedFile("Plan.pdf", content or pdf())
    return actions.attach(draft, upload, by=make.owner(draft), at=NOON, **more)


def entries() -> list[str]:
    return [entry.action for entry in JournalEntry.objects.order_by("number")]


# -- The client ----------------------------------------------------------------------------------


def test_a_clean_file_is_clean_and_arrives_whole(clamd):
    chunks = [b"a" * 70_000, b"", b"b" * 10]
    assert scanning.infection(chunks) == ""
    assert clamd.seen == [b"".join(chunks)]


def test_an_infected_file_has_the_name_of_what_was_found(clamd):
    assert scanning.infection([b"x", EICAR]) == "Eicar-Test-Signature"


def test_it_speaks_on_a_socket_of_the_system_too(tmp_path, settings):
    with listening(tmp_path / "clamd.ctl") as (_scanner, settings.CLAMD_ADDRESS):
        assert scanning.infection([EICAR]) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"INSTREAM size limit exceeded. ERROR", "INSTREAM size limit exceeded. ERROR"),
        (b"stream: Can't allocate memory ERROR", "stream: Can't allocate memory ERROR"),
        (b"UNKNOWN COMMAND", "UNKNOWN COMMAND"),
        (b"\0", "The scanner hung up."),
        (b"OK" * 9000, "OK" * 2048),
    ],
)
def test_whatever_else_it_says_is_no_all_clear(clamd, answer, reason):
    clamd.answer = answer
    with pytest.raises(scanning.ScanFailed) as failure:
        scanning.infection([b"x"])
    assert str(failure.value)[: len(reason)] == reason


def test_a_scanner_that_hangs_is_no_all_clear(clamd, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    clamd.hangs.set()
    with pytest.raises(scanning.ScanFailed):
        scanning.infection([b"x"])


def test_a_scanner_that_is_not_there_is_no_all_clear(deaf):
    with pytest.raises(scanning.ScanFailed):
        scanning.infection([b"x"])


def test_a_socket_that_is_not_there_is_no_all_clear(tmp_path, settings):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.ctl")
    with pytest.raises(scanning.ScanFailed):
        scanning.infection([b"x"])


# -- After saving --------------------------------------------------------------------------------


def test_without_a_scanner_no_file_waits(make, settings):
    settings.CLAMD_ADDRESS = ""
    assert attach(make, make.application()).scan == Scan.OFF


def test_the_worker_scans_what_was_committed(make, work, clamd):
    content = pdf()
    kept = attach(make, make.application(), content)
    assert (kept.scan, clamd.seen) == (Scan.PENDING, [])
    with at(NOON + SECOND):
        work()
    kept.refresh_from_db()
    assert (kept.scan, kept.scanned_at) == (Scan.CLEAN, NOON + SECOND)
    assert clamd.seen == [content]
    assert entries() == ["application.attached", "application.file_clean"]


def test_an_infected_file_is_blocked_and_its_uploader_told(make, work, clamd, postbox):
    draft = make.application()
    kept = attach(make, draft, infected())
    work()
    kept.refresh_from_db()
    assert kept.scan == Scan.INFECTED
    entry = JournalEntry.objects.get(action="application.file_infected")
    assert entry.data == {"sha256": kept.sha256, "found": "Eicar-Test-Signature"}
    letter = Letter.objects.get(kind="infected")
    assert letter.to == make.owner(draft).email
    assert f"/bewerbungen/{draft.key}/anlagen/" in letter.text


def test_a_scan_that_fails_is_noted_once_and_tried_again(make, work, deaf):
    kept = attach(make, make.application())
    work()
    for _again in range(2):
        with pytest.raises(scanning.ScanFailed):
            actions.scan_by_id(kept.pk, at=NOON)
    kept.refresh_from_db()
    assert kept.scan == Scan.ERROR
    assert entries() == ["application.attached", "application.scan_failed"]


def test_what_waits_is_scanned_when_the_scanner_is_back(make, clamd, settings):
    draft = make.application()
    _pending, failed, before = (attach(make, draft) for _ in range(3))
    Attachment.objects.filter(pk=failed.pk).update(scan=Scan.ERROR)
    Attachment.objects.filter(pk=before.pk).update(scan=Scan.OFF)
    actions.scan_what_waits(at=NOON + LATE - SECOND)
    assert clamd.seen == []
    actions.scan_what_waits(at=NOON + LATE)
    assert set(Attachment.objects.values_list("scan", flat=True)) == {Scan.CLEAN}
    actions.scan_what_waits(at=NOON + LATE)
    assert len(clamd.seen) == 3


def test_after_three_failures_the_others_wait_for_the_next_time(make, settings, deaf):
    for _ in range(4):
        attach(make, make.application())
    actions.scan_what_waits(at=NOON + LATE)
    scans = Attachment.objects.order_by("pk").values_list("scan", flat=True)
    assert list(scans) == ["error", "error", "error", "pending"]
    actions.scan_what_waits(at=NOON + LATE)  # those that were not asked come first
    assert set(Attachment.objects.values_list("scan", flat=True)) == {"error"}


def test_a_file_from_before_the_scanner_stays_readable_while_none_answers(make, settings, deaf):
    kept = attach(make, make.application())
    Attachment.objects.update(scan=Scan.OFF)
    actions.scan_what_waits(at=NOON + LATE)
    kept.refresh_from_db()
    assert kept.scan == Scan.OFF


def test_who_switches_the_scanner_off_lets_nothing_wait_for_it(make, clamd, settings):
    attach(make, make.application())
    settings.CLAMD_ADDRESS = ""
    actions.scan_what_waits(at=NOON + LATE)
    assert Attachment.objects.get().scan == Scan.OFF
    assert entries()[-1] == "application.scan_left_out"


def test_a_file_that_was_removed_is_not_scanned(make, clamd):
    actions.scan_by_id(0, at=NOON)
    assert clamd.seen == []


def test_the_worker_asks_again_by_itself(make, work, clamd):
    draft = make.application()
    attach(make, draft)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")  # its job is lost
    app.configure_task("scan_what_waits").defer(timestamp=0)
    work()
    assert Attachment.objects.get().scan == Scan.CLEAN
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"scan_what_waits", "sweep_files"} <= names


# -- Who gets it ---------------------------------------------------------------------------------


WHO = ["owner", "reader", "stranger", "office", "juror"]
OPEN = {
    Scan.OFF: {"owner", "reader", "office", "juror"},
    Scan.CLEAN: {"owner", "reader", "office", "juror"},
    Scan.PENDING: {"owner", "reader"},
    Scan.ERROR: {"owner", "reader"},
    Scan.INFECTED: set(),
}


@pytest.fixture
def case(make):
    """A case with a picture in the version handed in, and the people around it."""
    assignment = make.assignment()
    application = assignment.application
    file = Attachment.objects.create(
        application=application,
        kind="picture",
        name="Werk.jpg",
        media_type="image/jpeg",
        size=3,
        sha256="0" * 64,
        uploaded_at=NOON,
    )
    for field in ("file", "medium", "small"):
        getattr(file, field).save(f"{field}.jpg", ContentFile(field.encode()))
    snapshots.freeze(application, by=make.owner(application), at=NOON, once=uuid7())
    people = {
        "owner": make.owner(application),
        "reader": make.member(application.initiative, "reader"),
        "stranger": make.user(),
        "office": make.office("reader"),
        "juror": assignment.juror.user,
    }
    return assignment, file, people


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("scan", Scan)
def test_who_gets_which_file(client, make, case, who, scan):
    assignment, file, people = case
    Attachment.objects.update(scan=scan)
    client.force_login(people[who])
    address = f"/bewerbungen/anlage/{file.key}/"
    if who == "juror":
        address = f"/jury/faelle/{assignment.key}/anlage/{file.key}/"
    for size, content in (("", "file"), ("mittel", "medium"), ("klein", "small")):
        answer = client.get(address, {"groesse": size})
        assert answer.status_code == (200 if who in OPEN[scan] else 404)
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content) == content.encode()
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.ERROR, Scan.INFECTED])
def test_office_and_jury_read_that_something_is_withheld_and_get_no_address(
    client, make, case, scan
):
    assignment, file, people = case
    for who, address in (
        ("office", f"/en/verwaltung/bewerbungen/{assignment.application.key}/"),
        ("juror", f"/en/jury/faelle/{assignment.key}/"),
    ):
        client.force_login(people[who])
        Attachment.objects.update(scan=Scan.CLEAN)
        assert str(file.key) in client.get(address).content.decode()
        Attachment.objects.update(scan=scan)
        page = client.get(address).content.decode()
        assert "1 attachment is still being scanned for viruses, or blocked." in page
        assert str(file.key) not in page


def test_an_infected_file_hinders_handing_in_until_it_is_removed(make, clamd):
    draft = make.application(complete=True)
    kept = attach(make, draft, infected())
    actions.scan(kept, at=NOON)
    with refused("Something is still missing: Remove “Plan.pdf”: the file holds malware."):
        actions.submit(draft, by=make.owner(draft), at=NOON, once=uuid7())
    actions.detach(kept, by=make.owner(draft), at=NOON)
    assert actions.problems(draft) == []


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.ERROR])
def test_a_file_that_waits_hinders_nothing(make, scan):
    draft = make.application(complete=True)
    attach(make, draft)
    Attachment.objects.update(scan=scan)
    assert actions.submit(draft, by=make.owner(draft), at=NOON, once=uuid7()).version == 1


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        (Scan.PENDING, "Being scanned for viruses"),
        (Scan.ERROR, "The virus scan is not possible just now"),
        (Scan.INFECTED, "Blocked: the file holds malware."),
    ],
)
@pytest.mark.parametrize("page", ["anlagen/", "pruefen/"])
def test_members_read_how_far_the_scan_is(client, make, scan, words, page):
    draft = make.application()
    attach(make, draft)
    Attachment.objects.update(scan=scan)
    client.force_login(make.owner(draft))
    with at(NOON):
        assert words in client.get(f"/en/bewerbungen/{draft.key}/{page}").content.decode()


def test_the_office_looks_after_infected_and_stuck_files(make):
    case, draft = make.submitted(), make.application()
    Application.objects.filter(pk=draft.pk).update(call=case.call)
    for application in (case, draft):
        for scan in (Scan.INFECTED, Scan.ERROR, Scan.PENDING):
            application.attachments.create(
                kind="document", name="a.pdf", size=1, uploaded_at=NOON, scan=scan
            )
    sheets = {"expected": 0, "finished": 0}

    def found(moment):
        rows = todos.of(case.call, at=moment, user=make.office(), sheets=sheets)
        return [row.what for row in rows if row.url == "/en/verwaltung/bewerbungen/"]

    with translation.override("en"):
        assert found(NOON + HOUR) == ["1 attachment holds malware"]
        assert found(NOON + HOUR + SECOND) == [
            "1 attachment holds malware",
            "4 files wait for the virus scan",
        ]


def test_pictures_are_scanned_as_they_are_kept(make, clamd):
    draft = make.application()
    upload = SimpleUploadedFile("a.png", picture("PNG"))
    kept = actions.attach(draft, upload, by=make.owner(draft), at=NOON)
    actions.scan(kept, at=NOON)
    assert clamd.seen[0][:3] == b"\xff\xd8\xff"
