"""Portraits in the office: who writes them and when; what becomes of what laureates say."""

import pytest
from django.db import IntegrityError

from awards import actions, announcing, portraits
from awards.models import Portrait
from initiatives import shown
from initiatives.models import JournalEntry, Letter, Local
from initiatives.refusals import Stale

from ...make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
UNCONFIRMED = "The list of decisions has not been confirmed by a second person yet."
STOP = "The release is confirmed. Stop it before you change anything about the portraits."
TEXTS = {
    "text": Local(de="Ein neues Porträt.", en="A new portrait."),
    "summary": Local(de="Kurz.", en="Short."),
}
State = Portrait.State


@pytest.fixture
def decision(make):
    call = make.call(meeting_at=NOON - DAY)
    case = make.admitted(call=call, initiative__name="Bündnis Süd")
    return make.decision(prize=make.prize(call=call), application=case, is_portrayed=False)


@pytest.fixture
def case(decision):
    return decision.application


@pytest.fixture
def office(make):
    return make.office("editor")


def write(case, by, texts=TEXTS, **given):
    return actions.write_portrait(case, texts, by=by, at=NOON, **given)


def suggested(make, case, **texts):
    """A portrait with a suggestion that waits, by the first who acts for the initiative."""
    fields = {"suggestion": Local(de="Anders.", en="Different."), "remark": "Bitte."} | texts
    by = case.initiative.memberships.first().user
    return make.portrait(
        case, asked=True, agreed=False, suggested_at=NOON, suggested_by=by, **fields
    )


# -- Writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_the_office_writes_it(make, case, role):
    by = make.office(role)
    write(case, by)
    found = Portrait.objects.get()
    assert portraits.said(found) == TEXTS
    assert (found.saved_by, found.saved_at, found.state) == (by, NOON, State.READY)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.about_key, entry.data) == ("portrait.written", str(case.key), {})


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_writes_none(make, case, role):
    with refused(READS):
        write(case, make.office(role))


def test_a_case_without_a_prize_has_none(make, decision, office):
    other = make.admitted(call=decision.prize.call)
    with refused("Only initiatives that receive a prize have a portrait."):
        write(other, office)


def test_nothing_is_written_before_the_decisions_are_confirmed(make, decision, office):
    decision.prize.call.decision_list.delete()
    with refused(UNCONFIRMED):
        write(decision.application, office)


def test_nothing_is_written_once_the_release_is_confirmed(make, case, office):
    make.release(call=case.call, confirmed=True)
    with refused(STOP):
        write(case, office)


def test_an_unfinished_one_is_kept(case, office):
    write(case, office, {"text": Local(en="Half."), "summary": Local()})
    found = Portrait.objects.get()
    assert (found.text, found.state) == ({"en": "Half."}, State.OPEN)


def test_a_summary_that_is_left_empty_is_the_one_handed_in(case, office):
    own = portraits.own_summaries([case])[case.pk]
    assert own["de"]
    write(case, office, TEXTS | {"summary": Local(en="Short.")})
    assert Portrait.objects.get().summary == {**own, "en": "Short."}


def test_any_change_takes_the_agreement_away(make, case, office):
    make.portrait(case, asked=True)
    assert write(case, office)
    found = Portrait.objects.get()
    assert (found.approved_at, found.approved_sha256, found.state) == (None, "", State.CHANGED)
    assert JournalEntry.objects.get().data == {"agreement_lost": True}


def test_saving_the_same_keeps_the_agreement(make, case, office):
    before = make.portrait(case)
    said = portraits.said(before)
    assert not write(case, office, said, seen=shown.digest(said))
    assert Portrait.objects.get().approved_at == before.approved_at


def test_who_saw_an_older_text_overwrites_nothing(make, case, office):
    portrait = make.portrait(case, agreed=False)
    with pytest.raises(Stale) as refusal:
        write(case, office, seen="older")
    assert refusal.value.stored == portraits.said(portrait)
    assert Portrait.objects.get().text == portrait.text


# -- What is published ---------------------------------------------------------------------------


def test_what_was_written_is_announced_and_sealed(make, case, office):
    release = make.release(call=case.call)
    before = announcing.seal(release)
    write(case, office)
    (draft,) = announcing.drafts(release)
    assert draft.published["portrait"] == TEXTS["text"]
    assert draft.published["summary"] == TEXTS["summary"]
    assert announcing.seal(release) != before


