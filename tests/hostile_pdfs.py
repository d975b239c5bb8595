"""PDF files that nobody should send us, and some that look so: each built here, by its name."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, String

from .hostile_pictures import KEPT, UNREADABLE, cut, zeros

DAMAGED = "The PDF file is damaged. Save it anew."
ACTS = "The PDF file holds scripts or other files. Print it to a new PDF file."
HEAVY = "The file is damaged or too large to be looked into. Save it anew, and simpler."
TOO_MANY_PAGES = "A PDF file may have at most 200 pages."
PASSWORD = "The PDF file is protected by a password. Save it without."
TOO_LARGE = "A PDF file may have at most 20 MB."


def pdf(edit=lambda document: None, **saved) -> bytes:
    """A PDF of one page, changed by `edit`."""
    with pikepdf.new() as document:
        document.add_blank_page()
        edit(document)
        target = io.BytesIO()
        document.save(target, **saved)
    return target.getvalue()


def raw(*objects: bytes, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF written object by object, the first one its root."""
    file, places = bytearray(b"%PDF-" + version + b"\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def action(name: str, **more) -> Callable[[], bytes]:
    """A PDF that does this as it is opened."""

    def edit(document):
        document.Root.OpenAction = Dictionary(S=Name("/" + name), **more)

    return lambda: pdf(edit)


def annotation(subtype: str, **more) -> Callable[[], bytes]:
    """A PDF with this on its page."""

    def edit(document):
        found = Dictionary(Subtype=Name("/" + subtype), Rect=[0, 0, 9, 9], **more)
        document.pages[0].Annots = Array([document.make_indirect(found)])

    return lambda: pdf(edit)


def link(address: str) -> Callable[[], bytes]:
    return annotation("Link", A=Dictionary(S=Name.URI, URI=String(address)))


def script(document):
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def opens_a_script(document):
    document.Root.OpenAction = script(document)


def opens_a_script_elsewhere(document):
    document.Root.OpenAction = document.make_indirect(script(document))


def opens_a_program(document):
    document.Root.OpenAction = Dictionary(S=Name.Launch, F="cmd.exe")


def acts_on_a_page(document):
    document.pages[0].AA = Dictionary(O=script(document))


def turns_the_page_itself(document):
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


def acts_in_an_array(document):
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=script(document))])


def embeds_a_file(document):
    document.attachments["zahlen.xlsx"] = b"PK"


def pins_a_file_to_a_page(document):
    file = Dictionary(Type=Name.Filespec, EF=Dictionary(F=document.make_stream(b"MZ")))
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment, FS=file)])


