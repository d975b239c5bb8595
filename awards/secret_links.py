"""Secrets in personal links and codes: only this server can make them, and make them again.

So a letter can go out once more with the same link, and a row holds the hash of its secret only.
"""

from __future__ import annotations

import base64
from hashlib import sha256

from django.utils.crypto import salted_hmac


def bits(purpose: str, *said: object) -> bytes:
    """256 bits out of the server's key, for this purpose and what is said alone."""
    return salted_hmac(purpose, ":".join(map(str, said)), algorithm="sha256").digest()


def secret(purpose: str, *said: object) -> str:
    """128 of them, as an address holds them."""
    return base64.urlsafe_b64encode(bits(purpose, *said)[:16]).decode().rstrip("=")


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
