"""Taking over what an initiative wrote in an earlier year: never over anything, never too much."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions, copying, filled
from initiatives.models import Answer, Application, JournalEntry

from ..make import DAY, NOON, SECOND, at, refused

CLOSED = "The deadline has passed. What was saved before stays readable; nothing new is stored."


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def earlier(make) -> Application:
    """Handed in a year ago: title, summary, and a question on demography."""
    call = make.call(year=2025, opens_at=NOON - 400 * DAY)
    make.question(
        call, "dm-1", criterion=call.criteria.get(code="dm"), prompt={"de": "Was tun Sie dafür?"}
    )
    return make.submitted(
        call=call,
        declared=("dk", "dm"),
        owner=make.user("Olga Owner"),
        initiative__name="Bündnis Öfen",
        contact_phone="030 123",
    )


@pytest.fixture
def draft(make, earlier) -> Application:
    """This year's, of the same initiative: nothing written, no theme chosen."""
    return make.application(
        call=make.call(year=2026),
        initiative=earlier.initiative,
        owner=make.owner(earlier),
        declared=(),
    )


def address(application: Application, query: str = "") -> str:
    return f"/en/bewerbungen/{application.key}/uebernehmen/{query}"


def copy(make, draft, earlier, codes=("title", "summary"), **more) -> actions.Copied:
    by = more.pop("by", None) or make.owner(draft)
    return actions.copy_answers(draft, earlier, codes, by=by, at=more.pop("at", NOON), **more)


def written(application: Application) -> dict[str, str]:
    return dict(application.answers.values_list("question__code", "text"))


# -- What fits -----------------------------------------------------------------------------------


def test_questions_are_matched_by_code_and_then_by_their_words(make, draft, earlier):
    make.question(
        draft.call,
        "demografie",
        criterion=draft.call.criteria.get(code="dm"),
        prompt={"de": "Was  tun SIE dafür?"},
    )
    make.question(draft.call, "neu", prompt={"de": "Etwas Neues?"})
    found = copying.matches(draft, earlier)
    assert [(match.question.code, match.text) for match in found.answers] == [
        ("title", "Antwort title"),
        ("summary", "Antwort summary"),
        ("demografie", "Antwort dm-1"),
    ]


def test_a_text_goes_to_one_question_only(make, draft, earlier):
    for code in ("a", "b"):
        make.question(draft.call, code, prompt={"de": "Was tun Sie dafür?"})
    found = copying.matches(draft, earlier)
    assert [m.question.code for m in found.answers] == ["title", "summary", "a"]


def test_the_code_counts_before_the_words(make, draft, earlier):
    """Another question got the old words; the one with the old code gets the text."""
    make.question(draft.call, "dm-1", prompt={"de": "Anders gefragt?"}, position=200)
    make.question(draft.call, "fremd", prompt={"de": "Was tun Sie dafür?"}, position=150)
    found = copying.matches(draft, earlier)
    assert [m.question.code for m in found.answers] == ["title", "summary", "dm-1"]


def test_themes_are_offered_where_none_is_chosen_yet(make, draft, earlier):
    asked = make.question(draft.call, "dm-1", criterion=draft.call.criteria.get(code="dm"))
    found = copying.matches(draft, earlier)
    assert [criterion.code for criterion in found.themes] == ["dk", "dm"]
    assert asked.code in found.codes
    actions.declare(draft, ["dk"], by=make.owner(draft), at=NOON)
    found = copying.matches(draft, earlier)
    assert found.themes == []
    assert asked.code not in found.codes


def test_only_empty_fields_of_the_contact_are_offered(draft, earlier):
    assert copying.matches(draft, earlier).contact == {"contact_phone": "030 123"}


# -- What happens --------------------------------------------------------------------------------


