"""What holds for every jury: nothing here knows the right figures, only how they move together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jury.agreement import agreement, disagreement
from jury.ranking import Cells, Refusal, ordered, rank, reweighted, without_each_juror
from jury.ranking import chances as drawing

POINTS = st.integers(0, 10)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """What is tested here does not hang on how many draws there are."""
    monkeypatch.setattr(drawing, "DRAWS", 300)
    monkeypatch.setattr(drawing, "STEPS", 6)


def tables(low=(3, 3), high=(7, 6), points=POINTS):
    """Complete tables, cases × jurors."""
    shapes = st.tuples(st.integers(low[0], high[0]), st.integers(low[1], high[1]))
    return shapes.flatmap(lambda shape: arrays.arrays(float, shape, elements=points))


def complete(table):
    case, juror = np.indices(table.shape).reshape(2, -1)
    return Cells(case, juror, np.zeros(table.size, dtype=int), table.reshape(-1), np.ones(1))


@st.composite
def juries(draw, criteria=3):
    """Cells of a small jury with sheets left out, criteria not declared, and no judgement."""
    n_cases, n_jurors = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    rows = []
    for case in range(n_cases):
        declared = sorted(draw(st.sets(st.integers(0, criteria - 1), min_size=1)))
        for juror in draw(st.sets(st.integers(0, n_jurors - 1))):
            rows += [(case, juror, one, draw(POINTS | st.just(np.nan))) for one in declared]
    weight = draw(arrays.arrays(float, criteria, elements=st.sampled_from([0, 0.3, 1, 2.5])))
    weight[0] = weight[0] or 1
    columns = np.array(rows, dtype=float).reshape(-1, 4).T
    case, juror, criterion = columns[:3].astype(int)
    return Cells(case, juror, criterion, columns[3], weight), (n_cases, n_jurors)


def variances(ranking):
    fitted = ranking.fitted
    return [fitted.var_case, fitted.var_juror, fitted.var_residual]


def order(values):
    return np.argsort(-np.round(values, 6), kind="stable").tolist()


@given(tables(), st.integers(-5, 5), st.data())
def test_what_one_juror_gives_more_to_all_moves_her_severity_and_no_case(table, more, data):
    juror = data.draw(st.integers(0, table.shape[1] - 1))
    moved = table.copy()
    moved[:, juror] += more
    before, after = ordered(complete(table)), ordered(complete(moved))
    assert order(before.plain.mean) == order(after.plain.mean)
    if before.corrected is None or after.corrected is None:
        return
    assert order(before.corrected) == order(after.corrected)
    for ranking, points in ((before, table), (after, moved)):
        if ranking.fitted.var_juror > 1e-3 * sum(variances(ranking)):
            assert order(-ranking.jurors.severity) == order(points.mean(axis=0))
    if well_fitted(before) and well_fitted(after):
        assert variances(before)[::2] == pytest.approx(variances(after)[::2], rel=1e-3)
        share = more / table.shape[1]
        assert before.corrected + share == pytest.approx(after.corrected, abs=1e-3)


@given(tables())
def test_in_a_complete_table_the_corrected_order_is_the_plain_one(table):
    ranking = ordered(complete(table))
    if ranking.corrected is not None:
        assert order(ranking.corrected) == order(ranking.plain.mean)
        assert ranking.place.tolist() == ranking.plain.place.tolist()


@given(juries(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(jury, random):
    cells, shape = jury
    rows = list(range(len(cells.case)))
    random.shuffle(rows)
    mixed = cells._replace(
        case=cells.case[rows],
        juror=cells.juror[rows],
        criterion=cells.criterion[rows],
        points=cells.points[rows],
    )
    one, other = (rank(of, top=1, shape=shape) for of in (cells, mixed))
    alike(one, other)


def alike(one, other):
    assert one.refusal == other.refusal
    assert one.plain.place.tolist() == other.plain.place.tolist()
    assert one.plain.mean == pytest.approx(other.plain.mean, nan_ok=True)
    if one.corrected is not None:
        assert one.fitted.reml_criterion == pytest.approx(other.fitted.reml_criterion, abs=1e-5)


@given(juries(), st.data())
def test_other_numbers_for_cases_and_jurors_change_the_numbers_only(jury, data):
    cells, (n_cases, n_jurors) = jury
    of_case = np.array(data.draw(st.permutations(range(n_cases))))
    of_juror = np.array(data.draw(st.permutations(range(n_jurors))))
    renamed = cells._replace(case=of_case[cells.case], juror=of_juror[cells.juror])
    one, other = (ordered(of, shape=(n_cases, n_jurors)) for of in (cells, renamed))
    assert one.refusal == other.refusal
    assert one.plain.mean == pytest.approx(other.plain.mean[of_case], nan_ok=True)
    assert one.plain.place.tolist() == other.plain.place[of_case].tolist()
    if one.fitted is not None:
        assert one.fitted.reml_criterion == pytest.approx(other.fitted.reml_criterion, abs=1e-5)


def well_fitted(ranking):
    """Where the search ends at an edge, what it finds may hang on the last digit."""
    if ranking.corrected is None:
        return False
    least = min(variances(ranking))
    return least > 1e-3 * sum(variances(ranking))


@given(tables(), st.integers(-100, 100))
def test_what_all_give_more_moves_the_mean_only(table, more):
    one, other = ordered(complete(table)), ordered(complete(table + more))
    assert one.refusal == other.refusal
    assert one.plain.mean + more == pytest.approx(other.plain.mean)
    if well_fitted(one):
        assert variances(one) == pytest.approx(variances(other), rel=1e-3)
        assert one.fitted.mu + more == pytest.approx(other.fitted.mu)
        assert one.corrected + more == pytest.approx(other.corrected, abs=1e-3)
        assert one.jurors.severity == pytest.approx(other.jurors.severity, abs=1e-3)


@given(tables(), st.sampled_from([0.1, 0.5, 3, 10, 1000]))
def test_another_scale_scales_everything(table, factor):
    one, other = ordered(complete(table)), ordered(complete(table * factor))
    assert one.refusal == other.refusal
    if well_fitted(one):
        expected = [factor**2 * variance for variance in variances(one)]
        assert variances(other) == pytest.approx(expected, rel=1e-3)
        assert factor * one.corrected == pytest.approx(other.corrected, rel=1e-3)
        assert factor * one.se == pytest.approx(other.se, rel=1e-3)
        assert one.jurors.fit == pytest.approx(other.jurors.fit, rel=1e-3)
        found, expected = (agreement(r.sheets, r.fitted) for r in (one, other))
        assert found == pytest.approx(expected)


@given(juries())
def test_every_jury_gets_an_answer_in_figures_or_in_words(jury):
    """One case, one juror, all equal, nothing whole, parts apart: warnings would be errors here."""
    cells, shape = jury
    ranking = rank(cells, top=2, shape=shape)
    seen = ranking.plain.sheets > 0
    assert (ranking.corrected is None) == (ranking.refusal is not None)
    assert np.isfinite(ranking.plain.mean[seen]).all()
    assert (ranking.plain.place > 0).tolist() == seen.tolist()
    if ranking.fitted is not None:
        assert np.isfinite(variances(ranking)).all()
        assert min(variances(ranking)) >= 0
    if ranking.corrected is not None:
        assert np.isfinite(ranking.corrected[seen]).all()
        assert np.isfinite(ranking.se[seen]).all()
        assert (ranking.chances.low[seen] <= ranking.chances.high[seen]).all()
        assert np.nansum(ranking.chances.top) == pytest.approx(min(2, seen.sum()))
    assert len(without_each_juror(ranking, 2)) == shape[1]
    reweighted(cells, ranking, 2)
    agreement(ranking.sheets, ranking.fitted)
    assert len(disagreement(ranking.sheets)) == shape[0]


@given(tables(low=(3, 3), high=(5, 4)), st.data())
@settings(max_examples=60)
def test_a_criterion_not_declared_is_neither_zero_nor_anything_else(table, data):
    """A case's plain value is what it is in a call that knows no further criterion: whatever the
    others get on that criterion. Where it got less there than elsewhere, declaring would have cost.
    """
    n_cases, n_jurors = table.shape
    case, juror = np.indices(table.shape).reshape(2, -1)
    silent = data.draw(st.integers(0, n_cases - 1))
    extra = data.draw(arrays.arrays(float, table.shape, elements=POINTS))
    declares = case != silent
    both = Cells(
        np.concatenate([case, case[declares]]),
        np.concatenate([juror, juror[declares]]),
        np.repeat([0, 1], [table.size, int(declares.sum())]),
        np.concatenate([table.reshape(-1), extra.reshape(-1)[declares]]),
        np.array([1.0, data.draw(st.sampled_from([0.5, 1, 3]))]),
    )
    found, alone = ordered(both), ordered(complete(table))
    assert found.plain.mean[silent] == pytest.approx(alone.plain.mean[silent])
    assert found.plain.sheets.tolist() == [n_jurors] * n_cases
    declared = both._replace(
        case=np.append(both.case, np.full(n_jurors, silent)),
        juror=np.append(both.juror, np.arange(n_jurors)),
        criterion=np.append(both.criterion, np.ones(n_jurors, dtype=int)),
        points=np.append(both.points, extra[silent]),
    )
    with_it = ordered(declared).plain.mean[silent]
    if extra[silent].mean() <= table[silent].mean():
        assert with_it <= found.plain.mean[silent] + 1e-9
    else:
        assert with_it >= found.plain.mean[silent] - 1e-9


@given(st.integers(1, 4), st.integers(-4, 4), st.data())
@settings(max_examples=60)
def test_a_criterion_scored_severely_by_all_harms_nobody_who_declares_it(more, generous, data):
    """Cases equally good everywhere, a criterion scored `generous` points higher on the whole:
    corrected, whether a case declares it makes no difference; plain, it does.
    """
    quality = np.array(data.draw(st.lists(st.integers(0, 10), min_size=5, max_size=8)), dtype=float)
    leniency = np.array(data.draw(st.lists(st.integers(-2, 2), min_size=4, max_size=4)))
    rows = []
    for case, good in enumerate(quality):
        for juror, mild in enumerate(leniency):
            rows.append((case, juror, 0, good + mild))
            if case % (more + 1):
                rows.append((case, juror, 1, good + mild + generous))
    columns = np.array(rows).T
    cells = Cells(*columns[:3].astype(int), columns[3], np.ones(2))
    ranking = ordered(cells)
    if np.ptp(quality) == 0:
        assert ranking.refusal == Refusal.ALIKE
        return
    assert ranking.generosity[1] - ranking.generosity[0] == pytest.approx(generous, abs=1e-6)
    assert ranking.corrected is not None
    apart = ranking.corrected - quality
    assert np.ptp(apart) == pytest.approx(0, abs=1e-4)


def test_a_score_given_twice_is_refused():
    cells = complete(np.arange(12.0).reshape(4, 3))
    twice = Cells(*(np.append(of, of[:1]) for of in cells[:4]), cells.weight)
    with pytest.raises(ValueError, match="twice"):
        ordered(twice)


@pytest.mark.parametrize(
    ("table", "refusal"),
    [
        (np.full((4, 4), 7.0), Refusal.ALIKE),
        (np.array([[1.0, 2, 3, 4]]), Refusal.ONE_CASE),
        (np.array([[1.0, 2], [3, 4], [5, 6]]), Refusal.FEW_JURORS),
        (np.tile([1.0, 5, 9], (4, 1)), Refusal.ALIKE),
    ],
)
def test_the_reasons_for_correcting_nothing(table, refusal):
    assert ordered(complete(table)).refusal == refusal


@pytest.mark.parametrize(
    ("case", "juror", "refusal"),
    [
        ([], [], Refusal.NO_SHEETS),
        ([0, 1, 2, 3], [0, 1, 2, 0], Refusal.ONE_SHEET_EACH),
        ([0, 0, 1, 2], [0, 1, 1, 2], Refusal.FEW_SHEETS),
        ([0, 0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 2, 1, 2, 3, 4, 3, 4], Refusal.APART),
    ],
)
def test_the_reasons_that_lie_in_who_read_what(case, juror, refusal):
    case, juror = np.array(case, dtype=int), np.array(juror, dtype=int)
    points = np.arange(len(case), dtype=float) ** 2
    cells = Cells(case, juror, np.zeros(len(case), dtype=int), points, np.ones(1))
    assert ordered(cells).refusal == refusal
