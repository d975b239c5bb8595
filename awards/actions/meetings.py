"""How every write on a meeting begins and ends: locked, and with a new revision for all screens."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from initiatives.models import Application, User
from initiatives.refusals import check
from initiatives.rules import may_administer
from initiatives.statuses import Status

from ..models import AgendaItem, Meeting
from ..querysets import NEEDS


def hold(meeting: Meeting) -> Meeting:
    """The meeting as it is now; nobody else writes on it until the transaction ends."""
    # Waited for the lock, one reads anew: joined rows may be older than it.
    list(
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=meeting.pk)
        .values_list("pk")
    )
    return Meeting.objects.select_related(*NEEDS).get(pk=meeting.pk)


def hold_for_office(meeting: Meeting, *, by: User) -> Meeting:
    """As `hold`, for somebody of the office who writes."""
    check(may_administer(by), _("Your role reads and does not decide."))
    return hold(meeting)


def hold_unclosed(meeting: Meeting, *, by: User) -> Meeting:
    """As `hold_for_office`; refused once the meeting is closed, not before it is opened."""
    found = hold_for_office(meeting, by=by)
    _check_not_closed(found)
    return found


def hold_open(meeting: Meeting, *, by: User) -> Meeting:
    """As `hold_for_office`; refused while the meeting is not open."""
    found = hold_for_office(meeting, by=by)
    check_open(found)
    return found


def check_open(meeting: Meeting) -> None:
    check(
        meeting.opened_at,
        # Translators: de: „Die Sitzung ist noch nicht eröffnet.“
        _("The meeting has not been opened yet."),
    )
    _check_not_closed(meeting)


def _check_not_closed(meeting: Meeting) -> None:
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))


def own_item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item as it is now; refused if it went from the agenda meanwhile."""
    found = meeting.items.select_related("application__initiative").filter(pk=item.pk).first()
    # Translators: de: „Dieser Punkt steht nicht mehr auf der Tagesordnung.“
    check(found, _("This item is no longer on the agenda."))
    assert found is not None  # noqa: S101  said by the check
    return found


def check_discussed(meeting: Meeting, case: Application | None) -> None:
    """Raise NotAllowed unless it is a case that this jury may speak about."""
    check(
        case is not None and case.call_id == meeting.call_id and case.status == Status.ADMITTED,
        # Translators: de: „Nur zugelassene Bewerbungen dieser Auslobung stehen zur Beratung.“
        _("Only admitted applications of this call are discussed."),
    )


def changed(meeting: Meeting, *fields: str) -> Meeting:
    """Store `fields` with a new revision: every screen sees that something is newer."""
    meeting.revision = F("revision") + 1
    meeting.save(update_fields=[*fields, "revision"])
    meeting.refresh_from_db(fields=["revision"])
    return meeting
