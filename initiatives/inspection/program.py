"""What both programs share: limits before the first byte is read, a line of JSON as answer."""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

# All that the process may ever hold in memory, itself and its libraries included.
MEMORY = 300 * 1024**2
UNSEEN = 16 * 1024**2  # of the libraries: mapped already, to be read from the disk when needed
CPU_SECONDS = 10


class Refused(Exception):
    """Why the file is not kept, as a word that `uploads` says in a sentence."""


def run(look: Callable[[BinaryIO], list[bytes]]) -> None:
    """Answer with what `look` makes of the input: the bytes to keep, one length for each of them.

    `look` may raise Refused; an error that nobody foresaw ends the program, which is a refusal too.
    """
    _limit()
    try:
        kept, refusal = look(_input()), ""
    except Refused as refused:
        kept, refusal = [], str(refused)
    except MemoryError:
        kept, refusal = [], "heavy"
    answer = json.dumps({"refusal": refusal, "lengths": [len(part) for part in kept]})
    sys.stdout.buffer.write(b"\n".join([answer.encode(), b"".join(kept)]))
    sys.stdout.buffer.flush()


def _input() -> BinaryIO:
    """The file handed over as it lies on the disk, or what comes through a pipe."""
    try:
        os.lseek(0, 0, os.SEEK_SET)  # whoever wrote it stands at its end
    except OSError:
        return io.BytesIO(sys.stdin.buffer.read())
    return open(0, "rb", closefd=False)


def _limit() -> None:
    """No more memory than MEMORY: what is mapped but not read yet counts in advance."""
    with open("/proc/self/statm") as pages:
        mapped, resident = (int(n) * resource.getpagesize() for n in pages.read().split()[:2])
    for limit, value in (
        (resource.RLIMIT_AS, mapped + MEMORY - UNSEEN - resident),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
