"""The site on the database of the tests, for servers of their own process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from ..e2e.served import ROOT


def prepare(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Lead whoever is started from here to the database of the tests, and collect static files."""
    server = connection.settings_dict
    user, host = quote(server["USER"]), quote(str(server["HOST"] or ""), safe="")
    secret = f":{quote(server['PASSWORD'])}" if server["PASSWORD"] else ""
    port = f":{server['PORT']}" if server["PORT"] else ""
    environment = {
        "DATABASE_URL": f"postgres://{user}{secret}@{host}{port}/{server['NAME']}",
        "DATA_DIR": str(data),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "awards.settings",
        "LOG_LEVEL": "INFO",
        "DEMO": "1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=ROOT,
        check=True,
    )
