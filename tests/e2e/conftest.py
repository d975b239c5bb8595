"""A browser, and the demonstration it looks at."""

from __future__ import annotations

import os
import shutil
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
    """A demonstration of its own: on the server of DATABASE_URL if there is one, else embedded."""
    server = os.environ.get("DATABASE_URL", "")
    database_url = ""
    name = f"journey_{os.getpid()}"
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        database_url = server.rsplit("/", 1)[0] + f"/{name}"
    served = Demo(tmp_path, database_url=database_url)
    yield served
    served.stop()
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
