"""English in an announcement: its headline promises it, and then all of it is needed.

With an English headline each text that is there in German must be there in English before anybody
confirms: those of the announcement, the jury's reasons, portraits and summaries, descriptions of
pictures. Without one nothing of that hinders, the English pages show the German words, and the
check says so.
Names stay as they are: of prizes, places, people and links.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Release
from .photos import Gap


def findings(release: Release, places: Iterable[tuple[str, str]]) -> tuple[list[Gap], list[Gap]]:
    """What hinders, and what is a hint: `places` are what is in German only, and its pages."""
    found = [Gap(_said(what, needed=release.is_in_english), url) for what, url in places]
    return (found, []) if release.is_in_english else ([], found)


def _said(what: str, *, needed: bool) -> str:
    if needed:
        # Translators: de: „%(what)s: Die englische Fassung fehlt.“
        return _("%(what)s: the English version is missing.") % {"what": what}
    # Translators: de: „%(what)s: nur auf Deutsch. So steht es auch auf der englischen Seite.“
    told = _("%(what)s: in German only. The English page shows it like that, too.")
    return told % {"what": what}
