"""The applicant's pages after handing in: each state in words, and nothing that is not allowed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions
from initiatives.actions import Point
from initiatives.keys import uuid7
from initiatives.models import Application, JournalEntry, Letter, Snapshot
from initiatives.records import letters

from ..make import DAY, NOON, SECOND, at

GRACE = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; calls close ten days later."""
    with at(NOON):
        yield


@pytest.fixture
def handed_in(make) -> Application:
    return make.submitted(call__grace_minutes=10)


def address(application: Application, page: str = "") -> str:
    return f"/en/bewerbungen/{application.key}/{page}"


def text(response) -> str:
    """The page's own words, blanks as one."""
    body = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\xa0", " ").split())


def html(response) -> str:
    return response.content.decode().split("<main")[1].split("</main")[0]


def as_(client, person):
    client.force_login(person)
    return client


def reopen(make, application, *, when=NOON) -> None:
    actions.reopen(application, by=make.owner(application), at=when)


def write(make, application, words: str, *, when=NOON, code: str = "summary") -> None:
    version = application.answers.get(question__code=code).version
    owner = make.owner(application)
    actions.save_answers(application, {code: (words, version)}, by=owner, at=when)


def ask(make, application, *codes: str, when) -> None:
    questions = {row.code: row for row in application.call.questions.all()}
    points = [
        Point("section" if code in questions else code, questions.get(code), f"Bitte {code}")
        for code in codes
    ]
    actions.request_changes(
        application, points, until=when + DAY, message="Danke.", by=make.office(), at=when
    )


# -- Each state in words -------------------------------------------------------------------------


def test_handed_in_it_can_be_opened_again_and_withdrawn(client, make, handed_in):
    page = as_(client, make.owner(handed_in)).get(address(handed_in))
    assert "Your application arrived on" in text(page)
    assert "You can change the application until 12 March 2026, 11:59 h (CET)." in text(page)
    assert address(handed_in, "weiter-bearbeiten/") in html(page)
    assert address(handed_in, "zurueckziehen/") in html(page)
    assert "What happens next" in text(page)


def test_from_the_deadline_on_it_can_only_be_withdrawn(client, make, handed_in):
    with at(handed_in.call.closes_at):
        page = as_(client, make.owner(handed_in)).get(address(handed_in))
    assert address(handed_in, "weiter-bearbeiten/") not in html(page)
    assert address(handed_in, "zurueckziehen/") in html(page)


def test_reopened_it_says_which_version_is_valid_and_what_differs(client, make, handed_in):
    reopen(make, handed_in)
    as_(client, make.owner(handed_in))
    assert "Nothing has changed since version 1 yet." in text(client.get(address(handed_in)))
    write(make, handed_in, "Zwölf Prozent.")
    page = client.get(address(handed_in))
    assert "Version 1 of" in text(page)
    assert "stays valid. Your changes count only once you hand them in again." in text(page)
    assert "removed: Antwort summary new: Zwölf Prozent." in text(page)
    assert "Handed in, being changed" in text(page)


def test_reopened_and_missed_it_says_so_and_all_texts_can_be_read(client, make, handed_in):
    reopen(make, handed_in)
    write(make, handed_in, "Zu spät fertig.")
    with at(handed_in.call.closes_at + GRACE):
        as_(client, make.owner(handed_in))
        page = client.get(address(handed_in))
        section = client.get(address(handed_in, "abschnitt/project/"))
    assert "is valid. The changes after it were not handed in." in text(page)
    assert "What you wrote after version 1 and did not hand in" in text(page)
    assert "Zu spät fertig." in text(page)
    assert "Zu spät fertig." in text(section)
    assert "<textarea" not in html(section)


@pytest.mark.parametrize("page", ["", "pruefen/", "abschnitt/project/"])
def test_in_the_grace_it_says_that_time_is_up_and_not_how_long_it_lasts(client, make, page):
    draft = make.application(complete=True, call__grace_minutes=43)
    closes = draft.call.closes_at
    for moment, said in (
        (closes - SECOND, False),
        (closes, True),
        (closes + 43 * 60 * SECOND - SECOND, True),
    ):
        with at(moment):
            found = text(as_(client, make.owner(draft)).get(address(draft, page)))
        assert ("The deadline was at 11:59 h." in found) is said
        assert ("recorded with its lateness" in found) is said
        assert "43" not in found


