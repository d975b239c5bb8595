"""Saving one field while somebody types: what is stored, what is refused, and how few queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives import shown, texts
from initiatives.models import Answer, Application, JournalEntry, User

from ..make import DAY, NOON, SECOND, at

CLOSED = "The deadline has passed. What was saved before stays readable; nothing new is stored."
NOT_YOURS = "Only owners and editors can change the application."
NOT_ASKED = "The office has asked for changes at other points; this one stays as it was handed in."
HANDED_IN = (
    "This application has been handed in. Before the deadline you can open it again and change it."
)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; calls close ten days later."""
    with at(NOON):
        yield


@pytest.fixture
def draft(make) -> Application:
    return make.application(declared=("dk",))


@pytest.fixture
def anna(make, draft) -> Client:
    return signed_in(make.owner(draft))


def signed_in(person: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def save(client: Client, application: Application, field="title", text="Talaue", **sent: Any):
    """Send one field as the script does, for whoever is signed in."""
    data = {"page": "section", "field": field, "text": text, "version": 0, **sent}
    if "writer" not in sent:
        data["writer"] = User.objects.get(pk=client.session["_auth_user_id"]).key
    address = f"/en/bewerbungen/{application.key}/speichern/"
    return client.post(address, data, headers={"accept": "application/json"})


def stored(application: Application) -> dict[str, tuple[str, int]]:
    rows = application.answers.values_list("question__code", "text", "version")
    return {code: (text, version) for code, text, version in rows}


# -- One answer ----------------------------------------------------------------------------------


def test_an_answer_is_stored_and_acknowledged(make, draft, anna):
    answer = save(anna, draft)
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "saved",
        "saved": "12:00",
        "seen": texts.digest("Talaue"),
        "version": 1,
        "length": 6,
    }
    assert stored(draft) == {"title": ("Talaue", 1)}
    row = Answer.objects.get()
    assert (row.saved_at, row.saved_by) == (NOON, make.owner(draft))
    assert Application.objects.get().saved_at == NOON


def test_the_next_one_counts_up_from_the_version_its_writer_saw(draft, anna):
    save(anna, draft)
    answer = save(anna, draft, text="Talaue und\u00adBerg", version=1)
    assert (answer.json()["version"], answer.json()["length"]) == (2, 14)
    assert stored(draft) == {"title": ("Talaue undBerg", 2)}


def test_the_same_text_twice_is_saved_once(draft, anna):
    save(anna, draft)
    assert save(anna, draft).json()["version"] == 1
    assert stored(draft) == {"title": ("Talaue", 1)}


def test_a_text_over_its_limit_is_stored_whole(draft, anna):
    assert save(anna, draft, "summary", "ä" * 5000).json()["length"] == 5000


def test_what_somebody_else_saved_meanwhile_comes_back_with_who_and_when(make, draft, anna):
    ben = signed_in(make.member(draft.initiative, "editor", name="Ben Behn"))
    save(ben, draft, text="Von Ben")
    answer = save(anna, draft, text="Von Anna")
    assert answer.status_code == 409
    assert answer.json() == {
        "state": "conflict",
        "theirs": "Von Ben",
        "by": "Ben Behn",
        "at": "12:00 h",
        "version": 1,
        "seen": texts.digest("Von Ben"),
    }
    assert stored(draft) == {"title": ("Von Ben", 1)}
    assert save(anna, draft, text="Von beiden", version=1).json()["version"] == 2


def test_a_question_of_another_call_is_unknown(make, draft, anna):
    make.question(make.call(), "elsewhere")
    answer = save(anna, draft, "elsewhere")
    assert (answer.status_code, answer.json()["state"]) == (409, "closed")
    assert answer.json()["message"] == "This question is not part of the call."


def test_single_saves_are_not_journalled(draft, anna):
    save(anna, draft)
    assert not JournalEntry.objects.filter(at=NOON).exists()


@pytest.mark.parametrize("before", ["", "Erster Text"])
def test_saving_one_answer_takes_six_queries(make, draft, anna, before):
    if before:
        make.answer(draft, draft.call.questions.get(code="title"), before)
    for number in range(20):
        make.question(draft.call, f"frage-{number}")
    writer, version = make.owner(draft).key, int(bool(before))
    with CaptureQueriesContext(connection) as queries:
        assert save(anna, draft, version=version, writer=writer).json()["version"] == version + 1
    asked = [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) == 6, asked


