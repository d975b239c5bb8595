"""Files from outside: told by their content, refused when they act, drawn anew when pictures."""

import hashlib
import io
import resource
import struct
import sys
import zlib

import pikepdf
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Encryption
from PIL import Image

from initiatives import uploads

from ..hostile_pdfs import (
    ACTS,
    DAMAGED,
    HEAVY,
    acts_in_an_array,
    acts_on_a_page,
    bomb,
    embeds_a_file,
    has_a_form_program,
    opens_a_program,
    opens_a_script,
    opens_a_script_elsewhere,
    pdf,
    pins_a_file_to_a_page,
)
from ..hostile_pictures import TOO_MANY_PIXELS, UNREADABLE, picture
from ..make import refused


def inspect(content: bytes, name: str = "Anlage.pdf") -> uploads.Clean:
    return uploads.inspect(SimpleUploadedFile(name, content))


def large(clean: uploads.Clean) -> bytes:
    """What is kept: the document, or the picture in its large size."""
    return b"".join(clean.contents[0].chunks())


# -- PDF -----------------------------------------------------------------------------------------


def test_a_pdf_is_kept_byte_for_byte():
    content = typst.compile(b'= Talaue\n#lorem(500) #link("https://talaue.example")[Talaue]')
    clean = inspect(content, "Unser Bericht.pdf")
    assert clean == uploads.Clean(
        kind="document",
        name="Unser Bericht.pdf",
        media_type="application/pdf",
        extension="pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        contents=clean.contents,
    )
    assert large(clean) == content


def test_a_pdf_with_a_password_is_refused():
    with refused("The PDF file is protected by a password. Save it without."):
        inspect(pdf(encryption=Encryption(user="geheim", owner="geheim")))


@pytest.mark.parametrize("packed", ["generate", "disable"])
@pytest.mark.parametrize(
    "edit",
    [
        opens_a_script,
        opens_a_script_elsewhere,
        opens_a_program,
        acts_on_a_page,
        acts_in_an_array,
        embeds_a_file,
        pins_a_file_to_a_page,
        has_a_form_program,
    ],
)
def test_a_pdf_is_refused_that(edit, packed):
    mode = pikepdf.ObjectStreamMode[packed]
    with refused(ACTS):
        inspect(pdf(edit, object_stream_mode=mode))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("content", [pdf(), typst.compile(b"#lorem(2000)")])
def test_a_truncated_pdf_is_refused(content, kept):
    with refused(DAMAGED):
        inspect(content[: int(len(content) * kept)])


def test_a_pdf_without_pages_is_refused():
    with refused(DAMAGED):
        inspect(pdf(lambda document: document.pages.remove(p=1)))


def test_garbage_with_the_head_of_a_pdf_is_refused():
    with refused(DAMAGED):
        inspect(b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF\n")


def test_two_hundred_pages_are_kept():
    def add(document):
        document.pages.extend([document.pages[0]] * 199)

    assert inspect(pdf(add)).kind == "document"


def test_more_than_two_hundred_pages_are_refused():
    def add(document):
        document.pages.extend([document.pages[0]] * 200)

    with refused("A PDF file may have at most 200 pages."):
        inspect(pdf(add))


def test_a_pdf_of_more_than_20_mb_is_refused():
    with refused("A PDF file may have at most 20 MB."):
        inspect(b"%PDF-1.7\n" + bytes(uploads.PDF_BYTES))


def test_the_bomb_is_a_pdf_as_long_as_it_is_small():
    assert inspect(bomb(1000)).kind == "document"


def test_a_small_pdf_that_unfolds_to_gigabytes_is_refused_at_no_cost_to_the_server():
    content = bomb(12_000_000)
    assert len(content) < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with refused(HEAVY):
        inspect(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "raise SystemExit(3)", "import time; time.sleep(60)"]
)
def test_a_file_at_which_the_inspection_dies_is_refused(tmp_path, monkeypatch, program):
    dying = tmp_path / "inspection.py"
    dying.write_text(program)
    monkeypatch.setattr(uploads, "INSPECTION", [sys.executable, str(dying)])
    monkeypatch.setattr(uploads, "SECONDS", 1)
    with refused(HEAVY):
        inspect(pdf())


# -- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_jpeg(kind):
    clean = inspect(picture(kind), f"IMG_4711.{kind}")
    assert clean[:4] == ("picture", "IMG_4711.jpg", "image/jpeg", "jpg")
    content = large(clean)
    with Image.open(io.BytesIO(content)) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (300, 200))
    assert (clean.size, clean.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_picture_loses_place_camera_and_comment():
    exif = Image.Exif()
    exif[0x010F] = "Talaue-Kamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 22.0, 0.0)})
    marked = picture(exif=exif, comment=b"privat", xmp=b"<x>privat</x>", icc_profile=b"privat" * 9)
    content = large(inspect(marked))
    assert (b"Talaue-Kamera" in marked, b"privat" in marked) == (True, True)
    assert (b"Exif" in content, b"privat" in content) == (False, False)
    with Image.open(io.BytesIO(content)) as drawn:
        assert dict(drawn.getexif()) == {}


def test_a_picture_held_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    with Image.open(io.BytesIO(large(inspect(picture(exif=exif))))) as drawn:
        assert drawn.size == (200, 300)


def test_a_large_picture_is_made_smaller():
    sizes = [Image.open(part).size for part in inspect(picture(size=(7200, 80))).contents]
    assert sizes == [(3600, 40), (1600, 18), (480, 5)]


def test_a_small_picture_is_never_made_larger():
    sizes = [Image.open(part).size for part in inspect(picture(size=(500, 300))).contents]
    assert sizes == [(500, 300), (500, 300), (480, 288)]


def test_a_transparent_logo_stands_on_white():
    content = large(inspect(picture("PNG", "RGBA", color=(255, 0, 0, 0))))
    with Image.open(io.BytesIO(content)) as drawn:
        assert drawn.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(8500, 6000), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_of_more_than_50_million_pixels_is_refused(size):
    small = picture("PNG")
    head = b"IHDR" + struct.pack(">II", *size) + small[24:29]
    with refused(TOO_MANY_PIXELS):
        inspect(small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:])


def test_a_picture_of_more_than_15_mb_is_refused():
    with refused("A picture may have at most 15 MB."):
        inspect(picture() + bytes(uploads.PICTURE_BYTES), "gross.jpg")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Guten Tag, dies ist kein PDF.", "Bericht.pdf"),
        (b"PK\x03\x04" + bytes(500), "Bericht.pdf"),
        (b"MZ" + bytes(500), "Bericht.pdf"),
        (b" " + pdf(), "Bericht.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Logo.png"),
        (b"<html><script>alert(1)</script></html>", "Foto.jpg"),
        (picture("GIF"), "Foto.png"),
        (picture("PNG")[:-30], "Foto.png"),
        (picture("WEBP")[:-30], "Foto.webp"),
    ],
)
def test_what_is_neither_is_refused_whatever_its_name(content, name):
    with refused(UNREADABLE):
        inspect(content, name)


def test_an_empty_file_is_refused():
    with refused("The file is empty."):
        inspect(b"")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Daten\\Bericht.PDF", "Bericht.pdf"),
        ("Rech\u202enung\x07.exe", "Rechnung.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_its_folder_and_tricks(given, kept):
    assert inspect(pdf(), given).name == kept