def test_a_draft_that_missed_it_says_that_it_was_not_handed_in(client, make):
    draft = make.application(complete=True)
    with at(draft.call.closes_at):
        page = text(as_(client, make.owner(draft)).get(address(draft)))
        listed = text(client.get("/en/bewerbungen/"))
    assert "This application was not handed in and does not take part." in page
    assert "Not handed in" in page
    assert "Not handed in" in listed


def test_an_own_deadline_is_shown_as_its_own(client, make):
    draft = make.application(complete=True)
    until = draft.call.closes_at + 2 * DAY
    actions.extend(draft, until=until, reason="Krankheit", by=make.office(), at=NOON)
    with at(draft.call.closes_at + DAY):
        page = text(as_(client, make.owner(draft)).get(address(draft)))
        section = client.get(address(draft, "abschnitt/project/"))
    assert "14 March 2026 11:59 h (CET) This deadline is that of your application alone." in page
    assert "Krankheit" not in page
    assert "<textarea" in html(section)
    assert "Deadline 14 March 2026" in text(section)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("admitted", "Handed in and admitted"),
        ("excluded", "Ziffer 2 der Bedingungen."),
        ("withdrawn", "You have withdrawn this application."),
    ],
)
def test_the_end_of_the_way_is_told(client, make, status, words):
    reason = {"exclusion_reason": "Ziffer 2 der Bedingungen."} if status == "excluded" else {}
    application = make.submitted(status=status, **reason)
    page = as_(client, make.owner(application)).get(address(application))
    assert words in text(page)
    assert "weiter-bearbeiten/" not in html(page)
    assert "zurueckziehen/" not in html(page)


# -- Opening again, withdrawing ------------------------------------------------------------------


def test_it_is_explained_first_and_a_double_click_does_it_once(client, make, handed_in):
    url = address(handed_in, "weiter-bearbeiten/")
    page = as_(client, make.owner(handed_in)).get(url)
    assert "stays valid until you hand in a new one." in text(page)
    assert Application.objects.get().reopened_at is None
    assert [client.post(url).url for _click in "12"] == [address(handed_in)] * 2
    assert Application.objects.get().reopened_at == NOON
    assert JournalEntry.objects.count() == 1


def test_at_the_deadline_it_is_refused_in_words(client, make, handed_in):
    url = address(handed_in, "weiter-bearbeiten/")
    with at(handed_in.call.closes_at):
        as_(client, make.owner(handed_in))
        assert "<form" not in html(client.get(url))
        answer = client.post(url, follow=True)
    assert "The deadline has passed. The version handed in last is valid." in (
        answer.content.decode()
    )
    assert Application.objects.get().reopened_at is None


def test_withdrawing_is_explained_first_and_a_double_click_is_no_error(client, make, handed_in):
    url = address(handed_in, "zurueckziehen/")
    page = text(as_(client, make.owner(handed_in)).get(url))
    for words in ("This cannot be undone.", "receive a letter", "Until the deadline"):
        assert words in page
    for _click in "12":
        answer = client.post(url, follow=True)
        assert "The application has been withdrawn." in answer.content.decode()
    assert Application.objects.get().status == "withdrawn"
    assert client.get(url).url == address(handed_in)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_an_owner_is_offered_to_withdraw(client, make, handed_in, role):
    as_(client, make.member(handed_in.initiative, role))
    assert "zurueckziehen/" not in html(client.get(address(handed_in)))
    url = address(handed_in, "zurueckziehen/")
    assert "<form" not in html(client.get(url))
    answer = client.post(url, follow=True)
    assert "Only an owner can withdraw the application." in answer.content.decode()
    assert Application.objects.get().status == "submitted"