# -- Who and when --------------------------------------------------------------------------------


def test_it_counts_to_the_last_second_and_no_longer(draft, anna):
    with at(draft.call.closes_at - SECOND):
        anna = signed_in(User.objects.get(memberships__initiative=draft.initiative))
        assert save(anna, draft).status_code == 200
    with at(draft.call.closes_at):
        answer = save(anna, draft, text="Zu spät", version=1)
    assert answer.status_code == 409
    assert answer.json() == {"state": "closed", "message": CLOSED}
    assert stored(draft) == {"title": ("Talaue", 1)}


def test_within_the_grace_it_is_stored(make):
    draft = make.application(call__grace_minutes=5)
    with at(draft.call.closes_at + 299 * SECOND):
        client = signed_in(make.owner(draft))
        assert save(client, draft).status_code == 200
    with at(draft.call.closes_at + 300 * SECOND):
        assert save(client, draft, text="Zu spät", version=1).status_code == 409


def test_what_is_handed_in_changes_only_once_it_is_opened_again(make):
    application = make.submitted()
    client = signed_in(make.owner(application))
    assert save(client, application, version=1).json()["message"] == HANDED_IN
    Application.objects.update(reopened_at=NOON)
    assert save(client, application, version=1).status_code == 200


def test_a_request_for_changes_opens_the_points_it_names(make):
    application = make.submitted()
    request = application.change_requests.create(asked_at=NOON, until=NOON + 60 * DAY)
    question = application.call.questions.get(code="title")
    request.points.create(page="section", question=question, note="Kürzer")
    with at(NOON + 30 * DAY):
        client = signed_in(make.owner(application))
        assert save(client, application, version=1).status_code == 200
        assert save(client, application, "summary", version=1).json()["message"] == NOT_ASKED


def test_readers_are_told_that_they_only_read(make, draft):
    client = signed_in(make.member(draft.initiative, "reader"))
    answer = save(client, draft)
    assert (answer.status_code, answer.json()["message"]) == (409, NOT_YOURS)
    assert not stored(draft)


@pytest.mark.parametrize("page", ["section", "initiative", "contact"])
def test_for_everybody_else_it_does_not_exist(make, draft, page):
    field = {"section": "title", "initiative": "name", "contact": "contact_name"}[page]
    for person in (make.user(), make.owner(make.application()), make.office("lead")):
        client = signed_in(person)
        assert save(client, draft, field, page=page).status_code == 404
        address = f"/en/bewerbungen/{draft.key}/speichern/"
        assert client.get(address).status_code == 404
    assert not stored(draft)


def test_who_is_signed_out_is_told_so_in_json(draft):
    answer = save(Client(), draft, writer="0" * 32)
    assert (answer.status_code, answer.json()) == (403, {"state": "signed_out"})


def test_a_text_is_not_saved_as_somebody_elses(make, draft):
    ben = make.member(draft.initiative, "editor")
    answer = save(signed_in(ben), draft, writer=make.owner(draft).key)
    assert (answer.status_code, answer.json()) == (403, {"state": "other_user"})
    assert not stored(draft)


def test_an_old_token_is_answered_with_a_new_one(make, draft):
    client = signed_in(make.owner(draft), enforce_csrf_checks=True)
    answer = save(client, draft)
    assert (answer.status_code, answer.json()["state"]) == (403, "outdated")
    again = save(client, draft, csrfmiddlewaretoken=answer.json()["token"])
    assert again.json()["state"] == "saved"


