"""Who reads what: the rules always hold, and the optimum is that of trying everything."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from jury.allocation import Because, Bounds, Problem, allocate, match_of
from jury.allocation.certificate import is_optimal
from jury.allocation.flow import best
from jury.allocation.problem import as_arrays, prices

CASES, JURORS = ["A", "B", "C"], ["Albers", "Brandt", "Celik"]
PAIRS = list(product(JURORS, CASES))


@st.composite
def problems(draw, overlap=0.0):
    """Up to three cases and jurors, every kind of limit, often more asked than can be."""
    cases = CASES[: draw(st.integers(1, 3))]
    jurors = JURORS[: draw(st.integers(1, 3))]
    pairs = [pair for pair in PAIRS if pair[0] in jurors and pair[1] in cases]
    some = st.sets(st.sampled_from(pairs), max_size=3)
    limits = {}
    for juror in jurors:
        low = draw(st.integers(0, 2))
        limits[juror] = Bounds(low, draw(st.none() | st.integers(low, 3)))
    return Problem(
        cases={case: draw(st.integers(0, 3)) for case in cases},
        jurors=limits,
        barred=draw(some),
        kept=draw(some),
        match=draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from([0, 33.33, 80, 100]))),
        overlap_budget=overlap,
    )


def everything(problem):
    """All allocations that keep the rules, as sets of (juror, case)."""
    kept = problem.kept - problem.barred
    free = [
        (juror, case)
        for juror, case in product(problem.jurors, problem.cases)
        if (juror, case) not in problem.barred | kept
    ]
    for chosen in product([False, True], repeat=len(free)):
        reads = kept | {pair for pair, taken in zip(free, chosen, strict=True) if taken}
        if _keeps_limits(problem, kept, reads):
            yield reads


def _keeps_limits(problem, kept, reads):
    for juror, bounds in problem.jurors.items():
        limit = len(problem.cases) if bounds.max is None else bounds.max
        if _load(reads, juror) > max(limit, _load(kept, juror)):
            return False
    return all(
        _panel(reads, case) <= max(wanted, _panel(kept, case))
        for case, wanted in problem.cases.items()
    )


def _load(reads, juror):
    return sum(one == juror for one, _case in reads)


def _panel(reads, case):
    return sum(one == case for _juror, one in reads)


def unread(problem, reads):
    return sum(max(wanted - _panel(reads, case), 0) for case, wanted in problem.cases.items())


def unfair(problem, reads):
    """Two readings left out of one case weigh more than one each of two cases."""
    gaps = [max(wanted - _panel(reads, case), 0) for case, wanted in problem.cases.items()]
    return sum(gap**2 for gap in gaps)


def short(problem, reads):
    return sum(max(b.min - _load(reads, juror), 0) for juror, b in problem.jurors.items())


def cost(problem, reads):
    return round(sum((100 - problem.match.get(pair, 50)) ** 2 for pair in reads), 4)


def is_even(problem, reads):
    """No juror has two cases more than another who could take one, without a minimum's harm."""
    kept = problem.kept - problem.barred
    for one, other in product(problem.jurors, repeat=2):
        more, less = _load(reads, one), _load(reads, other)
        limit = problem.jurors[other].max
        open_to = [case for case in problem.cases if (other, case) not in problem.barred]
        harms = more <= problem.jurors[one].min and less >= problem.jurors[other].min
        can = more > _load(kept, one) and less < min(
            len(open_to), len(open_to) if limit is None else limit
        )
        if more >= less + 2 and can and not harms:
            return False
    return True


def pairs_of(allocation):
    return {(reading.juror, reading.case) for reading in allocation.assignments}


@given(problems())
@settings(max_examples=150)
def test_is_the_best_of_all_there_are(problem):
    found = allocate(problem)
    reads, possible = pairs_of(found), list(everything(problem))
    assert reads in possible
    fewest = min(unread(problem, one) for one in possible)
    assert sum(case.missing for case in found.unfilled) == unread(problem, reads) == fewest
    full = [one for one in possible if unread(problem, one) == fewest]
    fairest = min(unfair(problem, one) for one in full)
    assert unfair(problem, reads) == fairest
    full = [one for one in full if unfair(problem, one) == fairest]
    least_short = min(short(problem, one) for one in full)
    assert sum(found.below_minimum.values()) == short(problem, reads) == least_short
    even = [one for one in full if short(problem, one) == least_short and is_even(problem, one)]
    if even:
        assert is_even(problem, reads)
        assert found.cost == found.bound == min(cost(problem, one) for one in even)
    assert found.cost == pytest.approx(cost(problem, reads))
    assert found.certified


