"""What the office has to do today, each with the one link that does it. Computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from initiatives.models import (
    Attachment,
    Call,
    Claim,
    JournalEntry,
    Letter,
    LetterStatus,
    Scan,
    User,
)
from initiatives.records.letters import ATTEMPTS
from initiatives.rules import may_administer
from initiatives.statuses import HANDED_IN, Status
from initiatives.templatetags.award import day_month
from jury import duties

from . import decision_list, jury_todos, meeting_todos, readiness, reading_todos, rules
from .models import Decision, DecisionList, Release
from .todo import Todo

LATE, DAY, SOON = timedelta(minutes=15), timedelta(days=1), timedelta(days=14)
SCANNED_WITHIN = timedelta(hours=1)


def of(
    call: Call | None,
    *,
    at: datetime,
    user: User,
    sheets: dict[str, int],
    preparing: Iterable[Call] = (),
) -> list[Todo]:
    """Overdue things first. `sheets` counts those `expected` and those `finished`; see
    `reading_todos` for what else.

    `preparing` are the calls that only the office sees so far.
    """
    found = [*_letters(at), *_claims(), *(_preparing(draft, at) for draft in preparing)]
    if call is not None:
        found += _proposals(call, at)
        found += _files(call, at)
        found += _screening(call, at)
        found += _changes(call, at)
        found += [Todo(*duty) for duty in duties.of(call, at)]
        found += reading_todos.of(call, at=at, sheets=sheets)
        found += jury_todos.of(call, at=at)
        found += meeting_todos.of(call, at=at)
        found += _sheets(call, at, sheets["expected"] - sheets["finished"])
        if call.judging_until and at >= call.judging_until:
            found += _outcome(call, user, at)
    return sorted(found, key=lambda todo: todo.mark != "overdue")


def _preparing(call: Call, at: datetime) -> Todo:
    """A call that is to open: what still keeps it back; pressing two weeks before."""
    blocks = sum(item.blocks for item in readiness.of(call, at=at))
    soon = call.opens_at is not None and call.opens_at - at < SOON
    # Translators: de: „soll am %(day)s öffnen“
    when = _("is to open on %(day)s") % {"day": day_month(call.opens_at)}
    if blocks:
        # Translators: de: „Auslobung %(year)d vorbereiten“
        what = _("Prepare the call %(year)d")
        why = ngettext(
            # Translators: de: „%(n)d Sache fehlt noch, bevor Sie sie bekannt machen können.“,
            # „%(n)d Dinge fehlen noch, bevor Sie sie bekannt machen können.“
            "%(n)d thing is missing before you can announce it.",
            "%(n)d things are missing before you can announce it.",
            blocks,
        ) % {"n": blocks}
        # Translators: de: „Vorbereiten“
        action = _("Prepare it")
    else:
        # Translators: de: „Auslobung %(year)d bekannt machen“
        what = _("Announce the call %(year)d")
        # Translators: de: „Alles Nötige ist da. Bis dahin sieht sie nur die Geschäftsstelle.“
        why = _("All that is needed is there. Until then only the office sees it.")
        # Translators: de: „Bekannt machen“
        action = _("Announce it")
    url = reverse("office:call", args=[call.year])
    return Todo("overdue" if soon else "begun", when, what % {"year": call.year}, why, url, action)


def _letters(at: datetime) -> Iterator[Todo]:
    """Four counts in one query."""
    open_ones = Q(is_secret=False)
    failed = open_ones & Q(status=LetterStatus.FAILED)
    counts = Letter.objects.exclude(status=LetterStatus.SENT).aggregate(
        given_up=Count("pk", filter=failed & Q(attempts__gte=ATTEMPTS)),
        refused=Count("pk", filter=failed & Q(attempts__lt=ATTEMPTS)),
        late=Count(
            "pk",
            filter=open_ones & ~Q(status=LetterStatus.FAILED) & Q(written_at__lt=at - LATE),
        ),
        secret=Count(
            "pk", filter=Q(is_secret=True, written_at__lt=at - LATE, written_at__gt=at - DAY)
        ),
    )
    outbox = reverse("office:letters")
    for name, what, why, url in (
        (
            "given_up",
            ngettext_lazy("%(n)d letter was given up", "%(n)d letters were given up", "n"),
            _("All attempts of a day have failed. See why, then send again."),
            outbox + "?stand=failed",
        ),
        (
            "refused",
            ngettext_lazy("%(n)d letter did not go out", "%(n)d letters did not go out", "n"),
            _("Sending failed; for about a day it is tried again by itself."),
            outbox + "?stand=failed",
        ),
        (
            "late",
            ngettext_lazy(
                "%(n)d letter has waited for a while", "%(n)d letters have waited for a while", "n"
            ),
            _("For more than 15 minutes. Ask those who run this site whether the worker runs."),
            outbox,
        ),
        (
            "secret",
            ngettext_lazy(
                "%(n)d sign-in code did not go out", "%(n)d sign-in codes did not go out", "n"
            ),
            _("Somebody could not sign in today. Ask those who run this site about the mail."),
            outbox,
        ),
    ):
        if counts[name]:
            yield Todo(
                "overdue", _("now"), str(what % {"n": counts[name]}), why, url, _("Look at them")
            )


def _claims() -> Iterator[Todo]:
    if waiting := Claim.objects.undecided().count():
        yield Todo(
            "open",
            # Translators: de: „Verzeichnis“
            _("directory"),
            # Translators: de: „%(n)d Anfrage an das Verzeichnis entscheiden“, „%(n)d Anfragen an
            # das Verzeichnis entscheiden“
            ngettext("Decide %(n)d claim", "Decide %(n)d claims", waiting) % {"n": waiting},
            # Translators: de: „Jemand sagt, eine Initiative des Verzeichnisses zu vertreten.“
            _("Somebody says to act for an initiative of the directory."),
            reverse("office:claims"),
            # Translators: de: „Entscheiden“
            _("Decide"),
        )


def _proposals(call: Call, at: datetime) -> Iterator[Todo]:
    waiting = call.proposals.waiting().count() if call.accepts(at) else 0
    if waiting:
        yield Todo(
            "open",
            # Translators: de: „Vorschläge“
            _("proposals"),
            # Translators: de: „%(n)d Vorschlag lesen“, „%(n)d Vorschläge lesen“
            ngettext("Read %(n)d proposal", "Read %(n)d proposals", waiting) % {"n": waiting},
            # Translators: de: „Jemand schlägt eine Initiative vor. Schreiben Sie ihr, solange die
            # Auslobung offen ist.“
            _("Somebody proposes an initiative. Write to it while the call is open."),
            reverse("office:proposals") + "?stand=waiting",
            # Translators: de: „Lesen“
            _("Read"),
        )


def _files(call: Call, at: datetime) -> Iterator[Todo]:
    """What the virus scanner found in applications handed in, and whether it answers at all."""
    waiting = Q(scan__in=(Scan.PENDING, Scan.ERROR), uploaded_at__lt=at - SCANNED_WITHIN)
    counts = Attachment.objects.filter(application__call=call).aggregate(
        infected=Count("pk", filter=Q(scan=Scan.INFECTED, application__status__in=HANDED_IN)),
        waiting=Count("pk", filter=waiting),
    )
    if counts["infected"]:
        what = ngettext(
            # Translators: de: „%(n)d Anlage enthält Schadsoftware“,
            # „%(n)d Anlagen enthalten Schadsoftware“
            "%(n)d attachment holds malware",
            "%(n)d attachments hold malware",
            counts["infected"],
        )
        yield Todo(
            "overdue",
            _("now"),
            what % {"n": counts["infected"]},
            # Translators: de: „Gesperrt; wer sie hochgeladen hat, weiß es. Bitten Sie um Ersatz.“
            _("Blocked; who uploaded it knows. Ask for another file."),
            reverse("office:applications"),
            _("Look at them"),
        )
    if counts["waiting"]:
        what = ngettext(
            # Translators: de: „%(n)d Datei wartet auf die Virenprüfung“,
            # „%(n)d Dateien warten auf die Virenprüfung“
            "%(n)d file waits for the virus scan",
            "%(n)d files wait for the virus scan",
            counts["waiting"],
        )
        yield Todo(
            "overdue",
            _("now"),
            what % {"n": counts["waiting"]},
            # Translators: de: „Seit über einer Stunde. Fragen Sie den Betrieb, ob der Scanner
            # läuft.“
            _("For more than an hour. Ask those who run this site whether the scanner runs."),
            reverse("office:applications"),
            _("Look at them"),
        )


def _screening(call: Call, at: datetime) -> Iterator[Todo]:
    unchecked = call.applications.filter(status=Status.SUBMITTED).count()
    if unchecked and not call.accepts(at):
        late = bool(call.checked_until and at >= call.checked_until)
        yield Todo(
            "overdue" if late else "open",
            _("overdue") if late else _("formal check"),
            ngettext("Check %(n)d application", "Check %(n)d applications", unchecked)
            % {"n": unchecked},
            _("Handed in, neither admitted nor excluded yet."),
            reverse("office:applications") + "?stand=submitted",
            _("Check"),
        )


def _changes(call: Call, at: datetime) -> Iterator[Todo]:
    """Requests for changes that were answered or missed, and what was withdrawn. Four queries.

    A request that was missed stays open for the office until it decides or takes it back.
    """
    handed_in: Any = call.applications.filter(status=Status.SUBMITTED).with_asked_until()
    missed = list(handed_in.filter(asked_until__lte=at).values_list("key", flat=True))
    replies = handed_in.filter(asked_until=None, change_requests__answered_at__isnull=False)
    answered = list(replies.values_list("key", flat=True).distinct())
    if missed:
        what = ngettext(
            # Translators: de: „%(n)d Bitte um Änderungen blieb ohne Antwort“,
            # „%(n)d Bitten um Änderungen blieben ohne Antwort“
            "%(n)d request for changes was not answered",
            "%(n)d requests for changes were not answered",
            len(missed),
        )
        yield Todo(
            "overdue",
            _("overdue"),
            what % {"n": len(missed)},
            # Translators: de: „Die Zeit ist um, die bisherige Fassung gilt. Entscheiden Sie, oder
            # nehmen Sie die Bitte zurück und fragen Sie noch einmal.“
            _("Time is up, the version before is valid. Decide, or take it back and ask anew."),
            _one_or_all(missed),
            _("Look at it"),
        )
    if answered:
        what = ngettext(
            # Translators: de: „%(n)d Antwort auf eine Bitte um Änderungen“,
            # „%(n)d Antworten auf Bitten um Änderungen“
            "%(n)d answer to a request for changes",
            "%(n)d answers to requests for changes",
            len(answered),
        )
        yield Todo(
            "open",
            _("formal check"),
            what % {"n": len(answered)},
            # Translators: de: „Die neue Fassung zeigt, was sich geändert hat.“
            _("The new version shows what has changed."),
            _one_or_all(answered),
            _("Look at it"),
        )
    yield from _withdrawn(call, at)


def _one_or_all(keys: list[UUID]) -> str:
    if len(keys) == 1:
        return reverse("office:application", args=[keys[0]])
    return reverse("office:applications") + "?stand=submitted"


def _withdrawn(call: Call, at: datetime) -> Iterator[Todo]:
    """What was handed in and taken back within a week: for the office to know."""
    recent = JournalEntry.objects.filter(action="application.withdrawn", at__gt=at - 7 * DAY)
    keys = list(recent.values_list("about_key", flat=True))
    gone = call.applications.filter(key__in=keys, snapshots__isnull=False).distinct().count()
    if gone:
        what = ngettext(
            # Translators: de: „%(n)d Bewerbung wurde zurückgezogen“,
            # „%(n)d Bewerbungen wurden zurückgezogen“
            "%(n)d application was withdrawn",
            "%(n)d applications were withdrawn",
            gone,
        )
        yield Todo(
            "open",
            # Translators: de: „diese Woche“
            _("this week"),
            what % {"n": gone},
            # Translators: de: „Zu tun ist nichts; das Journal sagt, wann und von wem.“
            _("Nothing needs doing; the journal says when and by whom."),
            reverse("office:journal"),
            # Translators: de: „Nachlesen“
            _("Read it up"),
        )


def _sheets(call: Call, at: datetime, missing: int) -> Iterator[Todo]:
    if missing and call.judging_from and call.judging_until and at >= call.judging_from:
        late = at >= call.judging_until
        yield Todo(
            "overdue" if late else "begun",
            _("overdue") if late else _("judging"),
            ngettext("%(n)d sheet is not finished", "%(n)d sheets are not finished", missing)
            % {"n": missing},
            _("The matrix below shows whose."),
            reverse("office:jury"),
            _("See who"),
        )


def _outcome(call: Call, user: User, at: datetime) -> Iterator[Todo]:
    """From the decision to the release: only the next step."""
    release = Release.objects.filter(call=call).first()
    if not Decision.objects.filter(prize__call=call).exists():
        yield Todo(
            "open",
            _("meeting"),
            _("Record the jury's decisions"),
            _("No prize has been given yet."),
            reverse("office:decisions"),
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
        mine = rules.may_confirm(user, release)
        yield Todo(
            "begun",
            _("release"),
            _("Confirm the release"),
            _("It waits for you.") if mine else _("It waits for a second person of the office."),
            reverse("office:release"),
            _("Look at it"),
        )
    elif call.ceremony_at and at >= call.ceremony_at and release.embargo_until <= at:
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
        reverse("office:decisions"),
        _("Look at it"),
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
