"""Another reader for a case, or one less: what stays, what is refused, who is told."""

from __future__ import annotations

import pytest

from initiatives.models import JournalEntry, Letter
from initiatives.refusals import NotAllowed
from jury import actions
from jury.models import Assignment, Procedure, ScoreSheet

from ..make import NOON, at, refused


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def case(make):
    return make.admitted(call=make.call(judging_from=NOON, criteria={"dk": 1}), declared=("dk",))


@pytest.fixture
def readings(make, case):
    """Three jurors read the case."""
    return [
        make.assignment(application=case, juror=make.juror(call=case.call, user__name=name))
        for name in ("Albers", "Brandt", "Cordes")
    ]


@pytest.fixture
def fresh(make, case):
    return make.juror(call=case.call, user__name="Dorn")


@pytest.fixture
def boss(make):
    return make.office("editor")


def reads(case) -> list[str]:
    rows = Assignment.objects.standing().filter(application=case)
    return sorted(rows.values_list("juror__user__name", flat=True))


def letters() -> list[tuple[str, str]]:
    return sorted(Letter.objects.values_list("kind", "to"))


def address(case, reading) -> str:
    return f"/verwaltung/bewerbungen/{case.key}/lesende/{reading.key}/"


# -- Swapping ------------------------------------------------------------------------------------


def test_somebody_else_reads_declares_first_and_is_told(case, readings, fresh, boss):
    made = actions.swap(readings[0], fresh, by=boss, at=NOON)
    assert reads(case) == ["Brandt", "Cordes", "Dorn"]
    assert made.cleared_at is None
    assert letters() == [("jury_assigned", fresh.user.email)]
    entry = JournalEntry.objects.get(action="application.reader_swapped")
    assert entry.data == {
        "of": str(readings[0].juror.key),
        "to": str(fresh.key),
        "begun": False,
    }


def test_a_begun_sheet_stays_in_the_records_and_does_not_count(make, case, readings, fresh, boss):
    sheet = make.sheet({"dk": 7}, finished=False, assignment=readings[0])
    actions.swap(readings[0], fresh, by=boss, at=NOON)
    assert reads(case) == ["Brandt", "Cordes", "Dorn"]
    assert ScoreSheet.objects.get(assignment__withdrawn_at=NOON) == sheet
    assert letters() == [
        ("jury_assigned", fresh.user.email),
        ("jury_case_taken", readings[0].juror.user.email),
    ]
    assert case.initiative.name not in Letter.objects.get(kind="jury_case_taken").text


def test_a_finished_sheet_is_not_swapped(make, case, readings, fresh, boss):
    make.sheet({"dk": 7}, assignment=readings[0])
    with refused("Albers has finished this sheet. It stays, and it counts."):
        actions.swap(readings[0], fresh, by=boss, at=NOON)
    assert reads(case) == ["Albers", "Brandt", "Cordes"]


def test_who_reads_already_is_no_successor(case, readings, boss):
    with refused("Brandt reads this case already."):
        actions.swap(readings[0], readings[1].juror, by=boss, at=NOON)
    assert reads(case) == ["Albers", "Brandt", "Cordes"]


def test_who_is_not_impartial_is_no_successor(case, readings, fresh, boss):
    fresh.conflicts.create(application=case, ground="other", declared_at=NOON)
    with pytest.raises(NotAllowed):
        actions.swap(readings[0], fresh, by=boss, at=NOON)
    assert reads(case) == ["Albers", "Brandt", "Cordes"]


