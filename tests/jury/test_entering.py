"""Sheets that the office writes down from paper: who may, when, and what the juror sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.berlin import BERLIN
from initiatives.models import JournalEntry, Letter
from jury import actions, versions
from jury.models import Assignment, Score, ScoreSheet, SheetVersion

from ..make import DAY, NOON, SECOND, at, refused
from .test_views import stored, text, typed
from .test_visible import ROLES, world  # noqa: F401  a fixture

WHOLE = {"dk": (8, "Gut belegt."), "dm": ("-", "Fremdes Fach.")}
CLOSED = "Sheets on paper are entered from the beginning of judging until the jury meets."


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still while the jury judges."""
    with at(NOON):
        yield


@pytest.fixture
def case(make) -> Assignment:
    """A cleared assignment of a case that declares dk and dm."""
    return make.assignment(
        application__declared=("dk", "dm"),
        application__call__judging_from=NOON - DAY,
        application__initiative__name="Bündnis Talaue",
        juror__user__name="Dr. Albers",
    )


@pytest.fixture
def office(client, make):
    """Somebody of the office who may change things, signed in."""
    person = make.office("editor", name="Ina Kern")
    client.force_login(person)
    return person


def address(case: Assignment, rest: str = "") -> str:
    return f"/en/verwaltung/jury/faelle/{case.key}/eintragen/{rest}"


def enter(client, case: Assignment, **extra: str) -> Any:
    return client.post(address(case), typed(case, WHOLE, **extra))


def journalled() -> list[str]:
    return [entry.action for entry in JournalEntry.objects.order_by("number")]


# -- Entering ------------------------------------------------------------------------------------


def test_what_stands_on_paper_is_saved_finished_and_marked(client, office, case):
    answer = enter(client, case)
    assert (answer.status_code, answer.url) == (302, address(case))
    assert stored() == [("dk", 8, False, "Gut belegt."), ("dm", None, True, "Fremdes Fach.")]
    sheet = ScoreSheet.objects.get()
    assert (sheet.entered_by, sheet.juror, sheet.finished_at) == (office, case.juror, None)
    answer = enter(client, case, finish="1", signed="1")
    assert (answer.status_code, answer.url) == (
        302,
        f"/en/verwaltung/bewerbungen/{case.application.key}/",
    )
    sheet.refresh_from_db()
    assert (sheet.entered_by, sheet.finished_at) == (office, NOON)
    version = SheetVersion.objects.get()
    assert version.entered_by == office
    assert version.sha256 == versions.seal(version)
    entries = JournalEntry.objects.filter(action__startswith="sheet.").order_by("number")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("sheet.begun", office.key),
        ("sheet.finished", office.key),
    ]
    assert all(entry.data["on_behalf"] for entry in entries)


def test_the_seal_says_whose_hand_it_was(client, office, case):
    enter(client, case, finish="1", signed="1")
    version = SheetVersion.objects.get()
    version.entered_by = None
    assert version.sha256 != versions.seal(version)


def test_it_counts_like_any_other(client, office, case):
    enter(client, case, finish="1", signed="1")
    counted = Score.objects.that_count(case.application.call)
    assert set(counted.values_list("criterion__code", "points")) == {("dk", 8), ("dm", None)}


def test_the_juror_gets_a_letter_without_points_or_name(client, office, case):
    enter(client, case, finish="1", signed="1")
    letter = Letter.objects.get(kind="sheet_entered")
    assert letter.to == case.juror.user.email
    assert letter.subject == "Die Geschäftsstelle hat Ihren Bogen eingetragen"
    said = letter.text.split("Freundliche Grüße")[0].replace("\xa0", " ")
    assert said.replace(str(settings.BASE_URL), "…").split("\n") == [
        "Guten Tag,",
        "",
        f"Ihr unterschriebener Bogen zum Fall {case.application.number} ist eingetragen und zählt. "
        "Bitte vergleichen Sie ihn mit Ihrem Papier:",
        "",
        f"…/jury/faelle/{case.key}/",
        "",
        "Stimmt etwas nicht, öffnen Sie den Bogen bis 22. März 2026, 11:59 Uhr (MEZ) wieder und "
        "berichtigen ihn selbst.",
        "",
        "",
    ]


def test_without_the_signed_paper_nothing_is_finished_and_nothing_typed_is_lost(
    client, office, case
):
    answer = enter(client, case, finish="1")
    assert answer.status_code == 409
    assert "Confirm that the signed sheet lies before you." in text(answer)
    assert "Gut belegt." in text(answer)
    assert ScoreSheet.objects.get().finished_at is None
    assert not Letter.objects.exists()


