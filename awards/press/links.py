"""The personal link of a journalist."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from .. import secret_links
from ..models import PressReader


def secret_of(reader: PressReader) -> str:
    return secret_links.secret("awards.press.reader", reader.key, reader.link_number)


def link_of(reader: PressReader, secret: str) -> str:
    with translation.override(reader.language):
        return f"{settings.BASE_URL}{reverse('press_reader', args=[secret])}"