def test_another_site_gets_no_token(make, draft):
    client = signed_in(make.owner(draft), enforce_csrf_checks=True)
    answer = client.post(
        f"/bewerbungen/{draft.key}/speichern/",
        headers={"accept": "application/json", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("sent", "status"), [({"page": "themes"}, 422), ({"version": "x"}, 422), ({"writer": ""}, 422)]
)
def test_what_no_page_sends_is_refused(draft, anna, sent, status):
    assert save(anna, draft, **sent).status_code == status
    assert not stored(draft)


# -- One field of the profile or the contact person ----------------------------------------------


def digest(application: Application, page: str, name: str = "") -> str:
    fresh = Application.objects.select_related("initiative").get(pk=application.pk)
    values = shown.contact(fresh) if page == "contact" else shown.profile(fresh.initiative)
    return shown.digest({name: values[name]} if name else values)


def save_field(client, application, page, name, text, **sent):
    seen = {
        "seen": digest(application, page, name),
        "page_seen": digest(application, page),
    }
    return save(client, application, name, text, page=page, **seen | sent)


@pytest.mark.parametrize(
    ("page", "name", "text", "value"),
    [
        ("initiative", "carrier", " Kammer  Berg ", "Kammer Berg"),
        ("initiative", "states", ["DE-NI", "DE-ST"], ["DE-NI", "DE-ST"]),
        ("initiative", "founded", "2015", 2015),
        ("initiative", "founded", "", None),
        ("initiative", "website", "www.talaue.example", "https://www.talaue.example"),
        ("contact", "contact_email", "neu@people.example", "neu@people.example"),
        ("contact", "contact_phone", "030 1", "030 1"),
    ],
)
def test_one_field_is_stored_clean(draft, anna, page, name, text, value):
    answer = save_field(anna, draft, page, name, text)
    assert answer.json() == {
        "state": "saved",
        "saved": "12:00",
        "seen": digest(draft, page, name),
        "page_seen": digest(draft, page),
    }
    fresh = Application.objects.select_related("initiative").get()
    assert getattr(fresh if page == "contact" else fresh.initiative, name) == value


@pytest.mark.parametrize(
    ("page", "name", "text", "message"),
    [
        ("initiative", "name", "", "Enter the name of the initiative"),
        ("initiative", "founded", "neulich", "Enter the year with four digits"),
        (
            "initiative",
            "states",
            ["XX"],
            "Select a valid choice. XX is not one of the available choices.",
        ),
        ("contact", "contact_email", "anna@", "Enter an address such as name@beispiel.de"),
    ],
)
def test_what_is_no_value_is_said_and_not_stored(draft, anna, page, name, text, message):
    before = digest(draft, page)
    answer = save_field(anna, draft, page, name, text)
    assert (answer.status_code, answer.json()) == (422, {"state": "invalid", "message": message})
    assert digest(draft, page) == before


def test_a_field_that_changed_meanwhile_is_a_conflict(make, draft, anna):
    seen = digest(draft, "initiative", "carrier")
    save_field(anna, draft, "initiative", "carrier", "Von Ben")
    answer = save_field(anna, draft, "initiative", "carrier", "Von Anna", seen=seen)
    assert answer.status_code == 409
    assert answer.json() == {
        "state": "conflict",
        "theirs": "Von Ben",
        "by": "Somebody",
        "seen": digest(draft, "initiative", "carrier"),
    }


def test_another_field_that_changed_meanwhile_is_none_but_stays_unseen(draft, anna):
    old = digest(draft, "initiative")
    save_field(anna, draft, "initiative", "region", "Von Ben")
    answer = save_field(anna, draft, "initiative", "carrier", "Von Anna", page_seen=old)
    assert (answer.json()["state"], answer.json()["page_seen"]) == ("saved", old)


def test_the_profile_of_a_listed_initiative_is_the_offices(draft, anna):
    draft.initiative.is_listed = True
    draft.initiative.save()
    answer = save_field(anna, draft, "initiative", "carrier", "Neu")
    assert (answer.status_code, answer.json()["state"]) == (409, "closed")


def test_a_field_that_no_page_has_does_not_exist(draft, anna):
    assert save(anna, draft, "slug", page="initiative").status_code == 404


# -- What is stored, for comparing ---------------------------------------------------------------


def test_members_read_what_is_stored(make, draft):
    make.answer(draft, draft.call.questions.get(code="title"), "Tal", saved_by=make.owner(draft))
    client = signed_in(make.member(draft.initiative, "reader"))
    with CaptureQueriesContext(connection) as queries:
        found = client.get(f"/en/bewerbungen/{draft.key}/speichern/").json()
    assert len(queries) <= 6
    assert set(found) == {"section", "initiative", "contact"}
    assert (found["section"]["title"]["value"], found["section"]["title"]["version"]) == ("Tal", 1)
    assert found["section"]["title"]["by"] == make.owner(draft).name
    carrier = {"value": "Kammer Talaue", "seen": digest(draft, "initiative", "carrier")}
    assert found["initiative"]["carrier"] == carrier
    assert found["initiative"]["founded"]["value"] == ""


# -- Without JavaScript: a mistake in one field holds up no other --------------------------------


@pytest.mark.parametrize(
    ("page", "typed", "wrong", "right"),
    [
        (
            "initiative",
            {"name": "Neu", "carrier": "", "region": "R", "states": "DE-NI", "founded": "früh"},
            ["carrier", "founded"],
            {"name": "Neu", "region": "R", "states": ["DE-NI"], "carrier": "Kammer Talaue"},
        ),
        (
            "ansprechperson",
            {"contact_name": "Neue Person", "contact_email": "neu@", "contact_phone": "030 1"},
            ["contact_email"],
            {"contact_name": "Neue Person", "contact_phone": "030 1"},
        ),
    ],
)
def test_valid_fields_are_stored_beside_an_invalid_one(draft, anna, page, typed, wrong, right):
    address = f"/en/bewerbungen/{draft.key}/{page}/"
    answer = anna.post(address, typed)
    body = answer.content.decode()
    fresh = Application.objects.select_related("initiative").get()
    row = fresh if page == "ansprechperson" else fresh.initiative
    assert {name: getattr(row, name) for name in right} == right
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, wrong)
    assert "All other details on this page are saved." in body
    for name in wrong:  # what was typed stands there again
        assert answer.context["form"][name].value() == typed[name]
    values = shown.contact(fresh) if row is fresh else shown.profile(row)
    assert f'name="seen" value="{shown.digest(values)}"' in body


