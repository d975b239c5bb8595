"""That somebody of the office took the journal along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules
from ..models import JournalEntry, User
from ..records import journal
from ..records.verify_journal import Head
from ..refusals import check


@transaction.atomic
def note_export(*, by: User, at: datetime) -> Head:
    """Journal that the whole journal left the house. The head it leaves with: this entry."""
    # Translators: de: „Das Journal liest nur die Geschäftsstelle.“
    check(rules.is_office(by), _("Only the office reads the journal."))
    last = JournalEntry.objects.order_by("-number").first()
    # Translators: de: „Das Journal ist noch leer.“
    check(last is not None, _("The journal is still empty."))
    assert last is not None  # noqa: S101  for the types
    entry = journal.record("journal.exported", about=last, by=by, at=at)
    return Head(entry.number, entry.hash)
