"""A browser, and the demonstration it looks at."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from .. import databases
from .filled import Fillings, Journey

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


@pytest.fixture(scope="session")
def fillings(tmp_path_factory, migrated):
    return Fillings(databases.folder_of_the_run(tmp_path_factory), migrated)


@pytest.fixture
def demo(tmp_path, fillings):
    """A demonstration of its own, to be started by the test."""
    with _served(tmp_path, "journey", fillings) as served:
        yield served


@pytest.fixture
def open_call(shared):
    """A demonstration with an open call, running under the true time; tests leave traces in it."""
    if shared.process is None or shared.offset:
        shared.move_to(timedelta())
    return shared


@pytest.fixture(scope="session")
def shared(tmp_path_factory, fillings):
    with _served(tmp_path_factory.mktemp("open_call"), "open_call", fillings) as served:
        served.start(phase="call")
        yield served


@pytest.fixture(scope="module")
def convened(tmp_path_factory, fillings):
    """A demonstration whose jury is about to meet, for all journeys of a file."""
    with _served(tmp_path_factory.mktemp("convened"), "convened", fillings) as served:
        served.start(phase="meeting")
        yield served


@contextmanager
def _served(folder, name, fillings):
    served = Journey(folder, databases.own(name), fillings)
    yield served
    served.stop()
    databases.drop(served.database)
