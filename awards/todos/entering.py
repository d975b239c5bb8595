"""Who wants to come in: claims to initiatives of the directory, proposals of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call, Claim

from .todo import Todo


def claims() -> Iterator[Todo]:
    if waiting := Claim.objects.undecided().count():
        yield Todo(
            "open",
            # Translators: de: „Verzeichnis“
            _("directory"),
            # Translators: de: „%(n)d Anfrage an das Verzeichnis entscheiden“, „%(n)d Anfragen an
            # das Verzeichnis entscheiden“
            ngettext("Decide %(n)d claim", "Decide %(n)d claims", waiting) % {"n": waiting},
            # Translators: de: „Jemand sagt, eine Initiative des Verzeichnisses zu vertreten.“
            _("Somebody says to act for an initiative of the directory."),
            reverse("office:claims"),
            # Translators: de: „Entscheiden“
            _("Decide"),
        )


def proposals(call: Call, *, at: datetime) -> Iterator[Todo]:
    waiting = call.proposals.waiting().count() if call.accepts(at) else 0
    if waiting:
        yield Todo(
            "open",
            # Translators: de: „Vorschläge“
            _("proposals"),
            # Translators: de: „%(n)d Vorschlag lesen“, „%(n)d Vorschläge lesen“
            ngettext("Read %(n)d proposal", "Read %(n)d proposals", waiting) % {"n": waiting},
            # Translators: de: „Jemand schlägt eine Initiative vor. Schreiben Sie ihr, solange die
            # Auslobung offen ist.“
            _("Somebody proposes an initiative. Write to it while the call is open."),
            reverse("office:proposals") + "?stand=waiting",
            # Translators: de: „Lesen“
            _("Read"),
        )
