"""The applicant's pages: who sees them, what they refuse, and that nothing typed is lost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions
from initiatives.models import Answer, Application, Attachment, Initiative, Letter, Snapshot

from ..make import DAY, NOON, SECOND, at
from .test_uploads import pdf, picture

PAGES = [
    "",
    "initiative/",
    "ansprechperson/",
    "themen/",
    "abschnitt/project/",
    "anlagen/",
    "erklaerungen/",
    "pruefen/",
]
WRITTEN = {  # what each page sends, and a part of it that must come back
    "initiative/": {"name": "Neuer Name", "carrier": "K", "region": "R", "states": "DE-NI"},
    "ansprechperson/": {"contact_name": "Neue Person", "contact_email": "neu@people.example"},
    "themen/": {"criteria": "dm"},
    "abschnitt/project/": {"title": "Neuer Titel", "title-version": "0", "summary": "Neu"},
    "erklaerungen/": {"terms": "on"},
}


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; calls close ten days later."""
    with at(NOON):
        yield


@pytest.fixture
def draft(make) -> Application:
    return make.application(declared=("dk",))


@pytest.fixture
def complete(make) -> Application:
    return make.application(complete=True)


def address(application: Application, page: str = "") -> str:
    return f"/en/bewerbungen/{application.key}/{page}"


def as_(client, person):
    client.force_login(person)
    return client


def texts(application: Application) -> dict[str, str]:
    return dict(application.answers.values_list("question__code", "text"))