@given(problems(overlap=0.5))
@settings(max_examples=60)
def test_swaps_break_no_rule(problem):
    found, before = allocate(problem), allocate(problem._replace(overlap_budget=0))
    reads = pairs_of(found)
    assert reads in list(everything(problem))
    assert problem.kept - problem.barred <= reads
    assert not reads & problem.barred
    assert (found.loads, found.panels) == (before.loads, before.panels)
    assert found.bound == before.cost
    assert found.gap == pytest.approx(found.cost - found.bound)


def _raises(problem, total):
    """All ways to raise maxima by `total` together."""
    limited = [juror for juror, bounds in problem.jurors.items() if bounds.max is not None]
    for ways in product(range(total + 1), repeat=len(limited)):
        if sum(ways) == total:
            raised = dict(problem.jurors)
            for juror, by in zip(limited, ways, strict=True):
                kept = _load(problem.kept - problem.barred, juror)
                bounds = raised[juror]
                raised[juror] = Bounds(bounds.min, max(bounds.max, kept) + by)
            yield problem._replace(jurors=raised)


@given(problems())
@settings(max_examples=60)
def test_the_least_change_helps_and_none_smaller_does(problem):
    found = allocate(problem)
    change = found.least_change
    if change is None:
        assert not found.unfilled
        return
    lacking = sum(
        max(wanted - sum((juror, case) not in problem.barred for juror in problem.jurors), 0)
        for case, wanted in problem.cases.items()
    )
    assert change.beyond == lacking
    assert change.missing == sum(case.missing for case in found.unfilled)

    def helps(total):
        return any(_missing(raised) == lacking for raised in _raises(problem, total))

    assert change.raise_total == sum(change.raised.values())
    smallest = next(total for total in range(10) if helps(total))
    assert change.raise_total == smallest
    kept = problem.kept - problem.barred
    raised = {
        juror: Bounds(b.min, None if b.max is None else max(b.max, _load(kept, juror)) + by)
        for juror, b in problem.jurors.items()
        for by in [change.raised.get(juror, 0)]
    }
    assert _missing(problem._replace(jurors=raised)) == lacking
    seats = next(n for n in range(1, 9) if not _missing(_with_seats(problem, n)))
    assert change.seats == seats


def _with_seats(problem, number):
    more = {f"Z{i}": Bounds() for i in range(number)}
    return problem._replace(jurors=dict(problem.jurors) | more)


def _missing(problem):
    return sum(case.missing for case in allocate(problem).unfilled)


def drawn(n_cases, n_jurors, readers, *, seed, **more):
    """A random jury with four percent conflicts."""
    chance = np.random.default_rng(seed)
    cases = [f"c{i:05d}" for i in range(n_cases)]
    jurors = [f"j{j:04d}" for j in range(n_jurors)]
    barred = {
        (jurors[j], cases[i])
        for i, j in np.argwhere(chance.random((n_cases, n_jurors)) < 0.04).tolist()
    }
    match = {
        (juror, case): int(value)
        for (case, juror), value in zip(
            product(cases, jurors), chance.integers(0, 101, n_cases * n_jurors), strict=True
        )
    }
    return Problem(
        cases=dict.fromkeys(cases, readers),
        jurors={juror: Bounds() for juror in jurors},
        barred=barred,
        match=match,
        overlap_budget=more.pop("overlap_budget", 0),
        **more,
    )


@pytest.mark.parametrize(("n_cases", "n_jurors", "readers"), [(100, 10, 5), (103, 10, 3)])
def test_costs_what_linear_programming_finds(n_cases, n_jurors, readers):
    problem = drawn(n_cases, n_jurors, readers, seed=n_cases)
    found = allocate(problem)
    case, juror = np.nonzero(as_arrays(problem).free)
    ones, every = np.ones(len(case)), np.arange(len(case))
    per_case = coo_array((ones, (case, every)))
    per_juror = coo_array((ones, (juror, every)))
    low, rest = divmod(n_cases * readers, n_jurors)
    answer = linprog(
        as_arrays(problem).cost[case, juror],
        A_eq=per_case,
        b_eq=np.full(n_cases, readers),
        A_ub=coo_array(np.vstack([per_juror.toarray(), -per_juror.toarray()])),
        b_ub=np.concatenate([np.full(n_jurors, low + (rest > 0)), np.full(n_jurors, -low)]),
        bounds=(0, 1),
        method="highs",
    )
    assert found.cost == pytest.approx(answer.fun, abs=1e-6)
    assert set(found.loads.values()) == {low, low + (rest > 0)}