def test_a_reader_is_offered_nothing_to_change(client, make, handed_in):
    as_(client, make.member(handed_in.initiative, "reader"))
    assert "weiter-bearbeiten/" not in html(client.get(address(handed_in)))
    url = address(handed_in, "weiter-bearbeiten/")
    assert "<form" not in html(client.get(url))
    answer = client.post(url, follow=True)
    assert "Only owners and editors can change the application." in answer.content.decode()


@pytest.mark.parametrize("page", ["weiter-bearbeiten/", "zurueckziehen/", "fassungen/"])
def test_strangers_find_no_page_and_others_sign_in_first(client, make, handed_in, page):
    url = address(handed_in, page)
    assert client.get(url).url == f"/en/konto/login/code/?next={url}"
    for person in (make.user(), make.owner(make.application())):
        assert as_(client, person).get(url).status_code == 404
        assert client.post(url).status_code == 404
    before = Application.objects.get(pk=handed_in.pk)
    assert (before.status, before.reopened_at) == ("submitted", None)


@pytest.mark.parametrize("role", ["reader", "lead"])
def test_the_office_looks_and_does_nothing(client, make, handed_in, role):
    as_(client, make.office(role))
    for page in ("weiter-bearbeiten/", "zurueckziehen/"):
        assert "<form" not in html(client.get(address(handed_in, page)))
        client.post(address(handed_in, page))
    found = Application.objects.get()
    assert (found.status, found.reopened_at) == ("submitted", None)


# -- Handing in again ----------------------------------------------------------------------------


def test_the_check_page_shows_what_changed_before_the_button(client, make, handed_in):
    reopen(make, handed_in)
    as_(client, make.owner(handed_in))
    same = client.get(address(handed_in, "pruefen/"))
    assert "Nothing. Version 1 stays valid; you need not do anything." in text(same)
    assert "einreichen/" not in html(same)
    write(make, handed_in, "Zwölf Prozent.")
    page = client.get(address(handed_in, "pruefen/"))
    body = text(page)
    changed = "removed: Antwort summary new: Zwölf Prozent."
    assert body.index("What has changed since version 1") < body.index(changed)
    assert body.index(changed) < body.index("Hand in version 2")
    once = page.context["form"]["once"].value()
    answers = [client.post(address(handed_in, "einreichen/"), {"once": once}) for _ in "12"]
    second = Snapshot.objects.get(version=2)
    assert [answer.url for answer in answers] == [f"/en/bewerbungen/eingang/{second.key}/"] * 2


def test_the_receipts_say_which_version_counts(client, make, handed_in):
    reopen(make, handed_in)
    write(make, handed_in, "Zweite")
    actions.submit(handed_in, by=make.owner(handed_in), at=NOON, once=uuid7())
    first, second = handed_in.snapshots.order_by("version")
    as_(client, make.owner(handed_in))
    old = client.get(f"/en/bewerbungen/eingang/{first.key}/")
    assert "Meanwhile version 2 is the one that counts." in text(old)
    assert f"/en/bewerbungen/eingang/{second.key}/" in html(old)
    new = text(client.get(f"/en/bewerbungen/eingang/{second.key}/"))
    assert "It replaces all versions handed in before." in new
    assert "Meanwhile" not in new


def test_lateness_stands_on_the_receipt_as_a_fact(client, make):
    draft = make.application(complete=True, call__grace_minutes=10)
    with at(draft.call.closes_at + timedelta(seconds=140)):
        as_(client, make.owner(draft)).post(address(draft, "einreichen/"), {"once": uuid4()})
        page = text(client.get(f"/en/bewerbungen/eingang/{Snapshot.objects.get().key}/"))
    assert "2 minutes 20 seconds after the deadline, within the period of grace" in page


def test_what_is_handed_in_again_unchanged_stays_valid_and_the_page_says_so(
    client, make, handed_in
):
    reopen(make, handed_in)
    as_(client, make.owner(handed_in))
    said = client.post(address(handed_in, "einreichen/"), {"once": uuid4()}, follow=True)
    assert "Nothing has changed since version 1: it stays valid." in said.content.decode()
    assert "Version 1" in " ".join(text(said).split())
    assert Snapshot.objects.get().version == 1


