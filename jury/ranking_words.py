"""What the mathematics of a ranking says, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .agreement import RELIABLE, TENTATIVE, Agreement
from .ranking import Refusal

REASONS: dict[Refusal, Promise] = {
    # Translators: de: „Noch kein Bogen ist abgeschlossen.“
    Refusal.NO_SHEETS: _("No sheet is finished yet."),
    Refusal.FEW_JURORS: _(
        # Translators: de: „Weniger als drei Jurymitglieder haben gewertet. Wie streng jemand
        # urteilt, lässt sich daran nicht ablesen.“
        "Fewer than three jurors have scored. That does not tell how severely anybody judges."
    ),
    Refusal.ONE_SHEET_EACH: _(
        # Translators: de: „Jeder Fall hat nur einen Bogen. Ob der Fall oder das Jurymitglied den
        # Unterschied macht, lässt sich nicht trennen.“
        "Each case has only one sheet. Whether case or juror makes the difference cannot be told."
    ),
    Refusal.FEW_SHEETS: _(
        # Translators: de: „Für die Zahl der Fälle gibt es zu wenige Bögen.“
        "There are too few sheets for the number of cases."
    ),
    Refusal.APART: _(
        # Translators: de: „Die Jury zerfällt in Teile, die keinen Fall gemeinsam gelesen haben. Wie
        # streng die Teile im Vergleich sind, weiß niemand. Abhilfe: Bögen, die sie verbinden.“
        "The jury falls into parts that read no case in common. How severe the parts are compared "
        "with one another nobody knows. What helps: sheets that connect them."
    ),
    Refusal.ALIKE: _(
        # Translators: de: „Die Jury hat zwischen den Fällen nicht erkennbar unterschieden: Was sie
        # trennt, ist nicht größer als der Zufall.“
        "The jury did not tell the cases apart: what lies between them is no more than chance."
    ),
}


def reason(refusal: Refusal | None) -> Promise | None:
    """Why nothing is corrected; None if it is."""
    return None if refusal is None else REASONS[refusal]


def how_agreed(found: Agreement) -> Promise | None:
    """How far the mean of a case can be relied on: that of the mean, or of single values."""
    figures = [one for one in (found.icc_2_k, found.krippendorff_alpha) if one is not None]
    if not figures:
        return None
    value = round(max(figures), 2)  # as it is shown
    if value >= RELIABLE:
        # Translators: de: „verlässlich“, of the agreement of a jury
        return _("reliable")
    if value >= TENTATIVE:
        # Translators: de: „mit Vorsicht zu lesen“, of the agreement of a jury
        return _("to be read with caution")
    # Translators: de: „nicht verlässlich“, of the agreement of a jury
    return _("not reliable")
