"""Who did what in an application: told to its members, without a name of the office or the jury."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions, history
from initiatives.keys import uuid7
from initiatives.models import Application, JournalEntry, User
from initiatives.records import journal
from initiatives.records.words import WORDS

from ..make import DAY, NOON, SECOND, at

UNTIL = "bis 20.\u00a0März 2026, 23:59\u00a0Uhr (MEZ)"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def draft(make) -> Application:
    return make.application(complete=True, owner=make.user("Olga Owner"))


def address(application: Application, query: str = "") -> str:
    return f"/en/bewerbungen/{application.key}/verlauf/{query}"


def rows(application: Application) -> list[tuple[str, str, str]]:
    found = history.told(application, history.entries(application))
    return [(event.what, event.detail, event.who) for event in found]


def record(action: str, application: Application, by: User | None, **data) -> JournalEntry:
    about = application.initiative if action.startswith("initiative.") else application
    return journal.record(action, about=about, by=by, at=NOON, **data)


# -- Who sees it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_every_member_reads_it(client, make, draft, role):
    client.force_login(make.member(draft.initiative, role))
    assert client.get(address(draft)).status_code == 200


def test_to_others_it_does_not_exist(client, make, draft):
    assert client.get(address(draft)).status_code == 302
    for person in (make.user(), make.owner(make.application()), make.office("lead")):
        client.force_login(person)
        assert client.get(address(draft)).status_code == 404


# -- What it says --------------------------------------------------------------------------------


def test_it_tells_what_was_done_newest_first_with_person_and_time(client, make, draft):
    owner, editor = make.owner(draft), make.member(draft.initiative, "editor", name="Edda Editor")
    actions.declare(draft, ["dk"], by=editor, at=NOON - DAY)
    actions.submit(draft, by=owner, at=NOON, once=uuid7())
    assert rows(draft) == [
        ("Bewerbung eingereicht", "Fassung 1", "Olga Owner"),
        ("Themen gewählt", "", "Edda Editor"),
    ]
    client.force_login(make.member(draft.initiative, "reader"))
    page = client.get(address(draft)).content.decode().replace("\xa0", " ")
    assert page.index("Application handed in") < page.index("Themes chosen")
    assert "2 March 2026, 12:00 h (CET)" in page


def test_the_office_has_no_name(make, draft):
    office = make.office("lead", name="Otto Office")
    record("application.extended", draft, office, until="2026-03-20T23:00:00+00:00")
    record("application.attached", draft, office)
    assert rows(draft) == [
        ("Datei hinzugefügt", "", "Geschäftsstelle"),
        ("Spätere Frist gewährt", UNTIL, "Geschäftsstelle"),
    ]


def test_somebody_of_the_office_who_is_a_member_is_named_for_what_members_do(make, draft):
    person = make.office("reader", name="Doro Doppel")
    make.member(draft.initiative, "owner", user=person)
    record("application.reopened", draft, person)
    record("application.admitted", draft, person)
    assert [who for _what, _detail, who in rows(draft)] == ["Geschäftsstelle", "Doro Doppel"]


def test_the_team_of_the_initiative_is_told_with_whom_it_concerned(make, draft):
    owner, other = make.owner(draft), make.user("Nele Neu")
    record("initiative.role_changed", draft, owner, person=str(other.key), role="editor")
    record("initiative.left", draft, other)
    assert [(detail, who) for _what, detail, who in rows(draft)] == [
        ("", "Nele Neu"),
        ("Nele Neu, Schreibt mit", "Olga Owner"),
    ]


def test_a_deleted_account_and_the_program_have_no_name(make, draft):
    gone = make.user("Gerda Gone")
    record("application.attached", draft, gone)
    User.objects.filter(pk=gone.pk).update(name="", deleted_at=NOON)
    record("application.detached", draft, None)
    entry = record("application.reopened", draft, make.user())
    User.objects.filter(key=entry.actor).delete()
    assert [who for _what, _detail, who in rows(draft)] == [
        "Gelöschtes Konto",
        "das Programm selbst",
        "Gelöschtes Konto",
    ]


def test_nothing_else_of_the_journal_is_shown(make, draft):
    """Every action that has words, and one nobody knows yet."""
    allowed = history.OF_MEMBERS | history.OF_THE_OFFICE
    for action in [*WORDS, "application.scored", "initiative.scored"]:
        record(action, draft, make.owner(draft))
    shown = set(history.entries(draft).values_list("action", flat=True))
    assert shown == allowed & set(WORDS)
    assert {one for one in shown if one.partition(".")[0] not in ("application", "initiative")} == (
        set()
    )
    assert "application.assigned" not in shown


def test_the_jury_and_other_applications_leave_no_trace(client, make):
    case = make.admitted(call__judging_from=NOON - DAY)
    other = make.application(call=case.call, initiative__name="Anderes Bündnis")
    record("application.declared", other, make.owner(other))
    juror = make.juror(call=case.call, user__name="Jutta Jury")
    record("application.assigned", case, make.office(), juror=str(juror.key))
    record("sheet.begun", case, juror.user)
    client.force_login(make.owner(case))
    page = client.get(address(case)).content.decode()
    assert "No entry yet" in page
    assert "Jutta" not in page


def test_each_text_says_who_saved_it_last(client, make, draft):
    editor = make.member(draft.initiative, "editor", name="Edda Editor")
    actions.save_answers(draft, {"title": ("Neu", 1)}, by=editor, at=NOON - SECOND)
    client.force_login(editor)
    told = [
        (answer.question.code, str(answer.saved_by))
        for answer in client.get(address(draft)).context["answers"]
    ]
    assert told == [("title", "Edda Editor"), ("summary", "Olga Owner")]


def test_without_texts_it_says_so(client, make):
    draft = make.application()
    client.force_login(make.owner(draft))
    assert "No text is saved yet." in client.get(address(draft)).content.decode()


# -- Many ----------------------------------------------------------------------------------------


def test_fifty_stand_on_a_page_and_cost_the_same_as_one(client, make, draft):
    person = make.owner(draft)
    client.force_login(person)
    record("application.declared", draft, person)
    few = cost(client, draft)
    for _ in range(50):
        record("application.declared", draft, make.member(draft.initiative, "editor"))
        make.answer(draft, make.question(draft.call, f"frage-{_}"), "Text", saved_by=person)
    assert cost(client, draft) == few <= 12
    assert len(client.get(address(draft)).context["events"]) == 50
    last = client.get(address(draft, "?seite=2"))
    assert len(last.context["events"]) == 1
    assert "Texts, last saved" not in last.content.decode()


def cost(client, application: Application) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(application)).status_code == 200
    return len(queries)


def test_the_task_list_leads_there(client, make, draft):
    client.force_login(make.member(draft.initiative, "reader"))
    page = client.get(f"/en/bewerbungen/{draft.key}/").content.decode()
    assert f'href="{address(draft)}"' in page
