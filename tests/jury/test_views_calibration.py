"""The pages of the calibration: who opens them, what they keep, what they never show."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Local
from jury.models import Agreement, Remark, Sample, SampleScore, Statement

from ..initiatives.test_documents import text_of
from ..make import DAY, NOON, at

JURY = "/en/jury/kalibrierung/"
OFFICE = "/en/verwaltung/jury/kalibrierung/"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY)


@pytest.fixture
def sample(make, call):
    return make.sample("dk", "dm", call=call)


@pytest.fixture
def juror(make, call):
    return make.juror(call=call)


@pytest.fixture
def as_juror(client, juror):
    client.force_login(juror.user)
    return client


@pytest.fixture
def as_office(client, make):
    client.force_login(make.office())
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(sample: Sample) -> str:
    return f"{JURY}faelle/{sample.key}/"


def answers(sample, **points) -> dict[str, str]:
    """What the sheet sends for points by code."""
    data = {}
    for code, value in points.items():
        pk = sample.call.criteria.get(code=code).pk
        data |= {f"c{pk}-points": str(value), f"c{pk}-reason": f"Grund {code}"}
    return data


# -- Who comes in --------------------------------------------------------------------------------


def addresses(sample) -> list[str]:
    return [JURY, page_of(sample), f"{JURY}kriterien/dk/"]


def offices(sample) -> list[str]:
    return [
        OFFICE,
        f"{OFFICE}neu/",
        f"{OFFICE}faelle/{sample.key}/",
        f"{OFFICE}faelle/{sample.key}/entfernen/",
        f"{OFFICE}oeffnen/",
        f"{OFFICE}beenden/",
        f"{OFFICE}kriterien/dk/",
    ]


@pytest.mark.parametrize("who", ["anonymous", "stranger", "owner", "office", "reader"])
def test_only_jurors_come_into_the_calibration(client, make, sample, who):
    people = {
        "stranger": make.user,
        "owner": lambda: make.owner(make.application(call=sample.call)),
        "office": make.office,
        "reader": lambda: make.office("reader"),
    }
    if who != "anonymous":
        client.force_login(people[who]())
    for address in addresses(sample):
        assert client.get(address).status_code == (302 if who == "anonymous" else 404)


@pytest.mark.parametrize("seat", ["left", "waits", "before", "after", "other"])
def test_who_does_not_judge_now_finds_nothing(client, make, sample, seat):
    today = NOON.date()
    fields = {
        "left": {"left_at": NOON},
        "waits": {"deputy_of": make.juror(call=sample.call)},
        "before": {"term_from": today + DAY},
        "after": {"term_until": today - DAY},
    }
    call = make.call(judging_from=NOON - DAY) if seat == "other" else sample.call
    juror = make.juror(call=call, **fields.get(seat, {}))
    client.force_login(juror.user)
    shown = [client.get(one) for one in addresses(sample)]
    assert [one.status_code for one in shown[1:]] == [404 if seat == "other" else 403] * 2
    assert not any("Musterfall Grünau" in text(one) for one in shown)


def test_the_newest_statement_comes_before_the_samples(as_juror, sample):
    Statement.objects.create(call=sample.call, version=1, text=Local(de="Wort"), published_at=NOON)
    for address in addresses(sample):
        assert "/erklaerung/" in as_juror.get(address).url


def test_who_sits_on_two_juries_finds_the_samples_of_both(as_juror, make, sample, juror):
    other = make.sample("dk", call=make.juror(user=juror.user).call)
    for one in (sample, other):
        assert as_juror.get(page_of(one)).status_code == 200
        assert as_juror.post(page_of(one), answers(one, dk=7)).status_code == 302
    assert SampleScore.objects.count() == 2


@pytest.mark.parametrize("who", ["anonymous", "stranger", "juror"])
def test_only_the_office_comes_into_its_pages(client, make, sample, who):
    if who != "anonymous":
        client.force_login(make.user() if who == "stranger" else make.juror(call=sample.call).user)
    for address in offices(sample):
        assert client.get(address).status_code == (302 if who == "anonymous" else 404)


def test_who_only_reads_in_the_office_sees_and_changes_nothing(client, make, sample, call):
    waiting = make.sample("dk", call=call, opened_at=None)
    client.force_login(make.office("reader"))
    for address in offices(sample):
        assert client.get(address).status_code == 200
    assert "<button" not in text(client.get(OFFICE)).split("<main")[1].split("</main>")[0]
    client.post(f"{OFFICE}oeffnen/")
    client.post(f"{OFFICE}beenden/")
    client.post(f"{OFFICE}faelle/{waiting.key}/entfernen/")
    client.post(f"{OFFICE}kriterien/dk/", {"remark": "1", "say-text": "Wort"})
    assert not Remark.objects.exists()
    waiting.refresh_from_db()
    sample.refresh_from_db()
    assert (waiting.opened_at, sample.closed_at) == (None, None)


def test_a_sample_that_waits_does_not_exist_for_jurors(as_juror, make, call):
    waiting = make.sample("dg", call=call, opened_at=None)
    assert as_juror.get(page_of(waiting)).status_code == 404
    assert as_juror.get(f"{JURY}kriterien/dg/").status_code == 404
    assert "No sample case yet" in text(as_juror.get(JURY))


# -- A juror scores, and then sees ---------------------------------------------------------------


def test_points_are_saved_and_a_refusal_keeps_what_was_typed(as_juror, sample):
    assert as_juror.post(page_of(sample), answers(sample, dk=7)).status_code == 302
    refused = as_juror.post(page_of(sample), {**answers(sample, dk=8, dm=""), "finish": "1"})
    assert refused.status_code == 409
    assert "Give points for “Demografie”." in text(refused)
    assert "Grund dm" in text(refused)
    assert SampleScore.objects.get(criterion__code="dk").points == 8
    assert "Feedback to the initiative" not in text(refused)


def test_the_spread_shows_from_the_second_on_and_then_nothing_opens_again(
    as_juror, make, sample, juror
):
    data = {**answers(sample, dk=7, dm=4), "finish": "1"}
    assert as_juror.post(page_of(sample), data).status_code == 302
    first = text(as_juror.get(page_of(sample)))
    assert "You are the first to finish" in first
    assert "Open the sheet again" in first
    assert "<svg viewBox" not in first
    other = make.sample_sheet(sample, {"dk": 3, "dm": None}, juror__user__name="Frau Fremd").juror
    second = text(as_juror.get(page_of(sample)))
    assert "From 3 to 7 points, range 4, median 5.0." in second
    assert "1 sheet without a judgement." in second
    assert "You gave 7 points." in second
    assert other.user.name not in second
    assert "Open the sheet again" not in second
    as_juror.post(f"{page_of(sample)}oeffnen/")
    assert sample.sheets.get(juror=juror).finished_at


def test_before_finishing_nothing_of_others_shows(as_juror, make, sample):
    before = as_juror.get(page_of(sample)).content
    for points in (0, 9):
        sheet = make.sample_sheet(sample, {"dk": points, "dm": points})
        Remark.objects.create(
            criterion=sample.call.criteria.get(code="dk"),
            juror=sheet.juror,
            text="Ich gab neun",
            said_at=NOON,
        )
    token = re.compile(rb'(csrfmiddlewaretoken" value="|nonce=")[^"]+')
    assert token.sub(b"", as_juror.get(page_of(sample)).content) == token.sub(b"", before)
    page = text(as_juror.get(f"{JURY}kriterien/dk/"))
    assert "Ich gab neun" not in page
    assert "First finish your sheets" in page
    assert "<figure" not in page
    sent = as_juror.post(f"{JURY}kriterien/dk/", {"text": "Auch ich"})
    assert (sent.status_code, Remark.objects.count()) == (409, 2)
    assert "Auch ich" in text(sent)


def test_after_the_end_the_whole_jury_sees_the_spread_and_writes_nothing(as_juror, make, sample):
    for points in (2, 6):
        make.sample_sheet(sample, {"dk": points, "dm": points})
    Sample.objects.update(closed_at=NOON)
    page = text(as_juror.get(page_of(sample)))
    assert "You finished no sheet on it." in page
    assert "From 2 to 6 points, range 4, median 4.0." in page
    refused = as_juror.post(page_of(sample), answers(sample, dk=7))
    assert refused.status_code == 409
    assert "Grund dk" in text(refused)
    assert as_juror.post(f"{JURY}kriterien/dk/", {"text": "Zu spät"}).status_code == 409
    assert not Remark.objects.exists()


def test_a_juror_speaks_and_takes_it_back_within_ten_minutes(as_juror, make, sample, juror):
    make.sample_sheet(sample, {"dk": 7, "dm": 4}, juror=juror)
    assert as_juror.post(f"{JURY}kriterien/dk/", {"text": "Die 5 ist unklar."}).status_code == 302
    said = Remark.objects.get()
    page = text(as_juror.get(f"{JURY}kriterien/dk/"))
    assert "Die 5 ist unklar." in page
    assert str(juror) in page
    address = f"{JURY}wortmeldungen/{said.pk}/zurueckziehen/"
    other = make.juror(call=sample.call)
    as_juror.force_login(other.user)
    assert as_juror.post(address).status_code == 404
    as_juror.force_login(juror.user)
    assert as_juror.post(address).status_code == 302
    assert not Remark.objects.exists()


def test_the_worklist_leads_there_and_stands_in_nobodys_way(as_juror, make, sample, juror):
    case = make.assignment(juror=juror, application__call=sample.call)
    page = text(as_juror.get("/en/jury/"))
    assert "Best first: 1 sample case" in page
    assert as_juror.get(f"/en/jury/faelle/{case.key}/").status_code == 200
    make.sample_sheet(sample, {"dk": 7, "dm": 4}, juror=juror)
    page = text(as_juror.get("/en/jury/"))
    assert "Best first" not in page
    assert "Calibration: how far the points lie apart" in page
    Sample.objects.update(opened_at=None)
    assert "Calibration:" not in text(as_juror.get("/en/jury/"))


# -- The office ----------------------------------------------------------------------------------


def test_the_office_writes_opens_and_closes(as_office, make, call, juror):
    data = {
        "title_de": "Musterfall Eins",
        "title_en": "",
        "text_de": "Erfunden.",
        "text_en": "",
        "criteria": ["dk", "dm"],
    }
    refused = as_office.post(f"{OFFICE}neu/", {**data, "criteria": []})
    assert refused.status_code in (200, 409)
    assert "Choose at least one criterion" in text(refused)
    assert "Musterfall Eins" in text(refused)
    assert as_office.post(f"{OFFICE}neu/", data).status_code == 302
    sample = Sample.objects.get()
    assert as_office.post(f"{OFFICE}oeffnen/").status_code == 302
    assert str(juror) in text(as_office.get(f"{OFFICE}beenden/"))
    assert as_office.post(f"{OFFICE}beenden/").status_code == 302
    sample.refresh_from_db()
    assert sample.closed_at == NOON


def test_the_office_sees_who_has_finished_and_points_without_names(as_office, make, sample):
    make.sample_sheet(sample, {"dk": 2, "dm": 9}, juror__user__name="Frau Eins")
    make.sample_sheet(sample, {"dk": 6, "dm": 9}, juror__user__name="Herr Zwei")
    page = text(as_office.get(OFFICE))
    assert "From 2 to 6 points, range 4, median 4.0." in page
    assert "All gave the same points: 9." in page
    who, apart = page.split('id="apart"')
    assert "Frau Eins" in who
    assert "Frau Eins" not in apart


def test_one_sheet_alone_is_shown_to_nobody(as_office, make, sample):
    """For the office sees who has finished, and so whose it is."""
    make.sample_sheet(sample, {"dk": 2, "dm": 9})
    for address in (OFFICE, f"{OFFICE}kriterien/dk/"):
        page = text(as_office.get(address))
        assert "From two finished sheets on" in page
        assert "<figure" not in page


def test_an_agreement_stands_on_sheets_and_in_the_yardstick(as_office, make, sample, juror):
    address = f"{OFFICE}kriterien/dk/"
    data = {"text_de": "Ab 5 zählt ein belegter Anfang.", "text_en": ""}
    assert as_office.post(address, data).status_code == 302
    assert Agreement.objects.get().agreed_at == NOON
    case = make.assignment(juror=juror, application__call=sample.call)
    as_office.force_login(juror.user)
    for page in (f"/en/jury/faelle/{case.key}/", "/en/jury/massstab/", page_of(sample)):
        assert "Ab 5 zählt ein belegter Anfang." in text(as_office.get(page))


def test_an_agreement_after_the_first_score_says_why(as_office, make, sample):
    make.sheet({"dk": 5}, application__call=sample.call)
    address = f"{OFFICE}kriterien/dk/"
    data = {"text_de": "Später verabredet.", "text_en": "", "reason": ""}
    refused = as_office.post(address, data)
    assert "Name the reason" in text(refused)
    assert "Später verabredet." in text(refused)
    assert not Agreement.objects.exists()
    assert as_office.post(address, {**data, "reason": "Sitzung"}).status_code == 302
    assert Agreement.objects.get().text == Local(de="Später verabredet.")


def test_the_office_says_a_word_and_takes_it_back(as_office, sample):
    address = f"{OFFICE}kriterien/dk/"
    assert as_office.post(address, {"remark": "1", "say-text": "Bitte kurz."}).status_code == 302
    assert "Award office" in text(as_office.get(address))
    empty = as_office.post(address, {"remark": "1", "say-text": " "})
    assert "Write what you want to say" in text(empty)
    said = Remark.objects.get()
    as_office.post(f"{OFFICE}wortmeldungen/{said.pk}/zurueckziehen/")
    assert not Remark.objects.exists()


# -- Figures -------------------------------------------------------------------------------------


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_cost_the_same_whatever_the_number_of_jurors(client, make, sample, call, juror):
    office = make.office()
    make.sample_sheet(sample, {"dk": 5, "dm": 5}, juror=juror)
    make.sample_sheet(sample, {"dk": 6, "dm": 5})
    criterion = call.criteria.get(code="dk")

    def figures() -> list[int]:
        found = []
        client.force_login(juror.user)
        found += [queries(client, one) for one in [*addresses(sample), "/en/jury/"]]
        client.force_login(office)
        found += [queries(client, one) for one in [OFFICE, f"{OFFICE}kriterien/dk/"]]
        return found

    Remark.objects.create(criterion=criterion, juror=juror, text="Eins", said_at=NOON)
    figures()
    before = figures()
    for points in range(8):
        sheet = make.sample_sheet(sample, {"dk": points, "dm": points})
        Remark.objects.create(criterion=criterion, juror=sheet.juror, text="Mehr", said_at=NOON)
    assert figures() == before
    assert before[3] <= 8


def test_an_agreement_is_printed_in_the_yardstick(as_juror, call):
    before = as_juror.get("/jury/massstab.pdf").content
    Agreement.objects.create(
        criterion=call.criteria.get(code="dk"), text=Local(de="Ab 5 belegt."), agreed_at=NOON
    )
    after = as_juror.get("/jury/massstab.pdf").content
    assert "Ab 5 belegt." not in text_of(before)
    assert "Ab 5 belegt." in text_of(after)
