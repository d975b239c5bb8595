"""Journalists under embargo: written to after a look, let in after a promise, shut out at once."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from awards import actions
from awards.models import PressReader
from initiatives.models import JournalEntry, Letter

from ...make import DAY, NOON, SECOND, at, refused

END = NOON + DAY
READS = "Your role reads and does not decide."
LIST = "/verwaltung/veroeffentlichung/2026/presse/vorab/"
WHO = {"name": "Kim Roth", "medium": "Talbote", "email": "kim@talbote.example", "language": "de"}
LINK = re.compile(r"https?://[^/]+(/\S*presse/vorab/\S+/)")


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def office(make):
    return make.office("editor")


def noted(release, by, **said) -> PressReader:
    return actions.add_press_reader(release, {**WHO, **said}, by=by, at=NOON)


def written_to(release, by, **said) -> PressReader:
    reader = noted(release, by, **said)
    seal = actions.seal_of_press_letter(reader)
    actions.invite_press(release, {str(reader.key): seal}, by=by, at=NOON)
    reader.refresh_from_db()
    return reader


def link(reader) -> str:
    letter = Letter.objects.filter(kind="press_invitation", about_key=str(reader.key)).first()
    return LINK.search(letter.text)[1]


def agreed(client, reader) -> str:
    """The link of somebody who has promised."""
    address = link(reader)
    with at(NOON):
        assert client.post(address, {"agreed": "on"}).status_code == 302
    return address


# -- The list ------------------------------------------------------------------------------------


def test_a_reader_is_noted_and_nothing_goes_out(release, office):
    reader = noted(release, office, email=" Kim@Talbote.example ")
    assert (reader.email, reader.invited_at, reader.secret_hash) == (WHO["email"], None, None)
    assert not Letter.objects.exists()
    entry = JournalEntry.objects.get(action="press.reader_added")
    assert (entry.actor, entry.about_key, entry.data) == (office.key, str(reader.key), {})


def test_an_address_is_noted_once(release, office):
    noted(release, office)
    with refused("kim@talbote.example is on the list already."):
        noted(release, office, email="KIM@talbote.example", name="Noch einmal")
    with pytest.raises(IntegrityError), transaction.atomic():
        PressReader.objects.create(release=release, **WHO)


def test_who_was_withdrawn_is_noted_anew_with_another_link(release, office):
    first = written_to(release, office)
    actions.withdraw_press_reader(first, by=office, at=NOON)
    again = written_to(release, office)
    assert again.pk == first.pk
    assert again.secret_hash != first.secret_hash
    assert (again.withdrawn_at, again.agreed_at) == (None, None)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_changes_nothing_about_the_press(release, office, make, role):
    reader, other = written_to(release, office), make.office(role)
    for change in (
        lambda: noted(release, other, email="x@y.example"),
        lambda: actions.invite_press(release, {"a": "b"}, by=other, at=NOON),
        lambda: actions.invite_press_again(reader, by=other, at=NOON),
        lambda: actions.withdraw_press_reader(reader, by=other, at=NOON),
        lambda: actions.name_press_contact(release.call, {"name": "X"}, by=other, at=NOON),
    ):
        with refused(READS):
            change()


def test_nobody_is_noted_once_the_embargo_has_ended(release, office):
    with refused("The embargo has ended: everybody reads the announcement."):
        actions.add_press_reader(release, WHO, by=office, at=END)
    actions.add_press_reader(release, WHO, by=office, at=END - SECOND)


# -- Letters -------------------------------------------------------------------------------------


def test_a_letter_was_seen_as_it_goes_out_but_for_the_link(release, office):
    reader = noted(release, office)
    subject, seen = actions.press_letter_for(reader)
    seal = actions.seal_of_press_letter(reader)
    assert actions.invite_press(release, {str(reader.key): seal}, by=office, at=NOON) == [reader]
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (WHO["email"], subject)
    address = LINK.search(letter.text)[0]
    assert letter.text == seen.replace("[hier steht der persönliche Link]", address)
    for name in ("Ährenfeld", "Zinnwald", "Wärme"):
        assert name not in letter.text + letter.subject


def test_letter_and_link_speak_the_language_of_the_reader(release, office):
    reader = written_to(release, office, language="en")
    letter = Letter.objects.get()
    assert letter.subject == "For you under embargo: Award 2026"
    assert link(reader).startswith("/en/presse/vorab/")


def test_what_was_not_seen_is_not_sent(release, office):
    reader = noted(release, office)
    with refused("Something has changed meanwhile. Look through the letters once more."):
        actions.invite_press(release, {str(reader.key): "another"}, by=office, at=NOON)
    with refused("Mark who gets the letter."):
        actions.invite_press(release, {}, by=office, at=NOON)
    assert not Letter.objects.exists()


def test_a_letter_goes_out_once(release, office):
    reader = written_to(release, office)
    seal = actions.seal_of_press_letter(reader)
    with refused("Something has changed meanwhile. Look through the letters once more."):
        actions.invite_press(release, {str(reader.key): seal}, by=office, at=NOON)
    assert Letter.objects.count() == 1


def test_letters_wait_for_the_confirmation(release, office):
    reader = noted(release, office)
    actions.revoke(release, by=office, at=NOON)
    seal = actions.seal_of_press_letter(reader)
    with refused("Have the release confirmed first: until then no link opens anything."):
        actions.invite_press(release, {str(reader.key): seal}, by=office, at=NOON)


def test_letters_go_out_until_the_embargo_ends(release, office):
    reader = noted(release, office)
    seen = {str(reader.key): actions.seal_of_press_letter(reader)}
    with refused("The embargo has ended: everybody reads the announcement."):
        actions.invite_press(release, seen, by=office, at=END)
    actions.invite_press(release, seen, by=office, at=END - SECOND)


def test_the_same_link_goes_out_again_three_times_a_day_at_most(release, office):
    reader = written_to(release, office)
    for _time in range(2):
        actions.invite_press_again(reader, by=office, at=NOON)
    with refused("This address has been written to several times today. Try again tomorrow."):
        actions.invite_press_again(reader, by=office, at=NOON)
    assert len({LINK.search(letter.text)[0] for letter in Letter.objects.all()}) == 1


def test_the_office_reads_of_the_letter_only_that_it_went_out(client, release, office):
    written_to(release, office)
    letter = Letter.objects.get()
    client.force_login(office)
    text = client.get(f"/verwaltung/briefe/{letter.key}/").content.decode()
    assert "presse/vorab" not in text
    assert "Brief mit einem persönlichen Link" in text


# -- Behind the link -----------------------------------------------------------------------------


def test_first_comes_the_promise_and_nothing_of_who_won(client, release, office):
    reader = written_to(release, office)
    with at(NOON):
        answer = client.get(link(reader))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Ich halte die Sperrfrist ein." in text
    for name in ("Ährenfeld", "Zinnwald", "Wärme", "pressemappe"):
        assert name not in text


def test_kit_and_text_lead_back_to_the_promise(client, release, office):
    address = link(written_to(release, office))
    with at(NOON):
        for path in ("pressemappe.zip", "pressemitteilung.pdf"):
            answer = client.get(address + path)
            assert (answer.status_code, answer.url) == (302, address)


def test_without_a_tick_nothing_opens(client, release, office):
    reader = written_to(release, office)
    with at(NOON):
        text = client.post(link(reader), {}).content.decode()
    assert "Setzen Sie den Haken, damit sich der Text öffnet." in text
    reader.refresh_from_db()
    assert (reader.agreed_at, "Zinnwald" in text) == (None, False)


def test_after_the_promise_text_and_kit_are_there(client, release, office):
    reader = written_to(release, office)
    address = agreed(client, reader)
    with at(NOON):
        text = client.get(address).content.decode()
        files = [client.get(f"{address}pressemitteilung.{one}") for one in ("pdf", "docx", "txt")]
        whole = client.get(f"{address}pressemappe.zip")
        assert whole.getvalue()[:2] == b"PK"
    assert "Zinnwald" in text
    assert "Sperrfrist: Dienstag, 3.\xa0März 2026, 12:00\xa0Uhr (MEZ)" in text
    assert [file.status_code for file in files] == [200, 200, 200]
    assert files[2].content.decode().startswith("Sperrfrist: ")
    reader.refresh_from_db()
    assert (reader.agreed_at is not None, reader.agreed_until) == (True, END)


def test_no_cache_no_robot_and_no_other_site_learns_of_it(client, release, office):
    reader = written_to(release, office)
    before = link(reader)
    address = agreed(client, reader)
    with at(NOON):
        for path in (address, f"{address}pressemappe.zip", f"{address}pressemitteilung.txt"):
            answer = client.get(path)
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["Cache-Control"] == "private, no-store"
            assert not answer.cookies
    assert before == address


def test_the_promise_is_for_one_time_and_asked_anew_for_another(client, release, office):
    address = agreed(client, written_to(release, office))
    release.embargo_until = END + DAY
    release.save()
    with at(NOON):
        text = client.get(address).content.decode()
    assert ("Ich halte die Sperrfrist ein." in text, "Zinnwald" in text) == (True, False)


def test_the_opening_is_noted_once_and_journalled(client, release, office):
    reader = written_to(release, office)
    address = link(reader)
    with at(NOON):
        client.head(address)
        assert PressReader.objects.get().first_opened_at is None
        client.get(address)
    first = PressReader.objects.get().first_opened_at
    with at(NOON + SECOND):
        client.get(address)
    assert PressReader.objects.get().first_opened_at == first
    entry = JournalEntry.objects.get(action="press.opened")
    assert (entry.actor, entry.about_key, entry.data) == (None, str(reader.key), {})


def test_the_promise_is_journalled_with_its_time(client, release, office):
    agreed(client, written_to(release, office))
    entry = JournalEntry.objects.get(action="press.embargo_agreed")
    assert entry.data == {"embargo_until": END.isoformat()}


def test_withdrawn_unknown_and_unconfirmed_are_the_same_404(client, release, office):
    reader = written_to(release, office)
    other = written_to(release, office, email="b@c.example")
    agreed(client, other)
    gone = link(reader)
    actions.withdraw_press_reader(reader, by=office, at=NOON)
    with at(NOON):
        answers = [client.get(gone), client.get("/presse/vorab/nichts/")]
        actions.revoke(release, by=office, at=NOON)
        answers.append(client.get(link(other)))
        answers.append(client.get(f"{link(other)}pressemappe.zip"))
        answers.append(client.post(link(other), {"agreed": "on"}))
    assert [answer.status_code for answer in answers] == [404] * 5
    bodies = {re.sub(r"presse/vorab/[^\"]+", "", one.content.decode()) for one in answers}
    assert len(bodies) == 1


def test_at_the_second_the_link_leads_to_the_public_page(client, release, office):
    address = agreed(client, written_to(release, office))
    with at(END - SECOND):
        assert client.get(address).status_code == 200
    with at(END):
        for path in ("", "pressemappe.zip", "pressemitteilung.pdf"):
            answer = client.get(address + path)
            assert (answer.status_code, answer.url) == (302, "/preistraeger/2026/presse/")


def test_to_everybody_else_nothing_changes_by_readers(client, release, office):
    pages = ["/", "/preistraeger/", "/preistraeger/2026/", "/preistraeger/2026/presse/"]
    with at(NOON):
        before = [(one.status_code, one.content) for one in map(client.get, pages)]
        address = agreed(client, written_to(release, office))
        client.get(address)
        assert [(one.status_code, one.content) for one in map(client.get, pages)] == before


def test_who_was_never_written_to_leaves_the_list_whole(release, office):
    actions.withdraw_press_reader(noted(release, office), by=office, at=NOON)
    assert not PressReader.objects.exists()


def test_a_month_after_the_embargo_all_are_forgotten(release, office):
    written_to(release, office)
    assert actions.forget_press_readers(at=END + 30 * DAY - SECOND) == 0
    assert actions.forget_press_readers(at=END + 30 * DAY) == 1


def test_the_link_leaves_the_letter_once_it_is_sent(release, office, settings):
    written_to(release, office)
    settings.DEMO = False
    before = Letter.objects.get().text
    actions.forget_press_links()
    assert Letter.objects.get().text == before
    Letter.objects.update(status="sent", sent_at=NOON)
    actions.forget_press_links()
    after = Letter.objects.get().text
    assert (LINK.search(after), "/presse/vorab/…" in after) == (None, True)


# -- The office's page ---------------------------------------------------------------------------


def test_the_office_adds_looks_sends_and_sees_who_opened(client, release, office):
    client.force_login(office)
    with at(NOON):
        assert client.post(LIST, WHO).url == LIST
        page = client.get(LIST).content.decode()
        assert "hier steht der persönliche Link" in page
        reader = PressReader.objects.get()
        seal = re.search(rf'name="seal-{reader.key}" value="(\w+)"', page)[1]
        sent = client.post(
            f"{LIST}anschreiben/", {"reader": [str(reader.key)], f"seal-{reader.key}": seal}
        )
        assert sent.url == LIST
        client.post(link(reader), {"agreed": "on"})
        client.get(link(reader))
        page = client.get(LIST).content.decode()
    assert "Ein Brief ist auf dem Weg." in page or "Angeschrieben" in page
    assert "presse/vorab/" not in page.replace(LIST, "")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "kein"}, "Geben Sie eine Adresse ein wie name@beispiel.de"),
        ({"email": ""}, "Geben Sie die E-Mail-Adresse ein"),
        ({"name": ""}, "Geben Sie den Namen ein"),
        ({"medium": " "}, "Geben Sie das Medium ein"),
        ({"language": "fr"}, "Wählen Sie eine der Sprachen"),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(client, release, office, wrong, words):
    client.force_login(office)
    with at(NOON):
        text = client.post(LIST, {**WHO, **wrong}).content.decode()
    assert words in text
    kept = next(value for name, value in WHO.items() if name not in wrong)
    assert kept in text
    assert not PressReader.objects.exists()


def test_a_second_of_the_same_address_is_told_on_the_page(client, release, office):
    noted(release, office)
    client.force_login(office)
    with at(NOON):
        answer = client.post(LIST, {**WHO, "name": "Jemand anderes"})
    assert answer.status_code == 409
    assert "Jemand anderes" in answer.content.decode()


def test_the_list_asks_as_much_for_two_as_for_ten(client, release, office):
    client.force_login(office)

    def asked() -> int:
        with at(NOON), CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    for number in range(2):
        noted(release, office, email=f"a{number}@b.example")
        written_to(release, office, email=f"c{number}@d.example")
    asked()
    few = asked()
    for number in range(8):
        noted(release, office, email=f"e{number}@f.example")
        written_to(release, office, email=f"g{number}@h.example")
    assert asked() == few


def test_the_contact_is_named_and_an_older_form_overwrites_nothing(client, release, office):
    client.force_login(office)
    home = "/verwaltung/veroeffentlichung/2026/presse/"
    said = {
        "name": "Ada Lüders",
        "office_0": "Pressestelle",
        "office_1": "",
        "telephone": "0000 1",
        "email": "ada@auszeichnung.example",
        "boilerplate_0": "Ein Absatz.",
        "boilerplate_1": "",
    }
    with at(NOON):
        page = client.get(home).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        assert client.post(home, {**said, "seen": seen}).url == home
        assert "Ada Lüders" in client.get(home).content.decode()
        stale = client.post(home, {**said, "name": "Bo", "seen": seen})
    assert stale.status_code == 409
    assert JournalEntry.objects.get(action="press.contact_named").data == {
        "fields": ["boilerplate", "email", "name", "office", "telephone"]
    }


def test_before_there_is_an_announcement_the_page_says_what_comes(client, make):
    call = make.call(meeting_at=NOON - DAY)
    client.force_login(make.office())
    with at(NOON):
        text = client.get(f"/verwaltung/veroeffentlichung/{call.year}/presse/").content.decode()
    assert "Noch keine Bekanntgabe" in text
