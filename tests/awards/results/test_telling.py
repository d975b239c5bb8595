"""Letters on the result go out: to laureates before the embargo ends, to all others after it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from awards import actions, tasks
from awards.models import Decision, Feedback, Release, ResultLetter, StageStep
from awards.outgoing import State
from initiatives.models import JournalEntry, Letter, Local
from initiatives.statuses import Status

from ...make import DAY, NOON, SECOND, at, refused
from .conftest import END, OTHERS, WINNERS, announced, case, letter, read, told

LATE = "The embargo has ended: this letter would come too late."
NOTHING = "No letter has been read and waits to be sent."
NOTE = Local(de="Ein Fehler beim Auszählen.", en="A mistake in counting.")


def to(kind) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


def people(release, *names) -> list[str]:
    return sorted(person.email for name in names for person in letter(release, name).recipients)


def tell_others(when) -> int:
    return sum(actions.tell_other(key, at=when) for key in actions.letters_to_others(at=when))


# -- To laureates, before ------------------------------------------------------------------------


def test_laureates_are_told_once_all_who_act_for_them(release, office):
    told(release, by=office)
    assert to("result_laureate") == people(release, *WINNERS)
    assert len(to("result_laureate")) == 3
    assert to("result_other") == []
    row = letter(release, "Ährenfeld").row
    assert (row.sent_at, row.number, row.kind) == (NOON, 1, "laureate")
    assert letter(release, "Ährenfeld").state == State.SENT
    entries = JournalEntry.objects.filter(action="result_letter.sent").order_by("number")
    assert [(entry.actor, entry.data) for entry in entries] == [
        (office.key, {"kind": "laureate", "number": 1, "people": 2}),
        (office.key, {"kind": "laureate", "number": 1, "people": 1}),
    ]


def test_each_reads_exactly_what_was_read_in_the_own_language(release, office):
    before = letter(release, "Ährenfeld").written
    told(release, by=office)
    kim = next(p for p in letter(release, "Ährenfeld").recipients if p.name == "Kim Field")
    assert Letter.objects.get(to=kim.email).text == before["en"].text
    texts = set(Letter.objects.values_list("text", flat=True))
    assert before["de"].text in texts


def test_only_what_was_read_goes_out(release, office):
    read(release, "Ährenfeld", by=office)
    sent = actions.tell_laureates(release, by=office, at=NOON)
    assert [one.application.initiative.name for one in sent] == ["Ährenfeld"]
    assert letter(release, "Zinnwald").state == State.UNSEEN


def test_what_was_read_and_changed_since_does_not_go_out(release, office):
    read(release, *WINNERS, by=office)
    Release.objects.update(embargo_until=END + DAY)
    with refused(NOTHING):
        actions.tell_laureates(release, by=office, at=NOON)
    assert not Letter.objects.exists()


def test_nothing_goes_out_twice(release, office):
    told(release, by=office)
    with refused(NOTHING):
        actions.tell_laureates(release, by=office, at=NOON + DAY)
    assert len(to("result_laureate")) == 3


def test_the_last_second_is_that_before_the_embargo_ends(release, office):
    read(release, *WINNERS, by=office)
    with refused(LATE):
        actions.tell_laureates(release, by=office, at=END)
    assert len(actions.tell_laureates(release, by=office, at=END - SECOND)) == 2


def test_the_list_of_decisions_must_be_confirmed(release, office, make):
    read(release, *WINNERS, by=office)
    one = Decision.objects.get(application=case(release, "Zinnwald"))
    actions.retract(one, by=office, at=NOON)
    with refused("The list of decisions has not been confirmed by a second person yet."):
        actions.tell_laureates(release, by=office, at=NOON)


def test_a_laureate_excluded_after_reading_gets_nothing(release, office):
    read(release, *WINNERS, by=office)
    out = case(release, "Zinnwald")
    type(out).objects.filter(pk=out.pk).update(status=Status.EXCLUDED, exclusion_reason="Träger.")
    sent = actions.tell_laureates(release, by=office, at=NOON)
    assert [one.application.initiative.name for one in sent] == ["Ährenfeld"]


# -- What was told and is no longer so -----------------------------------------------------------


def test_another_end_of_the_embargo_makes_a_new_letter_that_replaces_the_old(release, office):
    told(release, by=office)
    Release.objects.update(embargo_until=END + DAY)
    found = letter(release, "Ährenfeld")
    assert (found.state, found.changed, found.waits) == (State.WRONG, ["embargo"], True)
    assert (
        "Dieser Brief ersetzt unseren Brief vom 2.\xa0März 2026.\n"
        "Das hat sich geändert: das Ende der Sperrfrist.\n"
    ) in found.written["de"].text
    with refused(NOTHING):
        actions.tell_laureates(release, by=office, at=NOON)
    told(release, by=office, at=NOON + DAY)
    found = letter(release, "Ährenfeld")
    assert (found.state, found.row.number) == (State.SENT, 2)
    assert len(to("result_laureate")) == 6


def test_what_was_left_open_contradicts_nothing(release, office):
    Release.objects.update(place="")
    told(release, by=office)
    Release.objects.update(place="Bonn")
    assert letter(release, "Ährenfeld").state == State.SENT


def test_other_words_of_the_announcement_change_no_letter(release, office):
    told(release, by=office)
    Release.objects.update(headline=Local(de="Anders"), lead=Local(de="Anders."))
    assert letter(release, "Ährenfeld").state == State.SENT


# -- A prize is not taken away silently ----------------------------------------------------------


def decision(release, name) -> Decision:
    return Decision.objects.select_related("prize", "application__initiative").get(
        application=case(release, name)
    )


def test_a_decision_that_was_told_is_not_taken_back(release, office):
    told(release, by=office)
    with refused(
        "Ährenfeld has known of this prize since 2 March 2026. Take back the letter on the "
        "result first, and write why."
    ):
        actions.retract(decision(release, "Ährenfeld"), by=office, at=NOON)


def test_a_decision_that_was_only_read_is(release, office):
    read(release, *WINNERS, by=office)
    actions.retract(decision(release, "Ährenfeld"), by=office, at=NOON)
    assert not Decision.objects.filter(application=case(release, "Ährenfeld")).exists()


def test_a_letter_is_taken_back_for_a_reason_that_is_told(release, office, make):
    told(release, by=office)
    one = case(release, "Ährenfeld")
    actions.take_back_result(one, reason=NOTE, by=office, at=NOON + DAY)
    assert to("result_taken_back") == people(release, "Ährenfeld")
    texts = Letter.objects.filter(kind="result_taken_back").values_list("text", flat=True)
    assert {"Ein Fehler beim Auszählen." in text for text in texts} == {True, False}
    assert {"A mistake in counting." in text for text in texts} == {True, False}
    entry = JournalEntry.objects.get(action="result_letter.taken_back")
    assert (entry.actor, entry.data) == (office.key, {"number": 1})
    actions.retract(decision(release, "Ährenfeld"), by=office, at=NOON + DAY)
    make.decisions_confirmed(release.call)
    assert letter(release, "Ährenfeld").state == State.TAKEN_BACK


def test_whoever_was_told_never_gets_the_other_letter(release, office, make):
    told(release, by=office)
    one = case(release, "Ährenfeld")
    actions.take_back_result(one, reason=NOTE, by=office, at=NOON)
    actions.retract(decision(release, "Ährenfeld"), by=office, at=NOON)
    make.decisions_confirmed(release.call)
    read(release, *OTHERS, by=office)
    with refused("This letter has gone out already."):
        read(release, "Ährenfeld", by=office)
    actions.confirm(release, by=make.office("lead"), at=NOON)
    assert tell_others(END) == 2
    assert to("result_other") == people(release, *OTHERS)


def test_who_is_given_a_prize_again_is_told_again(release, office):
    told(release, by=office)
    one = case(release, "Ährenfeld")
    actions.take_back_result(one, reason=NOTE, by=office, at=NOON + DAY)
    found = letter(release, "Ährenfeld")
    assert found.state == State.UNSEEN
    assert "Dieser Brief ersetzt unseren Brief vom 3.\xa0März 2026." in found.written["de"].text
    told(release, by=office, at=NOON + 2 * DAY)
    row = letter(release, "Ährenfeld").row
    assert (row.number, row.taken_back_at, row.is_told()) == (2, None, True)


def test_what_was_never_told_is_not_taken_back(release, office):
    words = "This letter has not been sent, or has been taken back already."
    with refused(words):
        actions.take_back_result(case(release, "Ährenfeld"), reason=NOTE, by=office, at=NOON)
    told(release, by=office)
    actions.take_back_result(case(release, "Ährenfeld"), reason=NOTE, by=office, at=NOON)
    with refused(words):
        actions.take_back_result(case(release, "Ährenfeld"), reason=NOTE, by=office, at=NOON)


def test_it_is_not_taken_back_without_a_reason(release, office):
    told(release, by=office)
    with refused("Write why: the initiative reads it."):
        actions.take_back_result(
            case(release, "Ährenfeld"), reason=Local(de=" ", en="X"), by=office, at=NOON
        )


def test_it_is_not_taken_back_while_the_release_is_confirmed(release, office, make):
    announced(release, by=office)
    with refused("The release is confirmed. Stop it first."):
        actions.take_back_result(case(release, "Ährenfeld"), reason=NOTE, by=office, at=NOON)
    actions.revoke(release, by=office, at=NOON)
    actions.take_back_result(case(release, "Ährenfeld"), reason=NOTE, by=office, at=NOON)


def test_a_laureate_excluded_after_the_letter_has_it_taken_back(release, office):
    told(release, by=office)
    out = case(release, "Zinnwald")
    type(out).objects.filter(pk=out.pk).update(status=Status.EXCLUDED, exclusion_reason="Träger.")
    found = letter(release, "Zinnwald")
    assert (found.kind, found.state) == (None, State.WRONG)
    with refused("First take back the letter that speaks of a prize."):
        actions.write_addition(out, Local(de="X"), by=office, at=NOON)
    actions.take_back_result(out, reason=NOTE, by=office, at=NOON)
    actions.retract(decision(release, "Zinnwald"), by=office, at=NOON)


# -- To all others, afterwards -------------------------------------------------------------------


def test_not_one_second_early_and_by_themselves_after(release, office):
    announced(release, by=office)
    assert tell_others(END - SECOND) == 0
    keys = [case(release, name).key for name in OTHERS]
    assert [actions.tell_other(key, at=END - SECOND) for key in keys] == [False, False]
    assert to("result_other") == []
    assert tell_others(END) == 2
    assert to("result_other") == people(release, *OTHERS)
    entry = JournalEntry.objects.filter(action="result_letter.sent").last()
    assert (entry.actor, entry.data) == (None, {"kind": "other", "number": 1, "people": 1})


def test_twice_is_once(release, office):
    announced(release, by=office)
    keys = actions.letters_to_others(at=END)
    assert [actions.tell_other(key, at=END) for key in keys + keys] == [True, True, False, False]
    assert tell_others(END + DAY) == 0
    assert Letter.objects.filter(kind="result_other").count() == 2


def test_what_was_not_read_waits(release, office):
    announced(release, by=office)
    actions.write_addition(case(release, "Moosgrund"), Local(de="Danke!"), by=office, at=NOON)
    assert tell_others(END) == 1
    read(release, "Moosgrund", by=office, at=END + DAY)
    assert tell_others(END + DAY) == 1


def test_what_changed_since_it_was_read_waits(release, office):
    announced(release, by=office)
    type(release.call).objects.update(feedback_at=END + 30 * DAY)
    assert tell_others(END) == 0
    read(release, *OTHERS, by=office, at=END)
    assert tell_others(END) == 2


def test_no_letter_promises_a_day_gone_by(release, office):
    announced(release, by=office)
    day = release.call.feedback_at
    assert tell_others(day) == 0
    assert tell_others(day - SECOND) == 2


def test_who_has_the_feedback_already_is_led_there(release, office):
    announced(release, by=office)
    Feedback.objects.create(
        application=case(release, "Birkenau"), released_at=END, released_by=office
    )
    assert tell_others(END) == 1
    read(release, "Birkenau", by=office, at=END)
    assert tell_others(release.call.feedback_at) == 1
    said = Letter.objects.filter(kind="result_other").latest("pk").text
    assert f"/bewerbungen/{case(release, 'Birkenau').key}/" in said
    assert "voraussichtlich" not in said


def test_who_is_excluded_after_reading_gets_nothing(release, office):
    announced(release, by=office)
    out = case(release, "Birkenau")
    type(out).objects.filter(pk=out.pk).update(status=Status.EXCLUDED, exclusion_reason="Träger.")
    assert tell_others(END) == 1
    assert to("result_other") == people(release, "Moosgrund")


def test_nothing_goes_out_of_a_release_that_was_stopped(release, office):
    announced(release, by=office)
    actions.revoke(release, by=office, at=END - SECOND)
    assert tell_others(END + DAY) == 0


def test_nothing_goes_out_of_a_release_that_was_withdrawn(release, office):
    announced(release, by=office)
    actions.withdraw_release(release, note=NOTE, by=office, at=END)
    assert tell_others(END + DAY) == 0


def test_a_laureate_whose_prize_is_withdrawn_later_gets_no_other_letter(release, office):
    announced(release, by=office)
    laureate = release.laureates.get(slug="zinnwald")
    actions.withdraw_laureate(laureate, note=NOTE, by=office, at=END)
    assert tell_others(END) == 2
    assert to("result_other") == people(release, *OTHERS)


def test_once_public_no_prize_changes_hands(release, office, make):
    announced(release, by=office)
    tell_others(END)
    with refused("The release is confirmed; decisions can no longer change."):
        actions.decide(
            release.call.prizes.get(),
            case(release, "Birkenau"),
            jury_statement=Local(de="Doch."),
            by=office,
            at=END,
        )


def test_with_the_last_name_on_stage_they_go_out_before_the_embargo_ends(release, office, make):
    Release.objects.update(opens="stage")
    release.refresh_from_db()
    told(release, by=office)
    read(release, *OTHERS, by=office)
    actions.propose_steps(release, by=office, at=NOON)
    actions.confirm(release, by=make.office("lead"), at=NOON)
    early = END - SECOND * 600
    stage = actions.open_stage(release, by=office, at=early)
    names = {step.pk for step in release.stage_steps.filter(kind=StageStep.Kind.PRIZE)}
    beats = [actions.Shown(n, False, early) for n in range(1, 40)]
    assert tell_others(early) == 0
    actions.follow(stage, beats, by=office, at=early)
    assert StageStep.objects.filter(pk__in=names, revealed_at=None).count() == 0
    assert tell_others(early - SECOND) == 0
    assert tell_others(early) == 2
    assert letter(release, "Ährenfeld").row.number == 1


# -- By the worker, by mail ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_them_by_real_mail_once(release, office, postbox, work):
    announced(release, by=office)
    work()
    assert sorted(mail["To"] for mail in postbox.letters) == people(release, *WINNERS)
    assert not any("Birkenau" in mail.get_content() for mail in postbox.letters)
    postbox.letters.clear()
    with at(END - SECOND):
        tasks.tell_results(0)
        work()
    assert postbox.letters == []
    for _turn in range(2):
        with at(END):
            tasks.tell_results(0)
            work()
    assert sorted(mail["To"] for mail in postbox.letters) == people(release, *OTHERS)
    (mail,) = [one for one in postbox.letters if one["To"] == people(release, "Birkenau")[0]]
    row = ResultLetter.objects.get(application=case(release, "Birkenau"))
    assert mail["Subject"] == letter(release, "Birkenau").written["de"].subject
    assert "„Birkenau“ ist leider nicht unter den Ausgezeichneten" in mail.get_content()
    assert (row.number, row.sent_at) == (1, END)


def test_it_is_a_task_of_every_two_minutes():
    found = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert found["tell_results"] == "*/2 * * * *"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_letter(release, office):
    announced(release, by=office)
    key, sent = case(release, "Birkenau").key, []

    def run() -> None:
        sent.append(actions.tell_other(key, at=END))
        connection.close()

    threads = [threading.Thread(target=run) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [False, True]
    assert Letter.objects.filter(kind="result_other").count() == 1
