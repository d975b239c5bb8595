"""What people set for themselves."""

from __future__ import annotations

from ..models import User


def write_to_in(language: str, *, by: User) -> None:
    """From now on letters to `by` are in `language`; those drafted before stay as they are."""
    User.objects.filter(pk=by.pk).update(language=language)
