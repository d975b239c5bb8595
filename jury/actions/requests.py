"""An initiative asks that a juror does not judge its application; the office decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as members
from initiatives.actions.changes import tell_members
from initiatives.models import Application, User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.statuses import Status

from ..models import Concern, Conflict, Ground, Juror
from .conflicts import bar, check_decides, tell_juror

MAX_OPEN = 3
REASON_LIMIT = 600


def takes_requests(application: Application, *, at: datetime) -> bool:
    """Whether jurors may be named: once handed in, and until the judging begins."""
    begins = application.call.judging_from
    handed_in = application.status in (Status.SUBMITTED, Status.ADMITTED)
    return handed_in and (begins is None or at < begins)


@transaction.atomic
def request_exclusion(
    application: Application, juror: Juror, *, reason: str, by: User, at: datetime
) -> Concern:
    """Name a juror who shall not judge. Until the office has decided the juror has no part in it.

    A second click gets the same request. Raises NotAllowed once judging has begun, for more than
    three open ones, and for words the office has decided on before.
    """
    application = _locked(application)
    _check_writes(by, application)
    check(
        application.status in (Status.SUBMITTED, Status.ADMITTED),
        # Translators: de: „Reichen Sie die Bewerbung zuerst ein.“
        _("Hand the application in first."),
    )
    check(
        takes_requests(application, at=at),
        # Translators: de: „Die Bewertung hat begonnen. Wenden Sie sich bitte direkt an die
        # Geschäftsstelle.“
        _("Judging has begun. Please turn to the office directly."),
    )
    check(
        juror.call_id == application.call_id and juror.left_at is None,
        # Translators: de: „Diese Person gehört nicht zur Jury.“
        _("This person is not on the jury."),
    )
    reason = reason.strip()
    # Translators: de: „Schreiben Sie, warum Sie an der Unparteilichkeit zweifeln.“
    check(reason, _("Write why you doubt the impartiality."))
    requests = application.concerns.requests()
    if open_one := requests.open().filter(juror=juror).first():
        check(
            open_one.evidence == reason,
            # Translators: de: „Zu dieser Person haben Sie schon einen Antrag gestellt.“
            _("You have made a request about this person already."),
        )
        return open_one
    check(
        requests.open().count() < MAX_OPEN,
        # Translators: de: „Mehr als drei Anträge können nicht zugleich offen sein.“
        _("No more than three requests can be open at a time."),
    )
    check(
        not requests.filter(juror=juror, evidence=reason).exclude(outcome="withdrawn").exists(),
        # Translators: de: „Darüber hat die Geschäftsstelle schon entschieden. Ein neuer Antrag
        # braucht neue Gründe.“
        _("The office has decided on this already. A new request needs new reasons."),
    )
    made = Concern.objects.create(
        juror=juror,
        application=application,
        kind=Concern.Kind.REQUEST,
        evidence=reason,
        raised_at=at,
        raised_by=by,
    )
    _record("application.exclusion_requested", made, by=by, at=at)
    return made


@transaction.atomic
def take_back_exclusion(request: Concern, *, by: User, at: datetime) -> None:
    """The initiative no longer asks; the juror reads the case again as before. Idempotent."""
    application = _locked(request.application)
    _check_writes(by, application)
    request = _reread(request)
    if request.outcome == Concern.Outcome.WITHDRAWN:
        return
    check(request.settled_at is None, _decided())
    request.outcome, request.settled_at, request.settled_by = Concern.Outcome.WITHDRAWN, at, by
    request.save(update_fields=["outcome", "settled_at", "settled_by"])
    _record("application.exclusion_taken_back", request, by=by, at=at)


@transaction.atomic
def confirm_request(request: Concern, *, ground: str, reason: str, by: User, at: datetime) -> None:
    """The office finds the juror not impartial: a conflict. Initiative and juror are written to."""
    request = _decidable(request, reason=reason, by=by)
    check(ground in Ground.values, _("Choose one of the grounds."))
    made = bar(request.juror, request.application_id, ground, at=at, source="request")
    _decide(request, Concern.Outcome.CONFIRMED, reason, by=by, at=at)
    if made.source == Conflict.Source.REQUEST:  # else it stood before
        tell_juror("conflict_established", made, at=at)


@transaction.atomic
def dismiss_request(request: Concern, *, reason: str, by: User, at: datetime) -> None:
    """The office sees no conflict: the juror goes on as before. The initiative is written to."""
    request = _decidable(request, reason=reason, by=by)
    _decide(request, Concern.Outcome.DISMISSED, reason, by=by, at=at)


def _check_writes(by: User, application: Application) -> None:
    check(
        members.may_edit(by, application),
        # Translators: de: „Das kann nur, wer die Bewerbung schreiben darf.“
        _("Only those who write the application can do this."),
    )


def _locked(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("call", "initiative").get(pk=application.pk)


def _reread(request: Concern) -> Concern:
    """As it is now; ask under the lock of its application."""
    rows = Concern.objects.requests().select_for_update(of=("self",))
    return rows.select_related("juror__user", "application__initiative").get(pk=request.pk)


def _decidable(request: Concern, *, reason: str, by: User) -> Concern:
    check_decides(by, _locked(request.application))
    request = _reread(request)
    check(request.settled_at is None, _decided())
    # Translators: de: „Begründen Sie die Entscheidung. Die Initiative liest das.“
    check(reason.strip(), _("Give reasons for the decision. The initiative reads them."))
    return request


def _decided() -> str:
    # Translators: de: „Über diesen Antrag ist schon entschieden.“
    return _("This request has been decided already.")


def _decide(request: Concern, outcome: str, reason: str, *, by: User, at: datetime) -> None:
    request.outcome, request.reason = outcome, reason.strip()[:REASON_LIMIT]
    request.settled_at, request.settled_by = at, by
    request.save(update_fields=["outcome", "reason", "settled_at", "settled_by"])
    _record("application.exclusion_decided", request, by=by, at=at, outcome=str(outcome))
    context = {"request": request, "application": request.application}
    tell_members(request.application, "exclusion_decided", at=at, context=context)


def _record(action: str, request: Concern, *, by: User, at: datetime, **data: str) -> None:
    juror = str(request.juror.key)
    journal.record(action, about=request.application, by=by, at=at, juror=juror, **data)
