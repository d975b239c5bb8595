"""The office changes a call: who may, what the journal keeps, and what is fixed from when on."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from initiatives import actions, editions, milestones, shown
from initiatives.actions import setting_up
from initiatives.actions.setting_up import rows
from initiatives.keys import uuid7
from initiatives.models import (
    Call,
    Confirmation,
    FrequentQuestion,
    JournalEntry,
    Letter,
    Local,
    Question,
    Section,
)
from initiatives.refusals import NotAllowed, Stale

from ..make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
OVER = "This call is finished and stays as it was."
FIXED = (
    "The first application has been handed in. Since then what is asked and confirmed is fixed; "
    "only typing mistakes can be corrected."
)


@pytest.fixture
def office(make):
    return make.office("editor")


@pytest.fixture
def draft(make) -> Call:
    """A call in preparation, as the file of 2026 has it."""
    call = editions.load_call(editions.FOLDER / "call-2026.toml")
    make.user()
    return call


def entry() -> JournalEntry:
    return JournalEntry.objects.order_by("number").last()


def moved(call: Call, **changed) -> dict:
    return {**milestones.of(call), **changed}


def question_values(row: Question, **changed) -> dict:
    said = {name: getattr(row, name) for name in rows.said(row)}
    return {**said, **changed}


# -- Who may, and until when ---------------------------------------------------------------------

CHANGES = {
    "dates": lambda call, **who: setting_up.set_dates(
        call, moved(call, feedback_at=call.feedback_at + DAY), grace_minutes=10, **who
    ),
    "texts": lambda call, **who: setting_up.save_texts(call, {"lead": Local(de="Neu")}, **who),
    "faq": lambda call, **who: setting_up.add_row(
        call, FrequentQuestion, {"question": Local(de="?"), "answer": Local(de="!")}, **who
    ),
    "section": lambda call, **who: setting_up.add_section(call, {"title": Local(de="Neu")}, **who),
    "question": lambda call, **who: setting_up.remove_question(
        call.questions.get(code="situation"), **who
    ),
    "declaration": lambda call, **who: setting_up.remove_declaration(
        call.declarations.get(code="privacy"), **who
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_changes_nothing(make, draft, change, role):
    with refused(READS):
        CHANGES[change](draft, by=make.office(role), at=NOON)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_changes_nothing(make, draft, change):
    with refused(READS):
        CHANGES[change](draft, by=make.user(), at=NOON)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["editor", "lead"])
def test_the_office_changes_and_the_journal_says_so(make, draft, change, role):
    person = make.office(role)
    CHANGES[change](draft, by=person, at=NOON)
    assert (entry().actor, entry().about_key) == (person.key, str(draft.pk))


@pytest.mark.parametrize("change", CHANGES)
def test_a_finished_call_stays_as_it_was(draft, office, change):
    draft.announced_at = draft.opens_at - DAY
    draft.save()
    with refused(OVER):
        CHANGES[change](draft, by=office, at=draft.feedback_at)


@pytest.mark.parametrize("change", ["section", "question", "declaration"])
def test_the_first_hand_in_fixes_the_form(make, draft, office, change):
    make.submitted(call=draft)
    with refused(FIXED):
        CHANGES[change](draft, by=office, at=NOON)


def test_a_withdrawn_application_has_fixed_it_too(make, draft, office):
    case = make.submitted(call=draft)
    actions.withdraw(case, by=make.owner(case), at=NOON)
    with refused(FIXED):
        CHANGES["section"](draft, by=office, at=NOON)


@pytest.mark.parametrize("change", ["dates", "texts", "faq"])
def test_the_rest_goes_on_changing(make, draft, office, change):
    make.submitted(call=draft)
    CHANGES[change](draft, by=office, at=NOON)


# -- Dates ---------------------------------------------------------------------------------------


def test_the_journal_keeps_the_old_dates(draft, office):
    before = draft.closes_at
    after = before + DAY
    setting_up.set_dates(draft, moved(draft, closes_at=after), grace_minutes=5, by=office, at=NOON)
    draft.refresh_from_db()
    assert (draft.closes_at, draft.grace_minutes) == (after, 5)
    assert entry().data == {
        "before": {"closes_at": before.isoformat(), "grace_minutes": 10},
        "after": {"closes_at": after.isoformat(), "grace_minutes": 5},
    }


def test_dates_that_stay_are_no_change(draft, office):
    assert not setting_up.set_dates(
        draft, milestones.of(draft), grace_minutes=10, by=office, at=NOON
    )
    assert not JournalEntry.objects.exists()


def test_dates_out_of_order_are_refused_by_name(draft, office):
    with refused("Deadline: The deadline must lie after the opening."):
        setting_up.set_dates(
            draft, moved(draft, closes_at=draft.opens_at), grace_minutes=10, by=office, at=NOON
        )


def test_a_colleague_who_was_faster_is_not_overwritten(draft, office):
    seen = shown.digest(setting_up.said_dates(draft))
    faster = draft.closes_at + DAY
    setting_up.set_dates(
        draft, moved(draft, closes_at=faster), grace_minutes=10, by=office, at=NOON, seen=seen
    )
    with pytest.raises(Stale):
        setting_up.set_dates(
            draft,
            moved(draft, closes_at=faster + DAY),
            grace_minutes=10,
            by=office,
            at=NOON,
            seen=seen,
        )
    draft.refresh_from_db()
    assert draft.closes_at == faster


def test_grace_stays_once_the_deadline_has_passed(make, office):
    call = make.call(closes_at=NOON)
    dates = milestones.of(call)
    setting_up.set_dates(call, dates, grace_minutes=9, by=office, at=NOON - SECOND)
    with refused("The deadline has passed; the minutes of grace stay as they were."):
        setting_up.set_dates(call, dates, grace_minutes=8, by=office, at=NOON)


def test_an_earlier_deadline_of_an_open_call_must_be_confirmed(make, office):
    call = make.call()
    earlier = moved(call, closes_at=call.closes_at - DAY)
    with refused("Confirm that the deadline shall be earlier."):
        setting_up.set_dates(call, earlier, grace_minutes=0, by=office, at=NOON)
    setting_up.set_dates(call, earlier, grace_minutes=0, by=office, at=NOON, sure=True)
    call.refresh_from_db()
    assert call.closes_at == earlier["closes_at"]


def test_whoever_writes_is_told_of_a_new_deadline_in_their_language(make, office):
    call = make.call()
    writing = make.application(call=call)
    make.member(writing.initiative, "editor", user=make.user("Ed Berg", language="en"))
    make.member(writing.initiative, "reader")
    make.submitted(call=call)
    later = moved(call, closes_at=call.closes_at + DAY)
    setting_up.set_dates(call, later, grace_minutes=0, by=office, at=NOON)
    owner = make.owner(writing)
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="deadline_moved")}
    assert set(letters) == {owner.email, "ed-berg@people.example"}
    english = letters["ed-berg@people.example"].text
    assert "So far: 12 March 2026, 11:59 (CET)" in english.replace(" h ", " ")
    assert "New: 13 March 2026, 11:59 (CET)" in english.replace(" h ", " ")


def test_nobody_is_told_before_the_call_opens_or_without_a_new_deadline(make, office):
    call = make.call(opens_at=NOON + DAY)
    make.application(call=call)
    later = moved(call, closes_at=call.closes_at + DAY)
    setting_up.set_dates(call, later, grace_minutes=0, by=office, at=NOON)
    open_call = make.call()
    make.application(call=open_call)
    later = moved(open_call, feedback_at=open_call.feedback_at + DAY)
    setting_up.set_dates(open_call, later, grace_minutes=0, by=office, at=NOON)
    assert not Letter.objects.exists()


def test_who_has_a_later_deadline_of_their_own_is_not_bothered(make, office):
    call = make.call()
    later = call.closes_at + DAY
    make.application(call=call, own_closes_at=later, own_closes_reason="Hochwasser")
    setting_up.set_dates(call, moved(call, closes_at=later), grace_minutes=0, by=office, at=NOON)
    assert not Letter.objects.exists()


# -- Texts ---------------------------------------------------------------------------------------


def test_texts_are_stored_and_the_old_ones_kept(draft, office):
    old = dict(draft.headline)
    setting_up.save_texts(draft, {"headline": Local(de="Neu")}, by=office, at=NOON)
    draft.refresh_from_db()
    assert draft.headline == {"de": "Neu"}
    assert entry().data["before"] == {"headline": old}
    assert entry().data["after"] == {"headline": {"de": "Neu"}}


@pytest.mark.parametrize("name", sorted(setting_up.RELIED_ON))
def test_what_applicants_relied_on_is_fixed_by_the_first_hand_in(make, draft, office, name):
    make.submitted(call=draft)
    value = "4" if name == "terms_version" else Local(de="Anders")
    with pytest.raises(NotAllowed):
        setting_up.save_texts(draft, {name: value}, by=office, at=NOON)
    setting_up.save_texts(draft, {"lead": Local(de="Neu")}, by=office, at=NOON)


# -- Sections and questions ----------------------------------------------------------------------


def codes(section: Section) -> list[str]:
    return list(section.questions.values_list("code", flat=True))


def test_a_new_question_stands_last_under_a_free_name(draft, office):
    section = draft.sections.get(slug="situation")
    values = {"label": Local(de="Vorgehen"), "prompt": Local(de="Wie?"), "kind": "text"}
    added = setting_up.add_question(section, values, by=office, at=NOON)
    assert codes(section) == ["situation", "approach", "vorgehen"]
    again = setting_up.add_question(section, values, by=office, at=NOON)
    assert again.code == "vorgehen_2"
    assert entry().data["after"]["label"] == {"de": "Vorgehen"}
    assert entry().data["what"] == "question"
    assert added.call == draft


@pytest.mark.parametrize(
    ("label", "code"),
    [("Titel – Version", "titel_version"), ("Overview", "overview_2"), ("!!!", "frage")],
)
def test_the_name_of_a_question_is_no_other_field_of_its_page(draft, office, label, code):
    values = {"label": Local(de=label), "prompt": Local(de="?")}
    added = setting_up.add_question(draft.sections.first(), values, by=office, at=NOON)
    assert added.code == code


def test_a_question_changes_in_all_it_says(draft, office):
    row = draft.questions.get(code="situation")
    values = question_values(
        row,
        prompt=Local(de="Neu?"),
        limit=900,
        required=False,
        criterion=draft.criteria.get(code="dk"),
        kind="line",
    )
    setting_up.change_question(row, values, by=office, at=NOON)
    row.refresh_from_db()
    assert (row.prompt, row.limit, row.required, row.kind) == ({"de": "Neu?"}, 900, False, "line")
    assert row.criterion.code == "dk"
    assert entry().data["before"]["criterion"] is None
    assert entry().data["after"]["criterion"] == "dk"


def test_on_another_page_a_question_stands_last(draft, office):
    row, target = draft.questions.get(code="situation"), draft.sections.get(slug="effect")
    setting_up.change_question(row, question_values(row, section=target), by=office, at=NOON)
    assert codes(target) == ["impact", "example", "situation"]
    left = draft.sections.get(slug="situation").questions
    assert list(left.values_list("code", "position")) == [("approach", 1)]


def test_a_colleague_who_changed_the_question_is_not_overwritten(draft, office):
    row = draft.questions.get(code="situation")
    seen = shown.digest(rows.said(row))
    mine = question_values(row, limit=2000)
    setting_up.change_question(row, question_values(row, limit=1500), by=office, at=NOON)
    with pytest.raises(Stale):
        setting_up.change_question(row, mine, by=office, at=NOON, seen=seen)


@pytest.mark.parametrize("changed", [{"kind": "line"}, {"limit": 1199}, {"criterion": "dk"}])
def test_an_answered_question_keeps_kind_theme_and_room(make, draft, office, changed):
    row = draft.questions.get(code="situation")
    make.answer(make.application(call=draft), row, "Ein Text.")
    if "criterion" in changed:
        changed = {"criterion": draft.criteria.get(code="dk")}
    with refused(
        "1 application has answered this question already. Its kind and its theme stay, and its "
        "limit does not shrink."
    ):
        setting_up.change_question(row, question_values(row, **changed), by=office, at=NOON)
    roomier = question_values(row, limit=1300, prompt=Local(de="Wie genau?"), required=False)
    setting_up.change_question(row, roomier, by=office, at=NOON)


def test_an_answered_question_is_not_removed(make, draft, office):
    row = draft.questions.get(code="situation")
    for _ in range(2):
        make.answer(make.application(call=draft), row, "Ein Text.")
    with refused(
        "2 applications have answered this question already. It stays, so that no text is lost; "
        "you can make it voluntary."
    ):
        setting_up.remove_question(row, by=office, at=NOON)
    assert row.answers.count() == 2


def test_a_question_that_was_only_opened_is_removed_and_the_journal_keeps_it(make, draft, office):
    row = draft.questions.get(code="situation")
    make.answer(make.application(call=draft), row, "")
    setting_up.remove_question(row, by=office, at=NOON)
    assert not draft.questions.filter(code="situation").exists()
    assert entry().action == "call.taken_from"
    assert entry().data["before"]["prompt"]["de"].startswith("Welche Herausforderung")


@pytest.mark.parametrize("code", ["title", "summary"])
def test_what_the_announcement_needs_is_not_removed(draft, office, code):
    with pytest.raises(NotAllowed):
        setting_up.remove_question(draft.questions.get(code=code), by=office, at=NOON)


def test_a_section_with_questions_is_not_removed_an_empty_one_is(draft, office):
    section = draft.sections.get(slug="cooperation")
    with refused("There are still questions in this section. Move or remove them first."):
        setting_up.remove_section(section, by=office, at=NOON)
    setting_up.remove_question(section.questions.get(), by=office, at=NOON)
    setting_up.remove_section(section, by=office, at=NOON)
    assert list(draft.sections.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_questions_and_sections_move_by_one_and_stop_at_the_ends(draft, office):
    section = draft.sections.get(slug="situation")
    row = draft.questions.get(code="approach")
    for _ in range(3):
        setting_up.move(row, up=True, by=office, at=NOON)
    assert codes(section) == ["approach", "situation"]
    assert JournalEntry.objects.count() == 1
    setting_up.move(section, up=False, by=office, at=NOON)
    slugs = list(draft.sections.values_list("slug", flat=True))
    assert slugs[:3] == ["title-summary", "cooperation", "situation"]


def test_after_the_first_hand_in_a_typing_mistake_is_corrected_for_a_reason(make, draft, office):
    make.submitted(call=draft)
    row = draft.questions.get(code="situation")
    wording = {"prompt": Local(de="Welche Herausforderung?"), "limit": 1, "required": False}
    with refused("Name the typing mistake that you correct."):
        setting_up.correct(row, wording, reason=" ", by=office, at=NOON)
    setting_up.correct(row, wording, reason="Ein Wort zu viel", by=office, at=NOON)
    row.refresh_from_db()
    assert (row.prompt, row.limit, row.required) == ({"de": "Welche Herausforderung?"}, 1200, True)
    assert (entry().action, entry().data["reason"]) == ("call.corrected", "Ein Wort zu viel")
    assert set(entry().data["after"]) == {"prompt"}


def test_what_was_handed_in_keeps_the_wording_of_its_time(make, draft, office):
    case = make.submitted(call=draft)
    row = draft.questions.get(code="situation")
    old = dict(row.prompt)
    setting_up.correct(row, {"prompt": Local(de="Neu?")}, reason="Tippfehler", by=office, at=NOON)
    frozen = case.snapshots.get().content["answers"]
    assert next(one["prompt"] for one in frozen if one["code"] == "situation") == old


# -- Declarations --------------------------------------------------------------------------------


def test_in_preparation_a_declaration_changes_in_place(draft, office):
    row = draft.declarations.get(code="terms")
    values = {"text": Local(de="Neu."), "version": row.version, "required": True}
    assert setting_up.change_declaration(row, values, by=office, at=NOON).pk == row.pk
    assert draft.declarations.filter(code="terms").count() == 1


def confirmed(make, call, **fields):
    case = make.application(call=call, **fields)
    actions.confirm(case, ["terms"], by=make.owner(case), at=NOON)
    return case


@pytest.fixture
def running(make) -> Call:
    return make.call()


def test_a_confirmed_text_stays_and_the_new_one_is_asked_anew(make, running, office):
    case = confirmed(make, running)
    row = running.declarations.get(code="terms")
    values = {"text": Local(de="Neu."), "version": row.version, "required": True}
    with refused("Another text needs another version: the old one was announced or confirmed."):
        setting_up.change_declaration(row, values, by=office, at=NOON)
    new = setting_up.change_declaration(row, {**values, "version": "4"}, by=office, at=NOON)
    assert list(running.declarations.current()) == [new]
    assert (new.position, new.code) == (row.position, "terms")
    assert Confirmation.objects.get(application=case).declaration == row
    assert "Confirm all declarations" in [
        str(problem.text) for problem in english(lambda: actions.problems(case))
    ]
    actions.confirm(case, ["terms"], by=make.owner(case), at=NOON)
    assert Confirmation.objects.get(application=case).declaration == new


def english(ask):
    with translation.override("en"):
        return ask()


def test_an_announced_text_needs_a_new_version_even_if_nobody_confirmed_it(running, office):
    row = running.declarations.get(code="terms")
    values = {"text": Local(de="Neu."), "version": row.version, "required": True}
    with refused("Another text needs another version: the old one was announced or confirmed."):
        setting_up.change_declaration(row, values, by=office, at=NOON)
    setting_up.change_declaration(row, {**values, "version": "4"}, by=office, at=NOON)
    assert running.declarations.filter(code="terms").get().version == "4"


def test_a_confirmed_declaration_is_not_removed(make, running, office):
    confirmed(make, running)
    with refused(
        "This declaration has been confirmed already and stays. You can make it voluntary."
    ):
        setting_up.remove_declaration(running.declarations.get(), by=office, at=NOON)


def test_each_declaration_once(running, office):
    with refused("The call has this declaration already."):
        setting_up.add_declaration(
            running,
            {"text": Local(de="?"), "version": "1", "required": True},
            code="terms",
            by=office,
            at=NOON,
        )


# -- Handing in while the office changes the form ------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_the_hand_in_and_is_then_refused(make):
    """The race of the last moment before the lock: whoever is first wins, nobody gets half."""
    call = make.call()
    case, person = make.application(call=call, complete=True), make.office()
    row, owner = call.questions.get(code="summary"), make.owner(case)
    said: list[str] = []

    def change() -> None:
        try:
            values = question_values(row, prompt=Local(de="Anders?"), limit=5000)
            setting_up.change_question(row, values, by=person, at=NOON)
            said.append("changed")
        except NotAllowed as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    with transaction.atomic():
        actions.submit(case, by=owner, at=NOON, once=uuid7())
        office = threading.Thread(target=change)
        office.start()
        office.join(0.5)
        assert office.is_alive(), "the change waits while somebody hands in"
    office.join(10)
    assert said == ["NotAllowed"]
    row.refresh_from_db()
    assert row.prompt != {"de": "Anders?"}


@pytest.mark.django_db(transaction=True)
def test_two_applicants_hand_in_at_once_without_waiting_for_the_call(make):
    call = make.call()
    with transaction.atomic():
        actions.locking.hold_call(call.pk)
        done = threading.Event()

        def hold() -> None:
            with transaction.atomic():
                actions.locking.hold_call(call.pk)
            connection.close()
            done.set()

        threading.Thread(target=hold).start()
        assert done.wait(timedelta(seconds=5).total_seconds())
