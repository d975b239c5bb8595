"""Where a juror is not impartial."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Assignment, Conflict, Ground, Juror


@transaction.atomic
def declare(
    juror: Juror,
    grounds: Mapping[Assignment, str],
    *,
    by: User,
    at: datetime,
    notes: Mapping[Assignment, str] | None = None,
) -> None:
    """Say for each case whether the juror is impartial ("") or on which ground not.

    A conflict takes the case away at once and for good; a sheet begun on it no longer counts.
    """
    juror = Juror.objects.select_for_update().get(pk=juror.pk)
    check(juror.user_id == by.pk, _("Only the juror can declare this."))
    own = set(juror.assignments.free_of_conflict().select_for_update())
    check(own.issuperset(grounds), _("You cannot judge this case."))
    for assignment, ground in grounds.items():
        if not ground:
            Assignment.objects.filter(pk=assignment.pk, cleared_at=None).update(cleared_at=at)
            action = "juror.declared_impartial"
        else:
            check(ground in Ground.values, _("Choose one of the grounds."))
            Conflict.objects.standing().get_or_create(
                juror=juror,
                application_id=assignment.application_id,
                defaults={
                    "ground": ground,
                    "note": (notes or {}).get(assignment, "")[:300],
                    "declared_at": at,
                },
            )
            Assignment.objects.filter(pk=assignment.pk).update(cleared_at=None)
            action = "juror.declared_conflict"
        journal.record(action, about=assignment, by=by, at=at, ground=ground)