# -- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_members_see_every_page(client, make, draft, role, page):
    person = make.member(draft.initiative, role)
    assert as_(client, person).get(address(draft, page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_for_strangers_and_the_office_a_draft_does_not_exist(client, make, draft, page):
    for person in (make.user(), make.owner(make.application()), make.office("lead")):
        assert as_(client, person).get(address(draft, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_others_sign_in_first_and_come_back(client, draft, page):
    answer = client.get(address(draft, page))
    assert answer.status_code == 302
    assert answer.url == f"/en/konto/login/code/?next={address(draft, page)}"


@pytest.mark.parametrize("page", PAGES)
def test_the_office_reads_versions_and_not_these_pages(client, make, page):
    handed_in = make.submitted()
    assert as_(client, make.office("reader")).get(address(handed_in, page)).status_code == 404


@pytest.mark.parametrize("page", WRITTEN)
def test_readers_change_nothing(client, make, draft, page):
    as_(client, make.member(draft.initiative, "reader"))
    assert b'type="submit"' not in client.get(address(draft, page)).content.split(b"<main")[1]
    answer = client.post(address(draft, page), WRITTEN[page])
    assert answer.status_code == 409
    assert "Only owners and editors can change the application." in answer.content.decode()


def test_receipt_pdf_and_files_of_others_do_not_exist(client, make):
    handed_in = make.submitted()
    file = attached(make, make.application())
    snapshot = handed_in.snapshots.get()
    addresses = [
        f"/en/bewerbungen/eingang/{snapshot.key}/",
        f"/en/bewerbungen/eingang/{snapshot.key}/pdf/",
        f"/en/bewerbungen/anlage/{file.key}/",
    ]
    for one in addresses:
        assert client.get(one).status_code == 302
    as_(client, make.user())
    for one in addresses:
        assert client.get(one).status_code == 404
    for verb in ("beschreiben", "entfernen"):
        assert client.post(f"/en/bewerbungen/anlage/{file.key}/{verb}/").status_code == 404
    assert client.post(address(handed_in, "einreichen/")).status_code == 404


def test_owners_get_their_receipt_as_page_and_as_pdf(client, make):
    handed_in = make.submitted()
    snapshot = handed_in.snapshots.get()
    as_(client, make.owner(handed_in))
    page = client.get(f"/en/bewerbungen/eingang/{snapshot.key}/").content.decode()
    assert handed_in.number in page
    assert " ".join(snapshot.sha256[start : start + 8] for start in range(0, 64, 8)) in page
    answer = client.get(f"/en/bewerbungen/eingang/{snapshot.key}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert handed_in.number in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


# -- Own applications, and a new one -------------------------------------------------------------


def test_the_list_holds_own_applications_only(client, make, draft):
    make.application()
    page = as_(client, make.owner(draft)).get("/en/bewerbungen/")
    assert [card.application for card in page.context["cards"]] == [draft]


def test_an_empty_list_names_the_next_step(client, make):
    call = make.call()
    as_(client, make.user())
    assert 'href="/en/bewerbungen/neu/"' in client.get("/en/bewerbungen/").content.decode()
    with at(call.closes_at):
        as_(client, make.user())
        assert "No call is open at present" in client.get("/en/bewerbungen/").content.decode()


def test_a_new_initiative_begins_an_application(client, make):
    make.call()
    person = make.user()
    answer = as_(client, person).post("/en/bewerbungen/neu/", WRITTEN["initiative/"])
    made = Application.objects.get()
    assert answer.url == address(made)
    assert (made.initiative.name, make.owner(made)) == ("Neuer Name", person)


def test_only_initiatives_without_an_application_are_offered(client, make, draft):
    person = make.owner(draft)
    free, read_only = make.initiative("Frei"), make.initiative("Nur gelesen")
    make.member(free, "editor", user=person)
    make.member(read_only, "reader", user=person)
    make.member(read_only, "owner")
    page = as_(client, person).get("/en/bewerbungen/neu/")
    assert list(page.context["own"]) == [free]
    answer = client.post("/en/bewerbungen/neu/", {"initiative": free.key})
    assert answer.url == address(Application.objects.get(initiative=free))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"known": "1"}, "Choose an initiative"),
        ({"known": "1", "initiative": uuid4()}, "Choose one of your initiatives"),
        ({}, "Enter the name of the initiative"),
    ],
)
def test_what_is_missing_to_begin_is_said(client, make, sent, why):
    make.call()
    person = make.member(make.initiative(), "owner")
    answer = as_(client, person).post("/en/bewerbungen/neu/", sent)
    assert why in answer.content.decode()
    assert not Application.objects.exists()


def test_a_closed_call_says_since_when(client, make):
    call = make.call()
    with at(call.closes_at):
        page = as_(client, make.user()).get("/en/bewerbungen/neu/").content.decode()
    assert "The deadline was 12 March 2026, 11:59 h (CET)." in page
    assert "<form" not in page.split("<main")[1]


def test_a_deadline_missed_while_describing_the_initiative_keeps_what_was_typed(client, make):
    call = make.call()
    with at(call.closes_at):
        as_(client, make.user())
        answer = client.post("/en/bewerbungen/neu/", WRITTEN["initiative/"])
    assert answer.status_code == 409
    assert 'value="Neuer Name"' in answer.content.decode()
    assert not Initiative.objects.exists()


# -- Writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "following"),
    [
        ("initiative/", "ansprechperson/"),
        ("ansprechperson/", "themen/"),
        ("themen/", "abschnitt/project/"),
        ("abschnitt/project/", "anlagen/"),
        ("erklaerungen/", "pruefen/"),
    ],
)
def test_saving_leads_on_or_back_to_where_one_came_from(client, make, draft, page, following):
    as_(client, make.owner(draft))
    typed = WRITTEN[page] | {"summary-version": "0"}
    assert client.post(address(draft, page), typed).url == address(draft, following)
    assert client.post(address(draft, page), typed | {"overview": "1"}).url == address(draft)
    from_check = client.post(address(draft, page) + "?zurueck=pruefen", typed)
    assert from_check.url == address(draft, "pruefen/")


def test_a_text_too_long_is_stored_and_the_page_says_by_how_much(client, make, draft):
    as_(client, make.owner(draft))
    answer = client.post(address(draft, "abschnitt/project/"), {"summary": "ä" * 1003})
    page = answer.content.decode()
    assert texts(draft)["summary"] == "ä" * 1003
    assert answer.status_code == 200
    assert "Shorten “Summary” by 3 characters" in page
    assert "Everything you have written is saved." in page
    assert "<title>Error: " in page


