"""The office's pages of the result: both values, the band, trials, jurors, one case, the table."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import JournalEntry
from jury import standings
from jury.models import Score, ScoreSheet

from ..make import DAY, NOON, at

HOME = "/verwaltung/ergebnis/"
REPORT = f"{HOME}jury/"
TABLE = f"{HOME}boegen.csv"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def office(client, make):
    client.force_login(make.office("reader"))
    return client


@pytest.fixture
def call(make):
    call = make.call(judging_from=NOON - DAY, criteria={"dk": 1, "dm": 1})
    make.prize(call=call, places=1)
    return call


def judged(make, call, table: dict[str, str], jurors: int = 3) -> list:
    """Cases by name, each juror's points on both criteria: "97 88 66"; a dot is not read."""
    seats = [make.juror(call=call, user__name=f"Jury {n}") for n in range(jurors)]
    cases = []
    for name, points in table.items():
        case = make.admitted(call=call, declared=("dk", "dm"), initiative__name=name)
        cases.append(case)
        for seat, given in zip(seats, points.split(), strict=True):
            if given != ".":
                make.sheet({"dk": int(given[0]), "dm": int(given[1])}, juror=seat, application=case)
    return cases


CLEAR = {"Talaue": "99 88 99", "Moor": "76 65 77", "Elster": "54 43 55", "Ost": "32 21 33"}
CLOSE = {"Talaue": "99 88 99", "Moor": "89 98 87", "Elster": "88 79 98", "Ost": "21 33 12"}


def text(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def test_without_a_call_the_page_says_what_will_be_here(office):
    assert "Hier steht die Reihenfolge" in text(office.get(HOME))
    assert office.get(REPORT).status_code == 404


def test_a_severe_juror_is_taken_out_of_the_corrected_value(office, make, call):
    """The severe juror read Moor and not Talaue; to the others both were worth the same."""
    judged(
        make,
        call,
        {
            "Talaue": "88 88 .",
            "Moor": "88 . 44",
            "Elster": "66 66 22",
            "Ost": "55 55 11",
            "West": "77 77 33",
            "Nord": "44 44 00",
        },
    )
    page = office.get(HOME)
    order = standings.Standings(call, top=1)
    by_name = {row.application.initiative.name: row for row in order[:]}
    assert by_name["Talaue"].standing.mean - by_name["Moor"].standing.mean == pytest.approx(2.0)
    difference = by_name["Talaue"].corrected.value - by_name["Moor"].corrected.value
    assert abs(difference) < 0.2
    assert "korrigiert, mit 90-%-Bereich" in text(page)
    assert "„Korrigiert“ rechnet heraus" in text(page)


def test_cases_that_cannot_be_told_apart_are_named_and_marked(office, make, call):
    judged(make, call, CLOSE)
    page = office.get(HOME)
    order = standings.Standings(call, top=1)
    band = [row.application.initiative.name for row in order[:] if row.in_band]
    assert len(band) > 1
    assert "nicht zu trennen" in text(page)
    assert "ist kleiner als die Unsicherheit der Wertungen" in text(page)
    assert page.content.decode().count('class="aw-band"') == len(band)
    assert page.content.decode().count('class="is-band') == len(band)


def test_with_clear_scores_there_is_no_band(office, make, call):
    judged(make, call, CLEAR)
    page = office.get(HOME)
    assert "Talaue liegt vorn" in text(page)
    assert 'class="aw-band"' not in page.content.decode()


def test_two_jurors_are_too_few_to_correct_and_the_page_says_so(office, make, call):
    judged(make, call, {"Talaue": "99 88", "Moor": "76 65", "Elster": "54 43"}, jurors=2)
    page = text(office.get(HOME))
    assert "Ein korrigierter Wert fehlt: Weniger als drei Jurymitglieder haben gewertet." in page
    assert "korrigiert, mit" not in page
    report = text(office.get(REPORT))
    assert "Weniger als drei Jurymitglieder haben gewertet." in report
    assert "Jury 0" in report


def test_a_jury_in_two_parts_is_not_corrected(office, make, call):
    judged(
        make,
        call,
        {"A": "99 88 . .", "B": "77 66 . .", "C": ". . 55 44", "D": ". . 33 32"},
        jurors=4,
    )
    assert "Die Jury zerfällt in Teile" in text(office.get(HOME))


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"w_dk": "1", "w_dm": "1"}, "Es sind dieselben Fälle."),
        ({"w_dk": "0", "w_dm": "1"}, "Neu vorn: Moor"),
        ({"w_dk": "0,5", "w_dm": "7,25"}, "Neu vorn: Moor"),
    ],
)
def test_other_weights_are_tried_and_nothing_is_stored(office, make, call, weights, says):
    judged(make, call, {"Talaue": "95 95 94", "Moor": "58 59 58", "Elster": "33 33 22"})
    before = text(office.get(HOME))
    page = office.get(HOME, {"gewichte": "1", **weights})
    assert says in text(page)
    assert [float(one.weight) for one in call.criteria.all()] == [1.0, 1.0]
    assert text(office.get(HOME)) == before


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"w_dk": "0", "w_dm": "0"}, "Mindestens ein Gewicht muss größer als null sein."),
        ({"w_dk": "viel", "w_dm": "1"}, "Geben Sie eine Zahl"),
        ({"w_dk": "-1", "w_dm": "1"}, "Geben Sie mindestens 0 ein"),
        ({"w_dm": "1"}, "Füllen Sie dieses Feld aus"),
    ],
)
def test_weights_that_make_no_sense_are_refused_and_stay_typed(office, make, call, weights, says):
    judged(make, call, CLEAR)
    page = office.get(HOME, {"gewichte": "1", **weights})
    assert page.status_code == 200
    assert says in text(page)
    assert f'value="{weights["w_dm"]}"' in page.content.decode()


