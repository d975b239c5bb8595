"""A browser, and the demonstration it looks at."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import sync_playwright

from .served import Demo

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path(__file__).resolve().parents[2] / "test-results"


@pytest.fixture(scope="session")
def browser():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def demo(tmp_path):
    """A demonstration of its own, to be started by the test."""
    with _served(tmp_path, f"journey_{os.getpid()}") as served:
        yield served


@pytest.fixture
def open_call(shared):
    """A demonstration with an open call, running under the true time; tests leave traces in it."""
    if shared.process is None or shared.offset:
        shared.move_to(timedelta())
    return shared


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    with _served(tmp_path_factory.mktemp("open_call"), f"open_call_{os.getpid()}") as served:
        served.start(phase="call")
        yield served


@contextmanager
def _served(folder, name):
    """On the server of DATABASE_URL if there is one, else embedded."""
    server = os.environ.get("DATABASE_URL", "")
    database_url = ""
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        database_url = server.rsplit("/", 1)[0] + f"/{name}"
    served = Demo(folder, database_url=database_url)
    yield served
    served.stop()
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
