"""The frozen copy of an application that the jury reads: canonical JSON, sealed by its SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from . import filled
from .filled import Filled
from .models import (
    Application,
    Attachment,
    Confirmation,
    Criterion,
    DeclaredCriterion,
    Snapshot,
    User,
)
from .records import canonical

FORMAT = 1


PARTS = {  # of what is handed in, by the page of the form that fills them
    "initiative": "initiative",
    "contact": "contact",
    "themes": "criteria",
    "files": "files",
    "declarations": "declarations",
}


def freeze(
    application: Application,
    *,
    by: User,
    at: datetime,
    once: UUID,
    late_by: int = 0,
    limits: Callable[[str, str], bool] | None = None,
    what: Filled | None = None,
    is_first: bool = False,
) -> Snapshot:
    """Store what it says now as the next version, `late_by` so many seconds. Eight queries.

    `limits` says whether a page, or a question on it, may differ from the version before; one more.
    Who has read the application already, hands it on as `what` and saves six; who knows that it
    is the first version, one.
    """
    content = contents(application, at=at, what=what)
    if limits:
        before = application.snapshots.valid().get()
        content = within(limits, before=before.content, now=content)
    version = 1 if is_first else application.snapshots.count() + 1
    return Snapshot.objects.create(
        application=application,
        version=version,
        content=content,
        sha256=canonical.sha256(content),
        submitted_at=at,
        submitted_by=by,
        late_by=late_by,
        idempotency_key=once,
    )


def is_same(snapshot: Snapshot, what: Filled) -> bool:
    """Whether the application says now, to the last sign, what this version of it says."""
    return contents(what.application, at=snapshot.submitted_at, what=what) == snapshot.content


def within(
    limits: Callable[[str, str], bool], *, before: dict[str, Any], now: dict[str, Any]
) -> dict[str, Any]:
    """`now` where the limits allow it, else as it was `before`."""
    kept = {part: before[part] for page, part in PARTS.items() if not limits(page, "")}
    texts_now = {answer["code"]: answer for answer in now["answers"]}
    texts_before = {answer["code"]: answer for answer in before["answers"]}
    asked = before if "criteria" in kept else now
    answers = []
    for answer in asked["answers"]:
        code = answer["code"]
        allowed = limits("section", code) or code not in texts_before
        answers.append((texts_now if allowed else texts_before).get(code, answer))
    return {**now, **kept, "answers": answers}


def contents(
    application: Application, *, at: datetime, what: Filled | None = None
) -> dict[str, Any]:
    """All that is handed in, as plain JSON values; files by name, size and SHA-256."""
    initiative, what = application.initiative, what or filled.read(application)
    return {
        "format": FORMAT,
        "number": application.number,
        "year": application.call.year,
        "submitted_at": _stamp(at),
        "initiative": {
            "name": initiative.name,
            "region": initiative.region,
            "states": list(initiative.states),
            "carrier": initiative.carrier,
            "carrier_type": initiative.carrier_type,
            "website": initiative.website,
            "founded": initiative.founded,
            "members": initiative.members,
        },
        "contact": {
            "name": application.contact_name,
            "email": application.contact_email,
            "phone": application.contact_phone,
        },
        "criteria": [{"code": row.code, "name": dict(row.name)} for row in what.declared],
        "answers": [
            {
                "code": question.code,
                "section": question.section.slug,
                "section_title": dict(question.section.title),
                "label": dict(question.label),
                "prompt": dict(question.prompt),
                "text": what.texts.get(question.pk, ""),
            }
            for question in what.questions
        ],
        "files": [
            {
                "key": str(file.key),
                "kind": file.kind,
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "caption": file.caption,
                "credit": file.credit,
                "alt_text": file.alt_text,
                "position": position,
                "rights_at": _stamp(file.rights_at) if file.rights_at else None,
            }
            for position, file in enumerate(what.attachments, start=1)
        ],
        "declarations": [
            {
                "code": row.declaration.code,
                "version": row.declaration.version,
                "text": _confirmed(row),
                "at": _stamp(row.at),
                "language": row.language,
            }
            for row in what.confirmations
        ],
    }


def _confirmed(row: Confirmation) -> str:
    """The words that were confirmed: in the language they were read in, as far as they exist."""
    text = row.declaration.text
    return str(text.get(row.language) or text.get("de", ""))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class Files(NamedTuple):
    """The files of a version as its readers get them now; `withheld` counts the others."""

    pictures: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    withheld: int


def themes_of(snapshot: Snapshot) -> list[Criterion]:
    """The criteria a version asks to be judged on. One query."""
    codes = [row["code"] for row in snapshot.content["criteria"]]
    return list(Criterion.objects.filter(call=snapshot.application.call_id, code__in=codes))


def restore_themes(application: Application) -> None:
    """Let the application declare what its last version declares: that is what is judged."""
    last = application.snapshots.order_by("-version").first()
    if last is None:
        return
    themes = themes_of(last)
    application.declared.exclude(criterion__in=themes).delete()
    for criterion in themes:
        DeclaredCriterion.objects.get_or_create(application=application, criterion=criterion)


def files_of(snapshot: Snapshot) -> Files:
    """What a version says of those of its files that may be read. One query, none without any."""
    rows = snapshot.content["files"]
    if not rows:
        return Files([], [], 0)
    keys = [row["key"] for row in rows]
    kept = Attachment.objects.filter(application=snapshot.application_id, key__in=keys).readable()
    readable = {str(key) for key in kept.values_list("key", flat=True)}
    shown = [row for row in rows if row["key"] in readable]
    return Files(
        pictures=[row for row in shown if row["kind"] == Attachment.Kind.PICTURE],
        documents=[row for row in shown if row["kind"] == Attachment.Kind.DOCUMENT],
        withheld=len(rows) - len(shown),
    )
