"""The code that joins a machine in the hall to the stage, and the secret it is swapped for."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from initiatives.keys import ALPHABET

from ..models import StageScreen

LENGTH = 8


def code_of(screen: StageScreen) -> str:
    """40 bits that only this server can make, and make again: the row holds their hash only."""
    said = f"{screen.key}:{screen.release_id}"
    digest = salted_hmac("awards.stage.screen", said, algorithm="sha256").digest()
    number = int.from_bytes(digest[:5])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def spoken(code: str) -> str:
    """As it is read out: in two groups."""
    return f"{code[:4]}-{code[4:]}"


def address() -> str:
    """Where a code is typed, in the language of the request."""
    return f"{settings.BASE_URL}{reverse('hall')}"


def link_of(screen: StageScreen) -> str:
    """The code stands behind the #: browsers send that part to nobody, so no log has it."""
    return f"{address()}#{spoken(code_of(screen))}"


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
