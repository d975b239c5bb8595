"""How the jury works: how many read a case, how many sheets it needs, what jurors see then.

And how it counts: the scale, whether points need a reason, the rule in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives import shown
from initiatives.actions.setting_up import rows
from initiatives.models import Anchor, Call, User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Procedure, Sample
from .fixing import hold_open_rules, hold_rules, is_scored

COUNTING = ("points_max", "reason_required", "counting_rule")
PROCEDURE = ("readers", "quorum", "sees", "rescoring")


def said_counting(call: Call) -> dict[str, Any]:
    return {name: rows.plain(getattr(call, name)) for name in COUNTING}


@transaction.atomic
def set_counting(
    call: Call,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
) -> bool:
    """Set scale, duty to give reasons and rule of counting. Whether anything changed.

    Raises NotAllowed from the first score on, for a scale that ends below a level, and for another
    scale while a calibration is running; Stale if somebody else changed it meanwhile.
    """
    call = hold_open_rules(call, reason=reason, by=by, at=at)
    highest = values["points_max"]
    # Translators: de: „Die Skala endet bei 1 bis 10 Punkten.“
    check(1 <= highest <= 10, _("The scale ends at 1 to 10 points."))
    beyond = Anchor.objects.filter(criterion__call=call, points__gt=highest)
    names = [
        # Translators: de: „%(name)s (%(points)d Punkt)“, „%(name)s (%(points)d Punkte)“
        ngettext("%(name)s (%(points)d point)", "%(name)s (%(points)d points)", anchor.points)
        % {"name": anchor.criterion.name, "points": anchor.points}
        for anchor in beyond.select_related("criterion").order_by("criterion__position", "points")
    ]
    check(
        not names,
        # Translators: de: „Diese Stufen lägen über der Skala: %(names)s. Ändern Sie zuerst diese.“
        _("These levels would lie beyond the scale: %(names)s. Change them first.")
        % {"names": ", ".join(names)},
    )
    before = said_counting(call)
    after = before | {name: rows.plain(value) for name, value in values.items()}
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    changed = [name for name in after if after[name] != before[name]]
    check(
        "points_max" not in changed or not Sample.objects.running().filter(call=call).exists(),
        _(
            # Translators: de: „Die Kalibrierung läuft: Alle bewerten auf derselben Skala. Beenden
            # Sie zuerst die Kalibrierung, dann ändern Sie die Skala.“
            "The calibration is running: everybody scores on the same scale. End the calibration "
            "first, then change the scale."
        ),
    )
    for name in changed:
        setattr(call, name, values[name])
    call.save(update_fields=changed)
    because = {"reason": reason.strip()} if reason.strip() else {}
    _record(call, "counting", before, after, changed, by=by, at=at, **because)
    return True


def said_procedure(procedure: Procedure) -> dict[str, Any]:
    return {name: getattr(procedure, name) for name in PROCEDURE}


@transaction.atomic
def set_procedure(
    call: Call, values: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Set how the call's jury works. Whether anything changed.

    What jurors see after their own sheet stands from the first score on: until then nobody has
    written a reason believing otherwise. Raises Stale if somebody else changed it meanwhile.
    """
    call = hold_rules(call, by=by, at=at)
    stored = Procedure.objects.filter(call=call).first() or Procedure(call=call)
    before = said_procedure(stored)
    after = before | dict(values)
    check(
        1 <= after["quorum"] <= after["readers"] <= 50,
        # Translators: de: „Ein Fall kann nicht mehr fertige Bögen brauchen, als er Bögen bekommt.“
        _("A case cannot need more finished sheets than it gets."),
    )
    if not shown.is_news(seen, stored=before, given=after):
        return False
    changed = [name for name in after if after[name] != before[name]]
    check(
        "sees" not in changed or not is_scored(call),
        _(
            # Translators: de: „Der erste Punkt ist vergeben. Was Jurymitglieder nach dem eigenen
            # Bogen sehen, steht seitdem fest: Sie haben sich beim Schreiben darauf verlassen.“
            "The first score has been given. What jurors see after their own sheet is fixed since "
            "then: they have relied on it when they wrote."
        ),
    )
    if not changed and stored.pk:
        return False
    for name in changed:
        setattr(stored, name, after[name])
    stored.save()
    _record(call, "procedure", before, after, changed, by=by, at=at)
    return bool(changed)


def copy_procedure(source: Call, call: Call) -> None:
    """Let a new call's jury work like that of an earlier call, if anybody said how."""
    found = Procedure.objects.filter(call=source).first()
    if found:
        Procedure.objects.create(call=call, **said_procedure(found))


def _record(
    call: Call,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    changed: list[str],
    *,
    by: User,
    at: datetime,
    **because: str,
) -> None:
    journal.record(
        "call.changed",
        about=call,
        by=by,
        at=at,
        what=what,
        name=str(call.year),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        **because,
    )
