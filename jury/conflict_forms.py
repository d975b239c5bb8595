"""Forms about impartiality: of jurors, of initiatives and of the office. They save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm, TextField

from .actions import NOTE_LIMIT, REQUEST_LIMIT
from .models import Assignment, Concern, Ground, Juror

IMPARTIAL = "none"


class ConflictsForm(PlainForm):
    """For each case: impartial, or a ground why not; nothing chosen leaves it for later.

    `concerns` are the open ones by primary key of the application: being impartial in spite of one
    needs a reason.
    """

    hide_optional = True  # the labels say it: beside a concern the note is none

    def __init__(
        self,
        assignments: Iterable[Assignment],
        concerns: Mapping[int, Sequence[Concern]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.assignments, self.concerns = list(assignments), concerns
        for assignment in self.assignments:
            self.fields[f"ground-{assignment.key}"] = forms.ChoiceField(
                label=assignment.application.initiative.name,
                choices=[(IMPARTIAL, _("I am impartial")), *Ground.choices],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note-{assignment.key}"] = LineField(
                # Translators: de: „Begründung für die Geschäftsstelle“
                label=_("Reason for the office")
                if assignment.application_id in concerns
                # Translators: de: „Anmerkung für die Geschäftsstelle (freiwillig)“
                else _("Note for the office (optional)"),
                max_length=NOTE_LIMIT,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        for assignment in self.assignments:
            ground, note = self._value("ground", assignment), self._value("note", assignment)
            name = assignment.application.initiative.name
            if note and not ground:
                words = _("Choose an answer for “%(name)s”") % {"name": name}
                self.add_error(f"ground-{assignment.key}", words)
            elif ground == IMPARTIAL and not note and assignment.application_id in self.concerns:
                # Translators: de: „Schreiben Sie zu „%(name)s“, warum Sie trotz des Anhaltspunkts
                # unbefangen sind“
                words = _("Write on “%(name)s” why you are impartial in spite of the concern") % {
                    "name": name
                }
                self.add_error(f"note-{assignment.key}", words)
        if not self.errors and not self.grounds():
            # Translators: de: „Wählen Sie bei mindestens einem Fall eine Antwort.“
            self.add_error(None, str(_("Choose an answer for at least one case.")))
        return self.cleaned_data

    def grounds(self) -> dict[Assignment, str]:
        """The chosen ground by assignment where all is well; "" is impartial."""
        return {
            assignment: "" if ground == IMPARTIAL else ground
            for assignment in self.assignments
            if (ground := self._value("ground", assignment))
            and f"note-{assignment.key}" not in self.errors
        }

    def notes(self) -> dict[Assignment, str]:
        return {assignment: self._value("note", assignment) for assignment in self.assignments}

    def _value(self, name: str, assignment: Assignment) -> str:
        return str(self.cleaned_data.get(f"{name}-{assignment.key}", ""))


class JurorField(forms.ModelChoiceField):
    """A member of the jury by name and organisation."""

    def label_from_instance(self, juror: Any) -> str:
        return f"{juror}, {juror.organisation}" if juror.organisation else str(juror)


class ExclusionRequestForm(PlainForm):
    """Which juror shall not judge an application, and why."""

    juror = JurorField(
        Juror.objects.none(),
        to_field_name="key",
        # Translators: de: „Wer soll Ihre Bewerbung nicht bewerten?“
        label=_("Who shall not judge your application?"),
        # Translators: de: „Bitte wählen“
        empty_label=_("Please choose"),
        # Translators: de: „Wählen Sie eine Person aus der Jury“
        error_messages={"required": _("Choose a person of the jury")},
    )
    reason = TextField(
        # Translators: de: „Warum zweifeln Sie an der Unparteilichkeit?“
        label=_("Why do you doubt the impartiality?"),
        help_text=_(
            # Translators: de: „Nennen Sie Tatsachen: eine Anstellung, ein Amt, Verwandtschaft,
            # einen Vertrag. Das liest nur die Geschäftsstelle.“
            "Name facts: employment, an office held, kinship, a contract. Only the office reads it."
        ),
        max_length=REQUEST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": REQUEST_LIMIT, "data-count": ""}),
        # Translators: de: „Schreiben Sie, warum Sie an der Unparteilichkeit zweifeln“
        error_messages={"required": _("Write why you doubt the impartiality")},
    )

    def __init__(self, jurors: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["juror"].queryset = jurors  # type: ignore[attr-defined]


class GroundField(forms.ChoiceField):
    """A ground of §§ 20, 21 VwVfG in the words of the office."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            # Translators: de: „Grund“
            label=_("Ground"),
            widget=forms.RadioSelect,
            choices=[(ground.value, ground.in_short) for ground in Ground],
            # Translators: de: „Wählen Sie einen Grund“
            error_messages={"required": _("Choose a ground")},
            **kwargs,
        )


class ConfirmRequestForm(PlainForm):
    """The office follows an initiative's request."""

    ground = GroundField()
    reason = TextField(
        # Translators: de: „Begründung“
        label=_("Reasons"),
        # Translators: de: „Die Initiative liest sie im Wortlaut.“
        help_text=_("The initiative reads them word by word."),
        max_length=REQUEST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        # Translators: de: „Begründen Sie die Entscheidung“
        error_messages={"required": _("Give reasons for the decision")},
    )


class DismissRequestForm(PlainForm):
    """The office does not follow it."""

    reason = TextField(
        label=_("Reasons"),
        help_text=_("The initiative reads them word by word."),
        max_length=REQUEST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give reasons for the decision")},
    )


class EstablishForm(PlainForm):
    """The office finds that a juror is not impartial in a case."""

    juror = JurorField(
        Juror.objects.none(),
        to_field_name="key",
        # Translators: de: „Jurymitglied“
        label=_("Member of the jury"),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose a person of the jury")},
    )
    ground = GroundField()
    note = LineField(
        # Translators: de: „Woraus ergibt sich das?“
        label=_("What does this follow from?"),
        # Translators: de: „Das Jurymitglied liest es in einem Brief. Nennen Sie dort nicht die
        # Bewerbung.“
        help_text=_("The juror reads it in a letter. Do not name the application there."),
        max_length=NOTE_LIMIT,
        # Translators: de: „Schreiben Sie, woraus sich die Befangenheit ergibt“
        error_messages={"required": _("Write what the conflict of interest follows from")},
    )

    def __init__(self, jurors: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["juror"].queryset = jurors  # type: ignore[attr-defined]


class LiftForm(PlainForm):
    """Why a conflict no longer stands."""

    reason = LineField(
        # Translators: de: „Grund der Aufhebung“
        label=_("Reason for lifting it"),
        # Translators: de: „Das Jurymitglied liest ihn in einem Brief. Nennen Sie dort nicht die
        # Bewerbung.“
        help_text=_("The juror reads it in a letter. Do not name the application there."),
        max_length=NOTE_LIMIT,
        # Translators: de: „Nennen Sie den Grund der Aufhebung“
        error_messages={"required": _("Give the reason for lifting it")},
    )
