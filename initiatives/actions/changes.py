"""What the office grants or asks after the fact: a later deadline, changes at named points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules, window
from ..models import Application, ChangeRequest, Question, RequestedPoint, User
from ..records import journal, letters
from ..refusals import check
from ..statuses import Status
from .locking import lock, own_initiative


@transaction.atomic
def extend(
    application: Application, *, until: datetime, reason: str, by: User, at: datetime
) -> None:
    """Give one applicant a later deadline; the journal keeps what it was. The initiative is told.

    `until` is exclusive. A second click changes nothing. Raises NotAllowed unless it is later than
    the deadline and the present.
    """
    application = lock(application)
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    check(rules.may_decide(by, application), own_initiative())
    check(reason.strip(), _("Give the reason for the later deadline."))
    check(
        application.status in (Status.DRAFT, Status.SUBMITTED),
        _("Only a draft or an application not yet checked gets a later deadline."),
    )
    if application.own_closes_at == until and application.own_closes_reason == reason.strip():
        return
    before = application.deadline()
    check(
        before and until > before and until > at,
        _("The later deadline must lie after the present one, and in the future."),
    )
    judging = application.call.judging_from
    check(not judging or until <= judging, _("It must end before the judging begins."))
    application.own_closes_at, application.own_closes_reason = until, reason.strip()
    application.save(update_fields=["own_closes_at", "own_closes_reason"])
    journal.record(
        "application.extended",
        about=application,
        by=by,
        at=at,
        before=before.isoformat() if before else "",
        until=until.isoformat(),
    )
    tell_members(application, "extended", at=at, context={"application": application})


class Point(NamedTuple):
    """What should change where: a page of the form, or one question on it."""

    page: str
    question: Question | None
    note: str


@transaction.atomic
def request_changes(
    application: Application,
    points: Sequence[Point],
    *,
    until: datetime,
    message: str = "",
    by: User,
    at: datetime,
) -> ChangeRequest:
    """Ask for changes at named points; only they can be written, until `until` (exclusive).

    A second click gets the same request. Raises NotAllowed unless the application is handed in and
    not checked yet, and nothing else is asked of it.
    """
    application = lock(application)
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    check(rules.may_decide(by, application), own_initiative())
    check(
        application.status == Status.SUBMITTED,
        _("Changes are asked of an application that is handed in and not checked yet."),
    )
    check(points, _("Name at least one point."))
    check(all(point.note.strip() for point in points), _("Say at each point what should change."))
    check(until > at, _("The date must lie in the future."))
    judging = application.call.judging_from
    check(not judging or until <= judging, _("It must end before the judging begins."))
    earlier = window.open_request(application)
    if earlier and _is_the_same(earlier, points, until=until, message=message, by=by):
        return earlier
    check(
        earlier is None,
        _("A request for changes is open already. Take it back before you make another."),
    )
    request = ChangeRequest.objects.create(
        application=application, asked_by=by, asked_at=at, until=until, message=message.strip()
    )
    RequestedPoint.objects.bulk_create(
        RequestedPoint(
            request=request, page=point.page, question=point.question, note=point.note.strip()
        )
        for point in points
    )
    journal.record(
        "application.changes_requested",
        about=application,
        by=by,
        at=at,
        until=until.isoformat(),
        points=[point.question.code if point.question else point.page for point in points],
    )
    context = {"application": application, "request": request, "points": points}
    tell_members(application, "changes_requested", at=at, context=context)
    return request


def _is_the_same(
    earlier: ChangeRequest, points: Sequence[Point], *, until: datetime, message: str, by: User
) -> bool:
    asked = {(point.page, point.question_id, point.note) for point in earlier.points.all()}
    wanted = {
        (point.page, point.question.pk if point.question else None, point.note.strip())
        for point in points
    }
    same = (earlier.asked_by_id, earlier.until, earlier.message)
    return asked == wanted and same == (by.pk, until, message.strip())


@transaction.atomic
def take_back_request(request: ChangeRequest, *, by: User, at: datetime) -> None:
    """Stop asking: the version handed in last stays as it is. The initiative is told.

    A second click changes nothing. Raises NotAllowed once it has been answered.
    """
    application = lock(request.application)
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    check(rules.may_decide(by, application), own_initiative())
    request = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    if request.withdrawn_at is not None:
        return
    # Translators: de: „Diese Bitte um Änderungen ist schon beantwortet.“
    check(request.answered_at is None, _("This request has been answered already."))
    request.withdrawn_at = at
    request.save(update_fields=["withdrawn_at"])
    journal.record("application.changes_taken_back", about=application, by=by, at=at)
    context = {"application": application, "request": request}
    tell_members(application, "changes_taken_back", at=at, context=context)


def tell_members(
    application: Application,
    kind: str,
    *,
    at: datetime,
    context: Mapping[str, object],
    roles: Collection[str] = rules.EDITING,
) -> None:
    """A letter to everybody who writes the application, or has these roles; in their language."""
    members = application.initiative.memberships.filter(role__in=roles)
    for member in members.select_related("user").order_by("pk"):
        letters.draft(
            kind,
            to=member.user.email,
            at=at,
            about=application,
            context={**context, "person": member.user},
            language=member.user.language,
        )
