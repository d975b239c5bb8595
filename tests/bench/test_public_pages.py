"""How many visitors a second read an announcement, beside a bare Django view with one query.

Both under the same server, one after the other, by the same eight readers that keep their
connections: first once each second cold as always, then each time cold (a cookie is sent).
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections

from awards.demo.serve import HOST, Children

from ..e2e.served import ROOT, free_port
from . import serving

READERS, SECONDS = 8, 6
PAGE = "/preistraeger/2023/"


def test_an_announcement_beside_a_bare_view(transactional_db, tmp_path, monkeypatch, capsys):
    call_command("load_initiatives", verbosity=0)
    call_command("load_archive", verbosity=0)
    serving.prepare(monkeypatch, tmp_path)
    connections.close_all()
    with served("tests.bench.bare", tmp_path) as port:
        bare = throughput(port, "/bare/")
    with served("awards.wsgi", tmp_path) as port:
        shared = throughput(port, PAGE)
        cold = throughput(port, PAGE, cookie="own=1")
    with capsys.disabled():
        print(  # noqa: T201
            f"\nbare view with one query {bare:.0f}/s · {PAGE} {shared:.0f}/s "
            f"(factor {bare / shared:.2f}) · cold each time {cold:.0f}/s"
        )
    assert min(bare, shared, cold) > 0


@contextmanager
def served(module: str, logs) -> Iterator[int]:
    with Children(root=ROOT, logs=logs, port=free_port()) as children:
        address = f"{HOST}:{children.port}"
        server = ["-m", "gunicorn", module, "--config", "gunicorn.conf.py", "--bind", address]
        children.start("web", *server, "--workers", "2", "--threads", "4")
        children.wait_until_ready(seconds=60)
        yield children.port


def throughput(port: int, page: str, cookie: str = "") -> float:
    """Answers a second, all of them 200, after a second to warm up."""
    asked = f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    asked += f"Cookie: {cookie}\r\n\r\n" if cookie else "\r\n"
    begins = time.monotonic() + 1
    with ThreadPoolExecutor(READERS) as readers:
        runs = [readers.submit(read, port, asked.encode(), begins) for _ in range(READERS)]
        return sum(run.result() for run in runs) / SECONDS


def read(port: int, asked: bytes, begins: float) -> int:
    """Ask again and again until the time is over; a closed connection is opened anew."""
    answers = 0
    while time.monotonic() < begins + SECONDS:
        with socket.create_connection((HOST, port)) as line:
            while (now := time.monotonic()) < begins + SECONDS:
                line.sendall(asked)
                if not whole_answer(line):
                    break
                answers += now >= begins
    return answers


def whole_answer(line: socket.socket) -> bool:
    """Whether a whole answer came; False if the server closed the line before it."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            return False
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(line.recv(65536)) or missing
    return b"connection: close" not in head.lower()
