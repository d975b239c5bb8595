"""The page of a laureate: read, agree, suggest; nothing typed is lost; nobody else finds it."""

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from lxml import html

from awards import actions
from awards.models import Portrait
from initiatives.models import Local

from ...make import DAY, NOON, at

State = Portrait.State


@pytest.fixture(autouse=True)
def now():
    with at(NOON):
        yield


@pytest.fixture
def page(client, portrait, owner):
    client.force_login(owner)
    return reverse("portrait", args=[portrait.application.key])


def shown(client, page) -> dict[str, str]:
    """What the form of the page would send back untouched."""
    return form_of(client.get(page).content)


def form_of(content: bytes) -> dict[str, str]:
    form = html.fromstring(content).forms[-1]
    return {name: (value or "").strip() for name, value in form.fields.items() if name != "do"}


def stored() -> Portrait:
    return Portrait.objects.get()


def text_of(answer) -> str:
    return html.fromstring(answer.content).text_content()


# -- Who finds it --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["stranger", "reader", "office", "of another one"])
def test_nobody_else_finds_it(make, client, portrait, page, role):
    person = make.office("lead") if role == "office" else make.user()
    if role == "reader":
        make.member(portrait.application.initiative, "reader", user=person)
    if role == "of another one":
        make.member(make.admitted(call=portrait.application.call).initiative, "owner", user=person)
    client.force_login(person)
    assert client.get(page).status_code == 404
    assert client.post(page, {"do": "agree"}).status_code == 404


def test_anonymous_signs_in_first(client, page):
    client.logout()
    assert client.get(page).status_code == 302


def test_it_is_not_there_before_the_office_asks(client, page, portrait):
    with at(NOON - DAY):
        assert client.get(page).status_code == 200
    Portrait.objects.update(asked_at=None)
    assert client.get(page).status_code == 404
    tasks = client.get(reverse("apply:tasks", args=[portrait.application.key]))
    assert page not in tasks.content.decode()


def test_it_is_reached_from_the_application(client, page, portrait):
    tasks = client.get(reverse("apply:tasks", args=[portrait.application.key]))
    assert page in tasks.content.decode()


def test_it_says_nothing_of_how_far_the_release_is(make, client, page, owner):
    release = make.release(call=stored().application.call)
    actions.agree_to_portrait(stored(), seen=actions.seen_by_laureate(stored()), by=owner, at=NOON)
    before = text_of(client.get(page))
    actions.confirm(release, by=make.office("editor"), at=NOON)
    assert text_of(client.get(page)) == before


# -- Agreeing ------------------------------------------------------------------------------------


def test_both_languages_are_read(client, page):
    root = html.fromstring(client.get(page).content)
    said = {one.get("lang"): one.text_content() for one in root.xpath("//main//div[@lang]")}
    assert "Ein Porträt." in said["de"]
    assert "A portrait." in said["en"]


def test_one_button_agrees(client, page):
    answer = client.post(page, shown(client, page) | {"do": "agree"}, follow=True)
    assert stored().state == State.APPROVED
    assert "Your agreement is with the office." in text_of(answer)
    assert "You agreed on 2 March 2026." in text_of(answer)


def test_agreeing_with_another_text_typed_loses_nothing(client, page):
    typed = shown(client, page) | {"do": "agree", "text_de": "Mein Text."}
    answer = client.post(page, typed)
    assert answer.status_code == 409
    assert form_of(answer.content)["text_de"] == "Mein Text."
    assert "You have changed the text." in text_of(answer)
    assert stored().approved_at is None


def test_agreeing_to_an_older_text_shows_the_new_one(client, page):
    typed = shown(client, page) | {"do": "agree", "remark": "Danke."}
    Portrait.objects.update(text=Local(de="Neu.", en="New."))
    answer = client.post(page, typed)
    assert answer.status_code == 409
    form = form_of(answer.content)
    assert (form["text_de"], form["text_en"], form["remark"]) == ("Neu.", "New.", "Danke.")
    assert client.post(page, form | {"do": "agree"}).status_code == 302
    assert stored().state == State.APPROVED


# -- Suggesting ----------------------------------------------------------------------------------


def test_a_suggestion_is_sent_and_shown_with_its_changes(client, page):
    typed = shown(client, page) | {"do": "suggest", "text_de": "Unser Porträt.", "remark": "Bitte."}
    answer = client.post(page, typed, follow=True)
    found = stored()
    assert (found.state, found.suggestion) == (
        State.SUGGESTED,
        {"de": "Unser Porträt.", "en": "A portrait."},
    )
    root = html.fromstring(answer.content)
    assert [one.text_content().strip() for one in root.xpath("//main//del")] == ["removed: Ein"]
    assert [one.text_content().strip() for one in root.xpath("//main//ins")] == ["new: Unser"]


