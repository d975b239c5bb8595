"""Work in the background; each task is one call of an action, at the moment it runs."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from . import actions, clock, sweeping
from .models import Application
from .records import letters

# Again after 3, 9, 27 … seconds; ten repetitions fill 24.6 hours, then the office looks.
PATIENCE = RetryStrategy(max_attempts=letters.ATTEMPTS - 1, exponential_wait=3)

# Three times within a minute; then `scan_what_waits` takes it up.
BRIEFLY = RetryStrategy(max_attempts=3, exponential_wait=3)


@app.task(name="send_letter", retry=PATIENCE, pass_context=False)
def send_letter(*, letter_id: int) -> None:
    letters.send(letter_id, at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="retry_letters_of_dead_workers", pass_context=True)
async def retry_letters_of_dead_workers(context: JobContext, timestamp: int) -> None:
    """Take up what a worker held when it was killed: it counts as being done for ever otherwise.

    Only sending letters, which may be done twice (each has a fixed Message-ID).
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(task_name="send_letter"):
        await jobs.retry_job(job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="forget_secrets", pass_context=False)
def forget_secrets(timestamp: int) -> None:
    letters.forget_secrets(at=clock.now())


@app.periodic(cron="5 * * * *")
@app.task(name="remind_of_drafts", pass_context=False)
def remind_of_drafts(timestamp: int) -> None:
    """One job an application, so that one that fails keeps nobody else from a letter."""
    for application in actions.to_remind(at=clock.now()):
        app.configure_task("remind_of_draft").defer(application_id=application.pk)


@app.task(name="remind_of_draft", retry=PATIENCE, pass_context=False)
def remind_of_draft(*, application_id: int) -> None:
    application = Application.objects.filter(pk=application_id).first()
    if application is not None:  # else it was deleted meanwhile
        actions.remind(application, at=clock.now())


@app.task(name="scan_attachment", retry=BRIEFLY, pass_context=False)
def scan_attachment(*, attachment_id: int) -> None:
    actions.scan_by_id(attachment_id, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="scan_what_waits", pass_context=False)
def scan_what_waits(timestamp: int) -> None:
    actions.scan_what_waits(at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="sweep_files", pass_context=False)
def sweep_files(timestamp: int) -> None:
    """By the real time: files are dated by it, whatever the clock of a demonstration says."""
    sweeping.sweep(at=timezone.now())


@app.periodic(cron="15 3 * * *")
@app.task(name="forget_proposals", pass_context=False)
def forget_proposals(timestamp: int) -> None:
    actions.forget_proposals(at=clock.now())