def test_a_second_click_is_refused_in_words(case, readings, fresh, boss):
    actions.swap(readings[0], fresh, by=boss, at=NOON)
    with refused("This case has been taken from the juror already."):
        actions.swap(readings[0], fresh, by=boss, at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_swaps_nothing(make, case, readings, fresh, role):
    for act in (
        lambda: actions.swap(readings[0], fresh, by=make.office(role), at=NOON),
        lambda: actions.take_back(readings[0], by=make.office(role), at=NOON),
    ):
        with refused("Your role reads and does not decide."):
            act()


# -- Taking away ---------------------------------------------------------------------------------


def test_a_case_is_taken_away_while_the_quorum_stays(case, readings, boss):
    actions.take_back(readings[0], by=boss, at=NOON)
    assert reads(case) == ["Brandt", "Cordes"]
    assert JournalEntry.objects.get(action="application.reader_taken").data["begun"] is False
    with refused("Then only 1 would read the case; the quorum is 2. Swap instead."):
        actions.take_back(readings[1], by=boss, at=NOON)
    assert reads(case) == ["Brandt", "Cordes"]


def test_the_quorum_is_the_call_s(case, readings, boss):
    Procedure.objects.create(call=case.call, readers=3, quorum=3)
    with refused("Then only 2 would read the case; the quorum is 3. Swap instead."):
        actions.take_back(readings[0], by=boss, at=NOON)


def test_of_who_has_left_only_a_finished_sheet_is_counted(make, case, readings, boss):
    gone = readings[1].juror
    gone.left_at = NOON
    gone.save()
    with refused("Then only 1 would read the case; the quorum is 2. Swap instead."):
        actions.take_back(readings[0], by=boss, at=NOON)
    make.sheet({"dk": 7}, assignment=readings[1])
    actions.take_back(readings[0], by=boss, at=NOON)


def test_a_finished_sheet_is_not_taken(make, case, readings, boss):
    make.sheet({"dk": 7}, assignment=readings[0])
    with refused("Albers has finished this sheet. It stays, and it counts."):
        actions.take_back(readings[0], by=boss, at=NOON)


# -- The page ------------------------------------------------------------------------------------


def test_the_page_swaps(client, case, readings, fresh, boss):
    client.force_login(boss)
    page = client.get(address(case, readings[0])).content.decode()
    assert "Albers liest diesen Fall" in page
    assert "Dorn – Fälle: 0" in page
    assert "Brandt –" not in page
    assert "Ohne diesen Bogen bleiben 2; das Quorum ist 2." in page
    answer = client.post(address(case, readings[0]), {"juror": str(fresh.key)}, follow=True)
    assert "Dorn liest jetzt statt Albers und hat einen Brief bekommen." in answer.content.decode()
    assert reads(case) == ["Brandt", "Cordes", "Dorn"]


def test_the_page_takes_away(client, case, readings, boss):
    client.force_login(boss)
    answer = client.post(address(case, readings[0]), {"take": "1"}, follow=True)
    assert "Albers liest diesen Fall nicht mehr." in answer.content.decode()
    assert reads(case) == ["Brandt", "Cordes"]
    answer = client.post(address(case, readings[1]), {"take": "1"}, follow=True)
    assert "das Quorum ist 2. Tauschen Sie stattdessen." in answer.content.decode()
    assert reads(case) == ["Brandt", "Cordes"]


def test_choosing_nobody_is_refused_at_the_field(client, case, readings, fresh, boss):
    client.force_login(boss)
    answer = client.post(address(case, readings[0]), {"juror": ""})
    assert (answer.status_code, reads(case)) == (409, ["Albers", "Brandt", "Cordes"])
    assert "Wählen Sie ein Jurymitglied" in answer.content.decode()


def test_a_finished_sheet_offers_nothing(client, make, case, readings, boss):
    make.sheet({"dk": 7}, assignment=readings[0])
    client.force_login(boss)
    html = client.get(address(case, readings[0])).content.decode()
    assert "Er bleibt und zählt" in html
    assert "<form" not in html.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("who", ["juror", "stranger", "reader"])
def test_for_others_the_page_does_nothing(client, make, case, readings, fresh, who):
    people = {"juror": readings[0].juror.user, "stranger": make.user()}
    client.force_login(people.get(who) or make.office("reader"))
    answer = client.post(address(case, readings[0]), {"juror": str(fresh.key)})
    assert answer.status_code == (409 if who == "reader" else 404)
    assert reads(case) == ["Albers", "Brandt", "Cordes"]


def test_a_reader_of_another_case_does_not_exist(client, make, case, readings, boss):
    other = make.assignment()
    client.force_login(boss)
    assert client.get(address(case, other)).status_code == 404


def test_a_case_taken_away_can_be_given_again(client, case, readings, boss):
    client.force_login(boss)
    actions.take_back(readings[0], by=boss, at=NOON)
    html = client.get(f"/verwaltung/bewerbungen/{case.key}/").content.decode()
    assert "Albers – Fälle: 0" in html
