"""Work of the meeting in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from initiatives import clock

from .actions import remind_before_the_end


@app.periodic(cron="20 * * * *")
@app.task(name="remind_voters", pass_context=False)
def remind_voters(timestamp: int) -> None:
    remind_before_the_end(at=clock.now())
