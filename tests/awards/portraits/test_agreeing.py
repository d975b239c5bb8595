"""What laureates say to their portrait: they agree to certain words, or suggest others."""

import pytest

from awards import actions, portraits
from awards.models import Decision, Portrait, Release
from initiatives.models import JournalEntry, Local
from initiatives.refusals import Stale

from ...make import DAY, NOON, SECOND, refused

STRANGER = "Those who act for the initiative decide about this."
PUBLIC = "The announcement is public already. Write to the office if something has to be put right."
OTHER = {"text": Local(de="Anders.", en="Different."), "summary": Local(de="Kurz.", en="Short.")}
State = Portrait.State


def agree(portrait, by, **given):
    basics = {"seen": actions.seen_by_laureate(portrait), "by": by, "at": NOON}
    actions.agree_to_portrait(portrait, **basics | given)


def suggest(portrait, by, texts=OTHER, remark="Bitte.", **given):
    basics = {"seen": actions.seen_by_laureate(portrait), "by": by, "at": NOON}
    actions.suggest_changes(portrait, texts, remark=remark, **basics | given)


def take_back(portrait, by, **given):
    basics = {"seen": actions.seen_by_laureate(portrait), "by": by, "at": NOON}
    actions.take_back_suggestion(portrait, **basics | given)


def stored() -> Portrait:
    return Portrait.objects.get()


# -- Agreeing ------------------------------------------------------------------------------------


def test_the_owner_agrees_to_the_words_as_they_stand(portrait, owner):
    agree(portrait, owner, remark=" Schön! ")
    found = stored()
    assert (found.state, found.approved_by, found.approved_at) == (State.APPROVED, owner, NOON)
    assert (found.approved_sha256, found.remark) == (portraits.digest(found), "Schön!")
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("portrait.agreed", owner.key)
    assert entry.data == {"sha256": found.approved_sha256}


def test_an_editor_agrees_too(make, portrait):
    editor = make.user()
    make.member(portrait.application.initiative, "editor", user=editor)
    agree(portrait, editor)
    assert stored().approved_by == editor


@pytest.mark.parametrize("role", ["reader", "stranger", "office"])
def test_nobody_else_agrees(make, portrait, role):
    person = make.office("lead") if role == "office" else make.user()
    if role == "reader":
        make.member(portrait.application.initiative, "reader", user=person)
    with refused(STRANGER):
        agree(portrait, person)


def test_who_was_not_asked_agrees_to_nothing(portrait, owner):
    Portrait.objects.update(asked_at=None)
    with refused(STRANGER):
        agree(portrait, owner)


def test_without_the_decision_there_is_nothing_to_agree_to(portrait, owner):
    Decision.objects.all().delete()
    with refused(STRANGER):
        agree(portrait, owner)


def test_agreeing_twice_is_agreeing_once(portrait, owner):
    agree(portrait, owner)
    agree(portrait, owner, at=NOON + DAY)
    assert stored().approved_at == NOON


def test_nobody_agrees_to_a_text_that_changed_meanwhile(portrait, owner):
    seen = actions.seen_by_laureate(portrait)
    Portrait.objects.update(text=Local(de="Neu."))
    with pytest.raises(Stale) as refusal:
        agree(portrait, owner, seen=seen)
    assert refusal.value.stored["text"] == {"de": "Neu."}
    assert stored().approved_at is None


def test_nobody_agrees_to_a_text_that_is_not_finished(portrait, owner):
    Portrait.objects.update(text=Local(en="Half."))
    with refused("The office is still writing this text. You get a letter once it is finished."):
        agree(stored(), owner)


def test_a_suggestion_is_taken_back_before_agreeing(portrait, owner):
    suggest(portrait, owner)
    with refused(
        "Your suggestion is with the office. Take it back if the text is to stay as it is."
    ):
        agree(stored(), owner)


def test_it_is_open_until_the_second_of_the_announcement(make, portrait, owner):
    release = make.release(call=portrait.application.call)
    agree(portrait, owner)
    actions.confirm(release, by=make.office("editor"), at=NOON)
    end = release.embargo_until
    suggest(stored(), owner, at=end - SECOND)
    with refused(PUBLIC):
        take_back(stored(), owner, at=end)


