"""Databases of one run of the tests: made once for all its workers, and copied for each use.

A copy takes a fraction of a second, migrating and filling take many.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PREFIX = "award_tests_"  # of all that a run leaves to the next one, which drops it


def own(name: str) -> str:
    """The name for what only this worker has."""
    return f"{PREFIX}{name}_{WORKER}"


def folder_of_the_run(factory) -> Path:
    """What all workers see, and no other run; `factory` is tmp_path_factory."""
    base: Path = factory.getbasetemp()
    return base if WORKER == "alone" else base.parent


@contextmanager
def first(folder: Path, what: str) -> Iterator[bool]:
    """Whether `what` is still to be done; other workers wait here until it is."""
    done = folder / f"{what}.done"
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def copy(source: str, name: str) -> None:
    """Nobody may be connected to `source`."""
    drop(name)
    with _server() as server:
        server.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(source))
        )


def drop(name: str) -> None:
    with _server() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def drop_what_is_left() -> None:
    """By earlier runs, which have no use for it any more."""
    with _server() as server:
        names = server.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in names:
        if name.startswith(PREFIX):
            drop(name)


def address(name: str) -> str:
    """As DATABASE_URL wants it."""
    known = {key: quote(str(value), "") for key, value in _access().items()}
    return "postgres://{user}:{password}@{host}:{port}/".format(**known) + name


def _server() -> psycopg.Connection:
    return psycopg.connect(**_access(), dbname="postgres", autocommit=True)


def _access() -> dict[str, str]:
    known = connection.get_connection_params()
    return {key: known.get(key) or "" for key in ("host", "port", "user", "password")}
