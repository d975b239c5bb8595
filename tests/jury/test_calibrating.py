"""Sample cases: what the office does with them, what jurors do, and that none of it ever counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from initiatives.models import JournalEntry, Letter, Local
from initiatives.refusals import Stale
from initiatives.shown import digest
from jury import actions, shown
from jury.models import (
    Assignment,
    Sample,
    SampleScore,
    SampleSheet,
    Score,
    ScoreSheet,
    Statement,
    StatementGiven,
)

from ..make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
ABSENT = "You do not judge at present."

NOT_YET = (
    "First finish your sheets on the open sample cases that ask for this criterion. So you judge "
    "before you hear others."
)
NOT_AGAIN = (
    "Others have finished, too, and you can see what they gave. So your sheet stays as it is; "
    "otherwise the spread would no longer show how differently the jury judges."
)


def said() -> list[str]:
    return list(JournalEntry.objects.order_by("number").values_list("action", flat=True))


def values(call, *codes, **given):
    basics = {"title": Local(de="Musterfall"), "text": Local(de="Erfunden.")}
    return {**basics, "criteria": list(call.criteria.filter(code__in=codes or ("dk",))), **given}


def score(sample, juror, code="dk", points=7, **given):
    basics = {"by": juror.user, "at": NOON, "reason": "Grund"}
    criterion = sample.call.criteria.get(code=code)
    return actions.save_sample_score(sample, criterion, points=points, **basics | given)


def finish(sample, juror, **given):
    return actions.finish_sample(sample, **{"by": juror.user, "at": NOON, **given})


# -- The office writes, opens, closes ------------------------------------------------------------


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY)


@pytest.fixture
def office(make):
    return make.office()


def test_a_sample_is_written_changed_moved_and_removed(call, office):
    who = {"by": office, "at": NOON}
    first = actions.add_sample(call, values(call), **who)
    second = actions.add_sample(call, values(call, title=Local(de="Zweiter")), **who)
    assert actions.change_sample(first, values(call, "dk", "dm"), **who)
    assert not actions.change_sample(first, values(call, "dk", "dm"), **who)
    actions.move_sample(second, up=True, **who)
    assert [str(one) for one in call.samples.all()] == ["Zweiter", "Musterfall"]
    actions.remove_sample(second, **who)
    left = call.samples.get()
    assert (left.position, left.criteria.count()) == (1, 2)
    assert said() == [
        "call.added_to",
        "call.added_to",
        "call.changed",
        "call.reordered",
        "call.taken_from",
    ]


def test_two_windows_of_the_office_lose_nothing(call, office):
    sample = actions.add_sample(call, values(call), by=office, at=NOON)
    seen = digest(actions.said_sample(sample))
    actions.change_sample(sample, values(call, "dm"), by=office, at=NOON)
    with pytest.raises(Stale) as stale:
        actions.change_sample(sample, values(call, "dk", "dm"), by=office, at=NOON, seen=seen)
    assert stale.value.stored["criteria"] == ["dm"]


def test_a_sample_asks_for_criteria_of_its_call(call, office, make):
    words = "Choose at least one criterion of this call."
    for chosen in ([], [make.call().criteria.first()]):
        with refused(words):
            actions.add_sample(call, values(call, criteria=chosen), by=office, at=NOON)
    assert not Sample.objects.exists()


@pytest.mark.parametrize("what", ["change", "remove"])
def test_an_open_sample_stays_as_it_is(make, office, what):
    sample = make.sample("dk")
    words = "This sample case is open. Everybody scores the same text, so it stays as it is."
    with refused(words):
        if what == "change":
            actions.change_sample(sample, values(sample.call, "dm"), by=office, at=NOON)
        else:
            actions.remove_sample(sample, by=office, at=NOON)
    assert Sample.objects.filter(pk=sample.pk).exists()


def test_opening_writes_one_letter_to_each_who_judges(make, call, office):
    judges = make.juror(call=call, user__language="en")
    make.juror(call=call, left_at=NOON - DAY)
    make.juror(call=call, deputy_of=judges)
    called = make.juror(call=call, deputy_of=judges, called_in_at=NOON)
    for _one in range(2):
        make.sample("dk", call=call, opened_at=None)
    opened = actions.open_calibration(call, by=office, at=NOON)
    assert [one.pk for one in opened] == list(Sample.objects.opened().values_list("pk", flat=True))
    assert set(Letter.objects.values_list("to", flat=True)) == {
        judges.user.email,
        called.user.email,
    }
    letter = Letter.objects.get(to=judges.user.email)
    assert letter.subject == "Before judging: 2 sample cases for the whole jury"
    assert "/en/jury/kalibrierung/" in letter.text
    with refused("No sample case waits to be opened."):
        actions.open_calibration(call, by=office, at=NOON)
    assert Letter.objects.count() == 2
    assert said() == ["calibration.opened"]


def test_a_later_sample_is_a_letter_of_its_own(make, call, office):
    make.juror(call=call)
    for _round in range(2):
        make.sample("dk", call=call, opened_at=None)
        actions.open_calibration(call, by=office, at=NOON)
    assert Letter.objects.count() == 2


def test_calibration_opens_until_the_very_end_of_judging(make, office):
    call = make.call(judging_until=NOON + SECOND)
    make.sample("dk", call=call, opened_at=None)
    with refused("Judging is over. A calibration would come too late."):
        actions.open_calibration(call, by=office, at=NOON + SECOND)
    assert actions.open_calibration(call, by=office, at=NOON)


def test_closing_ends_the_round(make, office):
    sample = make.sample("dk")
    assert actions.close_calibration(sample.call, by=office, at=NOON) == [sample]
    sample.refresh_from_db()
    assert sample.closed_at == NOON
    with refused("No sample case is open at present."):
        actions.close_calibration(sample.call, by=office, at=NOON)
    with refused("This sample case is closed. What is saved stays as it is."):
        score(sample, make.juror(call=sample.call))


def test_who_only_reads_changes_nothing(make):
    reader = make.office("reader")
    sample = make.sample("dk", opened_at=None)
    who = {"by": reader, "at": NOON}
    for act in (
        lambda: actions.add_sample(sample.call, values(sample.call), **who),
        lambda: actions.change_sample(sample, values(sample.call, "dm"), **who),
        lambda: actions.move_sample(sample, up=True, **who),
        lambda: actions.remove_sample(sample, **who),
        lambda: actions.open_calibration(sample.call, **who),
        lambda: actions.close_calibration(sample.call, **who),
    ):
        with refused(READS):
            act()


# -- A juror scores ------------------------------------------------------------------------------


@pytest.fixture
def sample(make, call):
    return make.sample("dk", "dm", call=call)


@pytest.fixture
def juror(make, call):
    return make.juror(call=call)


def test_a_whole_sheet_is_finished(sample, juror):
    score(sample, juror)
    score(sample, juror, "dm", points=None, abstained=True)
    assert finish(sample, juror).finished_at == NOON
    assert finish(sample, juror, at=NOON + SECOND).finished_at == NOON
    assert said() == ["sample.finished"]


def test_finishing_needs_points_and_reasons_like_a_real_sheet(sample, juror):
    with refused("Give points for “Dekarbonisierung”."):
        finish(sample, juror)
    score(sample, juror)
    score(sample, juror, "dm", reason=" ")
    with refused("Give a reason for “Demografie”."):
        finish(sample, juror)
    score(sample, juror, "dm", reason="x" * 601)
    with refused("Shorten the reason for “Demografie” to 600 characters."):
        finish(sample, juror)


def test_a_finished_sheet_takes_no_more_points(make, sample):
    sheet = make.sample_sheet(sample, {"dk": 3, "dm": 4})
    with refused("This sheet is finished."):
        score(sample, sheet.juror)


@pytest.mark.parametrize("points", [-1, 11])
def test_points_lie_on_the_scale(sample, juror, points):
    with refused("Give 0 to 10 points."):
        score(sample, juror, points=points)


def test_only_what_is_asked_for_is_scored(sample, juror):
    with refused("This sample case does not ask for it."):
        score(sample, juror, "dg")


def test_a_sample_that_is_not_open_yet_is_not_scored(make, call, juror):
    with refused("This sample case is not open yet."):
        score(make.sample("dk", call=call, opened_at=None), juror)


def test_two_windows_lose_nothing(sample, juror):
    seen = shown.seen(shown.of_score(None))
    score(sample, juror, points=7, reason="", seen=seen)
    score(sample, juror, points=None, reason="Nur der Grund", seen=seen)
    stored = SampleScore.objects.get()
    assert (stored.points, stored.reason) == (7, "Nur der Grund")
    with pytest.raises(Stale) as stale:
        score(sample, juror, points=9, reason="", seen=seen)
    assert stale.value.stored == {"points": "7"}


@pytest.mark.parametrize("seat", ["none", "left", "waits", "before", "after", "other"])
def test_who_does_not_judge_now_has_no_sheet(make, sample, seat):
    today = NOON.date()
    fields = {
        "left": {"left_at": NOON - DAY},
        "waits": {"deputy_of": make.juror(call=sample.call)},
        "before": {"term_from": today + timedelta(days=1)},
        "after": {"term_until": today - timedelta(days=1)},
    }
    user = make.user()
    if seat == "other":
        make.juror(user=user)
    elif seat != "none":
        make.juror(call=sample.call, user=user, **fields[seat])
    criterion = sample.call.criteria.first()
    words = {
        "before": "Your term begins on 3 March 2026.",
        "after": "Your term ended on 1 March 2026.",
    }
    who = {"by": user, "at": NOON}
    for act in (
        lambda: actions.save_sample_score(sample, criterion, points=5, **who),
        lambda: actions.finish_sample(sample, **who),
        lambda: actions.reopen_sample(sample, **who),
        lambda: actions.remark(criterion, "Wort", **who),
    ):
        with refused(words.get(seat, ABSENT)):
            act()
    assert not SampleSheet.objects.exists()


def test_a_term_counts_on_its_last_day(make, sample):
    score(sample, make.juror(call=sample.call, term_until=NOON.date()))
    assert SampleScore.objects.count() == 1


def test_the_newest_statement_comes_first(make, sample, juror):
    statement = Statement.objects.create(
        call=sample.call, version=1, text=Local(de="Wort"), published_at=NOON
    )
    with refused("Give the statement of the jurors first."):
        score(sample, juror)
    assert not Sample.objects.visible_to(juror.user).exists()
    StatementGiven.objects.create(juror=juror, statement=statement, given_at=NOON, language="de")
    score(sample, juror)
    assert Sample.objects.visible_to(juror.user).get() == sample


def test_a_sheet_opens_again_while_there_is_no_spread_to_have_seen(make, sample):
    sheet = make.sample_sheet(sample, {"dk": 3, "dm": 4})
    make.sample_sheet(sample, {"dk": 3}, finished=False)
    actions.reopen_sample(sample, by=sheet.juror.user, at=NOON)
    with refused("This sheet is open already."):
        actions.reopen_sample(sample, by=sheet.juror.user, at=NOON)
    assert said() == ["sample.reopened"]


def test_who_may_have_seen_the_spread_changes_nothing_any_more(make, sample):
    sheets = [make.sample_sheet(sample, {"dk": n, "dm": n}) for n in (3, 8)]
    for sheet in sheets:
        with refused(NOT_AGAIN):
            actions.reopen_sample(sample, by=sheet.juror.user, at=NOON)
    assert not sample.sheets.filter(finished_at=None).exists()


# -- It never counts -----------------------------------------------------------------------------


def test_samples_touch_neither_the_rules_nor_the_ranking_nor_the_progress(make, call, office):
    case = make.assignment(juror__call=call, application__call=call)
    sample = make.sample("dk", call=call)
    score(sample, case.juror)
    finish(sample, case.juror)
    assert not actions.is_scored(call)
    assert actions.scored_since(call) is None
    assert not ScoreSheet.objects.exists()
    assert not Score.objects.that_count(call).exists()
    assert not Assignment.objects.filter(sheet__isnull=False).exists()
    told = case.juror.__class__.objects.with_progress().get(pk=case.juror.pk)
    assert (told.assigned, told.finished) == (1, 0)
    criterion = call.criteria.get(code="dm")
    changed = actions.change_criterion(
        criterion, {"name": Local(de="Neu")}, by=office, at=NOON, reason="Nach der Kalibrierung"
    )
    assert changed


def test_a_criterion_that_was_scored_on_a_sample_stays(make, call, office):
    make.sample_sheet(make.sample("dk", call=call), {"dk": 5})
    with refused("Jurors have given points on this criterion in a sample case already. It stays."):
        actions.remove_criterion(call.criteria.get(code="dk"), by=office, at=NOON)


# -- What is said, and what is agreed on ---------------------------------------------------------


@pytest.fixture
def criterion(call):
    return call.criteria.get(code="dk")


@pytest.fixture
def speaker(make, sample, juror):
    """A juror who has finished, and may speak."""
    make.sample_sheet(sample, {"dk": 5, "dm": 5}, juror=juror)
    return juror


def say(criterion, juror, text="Die 5 ist unklar.", **given):
    return actions.remark(criterion, text, **{"by": juror.user, "at": NOON, **given})


def test_a_remark_is_journalled_without_its_words(criterion, speaker):
    assert say(criterion, speaker, " Die 5\r\nist unklar. ").text == "Die 5\nist unklar."
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("calibration.remarked", {"name": "dk"})


def test_a_second_click_says_it_once(criterion, speaker):
    assert say(criterion, speaker) == say(criterion, speaker, at=NOON + SECOND)
    assert say(criterion, speaker, "Etwas anderes") != say(criterion, speaker)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n", "Write what you want to say about the levels."),
        ("x" * 1001, "Shorten the remark to 1000 characters."),
    ],
)
def test_a_remark_has_words_and_a_limit(criterion, speaker, text, words):
    with refused(words):
        say(criterion, speaker, text)


def test_who_has_not_finished_yet_does_not_speak(make, criterion, sample, juror):
    make.sample_sheet(sample, {"dk": 5}, juror=juror, finished=False)
    make.sample_sheet(sample, {"dk": 5, "dm": 5})
    with refused(NOT_YET):
        say(criterion, juror)


def test_a_second_sample_asks_for_its_sheet_before_one_speaks_on(make, criterion, speaker):
    second = make.sample("dk", call=criterion.call)
    with refused(NOT_YET):
        say(criterion, speaker)
    make.sample_sheet(second, {"dk": 5}, juror=speaker)
    assert say(criterion, speaker)


SPOKEN = "This criterion is spoken about while a sample case that asks for it is open."


def test_nobody_speaks_about_what_no_open_sample_asks_for(call, speaker, office, criterion):
    with refused(SPOKEN):
        say(call.criteria.get(code="dg"), speaker)
    Sample.objects.update(closed_at=NOON)
    with refused(SPOKEN):
        say(criterion, speaker)
    with refused(SPOKEN):
        actions.remark(criterion, "Wort", by=office, at=NOON)


def test_the_office_speaks_without_a_name_and_who_only_reads_does_not(
    make, sample, criterion, office
):
    assert actions.remark(criterion, "Bitte kurz.", by=office, at=NOON).juror is None
    with refused(READS):
        actions.remark(criterion, "Wort", by=make.office("reader"), at=NOON)


def test_a_remark_is_taken_back_until_ten_minutes_are_over(criterion, speaker):
    late = NOON + actions.REMARK_KEPT_AFTER
    said_now = say(criterion, speaker)
    with refused(
        "The remark is older than ten minutes. Others may refer to it; better add a new one."
    ):
        actions.withdraw_remark(said_now, by=speaker.user, at=late)
    actions.withdraw_remark(said_now, by=speaker.user, at=late - SECOND)
    assert not criterion.remarks.exists()
    assert said()[-1] == "calibration.remark_withdrawn"


def test_only_who_wrote_a_remark_takes_it_back(make, criterion, speaker, office):
    words = "Only who wrote a remark can take it back."
    own = say(criterion, speaker)
    of_office = actions.remark(criterion, "Wort", by=office, at=NOON)
    for remark, by in (
        (own, make.juror(call=criterion.call).user),
        (own, office),
        (of_office, speaker.user),
        (of_office, make.office("reader")),
    ):
        with refused(words):
            actions.withdraw_remark(remark, by=by, at=NOON)


def agree(criterion, by, de="Ab 5 belegt.", **given):
    text = Local(de=de) if de else Local()
    return actions.agree(criterion, text, **{"by": by, "at": NOON, **given})


def test_an_agreement_is_made_changed_and_dropped(criterion, office):
    assert agree(criterion, office)
    assert not agree(criterion, office)
    assert agree(criterion, office, "Ab 6 belegt.", at=NOON + SECOND)
    criterion.refresh_from_db()
    assert (criterion.agreement.text, criterion.agreement.agreed_at) == (
        Local(de="Ab 6 belegt."),
        NOON + SECOND,
    )
    assert agree(criterion, office, "")
    assert said() == ["calibration.agreed"] * 3
    assert JournalEntry.objects.last().data["before"] == {"text": {"de": "Ab 6 belegt."}}


def test_an_agreement_is_written_in_german(criterion, office):
    with refused("Write the agreement in German."):
        actions.agree(criterion, Local(en="Only English"), by=office, at=NOON)


def test_an_agreement_of_two_windows_is_not_overwritten(criterion, office):
    seen = digest(actions.said_agreement(None))
    agree(criterion, office)
    with pytest.raises(Stale) as stale:
        agree(criterion, office, "Anders.", seen=seen)
    assert stale.value.stored == {"text": {"de": "Ab 5 belegt."}}


def test_after_the_first_score_an_agreement_says_why(make, criterion, office):
    make.sheet({"dk": 5}, application__call=criterion.call)
    with refused(
        "There are sheets with points already. Name the reason; it stands in the journal."
    ):
        agree(criterion, office)
    assert agree(criterion, office, reason="Sitzung vom Montag")
    assert JournalEntry.objects.get().data["reason"] == "Sitzung vom Montag"


def test_who_only_reads_agrees_on_nothing(make, criterion):
    with refused(READS):
        agree(criterion, make.office("reader"))
