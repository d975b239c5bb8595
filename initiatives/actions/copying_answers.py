"""Taking over what an initiative wrote in an earlier year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from .. import copying, texts
from ..models import Answer, Application, User
from ..records import journal
from ..refusals import check
from ..statuses import Status
from .locking import lock_to_write
from .writing import declare, touch


class Copied(NamedTuple):
    """What was taken over, what is too long now, and what somebody had answered meanwhile."""

    codes: list[str]
    too_long: list[copying.Match]
    kept: list[copying.Match]
    others: bool  # themes or contact


@transaction.atomic
def copy_answers(
    application: Application,
    earlier: Application,
    codes: Iterable[str],
    *,
    by: User,
    at: datetime,
    themes: bool = False,
    contact: bool = False,
) -> Copied:
    """Write the answers `codes` of an earlier year where nothing is written yet.

    Nothing is ever overwritten; a text that is too long is taken over whole. Files and declarations
    are not: those belong to their year. Raises NotAllowed outside a draft's window.
    """
    application = lock_to_write(application, "section", by=by, at=at)
    check(
        application.status == Status.DRAFT,
        # Translators: de: „Übernommen wird nur in einen Entwurf.“
        _("Answers are copied into a draft only."),
    )
    check(
        copying.earlier_ones(application).filter(pk=earlier.pk).exists(),
        # Translators: de: „Aus dieser Bewerbung lässt sich nichts übernehmen.“
        _("Nothing can be copied from this application."),
    )
    found = copying.matches(application, earlier)
    wanted = set(codes)
    if themes and found.themes:
        declare(application, [criterion.code for criterion in found.themes], by=by, at=at)
    if contact and found.contact:
        Application.objects.filter(pk=application.pk).update(**found.contact)
    chosen = [match for match in found.answers if match.question.code in wanted]
    copied = [match for match in chosen if match.is_free]
    _write(application, copied, by=by, at=at)
    others = bool((themes and found.themes) or (contact and found.contact))
    if copied or others:
        journal.record(
            "application.answers_copied",
            about=application,
            by=by,
            at=at,
            source=earlier.number,
            answers=[match.question.code for match in copied],
        )
        touch(application, at)
    return Copied(
        codes=[match.question.code for match in copied],
        too_long=[match for match in copied if match.over],
        kept=[match for match in chosen if not match.is_free],
        others=others,
    )


def _write(
    application: Application, copied: list[copying.Match], *, by: User, at: datetime
) -> None:
    """An emptied answer goes on counting its versions, so that an open page notices."""
    stored = {answer.question_id: answer for answer in application.answers.all()}
    for match in copied:
        answer = stored.get(match.question.pk) or Answer(
            application=application, question=match.question, version=0
        )
        answer.text, answer.version = texts.clean(match.text), answer.version + 1
        answer.saved_at, answer.saved_by = at, by
        answer.save()