def test_without_one_the_summary_is_the_one_handed_in(make, case):
    (draft,) = announcing.drafts(make.release(call=case.call))
    assert draft.published["summary"] == portraits.own_summaries([case])[case.pk]
    assert draft.published["portrait"] == {}


def test_the_laureate_is_frozen_with_what_was_agreed_to(make, case):
    make.portrait(case, **TEXTS)
    release = make.release(call=case.call, confirmed=True)
    laureate = release.laureates.get()
    assert (laureate.portrait, laureate.summary) == (TEXTS["text"], TEXTS["summary"])


# -- What is still missing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": Local()}, "The portrait is missing."),
        ({}, "Nobody has been asked to agree to the portrait yet."),
        ({"asked": True}, "The agreement to the portrait is still to come."),
        (
            {"asked": True, "saved_at": NOON - DAY + SECOND},
            "Nobody has been asked to agree to the changed portrait yet.",
        ),
        (
            {"asked": True, "suggested_at": NOON},
            "The suggestion has not been answered yet.",
        ),
    ],
)
def test_it_hinders_the_release_until_it_is_agreed_to(make, case, fields, words):
    make.portrait(case, agreed=False, **fields)
    (gap,) = portraits.gaps(make.release(call=case.call))
    assert gap == (
        f"Bündnis Süd: {words}",
        f"/en/verwaltung/veroeffentlichung/portraets/{case.key}/",
    )


def test_none_at_all_hinders_too(make, case):
    (gap,) = portraits.gaps(make.release(call=case.call))
    assert gap.words == "Bündnis Süd: The portrait is missing."


def test_one_that_is_agreed_to_hinders_nothing(make, case):
    make.portrait(case)
    assert portraits.gaps(make.release(call=case.call)) == []


def test_a_text_in_german_only_is_named(make, case):
    make.portrait(case, text=Local(de="Da."), summary=Local(de="Kurz.", en="Short."))
    release = make.release(call=case.call)
    page = f"/en/verwaltung/veroeffentlichung/portraets/{case.key}/"
    assert portraits.in_german_only(release) == [("Bündnis Süd, Portrait", page)]


@pytest.mark.parametrize("n", [1, 4])
def test_gaps_take_the_same_queries_however_many(make, decision, n, django_assert_num_queries):
    for _n in range(n):
        other = make.admitted(call=decision.prize.call)
        make.decision(prize=make.prize(call=other.call), application=other, is_portrayed=False)
    release = make.release(call=decision.prize.call)
    with django_assert_num_queries(2):
        assert len(portraits.gaps(release)) == n + 1


# -- Suggestions ---------------------------------------------------------------------------------


def take_over(portrait, by, **given):
    seen = shown.digest(portraits.suggested(portrait))
    actions.take_over_suggestion(portrait, **{"by": by, "at": NOON, "seen": seen} | given)


def test_taken_over_word_by_word_it_counts_as_agreed_to(make, case, office):
    portrait = suggested(make, case)
    take_over(portrait, office)
    found = Portrait.objects.get()
    assert (found.text, found.summary) == ({"de": "Anders.", "en": "Different."}, {})
    assert (found.state, found.approved_by) == (State.APPROVED, portrait.suggested_by)
    assert found.asked_at == NOON
    assert found.approved_sha256 == portraits.digest(found)
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.to) == ("portrait_taken_over", portrait.suggested_by.email)
    assert [row.action for row in JournalEntry.objects.all()] == ["portrait.suggestion_taken_over"]


def test_without_a_german_text_it_is_taken_over_and_not_agreed_to(make, case, office):
    take_over(suggested(make, case, suggestion=Local(en="Only.")), office)
    assert Portrait.objects.get().state == State.OPEN


def test_a_suggestion_that_changed_meanwhile_is_not_taken_over(make, case, office):
    with refused("The suggestion changed meanwhile. Read it once more."):
        take_over(suggested(make, case), office, seen="older")


