"""The personal link of a journalist: 128 bits that only this server can make, and make again."""

from __future__ import annotations

import base64
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from ..models import PressReader


def secret_of(reader: PressReader) -> str:
    """So a letter can be sent once more with the same link, and the row holds its hash only."""
    said = f"{reader.key}:{reader.link_number}"
    digest = salted_hmac("awards.press.reader", said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def link_of(reader: PressReader, secret: str) -> str:
    with translation.override(reader.language):
        return f"{settings.BASE_URL}{reverse('press_reader', args=[secret])}"
