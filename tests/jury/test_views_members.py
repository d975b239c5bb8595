"""The office's pages about members, and the page of an invitation: who sees and may do what."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives.models import JournalEntry, Letter
from jury import actions, succession
from jury.models import Juror, JurorInvitation
from jury.whom import Invited

from ..make import DAY, NOON, SECOND, at

HOME = "/en/verwaltung/jury/mitglieder/"
PAGES = {
    "members": "mitglieder/",
    "invite": "mitglieder/einladen/",
    "file": "mitglieder/datei/",
    "template": "mitglieder/datei/vorlage.csv",
    "member": "mitglieder/{juror}/",
    "replace": "mitglieder/{juror}/ersetzen/",
    "statement": "erklaerung/",
}
ACTS = {
    "invite": (
        "mitglieder/einladen/",
        {"name": "A", "email": "a@b.example", "until": "2026-03-16"},
    ),
    "file": (
        "mitglieder/datei/",
        {"confirmed": "1", "text": "name;email\nA;a@b.example\n", "until": "2026-03-16"},
    ),
    "member": ("mitglieder/{juror}/", {"organisation": "Anders"}),
    "call in": ("mitglieder/{deputy}/berufen/", {}),
    "replace": ("mitglieder/{juror}/ersetzen/", {"reason": "Krank", "confirmed": "1"}),
    "again": ("einladungen/{invitation}/erneut/", {}),
    "withdraw": ("einladungen/{invitation}/zuruecknehmen/", {}),
    "statement": ("erklaerung/", {"text_de": "Neu.", "after": "0", "confirmed": "1"}),
}


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def scene(make):
    """A jury with a member, a waiting deputy and an open invitation."""
    juror = make.juror(user=make.user(name="Hanna Albers"))
    deputy = make.juror(call=juror.call, deputy_of=juror)
    whom = Invited("Nora Neu", "nora@people.example")
    invitation = actions.invite(juror.call, whom, by=make.office("lead"), at=NOON)
    return {"juror": juror, "deputy": deputy, "invitation": invitation, "call": juror.call}


def address(path: str, scene) -> str:
    keys = {name: scene[name].key for name in ("juror", "deputy", "invitation")}
    return "/en/verwaltung/jury/" + path.format(**keys)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def nora(make):
    person = make.user(email="nora@people.example", name="Nora")
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    return person


def text(answer) -> str:
    return answer.content.decode()


def state() -> tuple:
    """All that the acts could change."""
    return (
        list(JurorInvitation.objects.order_by("pk").values_list("email", "withdrawn_at")),
        list(Juror.objects.order_by("pk").values_list("organisation", "left_at", "called_in_at")),
        JournalEntry.objects.count(),
        Letter.objects.count(),
    )


# -- Doors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_others_sign_in_first_and_come_back(client, scene, page):
    answer = client.get(address(page, scene))
    assert answer.status_code == 302
    assert answer.url == f"/en/konto/login/code/?next={address(page, scene)}"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("who", ["juror", "chair", "stranger", "owner"])
def test_to_everybody_else_the_pages_do_not_exist(make, scene, page, who):
    person = {
        "juror": lambda: scene["juror"].user,
        "chair": lambda: make.juror(call=scene["call"], is_chair=True).user,
        "stranger": make.user,
        "owner": lambda: make.owner(make.submitted(call=scene["call"])),
    }[who]()
    assert signed_in(person).get(address(page, scene)).status_code == 404


@pytest.mark.parametrize(("path", "data"), ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("who", ["juror", "stranger"])
def test_nor_can_they_do_anything_there(make, scene, path, data, who):
    before = state()
    person = scene["juror"].user if who == "juror" else make.user()
    assert signed_in(person).post(address(path, scene), data).status_code == 404
    assert state() == before


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("role", ["reader", "auditor", "editor", "lead"])
def test_the_office_reads_them_all(make, scene, page, role):
    assert signed_in(make.office(role)).get(address(page, scene)).status_code == 200


@pytest.mark.parametrize(("path", "data"), ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_changes_nothing_and_finds_no_button(make, scene, path, data, role):
    before, client = state(), signed_in(make.office(role))
    answer = client.post(address(path, scene), data)
    assert answer.status_code in (302, 409)
    assert state() == before
    page = text(client.get(HOME))
    for button in ("Withdraw it", "Send once more", "Invite somebody", "Invite from a file"):
        assert button not in page


@pytest.mark.parametrize(("path", "data"), ACTS.values(), ids=ACTS)
def test_the_office_does_it(make, scene, path, data):
    before = state()
    if "reason" in data:  # what was previewed is what is done
        data = {**data, "seen": succession.plan(scene["juror"]).digest()}
    answer = signed_in(make.office("editor")).post(address(path, scene), data)
    assert answer.status_code == 302
    assert state() != before


# -- The list ------------------------------------------------------------------------------------


def test_the_list_says_who_declined_on_what_ground_and_what_lapsed(make, scene):
    person = nora(make)
    actions.decline(scene["invitation"], ground="partial", note="Zu nah.", by=person, at=NOON)
    whom = Invited("Otto Spät", "otto@people.example")
    lead = make.office("lead")
    actions.invite(scene["call"], whom, by=lead, at=NOON, until=NOON + SECOND)
    with at(NOON + SECOND):
        page = text(signed_in(lead).get(HOME))
    assert "I do not see myself as impartial" in page
    assert "Zu nah." in page
    assert page.index("Lapsed without an answer") < page.index("Otto Spät")
    assert "deputy of Hanna Albers, not called in yet" in page


def test_an_empty_jury_says_what_to_do_next(make, client):
    client.force_login(make.office("editor"))
    assert "No call yet" in text(client.get(HOME))
    call = make.call()
    page = text(client.get(HOME))
    assert "Nobody invited yet" in page
    assert "Check and publish the statement" in page
    assert f"{HOME}einladen/?jahr={call.year}" in page


def test_a_call_in_preparation_has_its_own_jury(make, scene):
    draft = make.call(year=2031, announced_at=None)
    client = signed_in(make.office("editor"))
    assert "Hanna Albers" not in text(client.get(HOME + "?jahr=2031"))
    assert "Hanna Albers" in text(client.get(HOME))
    for year in ("1999", "x", "-1"):
        assert client.get(f"{HOME}?jahr={year}").status_code == 404
    client.post(
        f"{HOME}einladen/?jahr=2031",
        {"name": "B", "email": "b@people.example", "until": "2026-03-16"},
    )
    assert draft.juror_invitations.count() == 1


def test_whoever_acts_for_an_initiative_that_applies_is_told_of_but_no_draft(make, scene):
    case = make.submitted(call=scene["call"], initiative__name="Bündnis Talaue")
    make.application(call=scene["call"], initiative__name="Geheimer Entwurf")
    make.member(case.initiative, email="mira@people.example")
    client = signed_in(make.office("editor"))
    sent = {"name": "Mira", "email": "mira@people.example", "until": "2026-03-16"}
    page = text(client.post(f"{HOME}einladen/", sent, follow=True))
    assert "Mira acts for “Bündnis Talaue”, which applies." in page
    assert "Geheimer Entwurf" not in page


@pytest.mark.parametrize("people", [2, 40])
def test_the_list_costs_the_same_however_many_people(make, scene, people):
    lead = make.office("lead")
    for number in range(people):
        juror = make.juror(call=scene["call"], term_until=date(2026, 3, 1))
        actions.knows(juror, {"dk": 2})
        whom = Invited(f"N{number}", f"n{number}@people.example")
        actions.invite(scene["call"], whom, by=lead, at=NOON)
    client = signed_in(lead)
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(HOME))
    assert page.count("not in office at present") == people
    assert len(queries) == 11


# -- Forms ---------------------------------------------------------------------------------------


def test_a_refused_form_keeps_what_was_typed(make, scene):
    client = signed_in(make.office("editor"))
    answer = client.post(
        f"{HOME}einladen/",
        {
            "name": "Nora",
            "email": "nora@people.example",
            "until": "2026-03-16",
            "expertise_dk": "2",
        },
    )
    assert answer.status_code == 409
    page = text(answer)
    assert "There is an open invitation to nora@people.example already." in page
    assert 'value="Nora"' in page
    answer = client.post(f"{HOME}einladen/", {"name": "X", "email": "x", "term_from": "31.2.2026"})
    assert "Enter an address such as" in text(answer)
    assert "Enter the day as 31.10.2026" in text(answer)


def test_a_member_is_changed_unless_a_colleague_was_faster(make, scene):
    client, page = signed_in(make.office("editor")), address("mitglieder/{juror}/", scene)
    seen = text(client.get(page)).split('name="seen" value="')[1].split('"')[0]
    sent = {"organisation": "Institut", "min_cases": "2", "max_cases": "9", "expertise_dk": "3"}
    assert client.post(page, {**sent, "seen": seen}).status_code == 302
    juror = Juror.objects.get(pk=scene["juror"].pk)
    assert (juror.organisation, juror.min_cases, juror.max_cases) == ("Institut", 2, 9)
    assert list(juror.expertise.values_list("criterion__code", "level")) == [("dk", 3)]
    entry = JournalEntry.objects.get(action="juror.changed")
    assert entry.data == {"changed": ["expertise_dk", "max_cases", "min_cases", "organisation"]}
    answer = client.post(page, {"organisation": "Anderes Haus", "seen": seen})
    assert answer.status_code == 409
    assert "Anderes Haus" in text(answer)
    assert "Institut" in text(answer)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"term_from": "2026-04-01", "term_until": "2026-03-31"}, "The term ends after it begins."),
        ({"min_cases": "5", "max_cases": "4"}, "The highest number is not below the lowest."),
        ({"min_cases": "viele"}, "Enter the number in digits"),
        ({"expertise_dk": "4"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(make, scene, sent, words):
    client = signed_in(make.office("editor"))
    assert words in text(client.post(address("mitglieder/{juror}/", scene), sent))


def test_there_is_one_chair(make, scene):
    make.juror(call=scene["call"], is_chair=True, user=make.user(name="Wolf Zeller"))
    client = signed_in(make.office("editor"))
    answer = client.post(address("mitglieder/{juror}/", scene), {"is_chair": "on"})
    assert answer.status_code == 409
    assert "Wolf Zeller is in the chair. Take the chair away there first." in text(answer)


def test_who_has_left_is_only_read(make, scene):
    actions.leave(scene["juror"], reason="Krank", by=make.office("lead"), at=NOON)
    client = signed_in(make.office("editor"))
    page = address("mitglieder/{juror}/", scene)
    assert "Krank" in text(client.get(page))
    assert client.post(page, {"organisation": "Neu"}).status_code == 409


# -- A file --------------------------------------------------------------------------------------


def test_a_file_is_shown_first_and_then_all_are_invited(make, scene):
    client = signed_in(make.office("editor"))
    before = state()
    file = SimpleUploadedFile("jury.csv", "name;email\nÄnne;a@people.example\n".encode("cp1252"))
    page = text(client.post(f"{HOME}datei/", {"file": file, "until": "2026-03-16"}))
    assert "Invite 1 person?" in page
    assert "Änne" in page
    assert state() == before
    typed = page.split("hidden>\n")[1].split("</textarea>")[0]
    sent = {"confirmed": "1", "text": typed, "until": "2026-03-16"}
    assert client.post(f"{HOME}datei/", sent).status_code == 302
    assert JurorInvitation.objects.get(email="a@people.example").name == "Änne"
    answer = client.post(f"{HOME}datei/", sent)  # a second click after the first went through
    assert answer.status_code == 409
    assert "There is an open invitation to a@people.example already." in text(answer)


def test_a_file_with_an_error_invites_nobody(make, scene):
    client, before = signed_in(make.office("editor")), state()
    file = SimpleUploadedFile("jury.csv", b"name;email\nA;a@people.example\nB;b\n")
    page = text(client.post(f"{HOME}datei/", {"file": file, "until": "2026-03-16"}))
    assert "There is 1 error in the file" in page
    assert "“b” is no e-mail address." in page
    assert "Invite all" not in page
    assert state() == before


# -- Replacing -----------------------------------------------------------------------------------


def test_the_preview_comes_before_the_deed_and_only_what_was_read_is_done(make, scene):
    case = make.assignment(juror=scene["juror"], application__initiative__name="Bündnis Talaue")
    client, page = signed_in(make.office("editor")), address("mitglieder/{juror}/ersetzen/", scene)
    sent = {"reason": "Krank", "successor": str(scene["deputy"].key)}
    before = state()
    preview = text(client.post(page, sent))
    assert "Bündnis Talaue" in preview
    assert "Finished sheets stay and count." in preview
    assert state() == before
    seen = preview.split('name="seen" value="')[1].split('"')[0]
    make.sheet({"dk": 7}, assignment=case)
    answer = client.post(page, {**sent, "confirmed": "1", "seen": seen})
    assert answer.status_code == 409
    assert "Something changed meanwhile." in text(answer)
    seen = text(answer).split('name="seen" value="')[1].split('"')[0]
    assert client.post(page, {**sent, "confirmed": "1", "seen": seen}).status_code == 302
    assert Juror.objects.get(pk=scene["juror"].pk).left_reason == "Krank"


# -- The invitation ------------------------------------------------------------------------------


def link(invitation, rest: str = "") -> str:
    return f"/en/jury/einladung/{getattr(invitation, 'key', invitation)}/{rest}"


def test_it_says_nothing_to_strangers(make, client, scene):
    unknown = "01900000-0000-7000-8000-000000000000"
    pages = [client.get(link(key)) for key in (scene["invitation"], unknown)]
    assert [page.status_code for page in pages] == [200, 200]
    first, second = (text(page).replace(str(scene["invitation"].key), unknown) for page in pages)
    assert first == second
    assert "Nora" not in first
    other = signed_in(make.user())
    pages = [other.get(link(key)) for key in (scene["invitation"], unknown)]
    assert [page.status_code for page in pages] == [404, 404]
    for rest in ("annehmen/", "ablehnen/"):
        assert other.post(link(scene["invitation"], rest)).status_code == 404


def test_whom_it_went_to_reads_what_it_means(make, scene):
    page = text(signed_in(nora(make)).get(link(scene["invitation"])))
    assert "16 March 2026, 23:59" in page
    assert "Each application is read by 3 members." in page
    assert "Confidential and impartial" in page


def test_how_many_cases_about_is_said_once_the_deadline_has_passed(make, scene):
    for _n in range(4):
        make.admitted(call=scene["call"])
    with at(scene["call"].closes_at):
        actions.invite_again(
            scene["invitation"], by=make.office("lead"), at=scene["call"].closes_at
        )
        page = text(signed_in(nora(make)).get(link(scene["invitation"])))
    assert "about 6 applications" in page


def test_accepting_leads_to_the_statement(make, scene):
    client = signed_in(nora(make))
    answer = client.post(link(scene["invitation"], "annehmen/"))
    assert (answer.status_code, answer.url) == (302, "/en/jury/erklaerung/")
    assert "You have accepted." in text(client.get(link(scene["invitation"])))


def test_declining_asks_for_a_ground_and_keeps_the_note(make, scene):
    client = signed_in(nora(make))
    answer = client.post(link(scene["invitation"], "ablehnen/"), {"note": "Bin verreist."})
    assert "Choose a ground" in text(answer)
    assert "Bin verreist." in text(answer)
    answer = client.post(
        link(scene["invitation"], "ablehnen/"), {"ground": "time", "note": "Bin verreist."}
    )
    assert answer.status_code == 302
    assert "You have declined." in text(client.get(link(scene["invitation"])))


def test_lapsed_and_withdrawn_are_told_apart(make, scene):
    client, invitation = signed_in(nora(make)), scene["invitation"]
    with at(invitation.expires_at):
        client.force_login(type(scene["juror"].user).objects.get(email="nora@people.example"))
        assert "The time for your answer ended on 16 March 2026." in text(
            client.get(link(invitation))
        )
    actions.withdraw(invitation, by=make.office("lead"), at=NOON + DAY)
    assert "it was withdrawn" in text(client.get(link(invitation)))


def test_the_account_leads_to_an_open_invitation(make, scene):
    page = text(signed_in(nora(make)).get("/en/konto/uebersicht/"))
    assert f'href="{link(scene["invitation"])}"' in page
