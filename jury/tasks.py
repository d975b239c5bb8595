"""Work of the jury in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .actions import planning


@app.task(name="compute_plan", pass_context=False)
def compute_plan(*, plan_id: int) -> None:
    planning.compute(plan_id)
