"""Who did what in an application, as its members may read it: the journal, cut down to them.

What stands in neither list below is not shown, whatever is written into the journal later: the
jury's work is nobody's business here, and who asked for an initiative in vain is not either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import Answer, Application, JournalEntry, Membership, OfficeMember, User
from .records.words import words
from .templatetags.award import full_time, last_minute

OF_MEMBERS = frozenset(
    {
        "application.answers_copied",
        "application.attached",
        "application.confirmed",
        "application.declared",
        "application.detached",
        "application.file_infected",
        "application.reopened",
        "application.rights_confirmed",
        "application.rights_taken_back",
        "application.started",
        "application.submitted",
        "application.withdrawn",
        "initiative.declined",
        "initiative.handed_over",
        "initiative.invitation_withdrawn",
        "initiative.invited",
        "initiative.invited_again",
        "initiative.joined",
        "initiative.left",
        "initiative.member_removed",
        "initiative.role_changed",
    }
)
OF_THE_OFFICE = frozenset(
    {
        "application.admitted",
        "application.changes_requested",
        "application.changes_taken_back",
        "application.excluded",
        "application.extended",
        "initiative.claim_granted",
    }
)


class Event(NamedTuple):
    """One entry in words; `who` is "" where the program itself acted."""

    at: datetime
    what: str
    detail: str
    who: str


def entries(application: Application) -> QuerySet[JournalEntry]:
    """What the journal says of it and of who acts for its initiative, newest first."""
    of_it = Q(about_kind="initiatives.application", about_key=str(application.key))
    of_its_team = Q(
        about_kind="initiatives.initiative",
        about_key=str(application.initiative.key),
        action__startswith="initiative.",
    )
    shown = JournalEntry.objects.filter(action__in=OF_MEMBERS | OF_THE_OFFICE)
    return shown.filter(of_it | of_its_team).order_by("-number")


def told(application: Application, rows: Iterable[JournalEntry]) -> list[Event]:
    """The entries in words, with names; the office has none. Three queries."""
    rows = list(rows)
    keys = {str(key) for row in rows for key in (row.actor, row.data.get("person")) if key}
    people = {str(person.key): person for person in User.objects.filter(key__in=keys)}
    members = set(
        Membership.objects.filter(
            initiative_id=application.initiative_id, user__in=people.values()
        ).values_list("user_id", flat=True)
    )
    office = set(
        OfficeMember.objects.filter(user__in=people.values()).values_list("user_id", flat=True)
    )
    strangers = office - members
    return [
        Event(row.at, words(row), _detail(row, people), _who(row, people, strangers))
        for row in rows
    ]


def _who(row: JournalEntry, people: dict[str, User], strangers: set[int]) -> str:
    if row.actor is None:
        # Translators: de: „das Programm selbst“
        return pgettext("the software", "the application itself")
    person = people.get(str(row.actor))
    if row.action in OF_THE_OFFICE or (person and person.pk in strangers):
        # Translators: de: „Geschäftsstelle“
        return _("Award office")
    # Translators: de: „Gelöschtes Konto“
    return str(person) if person else _("Deleted account")


def _detail(row: JournalEntry, people: dict[str, User]) -> str:
    """A version, a date, the person it was done to."""
    if version := row.data.get("version"):
        # Translators: de: „Fassung %(version)d“
        return _("Version %(version)d") % {"version": version}
    if until := row.data.get("until"):
        # Translators: de: „bis %(time)s“
        return _("until %(time)s") % {"time": full_time(last_minute(datetime.fromisoformat(until)))}
    said = [str(people[key])] if (key := row.data.get("person", "")) in people else []
    if (role := row.data.get("role")) in Membership.Role.values:
        said.append(str(Membership.Role(role).label))
    return ", ".join(said)


def saves(application: Application) -> QuerySet[Answer]:
    """The answers in the order of the form, with who saved each of them last."""
    rows = application.answers.select_related("question__section", "saved_by")
    return rows.order_by("question__section__position", "question__position", "question_id")
