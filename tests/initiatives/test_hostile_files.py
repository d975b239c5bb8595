"""A hundred files that nobody should send us: each is refused in words, or kept as a clean one.

Whatever it is, the program that looks into it never holds more than 300 MB, the next file is looked
into, and nothing stays on the disk.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from initiatives import actions, uploads

from ..hostile_pdfs import PDFS
from ..hostile_pictures import KEPT, PICTURES
from ..make import NOON, SECOND, refused

MEASURED = Path(__file__).parents[1] / "measured.py"
MEMORY = 300 * 1024  # kilobytes
SIZES = (3600, 1600, 480)


def uploaded(content: bytes, name: str) -> TemporaryUploadedFile:
    """As it comes from a browser: a large one lies on the disk."""
    upload = TemporaryUploadedFile(name, "application/octet-stream", len(content), None)
    upload.write(content)
    upload.seek(0)
    return upload


@pytest.fixture
def disk(tmp_path, settings) -> Path:
    """Where files lie, as in the product."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "initiatives.storage.DurableStorage",
            "OPTIONS": {"location": folder, "file_permissions_mode": 0o600},
        },
    }
    return folder


@pytest.fixture
def peak(tmp_path, monkeypatch):
    """The most memory that an inspection held, in kilobytes."""
    log = tmp_path / "peak"
    measured = [sys.executable, "-I", str(MEASURED), str(log), *uploads.INSPECTION]
    monkeypatch.setattr(uploads, "INSPECTION", measured)
    return lambda: max(int(line) for line in log.read_text().split()) if log.exists() else 0


def attached(make, name: str, content: bytes):
    draft = make.application(call__closes_at=NOON + SECOND)
    with uploaded(content, name) as upload:
        return actions.attach(draft, upload, by=make.owner(draft), at=NOON)


def check(make, disk, peak, name: str, content: bytes, sentence: str):
    kept = None
    if sentence:
        with refused(sentence):
            attached(make, name, content)
    else:
        kept = attached(make, name, content)
    names = {kept.file.name, kept.medium.name, kept.small.name} - {""} if kept else set()
    assert {path.name for path in disk.iterdir()} == names
    assert peak() < MEMORY
    assert uploads.ONE_AT_A_TIME.acquire(blocking=False)
    uploads.ONE_AT_A_TIME.release()
    return kept


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture(make, disk, peak, name):
    build, sentence = PICTURES[name]
    kept = check(make, disk, peak, f"{name}.png", build(), sentence)
    if sentence == KEPT:
        for file, edge in zip((kept.file, kept.medium, kept.small), SIZES, strict=True):
            content = file.read()
            file.close()
            assert_clean(content)
            with Image.open(io.BytesIO(content)) as drawn:
                assert max(drawn.size) <= edge


def assert_clean(jpeg: bytes) -> None:
    """A JPEG with nothing in it but its pixels."""
    with Image.open(io.BytesIO(jpeg)) as drawn:
        drawn.load()
        assert (drawn.format, drawn.mode) == ("JPEG", "RGB")
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(drawn.getexif()) == {}
    assert b"privat" not in jpeg
    assert jpeg.endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf(make, disk, peak, name):
    build, sentence = PDFS[name]
    content = build()
    kept = check(make, disk, peak, f"{name}.pdf", content, sentence)
    if sentence == KEPT:
        assert kept.file.read() == content
        kept.file.close()


def test_there_are_a_hundred_of_them():
    assert len(PICTURES) + len(PDFS) >= 100


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "datei.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("C:\\Daten\\Bericht.PDF", "Bericht.pdf"),
        ("Rech\u202enung\x07.exe", "Rechnung.pdf"),
        ("\u200f\u200b\x00\x1b", "datei.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
        ("CON.pdf", "datei-CON.pdf"),
        ("com1.tar.gz", "datei-com1.tar.pdf"),
        ("<script>alert(1)<", "<script>alert(1)<.pdf"),
        ('a"; filename="b.exe', 'a"; filename="b.pdf'),
        ("Grüße aus der Talaue.pdf", "Grüße aus der Talaue.pdf"),
    ],
)
def test_a_name_is_kept_without_its_tricks(given, kept):
    assert f"{uploads._stem(given)}.pdf" == kept
