"""The code that joins a machine in the hall to the stage, and the secret it is swapped for."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse

from initiatives.keys import ALPHABET

from .. import secret_links
from ..models import StageScreen

LENGTH = 8


def code_of(screen: StageScreen) -> str:
    """40 bits; the row holds their hash only."""
    made = secret_links.bits("awards.stage.screen", screen.key, screen.release_id)
    number = int.from_bytes(made[:5])
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
