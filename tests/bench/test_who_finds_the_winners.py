"""How often each way of ranking finds the cases that are truly the best.

Juries of made-up cases of known quality: jurors of unlike severity, each case read by a few, some
pairs recused, whole points from 0 to 10. What is found goes into docs/decisions/0020.
"""

from __future__ import annotations

import numpy as np
import pytest

from jury.ranking import Cells, best, ordered

JURIES = 100  # of each design
DESIGNS = [(100, 10, 3), (100, 10, 5), (60, 12, 3), (200, 20, 5)]  # cases, jurors, readers
RECUSED = 0.04  # of all pairs
TOP = 10
SEVERITIES = (0.1, 0.5, 1.0)  # variance of severity; that of quality is 1, of chance 1


def judged(chance, n_cases, n_jurors, readers, severity, *, whole):
    """Who gave what to which case, and the truth. Loads are even up to recusals."""
    quality = chance.normal(0, 1, n_cases)
    leniency = chance.normal(0, np.sqrt(severity), n_jurors)
    recused = chance.random((n_cases, n_jurors)) < RECUSED
    load = np.zeros(n_jurors)
    pairs = []
    for case in chance.permutation(n_cases):
        free = np.flatnonzero(~recused[case])
        least = free[np.argsort(load[free] + chance.random(len(free)))][:readers]
        load[least] += 1
        pairs += [(case, juror) for juror in least]
    case, juror = np.array(pairs).T
    value = quality[case] + leniency[juror] + chance.normal(0, 1, len(case))
    if whole:
        spread = np.exp(chance.normal(0, 0.25, n_jurors))[juror]
        value = np.clip(np.round(5.5 + 1.5 * spread * value), 0, 10)
    return case, juror, value, quality


def z_scores(case, juror, value, n_cases):
    """The mean of what each juror gave, measured in her own spread from her own mean."""
    count = np.bincount(juror)
    mean = np.bincount(juror, value) / count
    variance = np.bincount(juror, (value - mean[juror]) ** 2) / np.maximum(count - 1, 1)
    z = (value - mean[juror]) / np.sqrt(np.where(variance > 0, variance, 1))[juror]
    return np.bincount(case, z, minlength=n_cases) / np.bincount(case, minlength=n_cases)


def found(chance, design, severity, *, whole):
    """The share of the truly best that plain mean, z-scores and correction find."""
    n_cases = design[0]
    case, juror, value, quality = judged(chance, *design, severity, whole=whole)
    truth = set(np.argsort(-quality)[:TOP].tolist())
    cells = Cells(case, juror, np.zeros(len(case), dtype=int), value, np.ones(1))
    ranking = ordered(cells)
    values = (
        ranking.plain.mean,
        z_scores(case, juror, value, n_cases),
        ranking.official,
    )
    return [len(truth & best(one, TOP)) / TOP for one in values]


@pytest.mark.parametrize("whole", [False, True], ids=["any points", "whole points, own spreads"])
def test_who_finds_the_winners(whole, capsys):
    table = {}
    for severity in SEVERITIES:
        chance = np.random.default_rng(round(1000 * severity))
        shares = [
            found(chance, design, severity, whole=whole)
            for design in DESIGNS
            for _ in range(JURIES)
        ]
        table[severity] = (
            np.mean(shares, axis=0),
            np.std(np.diff(shares, axis=1)[:, 1], ddof=1) / np.sqrt(len(shares)),
        )
    with capsys.disabled():
        kind = "whole points 0 to 10, jurors of unlike spread" if whole else "any points"
        print(f"\n{kind}; of the {TOP} best are found\n{'severity':>9}  plain      z  corrected")  # noqa: T201
        for severity, (shares, error) in table.items():
            plain, z, corrected = shares
            print(f"{severity:9}  {plain:.3f}  {z:.3f}  {corrected:.3f} (± {error:.3f})")  # noqa: T201
    for severity, ((plain, _z, corrected), error) in table.items():
        assert corrected >= plain - 2 * error
        if severity >= 0.5:
            assert corrected > plain + 0.02
