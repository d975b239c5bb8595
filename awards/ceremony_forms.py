"""Forms of the evening: they ask, and give clean values; they save nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import berlin
from initiatives.forms import LineField, PlainForm, TextField
from initiatives.models import Application, Call, Local
from initiatives.refusals import NotAllowed
from initiatives.time_fields import day, hour

from .case_fields import CaseField
from .ceremonies.laudations import Card
from .models import Ceremony, ProgrammeItem, Role

CLOCKS = ("doors", "starts", "ends")
TEXT_LIMIT = 6000


class CeremonyForm(PlainForm):
    """When and where. All times are on one evening; an end after midnight lies on the next day."""

    begins_on = day(
        # Translators: de: „Tag“
        _("Day"),
        # Translators: de: „Geben Sie den Tag ein“
        _("Enter the day"),
    )
    doors = hour(
        # Translators: de: „Einlass“
        _("Doors open"),
        # Translators: de: „Geben Sie die Uhrzeit des Einlasses ein“
        _("Enter the time at which the doors open"),
        # Translators: de: „In Berlin.“
        help_text=_("In Berlin."),
    )
    starts = hour(
        # Translators: de: „Beginn“
        _("Begins"),
        # Translators: de: „Geben Sie die Uhrzeit ein, zu der es beginnt“
        _("Enter the time at which it begins"),
    )
    ends = hour(
        # Translators: de: „Ende“
        _("Ends"),
        # Translators: de: „Geben Sie die Uhrzeit ein, zu der es endet“
        _("Enter the time at which it ends"),
        # Translators: de: „Nach Mitternacht ist es der nächste Tag.“
        help_text=_("After midnight it is the next day."),
    )
    place = LineField(
        # Translators: de: „Ort“
        label=_("Venue"),
        max_length=120,
        # Translators: de: „Nennen Sie den Ort“
        error_messages={"required": _("Name the place")},
    )
    # Translators: de: „Raum“
    room = LineField(label=_("Room"), max_length=120, required=False)
    address = TextField(
        # Translators: de: „Anschrift“
        label=_("Address"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer_by = day(
        # Translators: de: „Letzter Tag für Antworten“
        _("Last day for answers"),
        # Translators: de: „Geben Sie den letzten Tag für Antworten ein“
        _("Enter the last day for answers"),
        # Translators: de: „Bis zum Ende dieses Tages sagen Gäste zu oder ab und ändern ihre
        # Antwort.“
        help_text=_("Until the end of this day guests accept or decline, and change their answer."),
    )
    notes = TextField(
        # Translators: de: „Hinweise für Gäste“
        label=_("Notes for guests"),
        help_text=_(
            # Translators: de: „Anfahrt, Garderobe, Kleidung. Sie stehen im Brief und auf der Seite
            # des Gastes: Nennen Sie niemanden, der ausgezeichnet wird.“
            "Travel, cloakroom, dress. They stand in the letter and on the guest's page: name "
            "nobody who is honoured."
        ),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @classmethod
    def of(cls, found: Ceremony | None, call: Call, data: Any = None) -> CeremonyForm:
        """As it stands; else with what is most likely, from the dates of the call."""
        if found:
            names = ("place", "room", "address", "notes", "answer_by")
            values = {name: getattr(found, name) for name in names}
            moments = {"doors": found.doors_at, "starts": found.starts_at, "ends": found.ends_at}
        elif call.ceremony_at:
            begins = call.ceremony_at
            moments = {
                "doors": begins - timedelta(minutes=45),
                "starts": begins,
                "ends": begins + timedelta(hours=3),
            }
            last = begins.astimezone(berlin.BERLIN).date() - timedelta(days=10)
            values = {"answer_by": last}
        else:
            return cls(data)
        values["begins_on"] = moments["starts"].astimezone(berlin.BERLIN).date()
        for name, moment in moments.items():
            values[name] = moment.astimezone(berlin.BERLIN).time()
        return cls(data, initial=values)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "begins_on" not in data or not all(name in data for name in CLOCKS):
            return data
        date = data["begins_on"]
        for name in CLOCKS:
            after = name == "ends" and data["ends"] <= data["starts"]
            on = date + timedelta(days=1) if after else date
            try:
                data[f"{name}_at"] = berlin.moment(on, data[name], berlin.SUMMER)
            except NotAllowed as refusal:
                self.add_error(name, str(refusal))
                return data
        if data["doors_at"] > data["starts_at"]:
            # Translators: de: „Der Einlass liegt nicht nach dem Beginn“
            self.add_error("doors", _("The doors do not open after the beginning"))
        if data["ends_at"] - data["starts_at"] > timedelta(hours=16):
            # Translators: de: „So spät kann es kaum enden“
            self.add_error("ends", _("It can hardly end that late"))
        if "answer_by" in data and data["answer_by"] > date:
            # Translators: de: „Der letzte Tag für Antworten liegt vor der Preisverleihung“
            self.add_error("answer_by", _("The last day for answers is before the ceremony"))
        return data

    def said(self) -> dict[str, Any]:
        names = ("place", "room", "address", "notes", "answer_by")
        moments = {f"{name}_at": self.cleaned_data[f"{name}_at"] for name in CLOCKS}
        return {name: self.cleaned_data[name] for name in names} | moments


def honoured(call: Call) -> Any:
    """Applications with a prize, as far as the jury has decided."""
    rows = Application.objects.filter(call=call, decisions__isnull=False)
    return rows.select_related("initiative").order_by("initiative__sort_name").distinct()


class ProgrammeItemForm(PlainForm):
    """What happens, for how long, who does it and where they stand."""

    kind = forms.ChoiceField(
        # Translators: de: „Art“
        label=_("Kind"),
        choices=ProgrammeItem.Kind.choices,
    )
    title = LineField(
        # Translators: de: „Was“
        label=_("What"),
        max_length=160,
        required=False,
    )
    application = CaseField(
        Application.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Für wen“
        label=_("For whom"),
        # Translators: de: „Für niemanden Bestimmtes“
        empty_label=_("For nobody in particular"),
    )
    minutes = forms.IntegerField(
        # Translators: de: „Minuten“
        label=_("How many minutes"),
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie ein, wie viele Minuten es dauert“
            "required": _("Enter how many minutes it takes"),
            # Translators: de: „Geben Sie die Minuten in Ziffern ein“
            "invalid": _("Enter the minutes in digits"),
            # Translators: de: „Ein Punkt dauert 1 bis 600 Minuten“
            "min_value": _("An item takes 1 to 600 minutes"),
            # Translators: de: „Ein Punkt dauert 1 bis 600 Minuten“
            "max_value": _("An item takes 1 to 600 minutes"),
        },
    )
    # Translators: de: „Wer“
    persons = LineField(label=_("Who"), max_length=300, required=False)
    stand = LineField(
        # Translators: de: „Wo sie stehen“
        label=_("Where they stand"),
        # Translators: de: „Zum Beispiel „Pult links, Preisträger Mitte“. Steht im Ablaufplan.“
        help_text=_("Such as “lectern left, laureates centre”. It stands in the run sheet."),
        max_length=200,
        required=False,
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = honoured(call)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, item: ProgrammeItem, data: Any = None) -> ProgrammeItemForm:
        names = ("kind", "title", "minutes", "persons", "stand")
        values = {name: getattr(item, name) for name in names}
        values["application"] = item.application.key if item.application else None
        return cls(item.ceremony.call, data, initial=values)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_other = data.get("kind") == ProgrammeItem.Kind.OTHER
        if is_other and not data.get("title") and not data.get("application"):
            # Translators: de: „Sagen Sie, was geschieht“
            self.add_error("title", _("Say what happens"))
        return data


class PartForm(PlainForm):
    """Who has which part."""

    kind = forms.ChoiceField(
        # Translators: de: „Part“
        label=_("Part"),
        choices=[],
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie den Part“
        error_messages={"required": _("Choose the part")},
    )
    name = LineField(
        label=_("Name"),
        max_length=120,
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    # Translators: de: „Amt oder Aufgabe“
    office_de = LineField(label=_("Office or task"), max_length=160, required=False)
    office_en = LineField(
        # Translators: de: „Amt oder Aufgabe auf Englisch“
        label=_("Office or task in English"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, PARTS.get(code, label)) for code, label in Role.Kind.choices]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def office(self) -> Local:
        texts = {"de": self.cleaned_data["office_de"], "en": self.cleaned_data["office_en"]}
        return Local({language: text for language, text in texts.items() if text})


# Before the evening nobody has „presented the prizes“ yet.
PARTS = {
    # Translators: de: „überreicht die Preise“
    Role.Kind.PRESENTER.value: _("presents the prizes"),
    # Translators: de: „hält eine Laudatio“
    Role.Kind.LAUDATOR.value: _("gives a laudation"),
    # Translators: de: „hat die Schirmherrschaft“
    Role.Kind.PATRON.value: _("is patron"),
}


class LaudationForm(PlainForm):
    """What is said, by whom, and how names are spoken."""

    laudator = forms.ModelChoiceField(
        Role.objects.none(),
        required=False,
        # Translators: de: „Wer spricht“
        label=_("Who speaks"),
        # Translators: de: „Noch offen“
        empty_label=_("Not settled yet"),
    )
    pronunciation = TextField(
        # Translators: de: „Aussprache“
        label=_("Pronunciation"),
        # Translators: de: „Eine Zeile je Name: „Nguyen – ngu-JEN“.“
        help_text=_("One line a name: “Nguyen – ngu-JEN”."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = TextField(
        # Translators: de: „Laudatio“
        label=_("Laudation"),
        help_text=_(
            # Translators: de: „Anrede, Herausforderung der Region, was die Initiative tut, ein
            # Beispiel, Glückwunsch. Die Begründung der Jury folgt von selbst, Wort für Wort.“
            "Address, the region's challenge, what the initiative does, an example, "
            "congratulation. The jury's reasons follow by themselves, word by word."
        ),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    @classmethod
    def of(cls, ceremony: Ceremony, card: Card, data: Any = None) -> LaudationForm:
        found = card.laudation
        form = cls(data, initial={})
        if found:
            form.initial = {
                "text": found.text,
                "pronunciation": found.pronunciation,
                "laudator": found.laudator_id,
            }
        speakers = ceremony.roles.filter(kind=Role.Kind.LAUDATOR)
        form.fields["laudator"].queryset = speakers  # type: ignore[attr-defined]
        return form
