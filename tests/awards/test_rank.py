"""`manage.py rank` and `manage.py agree`: a table in, a table or JSON out, and no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jury.ranking import Refusal
from jury.ranking_words import REASONS
from tests.jury.known import answers, skating, wine

ROOT = Path(__file__).parents[2]
KEYS = {
    "n_sheets",
    "n_cases",
    "n_jurors",
    "components",
    "mu",
    "var_case",
    "var_juror",
    "var_residual",
    "reml_criterion",
    "corrected",
    "reason",
    "cases",
    "jurors",
    "leave_one_out",
    "agreement",
}
CASE = {
    "id",
    "n",
    "mean",
    "median",
    "min",
    "max",
    "corrected",
    "se",
    "rank_mean",
    "rank_corrected",
    "rank_low",
    "rank_high",
    "p_top",
    "group",
}
JUROR = {"id", "n", "severity", "se", "spread", "fit"}
AGREEMENT = {"icc_2_1", "icc_2_k", "icc_3_1", "icc_3_k", "krippendorff_alpha", "kendall_w"}
WEIGHTS = ("--weights", "SS=.4,TR=.3,PE=.2,CO=.1")


@pytest.fixture
def tables(tmp_path):
    """red.csv and white.csv long, wide.csv, skating.csv by criterion."""
    for flight in ("red", "white"):
        lines = [
            f"{case};{juror};{points}".replace(".", ",") for case, juror, _c, points in wine(flight)
        ]
        (tmp_path / f"{flight}.csv").write_text("\n".join(["Fall;Jurymitglied;Punkte", *lines]))
    lines = [",".join(map(str, row)) for row in skating()]
    (tmp_path / "skating.csv").write_text("\n".join(["case,juror,criterion,points", *lines]))
    jurors = sorted({row[1] for row in wine("red")})
    given = {(row[0], row[1]): str(row[3]) for row in wine("red")}
    lines = [
        ",".join([case, *(given[case, juror] for juror in jurors)])
        for case in sorted({row[0] for row in wine("red")}, reverse=True)
    ]
    (tmp_path / "wide.csv").write_text(
        "\ufeff" + "\r\n".join([",".join(["Wein", *jurors]), *lines])
    )
    return tmp_path


def said(command, path, *args):
    out, err = StringIO(), StringIO()
    call_command(command, str(path), *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def answered(command, path, *args):
    out, err = said(command, path, *args, "--format", "json")
    assert err == ""
    return json.loads(out, parse_constant=pytest.fail)


def by_id(rows):
    return {row["id"]: row for row in rows}


def test_says_in_json_what_lme4_says(tables):
    answer, known = answered("rank", tables / "red.csv"), answers("wine_red")
    assert answer.keys() == KEYS
    assert [answer[name] for name in ("n_sheets", "n_cases", "n_jurors", "components")] == [
        90,
        10,
        9,
        1,
    ]
    assert (answer["corrected"], answer["reason"]) == (True, None)
    assert answer["reml_criterion"] == pytest.approx(known["reml_criterion"], abs=1e-6)
    assert answer["var_case"] == pytest.approx(known["var_app"], rel=1e-4)
    assert [case["id"] for case in answer["cases"]] == known["ranking_blup"]
    for case in answer["cases"]:
        assert case.keys() == CASE
        expected = by_id(known["app"])[case["id"]]
        assert case["corrected"] == pytest.approx(expected["adjusted"], abs=1e-5)
        assert case["mean"] == pytest.approx(expected["plain_mean"], abs=1e-9)
        assert case["p_top"] == pytest.approx(
            known["prototype_p_top3_integrated"][case["id"]], abs=0.02
        )
    for juror in answer["jurors"]:
        assert juror.keys() == JUROR
        expected = by_id(known["jur"])[juror["id"]]["blup"]
        assert juror["severity"] == pytest.approx(-expected, abs=1e-5)
    assert [one for one in answer["leave_one_out"] if one["enters"]] == [
        {"juror": "Olivier Gergaud", "enters": ["A2"], "leaves": ["J2"]}
    ]
    assert answer["agreement"].keys() == AGREEMENT


def test_the_winner_of_the_red_wines(tables):
    winner = answered("rank", tables / "red.csv", "--seed", "1")["cases"][0]
    figures = {name: winner[name] for name in CASE - {"corrected", "se", "p_top", "mean"}}
    assert figures == {
        "id": "B2",
        "n": 9,
        "median": 17,
        "min": 11,
        "max": 19.5,
        "rank_mean": 1,
        "rank_corrected": 1,
        "rank_low": 1,
        "rank_high": 7,
        "group": 1,
    }


def test_wide_or_long_in_whatever_order_the_bytes_are_the_same(tables):
    assert said("rank", tables / "red.csv") == said("rank", tables / "wide.csv")
    long = (tables / "red.csv").read_text().splitlines()
    (tables / "red.csv").write_text("\n".join([long[0], *reversed(long[1:])]))
    json_of = [said("rank", tables / f"{n}.csv", "--format", "json") for n in ("red", "wide")]
    assert json_of[0] == json_of[1]


def test_says_null_and_why_where_nothing_is_corrected(tables):
    answer = answered("rank", tables / "white.csv", "--language", "en")
    assert (answer["corrected"], answer["var_case"]) == (False, 0)
    assert answer["reason"].startswith("The jury did not tell the cases apart")
    for case in answer["cases"]:
        nulls = {name for name in CASE if case[name] is None}
        assert nulls == {
            "corrected",
            "se",
            "rank_corrected",
            "rank_low",
            "rank_high",
            "p_top",
            "group",
        }
    assert answer["agreement"]["icc_2_1"] == pytest.approx(-0.030628, abs=1e-6)


def test_weighs_the_criteria(tables):
    answer = answered("rank", tables / "skating.csv", *WEIGHTS)
    known = answers("skating_free")
    assert answer["mu"] == pytest.approx(known["mu"], abs=1e-9)
    assert answer["agreement"]["icc_2_k"] == pytest.approx(known["reliability"]["icc_Ak"], abs=1e-8)
    assert answered("rank", tables / "skating.csv")["mu"] != answer["mu"]


def test_the_seed_moves_the_chances_and_nothing_else(tables):
    zero, again, one = (
        said("rank", tables / "red.csv", "--format", "json", "--seed", seed) for seed in "001"
    )
    assert zero == again
    assert zero != one
    without = [
        [{**case, "p_top": 0, "rank_low": 0, "rank_high": 0} for case in json.loads(out)["cases"]]
        for out, _err in (zero, one)
    ]
    assert without[0] == without[1]


@pytest.mark.parametrize("top", [1, 2, 10, 99])
def test_the_chances_of_being_among_the_best_add_up_to_as_many(tables, top):
    answer = answered("rank", tables / "red.csv", "--top", str(top))
    total = sum(case["p_top"] for case in answer["cases"])
    assert total == pytest.approx(min(top, 10))


def test_the_best_are_three_if_not_said(tables):
    assert said("rank", tables / "red.csv") == said("rank", tables / "red.csv", "--top", "3")


@pytest.mark.parametrize("command", ["rank", "agree"])
@pytest.mark.parametrize("name", ["red", "white", "skating"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_table_fits_in_a_hundred_columns(tables, command, name, language):
    out, err = said(command, tables / f"{name}.csv", "--language", language)
    assert err == ""
    assert max(map(len, out.splitlines())) <= 100
    assert out.endswith("\n")


def test_the_table_of_the_red_wines(tables):
    out, _err = said("rank", tables / "red.csv", "--language", "en", "--seed", "1")
    assert out.startswith("10 cases, 9 jurors, 90 complete sheets.\n\nCase")
    assert "B2         9      1  15.83   17.00  11.00–19.50      1  15.13  0.61   1–7" in out
    assert "Without Olivier Gergaud  in: A2; out: J2" in out
    assert "of the mean of a case, ICC(2,k)          0.503  not reliable" in out


def test_the_table_of_the_white_wines_says_why_nothing_is_corrected(tables):
    out, _err = said("rank", tables / "white.csv", "--language", "en")
    assert "Nothing is corrected: The jury did not tell the cases apart" in " ".join(out.split())
    assert "corr." not in out


def test_every_refusal_has_its_words():
    assert REASONS.keys() == set(Refusal)


def test_the_table_says_how_many_sheets_were_not_used(tables):
    path = tables / "holes.csv"
    path.write_text(
        "case,juror,criterion,points\nA,X,SS,7\nA,X,TR,7\nA,Y,SS,5\nB,X,SS,3\nB,Y,SS,\nC,Y,SS,4\n"
    )
    out, _err = said("rank", path, "--language", "en")
    assert "3 cases, 2 jurors, 3 complete sheets. 2 sheets are incomplete and do not count." in out
    cases = by_id(answered("rank", path)["cases"])
    assert {name: case["n"] for name, case in cases.items()} == {"A": 1, "B": 1, "C": 1}


def test_a_case_without_a_sheet_stands_last_and_has_no_place(tables):
    (tables / "wide.csv").write_text("case,X,Y,Z\nA,,,\nB,1,2,3\nC,4,4,5\n")
    last = answered("rank", tables / "wide.csv")["cases"][-1]
    assert (last["id"], last["n"], last["mean"], last["rank_mean"]) == ("A", 0, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "case,X\nA,5\n",
        "case,X,Y,Z\nA,5,5,5\n",
        "case,X,Y,Z\nA,5,5,5\nB,5,5,5\nC,5,5,5\n",
        "case,X,Y,Z\nA,1,2,3\nB,2,3,4\nC,7,8,9\n",
        "case,X,Y,Z,W\nA,5,6,,\nB,,,4,4\n",
        "case,X,Y,Z\nA,5,,\nB,,5,\nC,,,4\n",
        "case,juror,criterion,points\nA,X,SS,\nA,X,TR,4\n",
    ],
)
@pytest.mark.parametrize("command", ["rank", "agree"])
def test_the_smallest_juries_get_an_answer(tables, command, text):
    (tables / "small.csv").write_text(text)
    for written in ("table", "json"):
        out, err = said(command, tables / "small.csv", "--format", written, "--language", "en")
        assert (bool(out), err) == (True, "")


def test_says_how_far_a_jury_agrees(tables):
    answer = answered("agree", tables / "skating.csv", *WEIGHTS)
    assert list(answer) == ["n_sheets", "n_cases", "n_jurors", "agreement", "jurors", "cases"]
    known = answers("skating_free")["reliability"]
    assert answer["agreement"] == pytest.approx(
        {
            "icc_2_1": known["icc_A1"],
            "icc_2_k": known["icc_Ak"],
            "icc_3_1": known["icc_C1"],
            "icc_3_k": known["icc_Ck"],
            "krippendorff_alpha": known["kripp_alpha_interval"],
            "kendall_w": known["kendall_W"],
        },
        abs=1e-8,
    )
    ranked = answered("rank", tables / "skating.csv", *WEIGHTS)
    assert (answer["jurors"], answer["agreement"]) == (ranked["jurors"], ranked["agreement"])
    widest = answer["cases"][0]
    assert widest["id"] == "Ashley WAGNER"
    assert widest["range"] == pytest.approx(8.925 - 7.225)
    assert [case["range"] for case in answer["cases"]] == sorted(
        (case["range"] for case in answer["cases"]), reverse=True
    )


def test_the_table_of_agreement_names_the_cases_opinions_differ_on(tables):
    out, _err = said("agree", tables / "skating.csv", *WEIGHTS, "--language", "en")
    assert "reliable" in out
    lines = out[out.index("Widest disagreement") :].splitlines()
    assert (len(lines), lines[1].split()[:2]) == (11, ["Ashley", "WAGNER"])


@pytest.mark.parametrize("command", ["rank", "agree"])
def test_refuses_all_faults_at_once_with_their_lines(tables, command):
    (tables / "red.csv").write_text("case,juror,points\nA,X,1\nA,X,2\nB,X,viel\n")
    with pytest.raises(CommandError) as refused:
        said(command, tables / "red.csv")
    assert [line.split(":")[:2] for line in str(refused.value).splitlines()[1:]] == [
        ["red.csv", " Zeile 3"],
        ["red.csv", " Zeile 4"],
    ]


def test_tells_a_hundred_faults_and_how_many_more(tables):
    (tables / "red.csv").write_text("case,juror,points\n" + "A,X,x\n" * 104)
    with pytest.raises(CommandError) as refused:
        said("rank", tables / "red.csv", "--language", "en")
    assert len(str(refused.value).splitlines()) == 102
    assert str(refused.value).endswith("and 4 faults more")


def test_tells_of_a_column_that_is_not_used(tables):
    (tables / "red.csv").write_text("case,juror,nation,points\nA,X,CHN,1\n")
    _out, err = said("rank", tables / "red.csv", "--language", "en")
    assert err == "red.csv: Line 1: The column “nation” is not used here.\n"


def test_refuses_weights_of_a_criterion_that_is_not_there(tables):
    with pytest.raises(CommandError, match="weights: The criterion “XX” is not in"):
        said("rank", tables / "skating.csv", "--weights", "XX=1", "--language", "en")


def test_refuses_a_file_that_is_not_there(tables):
    with pytest.raises(CommandError, match=r"nichts\.csv: No such file"):
        said("rank", tables / "nichts.csv")


@pytest.mark.parametrize(
    "wrong", [["--top", "0"], ["--top", "drei"], ["--seed", "-1"], ["--format", "xml"]]
)
def test_refuses_options_that_make_no_sense(tables, wrong):
    with pytest.raises(CommandError):
        said("rank", tables / "red.csv", *wrong)


def run(*args):
    settings = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DEMO": "1",
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "awards.settings",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, args)],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["rank", "agree"])
def test_runs_without_a_database_and_says_the_same_bytes_each_time(tables, command):
    runs = [run(command, tables / "red.csv", "--format", "json") for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in runs] == [(0, b"")] * 2
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["n_sheets"] == 90


def test_ends_with_an_error_where_the_file_is_wrong(tables):
    (tables / "red.csv").write_text("case\n")
    ended = run("rank", tables / "red.csv")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"red.csv" in ended.stderr
