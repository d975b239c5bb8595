"""`manage.py allocate`: tables in, table or JSON out, and no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
KEYS = [
    "assignments",
    "cost",
    "bound",
    "gap",
    "certified",
    "loads",
    "unfilled",
    "components",
    "lambda2",
    "a_efficiency",
]


@pytest.fixture
def files(tmp_path):
    texts = {
        "cases": "case,readers\nA,\nB,\nC,1\n",
        "jurors": "juror,min,max\nAlbers,,\nBrandt,,\nCelik,,1\n",
        "conflicts": "juror,case\nAlbers,A\n",
        "match": "juror,case,match\nBrandt,A,90\nCelik,A,80\nAlbers,B,70\nBrandt,B,60\n",
        "kept": "juror,case\nBrandt,C\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def arguments(files, *names, readers=2):
    named = [word for name in names for word in (f"--{name}", str(files / f"{name}.csv"))]
    return [*named, "--readers", str(readers)]


ALL = ("cases", "jurors", "conflicts", "match", "kept")


def said(*args):
    out, err = StringIO(), StringIO()
    call_command("allocate", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_says_in_json_who_reads_what(files):
    out, err = said(*arguments(files, *ALL), "--format", "json", "--overlap-budget", "0")
    answer = json.loads(out)
    assert list(answer) == KEYS
    assert answer == {
        "assignments": [
            {"case": "A", "juror": "Brandt"},
            {"case": "A", "juror": "Celik"},
            {"case": "B", "juror": "Albers"},
            {"case": "B", "juror": "Brandt"},
            {"case": "C", "juror": "Brandt"},
        ],
        "cost": 100 + 400 + 900 + 1600 + 2500,
        "bound": 5500,
        "gap": 0,
        "certified": True,
        "loads": {"Albers": 1, "Brandt": 3, "Celik": 1},
        "unfilled": [],
        "components": 1,
        "lambda2": answer["lambda2"],
        "a_efficiency": answer["a_efficiency"],
    }
    assert err == ""


def test_names_in_json_what_is_lacking_and_what_helps(files):
    (files / "jurors.csv").write_text("juror,max\nAlbers,1\nBrandt,1\n")
    out, _err = said(*arguments(files, "cases", "jurors"), "--format", "json")
    unfilled = json.loads(out)["unfilled"]
    assert [list(case) for case in unfilled] == [["case", "missing", "because"]] * 3
    assert [case["missing"] for case in unfilled] == [1, 1, 1]
    assert all(case["because"].endswith(": Albers +2, Brandt +1.") for case in unfilled)


def test_says_it_as_a_table_in_german_and_in_english(files):
    german, _err = said(*arguments(files, *ALL), "--language", "de")
    english, _err = said(*arguments(files, *ALL), "--language", "en")
    assert "A     Brandt, Celik" in english
    assert "Juror   Cases\nAlbers  1\nBrandt  3\nCelik   1\n" in english
    assert "Optimum" in english
    assert "(proved)" in english
    assert "Fall  Jurymitglieder\nA     Brandt, Celik\n" in german
    assert "(bewiesen)" in german


def test_the_table_names_what_is_lacking(files):
    (files / "jurors.csv").write_text("juror,min,max\nAlbers,,1\nBrandt,2,2\n")
    out, _err = said(*arguments(files, "cases", "jurors", readers=3), "--language", "en")
    assert "The jury is too small: 2 of the 3 wanted." in out
    assert "The least change: raise maxima by" in out
    assert "more jurors free of conflicts" in out


def test_tells_of_a_kept_reading_that_a_conflict_takes(files):
    (files / "kept.csv").write_text("juror,case\nAlbers,A\n")
    _out, err = said(*arguments(files, *ALL), "--language", "en")
    assert err == "Not kept because of a conflict: Albers, A\n"


def test_refuses_all_faults_of_all_files_at_once(files):
    (files / "cases.csv").write_text("case,readers\nA,x\nB,\nB,\nC,\n")
    (files / "match.csv").write_text("juror,case,match\nAlbers,Z,50\nAlbers,A,500\n")
    with pytest.raises(CommandError) as refused:
        said(*arguments(files, *ALL))
    assert [line.split(":")[:2] for line in str(refused.value).splitlines()[1:]] == [
        ["cases.csv", " Zeile 2"],
        ["cases.csv", " Zeile 4"],
        ["match.csv", " Zeile 2"],
        ["match.csv", " Zeile 3"],
    ]


def test_tells_a_hundred_faults_and_how_many_more(files):
    lines = "".join(f"Niemand{i},A\n" for i in range(103))
    (files / "conflicts.csv").write_text(f"juror,case\n{lines}")
    with pytest.raises(CommandError) as refused:
        said(*arguments(files, *ALL), "--language", "en")
    assert len(str(refused.value).splitlines()) == 102
    assert str(refused.value).endswith("and 3 faults more")


def test_refuses_a_file_that_is_not_there(files):
    (files / "cases.csv").unlink()
    with pytest.raises(CommandError, match=r"cases\.csv: No such file"):
        said(*arguments(files, *ALL))


@pytest.mark.parametrize(
    "wrong",
    [
        ["--readers", "0"],
        ["--readers", "zwei"],
        ["--overlap-budget", "101"],
        ["--overlap-budget", "nan"],
        ["--seed", "-1"],
        ["--format", "xml"],
    ],
)
def test_refuses_options_that_make_no_sense(files, wrong):
    with pytest.raises(CommandError):
        call_command("allocate", *arguments(files, "cases", "jurors"), *wrong)


def test_runs_without_a_database_and_says_the_same_bytes_each_time(files):
    settings = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DEMO": "1",
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "awards.settings",
    }
    runs = [
        subprocess.run(
            [sys.executable, "manage.py", "allocate", *arguments(files, *ALL), "--format", "json"],
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            check=False,
        )
        for _ in range(2)
    ]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout
    assert list(json.loads(runs[0].stdout)) == KEYS


def test_ends_with_an_error_where_a_file_is_wrong(files):
    (files / "cases.csv").write_text("case\n")
    run = subprocess.run(
        [sys.executable, "manage.py", "allocate", *arguments(files, "cases", "jurors")],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "SECRET_KEY": "x" * 50}
        | {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "awards.settings"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"cases.csv" in run.stderr
