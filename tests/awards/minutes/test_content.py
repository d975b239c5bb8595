"""What minutes say, and that nobody's vote or score can be read out of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import minutes
from awards.models import AgendaItem, Ballot, Decision, Vote
from initiatives.models import Local
from initiatives.records import canonical
from jury.models import Assignment, Conflict, ScoreSheet

from ... import make
from ...make import NOON
from .sat import HOUR, MINUTE


def content(sat):
    return minutes.content_of(sat.meeting)


def as_json(sat) -> bytes:
    return minutes.as_json(content(sat))


# -- The items of the agenda ---------------------------------------------------------------------


def test_the_head_names_place_times_and_who_led(sat):
    assert content(sat)["head"] == {
        "kind": "sitting",
        "place": "Berlin, Scharnhorststraße",
        "began_at": "2026-03-02T12:00+01:00",
        "ended_at": "2026-03-02T15:00+01:00",
        "votes_until": None,
        "chair": "Öznur Albers",
        "minute_taker": "Paul Protokoll",
    }


def test_who_was_there_when_and_who_was_not(sat):
    found = content(sat)["attendance"]
    assert [one["name"] for one in found["present"]] == [
        "Bernd Brandt",
        "Carla Conrad",
        "Dora Dietz",
        "Öznur Albers",
    ]
    assert found["present"][0]["times"] == [{"from": "2026-03-02T12:00+01:00", "to": None}]
    assert found["excused"] == [{"name": "Emil Ernst", "organisation": "Haus Ernst"}]
    assert found["absent"] == []
    assert found["guests"] == [{"name": "Gerda Gast", "part": "Ministerium"}]


@pytest.mark.parametrize(("present", "reached"), [(3, True), (2, False)])
def test_more_than_half_is_a_quorum(sat, present, reached):
    """Of five: three are, two are not; of those four, two are exactly half and not enough."""
    gone = list(sat.meeting.attendances.filter(state="present"))[present:]
    sat.meeting.attendances.filter(pk__in=[one.pk for one in gone]).update(state="absent")
    assert content(sat)["attendance"]["quorum"] == {
        "entitled": 5,
        "needed": 3,
        "present": present,
        "reached": reached,
    }


def test_exactly_half_is_no_quorum(sat):
    sat.meeting.attendances.filter(state="excused").delete()
    first, second, *_rest = sat.meeting.attendances.all()
    sat.meeting.attendances.exclude(pk__in=[first.pk, second.pk]).update(state="absent")
    assert content(sat)["attendance"]["quorum"]["reached"] is False


def test_who_was_not_impartial_left_from_when_to_when_and_the_ground_is_a_class(sat):
    number = sat.cases["Bündnis West"].number
    assert content(sat)["impartiality"]["rows"] == [
        {
            "name": "Dora Dietz",
            "case": {"number": number, "name": "Bündnis West", "laureate": False},
            "ground": "funding",
            "left_at": "2026-03-02T13:00+01:00",
            "returned_at": "2026-03-02T13:20+01:00",
        }
    ]
    assert "Mein Bruder" not in as_json(sat).decode()


def test_who_left_stands_there_though_the_conflict_was_lifted_since(sat):
    Conflict.objects.update(lifted_at=NOON + 2 * HOUR, lifted_reason="Irrtum")
    (row,) = content(sat)["impartiality"]["rows"]
    assert (row["name"], row["ground"]) == ("Dora Dietz", "funding")


def test_a_member_of_the_initiative_is_named_with_that_ground(sat):
    case = sat.cases["Bündnis Nord"]
    make.member(case.initiative, "reader", user=sat.jurors["Bernd Brandt"].user)
    rows = content(sat)["impartiality"]["rows"]
    assert ("Bernd Brandt", "own", None) in [(r["name"], r["ground"], r["left_at"]) for r in rows]


def test_the_formal_check_is_reported(sat):
    found = content(sat)["report"]
    assert (found["received"], found["admitted"]) == (4, 3)
    assert [(row["case"]["name"], row["ground"]) for row in found["excluded"]] == [
        ("Solo Ost", "Kein Bündnis.")
    ]


def test_the_figures_are_plain_first_and_corrected_beside(sat):
    rows = content(sat)["consultation"]
    assert [
        (row["case"]["name"], row["sheets"], row["mean"], row["low"], row["high"]) for row in rows
    ] == [
        ("Bündnis Nord", 3, "9.00", "8.00", "10.00"),
        ("Bündnis Süd", 3, "7.33", "6.00", "9.00"),
        ("Bündnis West", 3, "4.67", "3.00", "6.00"),
    ]
    assert all(row["corrected"] for row in rows)
    assert content(sat)["method"]["corrected"].startswith("Daneben steht der bereinigte")


def test_where_nothing_is_corrected_the_method_says_why(sat):
    ScoreSheet.objects.filter(juror=sat.jurors["Carla Conrad"]).update(finished_at=None)
    found = content(sat)
    assert {row["corrected"] for row in found["consultation"]} == {None}
    assert found["method"]["corrected"] == (
        "Ein bereinigter Mittelwert steht nicht daneben: "
        "Weniger als drei Jurymitglieder haben gewertet. Wie streng jemand urteilt, lässt sich "
        "daran nicht ablesen."
    )


def test_a_case_without_sheets_has_no_figures(sat):
    ScoreSheet.objects.filter(application=sat.cases["Bündnis West"]).update(finished_at=None)
    row = content(sat)["consultation"][2]
    assert (row["sheets"], row["mean"], row["low"]) == (0, None, None)


def test_votes_are_counts_with_the_casting_vote_and_why_the_ranking_was_not_followed(sat):
    motion, carried, lost = content(sat)["votes"]
    assert motion["motion"] == "Die Jury dankt der Geschäftsstelle."
    assert (carried["yes"], carried["no"], carried["abstained"]) == (2, 2, 0)
    assert (carried["casting_vote"], carried["carried"]) == (True, True)
    assert carried["deviation"] == "Süd wirkt breiter als Nord."
    assert (lost["case"]["name"], lost["carried"]) == ("Bündnis West", False)


def test_a_vote_that_is_still_open_is_not_told(sat):
    Vote.objects.filter(motion="").update(closed_at=None)
    (row,) = content(sat)["votes"]
    assert row["motion"] == "Die Jury dankt der Geschäftsstelle."


def test_a_special_prize_stands_apart_with_what_was_not_awarded(sat):
    special = sat.call.prizes.get(kind="special")
    make.vote(sat.meeting, prize=special, application=sat.cases["Bündnis Nord"])
    found = content(sat)["special"]
    assert [row["prize"] for row in found["votes"]] == ["Sonderpreis"]
    assert found["withheld"] == [
        {"prize": "Sonderpreis", "places": 1, "reasons": "Kein Beitrag trug ihn."}
    ]


def test_a_rank_vote_tells_sums_only(sat):
    (row,) = content(sat)["rank_votes"]
    assert [(one["case"]["name"], one["sum"]) for one in row["cases"]] == [
        ("Bündnis Süd", 5),
        ("Bündnis Nord", 7),
    ]


def test_reasons_are_those_that_are_published(sat):
    (row,) = content(sat)["reasons"]
    assert (row["prize"], row["case"]["name"], row["statement"]) == (
        "Hauptpreis",
        "Bündnis Süd",
        "Weil es den Süden verbindet.",
    )


def test_a_decision_without_a_vote_belongs_to_the_meeting_before_it(sat):
    later = make.meeting(
        call=sat.call, opened_at=NOON + 30 * HOUR, begins_at=NOON, closed_at=NOON + 31 * HOUR
    )
    prize = sat.call.prizes.get(kind="equal")
    for name, when in (("Bündnis Nord", 29 * HOUR), ("Bündnis West", 30 * HOUR)):
        Decision.objects.create(
            prize=prize,
            application=sat.cases[name],
            jury_statement=Local(de="Darum."),
            decided_at=NOON + when,
            recorded_by=sat.taker,
        )
    names = [row["case"]["name"] for row in content(sat)["reasons"]]
    assert names == ["Bündnis Süd", "Bündnis Nord"]
    (row,) = minutes.content_of(later)["reasons"]
    assert row["case"]["name"] == "Bündnis West"


def test_notes_of_the_agenda_and_texts_of_the_minutes_flow_together(sat):
    sat.meeting.minutes.texts = {"opening": "Grußwort.", "remarks": "Die Technik lief."}
    sat.meeting.minutes.save()
    found = content(sat)
    assert found["opening"] == "Die Leitung begrüßt.\n\nGrußwort."
    assert found["other"] == [{"title": "Termine", "notes": "Nächste Sitzung im Mai."}]
    assert found["consultation"][0]["notes"].startswith("Zu Bündnis Nord")
    assert found["remarks"] == "Die Technik lief."


def test_a_meeting_with_nothing_in_it_has_minutes_too(make):
    meeting = make.meeting()
    found = minutes.content_of(meeting)
    assert (found["consultation"], found["votes"], found["reasons"]) == ([], [], [])
    assert minutes.chapters(found)
    assert canonical.dumps(found)


# -- Nothing is attributed -----------------------------------------------------------------------


def test_who_gave_which_score_changes_no_byte_while_the_sums_stay(sat):
    """Nothing corrected: within a case the sheets may change hands."""
    ScoreSheet.objects.filter(juror=sat.jurors["Carla Conrad"]).update(finished_at=None)
    before = as_json(sat)
    sheets = ScoreSheet.objects.filter(application=sat.cases["Bündnis Nord"])
    first, second = sheets.filter(finished_at__isnull=False)
    one, other = first.scores.get(), second.scores.get()
    assert one.points != other.points
    one.points, other.points = other.points, one.points
    one.save()
    other.save()
    assert as_json(sat) == before


def test_two_jurors_with_exchanged_sheets_change_no_byte_though_it_is_corrected(sat):
    before = as_json(sat)
    mine, theirs = sat.jurors["Bernd Brandt"], sat.jurors["Carla Conrad"]
    for case in sat.cases.values():
        one = ScoreSheet.objects.get(application=case, juror=mine).scores.get()
        other = ScoreSheet.objects.get(application=case, juror=theirs).scores.get()
        one.points, other.points = other.points, one.points
        one.save()
        other.save()
    assert as_json(sat) == before


def test_who_gave_which_vote_changes_no_byte(sat):
    vote = Vote.objects.get(chair_says=True)
    before = as_json(sat)
    for place, juror in enumerate(sat.jurors.values()):
        choice = "yes" if place % 2 else "no"
        Ballot.objects.create(vote=vote, juror=juror, choice=choice, cast_at=NOON)
    assert as_json(sat) == before
    Ballot.objects.filter(choice="yes").update(choice="abstain")
    assert as_json(sat) == before


def test_no_juror_is_named_beside_any_figure(sat):
    found = content(sat)
    said = canonical.dumps([found["consultation"], found["votes"], found["rank_votes"]])
    assert not [name for name in sat.jurors if name in said]


# -- Cost ----------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_depend_on_the_rows(sat):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            content(sat)
        return len(found)

    before = queries()
    for number in range(4):
        case = make.admitted(call=sat.call, declared=("dk",))
        item = make.agenda_item(sat.meeting, application=case)
        juror = make.juror(call=sat.call)
        make.attendance(sat.meeting, juror=juror)
        reading = Assignment.objects.create(juror=juror, application=case, cleared_at=NOON)
        make.conflict(reading)
        make.departure(item, juror, left_at=NOON, returned_at=NOON + number * MINUTE)
        make.vote(sat.meeting, item=item, motion="Noch etwas?")
        make.decision(prize=make.prize(call=sat.call), application=case, decided_at=NOON + 2 * HOUR)
    assert AgendaItem.objects.filter(meeting=sat.meeting).count() == 9
    assert queries() == before
    assert before <= 26
