"""The formal check: what was handed in, asked, answered and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call, JournalEntry
from initiatives.statuses import Status

from .todo import Todo

WEEK = timedelta(days=7)


def of(call: Call, *, at: datetime) -> Iterator[Todo]:
    """Five queries."""
    yield from _screening(call, at)
    yield from _changes(call, at)
    yield from _withdrawn(call, at)


def _screening(call: Call, at: datetime) -> Iterator[Todo]:
    unchecked = call.applications.filter(status=Status.SUBMITTED).count()
    if unchecked and not call.accepts(at):
        late = bool(call.checked_until and at >= call.checked_until)
        yield Todo(
            "overdue" if late else "open",
            _("overdue") if late else _("formal check"),
            ngettext("Check %(n)d application", "Check %(n)d applications", unchecked)
            % {"n": unchecked},
            _("Handed in, neither admitted nor excluded yet."),
            reverse("office:applications") + "?stand=submitted",
            _("Check"),
        )


def _changes(call: Call, at: datetime) -> Iterator[Todo]:
    """Requests for changes that were answered or missed. Two queries.

    A request that was missed stays open for the office until it decides or takes it back.
    """
    handed_in: Any = call.applications.filter(status=Status.SUBMITTED).with_asked_until()
    missed = list(handed_in.filter(asked_until__lte=at).values_list("key", flat=True))
    replies = handed_in.filter(asked_until=None, change_requests__answered_at__isnull=False)
    answered = list(replies.values_list("key", flat=True).distinct())
    if missed:
        what = ngettext(
            # Translators: de: „%(n)d Bitte um Änderungen blieb ohne Antwort“,
            # „%(n)d Bitten um Änderungen blieben ohne Antwort“
            "%(n)d request for changes was not answered",
            "%(n)d requests for changes were not answered",
            len(missed),
        )
        yield Todo(
            "overdue",
            _("overdue"),
            what % {"n": len(missed)},
            # Translators: de: „Die Zeit ist um, die bisherige Fassung gilt. Entscheiden Sie, oder
            # nehmen Sie die Bitte zurück und fragen Sie noch einmal.“
            _("Time is up, the version before is valid. Decide, or take it back and ask anew."),
            _one_or_all(missed),
            _("Look at it"),
        )
    if answered:
        what = ngettext(
            # Translators: de: „%(n)d Antwort auf eine Bitte um Änderungen“,
            # „%(n)d Antworten auf Bitten um Änderungen“
            "%(n)d answer to a request for changes",
            "%(n)d answers to requests for changes",
            len(answered),
        )
        yield Todo(
            "open",
            _("formal check"),
            what % {"n": len(answered)},
            # Translators: de: „Die neue Fassung zeigt, was sich geändert hat.“
            _("The new version shows what has changed."),
            _one_or_all(answered),
            _("Look at it"),
        )


def _one_or_all(keys: list[UUID]) -> str:
    if len(keys) == 1:
        return reverse("office:application", args=[keys[0]])
    return reverse("office:applications") + "?stand=submitted"


def _withdrawn(call: Call, at: datetime) -> Iterator[Todo]:
    """What was handed in and taken back within a week: for the office to know."""
    recent = JournalEntry.objects.filter(action="application.withdrawn", at__gt=at - WEEK)
    keys = list(recent.values_list("about_key", flat=True))
    gone = call.applications.filter(key__in=keys, snapshots__isnull=False).distinct().count()
    if gone:
        what = ngettext(
            # Translators: de: „%(n)d Bewerbung wurde zurückgezogen“,
            # „%(n)d Bewerbungen wurden zurückgezogen“
            "%(n)d application was withdrawn",
            "%(n)d applications were withdrawn",
            gone,
        )
        yield Todo(
            "open",
            # Translators: de: „diese Woche“
            _("this week"),
            what % {"n": gone},
            # Translators: de: „Zu tun ist nichts; das Journal sagt, wann und von wem.“
            _("Nothing needs doing; the journal says when and by whom."),
            reverse("office:journal"),
            # Translators: de: „Nachlesen“
            _("Read it up"),
        )
