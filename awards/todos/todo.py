"""What a thing to do is made of."""

from __future__ import annotations

from typing import NamedTuple


class Todo(NamedTuple):
    """One thing to do; `mark` is overdue, begun or open, `action` the verb of its one link."""

    mark: str
    when: str
    what: str
    why: str
    url: str
    action: str
