"""Who reads which minutes, and how much of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from initiatives.models import Application, User
from jury.models import Juror
from jury.querysets.barring import is_barred

from ..models import Attendance, Meeting, Release
from .redaction import Class, Reader


def readable_by(user: User) -> Any:
    """Meetings whose minutes a juror may read: who chairs signs them, who attended reads them once
    they are frozen.
    """
    seats = Juror.objects.filter(user=user).active()
    attended = Attendance.objects.filter(juror__in=seats, state=Attendance.State.PRESENT)
    return Meeting.objects.filter(
        Q(chair__in=seats) | Q(pk__in=attended.values("meeting"), minutes__frozen_at__isnull=False)
    ).select_related("call", "chair__user", "minute_taker")


def for_juror(meeting: Meeting, user: User) -> Reader:
    """Nothing of cases the juror has nothing to do with; all else. Two queries."""
    juror = Juror.objects.filter(user=user, call=meeting.call_id).first()
    cases = Application.objects.filter(call=meeting.call_id)
    if juror is not None:
        cases = cases.filter(is_barred(juror=juror.pk, user=user.pk, application="pk"))
    return Reader(frozenset(), barred=frozenset(cases.values_list("number", "initiative__name")))


def for_public(meeting: Meeting, *, at: datetime) -> Reader:
    """Whoever asks by right of access to information. One query."""
    announced = Release.objects.public(at).filter(call=meeting.call_id).exists()
    withheld = frozenset({Class.CASE, Class.RESULT, Class.PERSON, Class.DELIBERATION})
    return Reader(withheld, announced=announced)
