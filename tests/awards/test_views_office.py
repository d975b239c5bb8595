"""The office: every door by role, today, readers, standings, decisions, and the release by two."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Decision, Release
from initiatives.models import JournalEntry, Letter
from jury.models import Assignment

from ..make import DAY, NOON, at

PAGES = {
    "today": "",
    "applications": "bewerbungen/",
    "application": "bewerbungen/{application}/",
    "jury": "jury/",
    "standings": "ergebnis/",
    "decisions": "beschluesse/",
    "release": "veroeffentlichung/",
    "letters": "briefe/",
    "letter": "briefe/{letter}/",
    "journal": "journal/",
}
ACTS = {  # what is sent where, and what must not happen if somebody only reads
    "admit": "bewerbungen/{application}/zulassen/",
    "exclude": "bewerbungen/{application}/ausschliessen/",
    "assign": "bewerbungen/{application}/zuteilen/",
    "decide": "beschluesse/",
    "retract": "beschluesse/{decision}/zuruecknehmen/",
    "prepare": "veroeffentlichung/",
    "confirm": "veroeffentlichung/bestaetigen/",
}
RELEASE = {
    "headline_de": "Zwei Preise",
    "lead_de": "Die Jury hat entschieden.",
    "embargo_date": "2026-11-03",
    "embargo_time": "17:00",
}


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


@pytest.fixture
def scene(make):
    """An edition whose jury has met: a case with a reader, a decision, a release, a letter."""
    prize = make.prize(places=2)
    case = make.assignment(juror=make.juror(call=prize.call)).application
    decided = make.decision(prize=prize)
    release = make.release(call=prize.call)
    letter = Letter.objects.create(
        kind="receipt", to="a@people.example", subject="Eingang", text="Da.", written_at=NOON
    )
    juror = make.juror(call=prize.call)
    return {
        "application": case,
        "decision": decided,
        "release": release,
        "letter": letter,
        "prize": prize,
        "juror": juror,
    }


def address(path: str, scene) -> str:
    keys = {name: scene[name].key for name in ("application", "decision", "letter")}
    return "/en/verwaltung/" + path.format(**keys)


def sent(scene) -> dict[str, dict]:
    return {
        "exclude": {"reason": "Grund"},
        "assign": {"jurors": str(scene["juror"].key)},
        "decide": {
            "prize": scene["prize"].pk,
            "application": str(scene["application"].key),
            "statement_de": "Weil es wirkt.",
            "deviation": "Die Jury sah es anders.",
        },
        "prepare": RELEASE,
    }


def state() -> tuple:
    """All that the acts could change."""
    return (
        list(Decision.objects.values_list("pk", flat=True)),
        list(Assignment.objects.values_list("pk", flat=True)),
        list(Release.objects.values_list("headline", "embargo_until", "confirmed_at")),
        JournalEntry.objects.exclude(action="standings.viewed").count(),
    )


def text(response) -> str:
    return response.content.decode()


# -- Doors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_others_sign_in_first_and_come_back(client, scene, page):
    answer = client.get(address(page, scene))
    assert (answer.status_code, answer.url) == (
        302,
        f"/en/konto/login/code/?next={address(page, scene)}",
    )


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("who", ["applicant", "juror", "stranger"])
def test_for_everybody_else_the_office_does_not_exist(client, make, scene, page, who):
    people = {
        "applicant": lambda: make.owner(scene["application"]),
        "juror": lambda: scene["juror"].user,
        "stranger": make.user,
    }
    client.force_login(people[who]())
    assert client.get(address(page, scene)).status_code == 404


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
def test_every_role_of_the_office_reads_every_page(client, make, scene, page, role):
    client.force_login(make.office(role))
    assert client.get(address(page, scene)).status_code == 200


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["applicant", "juror", "nobody"])
def test_nobody_else_acts(client, make, scene, act, who):
    before = state()
    if who != "nobody":
        person = make.owner(scene["application"]) if who == "applicant" else scene["juror"].user
        client.force_login(person)
    answer = client.post(address(ACTS[act], scene), sent(scene).get(act, {}))
    # Whoever has typed something and is not signed in gets the text back, with 403.
    assert answer.status_code in ((302, 403) if who == "nobody" else (404,))
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_only_reads_is_refused_in_words_and_changes_nothing(client, make, scene, act, role):
    client.force_login(make.office(role))
    before = state()
    answer = client.post(address(ACTS[act], scene), sent(scene).get(act, {}), follow=True)
    assert "Your role reads and does not decide." in text(answer)
    assert state() == before


@pytest.mark.parametrize("act", ["admit", "exclude", "assign", "retract", "confirm"])
def test_acts_are_no_links(office, scene, act):
    assert office.get(address(ACTS[act], scene)).status_code == 405


@pytest.mark.parametrize("path", ["bewerbungen/{}/", "briefe/{}/"])
def test_what_is_not_there_is_not_there(office, path):
    assert office.get("/en/verwaltung/" + path.format(uuid4())).status_code == 404


# -- Before there is anything --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "No call yet"),
        ("bewerbungen/", "Applications will be here"),
        ("jury/", "Nobody appointed yet"),
        ("ergebnis/", "The order will be here"),
        ("briefe/", "No letter yet"),
        ("journal/", "No entry yet"),
    ],
)
def test_an_empty_house_says_what_will_be_here(office, page, words):
    assert words in text(office.get("/en/verwaltung/" + page))


def test_a_call_without_prizes_says_so(office, make):
    make.call()
    assert "No prizes" in text(office.get("/en/verwaltung/beschluesse/"))


# -- Today ---------------------------------------------------------------------------------------


def headline(page) -> str:
    return " ".join(re.search(r"<h1[^>]*>(.*?)</h1>", text(page), re.DOTALL)[1].split())


def test_today_counts_what_is_to_do(office, make):
    call = make.call(closes_at=NOON - DAY)
    assert headline(office.get("/en/verwaltung/")) == "Today there is nothing to do"
    make.submitted(call=call)
    assert headline(office.get("/en/verwaltung/")) == "Today there is one thing to do"
    make.admitted(call=call)
    assert headline(office.get("/en/verwaltung/")) == "Today there are two things to do"


def test_the_matrix_shows_whether_and_never_how(office, make):
    call = make.call(judging_from=NOON - DAY)
    juror = make.juror(call=call)
    make.sheet({"dk": 3}, juror=juror, application__call=call)
    make.sheet({"dk": 9}, juror=juror, application__call=call, finished=False)
    make.assignment(juror=juror, application__call=call)
    make.conflict(make.assignment(juror=juror, application__call=call))
    make.admitted(call=call)
    page = text(office.get("/en/verwaltung/jury/"))
    matrix = page.split('aw-matrix">')[1].split("<tbody>")[1]
    row = next(row for row in matrix.split("</tr>") if f">{juror}</th>" in row)
    found = re.findall(r'<span class="kern-sr-only">([^<]*)</span>', row)
    assert sorted(found) == ["begun", "finished", "not assigned", "open", "recused"]
    assert "1 of 3" in row


@pytest.mark.parametrize("cases", [20, 200])
@pytest.mark.parametrize(("page", "most"), [("", 29), ("jury/", 10)])
def test_the_matrix_costs_the_same_however_many_cases(office, make, cases, page, most):
    call = make.call(judging_from=NOON - DAY)
    make.many_cases(call, cases, [make.juror(call=call) for _ in range(3)])
    with CaptureQueriesContext(connection) as queries:
        assert office.get("/en/verwaltung/" + page).status_code == 200
    assert len(queries) == most


# -- Readers -------------------------------------------------------------------------------------


def test_the_office_assigns_readers(office, make, scene):
    path = address(ACTS["assign"], scene)
    answer = office.post(path, {"jurors": str(scene["juror"].key)}, follow=True)
    assert "New readers: 1." in text(answer)
    assert scene["juror"].assignments.get().application == scene["application"]


def test_assigning_nobody_is_refused(office, scene):
    answer = office.post(address(ACTS["assign"], scene), follow=True)
    assert "Choose at least one member of the jury." in text(answer)


def test_a_juror_with_a_conflict_cannot_be_chosen(office, make, scene):
    reads = scene["application"].assignments.get()
    make.conflict(reads)
    page = office.get(address(PAGES["application"], scene))
    assert str(reads.juror.key) not in text(page)
    office.post(address(ACTS["assign"], scene), {"jurors": str(reads.juror.key)})
    assert scene["application"].assignments.get() == reads


# -- Standings -----------------------------------------------------------------------------------

TRANSACTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")  # around the journal's entry


@pytest.mark.parametrize("cases", [20, 200])
def test_the_standings_cost_nine_queries_however_many_cases(office, make, cases):
    call = make.call(judging_from=NOON - DAY)
    make.prize(call=call, places=2)
    make.many_cases(call, cases, [make.juror(call=call) for _ in range(3)])
    office.get("/en/verwaltung/ergebnis/")  # what takes long is remembered
    with CaptureQueriesContext(connection) as queries:
        assert office.get("/en/verwaltung/ergebnis/").status_code == 200
    asked = [q["sql"] for q in queries if not q["sql"].startswith(TRANSACTION)]
    assert len(asked) == 9, asked  # and one more where the cache is a table


def table(page) -> list[list[str]]:
    body = text(page).split('aw-standings">')[1].split("<tbody>")[1].split("</tbody>")[0]
    cells = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
    rows = [cells.findall(row) for row in body.split("</tr>") if "<t" in row]
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in row] for row in rows]


def test_picture_and_table_show_the_same_figures(office, make):
    prize = make.prize(call=make.call(judging_from=NOON - DAY, criteria={"dk": 1, "dm": 3}))
    both = make.admitted(call=prize.call, declared=("dk", "dm"), initiative__name="Beide")
    one = make.admitted(call=prize.call, declared=("dm",), initiative__name="Eins")
    make.admitted(call=prize.call, initiative__name="Wartet")
    make.sheet({"dk": 4, "dm": 8}, application=both)
    make.sheet({"dk": 10, "dm": 10}, application=both)
    make.sheet({"dm": 6}, application=one)
    make.assignment(application=one)
    page = office.get("/en/verwaltung/ergebnis/")
    assert headline(page) == "Beide is ahead"
    assert "The next case is 2.5 points behind." in text(page)
    assert table(page) == [
        ["1", "Beide", "8.5", "8.5", "7.0–10.0", "2", "7.0", "9.0"],
        ["2", "Eins", "6.0", "6.0", "6.0–6.0", "1 of 2", "–", "6.0"],
        ["", "Wartet", "no finished sheet yet"],
    ]
    drawn = re.findall(r'class="t-(?:mean|point|none)"[^>]*>([^<]*)<', text(page))
    assert drawn == ["8.5", "7.0", "9.0", "6.0", "–", "6.0"]
    assert JournalEntry.objects.filter(action="standings.viewed").count() == 1


def test_equal_values_across_the_line_are_said(office, make):
    prize = make.prize(call=make.call(judging_from=NOON - DAY))
    for _ in range(2):
        make.sheet({"dk": 7}, application__call=prize.call)
    page = office.get("/en/verwaltung/ergebnis/")
    assert headline(page) == "Two are ahead"
    assert "Their values are equal; there is one prize to give." in text(page)


# -- Decisions -----------------------------------------------------------------------------------


def test_a_decision_is_recorded_and_taken_back(office, make, scene):
    answer = office.post(address(ACTS["decide"], scene), sent(scene)["decide"], follow=True)
    assert "Recorded: Preis for" in text(answer)
    assert headline(answer) == "Two prizes have been given"
    made = Decision.objects.get(application=scene["application"])
    page = office.post(f"/en/verwaltung/beschluesse/{made.key}/zuruecknehmen/", follow=True)
    assert "The decision was taken back. The journal keeps both." in text(page)
    assert not Decision.objects.filter(application=scene["application"]).exists()


def test_a_refused_decision_keeps_what_was_typed(office, scene):
    data = sent(scene)["decide"] | {"deviation": ""}
    answer = office.post(address(ACTS["decide"], scene), data)
    assert answer.status_code == 409
    assert "The ranking places this application lower." in text(answer)
    assert "Weil es wirkt." in text(answer)


def test_a_decision_without_choices_names_them(office, scene):
    answer = office.post(address(ACTS["decide"], scene), {"statement_de": "Steht noch da."})
    for words in ("Choose the prize", "Choose the application", "Steht noch da."):
        assert words in text(answer)


# -- The release ---------------------------------------------------------------------------------


def test_one_prepares_and_another_confirms(client, make):
    decided = make.decision()
    path = "/en/verwaltung/veroeffentlichung/"
    client.force_login(make.office("editor"))
    page = client.post(path, RELEASE, follow=True)
    assert headline(page) == "Prepared, the second person is missing"
    assert "3 November 2026" in text(page)
    assert "17:00" in text(page)
    assert "bestaetigen" not in text(page)
    refused = client.post(path + "bestaetigen/", follow=True)
    assert "Somebody else of the office must confirm it." in text(refused)
    client.force_login(make.office("lead"))
    page = client.get(path + "pruefen/")
    assert headline(page) == "1 more gap"  # nobody has told the laureate
    make.results_told(Release.objects.get())
    page = client.get(path + "pruefen/")
    assert headline(page).startswith("Nothing is missing, ")
    assert "Confirm the release" in text(page)
    page = client.post(path + "bestaetigen/", {"seen": page.context["seal"]}, follow=True)
    assert headline(page) == "Confirmed, still under embargo"
    release = Release.objects.get()
    assert release.embargo_until == datetime(2026, 11, 3, 16, tzinfo=UTC)
    assert release.laureates.get().application == decided.application
    with at(release.embargo_until):
        client.force_login(make.office("lead"))
        assert headline(client.get(path)) == "Public"


def test_a_release_with_gaps_cannot_be_confirmed(client, make):
    make.release()
    client.force_login(make.office("editor"))
    page = client.get("/en/verwaltung/veroeffentlichung/pruefen/")
    assert headline(page) == "1 more gap"
    assert "No decision has been recorded." in text(page)
    assert "bestaetigen" not in text(page)
    client.post("/en/verwaltung/veroeffentlichung/bestaetigen/")
    assert Release.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        ("2026-03-29", "02:30", "This time does not exist: the clocks go forward that night."),
        ("2026-10-25", "02:30", "This time exists twice: the clocks go back that night."),
        ("2026-02-30", "17:00", "Enter the day as 31.10.2026"),
        ("2026-11-03", "25:00", "Enter the time as 11:00"),
        ("", "17:00", "Enter the day on which the embargo ends"),
    ],
)
def test_an_impossible_embargo_is_refused_and_the_text_stays(office, make, day, clock, words):
    make.prize()
    data = RELEASE | {"embargo_date": day, "embargo_time": clock, "lead_de": "Das bleibt stehen."}
    answer = office.post("/en/verwaltung/veroeffentlichung/", data)
    assert words in text(answer)
    assert "Das bleibt stehen." in text(answer)
    assert "<title>Error: " in text(answer)
    assert not Release.objects.exists()


@pytest.mark.parametrize(("season", "hour"), [("summer", 0), ("winter", 1)])
def test_a_time_that_exists_twice_can_be_told_apart(office, make, season, hour):
    make.decision()
    data = {"embargo_date": "2026-10-25", "embargo_time": "02:30", "embargo_season": season}
    office.post("/en/verwaltung/veroeffentlichung/", RELEASE | data)
    moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert Release.objects.get().embargo_until == moment


def test_a_confirmed_release_no_longer_changes(office, make):
    decided = make.decision()
    make.release(call=decided.prize.call, confirmed=True)
    answer = office.post("/en/verwaltung/veroeffentlichung/", RELEASE | {"lead_de": "Anders."})
    assert answer.status_code == 409
    assert "The release is confirmed; it can no longer change." in text(answer)
    page = office.post(f"/en/verwaltung/beschluesse/{decided.key}/zuruecknehmen/", follow=True)
    assert "The release is confirmed; decisions can no longer change." in text(page)
    assert Decision.objects.filter(pk=decided.pk).exists()


def test_the_embargo_stands_in_full_with_its_zone(office, make):
    make.release(embargo_until=NOON + timedelta(days=120))
    page = text(office.get("/en/verwaltung/veroeffentlichung/"))
    assert "13:00" in page
    assert "(CEST)" in page
