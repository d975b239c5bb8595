"""Whether enough are there to vote: in the meeting, and among those not barred from a case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from initiatives.refusals import check

from .. import room


def check_quorum(here: room.Room) -> None:
    """Raise NotAllowed unless more than half of all seats take part."""
    check(
        here.is_quorate,
        # Translators: de: „Die Jury ist nicht beschlussfähig: %(here)d von %(all)d Mitgliedern sind
        # anwesend, nötig sind %(needed)d.“
        _("The jury has no quorum: %(here)d of %(all)d members are present, %(needed)d are needed.")
        % {"here": len(here.there), "all": len(here.seats), "needed": here.needed},
    )


def check_room(here: room.Room) -> None:
    """Raise NotAllowed without a quorum, or while somebody barred is in the room."""
    _check_nobody_barred(here)
    check_quorum(here)
    check(
        here.is_quorate_here,
        _(
            # Translators: de: „In diesem Fall ist die Jury nicht beschlussfähig: %(here)d von
            # %(all)d nicht befangenen Mitgliedern können abstimmen, nötig sind %(needed)d.“
            "In this case the jury has no quorum: %(here)d of %(all)d members who are not barred "
            "can vote, %(needed)d are needed."
        )
        % {"here": len(here.voters), "all": len(here.unbarred), "needed": here.needed_here},
    )


def _check_nobody_barred(here: room.Room) -> None:
    names = ", ".join(str(seat.juror) for seat in here.leaving)
    check(
        not names,
        # Translators: de: „Noch im Raum und befangen: %(names)s. Vermerken Sie zuerst den Weggang.“
        _("Still in the room and barred: %(names)s. Note first that they have left.")
        % {"names": names},
    )
