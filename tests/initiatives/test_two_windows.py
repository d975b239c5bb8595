"""Two people, or two windows, on the same page: nobody overwrites what he did not see."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from initiatives import actions, texts
from initiatives.models import Answer, Application

from ..make import NOON, at, refused


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; calls close ten days later. English ends with the test."""
    with at(NOON), translation.override("en"):
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
    assert saved == ({"title": 3}, [])
    assert stored(draft) == {"title": "Neu"}


# -- Profile, contact, themes, declarations, files -----------------------------------------------


CHANGES = {  # what Anna stores, what Ben types on his older page, what he must see of hers
    "initiative/": ({"carrier": "Kammer Anna"}, {"region": "Ben-Revier"}, "Kammer Anna"),
    "ansprechperson/": ({"contact_name": "Anna Ahl"}, {"contact_phone": "030 1"}, "Anna Ahl"),
    "themen/": ({"criteria": ["dg"]}, {"criteria": ["dm"]}, "Digitalisierung"),
    "erklaerungen/": ({"terms": "on"}, {"pictures": "on"}, "Ich habe die Bedingungen gelesen."),
}
changes = pytest.mark.parametrize("page", CHANGES)


@pytest.fixture
def written(make, draft) -> Application:
    make.declaration(draft.call, "pictures", text={"de": "Die Bilder gehören uns."})
    return draft


def everything(application) -> list:
    """All that these four pages store."""
    found = Application.objects.select_related("initiative").get(pk=application.pk)
    return [
        (found.initiative.carrier, found.initiative.region),
        (found.contact_name, found.contact_phone),
        list(found.declared.values_list("criterion__code", flat=True)),
        list(found.confirmations.values_list("declaration__code", flat=True)),
    ]


@changes
def test_an_older_form_overwrites_nothing_and_shows_what_was_stored(written, windows, page):
    anna, ben = windows
    stores, types, visible = CHANGES[page]
    hers, his = sent(anna.get(address(written, page))), sent(ben.get(address(written, page)))
    assert anna.post(address(written, page), hers | stores).status_code == 302
    before = everything(written)
    refused = ben.post(address(written, page), his | types)
    body = refused.content.decode()
    assert refused.status_code == 409
    assert everything(written) == before
    assert "These details were changed meanwhile." in body
    meanwhile = body.split("Stored meanwhile:")[1].split("</dl>")[0]
    assert visible in meanwhile
    for name, value in types.items():  # what he typed stands in the form
        assert refused.context["form"][name].data == (True if value == "on" else value)


@changes
def test_saving_again_after_having_seen_it_replaces_it(written, windows, page):
    anna, ben = windows
    stores, types, _visible = CHANGES[page]
    hers, his = sent(anna.get(address(written, page))), sent(ben.get(address(written, page)))
    anna.post(address(written, page), hers | stores)
    before = everything(written)
    again = sent(ben.post(address(written, page), his | types))
    assert ben.post(address(written, page), again).status_code == 302
    after = everything(written)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@changes
def test_an_unchanged_form_sent_late_overwrites_nothing(written, windows, page):
    anna, ben = windows
    stores, _types, _visible = CHANGES[page]
    hers, his = sent(anna.get(address(written, page))), sent(ben.get(address(written, page)))
    anna.post(address(written, page), hers | stores)
    before = everything(written)
    assert ben.post(address(written, page), his).status_code == 302
    assert everything(written) == before


@changes
def test_both_storing_the_same_is_no_conflict(written, windows, page):
    anna, ben = windows
    stores, _types, _visible = CHANGES[page]
    hers, his = sent(anna.get(address(written, page))), sent(ben.get(address(written, page)))
    anna.post(address(written, page), hers | stores)
    assert ben.post(address(written, page), his | stores).status_code == 302


@pytest.mark.parametrize(
    ("page", "wrong"), [("initiative/", "name"), ("ansprechperson/", "contact_name")]
)
def test_a_form_refused_for_a_mistake_still_knows_what_it_showed(written, windows, page, wrong):
    anna, _ben = windows
    first = anna.get(address(written, page))
    answer = anna.post(address(written, page), sent(first) | {wrong: ""})
    assert answer.status_code == 200
    assert sent(answer)["seen"] == sent(first)["seen"]


def test_an_older_description_of_a_file_overwrites_nothing(make, draft, windows):
    anna, ben = windows
    file = draft.attachments.create(
        kind="picture", name="Werk.png", size=1, sha256="0" * 64, uploaded_at=NOON, caption="Alt"
    )
    page, target = address(draft, "anlagen/"), f"/en/bewerbungen/anlage/{file.key}/beschreiben/"
    (row,) = ben.get(page).context["rows"]
    data = {f"{file.key}-credit": "", f"{file.key}-alt_text": "Ofen", "seen": row.seen}
    assert anna.post(target, data | {f"{file.key}-caption": "Anna"}).status_code == 302
    refused = ben.post(target, data | {f"{file.key}-caption": "Ben"})
    file.refresh_from_db()
    assert (refused.status_code, file.caption) == (409, "Anna")
    (row,) = refused.context["rows"]
    assert row.meanwhile == [("Caption", "Anna")]
    assert 'value="Ben"' in refused.content.decode()
    assert f'name="seen" value="{row.seen}"' in refused.content.decode()
    again = data | {f"{file.key}-caption": "Ben", "seen": row.seen}
    assert ben.post(target, again).status_code == 302
    file.refresh_from_db()
    assert file.caption == "Ben"


def test_a_file_removed_meanwhile_is_not_described(make, draft):
    file = draft.attachments.create(
        kind="picture", name="Werk.png", size=1, sha256="0" * 64, uploaded_at=NOON
    )
    said = {"caption": "Neu", "credit": "", "alt_text": "", "rights": False}
    draft.attachments.all().delete()
    with refused("This file was removed meanwhile."):
        actions.describe(file, by=make.owner(draft), at=NOON, **said)


# -- Beginning -----------------------------------------------------------------------------------


def test_a_double_click_on_begin_leads_to_one_application(make, client):
    make.call()
    client.force_login(make.user())
    page = client.get("/en/bewerbungen/neu/")
    typed = {"name": "Bündnis", "carrier": "K", "region": "R", "states": "DE-NI"}
    typed["once"] = page.context["form"]["once"].value()
    assert f'name="once" value="{typed["once"]}"' in page.content.decode()
    first, second = (client.post("/en/bewerbungen/neu/", typed) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Application.objects.count() == 1
