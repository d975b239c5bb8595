"""Two people, or two windows, on the same page: nobody overwrites what he did not see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from initiatives import actions, texts
from initiatives.models import Answer, Application

from ..make import NOON, at


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; calls close ten days later."""
    with at(NOON):
        yield


@pytest.fixture
def draft(make) -> Application:
    return make.application(declared=("dk",))


@pytest.fixture
def windows(make, draft) -> tuple[Client, Client]:
    """Anna owns the initiative, Ben edits; both are signed in."""
    anna, ben = Client(), Client()
    anna.force_login(make.owner(draft))
    ben.force_login(make.member(draft.initiative, "editor", name="Ben Behn"))
    return anna, ben


def address(application: Application, page: str) -> str:
    return f"/en/bewerbungen/{application.key}/{page}"


def sent(answer) -> dict[str, str]:
    """What the form of a page sends as it stands there, line breaks as browsers write them."""
    form = answer.context["form"]
    data = {name: form[name].value() for name in form.fields}
    hidden = re.findall(r'name="(seen)" value="(\w*)"', answer.content.decode())
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in {**data, **dict(hidden)}.items()
        if value not in (None, False)
    }


def stored(application: Application) -> dict[str, str]:
    return dict(application.answers.values_list("question__code", "text"))


# -- Answers -------------------------------------------------------------------------------------


def test_two_people_answer_two_questions_of_one_empty_section(draft, windows):
    anna, ben = windows
    page = address(draft, "abschnitt/project/")
    hers, his = sent(anna.get(page)), sent(ben.get(page))
    assert anna.post(page, hers | {"title": "Von Anna"}).status_code == 302
    assert ben.post(page, his | {"summary": "Von Ben"}).status_code == 302
    assert stored(draft) == {"title": "Von Anna", "summary": "Von Ben"}


def test_a_text_left_as_it_was_overwrites_no_newer_one(draft, windows):
    anna, ben = windows
    page = address(draft, "abschnitt/project/")
    anna.post(page, sent(anna.get(page)) | {"title": "Alt", "summary": "Ein\r\nText\r\n\r\n"})
    hers, his = sent(anna.get(page)), sent(ben.get(page))
    assert anna.post(page, hers | {"summary": "Neuer Text"}).status_code == 302
    assert ben.post(page, his | {"title": "Neuer Titel"}).status_code == 302
    assert stored(draft) == {"title": "Neuer Titel", "summary": "Neuer Text"}


def test_a_field_emptied_by_its_writer_is_stored_empty(draft, windows):
    anna, _ben = windows
    page = address(draft, "abschnitt/project/")
    anna.post(page, sent(anna.get(page)) | {"title": "Alt"})
    assert anna.post(page, sent(anna.get(page)) | {"title": ""}).status_code == 302
    assert stored(draft) == {"title": ""}


def test_what_stays_empty_makes_no_row(draft, windows):
    anna, _ben = windows
    page = address(draft, "abschnitt/project/")
    assert anna.post(page, sent(anna.get(page))).status_code == 302
    assert not Answer.objects.exists()


def test_both_change_one_text_and_the_second_save_is_knowing(draft, windows):
    anna, ben = windows
    page = address(draft, "abschnitt/project/")
    hers, his = sent(anna.get(page)), sent(ben.get(page))
    anna.post(page, hers | {"title": "Von Anna", "summary": "Auch von Anna"})
    refused = ben.post(page, his | {"title": "Von Ben"})
    assert refused.status_code == 409
    assert "Von Anna" in refused.content.decode()
    again = sent(refused)
    assert again["title"] == "Von Ben"
    assert again["summary"] == "Auch von Anna"  # he did not change it: he sees what is stored
    assert stored(draft) == {"title": "Von Anna", "summary": "Auch von Anna"}
    assert ben.post(page, again).status_code == 302
    assert stored(draft) == {"title": "Von Ben", "summary": "Auch von Anna"}


def test_a_third_text_stored_meanwhile_is_a_conflict_again(make, draft, windows):
    anna, ben = windows
    page = address(draft, "abschnitt/project/")
    hers, his = sent(anna.get(page)), sent(ben.get(page))
    anna.post(page, hers | {"title": "Von Anna"})
    again = sent(ben.post(page, his | {"title": "Von Ben"}))
    anna.post(page, sent(anna.get(page)) | {"title": "Noch einmal Anna"})
    assert ben.post(page, again).status_code == 409
    assert stored(draft) == {"title": "Noch einmal Anna"}


def test_an_old_line_with_breaks_is_not_changed_by_saving_its_page(make, draft, windows):
    anna, _ben = windows
    make.answer(draft, draft.call.questions.get(code="title"), "Zwei\nZeilen")
    page = address(draft, "abschnitt/project/")
    assert anna.post(page, sent(anna.get(page))).status_code == 302
    assert stored(draft) == {"title": "Zwei\nZeilen"}


def test_the_action_skips_what_was_shown_like_this(make, draft):
    person = make.owner(draft)
    make.answer(draft, draft.call.questions.get(code="title"), "Neu", version=4)
    seen = {"title": texts.digest("Alt")}
    saved = actions.save_answers(draft, {"title": ("Alt", 3)}, by=person, at=NOON, seen=seen)
    assert saved == ({"title": 4}, [])
    assert stored(draft) == {"title": "Neu"}
