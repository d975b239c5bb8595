"""Pictures are sent ahead locked: AES-256-GCM, a key for each, all of the same length.

`static/award/stage-keys.js` opens them. Why it is so: docs/decisions/0021.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LENGTH = 4096  # bytes of a locked text: more than the longest names, so that length tells nothing
NONCE = 12


def new_secret() -> bytes:
    """32 random bytes, from which the keys of one show are made."""
    return secrets.token_bytes(32)


def key_of(secret: bytes, number: int) -> bytes:
    """The key of one picture. Who has it learns nothing about another's, nor about the secret."""
    return hmac.digest(secret, f"picture {number}".encode(), hashlib.sha256)


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def locked(contents: Sequence[Mapping[str, Any]], *, show: str, secret: bytes) -> list[str]:
    """The pictures, each locked with its key and bound to its place in this `show`.

    Raises ValueError if one does not fit: it would be told by its length.
    """
    return [
        _lock(content, show, number, key_of(secret, number))
        for number, content in enumerate(contents, start=1)
    ]


def _lock(content: Mapping[str, Any], show: str, number: int, key: bytes) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > LENGTH:
        raise ValueError(f"Picture {number} has {len(text)} bytes, more than {LENGTH}.")
    nonce = secrets.token_bytes(NONCE)
    place = f"{show} {number}".encode()
    return encoded(nonce + AESGCM(key).encrypt(nonce, text.ljust(LENGTH), place))
