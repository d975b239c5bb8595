"""What the mathematics of a ranking says, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .agreement import RELIABLE, TENTATIVE, Agreement
from .ranking import Ranking, Refusal

REASONS: dict[Refusal, Promise] = {
    # Translators: de: „Noch kein Bogen ist abgeschlossen.“
    Refusal.NO_SHEETS: _("No sheet is finished yet."),
    # Translators: de: „Nur ein Fall hat vollständige Bögen; zu vergleichen gibt es nichts.“
    Refusal.ONE_CASE: _("Only one case has complete sheets; there is nothing to compare."),
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


def what_the_columns_do(ranking: Ranking) -> list[Promise]:
    """A sentence on each column; of the corrected one, why there is none."""
    # Translators: de: „Mittel: das einfache Mittel der vollständigen Bögen, ohne Korrektur.“
    said: list[Promise] = [_("Mean: the plain mean of the complete sheets, without correction.")]
    if ranking.refusal is not None:
        # Translators: de: „Korrigiert wird nicht:“
        return [*said, _("Nothing is corrected:"), REASONS[ranking.refusal]]
    said.append(
        _(
            # Translators: de: „Korrigiert: was ein durchschnittliches Jurymitglied gäbe. Strenge
            # und Milde sind herausgerechnet; je weniger Bögen ein Fall hat, desto näher rückt er
            # zur Mitte.“
            "Corrected: what an average juror would give. Severity and leniency are taken out; the"
            " fewer sheets a case has, the nearer to the middle it moves."
        )
    )
    if ranking.generosity.any():
        said.append(
            _(
                # Translators: de: „Weil nicht alle Fälle nach denselben Kriterien bewertet wurden,
                # ist auch herausgerechnet, wie großzügig ein Kriterium im Ganzen bewertet wird.“
                "As not all cases were judged on the same criteria, how generously a criterion is"
                " scored on the whole is taken out too."
            )
        )
    return said


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
