"""The pages about impartiality: who opens them, what they keep, what they never show."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jury import actions
from jury.models import Assignment, Concern, Conflict, Juror

from ..make import DAY, NOON, SECOND, at

DECLARE = "/en/jury/befangenheit/"
OFFICE = "/en/verwaltung/jury/befangenheit/"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


def text(response) -> str:
    return response.content.decode()


# -- The juror declares --------------------------------------------------------------------------


@pytest.fixture
def juror(make) -> Juror:
    return make.juror(call=make.call(judging_from=NOON - DAY))


def undeclared(make, juror, name, **fields) -> Assignment:
    return make.assignment(
        juror=juror,
        application__call=juror.call,
        application__initiative__name=name,
        cleared=False,
        **fields,
    )


def concern(case, evidence="Träger: Guss AG", **fields) -> Concern:
    basics = {"kind": "carrier", "raised_at": NOON}
    return Concern.objects.create(
        juror=case.juror, application=case.application, evidence=evidence, **basics | fields
    )


def answers(*given) -> dict[str, str]:
    """What the form sends for (case, ground, note)."""
    data = {}
    for case, ground, note in given:
        data[f"note-{case.key}"] = note
        if ground:
            data[f"ground-{case.key}"] = ground
    return data


def test_names_region_and_every_carrier_stand_there_and_no_answer(client, make, juror):
    undeclared(make, juror, "Bündnis Talaue", application__initiative__carrier="Guss AG; IHK")
    client.force_login(juror.user)
    page = text(client.get(DECLARE))
    assert "Bündnis Talaue" in page
    assert "carried by Guss AG · IHK" in page
    assert "Antwort summary" not in page


def test_a_concern_stands_beside_its_case_and_that_case_first(client, make, juror):
    undeclared(make, juror, "Allianz")
    concern(undeclared(make, juror, "Zirkel"), "Träger: Guss AG")
    client.force_login(juror.user)
    page = text(client.get(DECLARE))
    assert re.findall(r"<legend>(.*?)</legend>", page) == ["Zirkel", "Allianz"]
    assert page.count("Träger: Guss AG") == 1


def test_some_are_saved_and_the_others_wait(client, make, juror):
    one, two = undeclared(make, juror, "Allianz"), undeclared(make, juror, "Zirkel")
    client.force_login(juror.user)
    answer = client.post(DECLARE, answers((one, "none", ""), (two, "", "")))
    assert (answer.status_code, answer.url) == (302, DECLARE)
    assert list(Assignment.objects.cleared()) == [one]
    page = text(client.get(DECLARE))
    assert "1 of 2 cases declared" in page
    assert re.findall(r"<legend>(.*?)</legend>", page) == ["Zirkel"]
    assert client.post(DECLARE, answers((two, "none", ""))).url == "/en/jury/"


def test_what_is_well_is_saved_and_the_rest_comes_back_as_typed(client, make, juror):
    good, noted, raised = (undeclared(make, juror, name) for name in ("Gut", "Notiz", "Anhalt"))
    concern(raised)
    client.force_login(juror.user)
    answer = client.post(
        DECLARE, answers((good, "none", ""), (noted, "", "Später mehr."), (raised, "none", ""))
    )
    assert answer.status_code == 409
    page = text(answer)
    assert list(Assignment.objects.cleared()) == [good]
    assert sorted(re.findall(r"<legend>(.*?)</legend>", page)) == ["Anhalt", "Notiz"]
    assert 'value="Später mehr."' in page
    assert "Choose an answer for “Notiz”" in page
    assert "Write on “Anhalt” why you are impartial in spite of the concern" in page
    assert Concern.objects.open().exists()


def test_nothing_chosen_is_said(client, make, juror):
    one = undeclared(make, juror, "Allianz")
    client.force_login(juror.user)
    answer = client.post(DECLARE, answers((one, "", "")))
    assert answer.status_code == 409
    assert "Choose an answer for at least one case." in text(answer)


def test_a_case_taken_away_meanwhile_is_left_out_and_said(client, make, juror):
    one, gone = undeclared(make, juror, "Allianz"), undeclared(make, juror, "Zirkel")
    Assignment.objects.filter(pk=gone.pk).update(withdrawn_at=NOON)
    client.force_login(juror.user)
    client.post(DECLARE, answers((one, "none", ""), (gone, "organ", "Beirat")))
    assert list(Assignment.objects.cleared()) == [one]
    assert not Conflict.objects.exists()
    assert "1 case of the list is no longer with you" in text(client.get("/en/jury/"))


def test_a_colleague_s_case_cannot_be_declared_on(client, make, juror):
    other = undeclared(make, make.juror(call=juror.call), "Fremd")
    client.force_login(juror.user)
    client.post(DECLARE, answers((other, "organ", "")))
    assert not Conflict.objects.exists()


def test_own_declarations_stand_by_date_and_ground_without_name_or_link(client, make, juror):
    case = undeclared(make, juror, "Bündnis Talaue")
    make.conflict(case, ground="organ", note="Beirat der Talaue GmbH")
    client.force_login(juror.user)
    page = text(client.get(DECLARE))
    assert "Body or membership" in page
    assert "Talaue" not in page
    assert str(case.key) not in page


@pytest.mark.parametrize("cases", [3, 60])
def test_declaring_costs_the_same_however_many_cases(client, make, juror, cases):
    for case in make.many_cases(juror.call, cases):
        row = make.assignment(juror=juror, application=case, cleared=False)
        concern(row)
    client.force_login(juror.user)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(DECLARE))
    assert page.count("<legend>") == min(cases, 20)
    assert len(queries) == 9


def test_the_last_page_of_many_can_be_sent(client, make, juror):
    rows = [
        make.assignment(juror=juror, application=case, cleared=False)
        for case in make.many_cases(juror.call, 22)
    ]
    client.force_login(juror.user)
    assert text(client.get(f"{DECLARE}?seite=2")).count("<legend>") == 2
    client.post(f"{DECLARE}?seite=2", answers((rows[20], "none", ""), (rows[21], "none", "")))
    assert Assignment.objects.cleared().count() == 2


# -- The initiative asks -------------------------------------------------------------------------


@pytest.fixture
def waiting(make):
    """A juror whose call judges from tomorrow, and an application that was handed in."""
    juror = make.juror(
        call=make.call(judging_from=NOON + DAY), user__name="Dr. Ada Albers", organisation="Kammer"
    )
    return juror, make.submitted(call=juror.call)


def jury_page(application) -> str:
    return f"/en/bewerbungen/{application.key}/befangenheit/"


def test_the_jury_stands_by_name_and_organisation(client, make, waiting):
    juror, application = waiting
    make.juror(call=juror.call, user__name="Fort Gegangen", left_at=NOON)
    client.force_login(make.owner(application))
    page = text(client.get(jury_page(application)))
    assert "Dr. Ada Albers" in page
    assert "Fort Gegangen" not in page
    assert juror.user.email not in page


def test_without_a_jury_the_page_says_so(client, make):
    application = make.submitted()
    client.force_login(make.owner(application))
    assert "Nobody appointed yet" in text(client.get(jury_page(application)))


def test_a_request_is_made_shown_and_taken_back(client, make, waiting):
    juror, application = waiting
    client.force_login(make.owner(application))
    page = jury_page(application)
    assert client.post(page, {"juror": juror.key, "reason": "Vertrag."}).url == page
    made = Concern.objects.get()
    assert "Being checked" in text(client.get(page))
    assert client.post(f"{page}{made.key}/zuruecknehmen/").url == page
    made.refresh_from_db()
    assert made.outcome == "withdrawn"


def test_a_refusal_keeps_what_was_typed(client, make, waiting):
    juror, application = waiting
    actions.request_exclusion(
        application, juror, reason="Vertrag.", by=make.owner(application), at=NOON
    )
    client.force_login(make.owner(application))
    answer = client.post(jury_page(application), {"juror": juror.key, "reason": "Verwandt."})
    assert answer.status_code == 409
    assert "You have made a request about this person already." in text(answer)
    assert "Verwandt." in text(answer)


def test_without_reason_it_is_said_where(client, make, waiting):
    juror, application = waiting
    client.force_login(make.owner(application))
    answer = client.post(jury_page(application), {"juror": juror.key, "reason": " "})
    assert "Write why you doubt the impartiality" in text(answer)
    assert not Concern.objects.exists()


def test_once_judging_has_begun_there_is_no_form(client, make, waiting):
    _juror, application = waiting
    with at(NOON + DAY - SECOND):
        client.force_login(make.owner(application))
        assert "Make the request" in text(client.get(jury_page(application)))
    with at(NOON + DAY):
        client.force_login(make.owner(application))
        page = text(client.get(jury_page(application)))
    assert "Make the request" not in page
    assert "turn to the office directly" in page


def test_a_reader_sees_the_jury_and_cannot_ask(client, make, waiting):
    _juror, application = waiting
    client.force_login(make.member(application.initiative, "reader"))
    page = text(client.get(jury_page(application)))
    assert "Dr. Ada Albers" in page
    assert "Make the request" not in page


def test_what_data_suggest_is_nothing_for_the_initiative(client, make, waiting):
    juror, application = waiting
    Concern.objects.create(
        juror=juror, application=application, kind="person", evidence="Team", raised_at=NOON
    )
    client.force_login(make.owner(application))
    page = text(client.get(jury_page(application)))
    assert "the name stands in the application" not in page
    key = Concern.objects.get().key
    assert client.post(f"{jury_page(application)}{key}/zuruecknehmen/").status_code == 404


def test_a_draft_has_no_such_page(client, make):
    application = make.application()
    client.force_login(make.owner(application))
    assert client.get(jury_page(application)).status_code == 404


# -- The office ----------------------------------------------------------------------------------


@pytest.fixture
def request_made(make, waiting) -> Concern:
    juror, application = waiting
    return actions.request_exclusion(
        application, juror, reason="Sie berät uns.", by=make.owner(application), at=NOON
    )


def office(client, make, role="editor"):
    client.force_login(make.office(role))
    return client


def test_open_requests_stand_first_and_are_confirmed(client, make, request_made):
    page = text(office(client, make).get(OFFICE))
    assert "1 request is to be decided" in page
    assert "Sie berät uns." in page
    url = f"{OFFICE}antrag/{request_made.key}/"
    assert "Sie berät uns." in text(client.get(url))
    answer = client.post(url, {"confirm": "1", "ground": "funding", "reason": "Ja."})
    assert (answer.status_code, answer.url) == (302, f"{OFFICE}?jahr=2026")
    assert Conflict.objects.get().source == "request"


def test_a_request_is_dismissed_with_a_reason(client, make, request_made):
    url = f"{OFFICE}antrag/{request_made.key}/"
    office(client, make)
    assert "Give reasons for the decision" in text(client.post(url, {"no-reason": " "}))
    assert client.post(url, {"no-reason": "Lange her."}).status_code == 302
    request_made.refresh_from_db()
    assert (request_made.outcome, request_made.reason) == ("dismissed", "Lange her.")


def test_the_lists_and_their_empty_states(client, make, juror):
    office(client, make)
    assert "No concerns" in text(client.get(OFFICE))
    assert "Nobody is recused" in text(client.get(f"{OFFICE}?liste=befangen"))
    assert "No request decided yet" in text(client.get(f"{OFFICE}?liste=antraege"))
    case = undeclared(make, juror, "Bündnis Talaue")
    concern(case)
    make.conflict(undeclared(make, juror, "Bündnis Moor"), note="Beirat")
    assert "Träger: Guss AG" in text(client.get(OFFICE))
    assert "Beirat" in text(client.get(f"{OFFICE}?liste=befangen"))
    assert "Träger: Guss AG" in text(client.get(f"{OFFICE}?suche=talaue"))
    assert "Nothing found" in text(client.get(f"{OFFICE}?suche=elbe"))


def test_searching_anew_says_how_many(client, make, juror):
    juror.organisation = "Kammer Talaue"
    juror.save()
    make.admitted(call=juror.call)
    office(client, make)
    client.post(f"{OFFICE}suchen/")
    assert "1 new concern." in text(client.get(OFFICE))
    client.post(f"{OFFICE}suchen/")
    assert "Nothing new was found." in text(client.get(OFFICE))


def test_the_office_establishes_and_lifts(client, make, juror):
    case = undeclared(make, juror, "Bündnis Talaue")
    office(client, make)
    url = f"/en/verwaltung/bewerbungen/{case.application.key}/befangenheit/"
    assert f'value="{juror.key}" selected' in text(client.get(f"{url}?jurymitglied={juror.key}"))
    assert client.post(url, {"juror": juror.key, "ground": "organ", "note": ""}).status_code == 409
    client.post(url, {"juror": juror.key, "ground": "organ", "note": "Beirat."})
    conflict = Conflict.objects.get()
    page = f"{OFFICE}{conflict.pk}/aufheben/"
    assert "Give the reason for lifting it" in text(client.post(page, {"reason": ""}))
    assert client.post(page, {"reason": "Irrtum."}).status_code == 302
    assert client.get(page).status_code == 404
    assert "Irrtum." in text(client.get(f"{OFFICE}?liste=befangen"))


def test_admitting_looks_for_ties(client, make, juror):
    juror.organisation = "Kammer Talaue"
    juror.save()
    application = make.submitted(call=juror.call)
    office(client, make).post(f"/en/verwaltung/bewerbungen/{application.key}/zulassen/")
    assert Concern.objects.get().application == application


@pytest.mark.parametrize("rows", [2, 60])
@pytest.mark.parametrize("liste", ["offen", "befangen"])
def test_the_office_s_list_costs_the_same(client, make, juror, rows, liste):
    for case in make.many_cases(juror.call, rows):
        row = make.assignment(juror=juror, application=case)
        concern(row) if liste == "offen" else make.conflict(row)
    office(client, make)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{OFFICE}?liste={liste}").status_code == 200
    assert len(queries) == 8


# -- Who opens what ------------------------------------------------------------------------------

PAGES = {
    "declare": (DECLARE, {"juror"}),
    "jury": ("/en/bewerbungen/{application}/befangenheit/", {"owner", "editor", "reader"}),
    "overview": (OFFICE, {"office reader", "office editor", "office lead", "auditor"}),
    "request": (
        OFFICE + "antrag/{request}/",
        {"office reader", "office editor", "office lead", "auditor"},
    ),
    "establish": (
        "/en/verwaltung/bewerbungen/{application}/befangenheit/",
        {"office reader", "office editor", "office lead", "auditor"},
    ),
    "lift": (
        OFFICE + "{conflict}/aufheben/",
        {"office reader", "office editor", "office lead", "auditor"},
    ),
}
ROLES = ["stranger", "owner", "editor", "reader", "juror", "office reader", "office editor"]
ROLES += ["office lead", "auditor"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_which_page(client, make, request_made, page, role):
    application = request_made.application
    conflict = make.conflict(make.assignment(juror=request_made.juror, application=application))
    people = {
        "stranger": make.user,
        "owner": lambda: make.owner(application),
        "editor": lambda: make.member(application.initiative, "editor"),
        "reader": lambda: make.member(application.initiative, "reader"),
        "juror": lambda: request_made.juror.user,
        "office reader": lambda: make.office("reader"),
        "office editor": make.office,
        "office lead": lambda: make.office("lead"),
        "auditor": lambda: make.office("auditor"),
    }
    client.force_login(people[role]())
    path, readers = PAGES[page]
    url = path.format(application=application.key, request=request_made.key, conflict=conflict.pk)
    assert client.get(url).status_code == (200 if role in readers else 404)


@pytest.mark.parametrize("page", PAGES)
def test_strangers_sign_in_first(client, make, page):
    url = PAGES[page][0].format(application=uuid4(), request=uuid4(), conflict=1)
    answer = client.get(url)
    assert (answer.status_code, answer.url) == (302, f"/en/konto/login/code/?next={url}")


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_changes_nothing(client, make, request_made, role):
    application = request_made.application
    conflict = make.conflict(
        make.assignment(juror=make.juror(call=application.call), application=application)
    )
    office(client, make, role)
    client.post(f"{OFFICE}suchen/")
    client.post(f"{OFFICE}antrag/{request_made.key}/", {"no-reason": "Nein."})
    client.post(f"{OFFICE}{conflict.pk}/aufheben/", {"reason": "Irrtum."})
    request_made.refresh_from_db()
    conflict.refresh_from_db()
    assert (request_made.settled_at, conflict.lifted_at) == (None, None)
