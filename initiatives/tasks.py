"""Work in the background; each task is one call of an action, at the moment it runs."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import clock
from .records import letters

# 1, 2, 4 … minutes: after ten attempts about 17 hours have passed, then the office looks.
PATIENCE = RetryStrategy(max_attempts=10, exponential_wait=2, wait=60)


@app.task(name="send_letter", retry=PATIENCE, pass_context=False)
def send_letter(*, letter_id: int) -> None:
    letters.send(letter_id, at=clock.now())
