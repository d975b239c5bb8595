"""A juror's own data: everything the juror did, nothing of others, no barred case by name."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.cache import cache

from initiatives.models import Membership
from jury.models import Concern, Expertise, JurorInvitation, Remark, Statement, StatementGiven

from ..make import DAY, NOON, at

ALL = "/en/konto/daten/herunterladen/"
CANARY = "KANARIENVOGEL"


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; limits count in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def albers(make):
    return make.juror(
        user__email="albers@jury.example",
        salutation="Frau Dr. Albers",
        term_from=date(2026, 1, 1),
        term_until=date(2026, 12, 31),
    )


@pytest.fixture
def parcel(client):
    """Unpacks what a person takes along."""

    def unpack(user) -> dict[str, bytes]:
        client.force_login(user)
        answer = client.get(ALL)
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as found:
            return {name: found.read(name) for name in found.namelist()}

    return unpack


def jury(files: dict[str, bytes]):
    return json.loads(files["jury.json"])


def concern(assignment, **fields) -> Concern:
    basics = {"kind": "domain", "evidence": f"{CANARY}.example", "raised_at": NOON}
    return Concern.objects.create(
        juror=assignment.juror, application=assignment.application, **basics | fields
    )


def test_who_never_was_near_a_jury_has_no_file_about_it(make, parcel):
    assert list(parcel(make.user())) == ["README.txt", "konto.json"]


def test_an_invitation_is_there_before_and_without_a_seat(make, parcel):
    user = make.user(email="frei@jury.example")
    JurorInvitation.objects.create(
        call=make.call(),
        email="Frei@jury.example",
        name="Frau Frei",
        invited_at=NOON,
        expires_at=NOON + DAY,
        declined_at=NOON,
        declined_ground="time",
        declined_note="Leider",
        expertise={"dk": 2},
    )
    said = jury(parcel(user))
    assert said["seats"] == []
    [invitation] = said["invitations"]
    assert (invitation["name"], invitation["declined_ground"], invitation["declined_note"]) == (
        "Frau Frei",
        "time",
        "Leider",
    )
    assert invitation["expertise"] == {"dk": 2}


def test_the_seat_says_term_expertise_and_each_statement_given(make, albers, parcel):
    Expertise.objects.create(juror=albers, criterion=albers.call.criteria.get(code="dk"), level=3)
    for version, text in enumerate(["Ich schweige.", "Ich schweige weiter."], start=1):
        statement = Statement.objects.create(
            call=albers.call, version=version, text={"de": text}, published_at=NOON
        )
        StatementGiven.objects.create(
            juror=albers, statement=statement, given_at=NOON, language="de"
        )
    [seat] = jury(parcel(albers.user))["seats"]
    assert (seat["salutation"], seat["term_from"], seat["term_until"], seat["expertise"]) == (
        "Frau Dr. Albers",
        "2026-01-01",
        "2026-12-31",
        {"dk": 3},
    )
    assert [(row["version"], row["language"], row["text"]) for row in seat["statements"]] == [
        (1, "de", {"de": "Ich schweige."}),
        (2, "de", {"de": "Ich schweige weiter."}),
    ]
    assert all(row["given_at"] for row in seat["statements"])


def test_own_sheets_are_there_with_scores_reasons_notes_and_concerns(make, albers, parcel):
    sheet = make.sheet({"dk": 7, "dm": None}, juror=albers, reason="Trägt schon")
    sheet.scores.filter(criterion__code="dk").update(for_applicant="Weiter so")
    case = sheet.assignment
    type(case).objects.filter(pk=case.pk).update(note="Nachfragen")
    concern(case, settled_at=NOON, outcome="dismissed", reason="Nur der Anbieter")
    [seat] = jury(parcel(albers.user))["seats"]
    [told] = seat["cases"]
    assert (told["initiative"], told["note"]) == (case.application.initiative.name, "Nachfragen")
    assert [
        (
            row["criterion"],
            row["points"],
            row["no_judgement_possible"],
            row["reason"],
            row["feedback_to_the_initiative"],
        )
        for row in told["sheet"]["scores"]
    ] == [("dk", 7, False, "Trägt schon", "Weiter so"), ("dm", None, True, "Trägt schon", "")]
    [found] = seat["concerns"]
    assert (found["initiative"], found["evidence"], found["reason"]) == (
        told["initiative"],
        f"{CANARY}.example",
        "Nur der Anbieter",
    )


def test_a_case_taken_away_stays_and_one_nobody_spoke_about_has_no_name(make, albers, parcel):
    gone = make.sheet({"dk": 4}, juror=albers, finished=False)
    type(gone.assignment).objects.filter(pk=gone.assignment_id).update(withdrawn_at=NOON)
    make.assignment(juror=albers, cleared=False, application__initiative__name=CANARY)
    files = parcel(albers.user)
    [told] = jury(files)["seats"][0]["cases"]
    assert told["taken_away_at"]
    assert told["sheet"]["scores"][0]["points"] == 4
    assert CANARY not in files["jury.json"].decode()


@pytest.mark.parametrize("how", ["conflict", "request", "member"])
def test_a_barred_case_has_no_name_and_no_sheet(make, albers, parcel, how):
    sheet = make.sheet(
        {"dk": 3}, juror=albers, reason=CANARY, application__initiative__name=f"{CANARY} Bündnis"
    )
    concern(sheet.assignment)
    if how == "conflict":
        make.conflict(sheet.assignment, note="Mein Arbeitgeber")
    elif how == "request":
        concern(sheet.assignment, kind="request", evidence=f"{CANARY} sagt")
    else:
        Membership.objects.create(
            initiative=sheet.application.initiative, user=albers.user, role="editor"
        )
    said = parcel(albers.user)["jury.json"].decode()
    assert CANARY not in said
    [seat] = json.loads(said)["seats"]
    assert seat["cases"] == []
    assert [row["kind"] for row in seat["concerns"]] == ["domain"]
    assert [row["note"] for row in seat["conflicts"]] == (
        ["Mein Arbeitgeber"] if how == "conflict" else []
    )


def test_what_the_office_noted_on_a_conflict_is_not_the_jurors(make, albers, parcel):
    make.conflict(make.assignment(juror=albers), source="office", note=CANARY)
    assert CANARY not in parcel(albers.user)["jury.json"].decode()


def test_sample_scores_and_remarks_are_there(make, albers, parcel):
    make.sample_sheet(make.sample("dk", call=albers.call), {"dk": 6}, juror=albers)
    dk = albers.call.criteria.get(code="dk")
    Remark.objects.create(criterion=dk, juror=albers, text="Eher fünf", said_at=NOON)
    [seat] = jury(parcel(albers.user))["seats"]
    assert [
        (row["title"], [(one["criterion"], one["points"]) for one in row["scores"]])
        for row in seat["samples"]
    ] == [({"de": "Musterfall Grünau"}, [("dk", 6)])]
    assert [(row["criterion"], row["text"]) for row in seat["remarks"]] == [("dk", "Eher fünf")]


def test_nothing_of_another_juror_is_in_it(make, albers, parcel):
    own = make.sheet({"dk": 7}, juror=albers)
    other = make.juror(
        call=albers.call,
        user__name=f"{CANARY} Kollege",
        deputy_of=albers,
        called_in_at=NOON,
        organisation=CANARY,
    )
    make.sheet({"dk": 2}, juror=other, application=own.application, reason=CANARY)
    sample = make.sample("dk", call=albers.call)
    make.sample_sheet(sample, {"dk": 1}, juror=other).scores.update(reason=CANARY)
    dk = albers.call.criteria.get(code="dk")
    Remark.objects.create(criterion=dk, juror=other, text=CANARY, said_at=NOON)
    JurorInvitation.objects.create(
        call=albers.call,
        email="jemand@jury.example",
        name=CANARY,
        invited_at=NOON,
        expires_at=NOON + DAY,
    )
    files = parcel(albers.user)
    assert [name for name, content in files.items() if CANARY in content.decode("latin-1")] == []
