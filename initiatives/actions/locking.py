"""How every action begins: lock the application, read it again, check who and when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from .. import rules
from ..models import Application, User
from ..refusals import check
from ..statuses import Status


def lock(application: Application) -> Application:
    """The application as it is now, locked until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "initiative")
        .get(pk=application.pk)
    )


def lock_to_write(application: Application, *, by: User, at: datetime) -> Application:
    """Locked, and checked that `by` may write in it at the moment `at`."""
    application = lock(application)
    check_may_write(application, by=by, at=at)
    return application


def check_may_write(application: Application, *, by: User, at: datetime) -> None:
    """Raises NotAllowed; before slow work it is asked without a lock, and after it once more."""
    check(rules.may_edit(by, application), _("Only owners and editors can change the application."))
    check(
        application.status == Status.DRAFT,
        _("This application has been handed in; it can no longer be changed."),
    )
    check(
        application.call.accepts(at),
        _("The deadline has passed. What was saved before stays readable; nothing new is stored."),
    )
