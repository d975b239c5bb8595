"""The dates of a call on the clock in Berlin: as the office reads and types them, and their order.

Some name their last minute, which counts in full: 23:59 is shown, the moment after it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import berlin
from .editions import LAST_MINUTES
from .models import Call
from .models.call import MILESTONES

MINUTE = timedelta(minutes=1)

LABELS: dict[str, str | Promise] = {
    # Translators: de: „Öffnung der Bewerbung“
    "opens_at": _("Opening of applications"),
    # Translators: de: „Bewerbungsschluss“
    "closes_at": _("Deadline"),
    # Translators: de: „Vorprüfung bis“
    "checked_until": _("Formal check until"),
    # Translators: de: „Bewertung ab“
    "judging_from": _("Judging from"),
    # Translators: de: „Bewertung bis“
    "judging_until": _("Judging until"),
    # Translators: de: „Jurysitzung“
    "meeting_at": _("Jury meeting"),
    # Translators: de: „Preisverleihung“
    "ceremony_at": _("Award ceremony"),
    # Translators: de: „Rückmeldung an alle“
    "feedback_at": _("Feedback to all"),
}
# Which date follows which, and what is said at the later one if it does not.
ORDER: tuple[tuple[str, str, str | Promise], ...] = (
    # Translators: de: „Der Bewerbungsschluss muss nach der Öffnung liegen.“
    ("opens_at", "closes_at", _("The deadline must lie after the opening.")),
    # Translators: de: „Die Vorprüfung muss nach dem Bewerbungsschluss enden.“
    ("closes_at", "checked_until", _("The formal check must end after the deadline.")),
    # Translators: de: „Die Bewertung muss nach dem Bewerbungsschluss beginnen.“
    ("closes_at", "judging_from", _("Judging must begin after the deadline.")),
    # Translators: de: „Die Bewertung muss enden, nachdem sie begonnen hat.“
    ("judging_from", "judging_until", _("Judging must end after it has begun.")),
    # Translators: de: „Die Jurysitzung muss nach dem Ende der Bewertung liegen.“
    ("judging_until", "meeting_at", _("The jury meeting must lie after the end of judging.")),
    # Translators: de: „Die Preisverleihung muss nach der Jurysitzung liegen.“
    ("meeting_at", "ceremony_at", _("The award ceremony must lie after the jury meeting.")),
    # Translators: de: „Die Rückmeldung muss nach der Preisverleihung liegen.“
    ("ceremony_at", "feedback_at", _("The feedback must lie after the award ceremony.")),
)


class Wall(NamedTuple):
    """What clock and calendar show in Berlin; `season` only where that time exists twice."""

    day: date
    time: time
    season: str = ""


def wall(name: str, at: datetime) -> Wall:
    """What is shown for a stored moment: of an end, its last minute."""
    local = (at - MINUTE if name in LAST_MINUTES else at).astimezone(berlin.BERLIN)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    season = (berlin.WINTER if local.fold else berlin.SUMMER) if twice else ""
    return Wall(local.date(), local.time().replace(second=0, microsecond=0, fold=0), season)


def moment(name: str, shown: Wall) -> datetime:
    """The moment that is stored for it. Raises NotAllowed like `berlin.moment`."""
    found = berlin.moment(shown.day, shown.time, shown.season)
    return found + MINUTE if name in LAST_MINUTES else found


def of(call: Call) -> dict[str, datetime]:
    """The dates of a call that has all of them."""
    return {name: at for name in MILESTONES if (at := getattr(call, name)) is not None}


def problems(call: Call | None, moments: Mapping[str, datetime], at: datetime) -> dict[str, str]:
    """What is wrong with these dates for the call, by milestone; None is a call to be made.

    Once a call is announced, what is past stays, and what is moved stays in the future.
    """
    found = {
        later: str(words)
        for earlier, later, words in ORDER
        if earlier in moments and later in moments and not moments[later] > moments[earlier]
    }
    if call is None or call.announced_at is None:
        return found
    for name, new in moments.items():
        old = getattr(call, name)
        if new == old:
            continue
        if old is not None and old <= at:
            # Translators: de: „Dieser Termin ist vorbei und steht fest.“
            found[name] = str(_("This date has passed and stays as it is."))
        elif new <= at:
            # Translators: de: „Die Auslobung ist bekannt gemacht; ein neuer Termin muss in der
            # Zukunft liegen.“
            found[name] = str(_("The call is announced; a new date must lie in the future."))
    return found


def shortens(call: Call, moments: Mapping[str, datetime], at: datetime) -> bool:
    """Whether people who are writing would lose time by these dates."""
    closes = moments.get("closes_at")
    return bool(
        call.announced_at and call.accepts(at) and closes and call.closes_at > closes  # type: ignore[operator]
    )