def test_it_is_written_and_journalled(make, draft, earlier):
    editor = make.member(draft.initiative, "editor")
    copied = copy(make, draft, earlier, by=editor, themes=True, contact=True)
    assert copied.codes == ["title", "summary"]
    assert written(draft) == {"title": "Antwort title", "summary": "Antwort summary"}
    assert {(a.saved_by, a.saved_at, a.version) for a in draft.answers.all()} == {(editor, NOON, 1)}
    draft.refresh_from_db()
    assert (draft.contact_phone, draft.contact_name) == ("030 123", "Olga Owner")
    assert draft.saved_at == NOON
    assert list(draft.declared.values_list("criterion__code", flat=True)) == ["dk", "dm"]
    entry = JournalEntry.objects.get(action="application.answers_copied")
    assert (entry.actor, entry.data) == (
        editor.key,
        {"source": earlier.number, "answers": ["title", "summary"]},
    )


def test_only_what_is_ticked_is_taken_over(make, draft, earlier):
    copy(make, draft, earlier, ["summary"])
    assert written(draft) == {"summary": "Antwort summary"}
    assert not draft.declared.exists()
    draft.refresh_from_db()
    assert draft.contact_phone == ""


def test_what_is_written_stays(make, draft, earlier):
    make.answer(draft, draft.call.questions.get(code="title"), "Neuer Titel", version=4)
    copied = copy(make, draft, earlier)
    assert copied.codes == ["summary"]
    assert [match.question.code for match in copied.kept] == ["title"]
    assert written(draft)["title"] == "Neuer Titel"
    assert Answer.objects.get(application=draft, text="Neuer Titel").version == 4


def test_an_emptied_answer_is_filled_and_counts_on(make, draft, earlier):
    make.answer(draft, draft.call.questions.get(code="title"), " \n", version=4)
    copy(make, draft, earlier, ["title"])
    assert draft.answers.values("text", "version").get() == {
        "text": "Antwort title",
        "version": 5,
    }


def test_a_text_too_long_is_taken_over_whole_and_said(make, draft, earlier):
    draft.call.questions.filter(code="title").update(limit=10)
    copied = copy(make, draft, earlier)
    assert [(match.question.code, match.over) for match in copied.too_long] == [("title", 3)]
    assert written(draft)["title"] == "Antwort title"


def test_declarations_and_files_stay_in_their_year(make, draft, earlier):
    copy(make, draft, earlier, themes=True, contact=True)
    assert not draft.confirmations.exists()
    assert not draft.attachments.exists()


def test_a_second_click_takes_over_nothing_and_is_not_journalled(make, draft, earlier):
    copy(make, draft, earlier)
    copied = copy(make, draft, earlier)
    assert (copied.codes, copied.others) == ([], False)
    assert JournalEntry.objects.filter(action="application.answers_copied").count() == 1


# -- What is refused -----------------------------------------------------------------------------


def test_a_reader_takes_over_nothing(make, draft, earlier):
    with refused("Only owners and editors can change the application."):
        copy(make, draft, earlier, by=make.member(draft.initiative, "reader"))
    assert written(draft) == {}


def test_the_last_second_counts_and_after_it_nothing_is_written(make, draft, earlier):
    assert copy(make, draft, earlier, ["title"], at=draft.call.closes_at - SECOND).codes
    with refused(CLOSED):
        copy(make, draft, earlier, at=draft.call.closes_at)
    assert set(written(draft)) == {"title"}


def test_only_a_draft_takes_over(make, draft, earlier):
    Application.objects.filter(pk=draft.pk).update(status="submitted", reopened_at=NOON)
    with refused("Answers are copied into a draft only."):
        copy(make, draft, earlier)


def test_nothing_comes_from_another_initiative_or_a_later_year(make, draft, earlier):
    foreign = make.submitted(call=earlier.call, owner=make.owner(draft))
    later = make.submitted(call=make.call(year=2027), initiative=draft.initiative)
    for source in (foreign, later, draft):
        with refused("Nothing can be copied from this application."):
            copy(make, draft, source)
    assert written(draft) == {}


# -- The page ------------------------------------------------------------------------------------


def test_the_page_shows_old_texts_and_takes_over_what_is_ticked(client, make, draft, earlier):
    draft.call.questions.filter(code="summary").update(limit=10)
    client.force_login(make.owner(draft))
    page = client.get(address(draft)).content.decode()
    assert "Take over the answers of 2025" in page
    assert "Antwort summary" in page
    assert "5 characters too long for today" in page
    answer = client.post(address(draft), {"codes": ["title", "summary"]}, follow=True)
    page = answer.content.decode()
    assert "2 answers taken over." in page
    assert "“Summary” is 5 characters too long." in page
    assert written(draft)["summary"] == "Antwort summary"


