"""Handing in, and taking back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules, snapshots, texts
from ..models import Application, Snapshot, User
from ..records import journal, letters
from ..refusals import check
from ..statuses import Status, move
from .locking import lock


class Problem(NamedTuple):
    """What still hinders handing in, and the page (and field) where it is mended."""

    section: str
    field: str
    text: str


def problems(application: Application) -> list[Problem]:
    """Everything that is missing or too long, in the order of the form. Six queries."""
    found: list[Problem] = []
    initiative = application.initiative
    for field, text in (
        ("region", _("Name the region")),
        ("states", _("Choose the Land")),
        ("carrier", _("Name the carrier")),
    ):
        if not getattr(initiative, field):
            found.append(Problem("initiative", field, text))
    if not (application.contact_name and application.contact_email):
        found.append(Problem("contact", "contact_name", _("Name a contact person")))
    if not application.declared.exists():
        found.append(Problem("themes", "criteria", _("Choose at least one theme")))
    answers = dict(application.answers.values_list("question_id", "text"))
    for question in snapshots.questions_for(application):
        text = answers.get(question.pk, "")
        over = texts.length(text) - question.limit
        if over > 0:
            problem = _("Shorten “%(label)s” by %(over)d characters") % {
                "label": question.label,
                "over": over,
            }
        elif question.required and not text.strip():
            problem = _("Answer “%(label)s”") % {"label": question.label}
        else:
            continue
        found.append(Problem(question.section.slug, question.code, problem))
    for file in application.attachments.filter(kind="picture", alt_text=""):
        found.append(Problem("files", str(file.key), _("Describe the picture in one sentence")))
    confirmed = set(application.confirmations.values_list("declaration_id", flat=True))
    if any(
        declaration.required and declaration.pk not in confirmed
        for declaration in application.call.declarations.all()
    ):
        found.append(Problem("declarations", "declarations", _("Confirm all declarations")))
    return found


@transaction.atomic
def submit(application: Application, *, by: User, at: datetime, once: UUID) -> Snapshot:
    """Hand the application in; what is frozen here is what the jury reads.

    `once` is the key of the form: a second click or a repeated request gets the same version.
    Raises NotAllowed outside the call's window or while something is missing.
    """
    application = lock(application)
    check(rules.may_submit(by, application), _("Only owners and editors can hand in."))
    earlier = application.snapshots.filter(idempotency_key=once).first()
    if earlier:
        return earlier
    check(application.status == Status.DRAFT, _("This application has been handed in already."))
    check(
        application.call.accepts(at),
        _("The deadline has passed, so the application could not be handed in. Your texts stay."),
    )
    missing = problems(application)
    check(not missing, _("Something is still missing: %(what)s.") % {"what": _listed(missing)})
    snapshot = snapshots.freeze(application, by=by, at=at, once=once)
    move(application, Status.SUBMITTED)
    journal.record(
        "application.submitted",
        about=application,
        by=by,
        at=at,
        version=snapshot.version,
        digest=snapshot.sha256,
    )
    for address in sorted({by.email, application.contact_email}):
        letters.draft(
            "receipt",
            to=address,
            at=at,
            about=snapshot,
            context={"snapshot": snapshot, "application": application},
            language=by.language,
            dedup_key=f"receipt:{snapshot.key}:{address}",
        )
    return snapshot


def _listed(missing: list[Problem]) -> str:
    return "; ".join(problem.text for problem in missing)


@transaction.atomic
def withdraw(application: Application, *, by: User, at: datetime) -> None:
    """Take the application back for good; only an owner can."""
    application = lock(application)
    check(rules.may_withdraw(by, application), _("Only an owner can withdraw the application."))
    move(application, Status.WITHDRAWN)
    journal.record("application.withdrawn", about=application, by=by, at=at)
