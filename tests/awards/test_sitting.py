"""A sitting: convening it, who is there, which item is current, who leaves the room for it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from awards import actions, room
from awards.models import AgendaItem, Attendance, Departure, Meeting, Presence
from initiatives.models import JournalEntry, Letter
from initiatives.refusals import NotAllowed, Stale
from initiatives.shown import digest
from jury import actions as judging
from jury import versions
from jury.models import Juror, Procedure, ScoreSheet

from .. import meetings
from ..make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def call(make):
    return meetings.call()


@pytest.fixture
def jurors(call):
    return meetings.jury(call)


@pytest.fixture
def cases(call):
    return meetings.cases(call)


@pytest.fixture
def office(make):
    return make.office()


@pytest.fixture
def sitting(call, jurors, cases):
    """Open, with all five there."""
    return meetings.opened(call, jurors, cases)


def start(meeting, case, office, at=NOON):
    return actions.start_item(meetings.item(meeting, case), by=office, at=at)


def log():
    return [entry.action for entry in JournalEntry.objects.order_by("number")]


# -- Convening -----------------------------------------------------------------------------------


def test_a_sitting_is_convened_with_chair_seats_and_an_agenda(make, call, jurors, cases, office):
    for case, points in zip(cases, (9, 8, 4), strict=True):
        for juror in jurors[:2]:
            make.sheet({"dk": points}, juror=juror, application=case)
    made = actions.convene(call, {"begins_at": NOON}, by=office, at=NOON - DAY)
    assert made.chair == jurors[0]
    assert [row.juror for row in made.attendances.order_by("juror")] == jurors
    assert [item.kind for item in made.items.all()] == [
        *("opening", "impartial", "report"),
        *["case"] * 3,
        *("special", "closing"),
    ]
    on_it = [item.application for item in made.items.all() if item.application]
    assert on_it == cases  # two ahead, and the one on which nobody disagrees more
    assert log() == ["meeting.convened"]


def test_the_cases_are_ordered_so_that_nobody_leaves_twice(make, call, jurors, cases, office):
    for case, points in zip(cases, (9, 9, 9), strict=True):
        make.sheet({"dk": points}, juror=jurors[0], application=case)
    for case in (cases[0], cases[2]):
        meetings.bar(jurors[1], case)
    made = actions.convene(call, {"begins_at": NOON}, by=office, at=NOON - DAY)
    on_it = [item.application for item in made.items.all() if item.application]
    assert on_it == [cases[0], cases[2], cases[1]]


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_convenes_nothing(make, call, role):
    with refused(READS):
        actions.convene(call, {"begins_at": NOON}, by=make.office(role), at=NOON)


def test_a_stranger_neither(make, call):
    with refused(READS):
        actions.convene(call, {"begins_at": NOON}, by=make.user(), at=NOON)


def test_a_circular_procedure_needs_its_end(call, office):
    said = {"kind": "circular", "begins_at": NOON, "closes_at": NOON}
    with refused("A circular procedure needs a time limit after its beginning."):
        actions.convene(call, said, by=office, at=NOON)


def test_somebody_else_than_a_member_does_not_lead(make, call, office):
    with refused("A member of this jury leads the meeting."):
        actions.convene(call, {"begins_at": NOON, "chair": make.juror()}, by=office, at=NOON)


def test_somebody_else_than_the_office_takes_no_minutes(make, call, office):
    said = {"begins_at": NOON, "minute_taker": make.user()}
    with refused("Somebody of the office takes the minutes."):
        actions.convene(call, said, by=office, at=NOON)


def test_all_who_have_a_seat_are_invited(call, jurors, cases, office):
    meeting = meetings.convened(call, cases)
    assert actions.invite_to_meeting(meeting, by=office, at=NOON) == 5
    letters = Letter.objects.filter(kind="meeting_invitation")
    assert {letter.to for letter in letters} == {juror.user.email for juror in jurors}
    assert not any(case.initiative.name in letter.text for letter in letters for case in cases)
    meeting.refresh_from_db()
    assert (meeting.invited_at, meeting.revision) == (NOON, 1)


def test_a_meeting_that_was_not_opened_can_be_called_off(call, cases, office):
    meeting = meetings.convened(call, cases)
    actions.call_off(meeting, by=office, at=NOON)
    assert not Meeting.objects.exists()


def test_one_that_was_opened_cannot(sitting, office):
    with refused("A meeting that was opened stays on file."):
        actions.call_off(sitting, by=office, at=NOON)


# -- The agenda ----------------------------------------------------------------------------------


def kinds(meeting):
    return [(item.position, item.kind) for item in meeting.items.all()]


def test_items_find_their_place(make, call, cases, office):
    meeting = meetings.convened(call, cases[:1])
    actions.add_item(meeting, "closing", by=office, at=NOON)
    actions.add_item(meeting, "other", title="Termine", by=office, at=NOON)
    actions.add_item(meeting, "case", application=cases[1], by=office, at=NOON)
    assert kinds(meeting) == [
        (1, "opening"),
        (2, "case"),
        (3, "case"),
        (4, "other"),
        (5, "closing"),
    ]


def test_a_case_is_on_the_agenda_once(call, cases, office):
    meeting = meetings.convened(call, cases)
    with refused("This case is on the agenda already."):
        actions.add_item(meeting, "case", application=cases[0], by=office, at=NOON)


def test_a_case_of_another_call_is_not_discussed(make, call, cases, office):
    meeting = meetings.convened(call, cases)
    with refused("Only admitted applications of this call are discussed."):
        actions.add_item(meeting, "case", application=make.admitted(), by=office, at=NOON)


def test_an_item_needs_a_name(call, cases, office):
    with refused("Say what the item is about."):
        actions.add_item(meetings.convened(call, cases), "other", title=" ", by=office, at=NOON)


def test_an_item_moves_but_never_past_one_that_was_called(call, cases, office, sitting):
    last = meetings.item(sitting, cases[2])
    start(sitting, cases[0], office)
    actions.move_item(last, -99, by=office, at=NOON)
    assert [item.application for item in sitting.items.all()] == [
        None,
        cases[0],
        cases[2],
        cases[1],
    ]
    with refused("This item was called already and stays on the agenda."):
        actions.move_item(meetings.item(sitting, cases[0]), 1, by=office, at=NOON)
    with refused("This item was called already and stays on the agenda."):
        actions.remove_item(meetings.item(sitting, cases[0]), by=office, at=NOON)


def test_an_item_is_removed_and_the_others_close_up(call, cases, office):
    meeting = meetings.convened(call, cases)
    actions.remove_item(meetings.item(meeting, cases[0]), by=office, at=NOON)
    assert [(item.position, item.application) for item in meeting.items.all()] == [
        (1, None),
        (2, cases[1]),
        (3, cases[2]),
    ]
    with refused("This item is no longer on the agenda."):
        actions.remove_item(AgendaItem(pk=0, meeting=meeting), by=office, at=NOON)


# -- Opening and the quorum ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "here", "opens"),
    [(5, 2, False), (5, 3, True), (6, 3, False), (6, 4, True), (1, 1, True)],
)
def test_more_than_half_of_the_seats_have_to_be_there(call, office, size, here, opens):
    members = meetings.jury(call, size)
    meeting = meetings.convened(call, [])
    meetings.come(meeting, members[:here])
    if opens:
        assert actions.open_meeting(meeting, by=office, at=NOON).opened_at == NOON
        return
    needed = size // 2 + 1
    with refused(
        f"The jury has no quorum: {here} of {size} members are present, {needed} are needed."
    ):
        actions.open_meeting(meeting, by=office, at=NOON)
    assert Meeting.objects.get().opened_at is None


def test_who_has_left_the_jury_has_no_seat(call, office, jurors):
    meeting = meetings.convened(call, [])
    Juror.objects.filter(pk__in=[jurors[3].pk, jurors[4].pk]).update(left_at=NOON)
    meetings.come(meeting, jurors[:2])  # two of three
    assert actions.open_meeting(meeting, by=office, at=NOON).opened_at


def test_a_deputy_counts_once_called_in(make, call, office, jurors):
    waiting = make.juror(call=call, deputy_of=jurors[1])
    meeting = meetings.convened(call, [])
    assert len(room.of(meeting, at=NOON).seats) == 5
    Juror.objects.filter(pk=waiting.pk).update(called_in_at=NOON)
    assert len(room.of(meeting, at=NOON).seats) == 6


def test_a_sitting_needs_somebody_who_leads_it(call, office, jurors):
    meeting = meetings.convened(call, [], chair=None)
    with refused("Say first who leads the meeting."):
        actions.open_meeting(meeting, by=office, at=NOON)


def test_it_opens_once(sitting, office):
    with refused("The meeting is open already."):
        actions.open_meeting(sitting, by=office, at=NOON)


def test_a_jury_sits_in_one_meeting_at_a_time(sitting, call, jurors, office):
    other = meetings.convened(call, [])
    meetings.come(other, jurors)
    with refused("A meeting of this jury is open already."):
        actions.open_meeting(other, by=office, at=NOON)


def test_a_circular_procedure_is_no_sitting(call, jurors, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + DAY)
    with refused("A circular procedure is not opened as a meeting."):
        actions.open_meeting(meeting, by=office, at=NOON)


# -- Who is there --------------------------------------------------------------------------------


def test_coming_and_going_makes_stretches(sitting, jurors, office):
    actions.note_attendance(sitting, jurors[1], "went", by=office, at=NOON + MINUTE)
    actions.note_attendance(sitting, jurors[1], "came", by=office, at=NOON + 2 * MINUTE)
    row = sitting.attendances.get(juror=jurors[1])
    assert list(row.presences.values_list("came_at", "left_at")) == [
        (NOON, NOON + MINUTE),
        (NOON + 2 * MINUTE, None),
    ]
    assert row.state == Attendance.State.PRESENT
    sitting.refresh_from_db()
    assert sitting.revision == 2


def test_who_is_not_there_cannot_go(call, jurors, office):
    meeting = meetings.convened(call, [])
    with refused("Jurymitglied 1 is not present."):
        actions.note_attendance(meeting, jurors[1], "went", by=office, at=NOON)


def test_who_took_part_is_not_excused_afterwards(sitting, jurors, office):
    with refused("Jurymitglied 1 is present. Note first that this person left."):
        actions.note_attendance(sitting, jurors[1], "excused", by=office, at=NOON)
    actions.note_attendance(sitting, jurors[1], "went", by=office, at=NOON)
    with refused("Jurymitglied 1 took part; that stays in the minutes."):
        actions.note_attendance(sitting, jurors[1], "absent", by=office, at=NOON)


def test_before_the_opening_a_slip_is_put_right(call, jurors, office):
    meeting = meetings.convened(call, [])
    actions.note_attendance(meeting, jurors[1], "came", by=office, at=NOON)
    actions.note_attendance(meeting, jurors[1], "excused", by=office, at=NOON)
    assert not Presence.objects.exists()
    assert meeting.attendances.get(juror=jurors[1]).state == "excused"


def test_a_stranger_has_no_seat(make, sitting, office):
    with refused("This person has no seat in this meeting."):
        actions.note_attendance(sitting, make.juror(), "came", by=office, at=NOON)


def test_who_is_barred_and_comes_late_has_to_stay_outside(call, jurors, cases, office):
    meeting = meetings.opened(call, jurors[:4], cases)
    meetings.bar(jurors[4], cases[0])
    start(meeting, cases[0], office)
    assert not Departure.objects.exists()
    actions.note_attendance(meeting, jurors[4], "came", by=office, at=NOON)
    assert [seat.juror for seat in room.of(_anew(meeting), at=NOON).leaving] == [jurors[4]]


def _anew(meeting):
    return Meeting.objects.select_related("current").get(pk=meeting.pk)


def test_guests_come_and_go(sitting, office):
    guest = actions.add_guest(sitting, "Ada Probe", "Referat", by=office, at=NOON)
    with refused("Say who the guest is."):
        actions.add_guest(sitting, " ", by=office, at=NOON)
    actions.remove_guest(guest, by=office, at=NOON)
    assert not sitting.guests.exists()


# -- Items and the room --------------------------------------------------------------------------


def test_calling_a_case_sends_out_who_is_barred(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    item = start(sitting, cases[0], office)
    here = room.of(_anew(sitting), at=NOON)
    assert [seat.juror for seat in here.leaving] == [jurors[1]]
    assert len(here.voters) == 4
    actions.note_left(item.departures.get(), by=office, at=NOON + MINUTE)
    here = room.of(_anew(sitting), at=NOON)
    assert (here.leaving, len(here.away)) == ([], 1)


def test_who_is_barred_but_not_there_leaves_nothing(call, jurors, cases, office):
    meeting = meetings.opened(call, jurors[:4], cases)
    meetings.bar(jurors[4], cases[0])
    assert not start(meeting, cases[0], office).departures.exists()


def test_who_is_barred_twice_running_does_not_walk_in_between(sitting, jurors, cases, office):
    for case in cases[:2]:
        meetings.bar(jurors[1], case)
    meetings.call_case(sitting, cases[0], by=office)
    start(sitting, cases[1], office, at=NOON + MINUTE)
    stretches = Departure.objects.order_by("pk").values_list("left_at", "returned_at")
    assert list(stretches) == [(NOON, NOON + MINUTE), (NOON + MINUTE, None)]


def test_who_may_come_back_has_no_vote_until_that_is_noted(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    meetings.call_case(sitting, cases[0], by=office)
    start(sitting, cases[1], office)
    here = room.of(_anew(sitting), at=NOON)
    assert ([seat.juror for seat in here.returning], len(here.voters)) == ([jurors[1]], 4)
    actions.note_returned(Departure.objects.get(), by=office, at=NOON + MINUTE)
    assert len(room.of(_anew(sitting), at=NOON).voters) == 5


def test_nobody_comes_back_while_the_case_is_spoken_about(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    item = start(sitting, cases[0], office)
    with refused("Jurymitglied 1 has not left the room."):
        actions.note_returned(item.departures.get(), by=office, at=NOON)
    actions.note_left(item.departures.get(), by=office, at=NOON)
    with refused("Jurymitglied 1 stays outside until this case has ended."):
        actions.note_returned(item.departures.get(), by=office, at=NOON)


def test_a_case_does_not_end_with_somebody_barred_in_the_room(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    item = start(sitting, cases[0], office)
    words = (
        "Jurymitglied 1 is still noted as in the room. Note the departure, or postpone the case."
    )
    with refused(words):
        actions.end_item(item, by=office, at=NOON)
    with refused(words):
        actions.go_on(sitting, by=office, at=NOON)
    with refused(words):
        actions.close_meeting(sitting, by=office, at=NOON)
    actions.end_item(item, by=office, at=NOON, postponed=True)
    assert not Departure.objects.exists()


def test_one_item_after_the_other(sitting, cases, office):
    found = [actions.go_on(sitting, by=office, at=NOON) for _ in range(4)]
    assert [item.application for item in found] == [None, *cases]
    actions.end_item(found[-1], by=office, at=NOON)
    with refused("All items have been dealt with. You can close the meeting."):
        actions.go_on(sitting, by=office, at=NOON)


def test_what_was_postponed_comes_last(sitting, cases, office):
    start(sitting, cases[0], office)
    actions.end_item(meetings.item(sitting, cases[0]), by=office, at=NOON, postponed=True)
    found = [actions.go_on(sitting, by=office, at=NOON).application for _ in range(4)]
    assert found == [None, cases[1], cases[2], cases[0]]
    assert meetings.item(sitting, cases[0]).postponed_at is None


def test_calling_the_current_item_again_changes_nothing(sitting, cases, office):
    start(sitting, cases[0], office)
    before = log()
    start(sitting, cases[0], office, at=NOON + MINUTE)
    assert log() == before


def test_only_the_current_item_ends(sitting, cases, office):
    with refused("This item is not the current one."):
        actions.end_item(meetings.item(sitting, cases[0]), by=office, at=NOON)


def test_before_the_opening_and_after_the_end_nothing_is_called(call, jurors, cases, office):
    meeting = meetings.convened(call, cases)
    with refused("The meeting has not been opened yet."):
        start(meeting, cases[0], office)
    Meeting.objects.update(opened_at=NOON, closed_at=NOON)
    with refused("The meeting is closed."):
        start(meeting, cases[0], office)


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting, item, **who: actions.order_agenda(meeting, **who),
        lambda meeting, item, **who: actions.add_item(meeting, "other", title="Dank", **who),
        lambda meeting, item, **who: actions.move_item(item, 1, **who),
        lambda meeting, item, **who: actions.remove_item(item, **who),
        lambda meeting, item, **who: actions.add_guest(meeting, "Ute Gast", **who),
    ],
    ids=["order", "add", "move", "remove", "guest"],
)
def test_after_the_end_neither_agenda_nor_guests_change(call, jurors, cases, office, change):
    meeting = meetings.convened(call, cases)
    Meeting.objects.update(opened_at=NOON, closed_at=NOON)
    with refused("The meeting is closed."):
        change(meeting, meetings.item(meeting, cases[0]), by=office, at=NOON)


def test_who_reads_moves_nothing(make, sitting, cases):
    with refused(READS):
        start(sitting, cases[0], make.office("auditor"))


def test_closing_ends_everything(call, jurors, cases, office):
    meeting = meetings.opened(call, jurors[:4], cases)
    meetings.bar(jurors[1], cases[0])
    meetings.call_case(meeting, cases[0], by=office)
    closed = actions.close_meeting(meeting, by=office, at=NOON + MINUTE)
    assert (closed.closed_at, closed.current) == (NOON + MINUTE, None)
    assert meetings.item(meeting, cases[0]).ended_at == NOON + MINUTE
    assert not Presence.objects.filter(left_at=None).exists()
    assert Departure.objects.get().returned_at == NOON + MINUTE
    assert meeting.attendances.get(juror=jurors[4]).state == "absent"


# -- Who leads -----------------------------------------------------------------------------------


def test_a_barred_chair_does_not_lead_the_case(make, sitting, jurors, cases, office):
    meetings.bar(jurors[0], cases[0])
    item = meetings.call_case(sitting, cases[0], by=office)
    meeting = _anew(sitting)
    assert room.leads(meeting, item, room.of(meeting, at=NOON)) is None
    with refused("Who is barred from a case does not lead its item."):
        actions.name_chair(item, jurors[0], by=office, at=NOON)
    item = actions.name_chair(item, jurors[2], by=office, at=NOON)
    assert room.leads(meeting, item, room.of(meeting, at=NOON)) == jurors[2]


def test_the_deputy_of_a_barred_chair_leads(make, call, jurors, cases, office):
    deputy = make.juror(call=call, deputy_of=jurors[0], called_in_at=NOON)
    meeting = meetings.opened(call, [*jurors, deputy], cases)
    meetings.bar(jurors[0], cases[0])
    item = meetings.call_case(meeting, cases[0], by=office)
    meeting = _anew(meeting)
    assert room.leads(meeting, item, room.of(meeting, at=NOON)) == deputy


# -- Notes ---------------------------------------------------------------------------------------


def test_notes_are_kept_and_an_older_form_replaces_nothing(sitting, cases, office):
    item, seen = meetings.item(sitting, cases[0]), digest({"notes": ""})
    actions.write_notes(item, "Erst.", by=office, at=NOON, seen=seen)
    with pytest.raises(Stale) as stale:
        actions.write_notes(item, "Anders.", by=office, at=NOON, seen=seen)
    assert stale.value.stored == {"notes": "Erst."}
    with refused("Shorten the notes to 20000 characters."):
        actions.write_notes(item, "x" * 20_001, by=office, at=NOON)
    assert actions.write_notes(item, "x" * 20_000, by=office, at=NOON).notes == "x" * 20_000


def test_notes_leave_a_line_in_the_journal_if_they_are_news(sitting, cases, office):
    item = meetings.item(sitting, cases[0])
    for before, text in (("", "Erst."), ("Erst.", "Erst."), ("Erst.", "Dann.")):
        actions.write_notes(item, text, by=office, at=NOON, seen=digest({"notes": before}))
    entries = JournalEntry.objects.filter(action="minutes.noted")
    assert [entry.data for entry in entries] == [{"section": "case"}] * 2


# -- Scoring again -------------------------------------------------------------------------------


@pytest.fixture
def scored(make, sitting, jurors, cases):
    """A finished sheet of the second juror on the first case, with its version."""
    sheet = make.sheet({"dk": 4}, juror=jurors[1], application=cases[0], finished=False)
    sheet.finished_at = NOON - 2 * DAY
    sheet.save()
    versions.freeze(sheet, cases[0].call.criteria.filter(code="dk"), at=sheet.finished_at)
    return sheet.assignment


CLOSED = "Judging is closed at present. What you saved stays as it is."


def test_sheets_stay_shut_where_the_call_does_not_allow_it(scored, sitting, cases, office):
    start(sitting, cases[0], office)
    with refused(CLOSED):
        judging.reopen(scored, by=scored.juror.user, at=NOON)


@pytest.fixture
def allowed(call):
    return Procedure.objects.create(call=call, rescoring=True)


def points(assignment):
    sheet = ScoreSheet.objects.get(assignment=assignment)
    return sheet.scores.get().points, bool(sheet.finished_at), sheet.rescored


def test_a_sheet_is_scored_again_while_its_case_is_current(allowed, scored, sitting, cases, office):
    by = scored.juror.user
    with refused(CLOSED):
        judging.reopen(scored, by=by, at=NOON)
    start(sitting, cases[1], office)
    with refused(CLOSED):
        judging.reopen(scored, by=by, at=NOON)
    start(sitting, cases[0], office)
    judging.reopen(scored, by=by, at=NOON)
    criterion = cases[0].call.criteria.get(code="dk")
    judging.save_score(scored, criterion, points=7, reason="Doch.", by=by, at=NOON)
    judging.finish(scored, by=by, at=NOON)
    assert points(scored) == (7, True, False)
    start(sitting, cases[1], office)
    assert points(scored) == (7, True, False)
    with refused(CLOSED):
        judging.reopen(scored, by=by, at=NOON)


def test_a_sheet_left_open_says_again_what_it_said(allowed, scored, sitting, cases, office):
    by = scored.juror.user
    start(sitting, cases[0], office)
    judging.reopen(scored, by=by, at=NOON)
    criterion = cases[0].call.criteria.get(code="dk")
    judging.save_score(scored, criterion, points=9, reason="Halb.", by=by, at=NOON)
    assert points(scored) == (9, False, True)
    start(sitting, cases[1], office)
    assert points(scored) == (4, True, False)
    assert "sheet.put_back" in log()


def test_who_is_barred_does_not_score_again(allowed, scored, sitting, cases, office):
    meetings.bar(scored.juror, cases[0])
    meetings.call_case(sitting, cases[0], by=office)
    with refused("You cannot judge this case."):
        judging.reopen(scored, by=scored.juror.user, at=NOON)


# -- At one moment -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_who_call_items_at_one_moment_leave_one_current(make, call, jurors, cases, office):
    meeting = meetings.opened(call, jurors, cases)
    failures: list[Exception] = []

    def go(case) -> None:
        try:
            start(meeting, case, office)
        except NotAllowed as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[case]) for case in cases[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = Meeting.objects.get()
    assert found.items.filter(began_at__isnull=False, ended_at=None).count() == 1
    assert found.revision == 2


def test_a_second_before_the_term_begins_there_is_no_seat(call, jurors, cases):
    Juror.objects.filter(pk=jurors[1].pk).update(term_from=NOON.date())
    meeting = meetings.convened(call, cases)
    midnight = NOON.replace(hour=23, minute=0, second=0) - DAY  # in Berlin
    assert len(room.of(meeting, at=midnight - SECOND).seats) == 4
    assert len(room.of(meeting, at=midnight).seats) == 5