def test_the_counter_counts_as_the_server_refuses(client, make, draft):
    typed = "Tu\u0308r\r\n\u00ad\u200bä"
    make.answer(draft, draft.call.questions.get(code="summary"), typed)
    page = as_(client, make.owner(draft)).get(address(draft, "abschnitt/project/"))
    assert "5 of 1,000 characters" in page.content.decode()


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("initiative/", 'value="Neuer Name"'),
        ("ansprechperson/", 'value="Neue Person"'),
        ("abschnitt/project/", "Neuer Titel"),
    ],
)
def test_a_deadline_missed_while_typing_keeps_what_was_typed(client, make, draft, page, typed):
    before = texts(draft), draft.initiative.name, draft.contact_name
    with at(draft.call.closes_at):
        as_(client, make.owner(draft))
        answer = client.post(address(draft, page), WRITTEN[page])
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "The deadline has passed." in body
    assert typed in body
    assert b'type="submit"' not in answer.content.split(b"<main")[1]
    draft = Application.objects.get()
    assert (texts(draft), draft.initiative.name, draft.contact_name) == before


def test_the_last_second_counts(client, make, draft):
    with at(draft.call.closes_at - SECOND):
        as_(client, make.owner(draft))
        answer = client.post(address(draft, "abschnitt/project/"), {"title": "Gerade noch"})
    assert answer.status_code == 302
    assert texts(draft)["title"] == "Gerade noch"


def test_an_older_form_overwrites_nothing_and_shows_both_texts(client, make, draft):
    other = make.member(draft.initiative, "editor", name="Jonas Olt")
    actions.save_answers(draft, {"title": ("Text von Jonas", 0)}, by=other, at=NOON)
    as_(client, make.owner(draft))
    mine = {"title": "Mein Text", "title-version": "0", "summary": "Auch neu"}
    answer = client.post(address(draft, "abschnitt/project/"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert texts(draft) == {"title": "Text von Jonas", "summary": "Auch neu"}
    assert "Saved meanwhile by Jonas Olt (12:00 h):" in page
    assert "Text von Jonas" in page
    assert 'value="Mein Text"' in page
    assert "Everything you have written is saved." not in page
    # The page now knows the version it is about to overwrite.
    version = answer.context["form"]["title-version"].value()
    answer = client.post(address(draft, "abschnitt/project/"), mine | {"title-version": version})
    assert answer.status_code == 302
    assert texts(draft)["title"] == "Mein Text"


def test_a_section_of_themes_not_chosen_leads_to_the_choice(client, make, draft):
    section = draft.call.sections.create(slug="belege", position=9)
    make.question(draft.call, "dm", section=section, criterion=draft.call.criteria.get(code="dm"))
    as_(client, make.owner(draft))
    answer = client.get(address(draft, "abschnitt/belege/"))
    assert answer.url == address(draft, "themen/")
    assert client.get(address(draft, "abschnitt/gibt-es-nicht/")).status_code == 404


def test_the_profile_of_a_listed_initiative_is_read_only(client, make):
    draft = make.application(initiative__is_listed=True)
    as_(client, make.owner(draft))
    page = client.get(address(draft, "initiative/")).content.decode()
    assert "This initiative stands in the directory." in page
    assert 'type="submit"' not in page.split("<main")[1]


# -- Files ---------------------------------------------------------------------------------------


def attached(make, application: Application, content: bytes = b"", **fields) -> Attachment:
    upload = SimpleUploadedFile("Werk.png", content or picture("PNG"))
    return actions.attach(application, upload, by=make.owner(application), at=NOON, **fields)


def upload(client, application: Application, name: str, content: bytes, **fields):
    data = {"file": SimpleUploadedFile(name, content), **fields}
    return client.post(address(application, "anlagen/"), data)


def test_a_file_is_kept_and_shown(client, make, draft):
    as_(client, make.owner(draft))
    answer = upload(client, draft, "Plan.pdf", pdf())
    file = draft.attachments.get()
    assert answer.url == address(draft, f"anlagen/#id_{file.key}-file")
    page = client.get(address(draft, "anlagen/")).content.decode()
    assert "Plan.pdf" in page
    answer = client.get(f"/en/bewerbungen/anlage/{file.key}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no JPEG, PNG, WebP"),
        ("seite.pdf", b"%PDF-1.7 kaputt", "The PDF file is damaged."),
        ("bild.jpg", b"\xff" * (15 * 1024 * 1024 + 1), "A picture may have at most 15 MB."),
    ],
)
def test_a_wrong_or_too_large_file_costs_nothing_else(client, make, draft, name, content, why):
    as_(client, make.owner(draft))
    answer = upload(client, draft, name, content, caption="V. l. n. r.: A, B", credit="Foto: C")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert why in page
    assert 'value="V. l. n. r.: A, B"' in page
    assert 'value="Foto: C"' in page
    assert not draft.attachments.exists()


