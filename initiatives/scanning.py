"""A virus scanner that speaks clamd's protocol, on a socket of the network or of the system."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

SECONDS = 30  # without a word from it
REPLY_BYTES = 4096


class ScanFailed(Exception):
    """Nobody knows whether the file is clean: no scanner, no answer, or none that can be read."""


def is_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def infection(chunks: Iterable[bytes]) -> str:
    """The name of what was found in a file, "" for a clean one. Raises ScanFailed."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            reply = _reply(line)
    except OSError as error:
        raise ScanFailed(f"{type(error).__name__}: {error}") from error
    if reply == "stream: OK":
        return ""
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScanFailed(reply or "The scanner hung up.")


def _connected() -> socket.socket:
    """To "host:port", or to the path of a socket, which begins with a slash."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _reply(line: socket.socket) -> str:
    reply = b""
    while b"\0" not in reply and len(reply) < REPLY_BYTES:
        part = line.recv(REPLY_BYTES)
        if not part:
            break
        reply += part
    return reply.partition(b"\0")[0].decode("utf-8", "replace").strip()
