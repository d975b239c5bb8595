"""Identifiers that may stand in addresses: nothing in them can be counted or guessed."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

# Crockford's base 32: no I, L, O, U, so that a number can be read out on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562, 5.7): 48 bits of Unix milliseconds, 74 random bits.

    Python has it from 3.14 on, PostgreSQL from 18 on; we support older ones of both.
    """
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def reference(year: int) -> str:
    """A number for people, such as `B-26-7KQ4M`; 33 million a year."""
    return f"B-{year % 100:02d}-" + "".join(secrets.choice(ALPHABET) for _ in range(5))
