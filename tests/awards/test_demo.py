"""The demonstration: every phase fills, tells the same story, and keeps every rule of the house.

A fill takes seconds, so each phase is filled once and looked at from all sides.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from awards import demo
from awards.demo import entries, timeline
from awards.models import Decision, Departure, Laureate, Release
from initiatives import actions, editions, filled, tasklist, texts
from initiatives.berlin import BERLIN
from initiatives.directory import read, read_themes
from initiatives.models import (
    Answer,
    Application,
    Call,
    Initiative,
    JournalEntry,
    Letter,
    Membership,
    Phase,
    User,
)
from initiatives.models.call import MILESTONES
from initiatives.records import proof
from initiatives.statuses import Status
from initiatives.tasklist import Progress
from jury.models import Assignment, Conflict, Juror, Score, ScoreSheet
from tests.moments import refused

AT = datetime(2026, 7, 21, 9, 14, tzinfo=UTC)
EDITION = editions.read(editions.FOLDER / "call-2026.toml")
PHASES = {
    "call": Phase.APPLICATION,
    "screening": Phase.SCREENING,
    "judging": Phase.JUDGING,
    "meeting": Phase.MEETING,
    "released": Phase.DONE,
}


def fill(phase):
    demo.fill(phase=phase, at=AT)
    call = Call.objects.get(is_demo=True)
    assert call.phase(AT) == PHASES[phase]
    assert demo.exists()
    assert demo.phase_filled() == phase
    assert proof.check().broken is None
    moments = list(JournalEntry.objects.values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] == AT
    assert Initiative.objects.listed().count() == 58
    assert Release.objects.filter(call__is_archive=True).count() == 2
    return call


def scores_of(**sheets):
    """What each juror gave, by juror, case and criterion: what must not depend on chance."""
    return {
        row[:3]: row[3:]
        for row in Score.objects.filter(**sheets).values_list(
            "sheet__juror__user__email",
            "sheet__application__initiative__name",
            "criterion__code",
            "points",
            "reason",
        )
    }


# -- The calendar ---------------------------------------------------------------------------------


def dates(phase, at):
    days = timeline.shift(editions.milestones(EDITION), phase=phase, at=at)
    return editions.milestones(EDITION, days=days)


@pytest.mark.parametrize("phase", demo.PHASES)
def test_on_every_day_the_present_lies_in_the_phase(phase):
    for day in range(800):
        for clock in (time(0), time(1, 30), time(2, 30), time(12), time(17, 30), time(23, 59, 59)):
            at = timeline.wall(date(2026, 1, 1) + timedelta(days=day), clock)
            milestones = dates(phase, at)
            call = Call(**{name: milestones[name] for name in MILESTONES})
            assert call.phase(at) == PHASES[phase]
            assert all(milestones[a] < milestones[b] for a, b in pairwise(MILESTONES))


@pytest.mark.parametrize("phase", demo.PHASES)
def test_milestones_keep_their_time_on_the_clock_in_summer_and_winter(phase):
    clocks = {
        "opens_at": time(9),
        "closes_at": time(0),
        "checked_until": time(0),
        "judging_from": time(0),
        "judging_until": time(0),
        "meeting_at": time(10),
        "ceremony_at": time(16),
        "feedback_at": time(9),
    }
    for day in range(0, 366, 5):
        found = dates(phase, AT + timedelta(days=day))
        assert {name: found[name].astimezone(BERLIN).time() for name in clocks} == clocks


def test_the_call_closes_in_25_days_and_judging_in_10():
    today = AT.astimezone(BERLIN).date()
    last_day = dates("call", AT)["closes_at"] - timedelta(minutes=1)
    assert (last_day.astimezone(BERLIN).date() - today).days == 25
    last_day = dates("judging", AT)["judging_until"] - timedelta(minutes=1)
    assert (last_day.astimezone(BERLIN).date() - today).days == 10


def test_the_embargo_passed_an_hour_ago_and_after_the_ceremony():
    for minute in range(0, 1440, 7):
        at = AT + timedelta(minutes=minute)
        assert timedelta(hours=1) <= at - timeline.lifted(at) < timedelta(hours=2)
        assert dates("released", at)["ceremony_at"] < timeline.lifted(at)


# -- The files ------------------------------------------------------------------------------------


def test_no_invented_initiative_bears_a_real_name():
    themes = read_themes((editions.FOLDER / "themes.csv").read_bytes())
    real = read((editions.FOLDER / "initiatives.csv").read_bytes(), themes).rows
    invented = entries.read()
    assert len(invented) == 24
    assert not {row.name for row in real} & {row["name"] for row in invented}
    assert not {row.slug for row in real} & {row["slug"] for row in invented}
    assert not {row.carrier for row in real} & {row["carrier"] for row in invented}


def test_every_invented_address_leads_nowhere():
    for row in entries.read():
        assert row["contact"]["email"].endswith(".example")
        assert row["website"].endswith(".example")


def test_answers_keep_within_their_limits():
    limits = {
        question["code"]: question["limit"]
        for section in EDITION["sections"]
        for question in section["questions"]
    }
    over = [
        (row["slug"], code)
        for row in entries.read()
        for code, text in row["answers"].items()
        if texts.length(text) > limits[code]
    ]
    assert over == []


# -- The phases -----------------------------------------------------------------------------------


def test_in_the_call_drafts_lie_open_and_some_are_handed_in(db):
    call = fill("call")
    counts = call.applications.counts()
    assert counts[Status.DRAFT] >= 8
    assert counts[Status.SUBMITTED] >= 3
    assert counts[Status.ADMITTED] == counts[Status.EXCLUDED] == 0

    mira = User.objects.get(email="applicant@demo.example")
    talaue = Application.objects.get(initiative__slug="industriebuendnis-talaue")
    assert talaue.status == Status.DRAFT
    pages = tasklist.of(filled.read(talaue))
    marks = {task.section or task.page: task.mark for task in pages.tasks}
    assert [name for name, mark in marks.items() if mark == Progress.DONE] == [
        "initiative",
        "contact",
        "themes",
        "title-summary",
    ]
    assert [name for name, mark in marks.items() if mark == Progress.BEGUN] == ["situation"]
    assert [(str(row.user), row.role) for row in talaue.initiative.memberships.order_by("pk")] == [
        ("Mira Rehberg", "owner"),
        ("Jonas Olt", "editor"),
        ("Ayla Sommer", "reader"),
    ]
    with refused("This initiative has an application in this call already."):
        actions.start(call, by=mira, at=AT, initiative=talaue.initiative)

    somebody = User.objects.create_user("neu@anderswo.example", name="Neu")
    fresh = actions.start(call, by=somebody, at=AT, values={"name": "Neues Bündnis"})
    assert fresh.status == Status.DRAFT
    assert fresh.initiative.is_demo


def test_in_the_formal_check_all_have_arrived_and_the_doubtful_one_is_open(db):
    call = fill("screening")
    counts = call.applications.counts()
    assert counts[Status.ADMITTED] >= 5
    assert counts[Status.SUBMITTED] >= 5
    assert counts[Status.EXCLUDED] == 0
    doubtful = [row["slug"] for row in entries.read() if row["fate"] == "excluded"]
    open_ones = call.applications.filter(status=Status.SUBMITTED)
    assert set(doubtful) <= set(open_ones.values_list("initiative__slug", flat=True))
    assert not Assignment.objects.exists()


def test_judging_is_under_way_and_comes_to_the_same_scores(db):
    with transaction.atomic():
        _look_at_the_judging(fill("judging"))
        under_way = scores_of(sheet__finished_at__isnull=False)
        transaction.set_rollback(True)

    call = fill("meeting")
    assert {key: scores_of()[key] for key in under_way} == under_way
    assert not ScoreSheet.objects.filter(finished_at=None).exists()
    cases = Counter(ScoreSheet.objects.values_list("application", flat=True))
    assert set(cases) == set(call.applications.admitted().values_list("pk", flat=True))
    assert set(cases.values()) <= {5, 6}
    assert not Decision.objects.exists()


def _look_at_the_judging(call):
    counts = call.applications.counts()
    fates = Counter(row["fate"] for row in entries.read())
    assert counts == {
        Status.DRAFT: fates["draft"],
        Status.SUBMITTED: 0,
        Status.WITHDRAWN: fates["withdrawn"],
        Status.ADMITTED: fates["admitted"],
        Status.EXCLUDED: fates["excluded"],
    }
    asked = Assignment.objects.free_of_conflict()
    finished = ScoreSheet.objects.finished().count()
    assert 0.5 < finished / asked.count() < 0.7

    members = Juror.objects.active().filter(is_chair=False)
    loads = [juror.assignments.free_of_conflict().count() for juror in members]
    assert max(loads) - min(loads) <= 1
    undeclared = asked.filter(cleared_at=None).values_list("juror__user__email", flat=True)
    assert list(undeclared) == ["juror2@demo.example"] * 2

    albers = Juror.objects.get(user__email="juror1@demo.example")
    assert albers.salutation == "Frau Dr. Albers"
    assert albers.sheets.finished().count() == 3
    assert albers.sheets.filter(finished_at=None).count() == 1
    assert albers.assignments.free_of_conflict().filter(sheet=None).count() >= 4
    assert albers.conflicts.count() == 1
    first = albers.assignments.select_related("application__initiative")[:4]
    assert [str(row.application.initiative) for row in first] == [
        "Bündnis Stahlbogen",
        "Werkverbund Oberheide",
        "Fachkräfteallianz Nordkette",
        "Industriebündnis Talaue",
    ]

    for conflict in Conflict.objects.all():
        assert not ScoreSheet.objects.filter(
            juror=conflict.juror, application=conflict.application
        ).exists()
    for reasons in Counter(
        Score.objects.values_list("sheet__application", "criterion", "reason").exclude(reason="")
    ).values():
        assert reasons == 1  # no two jurors give the same reason on the same case

    # Everybody can sign in, nobody real is invented, nothing invented is listed.
    emails = {email for _role, email in demo.PEOPLE}
    verified = EmailAddress.objects.filter(verified=True, primary=True)
    assert emails <= set(verified.values_list("email", flat=True))
    assert verified.count() == User.objects.count()
    assert not Initiative.objects.filter(is_demo=True, is_listed=True).exists()
    assert Initiative.objects.filter(is_demo=True).count() == 24
    assert Membership.objects.filter(user__email="applicant@demo.example").count() == 1
    assert Letter.objects.filter(kind="receipt").count() >= 22
    for answer in Answer.objects.select_related("question"):
        assert texts.length(answer.text) <= answer.question.limit


def test_when_released_two_people_have_agreed_and_the_public_sees_it(db):
    call = fill("released")
    release = Release.objects.public(AT).get(call=call)
    assert release.prepared_by.email == "office@demo.example"
    assert release.confirmed_by.email == "lead@demo.example"
    assert release.roles.count() == 7
    for name in ("headline", "lead", "call_text", "presenters_text", "background", "occasion"):
        assert getattr(release, name)["de"]
        assert getattr(release, name)["en"]
    laureates = Laureate.objects.public(AT).filter(release=release)
    assert [(row.slug, row.prize.kind) for row in laureates] == [
        ("buendnis-stahlbogen", "equal"),
        ("industriebuendnis-talaue", "equal"),
        ("zukunftswerk-elstertal", "special"),
    ]
    for laureate in laureates:
        assert laureate.portrait["de"]
        assert laureate.photos.count() == 1
        assert laureate.criteria.exists()
    assert Laureate.objects.public(release.embargo_until - timedelta(seconds=1)).count() == 5
    _look_at_the_meeting(call)


def _look_at_the_meeting(call):
    meeting = call.meetings.get()
    attendances = meeting.attendances.prefetch_related("presences")
    assert {row.state for row in attendances} == {"present"}
    assert all(one.left_at for row in attendances for one in row.presences.all())
    assert [item.kind for item in meeting.items.exclude(kind="case")] == [
        "opening",
        "impartial",
        "report",
        "special",
        "closing",
    ]
    assert not meeting.items.filter(ended_at=None).exists()
    assert Departure.objects.filter(item__meeting=meeting).exists()
    assert not Departure.objects.filter(item__meeting=meeting, returned_at=None).exists()
    assert {vote.decision for vote in meeting.votes.all()} == set(Decision.objects.all())
    minutes = meeting.minutes
    assert [str(minutes.taker_signed_by), str(minutes.chair_signed_by)] == [
        "Ruth Thiel",
        "Prof. Dr. Wolfgang Zeller",
    ]
    assert minutes.taker_signed_at < minutes.chair_signed_at == minutes.frozen_at
    assert "halbe Stunde mehr" in minutes.content["remarks"]
    assert len(minutes.content["votes"]) == 2
    assert len(minutes.content["special"]["votes"]) == 1
    assert len(minutes.content["impartiality"]["rows"]) >= 2
    head = minutes.content["journal"]
    assert JournalEntry.objects.get(number=head["number"]).hash == head["hash"]