def test_what_is_missing_is_named(client, office, case):
    answer = client.post(
        address(case), typed(case, {"dk": (8, "Gut belegt.")}, finish="1", signed="1")
    )
    assert answer.status_code == 409
    assert "Give points for “Demografie”." in text(answer)
    assert "checked" in text(answer).split('id="id_signed"')[1][:20]


def test_points_off_the_scale_are_refused_and_kept_on_the_page(client, office, case):
    answer = client.post(address(case), typed(case, {"dk": (11, "Elf.")}))
    assert answer.status_code == 409
    assert "Elf." in text(answer)
    assert stored() == []


# -- When ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["judging_from", "judging_until"])
def test_it_is_open_from_the_first_second_of_judging_and_after_its_end(
    client, office, case, moment
):
    with at(getattr(case.application.call, moment)):
        client.force_login(office)
        assert enter(client, case, finish="1", signed="1").status_code == 302
    assert ScoreSheet.objects.get().finished_at


def test_it_is_open_until_the_last_second_before_the_meeting(client, office, case):
    meeting = case.application.call.meeting_at
    with at(meeting - SECOND):
        client.force_login(office)
        assert enter(client, case).status_code == 302
    with at(meeting):
        answer = enter(client, case, finish="1", signed="1")
    assert (answer.status_code, CLOSED in text(answer)) == (409, True)


def test_before_judging_nothing_is_entered(client, office, case):
    with at(case.application.call.judging_from - SECOND):
        answer = enter(client, case)
    assert (answer.status_code, CLOSED in text(answer)) == (409, True)
    assert "Gut belegt." in text(answer)
    assert stored() == []


# -- Who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_who_administers_gets_in(client, world, role, method):  # noqa: F811
    case = world["rows"]["mine"]
    if role != "anonymous":
        client.force_login(world["people"][role])
    answer = getattr(client, method)(address(case))
    reopening = client.post(address(case, "oeffnen/"))
    expected = 404
    if role == "anonymous":
        expected = 302
    elif role in ("office editor", "office lead"):
        expected = 200 if method == "get" else 302
    assert answer.status_code == expected
    assert (reopening.status_code == 404) == (expected == 404)
    assert not ScoreSheet.objects.exists()


def test_who_belongs_to_the_initiative_enters_nothing(client, make, office, case):
    make.member(case.application.initiative, "reader", user=office)
    assert client.get(address(case)).status_code == 404
    assert enter(client, case).status_code == 404
    with refused("You cannot judge this case."):
        actions.finish(case, by=office, at=NOON, on_behalf=True)


def test_who_sits_in_the_same_jury_sees_no_sheet_of_another(client, make, office, case):
    make.juror(call=case.application.call, user=office)
    assert client.get(address(case)).status_code == 404


def test_the_office_does_not_score_through_the_juror_s_own_door(client, office, case):
    criterion = case.application.call.criteria.get(code="dk")
    with refused("You cannot judge this case."):
        actions.save_score(case, criterion, by=office, at=NOON, points=7)
    assert client.post(f"/en/jury/faelle/{case.key}/", typed(case, WHOLE)).status_code == 404


@pytest.mark.parametrize("why", ["conflict", "undeclared", "taken away", "excluded", "left"])
def test_for_such_a_case_there_is_no_page(client, make, office, case, why):
    if why == "conflict":
        make.conflict(case)
    elif why == "left":
        case.juror.left_at = NOON
        case.juror.save()
    elif why == "excluded":
        case.application.status = "excluded"
        case.application.exclusion_reason = "Zu spät."
        case.application.save()
    else:
        field = "cleared_at" if why == "undeclared" else "withdrawn_at"
        setattr(case, field, None if why == "undeclared" else NOON)
        case.save()
    assert client.get(address(case)).status_code == 404
    assert enter(client, case).status_code == 404
    assert stored() == []


# -- What the juror wrote stays the juror's -------------------------------------------------------


@pytest.mark.parametrize("finished", [True, False])
def test_a_sheet_begun_online_is_refused_and_not_shown(client, make, office, case, finished):
    make.sheet({"dk": 3}, assignment=case, finished=finished, reason="Geheim")
    page = text(client.get(address(case)))
    assert "This sheet is written online" in page
    assert "Geheim" not in page
    answer = enter(client, case, finish="1", signed="1")
    assert answer.status_code == 409
    assert "Dr. Albers has begun this sheet online. It is finished there." in text(answer)
    assert "Gut belegt." in text(answer)
    assert "Geheim" not in text(answer)
    assert stored() == [("dk", 3, False, "Geheim")]
    client.post(address(case, "oeffnen/"))
    assert bool(ScoreSheet.objects.get().finished_at) == finished


