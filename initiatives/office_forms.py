"""Forms by which the office excludes, grants a later deadline and asks for changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import berlin, time_fields
from .actions import Point
from .forms import LineField, PlainForm, TextField
from .models import Application, Question, RequestedPoint
from .refusals import NotAllowed

MINUTE = timedelta(minutes=1)


class ExclusionForm(PlainForm):
    """Why an application is not admitted."""

    reason = TextField(
        label=gettext_lazy("Ground of the exclusion"),
        help_text=gettext_lazy("The applicant reads it. Name the clause of the terms."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Name the ground of the exclusion")},
    )


class EndForm(PlainForm):
    """Until when, in wall time of Berlin; the minute named counts in full.

    `seen` is the seal of the letter that was read before it is sent.
    """

    day = time_fields.day(
        # Translators: de: „Bis zum Tag“
        gettext_lazy("Until the day"),
        # Translators: de: „Geben Sie den Tag an“
        gettext_lazy("Enter the day"),
    )
    time = time_fields.hour(
        gettext_lazy("Time"),
        # Translators: de: „Geben Sie die Uhrzeit an“
        gettext_lazy("Enter the time"),
        # Translators: de: „In Berlin. Die genannte Minute zählt noch mit.“
        help_text=gettext_lazy("In Berlin. The minute you name still counts."),
        initial="23:59",
    )
    season = time_fields.season()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "day" in data and "time" in data:
            try:
                last = berlin.moment(data["day"], data["time"], data.get("season", ""))
                data["until"] = last + MINUTE
            except NotAllowed as refusal:
                self.add_error("time", str(refusal))
        return data

    def until(self) -> datetime:
        """The end, exclusive: 23:59 is 00:00 of the next day."""
        return self.cleaned_data["until"]

    def show_again(self, seal: str) -> None:
        """Show what was typed with the seal of the letter below: the next click sends it."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = seal  # type: ignore[index]


class LaterDeadlineForm(EndForm):
    """A later deadline for one application, by the number that its people name."""

    number = LineField(
        # Translators: de: „Nummer der Bewerbung“
        label=gettext_lazy("Number of the application"),
        # Translators: de: „Sie steht auf jeder Seite der Bewerbung, etwa B-26-7KQ4M.“
        help_text=gettext_lazy("It stands on every page of the application, such as B-26-7KQ4M."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        # Translators: de: „Geben Sie die Nummer der Bewerbung an“
        error_messages={"required": gettext_lazy("Enter the number of the application")},
    )
    reason = TextField(
        # Translators: de: „Grund“
        label=gettext_lazy("Reason"),
        # Translators: de: „Er bleibt in der Geschäftsstelle; die Initiative liest ihn nicht.“
        help_text=gettext_lazy("It stays in the office; the initiative does not read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        # Translators: de: „Nennen Sie den Grund der späteren Frist“
        error_messages={"required": gettext_lazy("Give the reason for the later deadline")},
    )
    field_order = ["number", "day", "time", "season", "reason"]

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).upper()


class Place(NamedTuple):
    """Where changes can be asked for: a page of the form, or one question of the questionnaire."""

    key: str
    page: str
    question: Question | None
    group: str
    title: str


class Row(NamedTuple):
    """A place with its box and its note, as the page shows them."""

    place: Place
    box: BoundField
    note: BoundField


class ChangeRequestForm(EndForm):
    """What should change where, until when."""

    hide_optional = True

    message = TextField(
        # Translators: de: „Was Sie sonst noch sagen möchten“
        label=gettext_lazy("What else you want to say"),
        max_length=2000,
        required=False,
        # Translators: de: „Steht im Brief unter den Stellen.“
        help_text=gettext_lazy("Stands in the letter below the places."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["day", "time", "season", "message"]

    def __init__(
        self, application: Application, asked: Collection[str], *args: Any, **kwargs: Any
    ) -> None:
        """`asked` are the codes of the questions that the version handed in answers."""
        super().__init__(*args, **kwargs)
        self.places = list(_places(application, asked))
        for place in self.places:
            self.fields[place.key] = forms.BooleanField(label=place.title, required=False)
            self.fields[f"{place.key}-note"] = TextField(
                # Translators: de: „Was soll sich ändern? (%(place)s)“
                label=_("What should change? (%(place)s)") % {"place": place.title},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def rows(self) -> list[Row]:
        return [Row(place, self[place.key], self[f"{place.key}-note"]) for place in self.places]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for place in self.places:
            chosen, note = data.get(place.key), data.get(f"{place.key}-note", "").strip()
            if chosen and not note and f"{place.key}-note" not in self.errors:
                # Translators: de: „Sagen Sie, was sich hier ändern soll: %(place)s“
                text = _("Say what should change here: %(place)s") % {"place": place.title}
                self.add_error(f"{place.key}-note", text)
            elif note and not chosen:
                # Translators: de: „Kreuzen Sie die Stelle an, oder leeren Sie den Text: %(place)s“
                text = _("Tick the place, or empty the text: %(place)s") % {"place": place.title}
                self.add_error(place.key, text)
        if not self.errors and not any(data[place.key] for place in self.places):
            # Translators: de: „Wählen Sie mindestens eine Stelle“
            self.add_error(None, _("Choose at least one place"))
        return data

    def points(self) -> list[Point]:
        data = self.cleaned_data
        return [
            Point(place.page, place.question, data[f"{place.key}-note"].strip())
            for place in self.places
            if data[place.key]
        ]


def _places(application: Application, asked: Collection[str]) -> Iterator[Place]:
    """In the order of the form. The office itself keeps the profile of a listed initiative."""
    pages = RequestedPoint.Page
    # Translators: de: „Zur Initiative“
    about, end = _("About the initiative"), _("To finish")
    if not application.initiative.is_listed:
        yield Place("initiative", "initiative", None, about, str(pages.INITIATIVE.label))
    yield Place("contact", "contact", None, about, str(pages.CONTACT.label))
    yield Place("themes", "themes", None, about, str(pages.THEMES.label))
    questions = application.call.questions.filter(code__in=asked).select_related("section")
    for question in questions.order_by("section__position", "position", "pk"):
        title = str(question.label) or str(question.prompt)
        yield Place(
            f"section-{question.code}", "section", question, str(question.section.title), title
        )
    yield Place("files", "files", None, end, str(pages.FILES.label))
    yield Place("declarations", "declarations", None, end, str(pages.DECLARATIONS.label))
