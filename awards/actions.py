"""What comes of the judging: decisions, and their release at a second that was set before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, Call, Local, User
from initiatives.names import slug, sort_key
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury import results

from . import rules
from .models import Decision, Laureate, Prize, Release

RELEASE_TEXTS = (
    "headline",
    "subline",
    "lead",
    "call_text",
    "presenters_text",
    "background",
    "occasion",
    "place",
)


@transaction.atomic
def decide(
    prize: Prize,
    application: Application,
    *,
    jury_statement: Mapping[str, str],
    by: User,
    at: datetime,
    deviation: str = "",
) -> Decision:
    """Record that the jury gives `prize` to `application`, for reasons that may be published.

    An equal prize below the line of the ranking needs a word on why. Raises NotAllowed when all
    places are taken, the case is not admitted, or the release is confirmed already.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(prize.call_id)
    prize = Prize.objects.select_for_update().get(pk=prize.pk)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check(
        application.call_id == prize.call_id and application.status == Status.ADMITTED,
        _("Only admitted applications of this call can receive a prize."),
    )
    check(jury_statement.get("de", "").strip(), _("Write the jury's reasons in German."))
    check(
        not Decision.objects.filter(application=application).exists(),
        _("This application has a prize already."),
    )
    check(
        prize.decisions.count() < prize.places,
        _("All places of this prize are taken. Take a decision back first."),
    )
    check(
        deviation.strip() or not _deviates(prize, application),
        _("The ranking places this application lower. Say why the jury decided otherwise."),
    )
    decision = Decision.objects.create(
        prize=prize,
        application=application,
        jury_statement=Local(jury_statement),
        deviation=deviation.strip(),
        decided_at=at,
        recorded_by=by,
    )
    journal.record("decision.recorded", about=decision, by=by, at=at, number=application.number)
    return decision


def _deviates(prize: Prize, application: Application) -> bool:
    """Whether an equal prize goes to a case behind as many others as there are such places."""
    if prize.kind != Prize.Kind.EQUAL:
        return False
    equal = prize.call.prizes.filter(kind=Prize.Kind.EQUAL)
    places = sum(equal.values_list("places", flat=True))
    for row in results.of_call(prize.call):
        if row.application.pk == application.pk:
            return row.standing is None or row.standing.place > places
    return True


def _keep_open(call_id: int) -> None:
    """Raise NotAllowed if the release is confirmed; let nobody confirm it while we decide."""
    release = Release.objects.select_for_update().filter(call_id=call_id).first()
    check(
        release is None or not release.confirmed_at,
        _("The release is confirmed; decisions can no longer change."),
    )


@transaction.atomic
def retract(decision: Decision, *, by: User, at: datetime) -> None:
    """Take a decision back that was recorded by mistake; the journal keeps both."""
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(decision.prize.call_id)
    number = decision.application.number
    journal.record("decision.retracted", about=decision, by=by, at=at, number=number)
    decision.delete()


@transaction.atomic
def prepare(
    call: Call, *, embargo_until: datetime, texts: Mapping[str, Any], by: User, at: datetime
) -> Release:
    """Write or change the draft of the announcement. Whoever prepares it cannot confirm it."""
    check(may_administer(by), _("Your role reads and does not decide."))
    release = Release.objects.select_for_update().filter(call=call).first() or Release(call=call)
    check(not release.confirmed_at, _("The release is confirmed; it can no longer change."))
    release.embargo_until, release.prepared_by, release.prepared_at = embargo_until, by, at
    for name in RELEASE_TEXTS:
        if name in texts:
            setattr(release, name, texts[name])
    release.save()
    journal.record(
        "release.prepared", about=release, by=by, at=at, embargo_until=embargo_until.isoformat()
    )
    return release


def gaps(release: Release) -> list[str]:
    """What still hinders the release, in words. One query."""
    missing = []
    if not release.headline:
        missing.append(_("The announcement has no headline."))
    if not release.lead:
        missing.append(_("The announcement has no lead."))
    decisions = Decision.objects.filter(prize__call=release.call_id).select_related("application")
    if not decisions:
        missing.append(_("No decision has been recorded."))
    for decision in decisions:
        if decision.application.status != Status.ADMITTED:
            text = _("%(number)s is no longer admitted. Take the decision back.")
            missing.append(text % {"number": decision.application.number})
    return missing


@transaction.atomic
def confirm(release: Release, *, by: User, at: datetime) -> Release:
    """The second person agrees: laureates are copied and frozen, and wait for the embargo's end."""
    release = Release.objects.select_for_update().select_related("call").get(pk=release.pk)
    check(may_administer(by), _("Your role reads and does not decide."))
    check(not release.confirmed_at, _("This release is confirmed already."))
    check(
        rules.may_confirm(by, release),
        _("You prepared this release. Somebody else of the office must confirm it."),
    )
    missing = gaps(release)
    check(not missing, " ".join(missing))
    for decision in Decision.objects.filter(prize__call=release.call).select_related(
        "application__initiative", "prize"
    ):
        _freeze(release, decision)
    release.confirmed_by, release.confirmed_at = by, at
    release.save()
    journal.record(
        "release.confirmed",
        about=release,
        by=by,
        at=at,
        laureates=sorted(release.laureates.values_list("slug", flat=True)),
        embargo_until=release.embargo_until.isoformat(),
    )
    return release


def _freeze(release: Release, decision: Decision) -> Laureate:
    """Copy what is published from the version handed in: later changes do not reach it."""
    application = decision.application
    content = application.snapshots.order_by("-version").values_list("content", flat=True)[0]
    initiative = content["initiative"]
    answers = {answer["code"]: answer["text"] for answer in content["answers"]}
    laureate = Laureate.objects.create(
        release=release,
        prize=decision.prize,
        initiative=application.initiative,
        application=application,
        slug=_address(release, content),
        name=initiative["name"],
        sort_name=sort_key(initiative["name"])[:200],
        entry=answers.get("title", ""),
        region=initiative["region"],
        states=initiative["states"],
        carrier=initiative["carrier"],
        summary=Local(de=answers.get("summary", "")),
        jury_statement=decision.jury_statement,
        links=[{"url": initiative["website"], "label": {"de": initiative["name"]}}]
        if initiative["website"]
        else [],
    )
    laureate.criteria.set(row.criterion for row in application.declared.all())
    return laureate


def _address(release: Release, content: Mapping[str, Any]) -> str:
    """The name for the address bar, with the number where it has no letters or is taken."""
    own = slug(content["initiative"]["name"])
    if own and not release.laureates.filter(slug=own).exists():
        return own
    return f"{own[:70]}-{content['number'].lower()}".strip("-")