def test_the_order_of_the_input_changes_nothing():
    problem = drawn(40, 8, 3, seed=5, overlap_budget=0.05)

    def shuffled(mapping):
        items = list(mapping.items())
        random.Random(3).shuffle(items)
        return dict(items)

    other = problem._replace(
        cases=shuffled(problem.cases),
        jurors=shuffled(problem.jurors),
        match=shuffled(problem.match),
    )
    assert repr(allocate(problem)) == repr(allocate(other))
    assert allocate(problem).swaps


def test_the_seed_decides_which_cases_are_swapped():
    problem = drawn(40, 8, 3, seed=5, overlap_budget=0.05)
    assert allocate(problem).assignments != allocate(problem._replace(seed=1)).assignments


def test_a_matrix_of_matches_is_the_same_as_pairs():
    problem = drawn(20, 5, 2, seed=1)
    matrix = np.array([[problem.match[j, c] for j in problem.jurors] for c in problem.cases])
    assert repr(allocate(problem)) == repr(allocate(problem._replace(match=matrix)))


@pytest.mark.parametrize("match", [0, 50, 100])
def test_reading_is_cheaper_than_leaving_a_case_unread_where_all_cost_the_same(match):
    pairs = dict.fromkeys(product(JURORS, CASES), match)
    found = allocate(Problem(dict.fromkeys(CASES, 3), dict.fromkeys(JURORS, Bounds()), match=pairs))
    assert found.panels == {3: 3}
    assert found.cost == 9 * (100 - match) ** 2


def test_a_juror_who_may_read_less_leaves_more_to_the_others():
    limits = {"Albers": Bounds(max=1), "Brandt": Bounds(min=3), "Celik": Bounds()}
    found = allocate(Problem(dict.fromkeys(CASES, 2), limits))
    assert found.loads == {"Albers": 1, "Brandt": 3, "Celik": 2}


def test_kept_readings_stay_over_the_maximum_and_over_the_number_of_readers():
    kept = {(juror, "A") for juror in JURORS}
    found = allocate(
        Problem(
            {"A": 1, "B": 1}, {j: Bounds(max=1 if j != "Celik" else 2) for j in JURORS}, kept=kept
        )
    )
    assert pairs_of(found) == kept | {("Celik", "B")}
    assert [reading.kept for reading in found.assignments] == [True, True, True, False]


def test_a_bar_is_stronger_than_what_was_kept():
    found = allocate(
        Problem(
            {"A": 1},
            dict.fromkeys(["Albers", "Brandt"], Bounds()),
            barred={("Albers", "A")},
            kept={("Albers", "A")},
        )
    )
    assert pairs_of(found) == {("Brandt", "A")}
    assert found.dropped == [("Albers", "A")]


@pytest.mark.parametrize(
    ("readers", "limit", "barred", "because"),
    [
        (3, None, set(), Because.JURY),
        (2, None, {("Albers", "A")}, Because.CONFLICTS),
        (1, 0, set(), Because.MAXIMA),
    ],
)
def test_says_why_a_case_lacks_readers(readers, limit, barred, because):
    jurors = dict.fromkeys(["Albers", "Brandt"], Bounds(max=limit))
    (case,) = allocate(Problem({"A": readers}, jurors, barred=barred)).unfilled
    assert (case.case, case.missing, case.because) == ("A", 1, because)


def test_raises_are_spread_over_those_who_can_help():
    limits = dict.fromkeys(JURORS, Bounds(max=0))
    change = allocate(Problem(dict.fromkeys(CASES, 1), limits)).least_change
    assert change.raised == dict.fromkeys(JURORS, 1)


def _optimum():
    instance = as_arrays(drawn(30, 6, 2, seed=7))
    bids = prices(instance)
    return instance, bids, best(instance, bids)


def test_the_certificate_accepts_the_optimum():
    assert is_optimal(*_optimum())


