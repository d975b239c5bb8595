"""Work in the background; each task is one call of an action, at the moment it runs."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import clock
from .records import letters

# Again after 3, 9, 27 … seconds; ten repetitions fill 24.6 hours, then the office looks.
PATIENCE = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="send_letter", retry=PATIENCE, pass_context=False)
def send_letter(*, letter_id: int) -> None:
    letters.send(letter_id, at=clock.now())
