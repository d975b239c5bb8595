"""What follows the judging, from decisions to feedback: of all that, only the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call, User
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury.addresses import of_year

from .. import decision_list, rules
from ..models import Decision, DecisionList, Release
from .todo import Todo

HOUR = timedelta(hours=1)


def of(call: Call, *, user: User, at: datetime) -> Iterator[Todo]:
    release = Release.objects.filter(call=call).first()
    if release and release.confirmed_at:
        yield from _taken_back(call, release)
    if not Decision.objects.filter(prize__call=call).exists():
        yield Todo(
            "open",
            _("meeting"),
            _("Record the jury's decisions"),
            _("No prize has been given yet."),
            of_year("office:decisions", call),
            _("Record"),
        )
    elif not (release and release.confirmed_at) and not decision_list.is_confirmed(call):
        yield from _unconfirmed(call, user)
    elif release is None:
        yield Todo(
            "open",
            _("release"),
            _("Prepare the announcement"),
            _("Decisions are there, the announcement is not."),
            reverse("office:release"),
            _("Prepare"),
        )
    elif not release.confirmed_at:
        yield from _unread(call)
        mine = rules.may_confirm(user, release)
        yield Todo(
            "begun",
            _("release"),
            _("Confirm the release"),
            _("It waits for you.") if mine else _("It waits for a second person of the office."),
            reverse("office:release_check"),
            _("Look at it"),
        )
    elif call.ceremony_at and at >= call.ceremony_at and release.embargo_until <= at:
        yield from _untold(call, release, at)
        yield from _feedback(call, at)
    elif release.laureates.exclude(application__status=Status.ADMITTED).exists():
        yield Todo(
            "overdue",
            _("release"),
            _("Stop the release"),
            _("An application that is to be announced is no longer admitted."),
            reverse("office:release"),
            _("Look at it"),
        )


def _unconfirmed(call: Call, user: User) -> Iterator[Todo]:
    """A second person looks at the decisions before anything is announced."""
    changed = DecisionList.objects.filter(call=call).values_list("changed_by", flat=True).first()
    mine = may_administer(user) and changed != user.pk
    yield Todo(
        "open",
        _("meeting"),
        # Translators: de: „Beschlussliste bestätigen“
        _("Confirm the list of decisions"),
        # Translators: de: „Sie wartet auf Sie.“
        _("It waits for you.")
        if mine
        # Translators: de: „Sie wartet auf eine zweite Person aus der Geschäftsstelle.“
        else _("It waits for a second person of the office."),
        of_year("office:decisions", call),
        _("Look at it"),
    )


def _unread(call: Call) -> Iterator[Todo]:
    """Letters that nobody has read; which changed since is told by their own page."""
    unread = Q(result_letter=None) | Q(result_letter__seen_at=None)
    if count := call.applications.admitted().filter(unread).count():
        yield Todo(
            "open",
            _("release"),
            ngettext(
                # Translators: de: „%(n)d Ergebnisbrief lesen“, „%(n)d Ergebnisbriefe lesen“
                "Read %(n)d letter on the result",
                "Read %(n)d letters on the result",
                count,
            )
            % {"n": count},
            # Translators: de: „Kein Brief geht ungelesen hinaus.“
            _("No letter goes out unread."),
            reverse("office:result_letters", args=[call.year]),
            # Translators: de: „Durchsehen“
            _("Look through"),
        )


def _untold(call: Call, release: Release, at: datetime) -> Iterator[Todo]:
    """Applications without a prize that nobody has written to an hour after the announcement."""
    unsent = Q(result_letter=None) | Q(result_letter__sent_at=None)
    waiting = call.applications.admitted().filter(unsent, decisions=None)
    is_late = release.public_since() + HOUR <= at and not release.withdrawn_at
    if is_late and (count := waiting.count()):
        yield Todo(
            "overdue",
            _("overdue"),
            ngettext(
                # Translators: de: „%(n)d Bewerbung das Ergebnis mitteilen“,
                # „%(n)d Bewerbungen das Ergebnis mitteilen“
                "Tell %(n)d application the result",
                "Tell %(n)d applications the result",
                count,
            )
            % {"n": count},
            # Translators: de: „Die Bekanntgabe ist öffentlich, ihr Brief ist nicht gelesen.“
            _("The announcement is public, and their letter has not been read."),
            reverse("office:result_letters", args=[call.year]),
            _("Look through"),
        )


def _taken_back(call: Call, release: Release) -> Iterator[Todo]:
    """Prizes taken back after the announcement, whose initiatives nobody has written to."""
    gone = Q(withdrawn_at__isnull=False) | Q(release__withdrawn_at__isnull=False)
    lost = release.laureates.filter(gone, application__isnull=False)
    told = Q(application__result_letter__taken_back_at__isnull=False)
    if count := lost.exclude(told).count():
        yield Todo(
            "overdue",
            _("overdue"),
            ngettext(
                # Translators: de: „%(n)d Initiative schreiben, dass der Preis zurückgenommen ist“,
                # „%(n)d Initiativen schreiben, dass der Preis zurückgenommen ist“
                "Write to %(n)d initiative that the prize is taken back",
                "Write to %(n)d initiatives that the prize is taken back",
                count,
            )
            % {"n": count},
            # Translators: de: „Öffentlich steht es schon; der Brief dazu ist nicht gelesen.“
            _("It is public already; the letter on it has not been read."),
            reverse("office:result_letters", args=[call.year]),
            _("Look through"),
        )


def _feedback(call: Call, at: datetime) -> Iterator[Todo]:
    """After the ceremony: until every judged application has its feedback."""
    admitted = call.applications.admitted()
    waiting = admitted.filter(feedback=None) | admitted.filter(feedback__released_at=None)
    if count := waiting.count():
        late = bool(call.feedback_at and at >= call.feedback_at)
        yield Todo(
            "overdue" if late else "open",
            # Translators: de: „Rückmeldung“
            _("overdue") if late else _("feedback"),
            ngettext(
                # Translators: de: „Rückmeldung an %(n)d Bewerbung schreiben“,
                # „Rückmeldungen an %(n)d Bewerbungen schreiben“
                "Write the feedback to %(n)d application",
                "Write the feedback to %(n)d applications",
                count,
            )
            % {"n": count},
            # Translators: de: „Aus dem, was die Jury dafür freigegeben hat; alle
            # erhalten sie zugleich.“
            _("From what the jury wrote for it; all receive it at the same time."),
            reverse("office:feedback"),
            # Translators: de: „Schreiben“
            _("Write"),
        )
