"""A virus scanner of the test's own, on a real socket, that speaks clamd's INSTREAM."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """Finds the test virus; with `answer` it says that instead, and with `hangs` nothing."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.answer = b""
        self.hangs = threading.Event()
        self.released = threading.Event()

    def reply(self, content: bytes) -> bytes:
        self.seen.append(content)
        if self.hangs.is_set():
            self.released.wait(20)
            return b""
        found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        return (self.answer or found) + b"\0"


def _read(line, length: int) -> bytes:
    content = b""
    while len(content) < length:
        part = line.recv(length - len(content))
        if not part:
            raise ConnectionError
        content += part
    return content


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        if _read(self.request, 10) != b"zINSTREAM\0":
            return
        content = b""
        while length := struct.unpack(">I", _read(self.request, 4))[0]:
            content += _read(self.request, length)
        self.request.sendall(self.server.scanner.reply(content))  # type: ignore[attr-defined]


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def listening(path: Path | None = None) -> Iterator[tuple[Scanner, str]]:
    """A scanner and its address: a port of this machine, or the socket at `path`."""
    server = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    scanner = server.scanner = Scanner()  # type: ignore[union-attr]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield scanner, str(path or f"127.0.0.1:{server.server_address[1]}")
    finally:
        scanner.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
