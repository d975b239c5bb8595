"""How every action begins: lock the application, read it again, check who and when."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from .. import rules, window
from ..models import Application, Call, Initiative, User
from ..refusals import check
from ..statuses import Status
from ..window import Window

LOCKED = """
SELECT application.*, %s AS role_of, member.role FROM initiatives_application AS application
LEFT JOIN initiatives_membership AS member
  ON member.initiative_id = application.initiative_id AND member.user_id = %s
WHERE application.id = %s FOR UPDATE OF application
"""


def lock(application: Application) -> Application:
    """The application as it is now, locked until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call", "initiative")
        .get(pk=application.pk)
    )


def wait_for_others() -> None:
    """Wait up to 12 seconds for each lock of this transaction, not 2 as a page does. One query.

    For handing in: when many do so in the same minute, a little later is better than not at all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '12s'")


def hold_call(call_id: int) -> Call:
    """Keep the form and the dates of a call as they are until the transaction ends. One query.

    Any number of applicants hold it at once; the office waits with a change until they are done.
    """
    (call,) = Call.objects.raw("SELECT * FROM initiatives_call WHERE id = %s FOR SHARE", [call_id])
    return call


def lock_within(call: Call, application: Application, *, by: User) -> Application:
    """As `lock`, where its call is held already, and with the role of `by`. Two queries.

    Written by hand: the ORM takes longer to build such a query than the database to answer it.
    """
    (locked,) = Application.objects.raw(LOCKED, [by.pk, by.pk, application.pk])
    (initiative,) = Initiative.objects.raw(
        "SELECT * FROM initiatives_initiative WHERE id = %s", [locked.initiative_id]
    )
    locked.call, locked.initiative = call, initiative
    return locked


def wait_for_turn(what: str, whom: str) -> None:
    """One transaction after the other for the same person or address, wherever it begins.

    For limits that count what no single row holds: letters to an address, whoever asks for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what} {whom}"])


def lock_to_write(application: Application, page: str, *, by: User, at: datetime) -> Application:
    """Locked, and checked that `by` may write on this page of it at the moment `at`."""
    application = lock(application)
    check_may_write(application, page, by=by, at=at)
    return application


def check_may_write(application: Application, page: str, *, by: User, at: datetime) -> Window:
    """Raises NotAllowed; before slow work it is asked without a lock, and after it once more."""
    check(rules.may_edit(by, application), _("Only owners and editors can change the application."))
    found = window.of(application, at)
    if not found.is_open:
        check(
            application.status == Status.DRAFT or application.reopened_at,
            _(
                "This application has been handed in. "
                "Before the deadline you can open it again and change it."
            ),
        )
        check(
            False,
            _(
                "The deadline has passed. What was saved before stays readable; "
                "nothing new is stored."
            ),
        )
    check(found.allows(page), not_asked_for())
    return found


def not_asked_for() -> str:
    return _(
        "The office has asked for changes at other points; this one stays as it was handed in."
    )


def own_initiative() -> str:
    # Translators: de: „Sie gehören zu dieser Initiative; über sie entscheidet jemand anderes aus
    # der Geschäftsstelle.“
    return _("You belong to this initiative; somebody else of the office decides on it.")
