"""Those who read with an account or without one: see `check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from secrets import token_hex

from django.db.models import Model
from django.test import Client

from initiatives.models import Application, Membership, OfficeMember, OfficeRole, User
from jury.models import Juror

from ..models import Decision, Portrait, Release, ResultLetter


def found(release: Release) -> Iterator[tuple[str, User | None]]:
    """Nobody in particular, somebody with an account, and one of each kind who has to do with it.

    The members of a laureate may know of it by letter and read the own portrait, once the office
    has asked them; their pages say nothing of the release.
    """
    yield "anonymous", None
    yield "account", somebody()
    laureates = release.laureates.values("initiative")
    members = Membership.objects.filter(initiative__applications__call=release.call_id)
    for role, rows in (
        ("laureate", members.filter(initiative__in=laureates)),
        ("applicant", members.exclude(initiative__in=laureates)),
    ):
        if first := rows.select_related("user").order_by("pk").first():
            yield role, first.user
    seats = Juror.objects.active().filter(call=release.call_id).select_related("user")
    for role, is_chair in (("juror", False), ("chair", True)):
        if seat := seats.filter(is_chair=is_chair).order_by("pk").first():
            yield role, seat.user


def somebody() -> User:
    return User.objects.create_user(f"{token_hex(8)}@embargo.example", name="Embargo")


def member(role: OfficeRole) -> User:
    user = somebody()
    OfficeMember.objects.create(user=user, role=role)
    return user


def signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def own(readers: Iterable[tuple[str, User | None]]) -> Iterator[Model]:
    """What one of them reads by right: of the own prize the portrait, the reasons, the letter."""
    for _role, user in readers:
        if user:
            yield from Portrait.objects.visible_to(user)
            mine = Application.objects.filter(initiative__memberships__user=user)
            yield from Decision.objects.filter(application__in=mine)
            yield from ResultLetter.objects.filter(application__in=mine)
