"""Feedback to those who applied: from what jurors wrote for them, in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import Application, Call, Criterion, User
from initiatives.records import journal, letters
from initiatives.refusals import check
from initiatives.rules import EDITING, may_administer
from initiatives.statuses import Status
from jury.actions import judged

from ..models import Feedback, FeedbackText, Release

FEEDBACK_LIMIT = 1500  # characters on one criterion


def stored(application: Application) -> dict[str, str]:
    """The feedback as it is written now, by code of the criterion; "" where nothing is yet."""
    written = dict(
        FeedbackText.objects.filter(feedback__application=application).values_list(
            "criterion__code", "text"
        )
    )
    return {criterion.code: written.get(criterion.code, "") for criterion in judged(application)}


@transaction.atomic
def write_feedback(
    application: Application,
    given: Mapping[str, str],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> Feedback:
    """Store the texts by code of the criterion. Raises Stale if somebody changed them meanwhile.

    Not before the judging has ended, not after the release.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check(
        application.status == Status.ADMITTED,
        # Translators: de: „Rückmeldung erhalten Bewerbungen, die zugelassen und beurteilt wurden.“
        _("Feedback goes to applications that were admitted and judged."),
    )
    ends = application.call.judging_until
    check(
        ends and at >= ends,
        # Translators: de: „Die Rückmeldung wird geschrieben, wenn die Bewertung beendet ist.“
        _("Feedback is written once the judging has ended."),
    )
    feedback, _new = Feedback.objects.get_or_create(application=application)
    check(
        feedback.released_at is None,
        # Translators: de: „Diese Rückmeldung ist freigegeben und ändert sich nicht mehr.“
        _("This feedback is released; it can no longer change."),
    )
    before = stored(application)
    wanted = {code: texts.clean(given.get(code, "")).strip() for code in before}
    if not shown.is_news(seen, stored=before, given=wanted):
        return feedback
    criteria = {criterion.code: criterion for criterion in judged(application)}
    for code, text in wanted.items():
        if text != before[code]:
            FeedbackText.objects.update_or_create(
                feedback=feedback,
                criterion=criteria[code],
                defaults={"text": text, "saved_at": at, "saved_by": by},
            )
    journal.record("feedback.written", about=application, by=by, at=at)
    return feedback


def unfinished(call: Call) -> list[tuple[Application, list[Criterion]]]:
    """Admitted applications whose feedback lacks a criterion, with what it lacks. Three queries."""
    written: dict[int, set[int]] = {}
    texts_of_call = FeedbackText.objects.filter(feedback__application__call=call).exclude(text="")
    for application, criterion in texts_of_call.values_list(
        "feedback__application_id", "criterion_id"
    ):
        written.setdefault(application, set()).add(criterion)
    general = [criterion for criterion in call.criteria.all() if not criterion.is_optional]
    cases: Any = call.applications.admitted().with_card().order_by("initiative__sort_name", "pk")
    found = []
    for case in cases:
        asked = [*general, *(row.criterion for row in case.declared_rows)]
        lacking = [c for c in asked if c.pk not in written.get(case.pk, set())]
        if lacking:
            found.append((case, lacking))
    return found


@transaction.atomic
def release_feedback(call: Call, *, by: User, at: datetime) -> int:
    """Let all members of all judged applications read their feedback, by letter, at once.

    Returns to how many applications. Raises NotAllowed before the laureates are announced and the
    ceremony was held, and while a text is missing.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update().get(pk=call.pk)
    check(
        call.ceremony_at
        and at >= call.ceremony_at
        and Release.objects.public(at).filter(call=call).exists(),
        # Translators: de: „Rückmeldungen gehen hinaus, wenn die Preisverleihung
        # stattgefunden hat und die Preisträger bekannt gemacht sind.“
        _("Feedback goes out once the ceremony was held and the laureates are announced."),
    )
    missing = unfinished(call)
    check(
        not missing,
        # Translators: de: „Es fehlt noch Text, zuerst bei %(name)s.“
        _("Text is still missing, first at %(name)s.")
        % {"name": missing[0][0].initiative.name if missing else ""},
    )
    ready = Feedback.objects.filter(application__call=call, released_at=None)
    ready = ready.filter(application__status=Status.ADMITTED)
    released = list(ready.select_related("application__initiative", "application__call"))
    check(
        released,
        # Translators: de: „Alle Rückmeldungen sind schon freigegeben.“
        _("All feedback has been released already."),
    )
    for feedback in released:
        feedback.released_at, feedback.released_by = at, by
        feedback.save(update_fields=["released_at", "released_by"])
        _tell(feedback, at=at)
    journal.record("feedback.released", about=call, by=by, at=at, applications=len(released))
    return len(released)


def _tell(feedback: Feedback, *, at: datetime) -> None:
    application = feedback.application
    members = application.initiative.memberships.filter(role__in=EDITING)
    for member in members.select_related("user"):
        letters.draft(
            "feedback",
            to=member.user.email,
            at=at,
            about=application,
            context={"application": application},
            language=member.user.language,
            dedup_key=f"feedback:{application.key}:{member.user.key}",
        )
