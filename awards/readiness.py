"""What keeps a call from being announced: what `initiatives.readiness` knows, prizes, years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives import readiness
from initiatives.models import Call, Phase
from initiatives.readiness import BLOCKS, WARNS, Edition, Item, item, link
from jury import readiness as judging

from .models import Prize

TERMS = settings.BASE_DIR / "awards" / "data" / "pages" / "teilnahmebedingungen.de.md"


def of(call: Call, *, at: datetime, edition: Edition | None = None) -> list[Item]:
    """The whole check list of a call in preparation. Thirteen queries, whatever its size."""
    edition = edition or readiness.read(call)
    return [
        *readiness.of(edition, at=at),
        *judging.of(call, edition.criteria),
        _prizes(call),
        *_terms(call),
        *_years(call, at),
    ]


def _prizes(call: Call) -> Item:
    prizes = list(Prize.objects.filter(call=call))
    places = sum(prize.places for prize in prizes)
    nameless = [prize for prize in prizes if not prize.name.get("de", "").strip()]
    return item(
        # Translators: de: „Preise“
        _("Prizes"),
        link("call_prizes", call),
        good=prizes and not nameless,
        # Translators: de: „Bis zu %(n)d Auszeichnung.“, „Bis zu %(n)d Auszeichnungen.“
        yes=ngettext("Up to %(n)d award.", "Up to %(n)d awards.", places) % {"n": places},
        # Translators: de: „Es ist noch kein Preis ausgelobt.“
        no=_("No prize is offered yet."),
    )


def _terms(call: Call) -> Iterator[Item]:
    """The page of the terms is the operator's; it should be the version that the call names."""
    version = call.terms_version
    if version and f"Fassung {version} " not in TERMS.read_text(encoding="utf-8")[:400]:
        yield Item(
            # Translators: de: „Seite der Teilnahmebedingungen“
            _("Page of the terms"),
            WARNS,
            # Translators: de: „Die Seite nennt oben eine andere Fassung als %(version)s. Bitten Sie
            # den Betrieb, sie auszutauschen.“
            _("The page names another version than %(version)s. Ask the operator to replace it.")
            % {"version": version},
            link("call_texts", call),
        )


def _years(call: Call, at: datetime) -> Iterator[Item]:
    """All pages of the office speak of the newest call announced: one year ends, one begins."""
    for other in Call.objects.running():
        if other.phase(at) != Phase.DONE:
            yield Item(
                # Translators: de: „Die laufende Auslobung“
                _("The running call"),
                BLOCKS,
                # Translators: de: „Die Auslobung %(year)d läuft noch (%(phase)s). Danach können Sie
                # diese bekannt machen.“
                _("The call %(year)d is still running (%(phase)s). Announce this one after it.")
                % {"year": other.year, "phase": other.phase(at).label},
                link("call", other),
            )
        elif other.year >= call.year:
            yield Item(
                _("The running call"),
                BLOCKS,
                # Translators: de: „Die Auslobung %(year)d ist schon bekannt gemacht; eine frühere
                # kann ihr nicht folgen.“
                _("The call %(year)d has been announced; an earlier one cannot follow it.")
                % {"year": other.year},
                link("call", other),
            )
