"""Forms of the meeting: they ask, and give clean values; they save nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import berlin
from initiatives.forms import LineField, PlainForm, TextField
from initiatives.models import Application, Call, Local, User
from initiatives.refusals import NotAllowed
from initiatives.rules import WRITING
from initiatives.shown import digest
from jury.models import Juror

from .actions import NOTES_LIMIT
from .actions.voting import MOTION_LIMIT
from .models import AgendaItem, Meeting, Prize, Vote

CIRCULAR = timedelta(days=7)
REASONS_LIMIT = 1500


def day(label: Any, words: Any, **given: Any) -> forms.DateField:
    """A day as the browser's own field asks for it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        # Translators: de: „Geben Sie den Tag ein wie 31.10.2026“
        error_messages={"required": words, "invalid": _("Enter the day as 31.10.2026")},
        **given,
    )


def hour(label: Any, words: Any, **given: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        # Translators: de: „Geben Sie die Uhrzeit ein wie 11:00“
        error_messages={"required": words, "invalid": _("Enter the time as 11:00")},
        **given,
    )


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
    place = LineField(label=_("Place"), max_length=120, required=False)
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
        chair = call.jurors.filter(is_chair=True, left_at=None).first()
        made = Meeting(kind=kind, begins_at=begins, chair=chair, minute_taker=by)
        made.closes_at = begins + CIRCULAR
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


class CaseField(forms.ModelChoiceField):
    def label_from_instance(self, case: Any) -> str:
        return str(case.initiative.name)


def cases_of(call: Call) -> Any:
    found: Any = call.applications
    return found.admitted().select_related("initiative").order_by("initiative__sort_name")


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


class QuestionForm(PlainForm):
    """What is voted on: a prize for a case, or a motion in words."""

    prize = forms.ModelChoiceField(
        Prize.objects.none(),
        required=False,
        # Translators: de: „Preis“
        label=_("Prize"),
        # Translators: de: „Kein Preis: Antrag in Worten“
        empty_label=_("No prize: a motion in words"),
    )
    application = CaseField(
        Application.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Fall“
        label=_("Case"),
        # Translators: de: „Kein Fall“
        empty_label=_("No case"),
    )
    motion = TextField(
        # Translators: de: „Antrag in Worten“
        label=_("Motion in words"),
        max_length=MOTION_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prize"].queryset = meeting.call.prizes.all()  # type: ignore[attr-defined]
        if meeting.kind == Meeting.Kind.SITTING:
            del self.fields["application"]
            if not (meeting.current and meeting.current.application_id):
                del self.fields["prize"]
        else:
            self.fields["application"].queryset = cases_of(meeting.call)  # type: ignore[attr-defined]


class CountForm(PlainForm):
    """How many hands were raised."""

    # Translators: de: „Ja“
    yes = forms.IntegerField(label=_("Yes"), min_value=0)
    # Translators: de: „Nein“
    no = forms.IntegerField(label=_("No"), min_value=0)
    # Translators: de: „Enthaltung“
    abstained = forms.IntegerField(label=_("Abstention"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            # Translators: de: „Geben Sie eine Zahl ein, auch 0“
            words = _("Enter a number, 0 included")
            field.error_messages |= {"required": words, "invalid": words, "min_value": words}


class ReasonsForm(PlainForm):
    """The jury's reasons for what a vote carried."""

    vote = forms.ModelChoiceField(
        Vote.objects.none(), to_field_name="key", widget=forms.HiddenInput
    )
    statement_de = TextField(
        # Translators: de: „Begründung zur Veröffentlichung“
        label=_("Reasons for publication"),
        # Translators: de: „Sie wird Wort für Wort veröffentlicht, wenn die Sperrfrist endet.“
        help_text=_("They are published word by word when the embargo ends."),
        max_length=REASONS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": REASONS_LIMIT, "data-count": ""}),
        error_messages={"required": _("Write the jury's reasons in German.")},
    )
    statement_en = TextField(
        label=_("The jury's reasons in English"),
        max_length=REASONS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    deviation = TextField(
        label=_("Why the ranking was not followed"),
        help_text=_("Only if the ranking places the application lower. It stays in the office."),
        max_length=REASONS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        votes = meeting.votes.filter(closed_at__isnull=False, decision=None, withheld=None)
        self.fields["vote"].queryset = votes.select_related("prize", "application")  # type: ignore[attr-defined]

    def statement(self) -> Local:
        texts = {"de": self.cleaned_data["statement_de"], "en": self.cleaned_data["statement_en"]}
        return Local({language: text for language, text in texts.items() if text.strip()})


class WithheldForm(PlainForm):
    """Places of a prize that nobody gets, and why."""

    prize = forms.ModelChoiceField(
        Prize.objects.none(),
        label=_("Prize"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the prize")},
    )
    places = forms.IntegerField(
        # Translators: de: „Wie viele Plätze“
        label=_("How many places"),
        min_value=1,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-2"}),
        error_messages={
            # Translators: de: „Geben Sie eine Zahl ab 1 ein“
            code: _("Enter a number from 1 on")
            for code in ("required", "invalid", "min_value")
        },
    )
    reasons_de = TextField(
        label=_("The jury's reasons"),
        max_length=REASONS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the jury's reasons in German.")},
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prize"].queryset = call.prizes.all()  # type: ignore[attr-defined]


class NotesForm(PlainForm):
    """What the minutes say of the discussion; `seen` is the digest of what the form showed."""

    notes = TextField(
        # Translators: de: „Vermerk für die Niederschrift“
        label=_("Notes for the minutes"),
        # Translators: de: „Was beraten wurde, ohne Namen: Einzelne Stimmen und Wertungen werden
        # nicht zugeordnet.“
        help_text=_("What was discussed, without names: votes and scores are not attributed."),
        max_length=NOTES_LIMIT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": NOTES_LIMIT, "data-count": ""}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, item: AgendaItem, data: Any = None) -> NotesForm:
        seen = digest({"notes": item.notes})
        return cls(data, initial={"notes": item.notes, "seen": seen}, prefix="vermerk")

    def show_again(self, stored: str) -> None:
        """Keep what was typed; the next save is knowing."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["vermerk-seen"] = digest({"notes": stored})  # type: ignore[index]


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


class RankForm(PlainForm):
    """Which cases are put into an order."""

    cases = forms.ModelMultipleChoiceField(
        Application.objects.none(),
        to_field_name="key",
        # Translators: de: „Fälle, zwei bis sechs“
        label=_("Cases, two to six"),
        widget=forms.CheckboxSelectMultiple,
        # Translators: de: „Wählen Sie zwei bis sechs Fälle“
        error_messages={"required": _("Choose two to six cases")},
    )

    def __init__(self, cases: Iterable[Application], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [case.pk for case in cases]
        field = self.fields["cases"]
        field.queryset = (  # type: ignore[attr-defined]
            Application.objects.filter(pk__in=keys)
            .select_related("initiative")
            .order_by("initiative__sort_name")
        )
        field.label_from_instance = lambda case: case.initiative.name  # type: ignore[attr-defined]
