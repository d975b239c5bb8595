"""The fitted model against slow ways that share nothing with it: dense matrices, ANOVA by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from jury.ranking import model
from jury.ranking.model import fit

# Juries, one in fifty, where a search that comes to a variance of zero stays there wrongly.
AT_ZERO = [246, 261, 280, 375, 494, 524, 607, 656, 714, 838, 1121, 1395, 3857, 4566, 5560]
STARTS = [(0.1, 0.1), (0.1, 2.0), (2.0, 0.1), (1.0, 1.0), (4.0, 4.0)]


class Dense:
    """y ~ N(mu, ve (ta Za Za' + tb Zb Zb' + I)), written down as it stands."""

    def __init__(self, case, juror, y):
        self.case, self.juror, self.y, self.n = case, juror, y, len(y)
        self.of_case = np.equal.outer(case, case).astype(float)
        self.of_juror = np.equal.outer(juror, juror).astype(float)

    def parts(self, ta, tb):
        v = ta * self.of_case + tb * self.of_juror + np.eye(self.n)
        inverse = np.linalg.inv(v)
        information = inverse.sum()
        mu = (inverse @ self.y).sum() / information
        rest = self.y - mu
        q = rest @ inverse @ rest
        deviance = np.linalg.slogdet(v)[1] + np.log(information)
        deviance += (self.n - 1) * (1 + np.log(2 * np.pi * q / (self.n - 1)))
        return deviance, mu, q / (self.n - 1), inverse

    def deviance(self, theta):
        return self.parts(min(theta[0] ** 2, 1e4), min(theta[1] ** 2, 1e4))[0]

    def best(self):
        """The least deviance and its two ratios of variances, by a search without slopes."""
        options = {"xatol": 1e-8, "fatol": 1e-11, "maxiter": 2000}
        tried = [
            optimize.minimize(self.deviance, start, method="Nelder-Mead", options=options)
            for start in STARTS
        ]
        found = min(tried, key=lambda one: one.fun)
        return found.fun, found.x**2

    def effects(self, ta, tb):
        """Predictions and the variance of what they miss, given mean and variances."""
        _deviance, mu, ve, inverse = self.parts(ta, tb)
        rest = inverse @ (self.y - mu)
        found = []
        for t, of in ((ta, self.case), (tb, self.juror)):
            z = np.equal.outer(of, np.arange(of.max() + 1)).astype(float)
            predicted = t * z.T @ rest
            missed = ve * (t * np.eye(z.shape[1]) - t * z.T @ inverse @ z * t)
            found.append((predicted, np.sqrt(np.maximum(np.diag(missed), 0))))
        return mu, ve, found


def incomplete(seed):
    """A small jury with some sheets missing, in halves or whole points or as it comes."""
    chance = np.random.default_rng(seed)
    while True:
        n_cases, n_jurors = chance.integers(3, 9), chance.integers(3, 9)
        case, juror = np.nonzero(chance.random((n_cases, n_jurors)) < chance.choice([0.6, 0.8, 1]))
        case, juror = (np.unique(of, return_inverse=True)[1] for of in (case, juror))
        if len(case) >= (case.max() + juror.max() + 2) + 3:
            break
    deviation = np.sqrt(chance.choice([0, 0.02, 0.3, 1, 5], 2))
    y = 5 + chance.normal(0, 1, len(case))
    y += deviation[0] * chance.normal(0, 1, case.max() + 1)[case]
    y += deviation[1] * chance.normal(0, 1, juror.max() + 1)[juror]
    grain = chance.choice([0, 0.5, 1])
    return case, juror, np.round(y / grain) * grain if grain else y


@pytest.mark.parametrize("seed", [*range(45), *AT_ZERO])
def test_a_search_over_dense_matrices_finds_the_same(seed):
    case, juror, y = incomplete(seed)
    fitted, dense = fit(case, juror, y), Dense(case, juror, y)
    deviance, (ta, tb) = dense.best()
    assert fitted.reml_criterion == pytest.approx(deviance, abs=1e-7)
    _mu, ve, _effects = dense.effects(ta, tb)
    total = (ta + tb + 1) * ve
    assert [fitted.var_case, fitted.var_juror, fitted.var_residual] == pytest.approx(
        [ta * ve, tb * ve, ve], rel=1e-4, abs=1e-5 * total
    )


@pytest.mark.parametrize("seed", range(45))
def test_effects_and_their_errors_are_those_of_dense_matrices(seed):
    case, juror, y = incomplete(seed)
    fitted, dense = fit(case, juror, y), Dense(case, juror, y)
    ta, tb = (one / fitted.var_residual for one in (fitted.var_case, fitted.var_juror))
    assert fitted.reml_criterion == pytest.approx(dense.parts(ta, tb)[0], abs=1e-8)
    mu, ve, ((a, a_se), (b, b_se)) = dense.effects(ta, tb)
    assert fitted.mu == pytest.approx(mu, abs=1e-8)
    assert fitted.var_residual == pytest.approx(ve, rel=1e-8)
    assert fitted.case == pytest.approx(a, abs=1e-8)
    assert fitted.juror == pytest.approx(b, abs=1e-8)
    assert fitted.case_se == pytest.approx(a_se, abs=1e-7)
    assert fitted.juror_se == pytest.approx(b_se, abs=1e-7)


@pytest.mark.parametrize("seed", range(30))
def test_a_complete_table_gives_the_variances_of_an_analysis_of_variance(seed):
    chance = np.random.default_rng(seed)
    n, k = chance.integers(3, 30), chance.integers(3, 12)
    table = 5 + chance.normal(0, 2, (n, 1)) + chance.normal(0, 1.5, (1, k))
    table += chance.normal(0, 1, (n, k))
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    ms_rows = k * rows.var(ddof=1)
    ms_columns = n * columns.var(ddof=1)
    rest = table - rows[:, None] - columns + table.mean()
    ms_rest = (rest**2).sum() / ((n - 1) * (k - 1))
    assert ms_rows > ms_rest  # else the estimate stands at the edge and has no closed form
    assert ms_columns > ms_rest
    case, juror = np.indices((n, k)).reshape(2, -1)
    fitted = fit(case, juror, table.reshape(-1))
    assert [fitted.mu, fitted.var_case, fitted.var_juror, fitted.var_residual] == pytest.approx(
        [table.mean(), (ms_rows - ms_rest) / k, (ms_columns - ms_rest) / n, ms_rest], rel=1e-5
    )
    # The one sum is shrunk like the other, so that the plain order stays.
    shrunk = (ms_rows - ms_rest) / ms_rows
    assert fitted.case == pytest.approx(shrunk * (rows - table.mean()), abs=1e-5)


@pytest.mark.parametrize(("n_cases", "n_jurors"), [(9, 4), (4, 9), (6, 6)])
def test_cases_and_jurors_may_change_places(n_cases, n_jurors):
    chance = np.random.default_rng(5)
    case, juror = np.nonzero(chance.random((n_cases, n_jurors)) < 0.9)
    y = chance.normal(0, 1, n_cases)[case] + chance.normal(0, 1, n_jurors)[juror]
    y += chance.normal(0, 1, len(y))
    one, other = fit(case, juror, y), fit(juror, case, y)
    assert one.reml_criterion == pytest.approx(other.reml_criterion, abs=1e-9)
    assert one.case == pytest.approx(other.juror, abs=1e-6)
    assert one.juror_se == pytest.approx(other.case_se, abs=1e-6)


def test_where_everything_adds_up_nothing_is_left_to_chance():
    quality, leniency = np.array([1.0, 4.0, 2.0, 8.0]), np.array([0.0, 1.0, -0.5])
    case, juror = np.indices((4, 3)).reshape(2, -1)
    fitted = fit(case, juror, quality[case] + leniency[juror])
    assert fitted.var_residual == 0
    assert fitted.var_case == pytest.approx(quality.var(ddof=1), rel=1e-6)
    assert fitted.var_juror == pytest.approx(leniency.var(ddof=1), rel=1e-6)
    assert fitted.corrected == pytest.approx(quality + leniency.mean(), abs=1e-6)


def test_where_every_case_has_its_own_number_of_sheets_the_figures_are_the_same(monkeypatch):
    case, juror, y = incomplete(7)
    one = fit(case, juror, y)
    monkeypatch.setattr(model, "FEW_COUNTS", 0)
    other = fit(case, juror, y)
    assert one.reml_criterion == pytest.approx(other.reml_criterion, abs=1e-9)
    assert one.corrected == pytest.approx(other.corrected, abs=1e-7)
    assert one.case_se == pytest.approx(other.case_se, abs=1e-7)