# -- Suggesting ----------------------------------------------------------------------------------


def test_changes_are_suggested_and_told_apart(portrait, owner):
    suggest(portrait, owner)
    found = stored()
    assert portraits.suggested(found) == OTHER
    assert (found.remark, found.suggested_by, found.suggested_at) == ("Bitte.", owner, NOON)
    assert found.state == State.SUGGESTED
    assert portraits.said(found) == portraits.said(portrait)
    assert [
        (label, [row.label for row in rows]) for label, rows in portraits.differences(found)
    ] == [
        ("Portrait", ["German", "English"]),
        ("Summary", ["German", "English"]),
    ]
    assert [entry.action for entry in JournalEntry.objects.all()] == ["portrait.changes_suggested"]


def test_a_suggestion_after_agreeing_takes_that_back(portrait, owner):
    agree(portrait, owner)
    suggest(stored(), owner)
    assert (stored().approved_at, stored().state) == (None, State.SUGGESTED)


def test_a_suggestion_is_heard_once_the_release_is_confirmed(make, portrait, owner):
    release = make.release(call=portrait.application.call)
    agree(portrait, owner)
    actions.confirm(release, by=make.office("editor"), at=NOON)
    suggest(stored(), owner)
    assert stored().state == State.SUGGESTED
    assert Release.objects.get().confirmed_at == NOON


def test_a_remark_alone_is_a_suggestion(portrait, owner):
    suggest(portrait, owner, portraits.said(portrait), remark="Der Name ist falsch.")
    assert portraits.differences(stored()) == []
    assert stored().state == State.SUGGESTED


def test_nothing_is_no_suggestion(portrait, owner):
    with refused("Change something in the text, or write what should be different."):
        suggest(portrait, owner, portraits.said(portrait), remark="  ")


def test_the_same_suggestion_sent_twice_is_one(portrait, owner):
    seen = actions.seen_by_laureate(portrait)
    suggest(portrait, owner, seen=seen)
    suggest(portrait, owner, seen=seen, at=NOON + DAY)
    assert stored().suggested_at == NOON
    assert JournalEntry.objects.count() == 1


def test_two_who_suggest_at_once_do_not_replace_each_other(make, portrait, owner):
    editor, seen = make.user(), actions.seen_by_laureate(portrait)
    make.member(portrait.application.initiative, "editor", user=editor)
    suggest(portrait, owner, seen=seen)
    with pytest.raises(Stale) as refusal:
        suggest(portrait, editor, OTHER | {"summary": Local(de="Ganz.")}, seen=seen)
    assert refusal.value.stored == {**OTHER, "remark": "Bitte."}
    assert stored().suggested_by == owner


def test_a_later_suggestion_replaces_the_answer_to_an_earlier_one(make, portrait, owner):
    suggest(portrait, owner)
    actions.answer_suggestion(stored(), "Nein.", by=make.office("editor"), at=NOON)
    suggest(stored(), owner, remark="Doch.", at=NOON + DAY)
    found = stored()
    assert (found.answer, found.answered_at, found.remark) == ("", None, "Doch.")
    assert found.state == State.SUGGESTED


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_nobody_else_suggests(make, portrait, role):
    person = make.user()
    if role == "reader":
        make.member(portrait.application.initiative, "reader", user=person)
    with refused(STRANGER):
        suggest(portrait, person)


# -- Taking back ---------------------------------------------------------------------------------


def test_a_suggestion_is_taken_back(portrait, owner):
    suggest(portrait, owner)
    take_back(stored(), owner)
    found = stored()
    assert (found.state, found.suggestion, found.remark) == (State.ASKED, {}, "")
    agree(found, owner)
    assert stored().state == State.APPROVED


def test_nothing_is_taken_back_where_nothing_waits(portrait, owner):
    take_back(portrait, owner, seen="older")
    assert not JournalEntry.objects.exists()


def test_another_suggestion_than_the_one_shown_is_not_taken_back(portrait, owner):
    suggest(portrait, owner)
    seen = actions.seen_by_laureate(stored())
    suggest(stored(), owner, remark="Noch etwas.")
    with pytest.raises(Stale):
        take_back(stored(), owner, seen=seen)
    assert stored().state == State.SUGGESTED
