"""The dates of a call: a day and a time each, as clocks and calendars in Berlin show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import berlin, milestones
from ..editions import LAST_MINUTES
from ..milestones import Wall
from ..models import Call
from ..models.call import MILESTONES
from ..refusals import NotAllowed
from ..templatetags.award import clock_zone, weekday_date
from ..yearly import WEEKS, YEARS
from .local import SeenForm

DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIMES = ["%H:%M", "%H.%M", "%H"]


class Date(NamedTuple):
    """A milestone on its page: its fields, and what they mean."""

    name: str
    label: str
    day: BoundField
    time: BoundField
    season: BoundField | None  # only where that time exists twice
    in_words: str
    is_fixed: bool


class DatesForm(SeenForm):
    """All milestones of a call and its minutes of grace.

    `call` is None for one to be made. A time that exists twice is asked back: once more with the
    choice between summer and winter time.
    """

    grace_minutes = forms.IntegerField(
        # Translators: de: „Kulanzfrist in Minuten“
        label=_("Minutes of grace"),
        help_text=_(
            # Translators: de: „Was so viele Minuten nach dem Bewerbungsschluss eintrifft, gilt
            # noch; die Verspätung wird festgehalten. Öffentlich steht davon nichts.“
            "What arrives so many minutes after the deadline is still valid, and its lateness is "
            "recorded. Nothing of it is public."
        ),
        min_value=0,
        max_value=60,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-2"}),
        error_messages={
            # Translators: de: „Geben Sie die Minuten in Ziffern ein“
            "required": _("Enter the minutes in digits"),
            "invalid": _("Enter the minutes in digits"),
            # Translators: de: „Geben Sie 0 bis 60 Minuten ein“
            "min_value": _("Enter 0 to 60 minutes"),
            "max_value": _("Enter 0 to 60 minutes"),
        },
    )

    def __init__(self, call: Call | None, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, self.at = call, at
        self.twice: set[str] = set()  # milestones whose time exists twice
        for name in MILESTONES:
            self._add(name)
        self.order_fields([*(key for key in self.fields if key != "grace_minutes")])

    def _add(self, name: str) -> None:
        label = str(milestones.LABELS[name])
        self.fields[f"{name}_day"] = forms.DateField(
            # Translators: de: „Tag“
            label=_("Day"),
            input_formats=DAYS,
            widget=forms.DateInput(
                format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={
                # Translators: de: „%(what)s: Geben Sie den Tag ein“
                "required": gettext("%(what)s: enter the day") % {"what": label},
                # Translators: de: „%(what)s: Geben Sie den Tag so ein: 31.03.2027“
                "invalid": gettext("%(what)s: enter the day like 31.03.2027") % {"what": label},
            },
        )
        self.fields[f"{name}_time"] = forms.TimeField(
            # Translators: de: „Uhrzeit“
            label=_("Time"),
            input_formats=TIMES,
            widget=forms.TimeInput(
                format="%H:%M", attrs={"inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={
                # Translators: de: „%(what)s: Geben Sie die Uhrzeit ein“
                "required": gettext("%(what)s: enter the time") % {"what": label},
                # Translators: de: „%(what)s: Geben Sie die Uhrzeit so ein: 23:59“
                "invalid": gettext("%(what)s: enter the time like 23:59") % {"what": label},
            },
        )
        self.fields[f"{name}_season"] = forms.ChoiceField(
            # Translators: de: „Diese Uhrzeit gibt es in der Nacht zweimal“
            label=_("This time exists twice in that night"),
            required=False,
            widget=forms.RadioSelect,
            choices=[
                # Translators: de: „die erste, Sommerzeit (MESZ)“
                (berlin.SUMMER, _("the first, summer time (CEST)")),
                # Translators: de: „die zweite, Winterzeit (MEZ)“
                (berlin.WINTER, _("the second, winter time (CET)")),
            ],
        )

    @staticmethod
    def initial_of(shown: Mapping[str, Wall]) -> dict[str, Any]:
        """What the fields show of these dates."""
        return {
            f"{name}_{part}": value
            for name, at in shown.items()
            for part, value in zip(("day", "time", "season"), at, strict=True)
        }

    @classmethod
    def of(cls, call: Call, data: Any, *, at: datetime, seen: str = "") -> DatesForm:
        """The dates of a call as they are; those that are past are shown and stay."""
        shown = {name: milestones.wall(name, then) for name, then in milestones.of(call).items()}
        initial = {**cls.initial_of(shown), "grace_minutes": call.grace_minutes, "seen": seen}
        form = cls(call, data, at=at, initial=initial)
        for name in MILESTONES:
            if form.is_fixed(name):
                for part in ("day", "time", "season"):
                    form.fields[f"{name}_{part}"].disabled = True
        return form

    def is_fixed(self, name: str) -> bool:
        """Announced and past: what happened then cannot be moved."""
        call = self.call
        return bool(call and call.announced_at and getattr(call, name) <= self.at)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.moments: dict[str, datetime] = {}
        self.twice = set()
        for name in MILESTONES:
            moment = self._moment(name, data)
            if moment is not None:
                self.moments[name] = moment
        for name, words in milestones.problems(self.call, self.moments, self.at).items():
            self.add_error(f"{name}_day", words)
        return data

    def _moment(self, name: str, data: Mapping[str, Any]) -> datetime | None:
        if self.call is not None and self.is_fixed(name):
            kept: datetime = getattr(self.call, name)
            return kept
        day, time = data.get(f"{name}_day"), data.get(f"{name}_time")
        if day is None or time is None:
            return None
        if berlin.exists_twice(day, time):
            self.twice.add(name)
        try:
            return milestones.moment(name, Wall(day, time, data.get(f"{name}_season") or ""))
        except NotAllowed as refusal:
            self.add_error(f"{name}_time", f"{milestones.LABELS[name]}: {refusal}")
            return None

    def dates(self) -> list[Date]:
        """The milestones with their fields and, as far as they are known, weekday and zone."""
        known = self._known()
        return [
            Date(
                name,
                str(milestones.LABELS[name]),
                self[f"{name}_day"],
                self[f"{name}_time"],
                self[f"{name}_season"] if name in self.twice else None,
                in_words(name, known[name]) if name in known else "",
                self.is_fixed(name),
            )
            for name in MILESTONES
        ]

    def _known(self) -> dict[str, datetime]:
        """The moments that are typed or, before anything is, stored."""
        if self.is_bound:
            self.is_valid()
            return self.moments
        known = {}
        for name in MILESTONES:
            day, time = self.initial.get(f"{name}_day"), self.initial.get(f"{name}_time")
            if day and time:
                season = self.initial.get(f"{name}_season") or ""
                if berlin.exists_twice(day, time):
                    self.twice.add(name)
                try:
                    known[name] = milestones.moment(name, Wall(day, time, season))
                except NotAllowed:
                    continue
        return known

    def sketch(self) -> Call | None:
        """A call with these dates, to draw the line of its year; None while one is missing."""
        known = self._known()
        return Call(**known) if len(known) == len(MILESTONES) else None

    def values(self) -> dict[str, datetime]:
        return self.moments


def in_words(name: str, at: datetime) -> str:
    """Mittwoch, 31. März 2027, 23:59 Uhr (MESZ); of an end its last minute."""
    shown = at - milestones.MINUTE if name in LAST_MINUTES else at
    return f"{weekday_date(shown)}, {clock_zone(shown)}"


class NewCallForm(forms.Form):
    """From what a new call is made: asked by GET, so that it can be gone back to."""

    use_required_attribute = False

    vorlage = forms.ChoiceField(
        # Translators: de: „Womit beginnen?“
        label=_("What to begin with?"),
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie, womit Sie beginnen“
        error_messages={"required": _("Choose what to begin with")},
    )
    jahr = forms.IntegerField(
        # Translators: de: „Jahr“
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie das Jahr mit vier Ziffern ein“
            "required": _("Enter the year with four digits"),
            "invalid": _("Enter the year with four digits"),
            "min_value": _("Enter the year with four digits"),
            "max_value": _("Enter the year with four digits"),
        },
    )
    termine = forms.ChoiceField(
        # Translators: de: „Termine vorschlagen“
        label=_("Propose the dates"),
        widget=forms.RadioSelect,
        # Translators: de: „Sie prüfen und bestätigen jeden Termin auf der nächsten Seite.“
        help_text=_("You check and confirm each date on the next page."),
        choices=[
            # Translators: de: „am gleichen Wochentag, um volle Wochen verschoben“
            (WEEKS, _("on the same day of the week, moved by whole weeks")),
            # Translators: de: „am gleichen Tag des Monats“
            (YEARS, _("on the same day of the month")),
        ],
        initial=WEEKS,
        # Translators: de: „Wählen Sie, wie die Termine vorgeschlagen werden“
        error_messages={"required": _("Choose how the dates are proposed")},
    )

    def __init__(self, calls: list[Call], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        # Translators: de: „mit allem aus %(year)d: Fragen, Kriterien, Texte, Preise“
        words = gettext("with all of %(year)d: questions, criteria, texts, prizes")
        # Translators: de: „von vorn: die vier Themen mit ihren Stufen und die nötigsten Fragen“
        blank = gettext("from scratch: the four themes with levels, the most necessary questions")
        self.fields["vorlage"].choices = [  # type: ignore[attr-defined]
            *((str(call.year), words % {"year": call.year}) for call in calls),
            ("leer", blank),
        ]
