"""The reading pack: all that a juror may read and nothing else, accessible, in both languages."""

from __future__ import annotations

import io
from itertools import pairwise

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import Anchor, Attachment, JournalEntry, Local
from jury import pack
from jury.models import Statement

from .. import hostile_pictures
from ..initiatives.test_documents import structure, text_of
from ..make import DAY, NOON, at
from .test_visible import ROLES, world  # noqa: F401  a fixture

PACK = "/jury/lesemappe.pdf"


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still while the jury judges."""
    with at(NOON):
        yield


@pytest.fixture
def juror(make):
    return make.juror(call__judging_from=NOON - DAY, user__name="Dr. Öznur Albers")


@pytest.fixture
def case(make, juror):
    """A case with umlauts in its answers, to be judged on two themes."""
    made = make.assignment(
        juror=juror,
        application__declared=("dk", "dm"),
        application__initiative__name="Bündnis Öde Höfe",
        position=2,
    )
    answer = made.application.answers.get(question__code="summary")
    answer.text = "Größere Öfen, weniger Ruß.\n\n#panic(1) *fett*"
    answer.save()
    frozen = {"by": made.application.snapshots.get().submitted_by, "at": NOON - DAY}
    snapshots.freeze(made.application, **frozen, once=uuid7())
    return made


def fetched(client, juror, path: str = PACK):
    client.force_login(juror.user)
    return client.get(path)


def told(document: bytes) -> str:
    return text_of(document)


def titles(items) -> list:
    return [(str(item.title), titles(item.children)) for item in items]


# -- What it says --------------------------------------------------------------------------------


def test_it_holds_cover_answers_version_seal_and_a_blank_sheet(client, juror, case):
    dk = juror.call.criteria.get(code="dk")
    dk.question = Local(de="Wie viel weniger Gas?")
    dk.save()
    Anchor.objects.create(criterion=dk, points=5, text=Local(de="Erste Öfen laufen anders."))
    answer = fetched(client, juror)
    text = told(answer.content)
    frozen = case.application.snapshots.latest("version")
    for part in [
        f"Lesemappe {juror.call.year}",
        "Jurymitglied Dr. Öznur Albers",
        "Stand 2. März 2026, 12:00 Uhr (MEZ)",
        "Vertraulich",
        "Fall 1: Bündnis Öde Höfe",
        frozen.content["number"],
        "Fassung 2",
        " ".join(frozen.sha256[start : start + 8] for start in range(0, 64, 8)),
        "Größere Öfen, weniger Ruß. #panic(1) *fett*",
        "Dekarbonisierung",
        "Demografie",
        "Bogen auf Papier",
        "Wie viel weniger Gas?",
        "5 Erste Öfen laufen anders.",
        "0 1 2 3 4 5 6 7 8 9 10",
        "Kein Urteil möglich",
        "Rückmeldung an die Initiative",
        "Unterschrift",
        f"Fall 1 · {frozen.content['number']}",
        "Seite 1 von",
    ]:
        assert part in text, part
    assert case.application.contact_email not in text
    assert text.count("0 1 2 3 4 5 6 7 8 9 10 Kein Urteil möglich") == 2


def test_what_the_juror_has_scored_and_noted_is_not_in_it(client, make, juror, case):
    make.sheet({"dk": 7}, assignment=case, finished=False, reason="Geheimer Grund")
    case.note = "Private Notiz"
    case.save()
    before = fetched(client, juror).content
    assert "Geheimer Grund" not in told(before)
    assert "Private Notiz" not in told(before)
    case.sheet.scores.update(points=1, reason="Anders")
    assert fetched(client, juror).content == before


def test_attachments_are_named_with_their_description_and_blocked_ones_only_counted(
    client, make, juror, case
):
    for name, scan in (("lageplan.pdf", "clean"), ("virus.pdf", "infected")):
        Attachment.objects.create(
            application=case.application,
            kind=Attachment.Kind.DOCUMENT,
            name=name,
            size=2_000_000,
            sha256="0" * 64,
            media_type="application/pdf",
            file=f"{name}",
            caption="Die Höfe von oben",
            scan=scan,
            position=1,
            uploaded_by=make.owner(case.application),
            uploaded_at=NOON,
        )
    frozen = {"by": make.owner(case.application), "at": NOON}
    snapshots.freeze(case.application, **frozen, once=uuid7())
    text = told(fetched(client, juror).content)
    assert "lageplan.pdf (1,9 MB) Bildunterschrift: Die Höfe von oben" in text
    assert "virus.pdf" not in text
    assert "Weitere Dateien werden noch auf Viren geprüft oder sind gesperrt." in text
    assert f"/jury/faelle/{case.key}/" in text


def picture(case, name: str, **fields) -> Attachment:
    """A picture of the case in three sizes, handed in."""
    content = ContentFile(hostile_pictures.picture(size=(480, 300)), f"{name}.jpg")
    made = Attachment.objects.create(
        **{
            "application": case.application,
            "kind": Attachment.Kind.PICTURE,
            "name": f"{name}.jpg",
            "size": 2_000_000,
            "sha256": "0" * 64,
            "media_type": "image/jpeg",
            "file": content,
            "medium": content,
            "small": content,
            "alt_text": f"Ein Ofen, {name}",
            "scan": "clean",
            "uploaded_at": NOON,
        }
        | fields
    )
    frozen = {"by": case.application.snapshots.latest("version").submitted_by, "at": NOON}
    snapshots.freeze(case.application, **frozen, once=uuid7())
    return made


def drawn(document: bytes) -> tuple[list[tuple[int, int]], list[str]]:
    """The pictures in a document, by width and height, and what is read out for each."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        sizes = {
            (int(image.Width), int(image.Height))
            for image in pdf.objects
            if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image"
        }
        told = [
            str(element.Alt)
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure"
        ]
    return sorted(sizes), sorted(told)


