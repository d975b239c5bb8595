"""Ranking and agreement against what others found on the same sheets; see tests/data/jury."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from scipy.stats import rankdata

from jury.agreement import agreement
from jury.ranking import Refusal, rank, without_each_juror
from tests.jury.known import answers, numbered, skating, table, wine

WEIGHTS = {"SS": 0.4, "TR": 0.3, "PE": 0.2, "CO": 0.1}


@pytest.fixture(scope="module", params=["wine_red", "skating_free"])
def judged(request):
    """The ranking, the names of its cases and jurors, and lme4's answers."""
    rows, weights = {
        "wine_red": (wine("red"), None),
        "skating_free": (skating(), WEIGHTS),
    }[request.param]
    cells, cases, jurors = numbered(rows, weights)
    return rank(cells, top=3, seed=1), cases, jurors, answers(request.param)


def of_all(names, known, figure):
    by_name = {one["id"]: one[figure] for one in known}
    return [by_name[name] for name in names]


def falling(names, values):
    return [names[i] for i in np.argsort(-values, kind="stable")]


def test_the_variances_are_those_of_lme4(judged):
    ranking, _cases, _jurors, known = judged
    fitted = ranking.fitted
    assert [fitted.var_case, fitted.var_juror, fitted.var_residual] == pytest.approx(
        [known["var_app"], known["var_jur"], known["var_res"]], rel=1e-4
    )
    assert fitted.mu == pytest.approx(known["mu"], abs=1e-8)
    assert fitted.reml_criterion == pytest.approx(known["reml_criterion"], abs=1e-6)


def test_the_predictions_are_those_of_lme4(judged):
    ranking, cases, jurors, known = judged
    app, jur = known["app"], known["jur"]
    close = {"abs": 1e-5}
    assert ranking.plain.mean == pytest.approx(of_all(cases, app, "plain_mean"), abs=1e-8)
    assert ranking.corrected == pytest.approx(of_all(cases, app, "adjusted"), **close)
    assert ranking.se == pytest.approx(of_all(cases, app, "cond_sd"), **close)
    assert -ranking.jurors.severity == pytest.approx(of_all(jurors, jur, "blup"), **close)
    assert ranking.jurors.se == pytest.approx(of_all(jurors, jur, "cond_sd"), **close)
    assert ranking.plain.sheets.tolist() == of_all(cases, app, "n")


def test_both_orders_are_those_of_lme4(judged):
    ranking, cases, _jurors, known = judged
    assert falling(cases, ranking.corrected) == known["ranking_blup"]
    assert falling(cases, ranking.plain.mean) == known["ranking_plain"]


def test_the_measures_of_agreement_are_those_of_irr_and_krippendorff(judged):
    ranking, _cases, _jurors, known = judged
    expected = known["reliability"]
    assert agreement(ranking.sheets, ranking.fitted) == pytest.approx(
        (
            expected["icc_A1"],
            expected["icc_Ak"],
            expected["icc_C1"],
            expected["icc_Ck"],
            expected["kripp_alpha_interval"],
            expected["kendall_W"],
        ),
        abs=1e-8,
    )


def red(seed=1):
    cells, cases, jurors = numbered(wine("red"))
    return rank(cells, top=3, seed=seed), cases, jurors, answers("wine_red")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_chances_are_those_of_a_prototype_with_ten_times_the_draws(seed):
    ranking, cases, _jurors, known = red(seed)
    top = [known["prototype_p_top3_integrated"][case] for case in cases]
    first = [known["prototype_p_best_integrated"][case] for case in cases]
    assert ranking.chances.top == pytest.approx(top, abs=0.02)
    assert ranking.chances.best == pytest.approx(first, abs=0.02)


def test_the_winning_wine_is_one_of_many_that_the_jury_cannot_tell_apart():
    ranking, cases, _jurors, _known = red()
    winner = cases.index("B2")
    assert (ranking.chances.low[winner], ranking.chances.high[winner]) == (1, 7)
    assert ranking.chances.group[winner] == 1
    assert (ranking.chances.group == 1).sum() == 7
    assert ranking.chances.group.max() == 2


def test_without_one_judge_another_wine_is_third():
    ranking, cases, jurors, known = red()
    found = [
        {
            "judge": judge,
            "enter": [cases[case] for case in moved.enters],
            "leave": [cases[case] for case in moved.leaves],
        }
        for judge, moved in zip(jurors, without_each_juror(ranking, 3), strict=True)
    ]
    assert found == known["prototype_leave_one_juror_out_top3"]


