"""Screens without an account: a code for one machine, and nothing but the big screen behind it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards import actions
from awards.models import Release, StageScreen
from awards.stage import screens
from initiatives.models import JournalEntry, Local
from initiatives.refusals import NotAllowed

from ...make import DAY, NOON, SECOND

NAME = "Kanarienbund"
PAGES = ("hall_screen", "hall_pictures", "hall_state")


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def release(make):
    dates = {"meeting_at": NOON - 30 * DAY, "ceremony_at": NOON, "feedback_at": NOON + 30 * DAY}
    call = make.call(**dates)
    case = make.admitted(call=call, initiative__name=NAME)
    make.decision(prize=make.prize(call=call, name=Local(de="Preis")), application=case)
    release = make.release(call=call, embargo_until=NOON + DAY, opens=Release.Opens.STAGE)
    actions.propose_steps(release, by=make.office(), at=NOON - 20 * DAY)
    return actions.confirm(release, by=make.office("editor"), at=NOON - 10 * DAY)


@pytest.fixture
def lead(make):
    return make.office("lead")


@pytest.fixture
def stage(release, lead):
    return actions.open_stage(release, by=lead, at=NOON)


@pytest.fixture
def screen(release, lead):
    return actions.add_screen(release, name="Saal", by=lead, at=NOON)


@pytest.fixture
def now(make):
    with make.at(NOON):
        yield


@pytest.fixture
def hall(screen, now) -> Client:
    """The machine at the projector, connected."""
    machine = Client()
    typed(machine, screens.code_of(screen))
    return machine


def typed(machine: Client, code: str):
    return machine.post(reverse("hall"), {"code": code})


def statuses(machine: Client) -> set[int]:
    return {machine.get(reverse(name)).status_code for name in PAGES}


# -- Getting in ----------------------------------------------------------------------------------


def test_a_code_opens_the_screen_on_the_machine_on_which_it_is_typed(screen, now):
    machine = Client()
    assert machine.get(reverse("hall")).status_code == 200
    assert statuses(machine) == {404}
    answer = typed(machine, screens.spoken(screens.code_of(screen)).lower())
    assert (answer.status_code, answer.url) == (302, reverse("hall_screen"))
    assert statuses(machine) == {200}
    assert statuses(Client()) == {404}


def test_the_cookie_is_for_these_pages_only(hall, screen):
    cookie = hall.cookies["award_screen"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "/leinwand/",
        True,
        "Strict",
    )
    assert cookie["max-age"] == 12 * 60 * 60
    assert len(hall.cookies) == 1


def test_looking_at_the_form_leaves_no_cookie(db):
    assert not Client().get(reverse("hall")).cookies


def test_in_english_too(screen, now):
    machine = Client()
    answer = machine.post("/en/leinwand/", {"code": screens.code_of(screen)})
    assert (answer.url, machine.cookies["award_screen"]["path"]) == (
        "/en/leinwand/bild/",
        "/en/leinwand/",
    )
    assert machine.get("/en/leinwand/bild/").status_code == 200


def test_a_code_works_once(hall, screen):
    second = Client()
    assert typed(second, screens.code_of(screen)).status_code == 404
    assert (statuses(second), statuses(hall)) == ({404}, {200})


def refused(code: str) -> tuple[int, bytes]:
    answer = typed(Client(), code)
    return answer.status_code, answer.content.replace(code.encode(), b"CODE")


def test_unknown_used_ended_and_taken_back_are_one_answer(make, release, lead, hall, screen):
    gone = actions.add_screen(release, name="Empore", by=lead, at=NOON - SECOND)
    ended = actions.add_screen(release, name="Foyer", by=lead, at=NOON - actions.SCREEN_VALID)
    code = screens.code_of(gone)
    actions.remove_screen(gone, by=lead, at=NOON)
    answers = [
        refused(one) for one in ("0000ZZZZ", screens.code_of(screen), screens.code_of(ended), code)
    ]
    assert answers[0][0] == 404
    assert answers == [answers[0]] * 4


def test_a_code_lasts_to_the_second(make, screen):
    code, end = screens.code_of(screen), screen.ends_at
    assert actions.connect_screen(code, at=end) is None
    assert actions.connect_screen(code, at=end - SECOND).screen == screen


def test_a_connected_machine_lasts_to_the_second(make, screen, hall):
    with make.at(screen.ends_at - SECOND):
        assert statuses(hall) == {200}
    with make.at(screen.ends_at):
        assert statuses(hall) == {404}


def test_who_tries_codes_waits(db):
    tries = [typed(Client(), "0000ZZZZ") for _ in range(11)]
    assert [one.status_code for one in tries] == [404] * 10 + [429]
    assert tries[-1].headers["Retry-After"] == "60"


@pytest.mark.parametrize("code", ["", "   ", "KURZ", "x" * 41])
def test_what_is_no_code_is_said_to_be_none(db, code):
    answer = typed(Client(), code)
    assert answer.status_code in (200, 404)
    assert "kern-error" in answer.content.decode()


def test_what_has_ended_leaves_the_list_with_the_next(release, lead, screen):
    fresh = actions.add_screen(release, name="Foyer", by=lead, at=screen.ends_at)
    assert list(release.stage_screens.all()) == [fresh]


# -- What it carries -----------------------------------------------------------------------------


def test_it_carries_locked_pictures_and_the_key_of_what_is_shown(make, hall, stage, lead):
    pack = hall.get(reverse("hall_pictures")).json()
    assert (pack["show"], len(pack["pictures"])) == (str(stage.key), 4)
    assert hall.get(reverse("hall_state")).json()["key"] == ""
    actions.follow(stage, [actions.Shown(2, False, NOON)], by=lead, at=NOON)
    assert hall.get(reverse("hall_state")).json()["beat"] == 2
    said = "".join(hall.get(reverse(name)).content.decode() for name in PAGES)
    assert NAME not in said


def test_it_carries_nothing_else(hall, stage, release):
    for name in ("stage", "stage_desk", "stage_screens", "stage_pack", "stage_state"):
        assert hall.get(reverse(f"office:{name}")).status_code == 302
    assert hall.post(reverse("hall_state"), "{}", content_type="text/json").status_code == 405
    assert hall.get(reverse("announcement", args=[release.call.year])).status_code == 404


def test_a_rehearsals_screen_knows_the_rehearsal_only(release, lead, stage, now):
    screen = actions.add_screen(release, name="Saal", is_rehearsal=True, by=lead, at=NOON)
    machine = Client()
    typed(machine, screens.code_of(screen))
    assert machine.get(reverse("hall_state")).json() == {"show": None}
    rehearsal = actions.open_stage(release, is_rehearsal=True, by=lead, at=NOON)
    assert machine.get(reverse("hall_state")).json()["show"] == str(rehearsal.key)
    assert "Generalprobe" in machine.get(reverse("hall_screen")).content.decode()


def test_a_closed_stage_shows_nothing_and_the_machine_stays(hall, stage, release, lead):
    actions.close_stage(release, by=lead, at=NOON)
    assert hall.get(reverse("hall_state")).json() == {"show": None}
    assert hall.get(reverse("hall_pictures")).json() == {"show": None, "pictures": []}


def test_taken_back_it_gets_nothing_any_more(hall, stage, screen, lead):
    actions.remove_screen(screen, by=lead, at=NOON)
    assert statuses(hall) == {404}


# -- Secrets -------------------------------------------------------------------------------------


def test_the_database_holds_no_secret(hall, screen):
    screen.refresh_from_db()
    secret = hall.cookies["award_screen"].value
    row = str(StageScreen.objects.filter(pk=screen.pk).values().get())
    assert [one for one in (secret, screens.code_of(screen)) if one in row] == []


def test_nothing_is_told_to_logs_or_other_sites(screen, now, caplog):
    code = screens.code_of(screen)
    with caplog.at_level(logging.DEBUG):
        machine = Client()
        answers = [typed(machine, code), *(machine.get(reverse(name)) for name in PAGES)]
    said = caplog.text + "".join(reverse(name) for name in PAGES) + answers[0].url
    assert [one for one in (code, machine.cookies["award_screen"].value) if one in said] == []
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_journal_says_who_let_which_in(hall, screen, lead):
    actions.remove_screen(screen, by=lead, at=NOON)
    noted = JournalEntry.objects.filter(action__startswith="stage.screen_").order_by("pk")
    assert [(one.action, one.actor) for one in noted] == [
        ("stage.screen_added", lead.key),
        ("stage.screen_connected", None),
        ("stage.screen_removed", lead.key),
    ]


# -- The office's list ---------------------------------------------------------------------------


@pytest.fixture
def office(client, make, now):
    client.force_login(make.office("editor"))
    return client


def test_the_office_gives_a_code_and_takes_it_back(office, release):
    page = reverse("office:stage_screens")
    assert "Keine Leinwand ist so verbunden" in office.get(page).content.decode()
    assert office.post(page, {"name": "Saal links"}).url == page
    screen = release.stage_screens.get()
    said = office.get(page).content.decode()
    code = screens.spoken(screens.code_of(screen))
    assert code in said
    assert f"/leinwand/#{code}" in said
    assert "wartet auf ihren Code" in said
    assert office.post(reverse("office:stage_screen_remove", args=[screen.key])).url == page
    assert not release.stage_screens.exists()


def test_a_screen_has_a_name(office, release):
    answer = office.post(reverse("office:stage_screens"), {"name": " "})
    assert "Geben Sie an, wo die Leinwand steht" in answer.content.decode()
    assert not release.stage_screens.exists()


def test_a_used_code_is_not_shown_again(office, hall, screen):
    said = office.get(reverse("office:stage_screens")).content.decode()
    assert screens.spoken(screens.code_of(screen)) not in said
    assert "verbunden" in said


def test_the_eleventh_screen_is_refused_and_keeps_its_name(office, release, lead):
    for n in range(10):
        actions.add_screen(release, name=f"Saal {n}", by=lead, at=NOON)
    answer = office.post(reverse("office:stage_screens"), {"name": "Empore"})
    assert answer.status_code == 409
    assert "Mehr als 10 Leinwände gehen nicht" in answer.content.decode()
    assert "Empore" in answer.content.decode()


def test_who_only_reads_gives_no_code(make, release, screen):
    reader = make.office("reader")
    with pytest.raises(NotAllowed):
        actions.add_screen(release, name="Saal", by=reader, at=NOON)
    with pytest.raises(NotAllowed):
        actions.remove_screen(screen, by=reader, at=NOON)


def test_the_operator_sees_how_each_is(make, office, hall, screen):
    state = reverse("office:stage_state")
    assert office.get(state).json()["screens"] == [
        {"name": "Saal", "word": "verbunden", "lost": False}
    ]
    with make.at(NOON + timedelta(seconds=21)):
        assert office.get(state).json()["screens"] == [
            {"name": "Saal", "word": "ohne Verbindung seit 12:00\xa0Uhr", "lost": True}
        ]
        hall.get(reverse("hall_state"))
        assert office.get(state).json()["screens"][0]["word"] == "verbunden"
    assert "Saal" in office.get(reverse("office:stage_desk")).content.decode()


def test_asking_costs_little(hall, stage, django_assert_num_queries):
    with django_assert_num_queries(2):
        hall.get(reverse("hall_state"))


def test_the_list_costs_the_same_whatever_the_screens(
    office, release, lead, screen, django_assert_num_queries
):
    page = reverse("office:stage_screens")
    office.get(page)
    with django_assert_num_queries(5):
        office.get(page)
    for n in range(5):
        actions.add_screen(release, name=f"Saal {n}", by=lead, at=NOON)
    with django_assert_num_queries(5):
        office.get(page)
