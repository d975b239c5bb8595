import pytest
from django.core.management import call_command


@pytest.fixture
def archive(db):
    """The 58 initiatives of the directory, and the years 2022 and 2023."""
    call_command("load_initiatives", verbosity=0)
    call_command("load_archive", verbosity=0)
