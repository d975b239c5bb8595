"""What hinders everybody: letters that do not go out, files that nobody scans or may open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from initiatives.models import Attachment, Call, Letter, LetterStatus, Scan
from initiatives.records.letters import ATTEMPTS
from initiatives.statuses import HANDED_IN

from .todo import Todo

LATE, DAY = timedelta(minutes=15), timedelta(days=1)
SCANNED_WITHIN = timedelta(hours=1)


def letters(*, at: datetime) -> Iterator[Todo]:
    """Four counts in one query."""
    open_ones = Q(is_secret=False)
    failed = open_ones & Q(status=LetterStatus.FAILED)
    counts = Letter.objects.exclude(status=LetterStatus.SENT).aggregate(
        given_up=Count("pk", filter=failed & Q(attempts__gte=ATTEMPTS)),
        refused=Count("pk", filter=failed & Q(attempts__lt=ATTEMPTS)),
        late=Count(
            "pk",
            filter=open_ones & ~Q(status=LetterStatus.FAILED) & Q(written_at__lt=at - LATE),
        ),
        secret=Count(
            "pk", filter=Q(is_secret=True, written_at__lt=at - LATE, written_at__gt=at - DAY)
        ),
    )
    outbox = reverse("office:letters")
    for name, what, why, url in (
        (
            "given_up",
            ngettext_lazy("%(n)d letter was given up", "%(n)d letters were given up", "n"),
            _("All attempts of a day have failed. See why, then send again."),
            outbox + "?stand=failed",
        ),
        (
            "refused",
            ngettext_lazy("%(n)d letter did not go out", "%(n)d letters did not go out", "n"),
            _("Sending failed; for about a day it is tried again by itself."),
            outbox + "?stand=failed",
        ),
        (
            "late",
            ngettext_lazy(
                "%(n)d letter has waited for a while", "%(n)d letters have waited for a while", "n"
            ),
            _("For more than 15 minutes. Ask those who run this site whether the worker runs."),
            outbox,
        ),
        (
            "secret",
            ngettext_lazy(
                "%(n)d sign-in code did not go out", "%(n)d sign-in codes did not go out", "n"
            ),
            _("Somebody could not sign in today. Ask those who run this site about the mail."),
            outbox,
        ),
    ):
        if counts[name]:
            yield Todo(
                "overdue", _("now"), str(what % {"n": counts[name]}), why, url, _("Look at them")
            )


def files(call: Call, *, at: datetime) -> Iterator[Todo]:
    """What the virus scanner found in applications handed in, and whether it answers at all."""
    waiting = Q(scan__in=(Scan.PENDING, Scan.ERROR), uploaded_at__lt=at - SCANNED_WITHIN)
    counts = Attachment.objects.filter(application__call=call).aggregate(
        infected=Count("pk", filter=Q(scan=Scan.INFECTED, application__status__in=HANDED_IN)),
        waiting=Count("pk", filter=waiting),
    )
    if counts["infected"]:
        what = ngettext(
            # Translators: de: „%(n)d Anlage enthält Schadsoftware“,
            # „%(n)d Anlagen enthalten Schadsoftware“
            "%(n)d attachment holds malware",
            "%(n)d attachments hold malware",
            counts["infected"],
        )
        yield Todo(
            "overdue",
            _("now"),
            what % {"n": counts["infected"]},
            # Translators: de: „Gesperrt; wer sie hochgeladen hat, weiß es. Bitten Sie um Ersatz.“
            _("Blocked; who uploaded it knows. Ask for another file."),
            reverse("office:applications"),
            _("Look at them"),
        )
    if counts["waiting"]:
        what = ngettext(
            # Translators: de: „%(n)d Datei wartet auf die Virenprüfung“,
            # „%(n)d Dateien warten auf die Virenprüfung“
            "%(n)d file waits for the virus scan",
            "%(n)d files wait for the virus scan",
            counts["waiting"],
        )
        yield Todo(
            "overdue",
            _("now"),
            what % {"n": counts["waiting"]},
            # Translators: de: „Seit über einer Stunde. Fragen Sie den Betrieb, ob der Scanner
            # läuft.“
            _("For more than an hour. Ask those who run this site whether the scanner runs."),
            reverse("office:applications"),
            _("Look at them"),
        )
