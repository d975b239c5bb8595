"""Who may decide and publish."""

from __future__ import annotations

from initiatives.models import User
from initiatives.rules import may_administer

from .models import Release


def may_confirm(user: User, release: Release) -> bool:
    """Another writing member of the office than the one who prepared the release."""
    return may_administer(user) and release.prepared_by_id != user.pk
