"""The office asks for changes at named points: these can be written, and nothing else."""

from __future__ import annotations

import pytest

from initiatives import actions, window
from initiatives.actions import Point
from initiatives.keys import uuid7
from initiatives.models import Application, ChangeRequest, JournalEntry, Letter, Snapshot

from ..make import DAY, NOON, SECOND, refused

ELSEWHERE = "The office has asked for changes at other points; this one stays as it was handed in."
UNTIL = NOON + 3 * DAY
AT = NOON + DAY


@pytest.fixture
def handed_in(make) -> Application:
    """In a call that has closed at NOON."""
    return make.submitted(call__closes_at=NOON, owner=make.user(language="en"))


def point(application, code="summary", note="Nennen Sie Zahlen.") -> Point:
    """A question by its code, or a page by its name."""
    question = application.call.questions.filter(code=code).first()
    return Point("section" if question else code, question, note)


def ask(make, application, *codes, by=None, at=AT, until=UNTIL, **said) -> ChangeRequest:
    points = [point(application, code) for code in codes or ("summary",)]
    by = by or make.office()
    return actions.request_changes(application, points, until=until, by=by, at=at, **said)


def write(make, application, *, at=AT, **texts: str) -> None:
    versions = dict(application.answers.values_list("question__code", "version"))
    answers = {code: (text, versions.get(code, 0)) for code, text in texts.items()}
    actions.save_answers(application, answers, by=make.owner(application), at=at)


def submit(make, application, *, at=AT + DAY, once=None) -> Snapshot:
    return actions.submit(application, by=make.owner(application), at=at, once=once or uuid7())


def told(snapshot: Snapshot) -> dict[str, str]:
    return {answer["code"]: answer["text"] for answer in snapshot.content["answers"]}


# -- Asking --------------------------------------------------------------------------------------


def test_it_is_stored_journalled_and_told_to_those_who_write(make, handed_in):
    editor, reader = (make.member(handed_in.initiative, role) for role in ("editor", "reader"))
    person = make.office()
    request = ask(make, handed_in, "summary", "contact", by=person, message="Danke.")
    assert [(row.page, row.note) for row in request.points.all()] == [
        ("section", "Nennen Sie Zahlen."),
        ("contact", "Nennen Sie Zahlen."),
    ]
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("application.changes_requested", person.key)
    assert entry.data == {"until": UNTIL.isoformat(), "points": ["summary", "contact"]}
    letters = Letter.objects.filter(kind="changes_requested")
    assert {letter.to for letter in letters} == {make.owner(handed_in).email, editor.email}
    assert reader.email not in {letter.to for letter in letters}
    text = letters.get(to=make.owner(handed_in).email).text.replace("\xa0", " ")
    for part in (
        "ask you to change it at 2 places:",
        "1. Summary\n   Nennen Sie Zahlen.",
        "2. Contact person\n   Nennen Sie Zahlen.",
        "Danke.",
        "You have time until 5 March 2026, 11:59 h (CET)",
        f"/bewerbungen/{handed_in.key}/",
    ):
        assert part in text, text


def test_the_letter_speaks_the_language_of_whoever_gets_it(make, handed_in):
    editor = make.member(handed_in.initiative, "editor")
    ask(make, handed_in)
    german = Letter.objects.get(to=editor.email)
    assert "5. März 2026" in german.subject.replace("\xa0", " ")
    english = Letter.objects.get(to=make.owner(handed_in).email)
    assert english.subject.startswith("Please change your application by 5 March 2026")
    assert "ask you to change it at 1 place:" in english.text


def test_a_double_click_asks_once(make, handed_in):
    person = make.office()
    assert ask(make, handed_in, by=person) == ask(make, handed_in, by=person)
    assert (ChangeRequest.objects.count(), Letter.objects.count()) == (1, 1)


def test_another_request_waits_for_the_first(make, handed_in):
    ask(make, handed_in)
    with refused("A request for changes is open already. Take it back before you make another."):
        ask(make, handed_in, "title")


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_asks_for_nothing(make, handed_in, role):
    with refused("Your role reads and does not decide."):
        ask(make, handed_in, by=make.office(role))


@pytest.mark.parametrize("status", ["draft", "admitted", "excluded", "withdrawn"])
def test_only_what_is_handed_in_and_unchecked_is_asked_about(make, status):
    reason = {"exclusion_reason": "Grund"} if status == "excluded" else {}
    application = make.submitted(status=status, call__closes_at=NOON, **reason)
    with refused("Changes are asked of an application that is handed in and not checked yet."):
        ask(make, application)


def test_points_notes_and_dates_must_be_there(make, handed_in):
    person = make.office()
    for points, until, why in (
        ([], UNTIL, "Name at least one point."),
        ([point(handed_in, note=" ")], UNTIL, "Say at each point what should change."),
        ([point(handed_in)], AT, "The date must lie in the future."),
        (
            [point(handed_in)],
            handed_in.call.judging_from + SECOND,
            "It must end before the judging begins.",
        ),
    ):
        with refused(why):
            actions.request_changes(handed_in, points, until=until, by=person, at=AT)
    assert not ChangeRequest.objects.exists()


# -- Writing -------------------------------------------------------------------------------------


def test_only_the_points_can_be_written(make, handed_in):
    ask(make, handed_in, "summary", "contact")
    found = window.of(handed_in, AT)
    allowed = {name: found.allows(name) for name in ("initiative", "contact", "themes", "files")}
    assert allowed == {"initiative": False, "contact": True, "themes": False, "files": False}
    assert (found.allows("section", "summary"), found.allows("section", "title")) == (True, False)
    assert found.allows("section", section="project")
    assert not found.allows("section", section="other")
    write(make, handed_in, summary="Zwölf Prozent.")
    with refused(ELSEWHERE):
        write(make, handed_in, title="Neuer Titel")
    owner = make.owner(handed_in)
    with refused(ELSEWHERE):
        actions.declare(handed_in, ["dm"], by=owner, at=AT)
    said = {"contact_name": "Jonas Olt", "contact_email": owner.email, "contact_phone": ""}
    actions.save_contact(handed_in, said, by=owner, at=AT)


