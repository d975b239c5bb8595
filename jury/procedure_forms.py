"""Forms by which the office says how it is judged: scale, rule of counting, readers, quorum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms import NumberField
from initiatives.set_up_forms import LocalField, SeenForm

from .criterion_forms import WhyField
from .models import Procedure


class CountingForm(SeenForm):
    """Scale, duty to give reasons, and the rule in words."""

    points_max = forms.TypedChoiceField(
        # Translators: de: „Höchste Punktzahl“
        label=_("Highest number of points"),
        # Translators: de: „Die Skala beginnt bei 0 und hat ganze Punkte.“
        help_text=_("The scale begins at 0 and has whole points."),
        choices=[(n, str(n)) for n in range(1, 11)],
        coerce=int,
        # Translators: de: „Wählen Sie die höchste Punktzahl“
        error_messages={"required": _("Choose the highest number of points")},
    )
    reason_required = forms.BooleanField(
        # Translators: de: „Zu jeder Punktzahl gehört eine Begründung“
        label=_("Every number of points needs a reason"),
        required=False,
    )
    counting_rule = LocalField(
        label=_("How it is counted"),
        help_text=_("It stands on the page of the call and binds the jury."),
        max_length=4000,
        area=12,
        # Translators: de: „Geben Sie die Zählregel auf Deutsch ein“
        needed=_("Enter the rule of counting in German"),
    )
    reason = WhyField()

    def __init__(self, *args: Any, handed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not handed_in:
            del self.fields["reason"]


class ProcedureForm(SeenForm):
    """How many read a case, how many sheets it needs, what jurors see then."""

    readers = NumberField(
        # Translators: de: „Bögen je Fall“
        label=_("Sheets on a case"),
        # Translators: de: „So viele Jurymitglieder lesen und werten jeden Fall.“
        help_text=_("So many jurors read and score each case."),
        min_value=1,
        max_value=50,
        # Translators: de: „Geben Sie 1 bis 50 Bögen je Fall ein“
        refusal=_("Enter 1 to 50 sheets on a case"),
    )
    quorum = NumberField(
        # Translators: de: „Quorum“
        label=_("Quorum"),
        help_text=_(
            # Translators: de: „So viele fertige Bögen braucht ein Fall, damit die Jury über ihn
            # entscheiden kann. Höchstens so viele, wie er Bögen bekommt.“
            "So many finished sheets does a case need for the jury to decide on it. At most as "
            "many as it gets."
        ),
        min_value=1,
        max_value=50,
        # Translators: de: „Geben Sie ein Quorum von 1 bis 50 ein“
        refusal=_("Enter a quorum of 1 to 50"),
    )
    sees = forms.ChoiceField(
        # Translators: de: „Was Jurymitglieder nach dem eigenen Bogen sehen“
        label=_("What jurors see after their own sheet"),
        # Translators: de: „Vor dem eigenen Bogen sieht niemand etwas von anderen.“
        help_text=_("Before the own sheet is finished nobody sees anything of others."),
        widget=forms.RadioSelect,
        choices=Procedure.Sees.choices,
        # Translators: de: „Wählen Sie, was Jurymitglieder sehen“
        error_messages={"required": _("Choose what jurors see")},
    )
    rescoring = forms.BooleanField(
        # Translators: de: „Nachbewerten in der Sitzung erlauben“
        label=_("Allow scoring again in the meeting"),
        help_text=_(
            # Translators: de: „Solange die Jury über einen Fall berät, können seine Lesenden ihren
            # Bogen öffnen und neu abschließen. Das Journal und die Fassungen zeigen es.“
            "While the jury speaks about a case, its readers can open their sheet and finish it "
            "anew. The journal and the versions show it."
        ),
        required=False,
    )

    def __init__(self, *args: Any, scored: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sees"].disabled = scored

    def clean(self) -> dict[str, Any] | None:
        readers, quorum = self.cleaned_data.get("readers"), self.cleaned_data.get("quorum")
        if readers and quorum and quorum > readers:
            # Translators: de: „Das Quorum ist höchstens so groß wie die Zahl der Bögen je Fall“
            words = gettext("The quorum is at most the number of sheets on a case")
            self.add_error("quorum", words)
        return self.cleaned_data
