"""What tests ask for: builders, a mail server, a worker. Nothing of our own is ever mocked."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import ModuleType

import hypothesis
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import translation
from procrastinate.contrib.django import app

from . import databases
from . import make as builders

# The same examples on every machine: what is red is red for everybody.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker has it left when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage all the time makes tests wait."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory,
    request,
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
):
    """The name of an empty database that was migrated once for all workers, to be copied."""
    with (
        databases.first(databases.folder_of_the_run(tmp_path_factory), "migrated") as to_do,
        django_db_blocker.unblock(),
    ):
        if to_do:
            databases.drop_what_is_left()
            name = connection.settings_dict["NAME"]
            connection.creation.create_test_db(
                verbosity=request.config.option.verbose,
                autoclobber=True,
                keepdb=django_db_keepdb and not django_db_createdb,
            )
            rename(name)
    return connection.creation._get_test_db_name()


@pytest.fixture(scope="session")
def django_db_setup(migrated, django_db_blocker):
    """Each worker has a database of its own, which Django can empty after a transactional test.

    The triggers against TRUNCATE are what this switches off; their own tests switch them on.
    """
    databases.copy(migrated, databases.own("worker"))
    rename(databases.own("worker"))
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE initiatives_journalentry DISABLE TRIGGER journal_is_never_emptied;"
            "ALTER TABLE initiatives_snapshot DISABLE TRIGGER snapshots_are_never_emptied;"
            "ALTER TABLE jury_sheetversion DISABLE TRIGGER sheet_versions_are_never_emptied;"
        )
    yield
    connection.close()
    databases.drop(databases.own("worker"))


def rename(name: str) -> None:
    """Let Django connect to this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(autouse=True)
def german():
    """Each test begins in German, whatever language a page spoke in the test before."""
    with translation.override("de"):
        yield


@pytest.fixture
def make(db) -> ModuleType:
    """The builders of make.py; asking for them asks for the database."""
    return builders


class Postbox:
    """A mail server of the test's own: keeps what it takes; refuses while `refusal` is set."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusal = ""

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  aiosmtpd's name
        if self.refusal:
            return self.refusal
        text = envelope.original_content.replace(b"\r\n", b"\n")
        self.letters.append(message_from_bytes(text, policy=policy.default))
        return "250 OK"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """Mail goes by SMTP to a server on a free port."""
    box = Postbox()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def work(transactional_db, monkeypatch) -> Callable[[], None]:
    """A worker: `work()` does all jobs that are due; like any, it sees only what is committed."""
    # Its thread ends with the test and must not leave a connection behind.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    return run
