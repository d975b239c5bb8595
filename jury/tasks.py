"""Work of the jury in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from initiatives import clock
from initiatives.models import Call

from . import standings
from .actions import depositing, planning, reminding


@app.task(name="compute_plan", pass_context=False)
def compute_plan(*, plan_id: int) -> None:
    planning.compute(plan_id, at=clock.now())


@app.task(name="tell_standings", pass_context=False)
def tell_standings(*, call_id: int, top: int) -> None:
    standings.tell(Call.objects.get(pk=call_id), top)


@app.periodic(cron="10 * * * *")
@app.task(name="remind_jurors", pass_context=False)
def remind_jurors(timestamp: int) -> None:
    reminding.remind_before_the_end(at=clock.now())


@app.periodic(cron="25 * * * *")
@app.task(name="deposit_journal", pass_context=False)
def deposit_journal(timestamp: int) -> None:
    depositing.deposit_when_due(at=clock.now())
