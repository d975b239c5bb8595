"""Who may see what hangs on an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from .. import rules
from ..statuses import HANDED_IN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ..models import User


def visible[Rows: models.QuerySet[Any]](
    rows: Rows, user: User | AnonymousUser, path: str = ""
) -> Rows:
    """Rows whose application, found along `path`, is of the user's initiatives.

    The office sees those of handed in ones besides; the one rule for all that hangs on them.
    """
    if not user.is_authenticated:
        return rows.none()
    own = Q(**{f"{path}initiative__memberships__user": user})
    if rules.is_office(user):
        return rows.filter(own | Q(**{f"{path}status__in": HANDED_IN})).distinct()
    return rows.filter(own)
