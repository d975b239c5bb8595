"""How long a juror waits for the reading pack: 40 cases of 5,000 characters."""

from __future__ import annotations

import time

from initiatives.models import Anchor, Local
from jury import pack

from ..make import DAY, NOON, at

CASES, ANSWERS, SIGNS = 40, 8, 625
SENTENCE = "Sieben Gießereien teilen ihre Wärme und zeigen, was sie spart. "
SECONDS = 4  # of computing; two on a machine that has much else to do


def test_the_pack_of_forty_cases_is_made_while_the_juror_waits(make):
    juror = make.juror(call__judging_from=NOON - DAY)
    for criterion in juror.call.criteria.all():
        Anchor.objects.bulk_create(
            Anchor(criterion=criterion, points=points, text=Local(de=SENTENCE))
            for points in (0, 3, 5, 8, 10)
        )
    make.many_cases(juror.call, CASES, [juror])
    section = Local(de="Vorhaben")
    answers = [
        {
            "code": f"q{number}",
            "section": "project",
            "section_title": section,
            "label": Local(de=f"Frage {number}"),
            "prompt": Local(de=f"Frage {number}?"),
            "text": (SENTENCE * 20)[:SIGNS],
        }
        for number in range(ANSWERS)
    ]
    with at(NOON):
        found = pack.cases(juror)
        for case in found:
            case.frozen.content["answers"] = answers
        began = time.process_time()
        document = pack.whole(juror, found, at=NOON)
    took = time.process_time() - began
    assert document[:5] == b"%PDF-"
    assert took < SECONDS
