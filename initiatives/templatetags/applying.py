"""Tags for the pages of an application: where it stands, and what of it may be written."""

from __future__ import annotations

from datetime import datetime
from textwrap import indent
from typing import Any

from django import template
from django.utils.translation import ngettext

from .. import stage
from ..models import Application, RequestedPoint
from ..window import Window

register = template.Library()


@register.filter
def stage_at(application: Application, at: datetime) -> stage.Stage:
    return stage.of(application, at)


@register.filter
def open_question(window: Window, code: str) -> bool:
    """Whether this question may be answered anew."""
    return window.allows("section", code)


@register.filter
def note_on(window: Window, code: str) -> str:
    """What the office asks for at this question."""
    return window.note("section", code)


@register.filter
def note_of_page(window: Window, page: str) -> str:
    """What the office asks for on this page; on one of the questionnaire it stands at questions."""
    return window.note(page)


@register.filter
def point_title(point: Any) -> str:
    """What a point of a request for changes is called: the question, or the page."""
    if point.question is not None:
        return str(point.question.label) or str(point.question.prompt)
    return str(RequestedPoint.Page(point.page).label)


@register.filter
def indented(text: str) -> str:
    """Every line three signs to the right, for letters."""
    return indent(str(text).strip(), "   ")


@register.filter
def lateness(seconds: int) -> str:
    """2 Minuten 20 Sekunden"""
    minutes, rest = divmod(seconds, 60)
    parts = []
    if minutes:
        # Translators: de: „%(n)d Minute“, „%(n)d Minuten“
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    if rest or not minutes:
        # Translators: de: „%(n)d Sekunde“, „%(n)d Sekunden“
        parts.append(ngettext("%(n)d second", "%(n)d seconds", rest) % {"n": rest})
    return " ".join(parts)
