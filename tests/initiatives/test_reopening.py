"""Writing on after handing in, within the grace, and with a later deadline; withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from initiatives import actions, window
from initiatives.keys import uuid7
from initiatives.models import Application, JournalEntry, Letter, Snapshot

from ..make import DAY, NOON, SECOND, refused

GRACE = timedelta(minutes=10)
MICROSECOND = timedelta(microseconds=1)
NO_CHANGES = (
    "The deadline has passed, so the changes could not be handed in. "
    "The version handed in last is valid; your texts stay."
)
STAYS_CLOSED = "The deadline has passed. The version handed in last is valid."


@pytest.fixture
def handed_in(make) -> Application:
    """In a call that closes at NOON and takes what comes ten minutes late."""
    owner = make.user(language="en")
    return make.submitted(owner=owner, call__closes_at=NOON, call__grace_minutes=10)


@pytest.fixture
def draft(make) -> Application:
    return make.application(complete=True, call__closes_at=NOON, call__grace_minutes=10)


def reopen(make, application, *, at=NOON - DAY, by=None) -> Application:
    actions.reopen(application, by=by or make.owner(application), at=at)
    return Application.objects.get(pk=application.pk)


def submit(make, application, *, at=NOON - SECOND, once=None) -> Snapshot:
    return actions.submit(application, by=make.owner(application), at=at, once=once or uuid7())


def write(make, application, text: str, *, at) -> None:
    version = application.answers.get(question__code="summary").version
    actions.save_answers(
        application, {"summary": (text, version)}, by=make.owner(application), at=at
    )


def summary(snapshot: Snapshot) -> str:
    answers = {answer["code"]: answer["text"] for answer in snapshot.content["answers"]}
    return answers["summary"]


# -- Opening again -------------------------------------------------------------------------------


def test_it_stays_handed_in_and_the_journal_knows(make, handed_in):
    person = make.owner(handed_in)
    again = reopen(make, handed_in)
    assert (again.status, again.reopened_at) == ("submitted", NOON - DAY)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("application.reopened", person.key)
    assert list(Application.objects.handed_in()) == [again]


def test_a_second_click_changes_nothing(make, handed_in):
    reopen(make, handed_in)
    assert reopen(make, handed_in, at=NOON - SECOND).reopened_at == NOON - DAY
    assert JournalEntry.objects.count() == 1


def test_it_opens_until_the_last_microsecond_and_not_in_the_grace(make, handed_in):
    with refused(STAYS_CLOSED):
        reopen(make, handed_in, at=NOON)
    reopen(make, handed_in, at=NOON - MICROSECOND)


def test_a_reader_does_not_open_it(make, handed_in):
    with refused("Only owners and editors can change the application."):
        reopen(make, handed_in, by=make.member(handed_in.initiative, "reader"))


def test_what_was_withdrawn_or_never_handed_in_does_not_open(make, draft):
    for status in ("draft", "withdrawn"):
        Application.objects.update(status=status)
        with refused("Only an application that is handed in can be opened again."):
            reopen(make, draft)


def test_the_version_handed_in_stays_the_one_that_counts_until_the_next(make, handed_in):
    again = reopen(make, handed_in)
    write(make, again, "Besser gesagt.", at=NOON - SECOND)
    counts = Snapshot.objects.valid().get()
    assert (counts.version, summary(counts)) == (1, "Antwort summary")
    second = submit(make, again)
    assert Snapshot.objects.valid().get() == second
    assert (second.version, summary(second)) == (2, "Besser gesagt.")
    assert Application.objects.get().reopened_at is None


def test_a_double_click_on_handing_in_again_makes_one_version(make, handed_in):
    again, once = reopen(make, handed_in), uuid7()
    write(make, again, "Besser gesagt.", at=NOON - SECOND)
    assert submit(make, again, once=once) == submit(make, again, once=once)
    assert Snapshot.objects.count() == 2


def test_handing_in_again_what_was_handed_in_makes_no_version_and_no_letter(make, handed_in):
    for _time in range(3):
        again = reopen(make, handed_in)
        assert submit(make, again) == Snapshot.objects.get()
        assert Application.objects.get().reopened_at is None
    assert not Letter.objects.exists()
    once_each = ["application.reopened", "application.left_as_it_was"]
    assert list(JournalEntry.objects.values_list("action", flat=True)) == once_each * 3


def test_a_changed_declaration_makes_a_version_though_all_texts_are_the_same(make, handed_in):
    again = reopen(make, handed_in)
    for ticked in ([], ["terms"]):
        actions.confirm(again, ticked, by=make.owner(again), at=NOON - SECOND)
    assert submit(make, again).version == 2


def test_receipts_of_an_application_end_at_twenty_letters_a_day(make, handed_in):
    Application.objects.update(contact_email="fremd@people.example")
    for number in range(1, 12):
        again = reopen(make, handed_in)
        write(make, again, f"Fassung {number}.", at=NOON - DAY)
        submit(make, again, at=NOON - DAY + SECOND)
    assert Snapshot.objects.count() == 12
    assert Letter.objects.filter(to="fremd@people.example").count() == 10
    assert Letter.objects.count() == 20
    again = reopen(make, handed_in, at=NOON - SECOND)
    write(make, again, "Am Tag danach.", at=NOON - SECOND)
    submit(make, again, at=NOON + SECOND)  # 24 hours later, in the grace
    assert Letter.objects.count() == 22


def test_changes_not_handed_in_by_the_end_stay_readable_and_the_version_valid(make, handed_in):
    again = reopen(make, handed_in)
    write(make, again, "Zu spät fertig.", at=NOON - SECOND)
    with refused(NO_CHANGES):
        submit(make, again, at=NOON + GRACE)
    assert summary(Snapshot.objects.valid().get()) == "Antwort summary"
    assert again.answers.get(question__code="summary").text == "Zu spät fertig."


# -- Grace ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (-MICROSECOND, 0),
        (timedelta(0), 1),
        (MICROSECOND, 1),
        (SECOND, 1),
        (timedelta(seconds=140), 140),
        (GRACE - SECOND, 599),
        (GRACE - MICROSECOND, 600),
    ],
)
def test_what_comes_within_the_grace_counts_and_says_how_late(make, draft, after, late):
    assert submit(make, draft, at=NOON + after).late_by == late
    said = JournalEntry.objects.get().data.get("late_by_seconds", 0)
    assert said == late


def test_at_the_end_of_the_grace_it_is_over(make, draft):
    with refused(
        "The deadline has passed, so the application could not be handed in. Your texts stay."
    ):
        submit(make, draft, at=NOON + GRACE)


def test_what_was_opened_again_may_come_within_the_grace_too(make, handed_in):
    again = reopen(make, handed_in)
    write(make, again, "Gerade noch.", at=NOON)
    assert submit(make, again, at=NOON + SECOND).late_by == 1


# -- A later deadline ----------------------------------------------------------------------------


def extend(make, application, until, *, at=NOON + DAY, by=None, reason="Krankheit"):
    actions.extend(application, until=until, reason=reason, by=by or make.office(), at=at)
    return Application.objects.select_related("call").get(pk=application.pk)


def test_it_holds_for_this_one_to_its_last_microsecond_and_has_the_grace(make, draft):
    until = NOON + 2 * DAY
    draft = extend(make, draft, until)
    assert draft.deadline() == until
    for at, late in ((until - MICROSECOND, 0), (until + SECOND, 1)):
        found = window.of(draft, at)
        assert (found.is_open, found.late_by // SECOND) == (True, late)
    assert not window.of(draft, until + GRACE).is_open
    assert submit(make, draft, at=until + 5 * SECOND).late_by == 5


def test_it_opens_what_was_handed_in_for_writing_again(make, handed_in):
    later = extend(make, handed_in, NOON + 2 * DAY)
    assert reopen(make, later, at=NOON + DAY).reopened_at == NOON + DAY


def test_the_journal_knows_both_dates_and_the_members_are_told(make, draft):
    editor = make.member(draft.initiative, "editor", language="en")
    make.member(draft.initiative, "reader")
    person = make.office()
    extend(make, draft, NOON + 2 * DAY, by=person)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == (
        "application.extended",
        person.key,
        {"before": "2026-03-02T11:00:00+00:00", "until": "2026-03-04T11:00:00+00:00"},
    )
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="extended")}
    assert set(letters) == {make.owner(draft).email, editor.email}
    assert "4. März 2026, 11:59 Uhr (MEZ)" in letters[make.owner(draft).email].text.replace(
        "\xa0", " "
    )
    assert "4 March 2026, 11:59 h (CET)" in letters[editor.email].text.replace("\xa0", " ")
    assert "Krankheit" not in "".join(letter.text for letter in letters.values())


def test_a_second_click_writes_no_second_letter(make, draft):
    extend(make, draft, NOON + 2 * DAY)
    extend(make, draft, NOON + 2 * DAY)
    assert (JournalEntry.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_grants_nothing(make, draft, role):
    with refused("Your role reads and does not decide."):
        extend(make, draft, NOON + 2 * DAY, by=make.office(role))


@pytest.mark.parametrize(
    ("until", "at"), [(NOON, NOON - DAY), (NOON + DAY, NOON + DAY), (NOON - DAY, NOON - 2 * DAY)]
)
def test_it_must_be_later_than_the_deadline_and_the_present(make, draft, until, at):
    with refused("The later deadline must lie after the present one, and in the future."):
        extend(make, draft, until, at=at)


def test_it_ends_before_the_judging(make, draft):
    judging = draft.call.judging_from
    with refused("It must end before the judging begins."):
        extend(make, draft, judging + SECOND)
    assert extend(make, draft, judging).own_closes_at == judging


def test_it_needs_a_reason(make, draft):
    with refused("Give the reason for the later deadline."):
        extend(make, draft, NOON + 2 * DAY, reason=" \n")


# -- Withdrawing ---------------------------------------------------------------------------------


def test_every_member_is_told_and_the_journal_too(make, handed_in):
    others = [make.member(handed_in.initiative, role) for role in ("editor", "reader")]
    owner = make.owner(handed_in)
    for _click in "12":
        actions.withdraw(handed_in, by=owner, at=NOON - SECOND)
    assert Application.objects.get().status == "withdrawn"
    assert JournalEntry.objects.get().action == "application.withdrawn"
    letters = Letter.objects.filter(kind="withdrawn")
    assert {letter.to for letter in letters} == {owner.email, *(one.email for one in others)}
    assert letters.count() == 3
    text = letters.get(to=owner.email).text
    assert f"{owner} has withdrawn the application “{handed_in.initiative}”." in text
    assert "Until the deadline you can begin another one." in text


def test_after_the_deadline_the_letter_promises_no_new_beginning(make, handed_in):
    actions.withdraw(handed_in, by=make.owner(handed_in), at=NOON)
    assert "begin another one" not in Letter.objects.get(kind="withdrawn").text


def test_while_it_is_being_changed_it_can_be_withdrawn_as_well(make, handed_in):
    actions.withdraw(reopen(make, handed_in), by=make.owner(handed_in), at=NOON - SECOND)
    found = Application.objects.get()
    assert (found.status, found.reopened_at) == ("withdrawn", None)


def test_a_draft_goes_without_letters(make, draft):
    actions.withdraw(draft, by=make.owner(draft), at=NOON - SECOND)
    assert not Letter.objects.exists()
