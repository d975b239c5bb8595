"""Work of the jury in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from initiatives import clock

from .actions import planning, reminding


@app.task(name="compute_plan", pass_context=False)
def compute_plan(*, plan_id: int) -> None:
    planning.compute(plan_id, at=clock.now())


@app.periodic(cron="10 * * * *")
@app.task(name="remind_jurors", pass_context=False)
def remind_jurors(timestamp: int) -> None:
    reminding.remind_before_the_end(at=clock.now())
