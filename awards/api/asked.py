"""What may be asked: the parameters, the same as those of the pages, and what each may be."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from initiatives.models import State

type Land = Literal[tuple(State.values)]  # type: ignore[valid-type]
type Theme = Literal["dk", "dg", "dv", "dm"]

EXPECTED = {
    # Translators: de: „Sprache der Texte: de oder en; sonst die des Browsers“
    "sprache": gettext_noop("Language of the texts: de or en; else that of the browser"),
    # Translators: de: „Seite der Liste, ab 1“
    "seite": gettext_noop("Page of the list, from 1"),
    # Translators: de: „Einträge je Seite, höchstens 100“
    "anzahl": gettext_noop("Entries a page, at most 100"),
    # Translators: de: „Land nach ISO 3166-2, etwa DE-NW“
    "land": gettext_noop("Land by ISO 3166-2, such as DE-NW"),
    # Translators: de: „Thema; mehrere Angaben meinen eines davon“
    "thema": gettext_noop("Theme; several mean any of them"),
    # Translators: de: „Wörter in Name, Region, Träger, Schwerpunkten oder Zusammenfassung“
    "suche": gettext_noop("Words in name, region, carrier, topics or summary"),
    # Translators: de: „Jahr der Auszeichnung“
    "jahr": gettext_noop("Year of the award"),
}


class Asked(Schema):
    """What every address may be asked."""

    sprache: Annotated[Literal["de", "en"] | None, Field(description=EXPECTED["sprache"])] = None


class Part(Asked):
    """Which part of a list."""

    seite: Annotated[int, Field(ge=1, le=100_000, description=EXPECTED["seite"])] = 1
    anzahl: Annotated[int, Field(ge=1, le=100, description=EXPECTED["anzahl"])] = 50


class InitiativesAsked(Part):
    land: Annotated[Land | None, Field(description=EXPECTED["land"])] = None
    thema: Annotated[list[Theme], Field(description=EXPECTED["thema"], max_length=4)] = []
    suche: Annotated[str, Field(max_length=100, description=EXPECTED["suche"])] = ""


class LaureatesAsked(Part):
    jahr: Annotated[int | None, Field(ge=1900, le=2200, description=EXPECTED["jahr"])] = None
    land: Annotated[Land | None, Field(description=EXPECTED["land"])] = None
