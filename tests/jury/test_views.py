"""The juror's pages: who sees them, what they refuse, and that nothing typed is lost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import Attachment
from initiatives.shown import digest
from jury.models import Assignment, Concern, Conflict, Score, ScoreSheet

from ..make import DAY, NOON, SECOND, at


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
    )


def address(assignment: Assignment) -> str:
    return f"/en/jury/faelle/{assignment.key}/"


def juror_of(client, assignment: Assignment):
    client.force_login(assignment.juror.user)
    return client


def prefix(assignment: Assignment, code: str) -> str:
    return f"c{assignment.application.call.criteria.get(code=code).pk}"


def typed(assignment: Assignment, scores: dict[str, tuple], **extra: str) -> dict[str, str]:
    """What the form sends for points, reason and, third, the points and reason that were seen."""
    data = dict(extra)
    for code, (points, reason, *seen) in scores.items():
        name = prefix(assignment, code)
        data |= {f"{name}-points": str(points), f"{name}-reason": reason}
        for saw in seen:
            data |= {
                f"{name}-{field}-seen": digest({field: value})
                for field, value in zip(("points", "reason"), saw, strict=True)
            }
    return data


def stored() -> list[tuple]:
    return list(
        Score.objects.order_by("criterion__position").values_list(
            "criterion__code", "points", "abstained", "reason"
        )
    )


def text(response) -> str:
    return response.content.decode()


# -- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "befangenheit/", "faelle/{key}/"])
def test_others_sign_in_first_and_come_back(client, case, path):
    page = "/en/jury/" + path.format(key=case.key)
    answer = client.get(page)
    assert (answer.status_code, answer.url) == (302, f"/en/konto/login/code/?next={page}")


@pytest.mark.parametrize("path", ["", "befangenheit/", "faelle/{key}/"])
@pytest.mark.parametrize("who", ["applicant", "office"])
def test_for_applicants_and_the_office_the_jury_has_no_pages(client, make, case, path, who):
    client.force_login(make.owner(case.application) if who == "applicant" else make.office("lead"))
    assert client.get("/en/jury/" + path.format(key=case.key)).status_code == 404


def test_a_colleague_s_sheet_does_not_exist(client, make, case):
    client.force_login(make.juror(call=case.juror.call).user)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), typed(case, {"dk": (7, "Grund")})).status_code == 404
    assert stored() == []


def test_with_a_conflict_the_case_does_not_exist_and_has_no_name(client, make, case):
    make.conflict(case)
    juror_of(client, case)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), typed(case, {"dk": (7, "Grund")})).status_code == 404
    assert client.post(address(case) + "oeffnen/").status_code == 404
    page = text(client.get("/en/jury/"))
    assert "A case without you" in page
    assert "Bündnis Talaue" not in page
    assert "Bündnis Talaue" not in text(client.get("/en/jury/befangenheit/"))
    assert stored() == []


def test_before_the_declaration_a_case_cannot_be_read(client, make):
    case = make.assignment(cleared=False)
    assert juror_of(client, case).get(address(case)).status_code == 404


def test_an_excluded_case_does_not_exist(client, make, case):
    case.application.status = "excluded"
    case.application.exclusion_reason = "Zu spät."
    case.application.save()
    assert juror_of(client, case).get(address(case)).status_code == 404


def test_the_contact_person_is_not_for_the_jury(client, case):
    page = text(juror_of(client, case).get(address(case)))
    assert case.application.contact_email not in page
    assert "Antwort summary" in page


# -- Worklist ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cases", [20, 200])
def test_the_worklist_costs_the_same_however_many_cases(client, make, cases):
    call = make.call(judging_from=NOON - DAY)
    juror = make.juror(call=call)
    make.many_cases(call, cases, [juror])
    make.conflict(juror.assignments.first())
    client.force_login(juror.user)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/en/jury/")
    assert text(page).count("Your score") == min(cases - 1, 20)
    assert len(queries) == 7


@pytest.mark.parametrize("cases", [20, 200])
def test_the_sheet_costs_the_same_however_many_cases(client, make, cases):
    call = make.call(judging_from=NOON - DAY)
    juror = make.juror(call=call)
    make.many_cases(call, cases, [juror])
    client.force_login(juror.user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(juror.assignments.first())).status_code == 200
    assert len(queries) <= 8, [query["sql"] for query in queries]


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (-DAY, "Die Bewertung beginnt am"),
        (DAY, "Die Bewertung läuft schon."),
        (365 * DAY, "Die Bewertung ist beendet; Ihnen war kein Fall zugeteilt."),
    ],
)
def test_an_empty_worklist_says_when_something_will_be_there(client, make, since, says):
    juror = make.juror(call=make.call(judging_from=NOON))
    with at(NOON + since):
        client.force_login(juror.user)
        assert says in text(client.get("/jury/"))


def test_the_worklist_says_how_far_one_is(client, make, case):
    juror, call = case.juror, case.application.call
    make.sheet({"dk": 9}, juror=juror, application__call=call)
    make.sheet({"dk": 4}, juror=juror, application__call=call, finished=False)
    make.assignment(juror=juror, application__call=call, cleared=False)
    page = text(juror_of(client, case).get("/en/jury/"))
    sentence = " ".join(re.search(r'aw-lead">(.*?)</p>', page, re.DOTALL)[1].split())
    assert sentence == "One case is finished, one is begun, one is open."
    assert "One case waits for your declaration" in page
    assert "Your score <b>9.0</b>" in page
    assert "1 of 1 criterion" in page
    assert "Continue with" in page


def found(case: Assignment, **fields) -> Concern:
    basics = {"kind": "domain", "evidence": "talaue.example", "raised_at": NOON}
    return Concern.objects.create(juror=case.juror, application=case.application, **basics | fields)


ASKED = "we ask once more whether you are impartial"


def test_a_concern_found_after_the_declaration_leads_to_its_page(client, make, case):
    juror_of(client, case)
    assert ASKED not in text(client.get("/en/jury/"))
    concern = found(case)
    page = text(client.get("/en/jury/"))
    assert f"On 1 case {ASKED}" in page
    assert "Begin with Bündnis Talaue" in page
    assert "talaue.example" in text(client.get("/en/jury/befangenheit/"))
    Concern.objects.filter(pk=concern.pk).update(
        settled_at=NOON, outcome="dismissed", reason="Nur der Anbieter."
    )
    assert ASKED not in text(client.get("/en/jury/"))


def test_concerns_on_other_cases_ask_nothing_anew(client, make, case):
    call = case.application.call
    found(make.assignment(juror=case.juror, application__call=call, cleared=False))
    found(make.assignment(application=case.application))  # of a colleague
    barred = make.assignment(juror=case.juror, application__call=call)
    found(barred)
    make.conflict(barred)
    assert ASKED not in text(juror_of(client, case).get("/en/jury/"))


def test_an_empty_worklist_says_when_cases_come(client, make):
    call = make.call(judging_from=NOON + DAY)
    client.force_login(make.juror(call=call).user)
    page = text(client.get("/en/jury/"))
    assert "No cases yet" in page
    assert "begins on" in page


def test_the_last_second_of_judging_counts(client, case):
    end = case.application.call.judging_until
    with at(end - SECOND):
        juror_of(client, case)
        assert "Begin with Bündnis Talaue" in text(client.get("/en/jury/"))
    with at(end):
        page = text(client.get("/en/jury/"))
    assert "Begin with" not in page
    assert "ended on" in page


# -- Declaration ---------------------------------------------------------------------------------


def test_only_names_and_carriers_are_shown_before_the_declaration(client, make):
    case = make.assignment(cleared=False, application__initiative__carrier="Kammer Nord")
    page = text(juror_of(client, case).get("/en/jury/befangenheit/"))
    assert "carried by Kammer Nord" in page
    assert "checked" not in page
    assert "Antwort summary" not in page


def test_declaring_opens_one_case_and_closes_the_other(client, make, case):
    one, other = (
        make.assignment(juror=case.juror, application__call=case.application.call, cleared=False)
        for _ in range(2)
    )
    answer = juror_of(client, case).post(
        "/en/jury/befangenheit/",
        {
            f"ground-{one.key}": "none",
            f"ground-{other.key}": "family",
            f"note-{other.key}": "Meine Schwester arbeitet dort.",
        },
    )
    assert answer.status_code == 302
    assert client.get(address(one)).status_code == 200
    assert client.get(address(other)).status_code == 404
    found = Conflict.objects.get()
    assert (found.ground, found.note) == ("family", "Meine Schwester arbeitet dort.")


def test_an_answer_that_is_missing_is_named_and_nothing_typed_is_lost(client, make):
    case = make.assignment(cleared=False, application__initiative__name="Bündnis Nord")
    answer = juror_of(client, case).post(
        "/en/jury/befangenheit/", {f"note-{case.key}": "Noch zu klären."}
    )
    assert "Choose an answer for “Bündnis Nord”" in text(answer)
    assert "Noch zu klären." in text(answer)
    assert not Conflict.objects.exists()


def test_a_conflict_found_while_reading_can_be_declared(client, case):
    page = juror_of(client, case).get(f"/en/jury/befangenheit/?fall={case.key}")
    assert "Bündnis Talaue" in text(page)
    client.post(f"/en/jury/befangenheit/?fall={case.key}", {f"ground-{case.key}": "organ"})
    assert client.get(address(case)).status_code == 404
    assert client.get("/en/jury/befangenheit/?fall=x").status_code == 200


# -- The sheet -----------------------------------------------------------------------------------


def test_saving_stores_points_and_reason_and_finishing_closes_the_sheet(client, case):
    juror_of(client, case)
    whole = {"dk": (8, "Gut belegt."), "dm": ("-", "Fremdes Fach.")}
    answer = client.post(address(case), typed(case, whole))
    assert (answer.status_code, answer.url) == (302, address(case))
    assert stored() == [("dk", 8, False, "Gut belegt."), ("dm", None, True, "Fremdes Fach.")]
    answer = client.post(address(case), typed(case, whole, finish="1"))
    assert (answer.status_code, answer.url) == (302, "/en/jury/")
    page = text(client.get(address(case)))
    assert "This sheet is finished and counts" in page
    assert page.count("<textarea") == 1  # the note


def test_what_was_not_filled_in_stores_nothing(client, case):
    juror_of(client, case).post(address(case), typed(case, {"dk": ("", ""), "dm": ("", "")}))
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("points", ["11", "-1", "7.5", "viele"])
def test_points_off_the_scale_are_refused_and_the_reason_stays(client, case, points):
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (points, "Das bleibt stehen."), "dm": (5, "Gut.")})
    )
    assert answer.status_code == 409
    assert "Give 0 to 10 points for “Dekarbonisierung”." in text(answer)
    assert "Das bleibt stehen." in text(answer)
    assert f'href="#id_{prefix(case, "dk")}-points"' in text(answer)
    assert "<title>Error: " in text(answer)
    assert stored() == [("dm", 5, False, "Gut.")]


def test_a_criterion_that_was_not_declared_is_refused_and_the_words_stay(client, case):
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dg": (7, "Kluge Daten."), "dk": (8, "Gut.")})
    )
    assert answer.status_code == 409
    assert "The application does not ask to be judged on this." in text(answer)
    assert "7 · Kluge Daten." in text(answer)
    assert stored() == [("dk", 8, False, "Gut.")]


def test_finishing_names_every_gap_with_a_link(client, case):
    answer = juror_of(client, case).post(address(case), typed(case, {"dk": (8, " ")}, finish="1"))
    assert answer.status_code == 409
    page = text(answer)
    assert f'href="#id_{prefix(case, "dk")}-reason">Give a reason for “Dekarbonisierung”.' in page
    assert f'href="#id_{prefix(case, "dm")}-points">Give points for “Demografie”.' in page
    assert not ScoreSheet.objects.finished().exists()


def test_a_score_changed_in_another_window_shows_both_and_saving_again_counts(client, case):
    juror_of(client, case)
    client.post(address(case), typed(case, {"dk": (5, "Erst.")}))
    saw = ("5", "Erst.")
    client.post(address(case), typed(case, {"dk": (6, "Anderes Fenster.", saw)}))
    answer = client.post(address(case), typed(case, {"dk": (9, "Hier geschrieben.", saw)}))
    assert answer.status_code == 409
    assert "<p>Points: 6</p><p>Reason: Anderes Fenster.</p>" in text(answer)
    assert "Hier geschrieben." in text(answer)
    for name, value in {"points": "6", "reason": "Anderes Fenster."}.items():
        seen = digest({name: value})
        assert f'name="{prefix(case, "dk")}-{name}-seen" value="{seen}"' in text(answer)
    seen = ("6", "Anderes Fenster.")
    client.post(address(case), typed(case, {"dk": (9, "Hier geschrieben.", seen)}))
    assert stored() == [("dk", 9, False, "Hier geschrieben.")]


def test_a_card_that_was_stored_is_not_overwritten_by_its_neighbour_s_error(client, case):
    """The page that comes back has seen what was just stored."""
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (5, "Gut."), "dm": (11, "Zu viel.")})
    )
    seen = digest({"points": "5"})
    assert f'name="{prefix(case, "dk")}-points-seen" value="{seen}"' in text(answer)


def test_when_judging_ends_while_typing_the_text_comes_back(client, case):
    with at(case.application.call.judging_until):
        juror_of(client, case)
        answer = client.post(address(case), typed(case, {"dk": (8, "Lange überlegt.")}))
    assert answer.status_code == 409
    assert "Judging is closed at present." in text(answer)
    assert "Lange überlegt." in text(answer)
    assert stored() == []


def test_when_the_case_is_excluded_while_typing_the_text_comes_back(client, case):
    person = juror_of(client, case)
    case.application.status, case.application.exclusion_reason = "excluded", "Grund"
    case.application.save()
    answer = person.post(address(case), typed(case, {"dk": (8, "Das bleibt lesbar.")}))
    assert answer.status_code == 409
    assert "This case is not judged." in text(answer)
    assert "Das bleibt lesbar." in text(answer)
    assert stored() == []


def test_a_finished_sheet_can_be_opened_again(client, make):
    case = make.sheet({"dk": 7}).assignment
    answer = juror_of(client, case).post(address(case) + "oeffnen/")
    assert (answer.status_code, answer.url) == (302, address(case))
    assert "<textarea" in text(client.get(address(case)))
    assert not ScoreSheet.objects.finished().exists()


def test_a_sheet_left_open_does_not_count_once_judging_has_ended(client, make):
    case = make.sheet({"dk": 7}, finished=False).assignment
    with at(case.application.call.judging_until):
        juror_of(client, case)
        page = text(client.get(address(case)))
    assert "This sheet was not finished and does not count" in page
    assert page.count("<textarea") == 1  # the note


def test_points_between_two_anchors_show_both(client, make, case):
    criterion = case.application.call.criteria.get(code="dk")
    for points, words in {5: "solide", 8: "überzeugend", 10: "herausragend"}.items():
        criterion.anchors.create(points=points, text={"de": words})
    juror_of(client, case)
    client.post(address(case), typed(case, {"dk": (6, "Gut.")}))
    meaning = re.search(r"data-meaning.*?</div>", text(client.get(address(case))), re.DOTALL)[0]
    assert "solide" in meaning
    assert "überzeugend" in meaning
    assert "herausragend" not in meaning
    between = "6 lies between these two levels:"
    assert between in meaning
    client.post(
        address(case), typed(case, {"dk": (6, "Gut."), "dm": (5, "Gut.")}) | {"finish": "1"}
    )
    assert between in text(client.get(address(case)))


def test_points_are_taken_back_by_their_button_and_the_texts_stay(client, make, case):
    other = case.application.call.criteria.get(code="dk")
    juror_of(client, case)
    client.post(address(case), typed(case, {"dk": (6, "Gut.")}))
    assert stored() == [("dk", 6, False, "Gut.")]
    sent = typed(case, {"dk": (6, "Sehr gut.")}) | {"take_back": f"c{other.pk}"}
    client.post(address(case), sent)
    assert stored() == [("dk", None, False, "Sehr gut.")]
    client.post(address(case), typed(case, {"dk": (6, "Gut.")}) | {"take_back": "c0"})
    assert stored() == [("dk", 6, False, "Gut.")]


def test_words_stand_below_the_scale_where_the_anchors_name_both_ends_and_the_middle(client, case):
    criterion = case.application.call.criteria.get(code="dk")
    criterion.anchors.all().delete()
    juror_of(client, case)
    for points in (5, 10):
        assert "not discernible" not in text(client.get(address(case)))
        criterion.anchors.create(points=points, text={"de": "Worte"})
    assert "not discernible" not in text(client.get(address(case)))
    criterion.anchors.create(points=0, text={"de": "Worte"})
    assert "not discernible" in text(client.get(address(case)))


# -- Files ---------------------------------------------------------------------------------------


def attached(application) -> Attachment:
    file = ContentFile(b"%PDF-1.7", name="plan.pdf")
    return Attachment.objects.create(
        application=application,
        kind="document",
        file=file,
        name="plan.pdf",
        media_type="application/pdf",
        size=8,
        sha256="0" * 64,
        uploaded_at=NOON,
    )


def test_only_files_of_the_version_handed_in_are_served(client, make, case):
    file = attached(case.application)
    juror_of(client, case)
    assert client.get(f"{address(case)}anlage/{file.key}/").status_code == 404
    owner = make.owner(case.application)
    snapshots.freeze(case.application, by=owner, at=NOON, once=uuid7())
    served = client.get(f"{address(case)}anlage/{file.key}/")
    assert served.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert client.get(f"{address(case)}anlage/{uuid4()}/").status_code == 404
    make.conflict(case)
    assert client.get(f"{address(case)}anlage/{file.key}/").status_code == 404
