"""Weights to try out on the standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm
from initiatives.models import Criterion

from .ranking.model import Floats

HEAVIEST = 1000


class WeightsForm(PlainForm):
    """A weight for each criterion, first the call's own. It changes nothing that is stored."""

    def __init__(
        self, criteria: Sequence[Criterion], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.names = {criterion.pk: f"w_{criterion.code}" for criterion in criteria}
        for criterion in criteria:
            self.fields[self.names[criterion.pk]] = forms.DecimalField(
                label=str(criterion.name),
                min_value=0,
                max_value=HEAVIEST,
                max_digits=7,
                decimal_places=3,
                localize=True,
                initial=criterion.weight.normalize(),
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            # Translators: de: „Mindestens ein Gewicht muss größer als null sein.“
            raise forms.ValidationError(_("At least one weight must be more than zero."))
        return values

    def weights(self, criteria: Sequence[Criterion]) -> Floats:
        """In the order of `criteria`."""
        return np.array(
            [float(self.cleaned_data[self.names[one.pk]] or Decimal()) for one in criteria]
        )
