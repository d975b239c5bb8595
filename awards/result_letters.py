"""Letters on the result: whom the jury's decisions concern, and each letter as it goes out.

Which letter an application gets is never noted beforehand; it follows from the confirmed list of
decisions. So nobody can get both, and a changed decision changes the letter. A prize that is taken
back after the announcement has a letter of its own, see docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.models import Application, Membership
from initiatives.records import letters
from initiatives.rules import EDITING
from initiatives.statuses import Status

from . import decision_list, prizes_withdrawn
from .ceremonies.calendar import where
from .models import Decision, Prize, Release, ResultLetter
from .outgoing import LANGUAGES, Kind, Outgoing, Recipient, State, Written
from .photos import Gap
from .prizes_withdrawn import SealThen, Withdrawal

TEMPLATES = {
    Kind.LAUREATE: "result_laureate",
    Kind.OTHER: "result_other",
    Kind.WITHDRAWN: "prize_withdrawn",
}
# What a laureate is told, in the words of the letter that replaces one in which it was different.
FACTS = {
    # Translators: de: „der Preis“, in a list of what has changed
    "prize": gettext_lazy("the prize"),
    # Translators: de: „das Ende der Sperrfrist“, in a list of what has changed
    "embargo": gettext_lazy("the end of the embargo"),
    # Translators: de: „der Beginn der Preisverleihung“, in a list of what has changed
    "held_at": gettext_lazy("the beginning of the ceremony"),
    # Translators: de: „der Ort der Preisverleihung“, in a list of what has changed
    "place": gettext_lazy("the place of the ceremony"),
}


def of(
    release: Release, *, application: Application | None = None, at: datetime | None = None
) -> list[Outgoing]:
    """All letters of a call or that of one application: laureates by prize, then the others by
    name. Empty until the list of decisions is confirmed.

    With `at`, a letter sent to a laureate no longer turns wrong once the embargo is over: what is
    public is read there. Seven queries for a draft, whatever their number; else up to nine.
    """
    if not decision_list.is_confirmed(release.call_id):
        return []
    release = Release.objects.select_related("call__ceremony").get(pk=release.pk)
    decided = Decision.objects.filter(prize__call=release.call_id).select_related("prize")
    decisions = {decision.application_id: decision for decision in decided}
    told = Q(result_letter__kind=Kind.LAUREATE, result_letter__sent_at__isnull=False)
    cases: Any = Application.objects.filter(
        Q(status=Status.ADMITTED) | told, call=release.call_id
    ).select_related("initiative", "call", "result_letter__seen_by", "feedback")
    if application is not None:
        cases = cases.filter(pk=application.pk)
    cases = list(cases.order_by("initiative__sort_name", "pk"))
    members = _members(cases)
    withdrawals = prizes_withdrawn.of(release, decisions)
    is_over = at is not None and release.embargo_until <= at
    found = [
        _outgoing(
            case,
            release,
            decisions.get(case.pk),
            members.get(case.initiative_id, []),
            withdrawals.get(case.pk),
            is_over=is_over,
        )
        for case in cases
    ]
    return sorted(found, key=_by_prize)


def _by_prize(one: Outgoing) -> tuple[bool, int]:
    return (one.decision is None, one.decision.prize.position if one.decision else 0)


def one(release: Release, key: UUID, *, at: datetime | None = None) -> Outgoing | None:
    """The letter of the application with this key; None where there is none to write."""
    case = Application.objects.filter(key=key, call=release.call_id).first()
    found = of(release, application=case, at=at) if case else []
    return found[0] if found else None


def _members(cases: Iterable[Application]) -> dict[int, list[Recipient]]:
    """Everybody who acts for an initiative, by the initiative."""
    found: dict[int, list[Recipient]] = {}
    members = Membership.objects.filter(
        initiative__in=[case.initiative_id for case in cases],
        role__in=EDITING,
        user__is_active=True,
    )
    for member in members.select_related("user").order_by("pk"):
        user = member.user
        person = Recipient(user.name, user.email, _spoken(user.language), str(user.key))
        found.setdefault(member.initiative_id, []).append(person)
    return found


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _outgoing(
    case: Application,
    release: Release,
    decision: Decision | None,
    members: list[Recipient],
    withdrawal: Withdrawal | None,
    *,
    is_over: bool,
) -> Outgoing:
    row = getattr(case, "result_letter", None) or ResultLetter(application=case)
    kind = None
    if withdrawal:
        kind = Kind.WITHDRAWN
    elif case.status == Status.ADMITTED:
        kind = Kind.LAUREATE if decision else Kind.OTHER
    recipients = members
    if not members and case.contact_email:
        recipients = [Recipient(case.contact_name, case.contact_email, LANGUAGES[0], "")]
    facts = _facts(release, decision) if decision else {}
    changed = _changed(row, facts) if row.is_told() and not is_over else []
    found = Outgoing(case, kind, decision, row, recipients, {}, facts, changed, withdrawal)
    return found._replace(written=_written(found, release)) if kind else found


def _facts(release: Release, decision: Decision) -> dict[str, str]:
    ceremony = getattr(release.call, "ceremony", None)
    return {
        "prize": decision.prize.name.get("de", ""),
        "embargo": f"{_iso(release.embargo_until)} {release.opens}",
        "held_at": _iso(release.held_at()),
        "place": ", ".join(where(ceremony)) if ceremony else release.place,
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _changed(row: ResultLetter, facts: Mapping[str, str]) -> list[str]:
    """The facts that were told and are different now; one that was open then contradicts nobody."""
    return [name for name in FACTS if facts and row.told.get(name) not in ("", None, facts[name])]


def _written(found: Outgoing, release: Release) -> dict[str, Written]:
    template = TEMPLATES[Kind(str(found.kind))]
    context = {
        "application": found.application,
        "call": release.call,
        "release": release,
        "ceremony": getattr(release.call, "ceremony", None),
        "held_at": release.held_at(),
        "prize": found.decision.prize if found.decision else None,
        "kinds": Prize.Kind,
        "has_seal": bool(found.decision and found.decision.prize.carries_seal),
        "addition": found.row.addition if found.row.kind == found.kind else "",
        "replaces": found.row.taken_back_at or found.row.sent_at,
        "has_feedback": _has_feedback(found.application),
        "withdrawal": found.withdrawal,
        "seal_then": SealThen,
        "told_at": found.row.sent_at,
    }
    made = {}
    for language in LANGUAGES:
        with translation.override(language):
            changed = ", ".join(str(FACTS[name]) for name in found.changed)
            more = {**context, "changed": changed}
            made[language] = Written(*letters.written(template, more, language=language))
    return made


def _has_feedback(application: Application) -> bool:
    feedback = getattr(application, "feedback", None)
    return bool(feedback and feedback.released_at)


def names_a_day_to_come(found: Outgoing, at: datetime) -> bool:
    """Whether the day for which a letter to the others promises feedback still lies ahead."""
    day = found.application.call.feedback_at
    return _has_feedback(found.application) or bool(day and at < day)


# -- What is missing before the release --------------------------------------------------------


def gaps(release: Release) -> list[Gap]:
    """Letters to laureates that were not read or sent, those to others that were not read."""
    page = reverse("office:result_letters", args=[release.call.year])
    found, unread, ends = [], [], None
    for letter in of(release):
        if letter.kind == Kind.OTHER and letter.state != State.WRONG:
            ends = letter.application.call.feedback_at
            unread += [letter] if letter.state in (State.UNSEEN, State.NOBODY) else []
            continue
        if words := _lacking(letter):
            told = words % {"name": letter.application.initiative.name}
            ready = letter.is_ready
            found.append(Gap(told, page if ready else _page(letter)))
    if unread:
        words = ngettext(
            # Translators: de: „%(n)d Brief an eine Bewerbung ohne Preis ist noch nicht gelesen.“,
            # „%(n)d Briefe an Bewerbungen ohne Preis sind noch nicht gelesen.“
            "%(n)d letter to an application without a prize has not been read yet.",
            "%(n)d letters to applications without a prize have not been read yet.",
            len(unread),
        )
        found.append(Gap(words % {"n": len(unread)}, _page(unread[0])))
    if ends and ends <= release.embargo_until:
        # Translators: de: „Für die Rückmeldungen ist ein Tag vor der Bekanntgabe genannt. Nennen
        # Sie einen späteren.“
        words = _("The day named for feedback lies before the announcement. Name a later one.")
        found.append(Gap(words, reverse("office:call_dates", args=[release.call.year])))
    return found


def _page(letter: Outgoing) -> str:
    return reverse("office:result_letter", args=[letter.application.key])


def _lacking(letter: Outgoing) -> str:
    if letter.state == State.WRONG and letter.kind != Kind.LAUREATE:
        # Translators: de: „%(name)s weiß von einem Preis, den es nicht mehr gibt. Nehmen Sie den
        # Brief zurück.“
        return _("%(name)s knows of a prize that is no longer given. Take the letter back.")
    if letter.state == State.WRONG and not letter.is_seen:
        # Translators: de: „Der Brief an %(name)s stimmt nicht mehr. Lesen Sie den neuen.“
        return _("The letter to %(name)s is no longer right. Read the new one.")
    if letter.is_ready:
        # Translators: de: „Der Brief an %(name)s ist gelesen, aber nicht gesendet.“
        return _("The letter to %(name)s has been read but not sent.")
    if letter.state == State.NOBODY:
        # Translators: de: „Für %(name)s gibt es niemanden, an den der Brief gehen kann.“
        return _("For %(name)s there is nobody to whom the letter could go.")
    if letter.state == State.UNSEEN:
        # Translators: de: „Der Brief an %(name)s ist noch nicht gelesen.“
        return _("The letter to %(name)s has not been read yet.")
    return ""
