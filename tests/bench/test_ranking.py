"""How long a ranking of 10,000 cases takes, and how much memory it holds; measured, not asserted.

Each in a process of its own, so that the peak is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MEASURE = """
import json, os, resource, sys, time
os.environ["OMP_NUM_THREADS"] = "1"  # as awards/settings.py does
import numpy as np
from jury.ranking import Cells, ordered, without_each_juror
from jury.ranking.chances import chances

n_cases, n_jurors, readers, kept = json.loads(sys.argv[1])
chance = np.random.default_rng(1)
case = np.repeat(np.arange(n_cases), readers)
juror = np.argsort(chance.random((n_cases, n_jurors)), axis=1)[:, :readers].reshape(-1)
stays = chance.random(len(case)) < kept
case, juror = case[stays], juror[stays]
quality, leniency = chance.normal(0, 1.5, n_cases), chance.normal(0, 1, n_jurors)
value = np.repeat(5 + quality[case] + leniency[juror], 4) + chance.normal(0, 1, 4 * len(case))
cells = Cells(
    np.repeat(case, 4),
    np.repeat(juror, 4),
    np.tile(np.arange(4), len(case)),
    np.clip(np.round(value), 0, 10),
    np.array([1.0, 2.0, 1.0, 1.0]),
)
spent = {}

def timed(name, call):
    began = time.process_time()
    found = call()
    spent[name] = round(time.process_time() - began, 3)
    spent["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    return found

base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
shape = (n_cases, n_jurors)
found = timed("fit", lambda: ordered(cells, shape=shape))
sure = timed("intervals", lambda: chances(found.fitted, top=10, seed=0))
print(json.dumps(
    {
        "base": base,
        **spent,
        "leave one out": timed("", lambda: len(without_each_juror(found, 10))) and spent[""],
        "severity": float(np.corrcoef(found.jurors.severity, -leniency)[0, 1]),
        "quality": float(np.corrcoef(found.corrected, quality)[0, 1]),
        "plain": float(np.corrcoef(found.plain.mean, quality)[0, 1]),
        "top": float(sure.top.sum()),
    }
))
"""


@pytest.mark.parametrize(
    ("n_cases", "n_jurors", "kept"),
    [(200, 20, 1), (10_000, 100, 1), (10_000, 1_000, 1), (10_000, 1_000, 0.9)],
)
def test_ranking(n_cases, n_jurors, kept, capsys):
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, json.dumps([n_cases, n_jurors, 5, kept])],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found = json.loads(run.stdout)
    with capsys.disabled():
        print(  # noqa: T201  what a measurement is for
            f"\nranking {n_cases} cases × 5 sheets × 4 criteria, {n_jurors} jurors, {kept:.0%} of"
            f" the sheets: fit {found['fit']:.2f} s, intervals {found['intervals']:.2f} s, every"
            f" juror left out {found['leave one out']:.2f} s, at most {found['MB']} MB, of which"
            f" {found['base']} MB before"
        )
    assert found["top"] == pytest.approx(10)
    assert found["severity"] > 0.9
    assert found["quality"] > found["plain"]
