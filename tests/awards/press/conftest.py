"""A confirmed release with a contact and two laureates, under embargo at NOON."""

from __future__ import annotations

import pytest

from awards.models import PressContact, Release
from initiatives.models import Local

from ...make import DAY, NOON


@pytest.fixture
def release(make) -> Release:
    call = make.call(meeting_at=NOON - DAY, title=Local(de="Auszeichnung 2026", en="Award 2026"))
    prize = make.prize(call=call, places=2)
    for name, reasons in (
        ("Ährenfeld & Söhne", "Weil „Wärme“ <verbindet>.\n\nUnd weil es wirkt."),
        ("Zinnwald", "Weil alle mitmachen."),
    ):
        case = make.admitted(call=call, initiative__name=name, initiative__region="Nordtal")
        make.decision(
            prize=prize,
            application=case,
            jury_statement=Local(de=reasons, en=f"Because of {name}."),
        )
    PressContact.objects.create(
        call=call,
        name="Ruth Thiel",
        office=Local(de="Pressestelle", en="Press office"),
        telephone="0000 10 20 26",
        email="presse@auszeichnung.example",
        boilerplate=Local(de="Die Auszeichnung ehrt Bündnisse.", en="The award honours alliances."),
    )
    return make.release(
        call=call,
        confirmed=True,
        embargo_until=NOON + DAY,
        headline=Local(de="Zwei Preise für Wärme", en="Two prizes for warmth"),
        subline=Local(de="Ährenfeld und Zinnwald geehrt", en="Ährenfeld and Zinnwald honoured"),
        lead=Local(de="Die Jury hat entschieden.", en="The jury has decided."),
        call_text=Local(de="Gesucht wurden Initiativen.", en="Initiatives were sought."),
        presenters_text=Local(
            de="Dr. Edda Falkner überreichte die Preise.",
            en="Dr. Edda Falkner presented the prizes.",
        ),
        background=Local(de="Zwanzig Bewerbungen lagen vor.", en="There were twenty applications."),
        place="Berlin",
    )