def test_a_receipt_that_went_out_as_no_letter_says_so(client, make, handed_in):
    for _letter in range(20):
        about = handed_in.snapshots.get()
        letters.post("receipt", to="x@people.example", subject="x", text="x", at=NOON, about=about)
    reopen(make, handed_in)
    write(make, handed_in, "Zweite")
    as_(client, make.owner(handed_in))
    said = client.post(address(handed_in, "einreichen/"), {"once": uuid4()}, follow=True)
    assert "No e-mail comes for this version" in said.content.decode()
    assert "You find them here at any time." in text(said)
    assert Letter.objects.count() == 20


def test_after_the_last_step_nothing_comes_next(client, make, handed_in):
    receipt = f"/en/bewerbungen/eingang/{handed_in.snapshots.get().key}/"
    with at(handed_in.call.feedback_at - SECOND):
        as_(client, make.owner(handed_in))
        assert "What happens next" in text(client.get(receipt))
    with at(handed_in.call.feedback_at):
        assert "What happens next" not in text(client.get(receipt))


def test_every_version_is_listed_with_its_receipt_and_its_changes(client, make, handed_in):
    as_(client, make.owner(handed_in))
    for words in ("Zweite", "Dritte"):
        reopen(make, handed_in)
        write(make, handed_in, words)
        actions.submit(handed_in, by=make.owner(handed_in), at=NOON, once=uuid7())
    page = client.get(address(handed_in, "fassungen/"))
    assert [one.version for one in page.context["versions"]] == [3, 2, 1]
    for snapshot in handed_in.snapshots.all():
        assert f"/en/bewerbungen/eingang/{snapshot.key}/pdf/" in html(page)
        assert snapshot.sha256[:8] in text(page)
    assert "removed: Zweite new: Dritte" in text(page)
    older = text(client.get(address(handed_in, "fassungen/?fassung=2")))
    assert "removed: Antwort summary new: Zweite" in older
    assert client.get(address(handed_in, "fassungen/?fassung=4")).status_code == 404


def test_without_a_version_the_page_says_what_will_be_here(client, make):
    draft = make.application()
    page = text(as_(client, make.owner(draft)).get(address(draft, "fassungen/")))
    assert "Nothing handed in yet" in page


def test_what_people_typed_is_escaped_in_the_differences(client, make, handed_in):
    reopen(make, handed_in)
    write(make, handed_in, "<script>alert(1)</script>")
    body = as_(client, make.owner(handed_in)).get(address(handed_in)).content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


# -- Changes that the office asks for ------------------------------------------------------------


@pytest.fixture
def asked(make, handed_in):
    """A day after the deadline, the office asks about the summary and the contact person."""
    when = handed_in.call.closes_at + DAY
    ask(make, handed_in, "summary", "contact", when=when)
    with at(when):
        yield handed_in


def test_the_points_stand_with_their_notes_and_links(client, make, asked):
    page = as_(client, make.owner(asked)).get(address(asked))
    for words in (
        "The award office asks you for changes until 14 March 2026, 11:59 h (CET).",
        "Danke.",
        "Summary Bitte summary",
        "Contact person Bitte contact",
    ):
        assert words in text(page), words
    assert text(page).count("Not changed yet") == 2
    assert f'href="{address(asked, "abschnitt/project/")}#id_summary"' in html(page)
    write(make, asked, "Zwölf Prozent.", when=asked.call.closes_at + DAY)
    assert text(client.get(address(asked))).count("Not changed yet") == 1
    assert "Changes asked for" in text(client.get("/en/bewerbungen/"))


def test_only_what_is_named_can_be_edited_and_the_note_stands_there(client, make, asked):
    as_(client, make.owner(asked))
    section = html(client.get(address(asked, "abschnitt/project/")))
    assert 'name="summary"' in section
    assert 'name="title"' not in section
    assert "Antwort title" in section
    assert "The award office asks:" in section
    assert 'aria-describedby="id_summary_asked' in section
    contact = client.get(address(asked, "ansprechperson/"))
    assert "Bitte contact" in text(contact)
    assert 'type="submit"' in html(contact)


