"""The account: the doors that are open to a person, and the demonstration's mail."""

from __future__ import annotations

import json

import pytest

from initiatives.models import Letter

from ..make import NOON, at

ACCOUNT, ONWARD, POST = "/en/konto/uebersicht/", "/en/konto/weiter/", "/demo/post/"


@pytest.fixture
def applicant(make):
    return make.owner(make.application())


@pytest.mark.parametrize("path", [ACCOUNT, ONWARD])
def test_it_is_for_those_who_signed_in(client, make, path):
    assert client.get(path).url == f"/en/konto/login/code/?next={path}"


@pytest.mark.parametrize(
    ("who", "door"),
    [
        ("office", "/en/verwaltung/"),
        ("juror", "/en/jury/"),
        ("applicant", "/en/bewerbungen/"),
    ],
)
def test_one_door_is_gone_through_at_once_and_shown_on_the_account(client, make, who, door):
    people = {
        "office": make.office,
        "juror": lambda: make.juror().user,
        "applicant": lambda: make.owner(make.application()),
    }
    client.force_login(people[who]())
    assert client.get(ONWARD).url == door
    page = client.get(ACCOUNT)
    assert [shown.url for shown in page.context["doors"]] == [door]
    assert 'action="/en/konto/logout/"' in page.content.decode()


def test_who_has_several_chooses(client, make, applicant):
    make.juror(user=applicant)
    client.force_login(applicant)
    assert client.get(ONWARD).url == ACCOUNT
    doors = [shown.url for shown in client.get(ACCOUNT).context["doors"]]
    assert doors == ["/en/jury/", "/en/bewerbungen/"]


def test_who_has_none_begins_an_application_while_the_call_is_open(client, make):
    call = make.call()
    person = make.user()
    for moment, there in ((NOON, True), (call.closes_at, False)):
        with at(moment):
            client.force_login(person)
            page = client.get(ACCOUNT).content.decode()
        assert ('href="/en/bewerbungen/neu/"' in page) is there


# -- The language of letters ---------------------------------------------------------------------

LANGUAGE = "/en/konto/sprache/"


def test_people_choose_the_language_of_their_letters(client, make):
    person, other = make.user(), make.user()
    client.force_login(person)
    assert client.get(ACCOUNT).context["form"]["language"].value() == "de"
    assert client.post(LANGUAGE, {"language": "en"}).url == ACCOUNT
    page = client.get(ACCOUNT)
    assert page.context["form"]["language"].value() == "en"
    assert "The language of your letters is stored." in page.content.decode()
    other.refresh_from_db()
    assert other.language == "de"


def test_a_language_we_do_not_write_is_refused(client, make):
    person = make.user()
    client.force_login(person)
    page = client.post(LANGUAGE, {"language": "fr"}, follow=True)
    assert "Choose one of the languages" in page.content.decode()
    person.refresh_from_db()
    assert person.language == "de"


def test_the_language_is_chosen_by_who_is_signed_in(client, db):
    assert client.post(LANGUAGE, {"language": "en"}).status_code == 302
    assert client.get(LANGUAGE).status_code == 405


# -- Reminders -----------------------------------------------------------------------------------

REMINDERS = "/en/konto/erinnerungen/"


def test_people_switch_reminders_off_and_on(client, make):
    person, other = make.user(), make.user()
    client.force_login(person)
    assert client.get(ACCOUNT).context["reminders"]["wanted"].value() is True
    page = client.post(REMINDERS, {}, follow=True)
    assert "We no longer remind you of drafts." in page.content.decode()
    assert page.context["reminders"]["wanted"].value() is False
    page = client.post(REMINDERS, {"wanted": "on"}, follow=True)
    assert "We remind you of drafts." in page.content.decode()
    assert page.context["reminders"]["wanted"].value() is True
    other.refresh_from_db()
    assert other.wants_reminders is True


def test_reminders_are_switched_by_who_is_signed_in(client, db):
    assert client.post(REMINDERS, {}).status_code == 302
    assert client.get(REMINDERS).status_code == 405


# -- The mail of a demonstration -----------------------------------------------------------------


def letter(**fields) -> Letter:
    basics = {"kind": "receipt", "to": "a@people.example", "subject": "Brief", "text": "Text"}
    return Letter.objects.create(written_at=NOON, **basics | fields)


def test_the_mail_of_a_demonstration_is_read_newest_first_with_its_code_in_sight(client, db):
    letter(subject="Erster", text="Nummer B-26-7KQ4M\n\nABC-DEF\n")
    letter(subject="Zweiter", text="Ihr Code:\n\n    BCDFGH\n\nEr gilt 10 Minuten.", is_secret=True)
    page = client.get(POST)
    assert [(mail.letter.subject, mail.code) for mail in page.context["mails"]] == [
        ("Zweiter", "BCDFGH"),
        ("Erster", ""),
    ]
    assert "<mark>BCDFGH</mark>" in page.content.decode()
    told = json.loads(client.get("/demo/post.json").content)["letters"]
    assert [row["subject"] for row in told] == ["Zweiter", "Erster"]


def test_outside_a_demonstration_there_is_no_such_page(client, db, settings):
    settings.DEMO = False
    assert client.get(POST).status_code == 404
    assert client.get("/demo/post.json").status_code == 404


def test_what_stands_in_a_letter_is_text(client, db):
    letter(subject="<b>fett</b>", text="<script>alert(1)</script>")
    page = client.get(POST).content.decode()
    assert "<b>fett" not in page
    assert "<script>alert" not in page