def test_pictures_are_shown_in_their_smallest_copy_with_their_description(client, juror, case):
    picture(case, "Halle")
    picture(case, "Gesperrt", scan="infected")
    for path in (PACK, f"/jury/faelle/{case.key}/lesen.pdf"):
        document = fetched(client, juror, path).content
        assert drawn(document) == ([(480, 300)], ["Ein Ofen, Halle"])
        assert "Halle.jpg (1,9 MB) Bildbeschreibung: Ein Ofen, Halle" in told(document)
        with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_picture_without_a_description_is_read_out_by_its_name(client, juror, case):
    picture(case, "Halle", alt_text="")
    assert drawn(fetched(client, juror).content)[1] == ["Halle.jpg"]


def test_a_picture_whose_file_is_lost_is_only_named(client, juror, case):
    lost = picture(case, "Halle")
    lost.small.storage.delete(lost.small.name)
    document = fetched(client, juror).content
    assert drawn(document) == ([], [])
    assert "Halle.jpg" in told(document)


def test_it_meets_pdf_ua_and_pdf_a_in_its_language(client, juror, case):
    for prefix, lang, title in (("", "de", "Lesemappe"), ("/en", "en", "Reading pack")):
        with pikepdf.open(io.BytesIO(fetched(client, juror, prefix + PACK).content)) as pdf:
            assert str(pdf.Root.Lang).startswith(lang)
            assert bool(pdf.Root.MarkInfo.Marked)
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == f"{title} {juror.call.year}"
                assert metadata["pdfuaid:part"] == "1"
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_bookmarks_name_each_case_in_the_juror_s_order_with_its_sections(client, make, juror, case):
    make.assignment(
        juror=juror,
        application__call=juror.call,
        application__initiative__name="Zirkel Zuerst",
        position=1,
    )
    with pikepdf.open(io.BytesIO(fetched(client, juror).content)) as pdf:
        with pdf.open_outline() as outline:
            (whole,) = titles(outline.root)
        levels = [int(name[1]) for name in structure(pdf.Root.StructTreeRoot) if name[1:].isdigit()]
        starts = [
            next(i for i, page in enumerate(pdf.pages, 1) if page.objgen == item.objgen)
            for item in case_pages(pdf)
        ]
    parts = [("Ihr Vorhaben", []), ("Bilder und Anlagen", []), ("Bogen auf Papier", [])]
    assert whole[1] == [
        ("Vertraulich", []),
        ("So benutzen Sie die Mappe", []),
        ("Inhalt", []),
        ("Fall 1: Zirkel Zuerst", parts),
        ("Fall 2: Bündnis Öde Höfe", parts),
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert len(starts) == 4
    assert all(page % 2 for page in starts), "cases and sheets begin on right-hand pages"


def case_pages(pdf) -> list:
    """The pages on which cases and their sheets begin, as the bookmarks lead there."""
    found = []
    with pdf.open_outline() as outline:
        for item in outline.root[0].children[3:]:
            for mark in (item, item.children[-1]):
                found.append((mark.destination or mark.action.D)[0])
    return found


# -- What never is in it -------------------------------------------------------------------------


def lose(make, case, why: str) -> None:
    application = case.application
    if why == "conflict":
        make.conflict(case)
    elif why == "undeclared":
        case.cleared_at = None
    elif why == "taken away":
        case.withdrawn_at = NOON
    elif why == "member":
        make.member(application.initiative, user=case.juror.user)
    else:
        application.status = why
        application.exclusion_reason = "Zu spät." if why == "excluded" else ""
        application.save()
    case.save()


@pytest.mark.parametrize(
    "why", ["conflict", "undeclared", "taken away", "member", "withdrawn", "excluded"]
)
def test_such_a_case_is_not_in_it_and_has_no_document(client, make, juror, case, why):
    make.assignment(
        juror=juror, application__call=juror.call, application__initiative__name="Bleibt"
    )
    alone = f"/jury/faelle/{case.key}/lesen.pdf"
    assert "Öde Höfe" in told(fetched(client, juror).content)
    assert fetched(client, juror, alone).status_code == 200
    lose(make, case, why)
    document = fetched(client, juror).content
    assert "Bleibt" in told(document)
    assert "Öde Höfe" not in told(document)
    assert "Ruß" not in told(document)
    with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_outline() as outline:
        assert "Öde Höfe" not in str(titles(outline.root))
    assert fetched(client, juror, alone).status_code == 404


def test_without_a_case_the_page_says_so(client, make, juror, case):
    make.conflict(case)
    answer = fetched(client, juror)
    assert (answer.status_code, answer.url) == (302, "/jury/")
    assert "Lesemappe ist noch leer" in client.get("/jury/").content.decode()
    assert not JournalEntry.objects.filter(action="juror.pack_fetched").exists()


def test_before_the_statement_nothing_leaves_the_house(client, juror, case):
    Statement.objects.create(
        call=juror.call, version=1, text=Local(de="Ich schweige."), published_at=NOON
    )
    for path in (PACK, f"/jury/faelle/{case.key}/lesen.pdf"):
        answer = fetched(client, juror, path)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/jury/erklaerung/")


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_a_document(client, world, role):  # noqa: F811
    case, person = world["rows"]["mine"], world["people"][role]
    if role != "anonymous":
        client.force_login(person)
    whole = client.get(PACK)
    alone = client.get(f"/jury/faelle/{case.key}/lesen.pdf")
    if role == "juror":
        assert (whole.status_code, alone.status_code) == (200, 200)
    elif role == "anonymous":
        assert (whole.status_code, alone.status_code) == (302, 302)
    elif role in ("fellow", "recused", "chair"):
        assert (whole.status_code, alone.status_code) == (302, 404)
    else:
        assert (whole.status_code, alone.status_code) == (404, 404)
    assert JournalEntry.objects.filter(action="juror.pack_fetched").count() == 2 * (role == "juror")


# -- How it is handed over -----------------------------------------------------------------------


def test_each_fetch_is_journalled_and_nothing_is_kept_on_the_way(client, juror, case):
    answer = fetched(client, juror)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    name = f"lesemappe-{juror.call.year}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    alone = fetched(client, juror, f"/jury/faelle/{case.key}/lesen.pdf")
    number = case.application.number
    assert alone.headers["Content-Disposition"] == f'inline; filename="{number}.pdf"'
    assert alone.headers["Cache-Control"] == "private, no-store"
    assert list(
        JournalEntry.objects.filter(action="juror.pack_fetched").values_list(
            "about_kind", "about_key", "actor", "data"
        )
    ) == [
        ("jury.juror", str(juror.key), juror.user.key, {"cases": 1}),
        ("jury.assignment", str(case.key), juror.user.key, {"cases": 1}),
    ]
    assert client.post(PACK).status_code == 405


def test_one_case_alone_has_its_name_for_a_title(client, juror, case):
    document = fetched(client, juror, f"/jury/faelle/{case.key}/lesen.pdf").content
    with pikepdf.open(io.BytesIO(document)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Fall 1: Bündnis Öde Höfe"
        levels = [int(name[1]) for name in structure(pdf.Root.StructTreeRoot) if name[1:].isdigit()]
    assert levels.count(1) == 1
    assert "Größere Öfen" in told(document)
    assert "Bogen auf Papier" in told(document)


@pytest.mark.parametrize("number", [3, 30])
def test_reading_costs_the_same_however_many_cases(make, juror, number):
    make.many_cases(juror.call, number, [juror])
    with CaptureQueriesContext(connection) as queries, translation.override("en"):
        found = pack.cases(juror)
        pack.content(juror, found, at=NOON)
    assert len(found) == number
    assert len(queries) == 6, [query["sql"] for query in queries]


def test_the_worklist_leads_to_it_once_there_is_something_to_read(client, make, juror):
    client.force_login(juror.user)
    assert PACK not in client.get("/jury/").content.decode()
    make.assignment(juror=juror, application__call=juror.call)
    assert PACK in client.get("/jury/").content.decode()