def test_the_suggestion_stands_in_the_form_until_it_is_answered(client, page):
    client.post(page, shown(client, page) | {"do": "suggest", "text_de": "Unser Porträt."})
    assert form_of(client.get(page).content)["text_de"] == "Unser Porträt."


def test_what_was_typed_stays_when_the_office_changed_the_text_meanwhile(client, page):
    typed = shown(client, page) | {"do": "suggest", "text_de": "Mein Text."}
    Portrait.objects.update(text=Local(de="Neu.", en="New."))
    answer = client.post(page, typed)
    assert answer.status_code == 409
    form = form_of(answer.content)
    assert form["text_de"] == "Mein Text."
    assert "Neu." in text_of(answer)
    assert client.post(page, form | {"do": "suggest"}).status_code == 302
    assert stored().suggestion["de"] == "Mein Text."


def test_an_untouched_text_is_no_suggestion_to_go_back(client, page):
    """Who only wrote a remark does not ask for the old text again."""
    typed = shown(client, page) | {"do": "suggest", "remark": "Der Name fehlt."}
    Portrait.objects.update(text=Local(de="Neu.", en="New."))
    form = form_of(client.post(page, typed).content)
    client.post(page, form | {"do": "suggest"})
    assert stored().suggestion == {"de": "Neu.", "en": "New."}
    assert stored().remark == "Der Name fehlt."


def test_nothing_suggested_is_refused(client, page):
    answer = client.post(page, shown(client, page) | {"do": "suggest"})
    assert answer.status_code == 409
    assert "Change something in the text" in text_of(answer)


def test_a_text_that_is_too_long_is_refused_and_kept(client, page):
    long = "a" * 4001
    answer = client.post(page, shown(client, page) | {"do": "suggest", "text_de": long})
    assert answer.status_code == 200
    assert form_of(answer.content)["text_de"] == long
    assert stored().suggested_at is None


def test_a_suggestion_is_taken_back(client, page):
    client.post(page, shown(client, page) | {"do": "suggest", "text_de": "Unser Porträt."})
    back = html.fromstring(client.get(page).content).forms[-2]
    client.post(page, dict(back.fields) | {"do": "take-back"})
    assert stored().state == State.ASKED


# -- After the announcement ----------------------------------------------------------------------


def test_from_the_second_of_the_announcement_it_leads_there(make, client, page, owner):
    release = make.release(call=stored().application.call)
    form = shown(client, page) | {"do": "agree"}
    client.post(page, form)
    actions.confirm(release, by=make.office("editor"), at=NOON)
    with at(release.embargo_until):
        client.force_login(owner)  # the session of twelve days ago has ended
        answer = client.get(page)
        assert reverse("laureate", args=[2026, "buendnis-sued"]) in answer.content.decode()
        refused = client.post(page, form | {"do": "suggest", "text_de": "Spät."})
    assert refused.status_code == 409
    assert "public already" in text_of(refused)


@pytest.mark.parametrize(("language", "words"), [("de", "Ein Porträt."), ("en", "A portrait.")])
def test_everybody_reads_it_then_in_both_languages(make, client, portrait, owner, language, words):
    seen = actions.seen_by_laureate(portrait)
    actions.agree_to_portrait(portrait, seen=seen, by=owner, at=NOON)
    release = make.release(call=portrait.application.call)
    actions.confirm(release, by=make.office("editor"), at=NOON)
    with translation.override(language), at(release.embargo_until):
        answer = client.get(reverse("laureate", args=[2026, "buendnis-sued"]))
    assert words in text_of(answer)


# -- Own data ------------------------------------------------------------------------------------


def parcel(client, portrait) -> zipfile.ZipFile:
    answer = client.get(reverse("own_application", args=[portrait.application.key]))
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))


def test_who_was_asked_takes_the_portrait_along(client, page, portrait):
    client.post(page, shown(client, page) | {"do": "suggest", "remark": "Bitte anders."})
    name = f"bewerbung-{portrait.application.number}/portraet.json"
    said = json.loads(parcel(client, portrait).read(name))
    assert (said["text"]["de"], said["remark"]) == ("Ein Porträt.", "Bitte anders.")


@pytest.mark.parametrize("why", ["not asked yet", "reads only"])
def test_others_find_nothing_of_it_in_their_data(make, client, portrait, page, why):
    if why == "reads only":
        reader = make.user()
        make.member(portrait.application.initiative, "reader", user=reader)
        client.force_login(reader)
    else:
        Portrait.objects.update(asked_at=None)
    assert not [one for one in parcel(client, portrait).namelist() if "portraet" in one]