def test_without_a_file_the_page_says_so(client, make, draft):
    as_(client, make.owner(draft))
    page = client.post(address(draft, "anlagen/"), {"caption": "Werk"}).content.decode()
    assert "Choose a file" in page
    assert 'value="Werk"' in page


def test_a_file_after_the_deadline_is_refused(client, make, draft):
    with at(draft.call.closes_at):
        as_(client, make.owner(draft))
        answer = upload(client, draft, "Plan.pdf", pdf(), caption="Werk")
    assert answer.status_code == 409
    assert 'value="Werk"' in answer.content.decode()
    assert not draft.attachments.exists()


def test_a_picture_is_described_and_removed(client, make, draft):
    file = attached(make, draft)
    as_(client, make.owner(draft))
    assert "Description still missing" in client.get(address(draft, "anlagen/")).content.decode()
    fields = {"caption": "Werk", "credit": "Foto: C", "alt_text": "Eine Halle"}
    data = {f"{file.key}-{name}": value for name, value in fields.items()}
    answer = client.post(f"/en/bewerbungen/anlage/{file.key}/beschreiben/", data)
    assert answer.url == address(draft, f"anlagen/#id_{file.key}-save")
    assert draft.attachments.values("caption", "credit", "alt_text").get() == fields
    client.post(f"/en/bewerbungen/anlage/{file.key}/entfernen/")
    assert not draft.attachments.exists()


def test_a_description_after_the_deadline_is_refused_and_shown(client, make, draft):
    file = attached(make, draft)
    with at(draft.call.closes_at):
        as_(client, make.owner(draft))
        answer = client.post(
            f"/en/bewerbungen/anlage/{file.key}/beschreiben/", {f"{file.key}-alt_text": "Halle"}
        )
    assert answer.status_code == 409
    assert 'value="Halle"' in answer.content.decode()
    assert draft.attachments.get().alt_text == ""


# -- Checking and handing in ---------------------------------------------------------------------


def test_what_is_missing_is_named_and_linked(client, make, draft):
    page = as_(client, make.owner(draft)).get(address(draft, "pruefen/")).content.decode()
    for path in ("abschnitt/project/?zurueck=pruefen#id_title", "erklaerungen/?zurueck=pruefen"):
        assert f'href="{address(draft, path)}"' in page
    assert "einreichen/" not in page


def test_the_button_is_there_for_those_who_may_press_it(client, make, complete):
    button = f'action="{address(complete, "einreichen/")}"'
    for role, there in (("owner", True), ("editor", True), ("reader", False)):
        person = make.member(complete.initiative, role)
        page = as_(client, person).get(address(complete, "pruefen/")).content.decode()
        assert (button in page) is there
    with at(complete.call.closes_at):
        as_(client, make.owner(complete))
        page = client.get(address(complete, "pruefen/")).content.decode()
    assert button not in page


def test_a_double_click_hands_in_once(client, make, complete):
    as_(client, make.owner(complete))
    once = client.get(address(complete, "pruefen/")).context["form"]["once"].value()
    answers = [client.post(address(complete, "einreichen/"), {"once": once}) for _click in "12"]
    snapshot = Snapshot.objects.get()
    assert [answer.url for answer in answers] == [f"/en/bewerbungen/eingang/{snapshot.key}/"] * 2