def test_the_juror_sees_the_mark_opens_the_sheet_and_corrects_it(client, office, case):
    enter(client, case, finish="1", signed="1")
    client.force_login(case.juror.user)
    own = f"/en/jury/faelle/{case.key}/"
    page = text(client.get(own))
    assert "Entered by the office on 2 March 2026, 12:00 h (CET)" in page
    assert "Ina Kern" not in page
    client.post(own + "oeffnen/")
    assert ScoreSheet.objects.get().entered_by is None
    changed = {"dk": (9, "Doch besser."), "dm": WHOLE["dm"]}
    assert client.post(own, typed(case, changed, finish="1")).status_code == 302
    assert list(SheetVersion.objects.values_list("number", "entered_by")) == [
        (1, office.pk),
        (2, None),
    ]
    history = text(client.get(own + "fassungen/"))
    assert history.count("Entered by the office from your sheet on paper") == 1
    assert "Entered by the office on" not in text(client.get(own))
    client.force_login(office)
    assert "This sheet is written online" in text(client.get(address(case)))


def test_once_the_juror_writes_on_a_begun_entry_the_office_stops(client, office, case):
    enter(client, case)
    criterion = case.application.call.criteria.get(code="dk")
    actions.save_score(case, criterion, by=case.juror.user, at=NOON, points=2, reason="Selbst.")
    assert ScoreSheet.objects.get().entered_by is None
    assert enter(client, case, finish="1", signed="1").status_code == 409
    assert stored()[0] == ("dk", 2, False, "Selbst.")


def test_the_office_corrects_its_own_entry(client, make, office, case):
    enter(client, case, finish="1", signed="1")
    assert "Gut belegt" not in text(client.get(address(case)))
    colleague = make.office("lead")
    client.force_login(colleague)
    client.post(address(case, "oeffnen/"))
    assert ScoreSheet.objects.get().finished_at is None
    changed = {"dk": (7, "Gut belegt."), "dm": WHOLE["dm"]}
    client.post(address(case), typed(case, changed, finish="1", signed="1"))
    assert list(SheetVersion.objects.values_list("number", "entered_by")) == [
        (1, office.pk),
        (2, colleague.pk),
    ]
    assert Letter.objects.filter(kind="sheet_entered").count() == 2


# -- Looks and ways ------------------------------------------------------------------------------


def test_each_look_at_what_was_entered_is_journalled(client, office, case):
    client.get(address(case))
    assert journalled() == []
    enter(client, case)
    client.get(address(case))
    client.get(address(case))
    assert journalled() == ["sheet.begun", "sheet.viewed_by_office", "sheet.viewed_by_office"]
    enter(client, case, finish="1", signed="1")
    client.get(address(case))
    assert journalled()[3:] == ["sheet.finished"]


def test_the_note_of_the_juror_is_nowhere(client, office, case):
    case.note = "Private Notiz"
    case.save()
    assert "Private Notiz" not in text(client.get(address(case)))
    client.post(address(case), typed(case, WHOLE, note="Von der Geschäftsstelle"))
    case.refresh_from_db()
    assert case.note == "Private Notiz"


def test_the_case_page_leads_there_where_it_may_be_entered(client, make, office, case):
    page = f"/en/verwaltung/bewerbungen/{case.application.key}/"
    assert address(case) in text(client.get(page))
    online = make.assignment(application=case.application)
    make.sheet({"dk": 3}, assignment=online, finished=False)
    assert address(online) not in text(client.get(page))
    with at(case.application.call.meeting_at):
        assert address(case) not in text(client.get(page))
    client.force_login(make.office("reader"))
    assert address(case) not in text(client.get(page))


def test_the_page_costs_the_same_however_many_cases(client, make, office, case):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(case)).status_code == 200
        return len(queries)

    client.get(address(case))
    few = cost()
    make.many_cases(case.application.call, 30, [case.juror])
    assert cost() == few <= 8


def test_out_of_term_nothing_is_entered_but_what_was_signed_on_its_last_day(client, office, case):
    call, juror = case.application.call, case.juror
    juror.term_until = (call.judging_until - SECOND).astimezone(BERLIN).date()
    juror.save()
    with at(call.meeting_at - DAY):
        client.force_login(office)
        assert enter(client, case).status_code == 302
        juror.term_until -= DAY
        juror.save()
        answer = enter(client, case, finish="1", signed="1")
    assert answer.status_code == 409
    assert "The term of Dr. Albers has not begun or is over." in text(answer)