def has_a_form_program(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"))


def has_its_content_elsewhere(document):
    stream = document.make_stream(b"")
    stream.F = String("http://talaue.example/seite")
    document.pages[0].Contents = stream


def has_a_font_called_aa(document):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.pages[0].Resources = Dictionary(Font=Dictionary(AA=font, JSX=font))


def opens_on_its_page(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def of_pages(number: int) -> Callable[[], bytes]:
    kids = b" ".join(b"%d 0 R" % (3 + place) for place in range(number))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number)
    return lambda: raw(ROOT, pages, *[PAGE] * number)


def with_stream(content: bytes, filters: bytes) -> bytes:
    body = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    return raw(ROOT, PAGES, PAGE.replace(b" >>", b" /Contents 4 0 R >>"), body)


def many_objects(number: int) -> bytes:
    return raw(ROOT, PAGES, PAGE, *[b"<</A[1 2 3]>>"] * number)


def bomb(numbers: int) -> bytes:
    """A PDF of some kilobytes with an array of so many numbers in a packed stream of objects."""
    packed = zlib.compress(b"4 0 [" + b"0 " * numbers + b"]", 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Numbers 4 0 R >>",
        PAGES,
        PAGE,
        None,
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    ]
    file, table = b"%PDF-1.5\n", struct.pack(">BIH", 0, 0, 65535)
    for number, body in enumerate(objects, 1):
        if body is None:
            table += struct.pack(">BIH", 2, 5, 0)
        else:
            table += struct.pack(">BIH", 1, len(file), 0)
            file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table += struct.pack(">BIH", 1, len(file), 0)
    head = b"<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Length %d >>" % len(table)
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(file)
    return file + b"6 0 obj\n" + head + b"\nstream\n" + table + tail


def encrypted(**passwords) -> Callable[[], bytes]:
    return lambda: pdf(encryption=Encryption(**passwords))


def added_to() -> bytes:
    """Saved twice, as programs do that only append what has changed."""
    whole = pdf()
    start = whole.rindex(b"startxref") + 10
    previous = int(whole[start:].split()[0])
    place = len(whole)
    table = b"xref\n0 0\ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % previous
    return whole + table + b"startxref\n%d\n%%%%EOF\n" % place


PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    # acting
    "opens a script": (lambda: pdf(opens_a_script), ACTS),
    "opens a script, packed": (
        lambda: pdf(opens_a_script_elsewhere, object_stream_mode=ObjectStreamMode.generate),
        ACTS,
    ),
    "opens a script, spelt by numbers": (
        lambda: raw(ROOT[:-3] + b" /OpenAction << /S /J#61vaScript /J#53 (x) >> >>", PAGES, PAGE),
        ACTS,
    ),
    "names scripts": (
        lambda: raw(ROOT[:-3] + b" /Names << /JavaScript << /Names [] >> >> >>", PAGES, PAGE),
        ACTS,
    ),
    "acts on a page": (lambda: pdf(acts_on_a_page), ACTS),
    "turns the page itself": (lambda: pdf(turns_the_page_itself), ACTS),
    "acts in an array": (lambda: pdf(acts_in_an_array), ACTS),
    "opens a program": (lambda: pdf(opens_a_program), ACTS),
    "embeds a file": (lambda: pdf(embeds_a_file), ACTS),
    "pins a file to a page": (lambda: pdf(pins_a_file_to_a_page), ACTS),
    "has a form program": (lambda: pdf(has_a_form_program), ACTS),
    "opens another file": (action("GoToR", F="\\\\server\\teilen\\a.pdf"), ACTS),
    "opens a file inside": (action("GoToE", F="a.pdf"), ACTS),
    "sends its form": (action("SubmitForm", F="http://talaue.example"), ACTS),
    "takes data in": (action("ImportData", F="a.fdf"), ACTS),
    "plays something": (action("Rendition"), ACTS),
    "holds rich media": (annotation("RichMedia"), ACTS),
    "holds a film": (annotation("Movie"), ACTS),
    "holds a sound": (annotation("Sound"), ACTS),
    "holds a screen": (annotation("Screen"), ACTS),
    "holds a room": (annotation("3D"), ACTS),
    "has its content elsewhere": (lambda: pdf(has_its_content_elsewhere), ACTS),
    "links to a file": (link("file:///etc/passwd"), ACTS),
    "links to a share": (link("\\\\server\\teilen"), ACTS),
    "links to a script": (link(" JavaScript:alert(1)"), ACTS),
    # not acting
    "links to the web": (link("https://talaue.example/"), KEPT),
    "links to a person": (link("mailto:mira@talaue.example"), KEPT),
    "links without a scheme": (link("www.talaue.example"), KEPT),
    "has a font called AA": (lambda: pdf(has_a_font_called_aa), KEPT),
    "opens on its page": (lambda: pdf(opens_on_its_page), KEPT),
    "saved twice": (added_to, KEPT),
    "with empty lines at its end": (lambda: pdf() + b"\r\n\0\n", KEPT),
    # locked
    "asks for a password": (encrypted(user="geheim", owner="geheim"), PASSWORD),
    "has a password for its owner": (encrypted(user="", owner="geheim"), PASSWORD),
    "has an old password": (
        encrypted(user="geheim", owner="geheim", R=3, aes=False, metadata=False),
        PASSWORD,
    ),
    # too much
    "of 201 pages": (of_pages(201), TOO_MANY_PAGES),
    "of ten thousand pages": (of_pages(10_000), TOO_MANY_PAGES),
    "of as many pages as it says": (
        lambda: raw(ROOT, PAGES.replace(b"/Count 1", b"/Count 2000000000"), PAGE),
        KEPT,
    ),
    "unfolds to millions of objects": (lambda: bomb(30_000_000), HEAVY),
    "unfolds to half a gigabyte on its page": (
        lambda: with_stream(zeros(500), b"/FlateDecode"),
        HEAVY,
    ),
    "unfolds twice": (
        lambda: with_stream(zlib.compress(zeros(500), 9), b"[/FlateDecode /FlateDecode]"),
        HEAVY,
    ),
    "of 300,000 objects": (lambda: many_objects(300_000), HEAVY),
    "with a text of 19 MB": (lambda: raw(ROOT, PAGES, PAGE, b"(" + b"a" * 19_000_000 + b")"), KEPT),
    "with a name of a megabyte": (lambda: raw(ROOT, PAGES, PAGE, b"/" + b"a" * 10**6), KEPT),
    "of 20 MB and more": (lambda: b"%PDF-1.7\n" + bytes(20 * 1024**2), TOO_LARGE),
    # going round in circles
    "pages within themselves": (
        lambda: raw(ROOT, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        DAMAGED,
    ),
    "pages in a ring": (
        lambda: raw(
            ROOT,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        ),
        DAMAGED,
    ),
    "arrays a hundred thousand deep": (
        lambda: raw(ROOT, PAGES, PAGE, b"[" * 100_000 + b"]" * 100_000),
        HEAVY,
    ),
    "dictionaries ten thousand deep": (
        lambda: raw(ROOT, PAGES, PAGE, b"<< /A " * 10_000 + b"0" + b" >>" * 10_000),
        HEAVY,
    ),
    "a length that asks for itself": (
        lambda: raw(ROOT, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
        KEPT,
    ),
    "a table before itself": (lambda: raw(ROOT, PAGES, PAGE, trailer=b"/Prev 9"), KEPT),
    # broken
    "a table that points nowhere": (
        lambda: raw(ROOT, PAGES, PAGE).replace(b" 00000 n", b"9 00000 n"),
        KEPT,
    ),
    "without a root": (lambda: raw(b"null"), DAMAGED),
    "without pages": (lambda: raw(ROOT, b"<< /Type /Pages /Kids [] /Count 0 >>"), DAMAGED),
    "head and rubbish": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF\n", DAMAGED),
    "head alone": (lambda: b"%PDF-1.7\n%%EOF\n", DAMAGED),
    **{
        f"cut off at {share:.0%}": (lambda share=share: cut(pdf(), share), DAMAGED)
        for share in (0.1, 0.3, 0.6, 0.9, 0.98)
    },
    # two things in one
    "and zip behind it": (
        lambda: pdf() + b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18),
        DAMAGED,
    ),
    "and html behind it": (lambda: pdf() + b"<script>alert(1)</script>", DAMAGED),
    "behind a kilobyte of something": (lambda: b"a" * 1024 + pdf(), UNREADABLE),
    "behind a byte": (lambda: b" " + pdf(), UNREADABLE),
    "and html in a comment": (
        lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        KEPT,
    ),
    "postscript with its head": (lambda: b"%!PS\n%PDF-1.7\n%%EOF", UNREADABLE),
}
