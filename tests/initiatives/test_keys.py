"""Identifiers that stand in addresses and are read out on the telephone."""

import re

from initiatives import keys

from ..make import NOON, SECOND, at


def test_a_key_is_a_uuid_of_version_7():
    key = keys.uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")


def test_a_key_begins_with_its_millisecond():
    with at(NOON):
        assert keys.uuid7().int >> 80 == NOON.timestamp() * 1000


def test_keys_of_later_seconds_sort_behind():
    with at(NOON):
        first = keys.uuid7()
    with at(NOON + SECOND):
        assert first < keys.uuid7()


def test_no_two_keys_of_a_moment_are_the_same():
    with at(NOON):
        assert len({keys.uuid7() for _ in range(1000)}) == 1000


def test_a_number_can_be_read_out():
    numbers = {keys.reference(2026) for _ in range(200)}
    assert len(numbers) > 190
    for number in numbers:
        assert re.fullmatch(r"B-26-[0-9A-HJKMNP-TV-Z]{5}", number)


def test_a_number_of_a_year_has_its_last_two_figures():
    assert keys.reference(2109)[:5] == "B-09-"
