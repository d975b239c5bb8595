"""Saving what is typed: nothing is lost, nobody overwrites anybody.

A page saves all of its fields at once, the browser one field at a time while somebody types: both
by the same rule. Single saves are not journalled; what is handed in is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from .. import shown, texts
from ..models import Answer, Application, Initiative, Question, User
from ..refusals import NotAllowed, check
from .locking import check_may_write, lock, lock_to_write, not_asked_for
from .writing import fill, touch


class AnswerConflict(NamedTuple):
    """Somebody else saved this answer meanwhile; nothing is overwritten."""

    question: Question
    theirs: str
    yours: str
    saved_by: str
    saved_at: datetime
    version: int


class Saved(NamedTuple):
    """By question code the versions their writer now knows of, and what could not be stored."""

    versions: dict[str, int]
    conflicts: list[AnswerConflict]


class SavedAnswer(NamedTuple):
    """One text as it is stored, or would be without the conflict; the version now stored."""

    text: str
    version: int
    conflict: AnswerConflict | None
    at: datetime


@transaction.atomic
def save_answers(
    application: Application,
    answers: Mapping[str, tuple[str, int]],
    *,
    by: User,
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> Saved:
    """Store texts by question code, each with the version its writer saw (0: no answer yet).

    `seen` holds `texts.digest` of what was shown, by code: a text that its writer left as it was
    is skipped. A text is stored however long it is: a limit hinders handing in, not saving. One
    that somebody else saved meanwhile is left as it is and comes back as a conflict with both.
    """
    application = lock(application)
    asked = _asked(application, answers)
    return _save(application, answers, asked, by=by, at=at, seen=seen or {})


@transaction.atomic
def save_answer(
    key: UUID,
    code: str,
    text: str,
    version: int,
    *,
    by: User,
    at: datetime | Combinable,
    seen: str = "",
) -> SavedAnswer:
    """Store one text like `save_answers`. At most four queries until the deadline.

    `at` may be `clock.in_query()`: it is asked along with the lock, as the request arrives there.
    Raises Application.DoesNotExist for whoever is no member of the initiative.
    """
    arrived = at if isinstance(at, Combinable) else Value(at)
    application = Application.objects.locked_by(by).annotate(arrived_at=arrived).get(key=key)
    moment = application.arrived_at
    asked = _asked(application, [code])
    saved = _save(application, {code: (text, version)}, asked, by=by, at=moment, seen={code: seen})
    conflict = saved.conflicts[0] if saved.conflicts else None
    return SavedAnswer(_clean(asked[code], text), saved.versions[code], conflict, moment)


def _save(
    application: Application,
    answers: Mapping[str, tuple[str, int]],
    asked: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: Mapping[str, str],
) -> Saved:
    """With the application locked."""
    allowed = check_may_write(application, "section", by=by, at=at)
    saved = Saved({}, [])
    for code, (typed, version) in answers.items():
        question = asked.get(code)
        if question is None:
            raise NotAllowed(_("This question is not part of the call."))
        text = _clean(question, typed)
        answer = getattr(question, "given", None)
        shown_as = seen.get(code) or (texts.digest("") if version == 0 else "")
        if texts.digest(text) == shown_as or text == (answer.text if answer else ""):
            # Who left a text as it was has not seen what others stored meanwhile.
            stored = answer.text if answer else ""
            saved.versions[code] = answer.version if answer and text == stored else version
            continue
        check(allowed.allows("section", code), not_asked_for())
        if answer is None:
            answer = Answer(application=application, question=question, version=0)
        if answer.version == version:
            answer.text, answer.version = text, version + 1
            answer.saved_at, answer.saved_by = at, by
            answer.save()
        else:
            saved.conflicts.append(
                AnswerConflict(
                    question,
                    answer.text,
                    text,
                    str(answer.saved_by or ""),
                    answer.saved_at,
                    answer.version,
                )
            )
        saved.versions[code] = answer.version
    touch(application, at)
    return saved


def _asked(application: Application, codes: Iterable[str]) -> dict[str, Any]:
    """The questions of the call with these codes; one that has an answer, with it as `given`."""
    questions: QuerySet[Any] = Question.objects.filter(
        call_id=application.call_id, code__in=list(codes)
    )
    given = FilteredRelation("answers", condition=Q(answers__application=application))
    rows = questions.annotate(given=given).select_related("given__saved_by")
    return {question.code: question for question in rows}


def _clean(question: Question, text: str) -> str:
    return texts.line(text) if question.kind == Question.Kind.LINE else texts.clean(text)


@transaction.atomic
def save_initiative(
    application: Application,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Store what of the initiative's profile is in `values`. Raises Stale, see `shown`."""
    _save_page(
        lock_to_write(application, "initiative", by=by, at=at), "initiative", values, at, seen
    )


@transaction.atomic
def save_contact(
    application: Application,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Store what is in `values` of whom the office asks. Raises Stale, see `shown`."""
    _save_page(lock_to_write(application, "contact", by=by, at=at), "contact", values, at, seen)


def _save_page(
    application: Application, page: str, values: Mapping[str, Any], at: datetime, seen: str | None
) -> None:
    details = _details(application, page)
    given = {name: values.get(name, value) for name, value in details.stored.items()}
    if shown.is_news(seen, stored=details.stored, given=given):
        _write(details, given, at)


class Seen(NamedTuple):
    """Digests of what a writer has seen: of the field, and of the whole page with it."""

    field: str
    page: str


@transaction.atomic
def save_field(
    key: UUID, page: str, name: str, value: Any, *, by: User, at: datetime, seen: Seen
) -> Seen:
    """Store one field of the page "initiative" or "contact", and return what is seen now.

    The digest of the page moves along only while nobody else has changed anything on it: what
    the writer has not seen must not be overwritten by the page as a whole. Raises Stale, and
    Application.DoesNotExist for whoever is no member of the initiative.
    """
    application = Application.objects.locked_by(by).get(key=key)
    check_may_write(application, page, by=by, at=at)
    details = _details(application, page)
    given, old = {name: value}, {name: details.stored[name]}
    if shown.is_news(seen.field or None, stored=old, given=given):
        _write(details, given, at)
    moved = seen.page == shown.digest(details.stored)
    return Seen(
        shown.digest(given), shown.digest({**details.stored, **given}) if moved else seen.page
    )


class Details(NamedTuple):
    """What a page stores by field, and the locked rows that hold it."""

    application: Application
    initiative: Initiative | None
    stored: dict[str, Any]


def _details(application: Application, page: str) -> Details:
    if page == "contact":
        return Details(application, None, shown.contact(application))
    initiative = Initiative.objects.select_for_update().get(pk=application.initiative_id)
    check(
        not initiative.is_listed,
        _("The profile of a listed initiative is changed by the office; write to it."),
    )
    return Details(application, initiative, shown.profile(initiative))


def _write(details: Details, values: Mapping[str, Any], at: datetime) -> None:
    if details.initiative:
        fill(details.initiative, values)
        details.initiative.save()
    else:
        for name, value in values.items():
            setattr(details.application, name, value)
        details.application.save(update_fields=list(values))
    touch(details.application, at)
