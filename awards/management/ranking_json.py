"""A ranking as JSON: figures to twelve digits, null where one is not defined."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from awards.management.score_command import Jury
from jury.agreement import Agreement, disagreement
from jury.ranking import Moved, Ranking
from jury.ranking_words import reason

DIGITS = 12


def ranked(jury: Jury, ranking: Ranking, without: list[Moved], agreement: Agreement) -> str:
    fitted = ranking.fitted
    return _written(
        _counts(jury, ranking)
        | {
            "components": ranking.components,
            "mu": fitted.mu if fitted else None,
            "var_case": fitted.var_case if fitted else None,
            "var_juror": fitted.var_juror if fitted else None,
            "var_residual": fitted.var_residual if fitted else None,
            "reml_criterion": fitted.reml_criterion if fitted else None,
            "corrected": ranking.refusal is None,
            "reason": ranking.refusal and str(reason(ranking.refusal)),
            "cases": _cases(jury, ranking),
            "jurors": _jurors(jury, ranking),
            "leave_one_out": [
                {
                    "juror": juror,
                    "enters": [jury.cases[case] for case in moved.enters],
                    "leaves": [jury.cases[case] for case in moved.leaves],
                }
                for juror, moved in zip(jury.jurors, without, strict=True)
            ],
            "agreement": agreement._asdict(),
        }
    )


def agreed(jury: Jury, ranking: Ranking, agreement: Agreement) -> str:
    """Cases by falling range; with it, the range after each juror's leniency is taken off."""
    sheets = ranking.sheets
    plain = disagreement(sheets)
    rest = disagreement(sheets, severity_off(ranking))
    return _written(
        _counts(jury, ranking)
        | {
            "agreement": agreement._asdict(),
            "jurors": _jurors(jury, ranking),
            "cases": [
                {
                    "id": jury.cases[case],
                    "n": int(ranking.plain.sheets[case]),
                    "range": plain[case],
                    "range_corrected": rest[case] if ranking.fitted else None,
                }
                for case in widest(plain)
            ],
        }
    )


def severity_off(ranking: Ranking) -> Any:
    """What each juror gives to everybody; None where nobody can say."""
    return None if ranking.fitted is None else -np.nan_to_num(ranking.jurors.severity)


def widest(ranges: Any) -> list[int]:
    """Cases by falling range, those without one last."""
    return np.argsort(-np.round(np.nan_to_num(ranges, nan=-1.0), 6), kind="stable").tolist()


def in_order(ranking: Ranking) -> list[int]:
    """The cases by the order that counts, those without a sheet last."""
    return np.argsort(
        -np.round(np.nan_to_num(ranking.official, nan=-np.inf), 6), kind="stable"
    ).tolist()


def _counts(jury: Jury, ranking: Ranking) -> dict[str, Any]:
    return {
        "n_sheets": len(ranking.sheets.case),
        "n_cases": len(jury.cases),
        "n_jurors": len(jury.jurors),
    }


def _cases(jury: Jury, ranking: Ranking) -> list[dict[str, Any]]:
    plain, sure = ranking.plain, ranking.chances
    return [
        {
            "id": jury.cases[case],
            "n": plain.sheets[case],
            "mean": plain.mean[case],
            "median": plain.median[case],
            "min": plain.low[case],
            "max": plain.high[case],
            "corrected": _of(ranking.corrected, case),
            "se": _of(ranking.se, case),
            "rank_mean": plain.place[case] or None,
            "rank_corrected": _of(ranking.place, case) or None,
            "rank_low": _of(sure and sure.low, case) or None,
            "rank_high": _of(sure and sure.high, case) or None,
            "p_top": _of(sure and sure.top, case),
            "group": _of(sure and sure.group, case) or None,
        }
        for case in in_order(ranking)
    ]


def _of(figures: Any, case: int) -> Any:
    return None if figures is None else figures[case]


def _jurors(jury: Jury, ranking: Ranking) -> list[dict[str, Any]]:
    of = ranking.jurors
    return [
        {
            "id": juror,
            "n": of.sheets[i],
            "severity": of.severity[i],
            "se": of.se[i],
            "spread": of.spread[i],
            "fit": of.fit[i],
        }
        for i, juror in enumerate(jury.jurors)
    ]


def _written(answer: dict[str, Any]) -> str:
    return json.dumps(_plain(answer), ensure_ascii=False, indent=1, allow_nan=False)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case bool() | None | str():
            return value
        case np.integer() | int():
            return int(value)
        case _:
            number = float(value)
            return float(f"{number:.{DIGITS}g}") + 0.0 if np.isfinite(number) else None
