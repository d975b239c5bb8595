"""Letters that did not go out by themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules
from ..models import Letter, LetterStatus, User
from ..records import journal, letters
from ..refusals import check


@transaction.atomic
def send_again(letter: Letter, *, by: User, at: datetime) -> None:
    """Give a failed letter all its attempts once more.

    Raises NotAllowed unless `by` writes for the office and the letter failed; a second click finds
    no attempt and is told so.
    """
    check(rules.may_administer(by), _("Your role in the office reads and changes nothing."))
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    failed = letter.status == LetterStatus.FAILED and letter.attempts > 0
    check(failed and not letter.is_secret, _("This letter did not fail; it is not sent again."))
    letter.attempts = 0
    letter.save(update_fields=["attempts"])
    letters.queue(letter)
    journal.record("letter.sent_again", about=letter, by=by, at=at)
