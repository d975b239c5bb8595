"""A filter for the pages of a call in preparation."""

from __future__ import annotations

from django import template
from django.db import models

from ..models import LocalText

register = template.Library()


@register.filter
def lacks_english(row: models.Model) -> bool:
    """Whether one of its texts is there in German only."""
    texts = [
        getattr(row, field.name)
        for field in row._meta.concrete_fields
        if isinstance(field, LocalText)
    ]
    return any(text.get("de", "").strip() and not text.get("en", "").strip() for text in texts)