@pytest.mark.parametrize("page", ["initiative/", "themen/", "anlagen/", "erklaerungen/"])
def test_the_other_pages_are_read_only_with_the_reason(client, make, asked, page):
    found = as_(client, make.owner(asked)).get(address(asked, page))
    assert "The award office has asked for changes at other places." in text(found)
    assert 'type="submit"' not in html(found)


def test_a_section_without_a_point_is_read_only(client, make, asked):
    other = asked.call.sections.create(slug="other", position=9)
    make.question(asked.call, "other", section=other)
    found = as_(client, make.owner(asked)).get(address(asked, "abschnitt/other/"))
    assert 'type="submit"' not in html(found)


def test_saving_a_section_leaves_what_was_not_asked_for_alone(client, make, asked):
    as_(client, make.owner(asked))
    typed = {"summary": "Zwölf Prozent.", "summary-version": "1"}
    assert client.post(address(asked, "abschnitt/project/"), typed).status_code == 302
    assert dict(asked.answers.values_list("question__code", "text")) == {
        "title": "Antwort title",
        "summary": "Zwölf Prozent.",
    }


def test_a_text_sent_for_another_question_is_refused_and_shown(client, make, asked):
    as_(client, make.owner(asked))
    typed = {"title": "Heimlich", "title-version": "1", "summary": "Neu", "summary-version": "1"}
    answer = client.post(address(asked, "abschnitt/project/"), typed)
    assert answer.status_code == 409
    assert "The office has asked for changes at other points" in text(answer)
    assert asked.answers.get(question__code="title").text == "Antwort title"
    assert ">\nNeu</textarea>" in html(answer)


def test_the_answer_is_handed_in_from_the_check_page(client, make, asked):
    write(make, asked, "Zwölf Prozent.", when=asked.call.closes_at + DAY)
    as_(client, make.owner(asked))
    page = client.get(address(asked, "pruefen/"))
    assert "Your changes replace version 1 once you hand them in." in text(page)
    assert "Hand in version 2" in text(page)
    once = page.context["form"]["once"].value()
    answer = client.post(address(asked, "einreichen/"), {"once": once}, follow=True)
    assert answer.status_code == 200
    after = text(client.get(address(asked)))
    assert "Version 2 of your application arrived on" in after
    versions = text(client.get(address(asked, "fassungen/")))
    assert "Answer to the award office's request of 13 March 2026" in versions.replace(
        "&#x27;", "'"
    )


def test_after_its_end_the_page_says_which_version_is_valid(client, make, asked):
    with at(asked.call.closes_at + 2 * DAY):
        page = as_(client, make.owner(asked)).get(address(asked))
    assert "You could hand in changes until 14 March 2026, 11:59 h (CET). Version 1" in text(page)
    assert "einreichen/" not in html(page)


def test_a_reader_sees_the_points_and_changes_nothing(client, make, asked):
    as_(client, make.member(asked.initiative, "reader"))
    page = client.get(address(asked))
    assert "Bitte summary" in text(page)
    assert "Check and hand in again" not in text(page)
    assert "<textarea" not in html(client.get(address(asked, "abschnitt/project/")))


# -- What a page costs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "most"), [("", 24), ("pruefen/", 22), ("fassungen/", 14), ("abschnitt/project/", 14)]
)
def test_a_page_costs_the_same_whatever_was_handed_in(client, make, asked, page, most):
    as_(client, make.owner(asked))
    few = cost(client, address(asked, page))
    when = asked.call.closes_at + DAY
    for number in range(10):
        make.answer(asked, make.question(asked.call, f"frage-{number}"), "Text")
    for _number in range(4):
        actions.submit(asked, by=make.owner(asked), at=when, once=uuid7())
        ask(make, asked, "summary", "contact", "themes", when=when)
    assert cost(client, address(asked, page)) <= few + 3  # the themes, and a version before
    assert few <= most


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
