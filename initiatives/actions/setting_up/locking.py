"""How every change of a call begins: who may, the call locked and read again, what is fixed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ... import rules
from ...models import Call, Snapshot, User
from ...refusals import check


def lock_call(call: Call, *, by: User, at: datetime) -> Call:
    """The call as it is now, locked until the transaction ends: nobody hands in meanwhile.

    Raises NotAllowed for those who only read, in the archive, and once the year is over.
    """
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    # Translators: de: „Diese Auslobung ist abgeschlossen und bleibt, wie sie war.“
    check(not is_over(call, at), _("This call is finished and stays as it was."))
    return call


def is_over(call: Call, at: datetime) -> bool:
    """In the archive, or announced and with its last date past."""
    return call.is_archive or bool(
        call.announced_at and call.feedback_at and call.feedback_at <= at
    )


def is_locked(call: Call) -> bool:
    """Whether an application was handed in: what it was asked stays asked. One query."""
    return Snapshot.objects.filter(application__call=call).exists()


def check_unlocked(call: Call) -> None:
    check(
        not is_locked(call),
        _(
            # Translators: de: „Die erste Bewerbung ist eingereicht. Seitdem steht fest, was gefragt
            # und bestätigt wird; nur Tippfehler lassen sich noch berichtigen.“
            "The first application has been handed in. Since then what is asked and confirmed is "
            "fixed; only typing mistakes can be corrected."
        ),
    )


def hold_drafts(call: Call) -> None:
    """Let nobody save in any application of the locked call until the transaction ends."""
    list(call.applications.select_for_update().order_by("pk").values_list("pk"))
