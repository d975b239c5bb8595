"""The invented evening: planned after the judging, filled with guests, and held on its day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from awards import actions
from awards.guest_forms import PHOTO_CONSENT
from awards.models import Ceremony, Decision, Invitee
from initiatives.berlin import BERLIN
from initiatives.models import Call, Local, User
from initiatives.names import slug

from .timeline import Step, between

FILE = Path(__file__).resolve().parent.parent / "data" / "demo-ceremony.toml"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
COMPANIONS = 2


def steps(data: Mapping[str, Any], *, call: Call, office: User) -> Iterator[Step]:
    """Planned and invited to before the jury meets; honours and seats follow its decisions."""
    if call.meeting_at is None or call.judging_until is None or call.ceremony_at is None:
        return
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    evening = Evening(said, data["roles"], call=call, office=office)
    planned = between(call.judging_until, call.meeting_at, 0.3)
    yield planned, evening.plan
    yield planned + DAY, evening.invite
    for place, row in enumerate(said["guests"]):
        if "answer" in row:
            yield planned + 2 * DAY + place * 97 * MINUTE, partial(evening.answer, row)
    yield call.meeting_at + 3 * DAY, evening.honour
    yield call.meeting_at + 9 * DAY, evening.seat
    yield call.ceremony_at - 40 * MINUTE, evening.let_in


class Evening:
    def __init__(
        self, said: Mapping[str, Any], roles: list[Mapping[str, Any]], *, call: Call, office: User
    ) -> None:
        self.said, self.roles, self.call, self.by = said, roles, call, office

    @property
    def ceremony(self) -> Ceremony:
        return Ceremony.objects.select_related("call").get(call=self.call)

    def plan(self, at: datetime) -> None:
        begins = self.call.ceremony_at
        if begins is None:
            return
        when = {
            "doors_at": begins - 60 * MINUTE,
            "starts_at": begins,
            "ends_at": begins + 180 * MINUTE,
            "answer_by": (begins - 10 * DAY).astimezone(BERLIN).date(),
        }
        names = ("place", "room", "address", "notes")
        where = {name: self.said[name] for name in names}
        ceremony = actions.plan_ceremony(self.call, when | where, by=self.by, at=at)
        for row in (*self.said["before"], *self.said["after"]):
            actions.add_to_programme(ceremony, row, by=self.by, at=at)
        for row in self.roles:
            office = Local(row["office"])
            actions.give_part(ceremony, row["kind"], row["name"], office, by=self.by, at=at)
        guests = [self._guest(row) for row in self.said["guests"]]
        actions.add_all_to_guest_list(ceremony, guests, by=self.by, at=at)
        actions.set_tables(ceremony, **self.said["tables"], by=self.by, at=at)

    def _guest(self, row: Mapping[str, Any]) -> dict[str, Any]:
        names = ("name", "salutation", "kind", "organisation", "language")
        email = "" if "without_letter" in row else f"{slug(row['name'])}@people.example"
        found = {name: row[name] for name in names if name in row}
        return found | {"email": email, "companions_allowed": len(row.get("companions", ()))}

    def invite(self, at: datetime) -> None:
        ceremony = self.ceremony
        waiting = ceremony.invitees.to_invite().select_related("ceremony__call")
        seen = {str(one.key): actions.seal_of(one) for one in waiting}
        actions.invite_guests(ceremony, seen, by=self.by, at=at)

    def answer(self, row: Mapping[str, Any], at: datetime) -> None:
        guests = Invitee.objects.select_related("ceremony__call")
        said = {
            "comes": row["answer"] == "yes",
            "companions": row.get("companions", []),
            "diet": row.get("diet", ""),
            "access_needs": row.get("access_needs", ""),
            "photo_consent": row.get("photos", False),
            "photo_consent_text": str(PHOTO_CONSENT),
        }
        guest = guests.get(ceremony__call=self.call, name=row["name"])
        actions.answer_invitation(guest, said, at=at)

    def honour(self, at: datetime) -> None:
        """Laudations, and an item for each of them before the group picture."""
        ceremony = self.ceremony
        speakers = {
            laureate: ceremony.roles.get(kind=row["kind"], name=row["name"])
            for row in self.roles
            for laureate in row.get("laureates", ())
        }
        written = {row["slug"]: row for row in self.said["laudations"]}
        decisions = Decision.objects.filter(prize__call=self.call)
        for decision in decisions.select_related("application__initiative"):
            case = decision.application
            row, speaker = written[case.initiative.slug], speakers.get(case.initiative.slug)
            values = {name: row[name] for name in ("text", "pronunciation")}
            values["laudator"] = speaker
            actions.write_laudation(ceremony, case, values, by=self.by, at=at)
            item = actions.add_to_programme(
                ceremony,
                {
                    "kind": "honour",
                    "application": case,
                    "minutes": 9,
                    "persons": speaker.name if speaker else "",
                    "stand": "Pult links; Geehrte von rechts auf die Bühne",
                },
                by=self.by,
                at=at,
            )
            for _step in self.said["after"]:
                actions.move_in_programme(item, -1, by=self.by, at=at)

    def seat(self, at: datetime) -> None:
        """All but the last two of those who come, table by table."""
        ceremony = self.ceremony
        guests = list(ceremony.invitees.coming())[:-2]
        tables = [table for table in ceremony.tables.all() for _n in range(table.seats)]
        wanted = {guest.pk: table.pk for guest, table in zip(guests, tables, strict=False)}
        actions.seat_guests(ceremony, wanted, by=self.by, at=at)

    def let_in(self, at: datetime) -> None:
        """All but one come, one after the other."""
        for place, guest in enumerate(list(self.ceremony.invitees.coming())[:-1]):
            when = at + place * MINUTE
            once = uuid5(NAMESPACE_URL, str(guest.key))
            actions.check_in(guest, once=once, seen_at=when, by=self.by, at=when)