def test_the_letter_tells_number_time_checksum_and_where_to_look(client, make, complete, settings):
    as_(client, make.owner(complete)).post(address(complete, "einreichen/"), {"once": uuid4()})
    snapshot = Snapshot.objects.get()
    letter = Letter.objects.get(to=complete.contact_email)
    assert complete.number in letter.subject
    for part in (
        complete.initiative.name,
        complete.number,
        "2. März 2026, 12:00:00 Uhr (MEZ)",
        f"  {snapshot.sha256[:8]} {snapshot.sha256[8:16]} ",
        f" {snapshot.sha256[-8:]}\n",
        f"{settings.BASE_URL}/bewerbungen/eingang/{snapshot.key}/",
    ):
        assert part in letter.text.replace("\xa0", " "), part


def test_too_late_nothing_is_handed_in_and_everything_stays(client, make, complete):
    with at(complete.call.closes_at):
        as_(client, make.owner(complete))
        answer = client.post(address(complete, "einreichen/"), {"once": uuid4()})
    assert answer.status_code == 409
    assert "The deadline has passed, so the application could not be handed in." in (
        answer.content.decode()
    )
    assert not Snapshot.objects.exists()
    assert texts(Application.objects.get()) == texts(complete)


def test_incomplete_it_is_refused_in_words(client, make, draft):
    as_(client, make.owner(draft))
    answer = client.post(address(draft, "einreichen/"), {"once": uuid4()})
    assert answer.status_code == 409
    assert "Something is still missing: Answer “Title”" in answer.content.decode()


def test_handing_in_is_no_page(client, make, complete):
    assert (
        as_(client, make.owner(complete)).get(address(complete, "einreichen/")).status_code == 405
    )


def test_afterwards_the_task_list_leads_to_the_receipt(client, make):
    handed_in = make.submitted()
    page = as_(client, make.owner(handed_in)).get(address(handed_in)).content.decode()
    assert f"/en/bewerbungen/eingang/{handed_in.snapshots.get().key}/" in page
    assert "What happens next" in page


def test_the_ground_of_an_exclusion_is_told(client, make):
    excluded = make.submitted(status="excluded", exclusion_reason="Ziffer 2 der Bedingungen.")
    page = as_(client, make.owner(excluded)).get(address(excluded)).content.decode()
    assert "Ziffer 2 der Bedingungen." in page


# -- What a page costs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "most"),
    [("", 14), ("themen/", 10), ("abschnitt/project/", 10), ("anlagen/", 10), ("pruefen/", 12)],
)
def test_a_page_costs_the_same_whatever_the_number_of_questions(client, make, draft, page, most):
    as_(client, make.owner(draft))
    few = cost(client, address(draft, page))
    for number in range(20):
        asked = make.question(draft.call, f"frage-{number}")
        make.answer(draft, asked, "Text", saved_by=make.owner(draft))
        make.declaration(draft.call, f"erklaerung-{number}")
    assert cost(client, address(draft, page)) == few <= most


def test_the_list_costs_the_same_whatever_its_length(client, make, draft):
    person = make.owner(draft)
    as_(client, person)
    few = cost(client, "/en/bewerbungen/")
    for _number in range(10):
        make.application(owner=person, call__opens_at=NOON - DAY)
    assert cost(client, "/en/bewerbungen/") == few <= 8


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_an_answer_is_escaped_wherever_it_is_shown(client, make, draft):
    make.answer(draft, draft.call.questions.get(code="summary"), "<script>alert(1)</script>")
    as_(client, make.owner(draft))
    for page in ("abschnitt/project/", "pruefen/"):
        body = client.get(address(draft, page)).content.decode()
        assert "<script>alert(1)" not in body
        assert "&lt;script&gt;alert(1)" in body
    assert Answer.objects.get().text == "<script>alert(1)</script>"
