"""Forms of a meeting: when, where and who, its agenda, its guests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives import berlin
from initiatives.forms import LineField, PlainForm
from initiatives.models import Application, Call, User
from initiatives.refusals import NotAllowed
from initiatives.rules import WRITING
from initiatives.time_fields import day, hour
from jury.models import Juror

from .case_fields import CaseField, cases_of
from .models import Meeting

TIME_TO_VOTE = timedelta(days=7)  # by circular procedure, unless said otherwise


class MeetingForm(PlainForm):
    """When, where and who."""

    begins_day = day(
        # Translators: de: „Beginn: Tag“
        _("Begins on"),
        # Translators: de: „Geben Sie den Tag ein, an dem es beginnt“
        _("Enter the day on which it begins"),
    )
    begins_time = hour(
        # Translators: de: „Beginn: Uhrzeit“
        _("Begins at"),
        # Translators: de: „Geben Sie die Uhrzeit ein, zu der es beginnt“
        _("Enter the time at which it begins"),
        # Translators: de: „In Berlin.“
        help_text=_("In Berlin."),
    )
    closes_day = day(
        # Translators: de: „Stimmen bis: Tag“
        _("Votes until: day"),
        # Translators: de: „Geben Sie den Tag ein, an dem die Frist endet“
        _("Enter the day on which the time ends"),
    )
    closes_time = hour(
        # Translators: de: „Stimmen bis: Uhrzeit“
        _("Votes until: time"),
        # Translators: de: „Geben Sie die Uhrzeit ein, zu der die Frist endet“
        _("Enter the time at which the time ends"),
        # Translators: de: „In Berlin.“
        help_text=_("In Berlin."),
    )
    # Translators: de: „Ort“
    place = LineField(label=pgettext_lazy("of a meeting", "Place"), max_length=120, required=False)
    chair = forms.ModelChoiceField(
        Juror.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Leitung“
        label=_("Chair"),
        # Translators: de: „Noch offen“
        empty_label=_("Not settled yet"),
    )
    minute_taker = forms.ModelChoiceField(
        User.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Protokollführung“
        label=_("Minute taker"),
        # Translators: de: „Noch offen“
        empty_label=_("Not settled yet"),
    )

    def __init__(self, call: Call, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == Meeting.Kind.SITTING:
            del self.fields["closes_day"], self.fields["closes_time"]
        else:
            del self.fields["place"]
        jurors = Juror.objects.filter(call=call).active().select_related("user")
        self.fields["chair"].queryset = jurors.order_by("user__name")  # type: ignore[attr-defined]
        office = User.objects.filter(office__role__in=WRITING).order_by("name")
        self.fields["minute_taker"].queryset = office  # type: ignore[attr-defined]

    @classmethod
    def new(cls, call: Call, kind: str, by: User, at: datetime, data: Any = None) -> MeetingForm:
        """With what is most likely: when the call says, led by the chair, minutes by who asks."""
        begins = call.meeting_at if call.meeting_at and call.meeting_at > at else at
        chair = call.jurors.active().filter(is_chair=True).first()
        made = Meeting(kind=kind, begins_at=begins, chair=chair, minute_taker=by)
        made.closes_at = begins + TIME_TO_VOTE
        return cls(call, kind, data, initial=cls.shown(made))

    @classmethod
    def of(cls, meeting: Meeting, data: Any = None) -> MeetingForm:
        return cls(meeting.call, meeting.kind, data, initial=cls.shown(meeting))

    @staticmethod
    def shown(meeting: Meeting) -> dict[str, Any]:
        found: dict[str, Any] = {
            "place": meeting.place,
            "chair": meeting.chair.key if meeting.chair else None,
            "minute_taker": meeting.minute_taker.key if meeting.minute_taker else None,
        }
        for name in ("begins", "closes"):
            if moment := getattr(meeting, f"{name}_at"):
                local = moment.astimezone(berlin.BERLIN)
                found |= {f"{name}_day": local.date(), f"{name}_time": local.time()}
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("begins", "closes"):
            if f"{name}_day" not in data or f"{name}_time" not in data:
                continue
            try:
                moment = berlin.moment(data[f"{name}_day"], data[f"{name}_time"], berlin.SUMMER)
                data[f"{name}_at"] = moment
            except NotAllowed as refusal:
                self.add_error(f"{name}_time", str(refusal))
        return data

    def said(self) -> dict[str, Any]:
        names = ("begins_at", "closes_at", "place", "chair", "minute_taker")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ItemForm(PlainForm):
    """Something more on the agenda: a case, or an item in words."""

    application = CaseField(
        Application.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Fall“
        label=_("Case"),
        # Translators: de: „Kein Fall“
        empty_label=_("No case"),
    )
    # Translators: de: „Oder ein anderer Punkt“
    title = LineField(label=_("Or another item"), max_length=200, required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = cases_of(meeting.call).exclude(agenda_items__meeting=meeting)
        self.fields["application"].queryset = waiting  # type: ignore[attr-defined]


class GuestForm(PlainForm):
    """Who listens."""

    name = LineField(
        # Translators: de: „Gast“
        label=_("Guest"),
        max_length=120,
        # Translators: de: „Nennen Sie den Gast“
        error_messages={"required": _("Say who the guest is")},
    )
    # Translators: de: „als was“
    part = LineField(label=_("as what"), max_length=120, required=False)