def test_who_may_choose_other_themes_may_answer_their_questions(make, handed_in):
    belongs = {"criterion": handed_in.call.criteria.get(code="dm")}
    make.question(handed_in.call, "people", **belongs)
    ask(make, handed_in, "themes")
    actions.declare(handed_in, ["dm"], by=make.owner(handed_in), at=AT)
    write(make, handed_in, people="Viele.")
    second = submit(make, handed_in)
    assert told(second) == {
        "title": "Antwort title",
        "summary": "Antwort summary",
        "people": "Viele.",
    }
    assert [row["code"] for row in second.content["criteria"]] == ["dm"]


def test_it_ends_at_its_second_without_grace(make, handed_in):
    type(handed_in.call).objects.update(grace_minutes=10)
    ask(make, handed_in)
    write(make, handed_in, at=UNTIL - SECOND, summary="Gerade noch.")
    with refused(
        "This application has been handed in. "
        "Before the deadline you can open it again and change it."
    ):
        write(make, handed_in, at=UNTIL, summary="Zu spät.")
    assert submit(make, handed_in, at=UNTIL - SECOND).version == 2


def test_after_its_end_the_version_before_stays_and_the_office_may_decide(make, handed_in):
    ask(make, handed_in)
    write(make, handed_in, summary="Nicht eingereicht.")
    with refused("This application has been handed in already."):
        submit(make, handed_in, at=UNTIL)
    person = make.office()
    with refused(
        "The initiative may still change this application. Wait for the deadline, or take the "
        "request for changes back."
    ):
        actions.admit(handed_in, by=person, at=UNTIL - SECOND)
    actions.admit(handed_in, by=person, at=UNTIL)
    assert told(Snapshot.objects.valid().get())["summary"] == "Antwort summary"


# -- Answering -----------------------------------------------------------------------------------


def test_handing_in_again_answers_it(make, handed_in):
    request = ask(make, handed_in)
    write(make, handed_in, summary="Zwölf Prozent.")
    second = submit(make, handed_in)
    request.refresh_from_db()
    assert (request.answered_with, request.answered_at) == (second, AT + DAY)
    assert (second.version, second.late_by) == (2, 0)
    assert told(second) == {"title": "Antwort title", "summary": "Zwölf Prozent."}
    assert not window.of(handed_in, AT + DAY).is_open


def test_a_double_click_answers_once(make, handed_in):
    ask(make, handed_in)
    once = uuid7()
    assert submit(make, handed_in, once=once) == submit(make, handed_in, once=once)


def test_a_second_request_can_follow_the_answer(make, handed_in):
    ask(make, handed_in)
    submit(make, handed_in)
    ask(make, handed_in, "title", at=AT + DAY)
    write(make, handed_in, at=AT + DAY, title="Kürzer")
    third = submit(make, handed_in)
    assert (third.version, told(third)["title"]) == (3, "Kürzer")
    assert ChangeRequest.objects.filter(answered_with=third).count() == 1


def test_what_was_written_elsewhere_and_never_handed_in_does_not_slip_in(make, handed_in):
    owner = make.owner(handed_in)
    actions.reopen(handed_in, by=owner, at=NOON - DAY)
    write(make, handed_in, at=NOON - SECOND, title="", summary="Auch anders")
    actions.declare(handed_in, ["dm"], by=owner, at=NOON - SECOND)
    ask(make, handed_in)
    second = submit(make, handed_in)  # though the title is empty now
    assert told(second) == {"title": "Antwort title", "summary": "Auch anders"}
    assert [row["code"] for row in second.content["criteria"]] == ["dk"]
    assert handed_in.answers.get(question__code="title").text == ""


def test_what_is_missing_at_a_point_hinders_the_answer(make, handed_in):
    ask(make, handed_in)
    write(make, handed_in, summary=" ")
    with refused("Something is still missing: Answer “Summary”."):
        submit(make, handed_in)


def test_before_the_deadline_a_new_version_answers_it_as_well(make):
    application = make.submitted(call__closes_at=NOON)
    request = ask(make, application, at=NOON - DAY)
    actions.reopen(application, by=make.owner(application), at=NOON - DAY)
    write(make, application, at=NOON - DAY, title="Alles ist offen")
    second = submit(make, application, at=NOON - SECOND)
    request.refresh_from_db()
    assert request.answered_with == second
    assert told(second)["title"] == "Alles ist offen"


# -- Taking back ---------------------------------------------------------------------------------


def take_back(make, request, by=None):
    actions.take_back_request(request, by=by or make.office(), at=AT + DAY)


def test_it_closes_the_points_and_tells_those_who_write(make, handed_in):
    request = ask(make, handed_in)
    for _click in "12":
        take_back(make, request)
    assert not window.of(handed_in, AT + DAY).is_open
    assert Letter.objects.get(kind="changes_taken_back").to == make.owner(handed_in).email
    actions = [entry.action for entry in JournalEntry.objects.all()]
    assert actions == ["application.changes_requested", "application.changes_taken_back"]


def test_what_was_answered_is_not_taken_back(make, handed_in):
    request = ask(make, handed_in)
    submit(make, handed_in)
    with refused("This request has been answered already."):
        take_back(make, request)


def test_who_reads_takes_nothing_back(make, handed_in):
    with refused("Your role reads and does not decide."):
        take_back(make, ask(make, handed_in), by=make.office("reader"))
