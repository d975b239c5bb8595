"""The evening of the world: a programme, a laudation, guests with and without a link, a table."""

from __future__ import annotations

from awards.actions.inviting import secret_of
from awards.models import CheckIn, Laudation, Role
from initiatives.keys import uuid7

from .. import evenings
from ..make import NOON
from .world import World


def celebrate(world: World) -> None:
    call = world.rows["call"]
    evening = evenings.ceremony(call=call)
    world.rows["ceremony"] = evening
    world.put("programme", "first", evenings.item(evening))
    evenings.item(evening, kind="music")
    Role.objects.create(ceremony=evening, kind="laudator", name="Ada Lob")
    case = world.rows["decision their admitted"].application
    Laudation.objects.create(ceremony=evening, application=case, text="Ein Lob.")
    world.put("laudation", "their admitted", case)
    table = evenings.table(evening)
    world.put("table", "first", table)
    world.put("guest", "new", evenings.guest(evening, "Neu Gast"))
    linked = evenings.guest(evening, "Ada Gast", invited=True, comes=True, table=table)
    world.put("guest", "invited", linked)
    here = evenings.guest(evening, "Bo Gast", invited=True, comes=True, diet="vegan")
    world.put("guest", "here", here)
    CheckIn.objects.create(
        invitee=here, once=uuid7(), at=NOON, stored_at=NOON, by=world.people["office editor"]
    )
    evenings.guest(evening, "Cem Gast", comes=True)
    world.put("link", "invited", None, year=call.year, secret=secret_of(linked))
