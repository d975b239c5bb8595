"""The office's pages of the letters on the result: a table of all, one after the other to read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from awards import actions
from awards.models import Release, ResultLetter
from awards.outgoing import State
from initiatives.models import Letter, Local, Membership
from initiatives.statuses import Status

from ...make import DAY, NOON, SECOND, at
from .conftest import END, OTHERS, WINNERS, announced, case, letter, read, told

ALL = "/verwaltung/veroeffentlichung/2026/ergebnisbriefe/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def editor(client, office):
    client.force_login(office)
    return client


def address(release, name, rest="") -> str:
    return f"/verwaltung/veroeffentlichung/ergebnisbriefe/{case(release, name).key}/{rest}"


def get(client, path, when=NOON) -> str:
    with at(when):
        answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content).text_content().split())


def post(client, path, when=NOON, **data):
    with at(when):
        return client.post(path, data)


# -- The table -----------------------------------------------------------------------------------


def test_the_table_names_every_letter_and_how_far_it_is(release, editor, office):
    read(release, "Ährenfeld", "Birkenau", by=office)
    text = get(editor, ALL)
    assert "2 Briefe sind noch zu lesen" in text
    assert "ÄhrenfeldAusgezeichnete Initiative 2026 2 Personen Gelesen, zu senden" in text
    assert "ZinnwaldAusgezeichnete Initiative 2026 1 Person Zu lesen" in text
    assert "Birkenau 1 Person Gelesen, wartet auf die Bekanntgabe" in text
    assert "Moosgrund 1 Person Zu lesen" in text
    assert "Rückmeldung, voraussichtlich 23. März 2026" in text


def test_it_says_what_went_out_and_when(release, editor, office):
    announced(release, by=office)
    for key in actions.letters_to_others(at=END):
        actions.tell_other(key, at=END)
    text = get(editor, ALL, END)
    assert "Alle Briefe sind gelesen" in text
    assert text.count("Gesendet am 2. März 2026") == 2
    assert text.count("Gesendet am 15. März 2026") == 2


def test_once_public_a_letter_that_was_read_goes_out_at_once(release, editor, office):
    announced(release, by=office)
    assert "Gelesen, wartet auf die Bekanntgabe" in get(editor, ALL, END - SECOND)
    assert "Gelesen, geht gleich hinaus" in get(editor, ALL, END)


def test_without_an_announcement_the_page_says_what_to_do_first(make, editor):
    won = make.decision(prize__call__meeting_at=NOON - DAY)
    path = f"/verwaltung/veroeffentlichung/{won.prize.call.year}/ergebnisbriefe/"
    assert "Bereiten Sie dafür zuerst die Bekanntgabe vor." in get(editor, path)


def test_without_a_confirmed_list_it_leads_to_the_decisions(release, editor, office):
    won = release.call.prizes.get().decisions.first()
    actions.retract(won, by=office, at=NOON)
    text = get(editor, ALL)
    assert "Sie ist noch nicht von einer zweiten Person bestätigt." in text
    assert "Zinnwald" not in text
    with at(NOON):
        answer = editor.get(address(release, "Zinnwald"))
    assert (answer.status_code, answer.url) == (302, ALL)


def test_a_day_of_feedback_that_is_past_is_told(release, editor):
    words = "Dieser Tag liegt nicht nach der Bekanntgabe."
    assert words not in get(editor, ALL)
    Release.objects.update(embargo_until=release.call.feedback_at)
    assert words in get(editor, ALL)


def test_as_many_queries_for_four_as_for_twenty(release, editor, make):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            get(editor, ALL)
        return len(queries)

    get(editor, ALL)
    before = count()
    for _more in range(16):
        make.admitted(call=release.call)
    assert count() == before


@pytest.mark.parametrize("year", [1999, 2023])
def test_another_year_is_not_found(release, editor, make, year):
    make.call(year=2023, is_archive=True)
    assert editor.get(ALL.replace("2026", str(year))).status_code == 404


# -- One after the other -------------------------------------------------------------------------


def test_the_letter_stands_there_as_it_goes_out_with_who_gets_it(release, editor):
    with at(NOON):
        page = html.fromstring(editor.get(address(release, "Ährenfeld")).content)
    shown = [node.text_content() for node in page.find_class("aw-letter__text")]
    written = letter(release, "Ährenfeld").written
    assert shown == [written["de"].text, written["en"].text]
    text = page.text_content()
    assert written["de"].subject in text
    for person in letter(release, "Ährenfeld").recipients:
        assert person.email in text


def test_read_leads_to_the_next_that_is_unread_and_at_the_end_to_the_table(release, editor):
    names = [*WINNERS, *OTHERS]
    read(release, "Zinnwald", by=editor_of(editor))
    for name, after in (("Birkenau", "Moosgrund"), ("Moosgrund", "Ährenfeld")):
        seal = letter(release, name).seal
        answer = post(editor, address(release, name, "gelesen/"), seal=seal)
        assert answer.url == address(release, after)
    seal = letter(release, "Ährenfeld").seal
    answer = post(editor, address(release, "Ährenfeld", "gelesen/"), seal=seal)
    assert answer.url == ALL
    assert [letter(release, name).state for name in names] == [State.SEEN] * 4


def editor_of(client):
    return ResultLetter._meta.get_field("seen_by").related_model.objects.get(
        pk=client.session["_auth_user_id"]
    )


def test_what_changed_meanwhile_is_shown_again(release, editor):
    seal = letter(release, "Ährenfeld").seal
    Release.objects.update(embargo_until=END + DAY)
    answer = post(editor, address(release, "Ährenfeld", "gelesen/"), seal=seal)
    assert answer.url == address(release, "Ährenfeld")
    assert "Der Brief hat sich inzwischen geändert." in get(editor, answer.url)
    assert not ResultLetter.objects.exists()


def test_a_paragraph_is_written_and_the_letter_shown_with_it(release, editor):
    path = address(release, "Birkenau")
    answer = post(editor, path, addition_de="Ihr Schaufenster hat uns gefallen.", addition_en="")
    assert answer.url == path
    text = get(editor, path)
    assert text.count("Ihr Schaufenster hat uns gefallen.") == 3  # both letters and the field
    assert "mit persönlichem Absatz" in get(editor, ALL)


def test_a_paragraph_that_is_too_long_is_kept_in_the_form(release, editor):
    long = "Wort " * 300
    answer = post(editor, address(release, "Birkenau"), addition_de=long)
    assert answer.status_code == 200
    assert long.strip() in answer.content.decode()
    assert not ResultLetter.objects.exists()


def test_two_windows_lose_nothing(release, editor):
    path = address(release, "Birkenau")
    with at(NOON):
        page = html.fromstring(editor.get(path).content)
    seen = page.xpath("//input[@name='seen']/@value")[0]
    post(editor, path, addition_de="Zuerst.", seen=seen)
    answer = post(editor, path, addition_de="Danach.", seen=seen)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Zuerst." in said
    assert "Danach." in said


def test_what_went_out_is_shown_as_it_went_out(release, editor, office):
    told(release, by=office)
    sent = Letter.objects.filter(kind="result_laureate", text__contains="Zinnwald").get()
    Release.objects.update(headline=Local(de="Anders"))
    with at(NOON):
        page = html.fromstring(editor.get(address(release, "Zinnwald")).content)
    assert [node.text_content() for node in page.find_class("aw-letter__text")] == [sent.text]
    assert f"/verwaltung/briefe/{sent.key}/" in page.xpath("//a/@href")
    assert not page.xpath("//form[contains(@action, 'gelesen/')]")


def test_whom_the_jury_did_not_judge_is_not_found(release, editor):
    out = case(release, "Birkenau")
    type(out).objects.filter(pk=out.pk).update(status=Status.EXCLUDED, exclusion_reason="Zu spät.")
    with at(NOON):
        for rest in ("", "gelesen/", "zuruecknehmen/"):
            path = address(release, "Birkenau", rest)
            assert (editor.post(path) if rest else editor.get(path)).status_code == 404


def test_nobody_to_write_to_is_said(release, editor):
    Membership.objects.all().delete()
    type(case(release, "Birkenau")).objects.update(contact_email="")
    assert "Sagen Sie ihr das Ergebnis auf anderem Weg." in get(
        editor, address(release, "Birkenau")
    )


# -- Sending, and taking back --------------------------------------------------------------------


def test_laureates_letters_are_sent_from_the_table(release, editor, office):
    read(release, *WINNERS, by=office)
    assert "2 gelesene Briefe senden" in get(editor, ALL)
    answer = post(editor, f"{ALL}senden/")
    assert answer.url == ALL
    text = get(editor, ALL)
    assert "2 Briefe sind auf dem Weg." in text
    assert "gelesene Briefe senden" not in text
    assert Letter.objects.filter(kind="result_laureate").count() == 3
    post(editor, f"{ALL}senden/")
    assert "Kein Brief ist gelesen und noch zu senden." in get(editor, ALL)


def test_after_the_embargo_nothing_is_offered_to_send(release, editor, office):
    read(release, *WINNERS, by=office)
    assert "gelesene Briefe senden" in get(editor, ALL, END - SECOND)
    assert "gelesene Briefe senden" not in get(editor, ALL, END)
    post(editor, f"{ALL}senden/", when=END)
    assert not Letter.objects.exists()


def test_a_letter_is_taken_back_with_a_reason(release, editor, office):
    told(release, by=office)
    path = address(release, "Ährenfeld", "zuruecknehmen/")
    answer = post(editor, path, **{"zurueck-reason_de": ""})
    assert answer.status_code == 400
    assert "Schreiben Sie, warum: Die Initiative liest es." in answer.content.decode()
    answer = post(editor, path, **{"zurueck-reason_de": "Ein Fehler beim Auszählen."})
    assert answer.url == address(release, "Ährenfeld")
    assert Letter.objects.filter(kind="result_taken_back").count() == 2
    assert "Der Brief ist zurückgenommen." in get(editor, address(release, "Ährenfeld"))


def test_while_the_release_is_confirmed_it_says_to_stop_it_first(release, editor, office):
    announced(release, by=office)
    words = "Die Veröffentlichung ist bestätigt. Halten Sie sie zuerst an."
    assert words in get(editor, address(release, "Ährenfeld"))
    path = address(release, "Ährenfeld", "zuruecknehmen/")
    answer = post(editor, path, **{"zurueck-reason_de": "Fehler."})
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert "Fehler." in answer.content.decode()


def test_the_page_of_decisions_says_why_one_stays(release, editor, office):
    told(release, by=office)
    won = release.call.prizes.get().decisions.get(application=case(release, "Ährenfeld"))
    post(editor, f"/verwaltung/beschluesse/{won.key}/zuruecknehmen/")
    text = get(editor, "/verwaltung/beschluesse/")
    assert "Nehmen Sie zuerst den Ergebnisbrief zurück und schreiben Sie dabei, warum." in text


# -- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_sees_all_and_is_offered_nothing(release, client, make, role):
    client.force_login(make.office(role))
    for path in (ALL, address(release, "Ährenfeld")):
        with at(NOON):
            page = html.fromstring(client.get(path).content)
        assert not page.xpath("//main//form")
        assert "Ihre Rolle darf lesen, aber nicht entscheiden." in page.text_content()


def test_to_everybody_else_there_are_no_such_pages(release, client, make, office):
    told(release, by=office)
    winner = make.owner(case(release, "Zinnwald"))
    for person in (winner, make.user(), make.juror(call=release.call).user):
        client.force_login(person)
        with at(NOON):
            for path in (ALL, address(release, "Zinnwald")):
                assert client.get(path).status_code == 404
            for rest in ("gelesen/", "zuruecknehmen/"):
                assert client.post(address(release, "Zinnwald", rest)).status_code == 404
            assert client.post(f"{ALL}senden/").status_code == 404


def test_no_page_of_anybody_tells_that_letters_are_read_or_sent(release, client, make, office):
    """A laureate knows it by letter; her pages, and everybody else's, say no word of it."""
    people = [make.owner(case(release, name)) for name in ("Zinnwald", "Birkenau")]

    def pages() -> list[bytes]:
        found = []
        for person in people:
            client.force_login(person)
            own = case(release, "Zinnwald" if person == people[0] else "Birkenau")
            with at(NOON):
                for path in ("/bewerbungen/", f"/bewerbungen/{own.key}/", "/preistraeger/"):
                    answer = client.get(path)
                    found.append(answer.content.split(b"<main")[-1].split(b"</main")[0])
        return found

    before = pages()
    told(release, by=office)
    read(release, *OTHERS, by=office)
    assert pages() == before
