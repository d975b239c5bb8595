"""Forms of the jury: they give clean values and save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm
from initiatives.models import Criterion

from .actions import REASON_LIMIT
from .models import Juror, Score

NO_JUDGEMENT = "-"


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
    version = forms.IntegerField(initial=0, min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self, criterion: Criterion, score: Score | None, points_max: int, *args: Any, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": 0}
        if score:
            given = NO_JUDGEMENT if score.abstained else score.points
            initial = {
                "points": given,
                "reason": score.reason,
                "for_applicant": score.for_applicant,
                "version": score.version,
            }
        super().__init__(*args, initial=initial, prefix=f"c{criterion.pk}", **kwargs)
        self.criterion, self.score, self.points_max = criterion, score, points_max
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

    def values(self) -> dict[str, Any]:
        """Keywords for `actions.save_score`."""
        given = self.cleaned_data["points"]
        return {
            "points": int(given) if given not in ("", NO_JUDGEMENT) else None,
            "abstained": given == NO_JUDGEMENT,
            "reason": self.cleaned_data["reason"],
            "for_applicant": self.cleaned_data["for_applicant"],
            "seen": self.cleaned_data.get("version") or 0,
        }

    def having_seen(self, version: int) -> ScoreForm:
        """The same form with what was typed, its writer having seen the stored `version`."""
        data = {**self.data.dict(), f"{self.prefix}-version": str(version)}  # type: ignore[attr-defined]
        return ScoreForm(self.criterion, self.score, self.points_max, data)

    def is_empty(self) -> bool:
        """Nothing was given, and nothing was stored before."""
        values = self.values()
        said = values["reason"] or values["for_applicant"]
        given = values["points"] is not None or values["abstained"] or said
        return not given and self.score is None


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
