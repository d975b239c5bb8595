"""The statement of the jurors: its versions, and who gave which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import Call, Local, User
from initiatives.records import canonical, journal
from initiatives.refusals import check

from ..models import Juror, Statement, StatementGiven
from .seating import lock_jury


def current_statement(call: Call) -> Statement | None:
    """The newest version: the one to be given."""
    return Statement.objects.filter(call=call).order_by("version").last()


@transaction.atomic
def publish_statement(
    call: Call, text: Mapping[str, str], *, by: User | None, at: datetime, after: int
) -> Statement:
    """A new version; whoever gave an older one is asked again before seeing anything else.

    `after` is the version its writer saw, 0 for none. Raises NotAllowed if there is a newer one by
    now, or nothing was changed. `by` is None for demonstrations.
    """
    if by is not None:
        call = lock_jury(call, by=by)
    text = Local({code: texts.clean(words).strip() for code, words in text.items() if words})
    # Translators: de: „Schreiben Sie die Erklärung auf Deutsch.“
    check(text.get("de"), _("Write the statement in German."))
    newest = current_statement(call)
    if newest and dict(newest.text) == dict(text):
        return newest  # a second click
    check(
        after == (newest.version if newest else 0),
        # Translators: de: „Die Erklärung wurde inzwischen geändert. Was jetzt gilt, steht unten;
        # Ihr Text steht noch da.“
        _("The statement was changed meanwhile. What holds now is below; your text is still here."),
    )
    statement = Statement.objects.create(
        call=call, version=newest.version + 1 if newest else 1, text=text, published_at=at
    )
    journal.record(
        "jury.statement_published",
        about=call,
        by=by,
        at=at,
        version=statement.version,
        sha256=canonical.sha256(dict(text)),
    )
    return statement


@transaction.atomic
def promise(
    juror: Juror, statement: Statement, *, by: User, at: datetime, language: str
) -> StatementGiven:
    """Give the newest statement, as it was read in `language`. A second click changes nothing."""
    call = Call.objects.select_for_update(no_key=True).get(pk=juror.call_id)
    juror = Juror.objects.get(pk=juror.pk)
    # Translators: de: „Diese Erklärung geben Mitglieder der Jury für sich selbst ab.“
    words = _("Members of the jury give this statement for themselves.")
    check(juror.user_id == by.pk and juror.left_at is None, words)
    check(
        statement == current_statement(call),
        # Translators: de: „Die Erklärung hat inzwischen eine neue Fassung. Bitte lesen Sie diese.“
        _("There is a new version of the statement by now. Please read that one."),
    )
    given, new = StatementGiven.objects.get_or_create(
        juror=juror, statement=statement, defaults={"given_at": at, "language": language}
    )
    if new:
        journal.record(
            "juror.promised",
            about=juror,
            by=by,
            at=at,
            version=statement.version,
            language=language,
        )
    return given
