"""Deleting an account, as far as the jury's work allows it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import actions, own_data
from initiatives.models import User
from initiatives.refusals import check
from jury.models import Juror, JurorInvitation


@transaction.atomic
def close_account(*, by: User, at: datetime) -> None:
    """As initiatives.actions.delete_account; refused to who is or was on a jury.

    Scores and conflicts of interest must stay a person's: minutes and journal rest on them.
    """
    check(not is_bound(by), bound())
    JurorInvitation.objects.filter(email__in=own_data.addresses(by)).delete()
    actions.delete_account(by=by, at=at)


def is_bound(user: User) -> bool:
    """Also once the juror has left: finished sheets stay and count."""
    return Juror.objects.filter(user=user).exists()


def bound() -> str:
    return _(
        # Translators: de: „Sie gehören zu einer Jury. Bitten Sie die Geschäftsstelle, Ihr Konto
        # nach dem Ende des Verfahrens zu löschen.“
        "You are on a jury. Ask the award office to delete your account once the procedure is over."
    )
