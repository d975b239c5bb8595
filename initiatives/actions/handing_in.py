"""Handing in, and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from .. import filled, rules, snapshots, texts, window
from ..models import Application, Attachment, Letter, Membership, Question, Scan, Snapshot, User
from ..records import journal, letters
from ..refusals import check
from ..statuses import Status, move
from ..window import Window
from .changes import tell_members
from .locking import hold_call, lock, lock_within, wait_for_others

MAX_RECEIPTS = 20  # letters of one application a day: its contact person may be anybody
DAY = timedelta(days=1)


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


def hindering(found: list[Problem], allowed: Window) -> list[Problem]:
    """Those that lie where one may write: what a request leaves alone is taken as it was."""
    return [
        problem
        for problem in found
        if allowed.allows(problem.page, problem.field if problem.page == "section" else "")
    ]


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
        problem = shorten(question, text)
        if question.required and not text.strip():
            problem = problem or _("Answer “%(label)s”") % {"label": question.label}
        if problem:
            found.append(Problem("section", question.section.slug, question.code, problem))
    for file in what.attachments:
        found += _of_file(file)
    if any(row.required and row.pk not in what.confirmed for row in what.declarations):
        found.append(Problem("declarations", "", "", _("Confirm all declarations")))
    return found


def shorten(question: Question, text: str) -> str:
    """What is said of a text over its limit, counted as beside the field; "" of one within it."""
    over = texts.length(text) - question.limit
    if over <= 0:
        return ""
    told = {"label": question.label, "over": formats.number_format(over, force_grouping=True)}
    # Translators: de: „Kürzen Sie „%(label)s“ um %(over)s Zeichen“
    return _("Shorten “%(label)s” by %(over)s characters") % told


def _of_file(file: Attachment) -> Iterator[Problem]:
    """Of an infected file only that: the rest is settled by removing it."""
    if file.scan == Scan.INFECTED:
        # Translators: de: „Entfernen Sie „%(name)s“: Die Datei enthält Schadsoftware“
        text = _("Remove “%(name)s”: the file holds malware") % {"name": file.name}
        yield Problem("files", "", f"{file.key}-file", text)
    elif file.kind == Attachment.Kind.PICTURE:
        if not file.alt_text:
            text = _("Describe the picture in one sentence")
            yield Problem("files", "", f"{file.key}-alt_text", text)
        if file.rights_at is None:
            # Translators: de: „Bestätigen Sie die Rechte an „%(name)s““
            text = _("Confirm the rights in “%(name)s”") % {"name": file.name}
            yield Problem("files", "", f"{file.key}-rights", text)


@transaction.atomic
def submit(application: Application, *, by: User, at: datetime, once: UUID) -> Snapshot:
    """Hand the application in; what is frozen here is what the jury reads.

    `once` is the key of the form: a second click or a repeated request gets the same version. `at`
    is the moment the request arrived, by the clock of the database; within the minutes of grace the
    version is valid and its lateness recorded. One that was opened again gets its next version; it
    answers an open request for changes, and one that is written only for it takes everything else
    from the version before. Where nothing is asked and nothing has changed, the last version is
    returned: it stays valid, and writing ends. Raises NotAllowed outside the window or while
    something is missing.
    """
    wait_for_others()
    application = lock_within(hold_call(application.call_id), application, by=by)
    check(rules.may_edit(by, application), _("Only owners and editors can hand in."))
    is_first = application.status == Status.DRAFT  # so there is no version yet
    earlier = None if is_first else application.snapshots.filter(idempotency_key=once).first()
    if earlier:
        check(
            _is_the_last_word(earlier, application),
            # Translators: de: „Diese Seite ist älter als das, was seither geschehen ist;
            # eingereicht wurde eben nichts. Prüfen Sie noch einmal, und reichen Sie dann ein.“
            _(
                "This page is older than what has happened since; nothing was handed in just now. "
                "Check once more, then hand in."
            ),
        )
        return earlier
    allowed = window.of(application, at)
    check(
        application.status in (Status.DRAFT, Status.SUBMITTED),
        _("This application can no longer be handed in."),
    )
    if not allowed.is_open:
        check(
            application.status == Status.DRAFT or application.reopened_at,
            _("This application has been handed in already."),
        )
        check(False, _closed(application))
    what = filled.read(application)
    missing = hindering(problems_in(what), allowed)
    check(not missing, _("Something is still missing: %(what)s.") % {"what": _listed(missing)})
    late_by = -(-allowed.late_by // timedelta(seconds=1))  # a second that has begun counts
    limits = allowed.allows if allowed.request else None
    request = None
    if application.status == Status.SUBMITTED:
        request = window.open_request(application)
        last = application.snapshots.valid().get()
        if request is None and snapshots.is_same(last, what):
            application.reopened_at = None
            application.save(update_fields=["reopened_at"])
            journal.record("application.left_as_it_was", about=application, by=by, at=at)
            return last
    snapshot = snapshots.freeze(
        application,
        by=by,
        at=at,
        once=once,
        late_by=late_by,
        limits=limits,
        what=what,
        is_first=is_first,
    )
    if is_first:
        move(application, Status.SUBMITTED)
    if application.reopened_at is not None:
        application.reopened_at = None
        application.save(update_fields=["reopened_at"])
    if request is not None:
        request.answered_with, request.answered_at = snapshot, at
        request.save(update_fields=["answered_with", "answered_at"])
    _acknowledge(snapshot, by=by, at=at)
    journal.record(  # comes last: until the end of the transaction everybody else waits for it
        "application.submitted",
        about=application,
        by=by,
        at=at,
        version=snapshot.version,
        digest=snapshot.sha256,
        **({"late_by_seconds": late_by} if late_by else {}),
    )
    return snapshot


def _is_the_last_word(snapshot: Snapshot, application: Application) -> bool:
    """Whether a repeated click may be told of this version: it counts, and nobody writes on."""
    return (
        application.status != Status.WITHDRAWN
        and application.reopened_at is None
        and not application.snapshots.filter(version__gt=snapshot.version).exists()
        and window.open_request(application) is None
    )


def _acknowledge(snapshot: Snapshot, *, by: User, at: datetime) -> None:
    """A receipt to whoever handed in, and to the contact person that the version names.

    Beyond the letters of a day the page must do.
    """
    application, named = snapshot.application, snapshot.content["contact"]["email"]
    if snapshot.version > 1 and _receipts_of_the_day(application, at) >= MAX_RECEIPTS:
        return
    context = {"snapshot": snapshot, "application": application}
    subject, text = letters.written("receipt", context, language=by.language)
    addresses = {address.lower(): address for address in (by.email, named) if address}
    letters.post_new(
        "receipt",
        to=addresses.values(),
        subject=subject,
        text=text,
        at=at,
        about=snapshot,
        attachment_name=f"eingang-{application.number}.pdf",
    )


def _receipts_of_the_day(application: Application, at: datetime) -> int:
    keys = [str(key) for key in application.snapshots.values_list("key", flat=True)]
    recent = Letter.objects.filter(kind="receipt", written_at__gt=at - DAY)
    return recent.filter(about_key__in=keys).count()


def _closed(application: Application) -> str:
    if application.status == Status.SUBMITTED:
        return _(
            "The deadline has passed, so the changes could not be handed in. "
            "The version handed in last is valid; your texts stay."
        )
    return _("The deadline has passed, so the application could not be handed in. Your texts stay.")


def _listed(missing: list[Problem]) -> str:
    return "; ".join(problem.text for problem in missing)


@transaction.atomic
def reopen(application: Application, *, by: User, at: datetime) -> None:
    """Write on after handing in. The version handed in last stays valid until the next one.

    Raises NotAllowed after the deadline; a second click changes nothing.
    """
    application = lock(application)
    check(rules.may_edit(by, application), _("Only owners and editors can change the application."))
    check(
        application.status == Status.SUBMITTED,
        _("Only an application that is handed in can be opened again."),
    )
    if application.reopened_at is not None:
        return
    check(
        window.may_reopen(application, at),
        _("The deadline has passed. The version handed in last is valid."),
    )
    application.reopened_at = at
    application.save(update_fields=["reopened_at"])
    journal.record("application.reopened", about=application, by=by, at=at)


@transaction.atomic
def withdraw(application: Application, *, by: User, at: datetime) -> None:
    """Take the application back for good; only an owner can. The members get a letter.

    A second click changes nothing. Raises NotAllowed once the office has decided on it.
    """
    application = lock(application)
    check(rules.may_withdraw(by, application), _("Only an owner can withdraw the application."))
    if application.status == Status.WITHDRAWN:
        return
    handed_in = application.status == Status.SUBMITTED
    application.reopened_at = None
    application.save(update_fields=["reopened_at"])
    move(application, Status.WITHDRAWN)
    journal.record("application.withdrawn", about=application, by=by, at=at)
    if handed_in:
        context = {"application": application, "by": by, "open": application.call.accepts(at)}
        tell_members(application, "withdrawn", at=at, context=context, roles=Membership.Role.values)
