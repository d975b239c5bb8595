"""Forms of the jury: they give clean values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import OneFieldForm, PlainForm, TextField
from initiatives.models import Criterion

from . import shown
from .actions import REASON_LIMIT
from .models import Juror, Score
from .shown import NO_JUDGEMENT


class ScoreForm(PlainForm):
    """Points and a reason on one criterion; the scale is the call's."""

    points = forms.ChoiceField(
        label=_("Points"),
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT, "data-count": ""}),
    )
    for_applicant = forms.CharField(
        # Translators: de: „Rückmeldung an die Initiative“
        label=_("Feedback to the initiative"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-limit": REASON_LIMIT, "data-count": ""}),
    )

    def __init__(
        self, criterion: Criterion, score: Score | None, points_max: int, *args: Any, **kwargs: Any
    ) -> None:
        stored = shown.of_score(score)
        super().__init__(*args, initial=stored, prefix=f"c{criterion.pk}", **kwargs)
        self.criterion, self.score, self.points_max, self.stored = (
            criterion,
            score,
            points_max,
            stored,
        )
        field = self.fields["points"]
        refusal = _("Give 0 to %(max)d points for “%(name)s”.")
        field.error_messages["invalid_choice"] = refusal % {
            "max": points_max,
            "name": str(criterion.name).replace("%", "%%"),
        }
        field.choices = [  # type: ignore[attr-defined]
            *((str(points), str(points)) for points in range(points_max + 1)),
            (NO_JUDGEMENT, _("No judgement possible")),
        ]

    @property
    def seen(self) -> dict[str, str]:
        """By field, the digest of what its writer saw: as sent, or what is shown now."""
        now = shown.seen(self.stored)
        if not self.is_bound:
            return now
        return {name: self.data.get(f"{self.prefix}-{name}-seen") or now[name] for name in now}

    @property
    def hidden(self) -> dict[str, str]:
        """`seen` by the names of the hidden controls that carry it."""
        return {f"{self.prefix}-{name}-seen": digest for name, digest in self.seen.items()}

    def values(self) -> dict[str, Any]:
        """Keywords for `actions.save_score`."""
        texts = {name: self.cleaned_data[name] for name in ("reason", "for_applicant")}
        return {**shown.points(self.cleaned_data["points"]), **texts, "seen": self.seen}

    def having_seen(self, names: Iterable[str], score: Score | None) -> ScoreForm:
        """The same form with what was typed, its writer having seen what is stored in `names`."""
        now = shown.seen(shown.of_score(score))
        fresh = {f"{self.prefix}-{name}-seen": now[name] for name in names}
        data = {**self.data.dict(), **fresh}  # type: ignore[attr-defined]
        return ScoreForm(self.criterion, score, self.points_max, data)

    def is_empty(self) -> bool:
        """Nothing was given, and nothing was stored before."""
        values = self.values()
        said = values["reason"] or values["for_applicant"]
        given = values["points"] is not None or values["abstained"] or said
        return not given and self.score is None


class NoteForm(PlainForm):
    """What a juror writes on a case for nobody else."""

    note = TextField(
        # Translators: de: „Ihre Notiz“
        label=_("Your note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OneScoreForm(OneFieldForm):
    """What the browser sends beside a text, to save one field of a sheet."""

    page = forms.ChoiceField(choices=[("sheet", "sheet")])


class OneReaderField(forms.ModelChoiceField):
    """A juror with the load (`JurorQuerySet.with_progress`)."""

    def label_from_instance(self, juror: Any) -> str:
        return _("%(juror)s – %(load)d cases") % {"juror": juror, "load": juror.assigned}


class SwapForm(PlainForm):
    """Who reads a case instead of somebody else."""

    juror = OneReaderField(
        Juror.objects.none(),
        to_field_name="key",
        # Translators: de: „Wer liest stattdessen?“
        label=_("Who reads instead?"),
        # Translators: de: „Bitte wählen“
        empty_label=_("Please choose"),
        # Translators: de: „Wählen Sie ein Jurymitglied“
        error_messages={code: _("Choose a juror") for code in ("required", "invalid_choice")},
    )

    def __init__(self, free: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["juror"].queryset = free  # type: ignore[attr-defined]


class ReaderField(forms.ModelMultipleChoiceField):
    """Jurors with their load (`JurorQuerySet.with_progress`)."""

    def label_from_instance(self, juror: Any) -> str:
        return _("%(juror)s – %(load)d cases") % {"juror": juror, "load": juror.assigned}


class AssignForm(PlainForm):
    """Who reads a case, in addition to those who do."""

    jurors = ReaderField(
        Juror.objects.none(),
        to_field_name="key",
        label=_("Readers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one member of the jury")},
    )

    def __init__(self, free: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurors"].queryset = free  # type: ignore[attr-defined]
