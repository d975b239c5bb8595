"""A prize taken back after the announcement: those who had it are told by a letter that is read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions, result_letters
from awards.models import Laureate, Release, ResultLetter, Seal
from awards.outgoing import State
from awards.todos import outcome
from initiatives.models import JournalEntry, Letter, Local, Membership

from ...make import DAY, NOON, SECOND, refused
from .conftest import END, OTHERS, announced, case, letter, read
from .test_views import ALL, address, get, post

NOTE = Local(de="Der Träger war nicht teilnahmeberechtigt.", en="The carrier was not eligible.")
LATER = END + DAY
GONE = "This letter has gone out already."
PAGE = "/verwaltung/veroeffentlichung/2026/zuruecknehmen/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def public(release, office) -> Release:
    return announced(release, by=office)


@pytest.fixture
def editor(client, office):
    client.force_login(office)
    return client


def withdraw(release, name, *, by, at=LATER) -> Laureate:
    lost = release.laureates.get(application=case(release, name))
    actions.withdraw_laureate(lost, note=NOTE, by=by, at=at)
    return lost


def accepted(release, name, **fields) -> Seal:
    """The seal of a laureate, its terms accepted on the day of the ceremony."""
    first = END.date()
    basics = {"issuer": "X", "terms_version": 1, "accepted_at": END, "valid_from": first}
    basics |= {"valid_until": first.replace(year=first.year + 1)}
    mine = Seal.objects.filter(laureate__application=case(release, name))
    mine.update(**basics | fields)
    return mine.get()


def text(release, name, language="de") -> str:
    return letter(release, name).written[language].text.replace("\xa0", " ")


# -- What is written -----------------------------------------------------------------------------


def test_nothing_is_sent_before_it_was_read(public, office):
    withdraw(public, "Zinnwald", by=office)
    found = letter(public, "Zinnwald")
    assert (found.kind, found.state, found.waits, found.is_ready) == (
        "withdrawn",
        State.UNSEEN,
        True,
        False,
    )
    assert not Letter.objects.filter(kind="prize_withdrawn").exists()
    assert letter(public, "Ährenfeld").state == State.SENT


def test_it_says_what_why_since_when_and_whom_to_ask(public, office):
    withdraw(public, "Zinnwald", by=office)
    said, number = text(public, "Zinnwald"), case(public, "Zinnwald").number
    subject = letter(public, "Zinnwald").written["de"].subject
    assert subject == f"Ihr Preis 2026 ist zurückgenommen ({number})"
    for words in (
        "wir haben am 16. März 2026, 12:00 Uhr (MEZ) den Preis zurückgenommen, der „Zinnwald“ "
        "zuerkannt war:\n\n  Ausgezeichnete Initiative 2026\n",
        "Der Grund, so wie ihn alle lesen:\n\nDer Träger war nicht teilnahmeberechtigt.\n",
        "Unser Brief vom 2. März 2026 gilt nicht mehr, soweit er von der Auszeichnung spricht.",
        "/kontakt/",
    ):
        assert words in said
    for word in ("Glückwunsch", "Sperrfrist", "vertraulich", "leider nicht unter"):
        assert word not in said
    assert "\n\n\n" not in said
    assert "The carrier was not eligible." in text(public, "Zinnwald", "en")


def test_a_whole_announcement_withdrawn_takes_no_prize_away_in_words(public, office):
    actions.withdraw_release(public, note=NOTE, by=office, at=LATER)
    for name in ("Ährenfeld", "Zinnwald"):
        found = letter(public, name)
        assert (found.kind, found.state) == ("withdrawn", State.UNSEEN)
        assert "Weisen Sie bitte vorerst nicht auf die Auszeichnung hin." in text(public, name)
        assert "gilt nicht mehr, soweit" not in text(public, name)
        assert "\n\n\n" not in text(public, name)
    assert letter(public, "Birkenau").kind == "other"


@pytest.mark.parametrize(
    ("seal", "says"),
    [
        (None, "Siegel: Es lässt sich nicht mehr annehmen."),
        ({}, "Siegel: Es gilt nicht mehr."),
        (
            {"withdrawn_at": END + SECOND, "reason": Local(de="Anders verwendet.")},
            "Siegel: Dazu gilt, was wir Ihnen am 15. März 2026 geschrieben haben.",
        ),
        ({"valid_from": (END - 9 * DAY).date(), "valid_until": END.date()}, None),
    ],
)
def test_of_the_seal_it_says_what_is_so_and_nothing_twice(public, office, seal, says):
    if seal is not None:
        accepted(public, "Zinnwald", **seal)
    withdraw(public, "Zinnwald", by=office)
    lines = [line.strip() for line in text(public, "Zinnwald").split("\n") if "Siegel:" in line]
    assert [line for line in lines if not line.startswith(says or "?")] == []
    assert len(lines) == bool(says)
    assert "\n\n\n" not in text(public, "Zinnwald")


def test_a_commendation_has_no_seal_to_speak_of(release, office):
    release.call.prizes.update(kind="commendation")
    withdraw(announced(release, by=office), "Zinnwald", by=office)
    assert "Siegel" not in text(release, "Zinnwald")


def test_a_seal_that_ended_with_the_prize_has_no_second_letter(public, office):
    seal = accepted(public, "Zinnwald")
    withdraw(public, "Zinnwald", by=office)
    with refused(
        "With the prize this seal has ended, too. The letter on it is with those on the result."
    ):
        actions.withdraw_seal(seal, reason=NOTE, by=office, at=LATER)
    assert not Letter.objects.filter(kind="seal_withdrawn").exists()


# -- It goes out ---------------------------------------------------------------------------------


def test_it_goes_out_as_it_is_read_to_all_who_act(public, office):
    withdraw(public, "Ährenfeld", by=office)
    found = letter(public, "Ährenfeld")
    read(public, "Ährenfeld", by=office, at=LATER + SECOND)
    sent = Letter.objects.filter(kind="prize_withdrawn").order_by("pk")
    assert [one.to for one in sent] == [one.email for one in found.recipients]
    assert [one.text for one in sent] == [found.written[lang].text for lang in ("de", "en")]
    row = letter(public, "Ährenfeld").row
    assert (row.kind, row.sent_at, row.number, row.taken_back_at, row.taken_back_for) == (
        "withdrawn",
        NOON,
        1,
        LATER + SECOND,
        NOTE,
    )
    assert row.is_told() is False
    entry = JournalEntry.objects.get(action="result_letter.withdrawal_told")
    assert (entry.actor, entry.data) == (office.key, {"people": 2, "sha256": found.seal})


def test_once_and_never_another_letter(public, office):
    withdraw(public, "Zinnwald", by=office)
    read(public, "Zinnwald", by=office, at=LATER)
    assert letter(public, "Zinnwald").state == State.TAKEN_BACK
    with refused(GONE):
        read(public, "Zinnwald", by=office, at=LATER)
    with refused(GONE):
        actions.write_addition(case(public, "Zinnwald"), Local(de="X"), by=office, at=LATER)
    actions.withdraw_release(public, note=Local(de="Alles."), by=office, at=LATER + DAY)
    assert letter(public, "Zinnwald").state == State.TAKEN_BACK
    assert letter(public, "Zinnwald").withdrawal.is_whole is False
    assert letter(public, "Ährenfeld").state == State.UNSEEN
    assert actions.tell_other(case(public, "Zinnwald").key, at=LATER) is False
    assert Letter.objects.filter(kind="prize_withdrawn").count() == 1


def test_what_was_read_must_be_what_goes_out(public, office):
    withdraw(public, "Zinnwald", by=office)
    seal = letter(public, "Zinnwald").seal
    words = Local(de="Rufen Sie uns gern an.")
    actions.write_addition(case(public, "Zinnwald"), words, by=office, at=LATER)
    with refused("The letter has changed meanwhile. Read it once more."):
        actions.see_result_letter(case(public, "Zinnwald"), seen=seal, by=office, at=LATER)
    read(public, "Zinnwald", by=office, at=LATER)
    assert "Rufen Sie uns gern an." in Letter.objects.get(kind="prize_withdrawn").text


def test_a_paragraph_of_congratulation_is_not_in_it(release, office):
    words = Local(de="Bringen Sie ein Stück Stahl mit.")
    actions.write_addition(case(release, "Zinnwald"), words, by=office, at=NOON)
    announced(release, by=office)
    withdraw(release, "Zinnwald", by=office)
    assert "Stahl" not in text(release, "Zinnwald")
    assert letter(release, "Zinnwald").addition_elsewhere == words["de"]
    read(release, "Zinnwald", by=office, at=LATER)
    assert "Stahl" not in Letter.objects.get(kind="prize_withdrawn").text


def test_who_was_never_told_of_the_prize_is_told_of_its_end_only(public, office):
    ResultLetter.objects.filter(application=case(public, "Zinnwald")).delete()
    withdraw(public, "Zinnwald", by=office)
    assert "gilt nicht mehr, soweit" not in text(public, "Zinnwald")
    read(public, "Zinnwald", by=office, at=LATER)
    row = letter(public, "Zinnwald").row
    assert (row.sent_at, row.number, row.taken_back_at) == (LATER, 1, LATER)


def test_without_anybody_to_write_to_it_is_refused(public, office):
    withdraw(public, "Zinnwald", by=office)
    its = case(public, "Zinnwald")
    Membership.objects.filter(initiative=its.initiative).delete()
    type(its).objects.filter(pk=its.pk).update(contact_email="")
    assert letter(public, "Zinnwald").state == State.NOBODY
    with refused(
        "Nobody acts for this initiative, and there is no contact with an address. Tell it the "
        "result in another way."
    ):
        read(public, "Zinnwald", by=office, at=LATER)


def test_readers_do_not_send_it(public, office, make):
    withdraw(public, "Zinnwald", by=office)
    with refused("Your role reads and does not decide."):
        read(public, "Zinnwald", by=make.office("reader"), at=LATER)


# -- What becomes of the other letters -----------------------------------------------------------


def test_letters_to_all_others_go_out_all_the_same(public, office):
    withdraw(public, "Zinnwald", by=office, at=END)
    keys = actions.letters_to_others(at=END)
    assert [actions.tell_other(key, at=END) for key in keys] == [True, True]


def test_with_the_announcement_withdrawn_no_more_go_out(public, office):
    keys = actions.letters_to_others(at=END)
    actions.withdraw_release(public, note=NOTE, by=office, at=END)
    assert actions.letters_to_others(at=END) == []
    assert [actions.tell_other(key, at=END) for key in keys] == [False, False]


def test_a_letter_does_not_turn_wrong_once_everything_is_public(public, office):
    place = Local(de="Hafenstraße 9")
    actions.correct(public, "place", place, note=NOTE, by=office, at=END)
    assert letter(public, "Zinnwald").state == State.WRONG  # asked without a time
    key = case(public, "Zinnwald").key
    states = [result_letters.one(public, key, at=when).state for when in (END - SECOND, END)]
    assert states == [State.WRONG, State.SENT]


def test_as_many_queries_for_one_as_for_two(public, office):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            result_letters.of(public)
        return len(queries)

    assert count() == 8
    withdraw(public, "Zinnwald", by=office)
    assert count() == 9
    withdraw(public, "Ährenfeld", by=office)
    assert count() == 9


# -- Its pages -----------------------------------------------------------------------------------


def test_taking_back_leads_to_the_letter_and_reading_sends_it(public, editor, office):
    lost = public.laureates.get(application=case(public, "Zinnwald"))
    sent = {"preis": lost.slug, "note_de": NOTE["de"]}
    answer = post(editor, PAGE, LATER, **sent)
    page = address(public, "Zinnwald")
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = get(editor, page, LATER)
    for words in (
        "Preis zurückgenommen, Brief zu lesen",
        "Ausgezeichnete Initiative 2026, zurückgenommen",
        "Der Träger war nicht teilnahmeberechtigt.",
        "Gelesen, jetzt senden",
        "Was hinausgegangen ist",
        "Dieser Brief geht hinaus, sobald Sie ihn gelesen haben.",
    ):
        assert words in shown
    assert "Brief zurücknehmen" not in shown
    assert "1 Brief ist noch zu lesen" in get(editor, ALL, LATER)
    seal = letter(public, "Zinnwald").seal
    assert post(editor, page + "gelesen/", LATER, seal=seal)["Location"] == ALL
    assert "Der Brief an Zinnwald ist auf dem Weg." in get(editor, ALL, LATER)
    assert "Rücknahme des Preises mitgeteilt am 16. März 2026" in get(editor, ALL, LATER)
    assert "Ihr Preis 2026 ist zurückgenommen" in get(editor, page, LATER)


def test_withdrawing_everything_leads_to_the_list(public, editor, office):
    assert post(editor, PAGE, LATER, note_de=NOTE["de"])["Location"] == ALL
    shown = get(editor, ALL, LATER)
    assert "2 Briefe sind noch zu lesen" in shown
    assert shown.count("Geht nicht mehr hinaus") == 2
    assert "was an die übrigen noch nicht hinausgegangen ist, geht nicht mehr hinaus" in shown
    first = post(
        editor,
        address(public, "Ährenfeld", "gelesen/"),
        LATER,
        seal=letter(public, "Ährenfeld").seal,
    )
    assert first["Location"] == address(public, "Zinnwald")
    last = letter(public, "Zinnwald").seal
    assert post(editor, first["Location"] + "gelesen/", LATER, seal=last)["Location"] == ALL


def test_today_names_it_until_it_was_sent(public, office):
    def asked() -> list[str]:
        found = outcome.of(public.call, user=office, at=LATER)
        return [todo.what for todo in found if "Preis zurückgenommen" in todo.what]

    assert asked() == []
    withdraw(public, "Zinnwald", by=office)
    assert asked() == ["1 Initiative schreiben, dass der Preis zurückgenommen ist"]
    read(public, "Zinnwald", by=office, at=LATER)
    assert asked() == []
    actions.withdraw_release(public, note=NOTE, by=office, at=LATER)
    assert asked() == ["1 Initiative schreiben, dass der Preis zurückgenommen ist"]


def test_others_are_untouched(public, office):
    withdraw(public, "Zinnwald", by=office)
    assert [letter(public, name).kind for name in OTHERS] == ["other", "other"]


def test_the_own_pages_of_who_lost_it_say_so(public, client, office):
    owner = case(public, "Zinnwald").initiative.memberships.get(role="owner").user
    type(case(public, "Zinnwald").portrait).objects.update(asked_at=NOON, answer_until=NOON.date())
    client.force_login(owner)
    mine = f"/bewerbungen/{case(public, 'Zinnwald').key}/"
    before = get(client, mine, END - SECOND)
    withdraw(public, "Zinnwald", by=office)
    after = get(client, mine, LATER)
    assert "Ihr Porträt für die Bekanntgabe" in before
    assert "Dieser Preis wurde zurückgenommen" not in before
    assert "Dieser Preis wurde zurückgenommen" in after
    assert "Vertraulich bis zur Bekanntgabe" not in after
    assert "Ihr Porträt wird nicht mehr gezeigt" in get(client, f"{mine}portraet/", LATER)