def test_a_mere_remark_is_answered_not_taken_over(make, case, office):
    same = Local(de="Ein Porträt.", en="A portrait.")
    summary = Local(de="Antwort summary", en="In short.")
    portrait = suggested(make, case, suggestion=same, suggested_summary=summary)
    with refused("Nothing is to change in the text. Answer the remark."):
        take_over(portrait, office)


def test_nothing_is_taken_over_where_nothing_was_suggested(make, case, office):
    with refused("No suggestion waits for an answer here."):
        take_over(make.portrait(case, agreed=False), office)


def test_nothing_is_taken_over_once_the_release_is_confirmed(make, case, office):
    make.release(call=case.call, confirmed=True)
    Portrait.objects.all().delete()
    with refused(STOP):
        take_over(suggested(make, case), office)


def test_an_answered_suggestion_is_to_be_asked_about_anew(make, case, office):
    portrait = suggested(make, case)
    actions.answer_suggestion(portrait, "  Fast ganz.\r\n", by=office, at=NOON)
    found = Portrait.objects.get()
    assert (found.answer, found.answered_at, found.state) == ("Fast ganz.", NOON, State.CHANGED)


def test_an_answer_says_something(make, case, office):
    with refused("Write what has become of the suggestion"):
        actions.answer_suggestion(suggested(make, case), " ", by=office, at=NOON)


def test_an_answer_is_possible_once_the_release_is_confirmed(make, case, office):
    make.release(call=case.call, confirmed=True)
    Portrait.objects.all().delete()
    actions.answer_suggestion(suggested(make, case), "Es bleibt.", by=office, at=NOON)
    assert Portrait.objects.get().answer == "Es bleibt."


# -- Agreement in another way --------------------------------------------------------------------


def noted(portrait, by, note="Frau Albers, am Telefon", **given):
    seen = portraits.digest(portrait)
    actions.note_agreement(portrait, note, **{"by": by, "at": NOON, "seen": seen} | given)


def test_the_office_notes_an_agreement_by_telephone(make, case, office):
    noted(make.portrait(case, agreed=False), office)
    found = Portrait.objects.get()
    assert (found.state, found.approved_by) == (State.APPROVED, office)
    assert found.approval_note == "Frau Albers, am Telefon"
    assert portraits.gaps(make.release(call=case.call)) == []


def test_a_noted_agreement_says_how_it_came(make, case, office):
    with refused("Write who agreed, when and how"):
        noted(make.portrait(case, agreed=False), office, " ")


def test_a_noted_agreement_is_to_the_text_that_was_read(make, case, office):
    with refused("The text changed meanwhile. Read it once more."):
        noted(make.portrait(case, agreed=False), office, seen="older")


def test_nobody_agrees_to_nothing(make, case, office):
    with refused("Write the portrait in German first."):
        noted(make.portrait(case, agreed=False, text=Local(en="Half.")), office)


def test_a_suggestion_is_answered_before_an_agreement_is_noted(make, case, office):
    with refused("Answer the suggestion first."):
        noted(suggested(make, case), office)


def test_an_agreement_is_not_noted_twice(make, case, office):
    with refused("There is an agreement already."):
        noted(make.portrait(case), office)


def test_a_noted_agreement_is_struck_out(make, case, office):
    portrait = make.portrait(case, agreed=False)
    noted(portrait, office)
    actions.take_back_noted_agreement(portrait, by=office, at=NOON)
    found = Portrait.objects.get()
    assert (found.approved_at, found.approval_note, found.state) == (None, "", State.READY)


def test_what_the_initiative_agreed_to_is_not_struck_out(make, case, office):
    with refused("No agreement is noted here."):
        actions.take_back_noted_agreement(make.portrait(case), by=office, at=NOON)


# -- What the database refuses -------------------------------------------------------------------


def test_an_agreement_is_to_certain_words(make, case):
    with pytest.raises(IntegrityError, match="agreement_is_to_certain_words"):
        make.portrait(case, agreed=False, approved_at=NOON)


def test_a_suggestion_has_a_time(make, case):
    with pytest.raises(IntegrityError, match="a_suggestion_has_a_time"):
        make.portrait(case, agreed=False, suggestion=Local(de="Anders."))


def test_there_is_no_agreement_while_a_suggestion_waits(make, case):
    with pytest.raises(IntegrityError, match="no_agreement_while_a_suggestion_waits"):
        make.portrait(case, suggested_at=NOON)
