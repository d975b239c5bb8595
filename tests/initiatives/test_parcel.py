"""Everything as a ZIP: it says what the database says, and nothing of anybody else."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions, parcel, snapshots
from initiatives.berlin import BERLIN
from initiatives.keys import uuid7
from initiatives.models import Application, Attachment, Claim, Invitation, Proposal
from initiatives.records import journal, letters

from ..make import DAY, NOON, SECOND, at
from .test_uploads import pdf, picture

ALL = "/en/konto/daten/herunterladen/"
PAGE = "/en/konto/daten/"


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; limits count in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def case(make) -> Application:
    return make.submitted(owner=make.user("Olga Owner"), initiative__name="Bündnis Öfen")


def one(application: Application) -> str:
    return f"/en/bewerbungen/{application.key}/herunterladen/"


def unpacked(client, path: str) -> dict[str, bytes]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def read(files: dict[str, bytes], path: str):
    return json.loads(files[path])


# -- What is in it -------------------------------------------------------------------------------


def test_it_holds_the_account_and_each_application_in_its_folder(client, make, case):
    draft = make.application(owner=make.owner(case), initiative__name="Zweites")
    client.force_login(make.owner(case))
    folder, other = f"bewerbung-{case.number}/", f"bewerbung-{draft.number}/"
    assert list(unpacked(client, ALL)) == [
        "README.txt",
        "konto.json",
        f"{folder}bewerbung.json",
        f"{folder}verlauf.json",
        f"{folder}eingereicht/fassung-1.json",
        f"{folder}eingereicht/fassung-1.pdf",
        f"{folder}eingereicht/SHA256SUMS",
        f"{other}bewerbung.json",
        f"{other}verlauf.json",
    ]


def test_the_application_says_what_the_database_says(client, make, case):
    editor = make.member(case.initiative, "editor", name="Edda Editor")
    case.answers.filter(question__code="summary").update(text="Täglich\nneu", saved_by=editor)
    asked = make.question(case.call, "spaeter", prompt={"de": "Und später?"})
    dropped = make.question(
        case.call, "dm-1", criterion=case.call.criteria.get(code="dm"), position=1
    )
    make.answer(case, dropped, "Zu einem abgewählten Thema")
    client.force_login(editor)
    said = read(unpacked(client, one(case)), f"bewerbung-{case.number}/bewerbung.json")
    assert (said["number"], said["status"], said["themes"][0]["code"]) == (
        case.number,
        "submitted",
        "dk",
    )
    assert said["initiative"]["name"] == "Bündnis Öfen"
    assert said["contact"] == {
        "name": "Olga Owner",
        "email": case.contact_email,
        "phone": "",
    }
    assert said["team"][0] | {"since": ""} == {"name": "Olga Owner", "role": "owner", "since": ""}
    assert [(row["code"], row["text"], row["saved_by"]) for row in said["answers"]] == [
        ("title", "Antwort title", "Olga Owner"),
        ("summary", "Täglich\nneu", "Edda Editor"),
        (asked.code, "", ""),
        ("dm-1", "Zu einem abgewählten Thema", ""),
    ]
    confirmed = case.confirmations.get()
    assert said["confirmations"] == [
        {
            "code": "terms",
            "version": "3",
            "text": {"de": "Ich habe die Bedingungen gelesen."},
            "language": "de",
            "at": confirmed.at.astimezone(BERLIN).isoformat(),
            "by": "Olga Owner",
        }
    ]


def test_each_version_is_there_with_its_own_checksum_and_receipt(client, make, case):
    actions.reopen(case, by=make.owner(case), at=NOON)
    case.answers.filter(question__code="title").update(text="Besser")
    snapshots.freeze(case, by=make.owner(case), at=NOON + SECOND, once=uuid7())
    client.force_login(make.member(case.initiative, "reader"))
    files = unpacked(client, one(case))
    folder = f"bewerbung-{case.number}/eingereicht/"
    sums = dict(
        reversed(line.split("  ")) for line in files[f"{folder}SHA256SUMS"].decode().splitlines()
    )
    versions = case.snapshots.order_by("version")
    assert sums == {f"fassung-{one.version}.json": one.sha256 for one in versions}
    for name, digest in sums.items():
        assert hashlib.sha256(files[folder + name]).hexdigest() == digest
        assert files[folder + name.replace(".json", ".pdf")].startswith(b"%PDF-")
    said = read(files, f"bewerbung-{case.number}/bewerbung.json")
    assert [row["sha256"] for row in said["versions"]] == list(sums.values())


def test_files_are_the_files_also_those_removed_that_a_version_names(client, make):
    draft = make.application(complete=True)
    person = make.owner(draft)
    for upload in (
        SimpleUploadedFile("Plan.pdf", pdf()),
        SimpleUploadedFile("Werk.png", picture("PNG")),
    ):
        kept = actions.attach(draft, upload, by=person, at=NOON, alt_text="Halle")
        Attachment.objects.filter(pk=kept.pk).update(rights_at=NOON, rights_by=person)
    snapshots.freeze(draft, by=person, at=NOON, once=uuid7())
    actions.detach(draft.attachments.first(), by=person, at=NOON)
    client.force_login(person)
    files = unpacked(client, one(draft))
    said = read(files, f"bewerbung-{draft.number}/bewerbung.json")["files"]
    assert len(said) == 2
    assert [bool(row["removed_at"]) for row in said] == [True, False]
    for row, stored in zip(said, draft.attachments.order_by("pk"), strict=True):
        content = files[f"bewerbung-{draft.number}/{row['path']}"]
        assert hashlib.sha256(content).hexdigest() == stored.sha256 == row["sha256"]


def test_the_history_is_the_one_of_its_page(client, make, case):
    actions.reopen(case, by=make.owner(case), at=NOON)
    journal.record("application.assigned", about=case, by=make.office(), at=NOON)
    client.force_login(make.owner(case))
    said = read(unpacked(client, one(case)), f"bewerbung-{case.number}/verlauf.json")
    assert [(row["what"], row["who"]) for row in said] == [
        ("Application opened again", "Olga Owner")
    ]


def test_the_account_is_told_in_full(client, make, case):
    person = make.owner(case)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="zweite@people.example", verified=True)
    EmailAddress.objects.create(user=person, email="fremd@people.example", verified=False)
    Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Schlüssel", "credential": {"geheim": "X"}}
    )
    other = make.initiative("Anderes Bündnis")
    Claim.objects.create(initiative=other, user=person, reason="Vorstand", made_at=NOON)
    for email in ("ZWEITE@people.example", "fremd@people.example"):
        Invitation.objects.create(
            initiative=other, email=email, role="editor", invited_at=NOON, expires_at=NOON + DAY
        )
        Proposal.objects.create(
            call=case.call, name="Drittes", why="Weil", proposer_email=email, made_at=NOON
        )
    client.force_login(person)
    files = unpacked(client, ALL)
    said = read(files, "konto.json")
    assert (said["name"], said["email"]) == ("Olga Owner", person.email)
    assert [row["email"] for row in said["addresses"]] == [
        person.email,
        "zweite@people.example",
        "fremd@people.example",
    ]
    assert said["ways_of_signing_in"][0]["name"] == "Schlüssel"
    assert [row["initiative"] for row in said["memberships"]] == ["Bündnis Öfen"]
    assert [row["email"] for row in said["invitations"]] == ["ZWEITE@people.example"]
    assert [row["initiative"] for row in said["proposals"]] == ["Drittes"]
    assert said["claims"][0]["reason"] == "Vorstand"
    assert [(row["application"], row["code"]) for row in said["consents"]] == [
        (case.number, "terms")
    ]
    assert b"geheim" not in files["konto.json"]


def test_letters_to_the_person_are_there_and_no_code_ever(client, make):
    person = make.user()
    plain = {"subject": "Hinweis", "text": "Zu Ihrer Bewerbung.\n", "at": NOON}
    letters.post("note", to=person.email.upper(), **plain, attachment=("Beleg.pdf", b"%PDF-1.7"))
    letters.post("note", to="andere@people.example", **plain | {"text": "KANARIENVOGEL"})
    letters.post("code", to=person.email, **plain | {"text": "ABCDEF"}, is_secret=True)
    client.force_login(person)
    files = unpacked(client, ALL)
    assert list(files) == [
        "README.txt",
        "konto.json",
        "briefe/0001-note.txt",
        "briefe/0001-Beleg.pdf",
    ]
    assert files["briefe/0001-note.txt"].decode() == (
        f"An: {person.email.upper()}\nGeschrieben: 2026-03-02T12:00:00+01:00\n"
        "Betreff: Hinweis\n\nZu Ihrer Bewerbung.\n"
    )


# -- What is not in it ---------------------------------------------------------------------------


def test_nothing_of_anybody_else_is_in_it(client, make):
    canary = "KANARIENVOGEL"
    case = make.admitted(call__judging_from=NOON - DAY)
    other = make.submitted(call=case.call, initiative__name=f"{canary} Bündnis")
    other.answers.update(text=f"{canary} Antwort")
    make.member(other.initiative, "editor", name=f"{canary} Nachbarin")
    sheet = make.sheet(
        {"dk": 3}, application=case, juror=make.juror(call=case.call, user__name=canary)
    )
    sheet.scores.update(reason=f"{canary} Grund")
    office = make.office("lead", name=f"{canary} Büro", email=f"{canary}@office.example".lower())
    journal.record("application.admitted", about=case, by=office, at=NOON)
    journal.record("application.assigned", about=case, by=office, at=NOON, note=canary)
    client.force_login(make.owner(case))
    for path in (ALL, one(case)):
        for name, content in unpacked(client, path).items():
            assert canary.lower() not in content.decode("latin-1").lower(), name


def test_what_the_office_may_read_is_not_its_own(client, make, case):
    client.force_login(make.office("lead"))
    assert list(unpacked(client, ALL)) == ["README.txt", "konto.json"]
    assert client.get(one(case)).status_code == 404


def test_one_application_is_for_its_members_only(client, make, case):
    assert client.get(one(case)).status_code == 302
    for person in (make.user(), make.owner(make.application())):
        client.force_login(person)
        assert client.get(one(case)).status_code == 404
    for role in ("editor", "reader"):
        client.force_login(make.member(case.initiative, role))
        assert unpacked(client, one(case))


@pytest.mark.parametrize("path", [ALL, PAGE])
def test_it_is_for_those_who_signed_in(client, db, path):
    assert client.get(path).url == f"/en/konto/login/code/?next={path}"


# -- How it behaves ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "withdrawn", "excluded"])
def test_after_the_deadline_and_in_any_status_it_is_there(client, make, status):
    case = make.application(complete=True, status=status, exclusion_reason="Grund")
    client.force_login(make.owner(case))
    with at(case.call.feedback_at + DAY):
        client.force_login(make.owner(case))
        assert f"bewerbung-{case.number}/bewerbung.json" in unpacked(client, ALL)


def test_its_name_says_what_it_is(client, make, case):
    client.force_login(make.owner(case))
    for path, name in ((ALL, "meine-daten-2026-03-02"), (one(case), f"bewerbung-{case.number}")):
        sent = client.get(path)
        assert b"".join(sent.streaming_content)
        assert sent.headers["Content-Disposition"] == f'attachment; filename="{name}.zip"'
        assert sent.headers["Cache-Control"] == "private, no-store"


def test_the_same_data_give_the_same_file(make, case):
    with parcel.of_application(case, to=make.owner(case), at=NOON) as first:
        once = first.read()
    with parcel.of_application(case, to=make.owner(case), at=NOON) as second:
        assert second.read() == once


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("U\u0308bersicht (final).pdf", "Übersicht (final).pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Temp\\a.pdf", "C__Temp_a.pdf"),
        ("a\n\x00b?.pdf", "a__b_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        (" ... ", "datei"),
        ("ä" * 200 + ".pdf", "ä" * 116 + ".pdf"),
    ],
)
def test_a_name_unpacks_everywhere_and_never_elsewhere(name, safe):
    assert parcel.safe_name(name) == safe


def attached(case: Application, name: str, **fields) -> Attachment:
    basics = {"kind": "document", "media_type": "application/pdf", "size": 1, "uploaded_at": NOON}
    file = Attachment(application=case, name=name, **basics | fields)
    file.file.save(f"{uuid7().hex}.pdf", ContentFile(b"x"), save=False)
    file.save()
    return file


def test_files_of_one_name_do_not_replace_each_other(client, make, case):
    for name in ("Plan.pdf", "plan.pdf", "Plan.pdf", "LIESMICH", "LIESMICH"):
        attached(case, name)
    client.force_login(make.owner(case))
    inside = [name.rpartition("/")[2] for name in unpacked(client, one(case)) if "dateien/" in name]
    assert inside == ["Plan.pdf", "plan (2).pdf", "Plan (3).pdf", "LIESMICH", "LIESMICH (2)"]


def test_a_file_that_is_gone_or_infected_hinders_nothing(client, make, case):
    gone = attached(case, "weg.pdf")
    gone.file.storage.delete(gone.file.name)
    attached(case, "krank.pdf", scan="infected")
    attached(case, "neu.pdf", scan="pending")
    client.force_login(make.owner(case))
    files = unpacked(client, one(case))
    inside = {name.rpartition("/")[2]: text for name, text in files.items() if "dateien/" in name}
    assert list(inside) == ["weg.pdf.txt", "krank.pdf.txt", "neu.pdf"]
    assert inside["weg.pdf.txt"].decode() == "Liegt nicht mehr vor / no longer there\n"


def test_it_costs_the_same_whatever_the_number_of_answers(client, make, case):
    client.force_login(make.owner(case))
    journal.record("application.reopened", about=case, by=make.owner(case), at=NOON)
    few = cost(client, ALL)
    for number in range(20):
        asked = make.question(case.call, f"frage-{number}")
        make.answer(case, asked, "Text", saved_by=make.member(case.initiative, "editor"))
        attached(case, f"{number}.pdf")
        journal.record("application.reopened", about=case, by=make.owner(case), at=NOON)
    assert cost(client, ALL) == few <= 46


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        unpacked(client, path)
    return len(queries)


def test_who_asks_again_and_again_waits(client, make):
    client.force_login(make.user())
    for _ in range(10):
        unpacked(client, ALL)
    answer = client.get(ALL)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


# -- Where one finds it --------------------------------------------------------------------------


def test_the_page_lists_each_application_and_the_account_leads_there(client, make, case):
    client.force_login(make.owner(case))
    page = client.get(PAGE).content.decode()
    assert f'href="{ALL}"' in page
    assert f'href="{one(case)}"' in page
    assert "The office gives you access to it." not in page
    assert f'href="{PAGE}"' in client.get("/en/konto/uebersicht/").content.decode()
    assert f'href="{one(case)}"' in client.get(f"/en/bewerbungen/{case.key}/").content.decode()


def test_who_works_here_is_told_whom_to_ask_for_the_rest(client, make):
    client.force_login(make.office("reader"))
    page = client.get(PAGE).content.decode()
    assert "The office gives you access to it." in page
    assert "You work on no application." in page
    assert "your work on the jury" not in page
    client.force_login(make.juror().user)
    page = client.get(PAGE).content.decode()
    assert "The office gives you access to it." not in page
    assert "your work on the jury" in page
