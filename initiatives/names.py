"""Names as Germans sort and search them, the same on every server."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

FOLDED = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"}
)


def sort_key(name: str) -> str:
    """A key after DIN 5007-1: case and accents do not count, ä sorts as a, ß as ss.

    Stored beside the name, since the order must not depend on a server's collations.
    """
    folded = unicodedata.normalize("NFC", name).casefold().translate(FOLDED)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


def slug(name: str) -> str:
    """A name for the address bar: `Bündnis für Südwest` becomes `buendnis-fuer-suedwest`."""
    spelt = name.casefold()
    for letter, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        spelt = unicodedata.normalize("NFC", spelt).replace(letter, letters)
    return sort_key(spelt).replace(" ", "-")[:80].strip("-")


def from_left(persons: Sequence[str]) -> str:
    """Who is shown on a picture, as its caption says it; "" for nobody, one name stands alone."""
    if len(persons) < 2:
        return "".join(f"{person}." for person in persons)
    # Translators: de: „V. l. n. r.:“
    begins = _("From left:")
    # Translators: de: „und“, before the last name
    last = pgettext("before the last of several names", "and")
    return f"{begins} {', '.join(persons[:-1])} {last} {persons[-1]}."
