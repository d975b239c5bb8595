"""How the jury's dates are shown."""

from __future__ import annotations

from datetime import date

from django import template

from ..rules import in_words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """1. Juni 2026"""
    return in_words(value)