def test_the_page_says_what_was_answered_meanwhile(client, make, draft, earlier):
    make.answer(draft, draft.call.questions.get(code="title"), "Schon da")
    client.force_login(make.owner(draft))
    assert (
        "Something is written here already; it stays."
        in client.get(address(draft)).content.decode()
    )
    page = client.post(address(draft), {"codes": ["title", "summary"]}, follow=True)
    assert "“Title” had been answered meanwhile and stays." in page.content.decode()
    page = client.post(address(draft), {"codes": ["title"]}, follow=True)
    assert "Nothing was taken over: something is written everywhere." in page.content.decode()


def test_an_earlier_year_can_be_chosen(client, make, draft, earlier):
    older = make.submitted(
        call=make.call(year=2024, opens_at=NOON - 800 * DAY), initiative=draft.initiative
    )
    older.answers.update(text="Von 2024")
    client.force_login(make.owner(draft))
    assert f'href="?von={older.number}"' in client.get(address(draft)).content.decode()
    page = client.get(address(draft, f"?von={older.number}")).content.decode()
    assert "Take over the answers of 2024" in page
    client.post(address(draft, f"?von={older.number}"), {"codes": ["title"]})
    assert written(draft) == {"title": "Von 2024"}
    assert client.get(address(draft, "?von=B-24-ZZZZZ")).status_code == 404


def test_without_an_earlier_year_the_page_says_so(client, make):
    draft = make.application()
    client.force_login(make.owner(draft))
    assert "This initiative did not apply here in earlier years." in (
        client.get(address(draft)).content.decode()
    )
    assert client.post(address(draft), {"codes": ["title"]}).status_code == 404


def test_readers_see_it_without_a_button_and_are_refused_in_words(client, make, draft, earlier):
    client.force_login(make.member(draft.initiative, "reader"))
    page = client.get(address(draft)).content.decode()
    assert "Owners and editors can take over answers" in page
    assert 'type="submit"' not in page.split("<main")[1]
    page = client.post(address(draft), {"codes": ["title"]}, follow=True).content.decode()
    assert "Only owners and editors can change the application." in page
    assert written(draft) == {}


def test_to_strangers_the_page_does_not_exist(client, make, draft):
    assert client.get(address(draft)).status_code == 302
    for person in (make.user(), make.owner(make.application()), make.office("lead")):
        client.force_login(person)
        assert client.get(address(draft)).status_code == 404
        assert client.post(address(draft)).status_code == 404


def test_the_task_list_of_a_young_draft_offers_it(client, make, draft, earlier):
    client.force_login(make.owner(draft))
    tasks = f"/en/bewerbungen/{draft.key}/"
    link = f'href="{address(draft)}"'
    assert link in client.get(tasks).content.decode()
    copy(make, draft, earlier, ["title"])
    assert link not in client.get(tasks).content.decode()
    assert copying.offered(filled.read(draft)) is None


def test_it_is_not_offered_to_readers_nor_after_the_deadline(client, make, draft):
    tasks = f"/en/bewerbungen/{draft.key}/"
    link = f'href="{address(draft)}"'
    client.force_login(make.member(draft.initiative, "reader"))
    assert link not in client.get(tasks).content.decode()
    with at(draft.call.closes_at):
        client.force_login(make.owner(draft))
        assert link not in client.get(tasks).content.decode()


def test_old_texts_are_escaped(client, make, draft, earlier):
    earlier.answers.update(text="<script>alert(1)</script>")
    client.force_login(make.owner(draft))
    assert "<script>alert(1)" not in client.get(address(draft)).content.decode()


def test_it_costs_the_same_whatever_the_number_of_questions(client, make, draft, earlier):
    client.force_login(make.owner(draft))
    few = cost(client, address(draft))
    for number in range(20):
        old = make.question(earlier.call, f"frage-{number}")
        make.answer(earlier, old, "Text")
        make.question(draft.call, f"frage-{number}")
    assert cost(client, address(draft)) == few <= 13


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
