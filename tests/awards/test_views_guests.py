"""The guest's own page, and what phones at the entrance ask for and tell."""

import json
from uuid import uuid4

import icalendar
import pytest
from django.urls import reverse

from awards.actions.inviting import secret_of
from awards.models import CheckIn, Invitee
from initiatives.models import JournalEntry, Letter

from .. import evenings
from ..make import DAY, NOON, at
from .test_views_office import text

PICKED = "canary-laureate"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def evening(make):
    return evenings.ceremony(call=make.call(judging_from=NOON - DAY), notes="Garderobe links.")


@pytest.fixture
def guest(evening):
    return evenings.guest(evening, "Ada Gast", invited=True, companions_allowed=1)


@pytest.fixture
def office(make, client):
    person = make.office()
    client.force_login(person)
    return person


def address(guest, name="invited"):
    return reverse(name, args=[guest.ceremony.call.year, secret_of(guest)])


# -- The guest -----------------------------------------------------------------------------------


def test_without_a_cookie_and_kept_nowhere(client, guest):
    page = client.get(address(guest))
    assert page.status_code == 200
    assert not page.cookies
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in text(page)


def test_opening_the_link_changes_nothing(client, guest):
    before = JournalEntry.objects.count()
    client.get(address(guest))
    guest.refresh_from_db()
    assert (guest.answer, JournalEntry.objects.count()) == ("", before)


def test_no_word_of_who_wins_on_page_or_letter(client, make, evening, guest, office):
    case = make.admitted(call=evening.call, initiative__name=PICKED)
    make.decision(prize=make.prize(call=evening.call), application=case)
    evenings.item(evening, kind="honour", application=case, title=PICKED)
    client.post(reverse("office:guest_invite_again", args=[guest.key]))
    assert PICKED not in Letter.objects.get().text
    client.logout()
    for data in ({}, {"comes": "yes"}):
        page = (
            client.post(address(guest), data, follow=True) if data else client.get(address(guest))
        )
        assert PICKED not in text(page)
    assert PICKED not in client.get(address(guest, "invited_calendar")).content.decode()


@pytest.mark.parametrize("secret", ["nichts", "A" * 22])
def test_a_link_that_never_was_is_not_there(client, evening, secret):
    path = reverse("invited", args=[evening.call.year, secret])
    assert client.get(path).status_code == 404
    assert client.post(path, {"comes": "yes"}).status_code == 404


def test_a_link_of_another_year_is_not_there(client, guest):
    path = reverse("invited", args=[1999, secret_of(guest)])
    assert client.get(path).status_code == 404


def test_an_answer_without_a_choice_loses_nothing(client, guest):
    page = client.post(address(guest), {"diet": "vegan"})
    assert page.status_code == 409
    assert 'value="vegan"' in text(page)


def test_accepting_shows_codes_for_all_who_come(client, guest):
    data = {"comes": "yes", "companion_1": "Bo Gast", "photo_consent": "on"}
    page = text(client.post(address(guest), data, follow=True))
    guest.refresh_from_db()
    companion = guest.companions.get()
    assert guest.spoken_code in page
    assert companion.spoken_code in page
    assert guest.photo_consent_text.startswith("Ich bin einverstanden")
    assert guest.photo_consent_at == NOON


def test_after_the_last_day_the_page_says_so(client, guest):
    with at(evenings.EVENING):
        assert "Der letzte Tag für Antworten ist vorbei" in text(client.get(address(guest)))
        page = client.post(address(guest), {"comes": "yes"})
    assert page.status_code == 409
    guest.refresh_from_db()
    assert guest.answer == ""


def test_withdrawn_is_told_kindly(client, guest):
    Invitee.objects.update(withdrawn_at=NOON)
    assert "Diese Einladung gilt nicht mehr" in text(client.get(address(guest)))
    assert client.post(address(guest), {"comes": "yes"}).status_code == 409
    assert client.get(address(guest, "invited_calendar")).status_code == 404


