"""How long an allocation takes, certificate and swaps included, and how much memory it holds."""

from __future__ import annotations

import resource
import time

import numpy as np
import pytest

from jury.allocation import Bounds, Problem, allocate

READERS = 5
CONFLICTS = 0.04


def jury(n_cases, n_jurors):
    chance = np.random.default_rng(1)
    cases = [f"c{i:05d}" for i in range(n_cases)]
    jurors = [f"j{j:04d}" for j in range(n_jurors)]
    match = chance.integers(0, 101, size=(n_cases, n_jurors))
    return Problem(
        cases=dict.fromkeys(cases, READERS),
        jurors=dict.fromkeys(jurors, Bounds()),
        barred={
            (jurors[j], cases[i])
            for i, j in np.argwhere(chance.random(match.shape) < CONFLICTS).tolist()
        },
        match=match,
    )


@pytest.mark.parametrize(("n_cases", "n_jurors", "seconds"), [(1_000, 50, 5), (10_000, 1_000, 60)])
def test_allocating(n_cases, n_jurors, seconds, capsys):
    problem = jury(n_cases, n_jurors)
    began, worked = time.perf_counter(), time.process_time()
    found = allocate(problem)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    assert found.certified
    assert found.unfilled == []
    assert set(found.loads.values()) == {n_cases * READERS // n_jurors}
    with capsys.disabled():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(  # noqa: T201  what a measurement is for
            f"\nallocating {n_cases} cases to {n_jurors} jurors: {took:.1f} s, {worked:.1f} s of "
            f"one processor, at most {peak:.1f} GB; optimum {found.bound}, with {found.swaps} "
            f"swaps {found.cost}, lambda2 {found.lambda2_before} to {found.lambda2}"
        )
    assert worked <= seconds  # what it takes where nothing else runs
