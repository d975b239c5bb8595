"""What the office has to do about its jury's members, for the list of its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call

from .models import JurorInvitation

FRESH = timedelta(days=14)  # so long a decline stays on the list
SOON = timedelta(days=7)


class Duty(NamedTuple):
    """One thing to do; as `awards.todos.Todo`."""

    mark: str
    when: str
    what: str
    why: str
    url: str
    action: str


def of(call: Call, at: datetime) -> Iterator[Duty]:
    """Nothing once judging is over. Two queries, a third shortly before judging and during it."""
    if call.judging_until is None or at >= call.judging_until:
        return
    url = f"{reverse('office:jury_members')}?jahr={call.year}"
    rows = call.juror_invitations.filter(
        Q(declined_at__gt=at - FRESH)
        | Q(declined_at=None, accepted_at=None, withdrawn_at=None, expires_at__lte=at)
    )
    later = call.juror_invitations.filter(withdrawn_at=None).values_list("email", "pk")
    newest = dict(later.order_by("pk"))
    found = [row for row in rows.order_by("pk") if newest.get(row.email, row.pk) <= row.pk]
    yield from _declined([row for row in found if row.declined_at], url)
    yield from _lapsed([row for row in found if not row.declined_at], url)
    if call.judging_from and at >= call.judging_from - SOON:
        yield from _unpromised(call, at, url)


def _declined(rows: list[JurorInvitation], url: str) -> Iterator[Duty]:
    if rows:
        yield Duty(
            "open",
            # Translators: de: „Jury“
            _("jury"),
            ngettext(
                # Translators: de: „%(n)d Person hat die Einladung in die Jury abgelehnt“,
                # „%(n)d Personen haben die Einladung in die Jury abgelehnt“
                "%(n)d person has declined the invitation to the jury",
                "%(n)d people have declined the invitation to the jury",
                len(rows),
            )
            % {"n": len(rows)},
            "; ".join(f"{row.name}: {row.get_declined_ground_display()}" for row in rows) + ".",
            url,
            # Translators: de: „Jemand anderen einladen“
            _("Invite somebody else"),
        )


def _lapsed(rows: list[JurorInvitation], url: str) -> Iterator[Duty]:
    if rows:
        yield Duty(
            "overdue",
            _("jury"),
            ngettext(
                # Translators: de: „%(n)d Einladung in die Jury ist ohne Antwort abgelaufen“,
                # „%(n)d Einladungen in die Jury sind ohne Antwort abgelaufen“
                "%(n)d invitation to the jury has lapsed without an answer",
                "%(n)d invitations to the jury have lapsed without an answer",
                len(rows),
            )
            % {"n": len(rows)},
            ", ".join(row.name for row in rows) + ".",
            url,
            # Translators: de: „Erneut senden oder zurückziehen“
            _("Send again or withdraw"),
        )


def _unpromised(call: Call, at: datetime, url: str) -> Iterator[Duty]:
    rows = call.jurors.active().unpromised().select_related("user")
    names = [str(juror) for juror in rows.order_by("user__name", "pk")]
    if names:
        late = call.judging_from is not None and at >= call.judging_from
        yield Duty(
            "overdue" if late else "open",
            _("jury"),
            ngettext(
                # Translators: de: „%(n)d Mitglied der Jury hat die Erklärung noch nicht abgegeben“,
                # „%(n)d Mitglieder der Jury haben die Erklärung noch nicht abgegeben“
                "%(n)d member of the jury has not given the statement yet",
                "%(n)d members of the jury have not given the statement yet",
                len(names),
            )
            % {"n": len(names)},
            # Translators: de: „Bis dahin sehen sie keine Fälle: %(names)s.“
            _("Until then they see no cases: %(names)s.") % {"names": ", ".join(names)},
            url,
            # Translators: de: „Ansehen“
            _("Look at it"),
        )
