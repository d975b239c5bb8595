"""The outbox: a letter is a row first, in the transaction that is its reason; a task sends it.

A letter is sent at least once. Its Message-ID is its key, so that a repetition after a crash
between sending and noting it is told apart by the receiver.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate.contrib.django import app

from ..models import Letter, LetterStatus
from . import documents

logger = structlog.get_logger(__name__)

ATTEMPTS = 11  # then a letter is given up; about a day after the first, see tasks.PATIENCE
SECRETS_KEPT = timedelta(hours=1)  # a code counts for ten minutes


def draft(
    kind: str,
    *,
    to: str,
    at: datetime,
    about: models.Model | None = None,
    context: dict[str, Any] | None = None,
    language: str = "de",
    is_secret: bool = False,
    dedup_key: str | None = None,
    attachment: tuple[str, bytes | None] | None = None,
) -> Letter:
    """Write a letter from `mail/<kind>.txt` and queue it for sending when the transaction commits.

    The first line of the template is the subject, after it an empty line and the text. With a
    `dedup_key` a letter is written once, however often it is asked for. An attachment of None is
    made when the letter is sent, see `documents.enclosed_with`.
    """
    subject, text = written(kind, context, language=language)
    return post(
        kind,
        to=to,
        subject=subject,
        text=text,
        at=at,
        about=about,
        is_secret=is_secret,
        dedup_key=dedup_key,
        attachment=attachment,
    )


def written(kind: str, context: dict[str, Any] | None, *, language: str) -> tuple[str, str]:
    """Subject and text of `mail/<kind>.txt`, as `draft` would store them: to be changed before."""
    with translation.override(language):
        text = render_to_string(f"mail/{kind}.txt", {**(context or {}), "base": settings.BASE_URL})
    subject, body = text.strip().split("\n", 1)
    return subject.strip(), body.strip() + "\n"


def post(
    kind: str,
    *,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    about: models.Model | None = None,
    is_secret: bool = False,
    dedup_key: str | None = None,
    attachment: tuple[str, bytes | None] | None = None,
) -> Letter:
    """Store a finished letter and queue it."""
    letter = _letter(kind, to=to, subject=subject, text=text, at=at, about=about)
    letter.is_secret, letter.dedup_key = is_secret, dedup_key
    letter.attachment_name, letter.attachment = attachment or ("", None)
    with transaction.atomic(savepoint=False):
        Letter.objects.bulk_create([letter], ignore_conflicts=dedup_key is not None)
        if dedup_key:  # what stands there now, which may be an earlier one
            key, letter = letter.key, Letter.objects.get(dedup_key=dedup_key)
            if letter.key != key:
                return letter
        queue(letter)
    return letter


def post_new(
    kind: str,
    *,
    to: Iterable[str],
    subject: str,
    text: str,
    at: datetime,
    about: models.Model,
    attachment_name: str,
) -> None:
    """Store and queue the same letter to several people, about what is new: nobody has got one.

    Its attachment is made when it is sent. Two queries, whatever the number of people.
    """
    made = [_letter(kind, to=one, subject=subject, text=text, at=at, about=about) for one in to]
    for place, letter in enumerate(made):
        letter.attachment_name, letter.dedup_key = (
            attachment_name,
            f"{kind}:{letter.about_key}:{place}",
        )
    with transaction.atomic(savepoint=False):
        queue(*Letter.objects.bulk_create(made))


def _letter(
    kind: str, *, to: str, subject: str, text: str, at: datetime, about: models.Model | None
) -> Letter:
    return Letter(
        kind=kind,
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        written_at=at,
        about_kind=about._meta.label_lower if about else "",
        about_key=str(getattr(about, "key", about.pk)) if about else "",
    )


def queue(*letters: Letter) -> None:
    """Let a worker send them; the lock keeps two jobs from sending one letter at the same time.

    A code goes before everything else: somebody waits for it while hundreds of receipts are sent.
    """
    jobs = []
    for letter in letters:
        priority = 1 if letter.is_secret else 0
        task = app.configure_task("send_letter", lock=f"letter {letter.pk}", priority=priority)
        jobs.append(task.make_new_job(letter_id=letter.pk))
    app.job_manager.batch_defer_jobs(jobs)


def send(letter_id: int, *, at: datetime) -> None:
    """Hand one letter to the mail server. Raises what the server raised, for the task to retry."""
    claimed = Letter.objects.filter(pk=letter_id).exclude(status=LetterStatus.SENT)
    if not claimed.update(status=LetterStatus.SENDING, attempts=models.F("attempts") + 1, error=""):
        return
    letter = Letter.objects.get(pk=letter_id)
    if letter.is_secret and not letter.text:
        claimed.update(status=LetterStatus.FAILED, error="Its code has expired.")
        return
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={
            "Message-ID": f"<{letter.key}@{str(settings.DEFAULT_FROM_EMAIL).rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.attachment_name and (enclosed := _enclosed(letter)):
        message.attach(letter.attachment_name, enclosed, "application/pdf")
    try:
        message.send()
    except Exception as error:  # noted whatever it is; the task repeats or gives up
        Letter.objects.filter(pk=letter_id).update(
            status=LetterStatus.FAILED, error=f"{type(error).__name__}: {error}"[:300]
        )
        raise
    letter.status, letter.sent_at = LetterStatus.SENT, at
    if letter.is_secret and not settings.DEMO:
        letter.text = letter.html = ""
    letter.save(update_fields=["status", "sent_at", "text", "html"])


def _enclosed(letter: Letter) -> bytes | None:
    """What goes with it. A document that cannot be made is logged, and the letter goes without."""
    if letter.attachment is not None:
        return bytes(letter.attachment)
    try:
        return documents.enclosed_with(letter.kind, letter.about_key)
    except Exception:  # whatever it is: the letter matters more than what goes with it
        logger.exception("enclosure_failed", letter=letter.pk)
        return None


def forget_secrets(*, at: datetime) -> None:
    """Empty letters with codes that nobody can use any more, sent or not."""
    if not settings.DEMO:
        Letter.objects.filter(is_secret=True, written_at__lte=at - SECRETS_KEPT).exclude(
            text=""
        ).update(text="", html="")
