"""What tests ask for: builders, a mail server, a worker. Nothing of our own is ever mocked."""

from __future__ import annotations

from types import ModuleType

import hypothesis
import pytest
from django.db import connection

from . import make as builders

# The same examples on every machine: what is red is red for everybody.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let Django empty all tables after a transactional test.

    The triggers against TRUNCATE are what this switches off; their own tests switch them on.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE initiatives_journalentry DISABLE TRIGGER journal_is_never_emptied;"
            "ALTER TABLE initiatives_snapshot DISABLE TRIGGER snapshots_are_never_emptied;"
        )


@pytest.fixture
def make(db) -> ModuleType:
    """The builders of make.py; asking for them asks for the database."""
    return builders
