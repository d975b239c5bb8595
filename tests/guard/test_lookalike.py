"""What one may not see looks like what does not exist: same status, same bytes."""

from __future__ import annotations

import pytest

from . import policy
from .routes import NOTHING, Route, ask, body, own
from .test_doors_of_all_routes import TABLE

# To strangers, to others' owners, to who judges, and to who is kept from a case.
ASKING = ("anonymous", "stranger", "owner", "juror", "conflicted", "chair", "office reader")
KNOWN = {"year", "slug", "which", "code", "secret"}  # public, or a secret in itself


def answer(client, route: Route, thing: dict, method: str) -> tuple[int, bytes, str]:
    """Status, body and where it leads, the address itself aside."""
    address = route.at(thing)
    given = ask(client, address, method)
    content = body(given).replace(address.encode(), b"HERE")
    return given.status_code, content, given.headers.get("Location", "").replace(address, "HERE")


@pytest.mark.parametrize("role", ASKING)
def test_unknown_and_forbidden_look_alike(world, clients, role):
    different = []
    for name, line in TABLE.items():
        route = own()[name]
        if not route.wants - KNOWN:
            continue
        foreign = [
            (label, thing)
            for label, thing in world.about(line.kind).items()
            if not policy.is_in(line.door, role, label)
        ]
        for label, thing in foreign[-1:]:
            method = "post" if line.forms == "POST" else "get"
            nothing = {part: NOTHING[part] for part in route.wants}
            nothing |= {part: thing[part] for part in route.wants & {"year"}}
            theirs = answer(clients[role], route, thing, method)
            if theirs != answer(clients[role], route, nothing, method):
                different.append(f"{name} [{label}] {method}: {theirs[0]}")
    assert not different, "\n".join(different)
