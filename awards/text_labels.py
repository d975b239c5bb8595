"""What the texts of an announcement and of a laureate are called, wherever somebody writes them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LABELS = {
    "headline": _("Headline"),
    # Translators: de: „Unterzeile“
    "subline": _("Subline"),
    "lead": _("Lead"),
    "call_text": _("About the call"),
    # Translators: de: „Überreichung“
    "presenters_text": _("Who presented"),
    "background": _("Background"),
    # Translators: de: „Anlass“
    "occasion": _("Occasion"),
    "place": _("Place of the ceremony"),
    "name": _("Name"),
    # Translators: de: „Beitrag“
    "entry": _("Entry"),
    "region": _("Region"),
    "carrier": _("Carrier"),
    # Translators: de: „Kurzfassung“
    "summary": _("Summary"),
    "jury_statement": _("The jury's reasons"),
    "portrait": _("Portrait"),
}
