"""The form of an announcement: all its texts, and the second from which it is public."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives import berlin, shown
from initiatives.forms import LineField
from initiatives.models import Call, Local
from initiatives.refusals import NotAllowed
from initiatives.set_up_forms import LocalField, SeenForm
from initiatives.time_fields import day, hour, season

from . import announcing
from .models import Release
from .text_labels import LABELS

SPARE, MOST_LINKS = 2, 12  # empty rows for links beside those there are; rows in all
LINK = re.compile(r"link([1-9]\d?)_url")


class LinkRow(NamedTuple):
    """The fields of one further link."""

    number: int
    url: BoundField
    label: BoundField


class ReleaseForm(SeenForm):
    """A draft is saved as far as it is written; what is missing is told where it is checked."""

    headline = LocalField(
        label=LABELS["headline"],
        help_text=_(
            # Translators: de: „Steht sie auch auf Englisch, brauchen alle Texte der Bekanntgabe,
            # Begründungen, Porträts und Bildbeschreibungen eine englische Fassung. Ohne sie zeigen
            # die englischen Seiten die deutschen Texte.“
            "If it is there in English, too, all texts of the announcement, reasons, portraits and "
            "descriptions of pictures need an English version. Without it the English pages show "
            "the German texts."
        ),
        max_length=120,
    )
    subline = LocalField(label=LABELS["subline"], max_length=240)
    lead = LocalField(
        label=LABELS["lead"],
        # Translators: de: „Wer, was, wann, wo: in zwei oder drei Sätzen.“
        help_text=_("Who, what, when, where: in two or three sentences."),
        area=5,
        max_length=600,
    )
    call_text = LocalField(
        label=LABELS["call_text"],
        # Translators: de: „Was gesucht war. Die Themen der Auslobung stehen von selbst darunter.“
        help_text=_("What was looked for. The themes of the call stand below by themselves."),
        area=5,
        max_length=2000,
    )
    occasion = LocalField(
        label=LABELS["occasion"],
        # Translators: de: „Wie „7. Industriekonferenz“. Ohne Angabe heißt es „Preisverleihung“.“
        help_text=_("Such as “7th industry conference”. Left empty, it is “award ceremony”."),
        max_length=200,
    )
    place = LineField(label=_("Place of the ceremony"), max_length=120, required=False)
    presenters_text = LocalField(
        label=LABELS["presenters_text"],
        help_text=_(
            # Translators: de: „Wer überreicht und die Laudationes gehalten hat, mit Amt. Ohne Text
            # stehen dort die Mitwirkenden der Preisverleihung.“
            "Who presented and who gave the laudations, with their offices. Without a text those "
            "who take part in the ceremony stand there."
        ),
        area=5,
        max_length=2000,
    )
    background = LocalField(
        label=LABELS["background"],
        help_text=_(
            # Translators: de: „Über die Auszeichnung, das Verfahren und wer dahintersteht. Eine
            # leere Zeile trennt Absätze.“
            "About the award, the procedure and who stands behind it. An empty line separates "
            "paragraphs."
        ),
        area=8,
        max_length=4000,
    )
    embargo_date = day(_("Embargo until: day"), _("Enter the day on which the embargo ends"))
    embargo_time = hour(_("Time"), _("Enter the time at which the embargo ends"))
    embargo_season = season()
    opens = forms.ChoiceField(
        # Translators: de: „Die Bekanntgabe öffnet sich“
        label=_("The announcement opens"),
        choices=Release.Opens.choices,
        initial=Release.Opens.EMBARGO,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, links: list[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = [int(found[1]) for name in data or () if (found := LINK.fullmatch(name))]
        rows = max([min(len(links) + SPARE, MOST_LINKS), len(links), *asked])
        for number in range(1, min(rows, 99) + 1):
            self._add_link(number, links[number - 1] if number <= len(links) else {})

    def _add_link(self, number: int, link: Mapping[str, Any]) -> None:
        self.fields[f"link{number}_url"] = forms.URLField(
            # Translators: de: „Adresse im Netz“
            label=_("Address on the web"),
            required=False,
            max_length=500,
            assume_scheme="https",
            initial=link.get("url", ""),
            error_messages={
                # Translators: de: „Link %(number)d: Geben Sie die Adresse so ein:
                # https://beispiel.de“
                "invalid": gettext("Link %(number)d: enter the address like https://beispiel.de")
                % {"number": number}
            },
        )
        self.fields[f"link{number}_label"] = LocalField(
            # Translators: de: „Beschriftung“
            label=_("Words of the link"),
            max_length=160,
            initial=Local(link.get("label", {})),
        )

    @classmethod
    def of(cls, call: Call, release: Release | None, data: Any = None) -> ReleaseForm:
        """The form of a draft; of a new one with what is known of the ceremony."""
        if release is None:
            return cls(data, links=[], initial=_of_ceremony(call))
        said = announcing.said(release)
        initial = {**said, **_wall(release.embargo_until), "seen": shown.digest(said)}
        return cls(data, links=release.links, initial=initial)

    def link_rows(self) -> list[LinkRow]:
        numbers = [int(found[1]) for name in self.fields if (found := LINK.fullmatch(name))]
        return [LinkRow(n, self[f"link{n}_url"], self[f"link{n}_label"]) for n in numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "embargo_date" in data and "embargo_time" in data:
            try:
                data["embargo_until"] = berlin.moment(
                    data["embargo_date"], data["embargo_time"], data.get("embargo_season", "")
                )
            except NotAllowed as refusal:
                self.add_error("embargo_time", str(refusal))
        for row in self.link_rows():
            self._check_link(row, data)
        return data

    def _check_link(self, row: LinkRow, data: Mapping[str, Any]) -> None:
        url, label = data.get(row.url.name), data.get(row.label.name)
        said = {"number": row.number}
        if label and url == "":
            # Translators: de: „Link %(number)d: Geben Sie die Adresse ein“
            self.add_error(row.url.name, gettext("Link %(number)d: enter the address") % said)
        if url and label is not None and not label.get("de"):
            # Translators: de: „Link %(number)d: Schreiben Sie, wohin er führt“
            self.add_error(row.label.name, gettext("Link %(number)d: say where it leads") % said)

    def embargo_until(self) -> datetime:
        return self.cleaned_data["embargo_until"]

    def opens_with(self) -> str:
        return self.cleaned_data["opens"] or Release.Opens.EMBARGO

    def texts(self) -> dict[str, Any]:
        """All that is written, by the names of the release; a row of links left empty is none."""
        data = self.cleaned_data
        rows = [(data[row.url.name], data[row.label.name]) for row in self.link_rows()]
        links = [{"url": url, "label": dict(label)} for url, label in rows if url]
        return {**{name: data[name] for name in announcing.TEXTS}, "links": links}


def _wall(at: datetime) -> dict[str, Any]:
    local = at.astimezone(berlin.BERLIN)
    day, clock = local.date(), local.time().replace(fold=0)
    season = berlin.WINTER if local.fold else berlin.SUMMER
    return {
        "embargo_date": day,
        "embargo_time": clock,
        "embargo_season": season if berlin.exists_twice(day, clock) else "",
    }


def _of_ceremony(call: Call) -> dict[str, Any]:
    """What the evening says of day, time and place, as a proposal."""
    ceremony = getattr(call, "ceremony", None)
    begins = ceremony.starts_at if ceremony else call.ceremony_at
    place = {"place": ceremony.place} if ceremony else {}
    return {**place, **(_wall(begins) if begins else {})}