def test_the_calendar_file_is_read_by_others(client, evening, guest):
    answer = client.get(address(guest, "invited_calendar"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    (event,) = read.walk("VEVENT")
    assert event.decoded("dtstart") == evening.starts_at
    assert event.decoded("dtend") == evening.ends_at
    assert event["location"] == "Haus der Beispiele, Musterstraße 1, 10115 Berlin"
    assert event["uid"].startswith(str(evening.key))
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Berlin"]


# -- The entrance --------------------------------------------------------------------------------


def tell(client, *reports):
    return client.post(
        reverse("office:door_report"),
        json.dumps({"reports": list(reports)}),
        content_type="application/json",
    )


def report(guest, moment=NOON, once=None):
    return {"guest": str(guest.key), "once": str(once or uuid4()), "at": moment.isoformat()}


def test_only_the_entrance_may_use_the_camera(client, evening, office):
    page = client.get(reverse("office:door"))
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    other = client.get(reverse("office:guests"))
    assert "camera=()" in other.headers["Permissions-Policy"]


def test_the_page_a_phone_keeps_names_nobody(client, evening, office):
    evenings.guest(evening, comes=True)
    page = text(client.get(reverse("office:door")))
    assert "Ada Gast" not in page
    assert str(office) not in page


def test_the_list_has_no_code_address_or_need(client, evening, office):
    guest = evenings.guest(evening, comes=True, diet="vegan", access_needs="Rampe")
    evenings.guest(evening, "Bo Gast")
    answer = client.get(reverse("office:door_list"))
    (row,) = answer.json()["guests"]
    assert set(row) == {"key", "name", "with", "table", "code", "here"}
    for word in (guest.code, guest.email, "vegan", "Rampe"):
        assert word not in answer.content.decode()


def test_reports_are_answered_one_by_one(client, evening, office):
    ada, bo = (evenings.guest(evening, name, comes=True) for name in ("Ada", "Bo"))
    gone = evenings.guest(evening, "Cem", comes=True)
    Invitee.objects.filter(pk=gone.pk).delete()
    said = [report(ada), report(bo), report(ada), report(gone)]
    answer = tell(client, *said)
    states = [one["state"] for one in answer.json()["results"]]
    assert states == ["in", "in", "double", "refused"]
    assert [one["once"] for one in answer.json()["results"]] == [one["once"] for one in said]
    assert CheckIn.objects.count() == 2
    again = tell(client, said[0])
    assert again.json()["results"][0]["state"] == "in"


def test_readers_tell_nothing(client, evening, make):
    client.force_login(make.office("reader"))
    guest = evenings.guest(evening, comes=True)
    answer = tell(client, report(guest))
    assert (answer.status_code, CheckIn.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    "body",
    [
        "nichts",
        "[]",
        '{"reports": [{}]}',
        '{"reports": [{"guest": "a", "once": "b", "at": "c"}]}',
        '{"reports": [{"guest": "a", "once": "019cae34-7780-702d-8758-e68fbdface39", '
        '"at": "2026-03-02T11:00:00"}]}',
    ],
)
def test_what_makes_no_sense_is_refused(client, evening, office, body):
    path = reverse("office:door_report")
    assert client.post(path, body, content_type="application/json").status_code == 422


def test_without_a_script_the_entrance_works_by_forms(client, evening, office):
    guest = evenings.guest(evening, comes=True)
    page = text(client.get(reverse("office:door"), {"suche": guest.spoken_code.lower()}))
    assert "Ada Gast" in page
    path = reverse("office:door")
    for words in ("Herein: Ada Gast.", "Ada Gast ist schon da"):
        client.post(path, {"guest": str(guest.key)})
        assert words in text(client.get(reverse("office:guests")))
    assert CheckIn.objects.get().doubles == 1


def test_the_worker_is_a_script_of_ours(client, evening, office):
    answer = client.get(reverse("office:door_worker"))
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


# -- The list ------------------------------------------------------------------------------------


def test_a_file_is_shown_first_and_taken_as_it_was_shown(client, evening, office):
    path = reverse("office:guests_file")
    file = b"name;email\r\nAda Lang;ada@people.example\r\n"
    upload = evenings.file("gaeste.csv", file)
    page = client.post(path, {"file": upload})
    assert "1 Gast auf die Liste setzen?" in text(page)
    assert not Invitee.objects.exists()
    client.post(path, {"confirmed": "1", "text": file.decode()})
    assert Invitee.objects.get().name == "Ada Lang"
    again = client.post(path, {"confirmed": "1", "text": file.decode()})
    assert again.status_code == 409
    assert "steht schon auf der Gästeliste" in text(again)


def test_a_wrong_file_changes_nothing(client, evening, office):
    upload = evenings.file("gaeste.csv", b"name;email\r\nAda;keine\r\n")
    page = text(client.post(reverse("office:guests_file"), {"file": upload}))
    assert "„keine“ ist keine E-Mail-Adresse." in page
    assert not Invitee.objects.exists()


def test_needs_are_listed_for_the_kitchen(client, evening, office):
    evenings.guest(evening, "Ada Gast", comes=True, diet="vegan")
    evenings.guest(evening, "Bo Gast", comes=True)
    page = text(client.get(reverse("office:guests"), {"stand": "with_needs"}))
    assert "vegan" in page
    assert "Bo Gast" not in page
