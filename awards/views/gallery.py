"""Every part, field and state on one page, to be looked at and to be checked by machines."""

from __future__ import annotations

from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from initiatives import clock
from initiatives.themes import THEMES

# Spoken when they are shown, not when this is read.
DAY: dict[str, Any] = {"aria-label": _("Day")}
TIME: dict[str, Any] = {"aria-label": _("Time")}


class SampleForm(forms.Form):
    """One field of each kind; what is missing or wrong shows its error."""

    use_required_attribute = False

    line = forms.CharField(
        label=_("Title of your entry"),
        help_text=_("At most 80 characters"),
        error_messages={"required": _("Enter the title of your entry")},
    )
    text = forms.CharField(
        label=_("What do you do?"),
        widget=forms.Textarea(attrs={"data-limit": 120, "rows": 3}),
        help_text=_("Write so that somebody from elsewhere understands it."),
    )
    choice = forms.ChoiceField(
        label=_("Land"),
        choices=[("", "–"), ("ni", _("Lower Saxony"))],
        error_messages={"required": _("Choose a Land")},
    )
    one = forms.ChoiceField(
        label=_("Kind of carrier"),
        widget=forms.RadioSelect,
        choices=[("chamber", _("Chamber")), ("association", _("Registered association"))],
    )
    many = forms.MultipleChoiceField(
        label=_("Which themes do you apply for?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, THEMES[code]) for code in THEMES],
        required=False,
    )
    day = forms.SplitDateTimeField(
        label=_("Founded on"),
        widget=forms.SplitDateTimeWidget(date_attrs=DAY, time_attrs=TIME),
        required=False,
    )
    file = forms.FileField(label=_("Photo"), help_text=_("JPEG or PNG, up to 10 MB"))
    terms = forms.BooleanField(label=_("We take part under the terms."))
    news = forms.BooleanField(label=_("Write to us about the next call."), required=False)
    locked = forms.CharField(label=_("Number"), initial="B-26-7KQ4", disabled=True)


def criteria(*codes: str) -> list[Sample]:
    return [Sample(code=code, name=THEMES[code]) for code in codes]


def gallery(request: HttpRequest) -> HttpResponse:
    """In demonstrations only. `?thema=dark` overrules the system, `?bereich=jury` the header."""
    theme = request.GET.get("thema", "")
    area = request.GET.get("bereich", "public")
    if (
        not settings.DEMO
        or theme not in ("", "light", "dark")
        or area not in ("public", "apply", "jury", "office")
    ):
        raise Http404
    wrong = SampleForm({"wrong-text": "Wir messen nach einer Methode. " * 5}, prefix="wrong")
    wrong.is_valid()
    wrong.add_error("text", _("Shorten “What do you do?” by 40 characters"))
    words = [_("Open"), _("Begun"), _("Finished"), _("Recused"), _("Locked"), _("Overdue")]
    marks = ("open", "begun", "done", "recused", "locked", "overdue")
    return render(
        request,
        "gallery.html",
        {
            "theme": theme,
            "area": area,
            "nav": [
                Sample(label=_("My cases"), url="#", current=True),
                Sample(label=_("Result"), url="#", current=False, count=3),
            ],
            "trail": [(_("Start"), "/"), (_("Gallery"), "")],
            "fields": SampleForm(prefix="plain", initial={"one": "chamber", "many": ["dk", "dm"]}),
            "wrong": wrong,
            "now": clock.now(),
            "criteria": [*criteria(*THEMES), Sample(code="cooperation", name=_("Cooperation"))],
            "profiles": [
                (codes, ", ".join(str(THEMES[code]) for code in codes))
                for codes in (["dk"], ["dk", "dm"], ["dg", "dv"], ["dk", "dg", "dm"], THEMES)
            ],
            "steps": [
                Sample(label=_("Call"), note="2. 3.", state="past", tag=""),
                Sample(label=_("Application"), note="15. 5.", state="now", tag=_("Today")),
                Sample(label=_("Judging"), note="31. 7.", state="next", tag=""),
                Sample(label=_("Jury meeting"), note="17. 9.", state="next", tag=""),
                Sample(label=_("Award ceremony"), note="3. 11.", state="next", tag=""),
            ],
            "states": list(zip(marks, words, strict=True)),
            "scores": [
                Sample(code=code, name=THEMES[code], value=value)
                for code, value in zip(THEMES, (8.5, None, 6.2, 7.6), strict=True)
            ],
            "counts": [0, 0, 0, 0, 0, 1, 2, 2, 2, 1, 0],
            "page": Paginator(range(120), 12).page(4),
            "people": [
                Sample(initials="MR", name="Mira Rehberg", note=_("Owner")),
                Sample(initials="SV", name="Şule Vršić", note=_("Reader")),
            ],
            "persons": ["Max Hochstein", "Christoph Zeiss", "Jürgen Kerner", "Łukasz Dvořák"],
        },
    )
