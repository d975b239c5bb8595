"""The outbox: a row first, then a mail that says the same."""

import smtplib
import socket
from contextlib import closing

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from initiatives.models import Letter, Snapshot
from initiatives.records import letters

from ..make import NOON, SECOND

pytestmark = pytest.mark.django_db


def post(**more) -> Letter:
    plain = {"to": "a@people.example", "subject": "Hinweis", "text": "Guten Tag.\n", "at": NOON}
    return letters.post("note", **plain | more)


@pytest.fixture
def snapshot(make) -> Snapshot:
    return make.submitted(initiative__name="Müller & Söhne „GmbH“ <b>").snapshots.get()


def receipt(snapshot: Snapshot, **more) -> Letter:
    context = {"snapshot": snapshot, "application": snapshot.application}
    plain = {"to": "a@people.example", "at": NOON, "about": snapshot, "context": context}
    return letters.draft("receipt", **plain | more)


def test_a_letter_is_a_row_that_waits(snapshot):
    letter = post(about=snapshot)
    assert (letter.status, letter.attempts, letter.written_at) == ("queued", 0, NOON)
    assert (letter.about_kind, letter.about_key) == ("initiatives.snapshot", str(snapshot.key))


def test_the_first_line_of_a_template_is_the_subject(snapshot):
    context = {"snapshot": snapshot, "application": snapshot.application, "base": settings.BASE_URL}
    with translation.override("en"):
        first, empty, *rest = render_to_string("mail/receipt.txt", context).strip().split("\n")
    letter = receipt(snapshot, language="en")
    assert (letter.subject, empty) == (first, "")
    assert letter.text.split("\n") == [*rest, ""]


def test_a_draft_speaks_the_language_of_its_reader(snapshot):
    german, english = (receipt(snapshot, language=code).text for code in ("de", "en"))
    assert german != english


def test_a_name_stands_in_a_letter_as_it_was_typed(snapshot):
    assert "Müller & Söhne „GmbH“ <b>" in receipt(snapshot).text


def test_a_key_writes_a_letter_once_and_queues_it_once():
    jobs = ProcrastinateJob.objects.count()
    first, second = post(dedup_key="receipt:1"), post(dedup_key="receipt:1", subject="Anders")
    assert (first, Letter.objects.get().subject) == (second, "Hinweis")
    assert ProcrastinateJob.objects.count() == jobs + 1


def test_without_a_key_each_letter_is_its_own():
    assert post() != post()


def test_a_subject_is_one_line_and_not_endless():
    letter = post(subject="Ihre\r\nBcc: alle@people.example" + " x" * 200)
    assert letter.subject.startswith("Ihre Bcc: alle@people.example x x")
    assert len(letter.subject) == 200


def test_the_database_refuses_a_subject_of_two_lines():
    with (
        pytest.raises(IntegrityError, match="letter_subject_is_one_line"),
        transaction.atomic(),
    ):
        Letter.objects.create(kind="note", to="a@b.example", subject="a\nb", written_at=NOON)


def test_a_letter_arrives_as_it_was_written(postbox):
    letter = post(subject="Grüße", attachment=("Beleg.pdf", b"%PDF-1.7"))
    letters.send(letter.pk, at=NOON + SECOND)
    (mail,) = postbox.letters
    assert (mail["To"], mail["From"]) == ("a@people.example", "award@demo.example")
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("Grüße", "auto-generated")
    assert mail["Message-ID"] == f"<{letter.key}@demo.example>"
    assert mail.get_body().get_content() == "Guten Tag.\n"
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Beleg.pdf", b"%PDF-1.7")
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.attempts) == ("sent", NOON + SECOND, 1)


def test_a_letter_that_was_sent_is_not_sent_again(postbox):
    letter = post()
    letters.send(letter.pk, at=NOON)
    letters.send(letter.pk, at=NOON + SECOND)
    letter.refresh_from_db()
    assert (len(postbox.letters), letter.sent_at, letter.attempts) == (1, NOON, 1)


def test_a_letter_that_is_gone_is_no_error(postbox):
    letters.send(0, at=NOON)
    assert postbox.letters == []


def test_a_refusal_of_the_server_is_noted_and_raised(postbox):
    letter, postbox.refusal = post(), "554 No."
    with pytest.raises(smtplib.SMTPDataError):
        letters.send(letter.pk, at=NOON)
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at) == ("failed", None)
    assert letter.error == "SMTPDataError: (554, b'No.')"


def test_a_server_that_is_away_is_noted_and_raised(postbox, settings):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        settings.MAILERS["default"]["OPTIONS"]["port"] = free.getsockname()[1]
    letter = post()
    with pytest.raises(ConnectionRefusedError):
        letters.send(letter.pk, at=NOON)
    letter.refresh_from_db()
    assert (letter.status, letter.error[:22]) == ("failed", "ConnectionRefusedError")


def test_a_letter_that_cannot_be_written_as_a_mail_is_noted_too(postbox):
    letter = post(to="niemand")
    Letter.objects.update(to="zwei\nZeilen@people.example")
    with pytest.raises(ValueError, match="Invalid address"):
        letters.send(letter.pk, at=NOON)
    letter.refresh_from_db()
    assert (letter.status, letter.error[:10]) == ("failed", "ValueError")


@pytest.mark.parametrize(("demo", "kept"), [(True, "Code 4711\n"), (False, "")])
def test_a_secret_is_forgotten_once_sent_but_in_a_demonstration(postbox, settings, demo, kept):
    settings.DEMO = demo
    letter = post(text="Code 4711\n", is_secret=True)
    letters.send(letter.pk, at=NOON)
    letter.refresh_from_db()
    assert letter.text == kept
    assert postbox.letters[0].get_body().get_content() == "Code 4711\n"


def test_a_secret_is_kept_while_it_could_not_be_sent(postbox, settings):
    settings.DEMO, postbox.refusal = False, "451 Not now."
    letter = post(text="Code 4711\n", is_secret=True)
    with pytest.raises(smtplib.SMTPDataError):
        letters.send(letter.pk, at=NOON)
    letter.refresh_from_db()
    assert letter.text == "Code 4711\n"
