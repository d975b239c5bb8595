"""Beginning an application, its themes and its declarations; texts are in `saving`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import rules, shown
from ..keys import reference, uuid7
from ..models import (
    Application,
    Call,
    Confirmation,
    DeclaredCriterion,
    Initiative,
    Membership,
    Proposal,
    User,
)
from ..names import slug, sort_key
from ..records import journal
from ..refusals import check
from ..statuses import Status
from .locking import lock_to_write
from .proposing import take_up
from .team import lock_person

MAX_DRAFTS = 10  # of one owner in one call


@transaction.atomic
def start(
    call: Call,
    *,
    by: User,
    at: datetime,
    initiative: Initiative | None = None,
    values: Mapping[str, Any] | None = None,
    once: UUID | None = None,
    proposal: Proposal | None = None,
) -> Application:
    """Begin an application for an initiative of `by`, or for a new one made of `values`.

    A `proposal` whose letter led here is taken up by it.

    `once` is the key of the form: a second click on the same new name gets the same application.
    Raises NotAllowed when the account is closed, the call is not open, the initiative has an
    application already, or `by` has begun too many.
    """
    lock_person(by)  # also so that each click counts the last
    key = uuid5(by.key, f"{once} {(values or {}).get('name')}") if once else uuid7()
    begun = call.applications.filter(initiative__key=key).exclude(status=Status.WITHDRAWN)
    if once and (earlier := begun.first()):
        return earlier
    check(call.accepts(at), _("Applications are accepted only while the call is open."))
    drafts = call.applications.filter(
        status=Status.DRAFT,
        initiative__memberships__user=by,
        initiative__memberships__role=Membership.Role.OWNER,
    )
    check(
        drafts.count() < MAX_DRAFTS,
        _("You have 10 drafts in this call already. Hand one in before you begin another."),
    )
    if initiative is None:
        initiative = _found(values or {}, key=key, by=by, is_demo=call.is_demo)
    else:  # locked, so that a second click waits and is told
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    own = initiative.memberships.filter(user=by, role__in=rules.EDITING)
    check(own.exists(), _("Only owners and editors of an initiative can apply for it."))
    taken = call.applications.filter(initiative=initiative).exclude(status=Status.WITHDRAWN)
    check(not taken.exists(), _("This initiative has an application in this call already."))
    application = Application.objects.create(
        number=_free_number(call),
        call=call,
        initiative=initiative,
        contact_name=by.name,
        contact_email=by.email,
        started_at=at,
        saved_at=at,
    )
    journal.record("application.started", about=application, by=by, at=at)
    if proposal:
        take_up(proposal, initiative, by=by, at=at)
    return application


def _found(values: Mapping[str, Any], *, key: UUID, by: User, is_demo: bool) -> Initiative:
    """A new initiative, not listed, with `by` as its owner; the one with `key`, if there is one."""
    if earlier := Initiative.objects.filter(key=key).first():
        return earlier
    known = {name: values[name] for name in shown.PROFILE if name in values}
    name = f"{slug(known['name'])[:70]}-{uuid7().hex[-8:]}"
    initiative = Initiative(key=key, is_demo=is_demo, slug=name)
    fill(initiative, known)
    initiative.save()
    Membership.objects.create(initiative=initiative, user=by, role=Membership.Role.OWNER)
    return initiative


def fill(initiative: Initiative, values: Mapping[str, Any]) -> None:
    """Set what of the profile is in `values`, and what is searched and sorted by."""
    for name in shown.PROFILE:
        if name in values:
            setattr(initiative, name, values[name])
    initiative.sort_name = sort_key(initiative.name)[:200]  # ß became two letters
    initiative.search_text = sort_key(
        f"{initiative.name} {initiative.region} {initiative.carrier} {' '.join(initiative.topics)}"
    )


def _free_number(call: Call) -> str:
    while True:
        number = reference(call.year)
        if not Application.objects.filter(number=number).exists():
            return number


@transaction.atomic
def declare(
    application: Application,
    codes: Iterable[str],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Choose the D's to be judged on; at least one. Answers to a dropped D are kept.

    Raises Stale, see `shown`.
    """
    application = lock_to_write(application, "themes", by=by, at=at)
    wanted = set(codes)
    chosen = [c for c in application.call.criteria.filter(is_optional=True) if c.code in wanted]
    check(chosen, _("Choose at least one theme."))
    given = {"criteria": [criterion.code for criterion in chosen]}
    if not shown.is_news(seen, stored=shown.themes(application), given=given):
        return
    application.declared.exclude(criterion__in=chosen).delete()
    DeclaredCriterion.objects.bulk_create(
        [DeclaredCriterion(application=application, criterion=criterion) for criterion in chosen],
        ignore_conflicts=True,  # those chosen before
    )
    journal.record(
        "application.declared",
        about=application,
        by=by,
        at=at,
        criteria=sorted(criterion.code for criterion in chosen),
    )
    touch(application, at)


@transaction.atomic
def confirm(
    application: Application,
    codes: Iterable[str],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Confirm declarations: version, language and time are stored; unticking takes one back.

    Raises Stale, see `shown`.
    """
    application = lock_to_write(application, "declarations", by=by, at=at)
    wanted = set(codes)
    stored = shown.declarations(application)
    given = {code: code in wanted for code in stored}
    if not shown.is_news(seen, stored=stored, given=given):
        return
    declarations = [d for d in application.call.declarations.current() if d.code in wanted]
    application.confirmations.exclude(declaration__in=declarations).delete()
    language = get_language() or "de"
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                application=application, declaration=declaration, user=by, at=at, language=language
            )
            for declaration in declarations
        ],
        ignore_conflicts=True,  # those confirmed before keep who did, and when
    )
    journal.record(
        "application.confirmed",
        about=application,
        by=by,
        at=at,
        declarations=sorted(f"{d.code} {d.version}" for d in declarations),
    )
    touch(application, at)


def touch(application: Application, at: datetime) -> None:
    """Note that something was saved."""
    Application.objects.filter(pk=application.pk).update(saved_at=at)
