"""The stage's pages and answers: who gets in, and that no name comes before its time."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.urls import reverse

from awards import actions
from awards.models import Release
from initiatives.models import JournalEntry, Local

from ...make import DAY, NOON

NAMES = ("Kanarienbund", "Zeisigkreis")
PAGES = ("stage_desk", "stage_screen", "stage_pack", "stage_state", "stage_worker")


@pytest.fixture
def release(make):
    """Two prizes, one of them special, confirmed; the ceremony is at NOON."""
    dates = {"meeting_at": NOON - 30 * DAY, "ceremony_at": NOON, "feedback_at": NOON + 30 * DAY}
    call = make.call(**dates)
    for name, kind in zip(NAMES, ("equal", "special"), strict=True):
        case = make.admitted(call=call, initiative__name=name)
        prize = make.prize(call=call, kind=kind, name=Local(de=f"Preis {kind}"))
        make.decision(prize=prize, application=case)
    release = make.release(call=call, embargo_until=NOON + DAY, opens=Release.Opens.STAGE)
    actions.propose_steps(release, by=make.office(), at=NOON - 20 * DAY)
    return actions.confirm(release, by=make.office("editor"), at=NOON - 10 * DAY)


@pytest.fixture
def office(client, make):
    """A browser of somebody of the office who writes, while the ceremony begins."""
    client.force_login(make.office("editor"))
    with make.at(NOON):
        yield client


@pytest.fixture
def stage(make, release):
    return actions.open_stage(release, by=make.office(), at=NOON)


def url(name: str, *args: object, query: str = "") -> str:
    return reverse(f"office:{name}", args=args) + query


def tell(office, stage, *beats: int, seen: str = NOON.isoformat(), **more) -> dict:
    shown = [{"beat": beat, "black": False, "seen": seen} for beat in beats]
    said = {"show": str(stage.key), "revision": -1, "late": False, "shown": shown} | more
    return office.post(url("stage_state"), json.dumps(said), content_type="application/json")


def opened(pack: dict, number: int, key: str) -> dict:
    raw = base64.b64decode(pack["pictures"][number - 1])
    place = f"{pack['show']} {number}".encode()
    return json.loads(AESGCM(base64.b64decode(key)).decrypt(raw[:12], raw[12:], place))


# -- Who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "auditor"])
@pytest.mark.parametrize("name", ["stage", "stage_step_new", *PAGES])
def test_to_who_only_reads_the_stage_does_not_exist(client, make, stage, role, name):
    client.force_login(make.office(role))
    assert client.get(url(name)).status_code == 404


def test_a_reader_gets_no_key(client, make, stage):
    client.force_login(make.office("reader"))
    assert client.post(url("stage_keys")).status_code == 404
    assert not JournalEntry.objects.filter(action="stage.keys_given").exists()


# -- Nothing before its time ---------------------------------------------------------------------


def test_no_name_is_in_anything_the_screen_gets(office, stage):
    for name in PAGES:
        said = office.get(url(name)).content.decode()
        assert [one for one in NAMES if one in said] == [], name


def test_the_state_has_the_key_of_what_is_shown_and_of_nothing_else(office, stage):
    pack = office.get(url("stage_pack")).json()
    assert office.get(url("stage_state")).json()["key"] == ""
    said = tell(office, stage, 1, 2, 3).json()
    assert (said["show"], said["beat"], said["black"]) == (pack["show"], 3, False)
    assert opened(pack, 3, said["key"])["title"] == NAMES[0]
    assert office.get(url("stage_state")).json() == said


def test_an_operator_gets_all_keys(office, stage):
    pack = office.get(url("stage_pack")).json()
    keys = office.post(url("stage_keys")).json()["keys"]
    titles = [opened(pack, n, key)["title"] for n, key in enumerate(keys, start=1)]
    assert titles == [
        "Herzlich willkommen",
        "Der nächste Preis geht an …",
        NAMES[0],
        "Der nächste Preis geht an …",
        NAMES[1],
        "Herzlichen Glückwunsch!",
    ]


def test_a_closed_stage_gives_nothing(office, release):
    assert office.get(url("stage_pack")).json() == {"show": None, "pictures": []}
    assert office.get(url("stage_state")).json() == {"show": None, "screens": []}
    assert office.post(url("stage_keys")).status_code == 409


def test_all_pictures_are_of_one_length(office, stage):
    assert len({len(one) for one in office.get(url("stage_pack")).json()["pictures"]}) == 1


# -- Telling what was shown ----------------------------------------------------------------------


def test_the_last_name_opens_the_public_page(office, client, release, stage):
    page = reverse("announcement", args=[release.call.year])
    tell(office, stage, 3)
    assert client.get(page).status_code == 404
    tell(office, stage, 5)
    said = client.get(page)
    assert said.status_code == 200
    assert all(name in said.content.decode() for name in NAMES)


def test_what_comes_late_reveals_but_does_not_move_a_show_that_went_on(office, release, stage):
    revision = tell(office, stage, 1, 2).json()["revision"]
    said = tell(office, stage, 3, late=True, revision=revision - 1).json()
    assert (said["beat"], release.stage_steps.exclude(revealed_at=None).count()) == (2, 1)
    assert tell(office, stage, 4, late=True, revision=revision).json()["beat"] == 4


def test_what_belongs_to_another_show_is_refused(office, release, stage):
    stage.key = "0b8071e0-0000-4000-8000-000000000001"
    assert tell(office, stage, 3).status_code == 409
    assert not release.stage_steps.exclude(revealed_at=None).exists()


@pytest.mark.parametrize("seen", ["", "gestern", "2026-11-03T17:00:00"])
def test_a_time_without_zone_is_no_time(office, stage, seen):
    assert tell(office, stage, 3, seen=seen).status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"show": 1}', "\xff"])
def test_what_is_no_message_is_no_address(office, stage, body):
    answer = office.post(url("stage_state"), body, content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.parametrize("beat", [-1, 1000, True, "3", None])
def test_a_picture_has_a_number(office, stage, beat):
    assert tell(office, stage, beat).status_code == 404


# -- The rehearsal -------------------------------------------------------------------------------


def test_a_rehearsal_is_a_show_of_its_own(office, make, release):
    stage = actions.open_stage(release, by=make.office(), at=NOON, is_rehearsal=True)
    pack = office.get(url("stage_pack", query="?probe=1")).json()
    keys = office.post(url("stage_keys", query="?probe=1")).json()["keys"]
    assert pack["show"] == str(stage.key)
    assert opened(pack, 3, keys[2])["title"] == "Musterbündnis Nord"
    assert office.get(url("stage_pack")).json()["show"] is None
    assert "Generalprobe" in office.get(url("stage_screen", query="?probe=1")).content.decode()


# -- Arranging -----------------------------------------------------------------------------------


def test_without_an_announcement_the_page_says_what_to_do(office, make):
    make.call()
    assert "Bereiten Sie zuerst die Bekanntgabe vor" in office.get(url("stage")).content.decode()


def test_steps_are_moved_removed_and_proposed(office, release):
    office.post(url("stage_change"), {"do": "down:2"})
    office.post(url("stage_change"), {"do": "remove:2"})
    names = release.stage_steps.values_list("decision__application__initiative__name", flat=True)
    assert list(names) == [None, NAMES[0], None]
    office.post(url("stage_change"), {"do": "propose"})
    assert list(names.all()) == [None, NAMES[0], NAMES[1], None]


@pytest.mark.parametrize("do", ["", "up:", "up:99", "fly:1"])
def test_another_button_is_no_address(office, release, do):
    assert office.post(url("stage_change"), {"do": do}).status_code == 404


def test_a_text_of_ones_own(office, release):
    assert office.post(url("stage_step_new"), {"title": ""}).status_code == 200
    office.post(url("stage_step_new"), {"title": "Musik", "text": "Trio"})
    step = release.stage_steps.get(kind="text")
    assert (step.position, step.title, step.text) == (4, "Musik", "Trio")
    office.post(url("stage_step", 4), {"title": "Pause", "text": ""})
    step.refresh_from_db()
    assert (step.title, step.text) == ("Pause", "")


def test_a_refused_text_stays_in_its_form(office, stage):
    answer = office.post(url("stage_step_new"), {"title": "Musik", "text": ""})
    assert answer.status_code == 409
    assert "Musik" in answer.content.decode()


def test_opening_closing_resetting(office, release):
    assert office.post(url("stage_set_up"), {"do": "open"}).url == url("stage_desk")
    office.post(url("stage_set_up"), {"do": "close"})
    assert not release.stages.exclude(opened_at=None).exists()
    rehearsal = office.post(url("stage_set_up"), {"do": "rehearse"})
    assert rehearsal.url == url("stage_desk", query="?probe=1")
    office.post(url("stage_set_up"), {"do": "reset"})  # refused: the ceremony has begun
    assert release.stages.count() == 2


def test_the_page_costs_the_same_whatever_the_steps(
    office, release, make, django_assert_num_queries
):
    office.get(url("stage"))
    with django_assert_num_queries(8):
        office.get(url("stage"))
    for n in range(5):
        actions.add_step(release, title=f"Text {n}", text="", by=make.office(), at=NOON)
    with django_assert_num_queries(8):
        office.get(url("stage"))


def test_the_screen_asks_little(office, stage, django_assert_num_queries):
    office.get(url("stage_state"))
    with django_assert_num_queries(6):
        office.get(url("stage_state"))
