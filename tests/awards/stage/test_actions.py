"""The stage: its steps, its hour, what was revealed when, and what that opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from awards import actions, announcing, completeness
from awards.actions import Shown
from awards.models import Laureate, Release, Stage, StageStep
from awards.stage import envelopes, pictures
from initiatives.models import JournalEntry, Local

from ...make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
HOUR = timedelta(hours=1)
EARLY = (
    "The stage can be opened from three hours before it begins: so long its keys stay on the "
    "server. You can rehearse at any time."
)
UNCONFIRMED = "Only a confirmed release has names for the stage. You can rehearse at any time."
OPEN = "The stage is open. Close it to change its steps."


@pytest.fixture
def call(make):
    """Two equal prizes and a special one; the ceremony is at NOON."""
    dates = {"meeting_at": NOON - 30 * DAY, "ceremony_at": NOON, "feedback_at": NOON + 30 * DAY}
    call = make.call(**dates)
    equal = make.prize(call=call, places=2, position=1)
    special = make.prize(call=call, kind="special", position=2, name=Local(de="Sonderpreis"))
    for name, prize in (("Zeta", equal), ("Alpha", equal), ("Mitte", special)):
        case = make.admitted(call=call, initiative__name=name)
        make.decision(prize=prize, application=case)
    return call


def staged(make, call, *, confirmed=True, opens=Release.Opens.STAGE):
    """A release with its steps, opening with the stage, NOON + 1 day at the latest."""
    release = make.release(call=call, embargo_until=NOON + DAY, opens=opens, told=confirmed)
    actions.propose_steps(release, by=make.office(), at=NOON - 20 * DAY)
    if confirmed:
        actions.confirm(release, by=make.office("editor"), at=NOON - 10 * DAY)
        release.refresh_from_db()
    return release


@pytest.fixture
def release(make, call):
    return staged(make, call)


@pytest.fixture
def stage(make, release):
    return actions.open_stage(release, by=make.office(), at=NOON - HOUR)


def show(stage, *beats, by, at=NOON, seen=None, **more):
    shown = [Shown(beat, False, seen or at) for beat in beats]
    return actions.follow(stage, shown, by=by, at=at, **more)


def said(*names: str) -> list[str]:
    return [entry.action for entry in JournalEntry.objects.filter(action__in=names)]


# -- Steps ---------------------------------------------------------------------------------------


def test_a_show_is_proposed(release):
    steps = release.stage_steps.all()
    names = [step.decision.application.initiative.name if step.decision else "" for step in steps]
    assert [step.kind for step in steps] == ["opening", "prize", "prize", "prize", "thanks"]
    assert names == ["", "Alpha", "Zeta", "Mitte", ""]
    assert pictures.count(release) == 8


def test_proposing_again_adds_only_what_is_missing(make, release):
    office = make.office()
    steps = list(release.stage_steps.all())
    actions.move_step(steps[3], -1, by=office, at=NOON)
    actions.remove_step(steps[1], by=office, at=NOON)
    actions.propose_steps(release, by=office, at=NOON)
    found = list(release.stage_steps.values_list("decision__application__initiative__name"))
    assert [name for (name,) in found] == [None, "Mitte", "Zeta", "Alpha", None]
    assert list(release.stage_steps.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_a_text_of_ones_own_comes_before_the_thanks(make, release):
    step = actions.add_step(release, title="Musik", text="", by=make.office(), at=NOON)
    assert (step.position, step.kind) == (5, "text")
    actions.change_step(step, title="Pause", text="Bis gleich", by=make.office(), at=NOON)
    step.refresh_from_db()
    assert (step.title, step.text) == ("Pause", "Bis gleich")


def test_steps_do_not_move_beyond_the_ends(make, release):
    first = release.stage_steps.first()
    actions.move_step(first, -1, by=make.office(), at=NOON)
    actions.move_step(first, 99, by=make.office(), at=NOON)
    assert list(release.stage_steps.all())[-1] == first


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_arranges_nothing(make, release, role):
    with refused(READS):
        actions.propose_steps(release, by=make.office(role), at=NOON)


def test_nothing_is_arranged_while_the_stage_is_open(make, release, stage):
    with refused(OPEN):
        actions.add_step(release, title="Musik", text="", by=make.office(), at=NOON)
    with refused(OPEN):
        actions.remove_step(release.stage_steps.first(), by=make.office(), at=NOON)


def test_a_name_that_was_revealed_stays(make, release, stage):
    office = make.office()
    show(stage, 3, by=office)
    actions.close_stage(release, by=office, at=NOON)
    with refused("This name was revealed on stage already; the step stays."):
        actions.remove_step(release.stage_steps.exclude(revealed_at=None).get(), by=office, at=NOON)


# -- Opening and closing -------------------------------------------------------------------------


def test_the_stage_opens_three_hours_before_the_ceremony(make, release):
    with refused(EARLY):
        actions.open_stage(release, by=make.office(), at=NOON - 3 * HOUR - SECOND)
    actions.open_stage(release, by=make.office(), at=NOON - 3 * HOUR)
    assert said("stage.opened") == ["stage.opened"]


def test_an_unconfirmed_release_has_no_names_yet(make, call):
    draft = staged(make, call, confirmed=False)
    with refused(UNCONFIRMED):
        actions.open_stage(draft, by=make.office(), at=NOON)


def test_a_show_without_steps_does_not_open(make, call):
    release = make.release(call=call)
    with refused("The stage has no steps yet."):
        actions.open_stage(release, by=make.office(), at=NOON, is_rehearsal=True)


def test_what_was_fetched_before_is_worthless_when_it_opens_again(make, release, stage):
    office = make.office()
    before = actions.give_keys(stage, by=office, at=NOON)
    with refused("The stage is open already."):
        actions.open_stage(release, by=office, at=NOON)
    actions.close_stage(release, by=office, at=NOON)
    with refused("The stage is not open."):
        actions.give_keys(stage, by=office, at=NOON)
    again = actions.open_stage(release, by=office, at=NOON)
    assert again.key != stage.key
    assert not set(actions.give_keys(again, by=office, at=NOON)) & set(before)


def test_who_reads_gets_no_key(make, stage):
    with refused(READS):
        actions.give_keys(stage, by=make.office("reader"), at=NOON)


def test_the_journal_says_who_has_the_keys(make, stage):
    anna = make.office()
    keys = actions.give_keys(stage, by=anna, at=NOON)
    assert len(keys) == 8
    assert keys[2] == envelopes.encoded(envelopes.key_of(bytes(stage.secret), 3))
    entry = JournalEntry.objects.get(action="stage.keys_given")
    assert (entry.actor, keys[2] in str(entry.data)) == (anna.key, False)


# -- Revealing -----------------------------------------------------------------------------------


def test_a_name_is_revealed_once_with_both_times(make, release, stage):
    anna, ben = make.office(), make.office()
    show(stage, 1, 2, 3, by=anna, at=NOON + HOUR, seen=NOON)
    show(stage, 2, 3, by=ben, at=NOON + 2 * HOUR)
    step = release.stage_steps.exclude(revealed_at=None).get()
    assert (step.seen_at, step.revealed_at, step.revealed_by) == (NOON, NOON + HOUR, anna)
    entry = JournalEntry.objects.get(action="stage.revealed")
    assert entry.data == {
        "number": step.decision.application.number,
        "seen_at": NOON.isoformat(),
    }


def test_the_veiled_picture_reveals_nothing(make, release, stage):
    show(stage, 1, 2, 4, 6, 8, by=make.office())
    assert not release.stage_steps.exclude(revealed_at=None).exists()


def test_the_stage_stands_where_the_last_picture_was_shown(make, stage):
    found = show(stage, 1, 2, by=make.office())
    assert (found.beat, found.began_at, found.revision) == (2, NOON, stage.revision + 1)
    late = show(stage, 5, by=make.office(), moves=False)
    assert (late.beat, late.revision) == (2, found.revision)
    assert said("stage.revealed") == ["stage.revealed"]


def test_a_name_counts_though_the_stage_was_closed_meanwhile(make, release, stage):
    actions.close_stage(release, by=make.office(), at=NOON)
    found = show(stage, 3, by=make.office())
    assert (found.beat, said("stage.revealed")) == (0, ["stage.revealed"])


# -- What the last name opens --------------------------------------------------------------------


def test_the_last_name_opens_the_announcement(make, release, stage):
    office = make.office()
    show(stage, 3, 5, by=office, at=NOON)
    assert not Laureate.objects.public(NOON).exists()
    show(stage, 7, by=office, at=NOON + HOUR)
    release.refresh_from_db()
    assert release.embargo_until == NOON + HOUR
    assert Laureate.objects.public(NOON + HOUR - SECOND).count() == 0
    assert Laureate.objects.public(NOON + HOUR).count() == 3
    entry = JournalEntry.objects.get(action="release.opened")
    assert entry.data == {"embargo_until": (NOON + DAY).isoformat()}


def test_it_opens_when_the_server_learns_of_it_not_before(make, release, stage):
    show(stage, 3, 5, 7, by=make.office(), at=NOON + HOUR, seen=NOON)
    release.refresh_from_db()
    assert release.embargo_until == NOON + HOUR


def test_an_embargo_that_ended_is_not_moved(make, release, stage):
    show(stage, 3, 5, 7, by=make.office(), at=NOON + 2 * DAY)
    release.refresh_from_db()
    assert release.embargo_until == NOON + DAY


def test_a_release_that_is_not_tied_keeps_its_embargo(make, call):
    release = staged(make, call, opens=Release.Opens.EMBARGO)
    stage = actions.open_stage(release, by=make.office(), at=NOON)
    show(stage, 3, 5, 7, by=make.office(), at=NOON)
    release.refresh_from_db()
    assert release.embargo_until == NOON + DAY


def test_a_tied_release_needs_all_its_prizes_on_the_stage(make, call):
    release = make.release(call=call, opens=Release.Opens.STAGE)
    with translation.override("en"):
        assert [gap.words for gap in completeness.gaps(release)] == [
            "The announcement opens with the stage, but not all prizes stand on it."
        ]
    actions.propose_steps(release, by=make.office(), at=NOON)
    assert completeness.gaps(release) == []


def test_a_prize_taken_from_the_stage_keeps_the_embargo(make, release):
    office = make.office()
    actions.remove_step(release.stage_steps.get(position=4), by=office, at=NOON)
    stage = actions.open_stage(release, by=office, at=NOON)
    show(stage, 3, 5, by=office)
    release.refresh_from_db()
    assert release.embargo_until == NOON + DAY


def test_the_second_person_agrees_to_what_opens_it(make, call):
    release = staged(make, call, confirmed=False)
    seen = announcing.seal(release)
    texts, until = {}, release.embargo_until
    actions.prepare(call, embargo_until=until, texts=texts, by=make.office(), at=NOON)
    release.refresh_from_db()
    assert release.opens == Release.Opens.EMBARGO
    with refused("The announcement changed meanwhile. Read the preview again, then confirm it."):
        actions.confirm(release, by=make.office("editor"), at=NOON, seen=seen)


# -- Rehearsing, resetting, stopping -------------------------------------------------------------


def test_a_rehearsal_touches_nothing(make, call):
    release = staged(make, call, confirmed=False)
    before = JournalEntry.objects.count()
    office = make.office()
    stage = actions.open_stage(release, by=office, at=NOON, is_rehearsal=True)
    actions.give_keys(stage, by=office, at=NOON)
    show(stage, 1, 2, 3, 4, 5, 6, 7, 8, by=office)
    release.refresh_from_db()
    assert JournalEntry.objects.count() == before
    assert not release.stage_steps.exclude(revealed_at=None).exists()
    assert release.embargo_until == NOON + DAY


def test_a_rehearsal_has_invented_names(release):
    real = {one.content["title"] for one in pictures.of(release, rehearsal=False)}
    invented = str([one.content for one in pictures.of(release, rehearsal=True)])
    assert {"Alpha", "Zeta", "Mitte"} < real
    assert not [name for name in ("Alpha", "Zeta", "Mitte") if name in invented]


def test_only_the_picture_with_the_name_has_it(release):
    found = pictures.of(release, rehearsal=False)
    named = [one.number for one in found if "Alpha" in str(one.content)]
    assert (named, [one.number for one in found if one.reveals]) == ([3], [3, 5, 7])
    assert list(pictures.names(release)) == [3, 5, 7]


def test_before_the_show_names_are_taken_back(make, release, stage):
    office = make.office()
    show(stage, 3, by=office, at=NOON - HOUR)
    actions.reset_stage(release, by=office, at=NOON - SECOND)
    assert not release.stage_steps.exclude(revealed_at=None).exists()
    assert not Stage.objects.exists()
    assert said("stage.revealed", "stage.reset") == ["stage.revealed", "stage.reset"]


def test_from_the_first_second_of_the_show_nothing_is_taken_back(make, release, stage):
    with refused("The ceremony has begun. What was revealed stays revealed."):
        actions.reset_stage(release, by=make.office(), at=NOON)


def test_stopping_the_release_clears_the_stage(make, release, stage):
    actions.revoke(release, by=make.office(), at=NOON)
    assert not Stage.objects.exists()
    assert StageStep.objects.count() == 5


def test_a_decision_that_is_taken_back_leaves_the_stage(make, call):
    release = staged(make, call, confirmed=False)
    actions.retract(release.stage_steps.get(position=2).decision, by=make.office(), at=NOON)
    assert release.stage_steps.count() == 4
