"""Tables that go out in parts."""

from __future__ import annotations

import pytest

from initiatives import tables


@pytest.mark.parametrize("lines", [0, 1, 999, 1000, 1001, 2500])
def test_a_table_in_parts_is_the_same_table(lines):
    rows = [(f"=Zeile {number}", "a;b") for number in range(lines)]
    parts = list(tables.stream(["Eins", "Zwei"], iter(rows)))
    assert b"".join(parts) == tables.write(["Eins", "Zwei"], rows)
    assert len(parts) == 1 + -(-lines // 1000)
