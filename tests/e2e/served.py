"""The demonstration as a newcomer starts it, for journeys: real server, worker, mail and clock.

Stopping it and starting it again with another offset is how time passes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
READY = 150  # seconds


class Demo:
    """One database, served now and then; `offset` is how far its clock is ahead."""

    def __init__(self, folder: Path, *, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        self.port = free_port()
        self.offset = timedelta()
        self.process: subprocess.Popen[bytes] | None = None
        self.took = 0.0  # seconds, to start; more on a machine that has other things to do

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def fill(self, phase: str, *, offset: timedelta) -> None:
        """Fill the database without serving it."""
        self.offset = offset
        command = [sys.executable, "manage.py", "demo", "--no-serve", f"--phase={phase}"]
        filled = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert filled.returncode == 0, filled.stdout + filled.stderr

    def start(self, *, offset: timedelta = timedelta(), phase: str = "") -> None:
        """Serve; with a `phase` on the first start, which fills the database."""
        self.offset = timedelta(seconds=round(offset.total_seconds()))
        command = [sys.executable, "manage.py", "demo", f"--port={self.port}"]
        said = self.folder / "said"
        with said.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, *([f"--phase={phase}"] if phase else [])],
                cwd=ROOT,
                env=self._environment(),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        began = time.monotonic()
        while "Ctrl-C stops" not in said.read_text():
            self.took = time.monotonic() - began
            if self.process.poll() is not None or self.took > READY:
                raise AssertionError(said.read_text())
            time.sleep(0.1)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DEMO": "1",
            "SECRET_KEY": "journey-" + "x" * 60,
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.database_url,
            "CLOCK_OFFSET": f"{self.offset.total_seconds():+.0f}s",
        }

    def shell(self, code: str) -> str:
        """What an operator does by hand on the server: run Python there; returns what it prints."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def stop(self) -> int:
        """What the process ended with; 0 where none runs."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self.process = None
        return code

    def move_to(self, offset: timedelta) -> None:
        """Let time pass: the same data under a clock that is `offset` ahead of the real one."""
        self.stop()
        self.start(offset=offset)

    def letters(self) -> list[dict[str, str]]:
        """All mail, newest first."""
        with urlopen(f"{self.address}/demo/post.json") as answer:
            return json.load(answer)["letters"]

    def status(self, path: str) -> int:
        """What an anonymous visitor gets for `path`."""
        try:
            with urlopen(self.address + path) as answer:
                return answer.status
        except HTTPError as error:
            return error.code


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]
