"""Letters that ask laureates to agree: looked at, sent together, repeated, never contradicting."""

from datetime import timedelta

import pytest

from awards import actions
from awards.models import Portrait, ResultLetter
from initiatives.models import JournalEntry, Letter, Local, User

from ...make import DAY, NOON, SECOND, refused

UNTIL = (NOON + 7 * DAY).date()
CHANGED = "Something has changed meanwhile. Look through the letters once more."
State = Portrait.State


@pytest.fixture
def office(make):
    return make.office("editor")


def seals(*rows, until=UNTIL) -> dict[str, str]:
    written = actions.portrait_letters(rows, until)
    return {str(row.key): actions.seal_of_portrait_letters(row, written[row.pk]) for row in rows}


def ask(*rows, by, until=UNTIL, at=NOON, **given):
    basics = {"seen": seals(*rows, until=until), "until": until, "by": by, "at": at}
    return actions.ask_laureates(rows[0].application.call, **basics | given)


def test_all_who_act_for_the_initiative_are_asked_in_their_language(make, case, office):
    owner = case.initiative.memberships.first().user
    english = make.user("Eve", language="en")
    make.member(case.initiative, "editor", user=english)
    make.member(case.initiative, "reader")
    release = make.release(call=case.call)
    portrait = make.portrait(case, agreed=False)
    assert ask(portrait, by=office) == [portrait]
    found = Portrait.objects.get()
    assert (found.asked_at, found.answer_until, found.state) == (NOON, UNTIL, State.ASKED)
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {owner.email, english.email}
    said = letters[english.email].text
    assert "\n\n\n" not in said
    assert letters[english.email].subject.endswith("confidential")
    assert "“Bündnis Süd” is one of the initiatives that are awarded this year." in said
    assert f"/en/bewerbungen/{case.key}/portraet/" in said
    assert "Please answer by 9 March 2026." in said
    assert release.embargo_until.strftime("%Y") in said
    assert f"/bewerbungen/{case.key}/portraet/" in letters[owner.email].text
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("portrait.asked", {"until": UNTIL.isoformat()})


def test_before_there_is_a_release_it_is_confidential_all_the_same(make, case):
    User.objects.update(language="en")
    portrait = make.portrait(case, agreed=False)
    ((letter,),) = actions.portrait_letters([portrait], UNTIL).values()
    assert "confidential until the announcement: before that nobody may" in letter.text


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_asks_nobody(make, case, role):
    with refused("Your role reads and does not decide."):
        ask(make.portrait(case, agreed=False), by=make.office(role))


@pytest.mark.parametrize("letter", ["none", "unsent", "other", "taken back"])
def test_nobody_hears_of_a_prize_from_this_letter_first(make, case, office, letter):
    portrait, row = make.portrait(case, agreed=False), make.knows(case)
    if letter == "none":
        row.delete()
    elif letter == "unsent":
        ResultLetter.objects.update(sent_at=None, number=0)
    elif letter == "other":
        ResultLetter.objects.update(kind=ResultLetter.Kind.OTHER)
    else:
        ResultLetter.objects.update(taken_back_at=NOON, taken_back_for=Local(de="Irrtum."))
    with refused(
        "Bündnis Süd does not know of the prize yet. Send the letter on the result first."
    ):
        ask(portrait, by=office)
    assert not Letter.objects.exists()


def test_somebody_has_to_be_ticked(make, case, office):
    with refused("Mark who gets the letter."):
        ask(make.portrait(case, agreed=False), by=office, seen={})


@pytest.mark.parametrize("change", ["text", "member", "day"])
def test_what_was_not_seen_is_not_sent(make, case, office, change):
    portrait = make.portrait(case, agreed=False)
    seen = seals(portrait)
    until = UNTIL
    if change == "text":
        Portrait.objects.update(text=Local(de="Anders."))
    elif change == "member":
        make.member(case.initiative, "editor")
    else:
        until += timedelta(days=1)
    with refused(CHANGED):
        ask(portrait, by=office, seen=seen, until=until)
    assert not Letter.objects.exists()
    assert Portrait.objects.get().asked_at is None


def test_all_letters_go_out_or_none(make, case, office):
    good = make.portrait(case, agreed=False)
    other = make.admitted(call=case.call)
    make.decision(prize=make.prize(call=case.call), application=other, is_portrayed=False)
    make.knows(other)
    agreed = make.portrait(other)
    with refused(f"{other.initiative.name} has agreed already."):
        ask(good, agreed, by=office)
    assert not Letter.objects.exists()


def test_a_key_of_nothing_sends_nothing(make, case, office):
    portrait = make.portrait(case, agreed=False)
    with refused(CHANGED):
        ask(portrait, by=office, seen={"nothing": "x"})


def test_nobody_is_asked_about_an_unfinished_text(make, case, office):
    with refused("Bündnis Süd: the text is not complete yet."):
        ask(make.portrait(case, agreed=False, text=Local(en="Half.")), by=office)


def test_a_suggestion_is_answered_first(make, case, office):
    with refused("Bündnis Süd: Answer the suggestion first."):
        ask(make.portrait(case, agreed=False, asked=True, suggested_at=NOON), by=office)


def test_the_day_lies_ahead(make, case, office):
    portrait = make.portrait(case, agreed=False)
    assert ask(portrait, by=office, until=NOON.date())
    with refused("The day by which you ask for an answer is past."):
        ask(portrait, by=office, until=(NOON - DAY).date())


def test_where_nobody_acts_the_office_is_told(make, case, office):
    case.initiative.memberships.all().delete()
    with refused(
        "Nobody with an account acts for Bündnis Süd. Ask in another way and note the agreement."
    ):
        ask(make.portrait(case, agreed=False), by=office)


def test_a_reminder_waits_for_a_day(make, case, office):
    User.objects.update(language="en")
    ask(make.portrait(case, agreed=False), by=office)
    portrait = Portrait.objects.get()
    with refused("You have written to Bündnis Süd within a day."):
        ask(portrait, by=office, at=NOON + DAY - SECOND)
    ask(portrait, by=office, at=NOON + DAY)
    first, second = Letter.objects.order_by("pk")
    assert second.subject.startswith("Reminder: ")
    assert not first.subject.startswith("Reminder: ")
    assert Portrait.objects.get().asked_at == NOON + DAY


def test_a_changed_text_is_asked_about_at_once_with_the_answer(make, case, office):
    portrait = make.portrait(
        case,
        agreed=False,
        asked=True,
        suggested_at=NOON - DAY / 2,
        answered_at=NOON - DAY / 4,
        answer="Fast ganz übernommen.",
    )
    User.objects.update(language="en")
    ask(portrait, by=office)
    (letter,) = Letter.objects.all()
    assert letter.subject == "Your portrait has been changed: please agree to it – confidential"
    assert "\n\n\n" not in letter.text
    assert "On the changes you suggested:\n\nFast ganz übernommen.\n" in letter.text


def test_an_answer_is_told_once(make, case, office):
    portrait = make.portrait(
        case,
        agreed=False,
        asked=True,
        saved_at=NOON,
        suggested_at=NOON - 3 * DAY,
        answered_at=NOON - 2 * DAY,
        answer="Fast ganz übernommen.",
    )
    ((letter,),) = actions.portrait_letters([portrait], UNTIL).values()
    assert "Fast ganz" not in letter.text


def test_a_letter_reaches_its_reader(make, case, office, postbox, work):
    ask(make.portrait(case, agreed=False), by=office)
    work()
    (sent,) = postbox.letters
    assert sent["To"] == case.initiative.memberships.first().user.email
