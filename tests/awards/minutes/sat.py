"""A meeting that was held, with everything in it that minutes tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from awards.models import Decision, Guest, Minutes, RankedCase, RankVote, Withheld
from initiatives.models import Local

from ... import make
from ...make import DAY, NOON

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Sat:
    """`meeting`, `chair` and `taker` (people), `jurors` and `cases` by name."""

    meeting: Any
    chair: Any
    taker: Any
    call: Any
    jurors: dict[str, Any]
    cases: dict[str, Any]
    items: dict[str, Any]


def held(*, closed: bool = True) -> Sat:
    """Five members of whom four came; three cases, of which one wins; one member had to leave."""
    sat = Sat()
    sat.call = call = make.call(
        title=Local(de="Auslobung 2026"), meeting_at=NOON, judging_from=NOON - 28 * DAY
    )
    names = ("Öznur Albers", "Bernd Brandt", "Carla Conrad", "Dora Dietz", "Emil Ernst")
    sat.jurors = {
        name: make.juror(
            call=call,
            user__name=name,
            organisation=f"Haus {name.split()[1]}",
            is_chair=name == "Öznur Albers",
        )
        for name in names
    }
    sat.taker = make.office("editor", name="Paul Protokoll")
    sat.chair = sat.jurors["Öznur Albers"].user
    sat.meeting = meeting = make.meeting(
        call=call,
        place="Berlin, Scharnhorststraße",
        chair=sat.jurors["Öznur Albers"],
        minute_taker=sat.taker,
        closed_at=NOON + 3 * HOUR if closed else None,
    )
    for name in names[:4]:
        make.attendance(meeting, juror=sat.jurors[name])
    make.attendance(meeting, juror=sat.jurors["Emil Ernst"], state="excused")
    Guest.objects.create(meeting=meeting, name="Gerda Gast", part="Ministerium")
    _cases(sat)
    _agenda(sat)
    _decide(sat)
    return sat


def _cases(sat: Sat) -> None:
    sat.cases = {
        name: make.admitted(call=sat.call, initiative__name=name, declared=("dk",))
        for name in ("Bündnis Nord", "Bündnis Süd", "Bündnis West")
    }
    make.application(
        call=sat.call,
        complete=True,
        status="excluded",
        exclusion_reason="Kein Bündnis.",
        initiative__name="Solo Ost",
    )
    points = {"Bündnis Nord": (9, 8, 10), "Bündnis Süd": (7, 6, 9), "Bündnis West": (5, 3, 6)}
    for case, given in points.items():
        for juror, value in zip(list(sat.jurors.values())[:3], given, strict=True):
            make.sheet(
                {"dk": value},
                assignment=make.assignment(juror=juror, application=sat.cases[case]),
            )


def _agenda(sat: Sat) -> None:
    make.agenda_item(sat.meeting, kind="opening", notes="Die Leitung begrüßt.")
    sat.items = {
        name: make.agenda_item(
            sat.meeting,
            application=case,
            notes=f"Zu {name} wurde über die Wirkung gesprochen.",
            began_at=NOON + HOUR,
            ended_at=NOON + HOUR + 20 * MINUTE,
        )
        for name, case in sat.cases.items()
    }
    make.agenda_item(sat.meeting, kind="other", title="Termine", notes="Nächste Sitzung im Mai.")
    conflicted = sat.jurors["Dora Dietz"]
    make.conflict(
        make.assignment(juror=conflicted, application=sat.cases["Bündnis West"]),
        ground="funding",
        note="Mein Bruder berät dort",
    )
    make.departure(
        sat.items["Bündnis West"],
        conflicted,
        left_at=NOON + HOUR,
        returned_at=NOON + HOUR + 20 * MINUTE,
    )
    Minutes.objects.create(meeting=sat.meeting, texts={"remarks": "Die Technik lief."})


def _decide(sat: Sat) -> None:
    prize = make.prize(call=sat.call, name=Local(de="Hauptpreis"), places=2)
    special = make.prize(call=sat.call, name=Local(de="Sonderpreis"), kind="special", position=2)
    first = make.vote(
        sat.meeting,
        prize=prize,
        application=sat.cases["Bündnis Süd"],
        item=sat.items["Bündnis Süd"],
        entitled=4,
        yes=2,
        no=2,
        chair_says=True,
        opened_at=NOON + 2 * HOUR,
        closed_at=NOON + 2 * HOUR,
    )
    make.vote(
        sat.meeting,
        prize=prize,
        application=sat.cases["Bündnis West"],
        item=sat.items["Bündnis West"],
        entitled=3,
        yes=0,
        no=2,
        abstained=1,
        opened_at=NOON + 2 * HOUR + MINUTE,
        closed_at=NOON + 2 * HOUR + MINUTE,
    )
    make.vote(sat.meeting, motion="Die Jury dankt der Geschäftsstelle.", yes=4, no=0, entitled=4)
    Decision.objects.create(
        prize=prize,
        application=sat.cases["Bündnis Süd"],
        jury_statement=Local(de="Weil es den Süden verbindet."),
        deviation="Süd wirkt breiter als Nord.",
        decided_at=NOON + 2 * HOUR,
        recorded_by=sat.taker,
        vote=first,
    )
    Withheld.objects.create(
        prize=special,
        places=1,
        reasons=Local(de="Kein Beitrag trug ihn."),
        decided_at=NOON + 2 * HOUR,
        recorded_by=sat.taker,
    )
    tie = RankVote.objects.create(
        meeting=sat.meeting, opened_at=NOON, closed_at=NOON, entitled=4, cast=4
    )
    for name, places in (("Bündnis Nord", 7), ("Bündnis Süd", 5)):
        RankedCase.objects.create(vote=tie, application=sat.cases[name], places=places)
