"""The worker sends what was committed, and tries again when the mail server refuses."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from initiatives.models import Letter
from initiatives.records import letters
from initiatives.tasks import PATIENCE

from ..make import NOON, SECOND, at


def post(**more) -> Letter:
    basics = {"to": "a@people.example", "subject": "Hinweis", "text": "Text.\n", "at": NOON}
    return letters.post("note", **basics | more)


def jobs() -> list[tuple[str, dict, str]]:
    found = ProcrastinateJob.objects.filter(task_name="send_letter").order_by("id")
    return list(found.values_list("task_name", "args", "status"))


@pytest.mark.django_db
def test_a_letter_and_its_job_are_written_in_one_transaction():
    before = jobs()
    letter = post()
    assert jobs() == [*before, ("send_letter", {"letter_id": letter.pk}, "todo")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.xmin = j.xmin FROM initiatives_letter l, procrastinate_jobs j"
            " WHERE l.id = %s AND j.args->>'letter_id' = %s",
            [letter.pk, str(letter.pk)],
        )
        assert cursor.fetchall() == [(True,)]


def test_the_worker_sends_it(work, postbox):
    letter = post()
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("sent", 1)
    assert [message["Subject"] for message in postbox.letters] == ["Hinweis"]
    assert jobs() == [("send_letter", {"letter_id": letter.pk}, "succeeded")]


def test_a_code_goes_before_all_letters_that_wait(work, postbox):
    for _ in range(3):
        post()
    post(subject="Anmeldecode", is_secret=True)
    work()
    subjects = [message["Subject"] for message in postbox.letters]
    assert subjects == ["Anmeldecode", "Hinweis", "Hinweis", "Hinweis"]


def test_nothing_is_sent_of_what_was_rolled_back(work, postbox):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    work()
    assert (Letter.objects.count(), jobs(), postbox.letters) == (0, [], [])


def test_a_refused_letter_waits_and_is_sent_when_the_server_takes_it(work, postbox):
    letter = post()
    postbox.refusal = "451 Not now."
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("failed", 1)
    assert letter.error == "SMTPDataError: (451, b'Not now.')"
    assert jobs() == [("send_letter", {"letter_id": letter.pk}, "todo")]

    work()  # not due yet
    letter.refresh_from_db()
    assert letter.attempts == 1

    postbox.refusal = ""
    make_all_due()
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.error) == ("sent", 2, "")
    assert len(postbox.letters) == 1


def run(task: str, work) -> None:
    app.configure_task(task).defer(timestamp=0)
    work()


def test_what_a_killed_worker_held_is_taken_up_by_another(work, postbox):
    letter = post()
    Letter.objects.update(status="sending", attempts=1)
    with connection.cursor() as cursor:  # as procrastinate prunes a worker without a heartbeat
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    run("retry_letters_of_dead_workers", work)
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("sent", 2)
    assert len(postbox.letters) == 1


def test_an_hour_after_a_code_was_written_it_is_gone_and_not_sent(work, postbox, settings):
    settings.DEMO = False
    with connection.cursor() as cursor:
        letter = letters.post(
            "code", to="a@b.example", subject="Code", text="ABCDEF", at=NOON, is_secret=True
        )
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'")
    letters.forget_secrets(at=NOON + timedelta(hours=1) - SECOND)
    letter.refresh_from_db()
    assert letter.text == "ABCDEF"
    run("forget_secrets", work)
    letter.refresh_from_db()
    assert (letter.text, letter.status) == ("", "queued")
    make_all_due()
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.error) == ("failed", "Its code has expired.")
    assert postbox.letters == []


def make_all_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")


def test_the_worker_repeats_ten_times_within_about_a_day():
    job = Job(task_name="send_letter", queue="default", lock=None, queueing_lock=None)
    with at(NOON):
        decisions = [
            PATIENCE.get_retry_decision(exception=OSError(), job=job.evolve(attempts=n))
            for n in range(11)
        ]
    assert decisions.pop() is None
    waits = [decision.retry_at - NOON for decision in decisions]
    assert waits[:3] == [3 * SECOND, 9 * SECOND, 27 * SECOND]
    assert sum(waits, timedelta()) == timedelta(hours=24, minutes=36, seconds=12)
