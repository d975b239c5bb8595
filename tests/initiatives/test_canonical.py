"""One way to write JSON, since a hash stands for it."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.records import canonical

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_wasted():
    assert canonical.dumps({"b": [1, None], "a": {"ü": True}}) == '{"a":{"ü":true},"b":[1,null]}'


def test_the_hash_is_of_the_utf_8():
    expected = hashlib.sha256('{"name":"Bündnis"}'.encode()).hexdigest()
    assert canonical.sha256({"name": "Bündnis"}) == expected


@given(VALUES)
def test_what_is_written_reads_back_the_same(value):
    assert json.loads(canonical.dumps(value)) == value


@given(VALUES)
def test_what_is_read_back_is_written_the_same(value):
    text = canonical.dumps(value)
    assert canonical.dumps(json.loads(text)) == text


@given(st.dictionaries(st.text(max_size=8), VALUES, min_size=2, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_count(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical.sha256(dict(items)) == canonical.sha256(value)


@given(st.floats())
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: {"a": x}, lambda x: [0, (x,)]])
def test_a_float_is_refused_however_deep(wrap, value):
    with pytest.raises(TypeError, match="is a float; write it as a string"):
        canonical.dumps(wrap(value))


@pytest.mark.parametrize("key", [1, None, True, 1.5])
def test_a_key_that_is_no_string_is_refused(key):
    with pytest.raises(TypeError, match="a key of canonical JSON must be one"):
        canonical.dumps({"a": [{key: "b"}]})


@pytest.mark.parametrize("value", [Decimal("1.5"), date(2026, 3, 2), b"a", {"a"}, object()])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(TypeError):
        canonical.dumps(value)
