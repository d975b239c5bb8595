"""Handing in, and taking back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .. import filled, rules, snapshots, texts
from ..models import Application, Snapshot, User
from ..records import journal, letters
from ..refusals import check
from ..statuses import Status, move
from .locking import lock


class Problem(NamedTuple):
    """What still hinders handing in: the page where it is mended, the field there, and words.

    `page` is the page's name in our addresses; a "section" has its own besides.
    """

    page: str
    section: str
    field: str
    text: str


def problems(application: Application) -> list[Problem]:
    """Everything that is missing or too long, in the order of the form. Six queries."""
    return problems_in(filled.read(application))


def problems_in(what: filled.Filled) -> list[Problem]:
    found: list[Problem] = []
    initiative = what.application.initiative
    for field, text in (
        ("region", _("Name the region")),
        ("states", _("Choose the Land")),
        ("carrier", _("Name the carrier")),
    ):
        if not getattr(initiative, field):
            found.append(Problem("initiative", "", field, text))
    if not what.application.contact_name:
        found.append(Problem("contact", "", "contact_name", _("Name a contact person")))
    elif not what.application.contact_email:
        text = _("Give the e-mail address of the contact person")
        found.append(Problem("contact", "", "contact_email", text))
    if not what.declared:
        found.append(Problem("themes", "", "criteria", _("Choose at least one theme")))
    for question in what.questions:
        text = what.texts.get(question.pk, "")
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
        found.append(Problem("section", question.section.slug, question.code, problem))
    for file in what.attachments:
        if file.kind == "picture" and not file.alt_text:
            text = _("Describe the picture in one sentence")
            found.append(Problem("files", "", f"{file.key}-alt_text", text))
    if any(row.required and row.pk not in what.confirmed for row in what.declarations):
        found.append(Problem("declarations", "", "", _("Confirm all declarations")))
    return found


@transaction.atomic
def submit(application: Application, *, by: User, at: datetime, once: UUID) -> Snapshot:
    """Hand the application in; what is frozen here is what the jury reads.

    `once` is the key of the form: a second click or a repeated request gets the same version.
    Raises NotAllowed outside the call's window or while something is missing.
    """
    application = lock(application)
    check(rules.may_edit(by, application), _("Only owners and editors can hand in."))
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
    addresses = {address.lower(): address for address in (by.email, application.contact_email)}
    for place, address in enumerate(addresses.values()):
        letters.draft(
            "receipt",
            to=address,
            at=at,
            about=snapshot,
            context={"snapshot": snapshot, "application": application},
            language=by.language,
            dedup_key=f"receipt:{snapshot.key}:{place}",
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
