"""What people set for themselves."""

from __future__ import annotations

from ..models import User


def write_to_in(language: str, *, by: User) -> None:
    """From now on letters to `by` are in `language`; those drafted before stay as they are."""
    User.objects.filter(pk=by.pk).update(language=language)


def remind_me(wanted: bool, *, by: User) -> None:
    """Whether `by` is reminded before a deadline of what is not handed in."""
    User.objects.filter(pk=by.pk).update(wants_reminders=wanted)