def test_nobody_elses_change_is_overwritten_by_a_form_with_a_mistake(draft, anna):
    address = f"/en/bewerbungen/{draft.key}/ansprechperson/"
    old = digest(draft, "contact")
    save_field(anna, draft, "contact", "contact_name", "Von Ben")
    typed = {"contact_name": "Von Anna", "contact_email": "neu@", "seen": old}
    answer = anna.post(address, typed)
    assert answer.status_code == 409
    assert "All other details on this page are saved." not in answer.content.decode()
    assert Application.objects.get().contact_name == "Von Ben"


# -- What the page tells the script --------------------------------------------------------------


def told(answer) -> dict:
    return json.loads(answer.context["saving"])


def test_a_page_of_questions_takes_few_queries_however_many_they_are(make, draft, anna):
    for number in range(20):
        question = make.question(draft.call, f"frage-{number}")
        make.answer(draft, question, "Text", saved_by=make.owner(draft))
    with CaptureQueriesContext(connection) as queries:
        assert anna.get(f"/en/bewerbungen/{draft.key}/abschnitt/project/").status_code == 200
    assert len(queries) <= 10, [query["sql"] for query in queries]


def test_the_page_tells_label_version_and_digest_and_no_text_twice(make, draft, anna):
    make.answer(draft, draft.call.questions.get(code="title"), "Tal", version=3)
    page = anna.get(f"/en/bewerbungen/{draft.key}/abschnitt/project/")
    assert told(page) == {
        "title": {"label": "Title", "seen": texts.digest("Tal"), "version": 3},
        "summary": {"label": "Summary", "seen": texts.digest(""), "version": 0},
    }


def test_of_a_conflict_it_tells_the_other_text_with_who_and_when(make, draft, anna):
    ben = signed_in(make.member(draft.initiative, "editor", name="Ben Behn"))
    save(ben, draft, text="Von Ben")
    address = f"/en/bewerbungen/{draft.key}/abschnitt/project/"
    page = anna.post(address, {"title": "Von Anna", "title-version": "0"})
    assert told(page)["title"] == {
        "label": "Title",
        "seen": texts.digest("Von Ben"),
        "version": 1,
        "value": "Von Ben",
        "by": "Ben Behn",
        "at": "12:00 h",
    }


def test_of_a_refused_value_it_tells_what_is_stored(draft, anna):
    page = anna.post(f"/en/bewerbungen/{draft.key}/ansprechperson/", {"contact_email": "neu@"})
    assert told(page)["contact_email"]["value"] == draft.contact_email
    assert "value" not in told(page)["contact_phone"]


def test_what_may_only_be_read_is_not_saved_by_a_script(make, draft):
    reader = signed_in(make.member(draft.initiative, "reader"))
    for page in ("abschnitt/project/", "initiative/", "ansprechperson/"):
        body = reader.get(f"/en/bewerbungen/{draft.key}/{page}").content.decode()
        assert "data-fields" not in body
        assert "data-saving" in body  # a copy from before is offered all the same


def test_without_an_account_no_page_keeps_anything(client, make):
    make.call()
    assert "data-saving" not in client.get("/").content.decode()
