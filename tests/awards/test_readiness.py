"""The check list before a call is announced: each point alone, and the announcement itself."""

from __future__ import annotations

import pytest
from django.utils import translation

from awards import actions, readiness
from awards.editions import load_prizes
from initiatives import editions
from initiatives.models import Call, JournalEntry, Letter, Local, OfficeMember, Section
from initiatives.readiness import BLOCKS, DONE, WARNS

from ..make import DAY, NOON, SECOND, refused


@pytest.fixture
def call(make) -> Call:
    """A call that lacks nothing, with an office of two and mail that works."""
    data = editions.read(editions.FOLDER / "call-2026.toml")
    made = editions.load_call(data)
    for name in ("opens_at", "closes_at", "checked_until", "judging_from", "judging_until"):
        setattr(made, name, getattr(made, name) + 365 * DAY)
    for name in ("meeting_at", "ceremony_at", "feedback_at"):
        setattr(made, name, getattr(made, name) + 365 * DAY)
    made.year = 2027
    made.save()
    load_prizes(made, data["prizes"])
    make.office("editor")
    make.office("lead")
    basics = {"to": "a@people.example", "subject": "Brief", "text": "Text", "written_at": NOON}
    Letter.objects.create(kind="note", status="sent", sent_at=NOON, **basics)
    return made


def marks(call: Call, at=NOON) -> dict[str, str]:
    with translation.override("en"):
        return {item.what: item.mark for item in readiness.of(call, at=at)}


def not_good(call: Call, at=NOON) -> dict[str, str]:
    return {what: mark for what, mark in marks(call, at).items() if mark != DONE}


def test_a_complete_call_is_blocked_by_nothing(call):
    assert set(not_good(call).values()) <= {WARNS}


def empty_a_section(call):
    Section.objects.create(call=call, slug="leer", title=Local(de="Leer"), position=9)


def ask_on_one_theme_only(call):
    general = call.questions.filter(criterion=None).exclude(code__in=("title", "summary"))
    general.update(criterion=call.criteria.get(code="dk"))
    call.questions.get(code="dm").delete()


def change(**fields):
    return lambda call: Call.objects.filter(pk=call.pk).update(**fields)


def declare(code: str, **fields):
    return lambda call: call.declarations.filter(code=code).update(**fields)


BROKEN = {
    "Dates": (change(opens_at=NOON), BLOCKS),
    "Texts of the call": (change(headline={}), BLOCKS),
    "Version of the terms": (change(terms_version=""), BLOCKS),
    "Version in the declaration": (declare("terms", version="9"), BLOCKS),
    "Criteria": (lambda call: call.criteria.first().anchors.all().delete(), BLOCKS),
    "Questions on the criteria": (
        ask_on_one_theme_only,
        BLOCKS,
    ),
    "Sections": (empty_a_section, BLOCKS),
    "Title and summary": (lambda call: call.questions.filter(code="title").delete(), BLOCKS),
    "Wording of the questions": (
        lambda call: call.questions.filter(code="impact").update(prompt={"en": "Effect?"}),
        BLOCKS,
    ),
    "Length of the answers": (
        lambda call: call.questions.filter(code="impact").update(limit=5),
        WARNS,
    ),
    "Declarations": (declare("privacy", required=False), BLOCKS),
    "Frequent questions": (lambda call: call.faq.all().delete(), WARNS),
    "Check of eligibility": (lambda call: call.eligibility.all().delete(), WARNS),
    "English": (change(headline={"de": "Nur Deutsch"}), WARNS),
    "Earlier years": (change(headline={"de": "Wie 2026", "en": "As 2026"}), WARNS),
    "Sending of letters": (lambda call: Letter.objects.update(status="failed"), BLOCKS),
    "Two people": (lambda call: call and _dismiss_all(), WARNS),
    "Prizes": (lambda call: call.prizes.all().delete(), BLOCKS),
    "Page of the terms": (
        lambda call: [change(terms_version="9")(call), declare("terms", version="9")(call)],
        WARNS,
    ),
}


def _dismiss_all() -> None:
    OfficeMember.objects.filter(role="lead").delete()


@pytest.mark.parametrize("what", BROKEN)
def test_each_point_is_found_alone(call, what):
    breaks, mark = BROKEN[what]
    before = not_good(call)
    breaks(call)
    call = Call.objects.get(pk=call.pk)
    found = not_good(call)
    assert found[what] == mark
    assert {w: m for w, m in found.items() if m == BLOCKS and w != what} == {
        w: m for w, m in before.items() if m == BLOCKS
    }


def test_nothing_sent_yet_is_a_warning(call):
    Letter.objects.all().delete()
    assert marks(call)["Sending of letters"] == WARNS


def test_a_call_that_runs_keeps_the_next_one_back_until_its_ceremony(make, call):
    running = make.call(year=2026, ceremony_at=NOON)
    assert marks(call, NOON - SECOND)["The running call"] == BLOCKS
    assert "The running call" not in marks(call, NOON)
    assert running.announced_at


def test_an_earlier_year_cannot_follow_a_later_one(make, call):
    make.call(year=2028, ceremony_at=NOON - DAY)
    assert marks(call)["The running call"] == BLOCKS


def test_every_point_leads_to_a_page_that_is_there(client, make, call):
    client.force_login(make.office())
    for breaks, _mark in list(BROKEN.values())[:3]:
        breaks(call)
    for item in readiness.of(Call.objects.get(pk=call.pk), at=NOON):
        assert client.get(item.url).status_code == 200, item


@pytest.mark.parametrize("questions", [0, 40])
def test_it_costs_the_same_however_many_questions(make, call, django_assert_num_queries, questions):
    for n in range(questions):
        make.question(call, f"further_{n}")
    with django_assert_num_queries(13):
        readiness.of(call, at=NOON)


# -- Announcing ----------------------------------------------------------------------------------


def test_from_the_announcement_on_everybody_sees_it(client, make, call):
    assert client.get("/auslobung/2027/").status_code == 404
    person = make.office()
    actions.announce(call, by=person, at=NOON)
    assert client.get("/auslobung/2027/").status_code == 200
    assert Call.objects.current() == call
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.at) == ("call.announced", person.key, NOON)


def test_what_blocks_is_named_and_nothing_is_announced(make, call):
    call.prizes.all().delete()
    with refused("Something is still missing: Prizes."):
        actions.announce(call, by=make.office(), at=NOON)
    call.refresh_from_db()
    assert call.announced_at is None


def test_at_the_second_of_its_opening_it_is_too_late_to_announce(make, call):
    with refused("Something is still missing: Dates."):
        actions.announce(call, by=make.office(), at=call.opens_at)
    actions.announce(call, by=make.office(), at=call.opens_at - SECOND)


def test_a_second_click_is_told(make, call):
    person = make.office()
    actions.announce(call, by=person, at=NOON)
    with refused("This call has been announced already."):
        actions.announce(call, by=person, at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_announces_nothing(make, call, role):
    with refused("Your role reads and does not decide."):
        actions.announce(call, by=make.office(role), at=NOON)