def test_the_sums_of_places_give_the_order_that_was_published():
    known = answers("wine_red")
    by_judge = groupby(sorted(wine("red"), key=lambda row: row[1]), key=lambda row: row[1])
    sums = dict.fromkeys(known["rank_sum_points_against"], 0.0)
    for _judge, sheets in by_judge:
        sheets = list(sheets)
        ranks = rankdata([-sheet[3] for sheet in sheets])
        for sheet, place in zip(sheets, ranks, strict=True):
            sums[sheet[0]] += float(place)
    assert sums == known["rank_sum_points_against"]
    published = [one["code"] for one in known["published_ranking"]]
    assert sorted(sums, key=sums.__getitem__) == published


def test_white_wines_were_not_distinguished_and_so_nothing_is_corrected():
    cells, _cases, _jurors = numbered(wine("white"))
    ranking = rank(cells, top=3)
    assert ranking.refusal == Refusal.ALIKE
    assert ranking.fitted.var_case == 0
    assert (ranking.corrected, ranking.place, ranking.chances) == (None, None, None)
    assert ranking.plain.place.min() == 1
    found = agreement(ranking.sheets, ranking.fitted)
    assert [found.icc_2_1, found.kendall_w, found.krippendorff_alpha] == pytest.approx(
        [-0.030628, 0.101708, -0.066669], abs=1e-6
    )


def test_the_middle_seven_of_nine_are_the_panel_scores_that_were_published():
    """The sheets are read as the union did: without the highest and lowest judge."""
    points = {}
    for skater, _judge, component, value in skating():
        points.setdefault((skater, component), []).append(value)
    total = {}
    for (skater, _component), values in points.items():
        total[skater] = total.get(skater, 0.0) + sum(sorted(values)[1:-1]) / 7
    known = answers("skating_free")
    assert sorted(total, key=total.__getitem__, reverse=True) == known["official_component_ranking"]
    published = known["official_total_component_score"]
    rounding = 1.6 * 5 * 0.005  # of five scores to two decimals
    assert {skater: 1.6 * one for skater, one in total.items()} == pytest.approx(
        published, abs=rounding
    )


@pytest.mark.parametrize("component", ["SS", "TR", "PE", "CO", "IN"])
def test_each_component_of_the_skating_alone(component):
    cells, _cases, _jurors = numbered(skating(), {component: 1.0})
    ranking = rank(cells, top=3)
    known = answers("skating_free")["criteria"][component]
    fitted = ranking.fitted
    assert [fitted.mu, fitted.var_case, fitted.var_juror, fitted.var_residual] == pytest.approx(
        [known["mu"], known["var_app"], known["var_jur"], known["var_res"]], rel=1e-4
    )
    assert fitted.reml_criterion == pytest.approx(known["reml_criterion"], abs=1e-6)
    found, expected = agreement(ranking.sheets, fitted), known["reliability"]
    assert found == pytest.approx(
        tuple(
            expected[name]
            for name in (
                "icc_A1",
                "icc_Ak",
                "icc_C1",
                "icc_Ck",
                "kripp_alpha_interval",
                "kendall_W",
            )
        ),
        abs=1e-8,
    )


def test_shrout_and_fleiss():
    cells, _cases, _jurors = numbered(table("shrout_fleiss_1979"))
    ranking = rank(cells, top=3)
    found = agreement(ranking.sheets, ranking.fitted)
    known, published = answers("reliability")["shrout_fleiss"], answers("reliability")
    assert found == pytest.approx(
        (
            known["icc_A1"],
            known["icc_Ak"],
            known["icc_C1"],
            known["icc_Ck"],
            known["kripp_alpha_interval"],
            known["kendall_W"],
        ),
        abs=1e-8,
    )
    paper = published["shrout_fleiss_published"]
    assert [round(value, 2) for value in found[:4]] == [
        paper["ICC21"],
        paper["ICC2k"],
        paper["ICC31"],
        paper["ICC3k"],
    ]


def test_krippendorff_with_blanks():
    cells, _cases, _jurors = numbered(table("krippendorff_1980_c"))
    found = agreement(rank(cells, top=3).sheets)
    known = answers("reliability")["krippendorff_c"]["interval"]
    assert found.krippendorff_alpha == pytest.approx(known, abs=1e-8)
    assert found.kendall_w is None
