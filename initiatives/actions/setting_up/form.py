"""The form of a call: its pages and their questions.

Fixed as soon as an application is handed in; from then on only typing mistakes are corrected. What
applicants have written into drafts before never vanishes: an answered question stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Answer, Call, Question, Section, User
from ...names import slug
from ...refusals import check
from . import rows
from .locking import check_unlocked, hold_drafts, lock_call

# Texts that are published with the announcement are found by these codes.
PUBLISHED = ("title", "summary")
# Names of other fields and buttons on the pages of the form.
TAKEN = {"check", "finish", "once", "overview", "save", "seen"}
WORDING = {Section: ("title", "group", "hint"), Question: ("label", "prompt", "help")}


@transaction.atomic
def add_section(call: Call, values: Mapping[str, Any], *, by: User, at: datetime) -> Section:
    """A further page of the form, after the others."""
    call = lock_call(call, by=by, at=at)
    check_unlocked(call)
    used = set(call.sections.values_list("slug", flat=True))
    address = free_name(values["title"].get("de", ""), used, "abschnitt", joint="-")
    row = Section(call=call, slug=address, **values)
    rows.insert(row, call, by=by, at=at)
    return row


@transaction.atomic
def add_question(
    section: Section, values: Mapping[str, Any], *, by: User, at: datetime
) -> Question:
    """A further question, after the others of its page."""
    call = lock_call(section.call, by=by, at=at)
    check_unlocked(call)
    used = set(call.questions.values_list("code", flat=True)) | TAKEN
    code = free_name(values["label"].get("de", ""), used, "frage", joint="_")
    row = Question(call=call, code=code, **{"section": section, **values})
    rows.insert(row, call, by=by, at=at)
    return row


def free_name(words: str, used: Collection[str], otherwise: str, *, joint: str) -> str:
    """A short name made of `words` that none of `used` has.

    A question's has no hyphens: "title-version" is the name of a field of the question "title".
    """
    base = (slug(words)[:36].strip("-") or otherwise).replace("-", joint)
    found, n = base, 1
    while found in used:
        n += 1
        found = f"{base}{joint}{n}"
    return found


@transaction.atomic
def change_section(
    section: Section,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Whether anything changed. Raises Stale, see `shown`."""
    call = lock_call(section.call, by=by, at=at)
    check_unlocked(call)
    return rows.update(call.sections.get(pk=section.pk), values, call, by=by, at=at, seen=seen)


@transaction.atomic
def change_question(
    question: Question,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Whether anything changed; on another page it stands last. Raises Stale, see `shown`.

    What somebody has answered keeps its kind and its criterion, and its limit does not shrink.
    """
    call = lock_call(question.call, by=by, at=at)
    check_unlocked(call)
    hold_drafts(call)
    row = call.questions.select_related("section", "criterion").get(pk=question.pk)
    kept = (
        values.get("kind", row.kind) == row.kind
        and values.get("criterion", row.criterion) == row.criterion
        and values.get("limit", row.limit) >= row.limit
    )
    answered = 0 if kept else answers_to(row)
    check(
        not answered,
        ngettext(
            # Translators: de: „In %(n)d Bewerbung ist diese Frage schon beantwortet. Art und Thema
            # bleiben, und der Umfang wird nicht kleiner.“, „In %(n)d Bewerbungen ist diese Frage
            # schon beantwortet. Art und Thema bleiben, und der Umfang wird nicht kleiner.“
            "%(n)d application has answered this question already. Its kind and its theme stay, "
            "and its limit does not shrink.",
            "%(n)d applications have answered this question already. Its kind and its theme stay, "
            "and its limit does not shrink.",
            answered,
        )
        % {"n": answered},
    )
    section = values.get("section", row.section)
    if section != row.section:
        last = section.questions.order_by("position").last()
        left = [one for one in row.section.questions.all() if one.pk != row.pk]
        changed = rows.update(row, values, call, by=by, at=at, seen=seen)
        Question.objects.filter(pk=row.pk).update(position=last.position + 1 if last else 1)
        rows.number(left)
        return changed
    return rows.update(row, values, call, by=by, at=at, seen=seen)


@transaction.atomic
def correct(
    row: Section | Question,
    wording: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Correct a typing mistake in what is fixed; the journal keeps both and the reason.

    Nothing but words: whatever else `wording` names is not taken. Raises Stale, see `shown`.
    """
    call = lock_call(row.call, by=by, at=at)
    # Translators: de: „Nennen Sie den Tippfehler, den Sie berichtigen.“
    check(reason.strip(), _("Name the typing mistake that you correct."))
    row = type(row).objects.get(pk=row.pk)
    values = {name: wording[name] for name in WORDING[type(row)] if name in wording}
    return rows.update(row, values, call, by=by, at=at, seen=seen, reason=reason.strip())


@transaction.atomic
def move(row: Section | Question, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down: a page in the form, a question on its page."""
    call = lock_call(row.call, by=by, at=at)
    check_unlocked(call)
    rows.swap(row, call, up=up, by=by, at=at)


@transaction.atomic
def remove_section(section: Section, *, by: User, at: datetime) -> None:
    """Take an empty page away."""
    call = lock_call(section.call, by=by, at=at)
    check_unlocked(call)
    section = call.sections.get(pk=section.pk)
    check(
        not section.questions.exists(),
        # Translators: de: „In diesem Abschnitt stehen noch Fragen. Verschieben oder entfernen Sie
        # zuerst diese.“
        _("There are still questions in this section. Move or remove them first."),
    )
    rows.delete(section, call, by=by, at=at)


@transaction.atomic
def remove_question(question: Question, *, by: User, at: datetime) -> None:
    """Take a question away that nobody has answered; saved empty answers go with it."""
    call = lock_call(question.call, by=by, at=at)
    check_unlocked(call)
    hold_drafts(call)
    row = call.questions.get(pk=question.pk)
    why = hindrance(row)
    check(not why, why)
    row.answers.all().delete()
    rows.delete(row, call, by=by, at=at)


def hindrance(question: Question) -> str:
    """Why this question cannot be removed; "" if it can. One query."""
    if question.code in PUBLISHED:
        return _(
            # Translators: de: „Diese Antwort wird veröffentlicht, wenn die Initiative einen Preis
            # erhält. Die Frage bleibt deshalb; ihren Wortlaut können Sie ändern.“
            "This answer is published if the initiative wins a prize. So the question stays; you "
            "can change its wording."
        )
    answered = answers_to(question)
    if not answered:
        return ""
    return ngettext(
        # Translators: de: „In %(n)d Bewerbung ist diese Frage schon beantwortet. Sie bleibt, damit
        # kein Text verloren geht; Sie können sie freiwillig machen.“, „In %(n)d Bewerbungen ist
        # diese Frage schon beantwortet. Sie bleibt, damit kein Text verloren geht; Sie können sie
        # freiwillig machen.“
        "%(n)d application has answered this question already. It stays, so that no text is lost; "
        "you can make it voluntary.",
        "%(n)d applications have answered this question already. It stays, so that no text is "
        "lost; you can make it voluntary.",
        answered,
    ) % {"n": answered}


def answers_to(question: Question) -> int:
    """How many applications hold a text for it, whatever their status. One query."""
    return Answer.objects.filter(question=question).exclude(text="").count()