def test_the_report_names_each_juror_and_what_the_result_hangs_on(office, make, call):
    judged(make, call, {"A": "99 88 44", "B": "77 66 32", "C": "88 79 43", "D": "55 54 10"})
    page = text(office.get(REPORT))
    severe = page.index("Jury 2")
    assert severe < page.index("Jury 1") < page.index("Jury 0"), "the most severe first"
    assert "ohne Jury 2" in page
    assert "ohne das Kriterium" in page
    assert "Worüber die Jury uneins ist" in page
    assert JournalEntry.objects.filter(action="standings.viewed").count() == 1


def test_a_case_shows_each_sheet_that_counts_and_is_journalled(office, make, call):
    case = judged(make, call, CLEAR)[0]
    late = make.sheet({"dk": 1, "dm": 1}, application=case, juror__call=call)
    make.conflict(late.assignment)
    Score.objects.update(reason="Nur für die Jury.")
    page = office.get(f"{HOME}{case.key}/")
    assert re.findall(r"Jury (\d) (\d) (\d) (\d,\d)", text(page)) == [
        ("0", "9", "9", "9,0"),
        ("1", "8", "8", "8,0"),
        ("2", "9", "9", "9,0"),
    ]
    assert "Nur für die Jury." not in text(page)
    assert late.juror.user.name not in text(page)
    entry = JournalEntry.objects.get(action="standings.case_viewed")
    assert entry.about_key == str(case.key)


def test_a_case_without_a_sheet_says_so_and_one_not_admitted_is_none(office, make, call):
    case = make.admitted(call=call)
    assert "zählt noch kein Bogen" in text(office.get(f"{HOME}{case.key}/"))
    other = make.application(call=call, status="submitted")
    assert office.get(f"{HOME}{other.key}/").status_code == 404


def test_a_profile_of_three_criteria_is_a_radar(office, make):
    call = make.call(judging_from=NOON - DAY, criteria={"dk": 1, "dg": 1, "dm": 1})
    case = make.admitted(call=call, declared=("dk", "dg", "dm"))
    make.sheet({"dk": 8, "dg": 6, "dm": 4}, application=case)
    assert "aw-radar__shape" in office.get(f"{HOME}{case.key}/").content.decode()


def test_all_sheets_come_as_a_table_that_a_spreadsheet_cannot_run(office, make, call):
    case = judged(make, call, {"=Talaue": "98 76 54"})[0]
    Score.objects.update(reason="Nur für die Jury.", for_applicant="Später.")
    content = b"".join(office.get(TABLE).streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Fall", "Initiative", "Jurymitglied", "Kriterium", "Gewicht", "Punkte"]
    assert rows[1] == [case.number, "'=Talaue", "Jury 0", "dk", "1", "9"]
    assert len(rows) == 1 + 6
    assert JournalEntry.objects.filter(action="standings.exported").exists()


def test_no_judgement_is_an_empty_cell(office, make, call):
    case = make.admitted(call=call, declared=("dk",))
    make.sheet({"dk": None}, application=case)
    rows = b"".join(office.get(TABLE).streaming_content).decode().splitlines()
    assert rows[1].split(";")[5] == ""


@pytest.mark.parametrize("cases", [10, 150])
@pytest.mark.parametrize("path", [REPORT, TABLE])
def test_reports_cost_the_same_however_many_cases(office, make, call, cases, path):
    make.many_cases(call, cases, [make.juror(call=call) for _ in range(3)])
    office.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = office.get(path)
        if answer.streaming:
            assert len(b"".join(answer.streaming_content).splitlines()) > cases
    asked = [q for q in queries if "SAVEPOINT" not in q["sql"] and "CURSOR" not in q["sql"][:20]]
    assert len(asked) <= 13, [q["sql"] for q in asked]


def test_a_large_jury_waits_for_the_worker_and_then_has_its_ranges(
    office, make, call, monkeypatch, work
):
    monkeypatch.setattr(standings, "AT_ONCE", 0)
    judged(make, call, CLEAR)
    assert "Bereiche und Chancen werden gerade berechnet." in text(office.get(HOME))
    assert "Bereiche und Chancen werden gerade berechnet." in text(office.get(HOME)), "asked once"
    work()
    page = text(office.get(HOME))
    assert "werden gerade berechnet" not in page
    assert re.search(r"\d+ %|über 99 %", page)


def test_what_is_remembered_is_not_told_of_other_scores(make, call):
    judged(make, call, CLEAR)
    before = standings.Standings(call, top=1)
    score = Score.objects.order_by("pk").first()
    Score.objects.filter(pk=score.pk).update(points=0)
    after = standings.Standings(call, top=1)
    assert before.judged.digest != after.judged.digest
    assert before.ranking.plain.mean.tolist() != after.ranking.plain.mean.tolist()


def test_a_reopened_sheet_changes_the_state(make, call):
    judged(make, call, CLEAR)
    before = standings.Standings(call, top=1).judged.digest
    ScoreSheet.objects.filter(pk=ScoreSheet.objects.earliest("pk").pk).update(finished_at=None)
    assert standings.Standings(call, top=1).judged.digest != before


@pytest.mark.parametrize("path", [HOME, REPORT, TABLE])
def test_jurors_and_strangers_find_no_page(client, make, call, path):
    for user in (make.juror(call=call).user, make.user()):
        client.force_login(user)
        assert client.get(path).status_code == 404
