"""Pictures that are sent ahead: nothing can be told from them without their keys."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from awards.stage import envelopes

SHOW = "0b8071e0-0000-4000-8000-000000000001"
NAMES = [{"title": "Bündnis Süd"}, {"title": "X" * 200, "sub": "ß" * 400}, {}]


def opened(envelope: str, key: bytes, number: int, show: str = SHOW) -> dict:
    raw = base64.b64decode(envelope)
    text = AESGCM(key).decrypt(raw[:12], raw[12:], f"{show} {number}".encode())
    return json.loads(text)


def test_each_opens_with_its_key():
    secret = envelopes.new_secret()
    pack = envelopes.locked(NAMES, show=SHOW, secret=secret)
    found = [
        opened(one, envelopes.key_of(secret, number), number)
        for number, one in enumerate(pack, start=1)
    ]
    assert found == NAMES


def test_no_key_opens_another():
    secret = envelopes.new_secret()
    pack = envelopes.locked(NAMES, show=SHOW, secret=secret)
    with pytest.raises(InvalidTag):
        opened(pack[1], envelopes.key_of(secret, 1), 2)


def test_a_picture_is_bound_to_its_place_and_show():
    secret = envelopes.new_secret()
    first = envelopes.locked(NAMES, show=SHOW, secret=secret)[0]
    with pytest.raises(InvalidTag):
        opened(first, envelopes.key_of(secret, 1), 2)
    with pytest.raises(InvalidTag):
        opened(first, envelopes.key_of(secret, 1), 1, show=SHOW.replace("1", "2"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_length_tells_nothing(name, entry):
    pack = envelopes.locked(
        [{"title": name, "sub": entry}, {"title": ""}], show=SHOW, secret=bytes(32)
    )
    assert len(pack[0]) == len(pack[1])


def test_what_does_not_fit_is_not_sent():
    with pytest.raises(ValueError, match="Picture 1 has"):
        envelopes.locked([{"title": "x" * 5000}], show=SHOW, secret=bytes(32))


def test_the_same_picture_looks_different_each_time():
    first, second = (
        envelopes.locked([{"title": "A"}], show=SHOW, secret=bytes(32)) for _time in range(2)
    )
    assert first != second