@pytest.mark.parametrize("seed", range(20))
def test_the_certificate_refuses_two_jurors_who_should_swap(seed):
    instance, bids, found = _optimum()
    chance = np.random.default_rng(seed)
    readings = np.argwhere(found)
    while True:
        (one, a), (two, b) = readings[chance.integers(len(readings), size=2)]
        if instance.free[one, b] and instance.free[two, a] and not (found[one, b] | found[two, a]):
            spoiled = found.copy()
            spoiled[[one, two], [a, b]], spoiled[[one, two], [b, a]] = False, True
            if instance.cost[spoiled].sum() > instance.cost[found].sum():
                break
    assert not is_optimal(instance, bids, spoiled)


def test_the_certificate_refuses_a_reading_left_out():
    instance, bids, found = _optimum()
    found[tuple(np.argwhere(found)[0])] = False
    assert not is_optimal(instance, bids, found)


def test_the_certificate_refuses_uneven_loads():
    instance, bids, found = _optimum()
    case = next(i for i in range(30) if found[i, 0] and (instance.free[i] & ~found[i]).any())
    found[case, 0] = False
    found[case, np.flatnonzero(instance.free[case] & ~found[case])[-1]] = True
    assert not is_optimal(instance, bids, found)


def test_the_certificate_refuses_what_breaks_a_rule():
    instance, bids, found = _optimum()
    found[tuple(np.argwhere(~instance.free)[0])] = True
    assert not is_optimal(instance, bids, found)


def test_what_can_be_told_of_a_complete_jury():
    found = allocate(Problem(dict.fromkeys(CASES, 3), dict.fromkeys(JURORS, Bounds())))
    assert (found.components, found.lambda2, found.a_efficiency) == (1, 1.0, 1.0)
    assert (found.meets_least, found.meets_most) == (3, 3)


def test_two_juries_that_never_meet_are_two_components():
    jurors = dict.fromkeys(["Albers", "Brandt", "Celik", "Demir"], Bounds())
    barred = {(j, "A") for j in ("Celik", "Demir")} | {(j, "B") for j in ("Albers", "Brandt")}
    found = allocate(Problem({"A": 2, "B": 2}, jurors, barred=barred))
    assert (found.components, found.lambda2, found.a_efficiency) == (2, 0.0, 0.0)


def test_nobody_and_nothing():
    found = allocate(Problem({}, {}))
    assert (found.assignments, found.cost, found.components, found.lambda2) == ([], 0, 0, None)
    (case,) = allocate(Problem({"A": 2}, {})).unfilled
    assert (case.missing, case.because) == (2, Because.JURY)


@pytest.mark.parametrize(
    "wrong",
    [
        Problem({"A": -1}, {"Albers": Bounds()}),
        Problem({"A": 1}, {"Albers": Bounds(3, 2)}),
        Problem({"A": 1}, {"Albers": Bounds(-1)}),
        Problem({"A": 1}, {"Albers": Bounds()}, match={("Albers", "A"): 101}),
        Problem({"A": 1}, {"Albers": Bounds()}, match={("Albers", "A"): float("nan")}),
        Problem({"A": 1}, {"Albers": Bounds()}, match={("Albers", "B"): 1}),
        Problem({"A": 1}, {"Albers": Bounds()}, barred={("Brandt", "A")}),
        Problem({"A": 1}, {"Albers": Bounds()}, match=np.zeros((2, 2))),
    ],
)
def test_refuses_what_makes_no_sense(wrong):
    with pytest.raises(ValueError, match=r"."):
        allocate(wrong)


def test_a_match_is_the_weighted_mean_of_expertise():
    assert match_of({"dk": 3, "dg": 1}, {"dk": 3, "dg": 1}) == pytest.approx((300 + 100 / 3) / 4)
    assert match_of({"dk": 1, "dg": 1}, {"dk": 3, "dg": 3, "dm": 0}) == 100
    assert match_of({"dk": 1}, {"dk": 0}) == 0


def test_a_match_is_50_where_nothing_is_known():
    assert match_of({"dk": 0.4, "dg": 0.6}, {}) == 50
    assert match_of({}, {"dk": 3}) == 50


def test_expertise_is_none_to_expert():
    with pytest.raises(ValueError, match="dk"):
        match_of({"dk": 1}, {"dk": 4})
