"""Feedback after the ceremony: from what jurors wrote for it, for all at once, nobody named."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions
from awards.models import Feedback
from initiatives import shown
from initiatives.models import JournalEntry, Letter, Membership
from initiatives.refusals import Stale
from jury import results

from ..make import DAY, NOON, SECOND, at, refused

ADMITTED_ONLY = "Feedback goes to applications that were admitted and judged."
TOO_SOON = "Feedback goes out once the ceremony was held and the laureates are announced."


@pytest.fixture
def held(make):
    """A call whose ceremony begins at NOON, with one laureate announced that second."""
    call = make.call(ceremony_at=NOON)
    prize = make.prize(call=call)
    make.decision(prize=prize, application__declared=("dk",))
    make.release(call=call, confirmed=True, embargo_until=NOON)
    return call


@pytest.fixture
def office(make):
    return make.office("editor")


def write_all(call, office, when=NOON):
    for case in call.applications.all():
        texts = dict.fromkeys(results_codes(case), "Bleiben Sie dran.")
        actions.write_feedback(case, texts, by=office, at=when)


def results_codes(case):
    return [row.criterion.code for row in case.declared.all()]


# -- What jurors wrote ---------------------------------------------------------------------------


def test_only_finished_sheets_count_and_the_order_tells_nobody(make):
    case = make.admitted(declared=("dk",), call__judging_from=NOON - DAY)
    for text, finished in (("Zuletzt genannt", True), ("Am Anfang", True), ("Unfertig", False)):
        sheet = make.sheet({"dk": 5}, application=case, finished=finished)
        sheet.scores.update(for_applicant=text)
    (texts,) = results.feedback_of(case).values()
    assert texts == ["Am Anfang", "Zuletzt genannt"]


def test_the_reason_stays_with_the_jury(make, client):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    sheet = make.sheet({"dk": 5}, application=case, reason="Nur intern gesagt")
    sheet.scores.update(for_applicant="Für die Initiative")
    client.force_login(make.office("editor"))
    with at(NOON):
        page = client.get(f"/verwaltung/rueckmeldungen/{case.key}/").content.decode()
    assert "Für die Initiative" in page
    assert "Nur intern gesagt" not in page
    assert str(sheet.juror.user) not in page.split("<main")[1]


# -- Writing -------------------------------------------------------------------------------------


def test_feedback_is_written_from_the_end_of_the_judging_on(make, office):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    with refused("Feedback is written once the judging has ended."):
        actions.write_feedback(case, {"dk": "Text"}, by=office, at=NOON - SECOND)
    feedback = actions.write_feedback(case, {"dk": " Text\r\nmehr "}, by=office, at=NOON)
    row = feedback.texts.get()
    assert (row.text, row.saved_at, row.saved_by) == ("Text\nmehr", NOON, office)
    assert JournalEntry.objects.get().action == "feedback.written"


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_writes_no_feedback(make, role):
    case = make.admitted(call__judging_until=NOON)
    with refused("Your role reads and does not decide."):
        actions.write_feedback(case, {}, by=make.office(role), at=NOON)


def test_an_excluded_application_gets_none(make, office):
    case = make.submitted(
        status="excluded", exclusion_reason="Kein Bündnis.", call__judging_until=NOON
    )
    with refused(ADMITTED_ONLY):
        actions.write_feedback(case, {}, by=office, at=NOON)


def test_a_criterion_that_is_not_judged_is_not_stored(make, office):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    feedback = actions.write_feedback(case, {"dk": "A", "dg": "B"}, by=office, at=NOON)
    assert [row.criterion.code for row in feedback.texts.all()] == ["dk"]


def test_two_of_the_office_do_not_overwrite_each_other(make, office):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    from_before = shown.digest({"dk": ""})
    actions.write_feedback(case, {"dk": "Erste"}, by=office, at=NOON, seen=from_before)
    with pytest.raises(Stale):
        actions.write_feedback(case, {"dk": "Zweite"}, by=office, at=NOON, seen=from_before)
    assert actions.giving_feedback.stored(case) == {"dk": "Erste"}


def test_the_page_of_the_second_keeps_the_text_and_shows_the_first(make, client, office):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    client.force_login(office)
    page = f"/en/verwaltung/rueckmeldungen/{case.key}/"
    with at(NOON):
        seen = shown.digest({"dk": ""})
        client.post(page, {"dk": "Erste", "seen": seen})
        answer = client.post(page, {"dk": "Zweite", "seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Erste" in text
    assert "Zweite" in text.split("<textarea")[1]


def test_a_text_too_long_is_shown_again(make, client, office):
    case = make.admitted(declared=("dk",), call__judging_until=NOON)
    client.force_login(office)
    with at(NOON):
        answer = client.post(f"/verwaltung/rueckmeldungen/{case.key}/", {"dk": "x" * 1501})
    assert "x" * 1501 in answer.content.decode()
    assert not Feedback.objects.exists()


# -- Releasing -----------------------------------------------------------------------------------


def test_all_receive_it_at_the_same_time(make, held, office):
    other = make.admitted(call=held, declared=("dk",))
    reader = make.member(other.initiative, role=Membership.Role.READER)
    write_all(held, office)
    assert actions.release_feedback(held, by=office, at=NOON) == 2
    assert set(Feedback.objects.values_list("released_at", flat=True)) == {NOON}
    letters = Letter.objects.filter(kind="feedback")
    assert {letter.to for letter in letters} == {
        make.owner(case).email for case in held.applications.all()
    }
    assert reader.email not in {letter.to for letter in letters}
    assert f"/bewerbungen/{other.key}/rueckmeldung/" in "".join(row.text for row in letters)


def test_not_a_second_before_the_ceremony(make, held, office):
    write_all(held, office, when=NOON - SECOND)
    with refused(TOO_SOON):
        actions.release_feedback(held, by=office, at=NOON - SECOND)


def test_not_before_the_laureates_are_announced(make, office):
    call = make.call(ceremony_at=NOON)
    make.admitted(call=call, declared=("dk",))
    write_all(call, office)
    with refused(TOO_SOON):
        actions.release_feedback(call, by=office, at=NOON)


def test_a_missing_text_hinders_and_is_named(make, held, office):
    write_all(held, office)
    late = make.admitted(call=held, declared=("dk", "dg"), initiative__name="Bündnis Nord")
    actions.write_feedback(late, {"dk": "Text"}, by=office, at=NOON)
    ((case, lacking),) = actions.unfinished(held)
    assert (case, [criterion.code for criterion in lacking]) == (late, ["dg"])
    with refused("Text is still missing, first at Bündnis Nord."):
        actions.release_feedback(held, by=office, at=NOON)


def test_a_second_click_releases_nothing_and_writes_no_letter(make, held, office):
    write_all(held, office)
    actions.release_feedback(held, by=office, at=NOON)
    with refused("All feedback has been released already."):
        actions.release_feedback(held, by=office, at=NOON + SECOND)
    assert Letter.objects.filter(kind="feedback").count() == 1


def test_what_is_released_no_longer_changes(make, held, office):
    write_all(held, office)
    actions.release_feedback(held, by=office, at=NOON)
    with refused("This feedback is released; it can no longer change."):
        write_all(held, office, when=NOON + SECOND)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_releases_nothing(make, held, role):
    with refused("Your role reads and does not decide."):
        actions.release_feedback(held, by=make.office(role), at=NOON)


# -- Who reads it --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_members_read_it_once_it_is_released(make, held, office, client, role):
    case = held.applications.get()
    write_all(held, office)
    client.force_login(make.member(case.initiative, role=role))
    page = f"/bewerbungen/{case.key}/rueckmeldung/"
    with at(NOON):
        before = client.get(page)
        actions.release_feedback(held, by=office, at=NOON)
        after = client.get(page)
    assert before.status_code == 200
    assert "Bleiben Sie dran." not in before.content.decode()
    assert "Bleiben Sie dran." in after.content.decode()


def test_nobody_else_reads_it(make, held, office, client):
    case = held.applications.get()
    write_all(held, office)
    actions.release_feedback(held, by=office, at=NOON)
    page = f"/bewerbungen/{case.key}/rueckmeldung/"
    assert client.get(page).status_code == 302
    for stranger in (make.user(), make.juror(call=held).user, office):
        client.force_login(stranger)
        with at(NOON):
            assert client.get(page).status_code == 404


@pytest.mark.parametrize("path", ["", "{key}/"])
def test_the_pages_of_the_office_are_of_the_office_alone(make, held, client, path):
    case = held.applications.get()
    address = "/verwaltung/rueckmeldungen/" + path.format(key=case.key)
    assert client.get(address).status_code == 302
    for stranger in (make.owner(case), make.juror(call=held).user):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
    client.force_login(make.office("auditor"))
    assert client.get(address).status_code == 200


def test_the_list_asks_equally_often_for_few_and_many(make, held, client, office):
    client.force_login(office)

    def queries():
        with (
            at(NOON),
            CaptureQueriesContext(
                connection,
            ) as caught,
        ):
            assert client.get("/verwaltung/rueckmeldungen/").status_code == 200
        return len(caught)

    few = queries()
    for _number in range(15):
        make.admitted(call=held, declared=("dk", "dm"))
    assert queries() == few <= 12
