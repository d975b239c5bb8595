"""Forms of the office: feedback and releases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import berlin
from initiatives.forms import LineField, PlainForm, TextField
from initiatives.models import Criterion, Local
from initiatives.refusals import NotAllowed

from . import announcing
from .actions.giving_feedback import FEEDBACK_LIMIT
from .models import Release


class FeedbackForm(PlainForm):
    """What the initiative reads on each criterion."""

    hide_optional = True

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[criterion.code] = TextField(
                label=str(criterion.name),
                max_length=FEEDBACK_LIMIT,
                required=False,
                widget=forms.Textarea(
                    attrs={"rows": 6, "data-limit": FEEDBACK_LIMIT, "data-count": ""}
                ),
            )


class ReleaseForm(PlainForm):
    """The announcement and the second from which it is public."""

    headline_de = LineField(
        label=_("Headline"),
        max_length=120,
        error_messages={"required": _("Enter the headline")},
    )
    headline_en = LineField(label=_("Headline in English"), max_length=120, required=False)
    lead_de = TextField(
        label=_("Lead"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": 600, "data-count": ""}),
        error_messages={"required": _("Enter the lead")},
    )
    lead_en = TextField(
        label=_("Lead in English"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = LineField(label=_("Place of the ceremony"), max_length=120, required=False)
    embargo_date = forms.DateField(
        label=_("Embargo until: day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the day on which the embargo ends"),
            "invalid": _("Enter the day as 31.10.2026"),
        },
    )
    embargo_time = forms.TimeField(
        label=_("Time"),
        help_text=_("In Berlin. From this second on the announcement is public."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Enter the time at which the embargo ends"),
            "invalid": _("Enter the time as 11:00"),
        },
    )
    embargo_season = forms.ChoiceField(
        label=_("If the time exists twice that night"),
        required=False,
        choices=[
            ("", _("Does not matter")),
            (berlin.SUMMER, _("the first, in summer time")),
            (berlin.WINTER, _("the second, in winter time")),
        ],
    )

    opens = forms.ChoiceField(
        # Translators: de: „Die Bekanntgabe öffnet sich“
        label=_("The announcement opens"),
        choices=Release.Opens.choices,
        initial=Release.Opens.EMBARGO,
        widget=forms.RadioSelect,
        required=False,
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, release: Release | None, data: Any = None) -> ReleaseForm:
        """The form of a draft; `seen` is the seal of what it shows."""
        initial: dict[str, Any] = {}
        if release:
            local = release.embargo_until.astimezone(berlin.BERLIN)
            initial = {
                "headline_de": release.headline.get("de", ""),
                "headline_en": release.headline.get("en", ""),
                "lead_de": release.lead.get("de", ""),
                "lead_en": release.lead.get("en", ""),
                "place": release.place,
                "embargo_date": local.date(),
                "embargo_time": local.time(),
                "opens": release.opens,
                "seen": announcing.seal(release),
            }
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "embargo_date" in data and "embargo_time" in data:
            try:
                data["embargo_until"] = berlin.moment(
                    data["embargo_date"], data["embargo_time"], data.get("embargo_season", "")
                )
            except NotAllowed as refusal:
                self.add_error("embargo_time", str(refusal))
        return data

    def show_again(self, seal: str) -> None:
        """Show what was typed with the `seal` of what is stored now: the next save is knowing."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = seal  # type: ignore[index]

    def embargo_until(self) -> datetime:
        return self.cleaned_data["embargo_until"]

    def opens_with(self) -> str:
        return self.cleaned_data["opens"] or Release.Opens.EMBARGO

    def texts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "headline": Local(de=data["headline_de"], en=data["headline_en"]),
            "lead": Local(de=data["lead_de"], en=data["lead_en"]),
            "place": data["place"],
        }
