"""Where a juror is not impartial: declared by the juror, established and lifted by the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.actions.locking import own_initiative
from initiatives.models import Application, User
from initiatives.records import journal, letters
from initiatives.refusals import check

from ..models import Assignment, Concern, Conflict, Ground, Juror

NOTE_LIMIT = 300


@transaction.atomic
def declare(
    juror: Juror,
    grounds: Mapping[Assignment, str],
    *,
    by: User,
    at: datetime,
    notes: Mapping[Assignment, str] | None = None,
) -> None:
    """Say for each case whether the juror is impartial ("") or on which ground not.

    A conflict takes the case away at once; a sheet begun or finished on it no longer counts. Who is
    impartial in spite of a concern says why in the note: that dismisses the concern.
    """
    juror = Juror.objects.select_for_update(no_key=True).get(pk=juror.pk)
    check(juror.user_id == by.pk, _("Only the juror can declare this."))
    own = Assignment.objects.visible_to(by).filter(juror=juror)
    check(
        set(own.select_for_update(of=("self",))).issuperset(grounds),
        _("You cannot judge this case."),
    )
    raised: dict[int, list[Concern]] = {}
    for concern in Concern.objects.open().from_data().filter(juror=juror).select_for_update():
        raised.setdefault(concern.application_id, []).append(concern)
    for assignment, ground in grounds.items():
        note = (notes or {}).get(assignment, "").strip()[:NOTE_LIMIT]
        concerns = raised.get(assignment.application_id, [])
        if not ground:
            # Translators: de: „Schreiben Sie, warum Sie trotz des Anhaltspunkts unbefangen sind.“
            check(note or not concerns, _("Write why you are impartial in spite of the concern."))
            Assignment.objects.filter(pk=assignment.pk, cleared_at=None).update(cleared_at=at)
            outcome, action = Concern.Outcome.DISMISSED, "juror.declared_impartial"
        else:
            check(ground in Ground.values, _("Choose one of the grounds."))
            bar(juror, assignment.application_id, ground, note=note, at=at)
            outcome, action = Concern.Outcome.CONFIRMED, "juror.declared_conflict"
        settle(concerns, outcome, note or str(dict(Ground.choices).get(ground, "")), by=by, at=at)
        settled = {"concerns": [str(concern.key) for concern in concerns]} if concerns else {}
        journal.record(action, about=assignment, by=by, at=at, ground=ground, **settled)


def settle(concerns: list[Concern], outcome: str, reason: str, *, by: User, at: datetime) -> None:
    """Say what became of concerns, in a transaction of the caller's."""
    Concern.objects.filter(pk__in=[concern.pk for concern in concerns]).update(
        outcome=outcome, reason=reason, settled_by=by, settled_at=at
    )


def bar(
    juror: Juror,
    application: int,
    ground: str,
    *,
    at: datetime,
    note: str = "",
    source: str = Conflict.Source.JUROR,
) -> Conflict:
    """Take the case (its primary key) from the juror, whose word on it no longer stands."""
    conflict, _new = Conflict.objects.standing().get_or_create(
        juror=juror,
        application_id=application,
        defaults={"ground": ground, "note": note, "source": source, "declared_at": at},
    )
    Assignment.objects.filter(juror=juror, application=application).update(cleared_at=None)
    return conflict


@transaction.atomic
def establish(
    juror: Juror, application: Application, *, ground: str, note: str, by: User, at: datetime
) -> Conflict:
    """The office finds that a juror is not impartial. The juror gets a letter without the case.

    Open concerns from data about the two are confirmed along with it. Raises NotAllowed while a
    request of the initiative about the same juror is open: that is to be decided instead.
    """
    rows = Juror.objects.select_for_update(of=("self",), no_key=True)
    juror = rows.select_related("user").get(pk=juror.pk)
    check_decides(by, application)
    # Translators: de: „Dieses Jurymitglied gehört zu einer anderen Jury.“
    check(juror.call_id == application.call_id, _("The juror sits in another jury."))
    check(ground in Ground.values, _("Choose one of the grounds."))
    # Translators: de: „Schreiben Sie, woraus sich die Befangenheit ergibt.“
    check(note.strip(), _("Write what the conflict of interest follows from."))
    both = {"juror": juror, "application": application}
    check(
        not Conflict.objects.standing().filter(**both).exists(),
        # Translators: de: „Für diesen Fall ist das Jurymitglied schon befangen.“
        _("The juror is recused from this case already."),
    )
    check(
        not Concern.objects.open_requests().filter(**both).exists(),
        # Translators: de: „Dazu liegt ein Antrag der Initiative vor. Entscheiden Sie über ihn.“
        _("The initiative has requested this. Decide on its request."),
    )
    made = bar(juror, application.pk, ground, at=at, note=note.strip(), source="office")
    concerns = Concern.objects.open().from_data().filter(**both)
    settle(list(concerns), Concern.Outcome.CONFIRMED, note.strip(), by=by, at=at)
    _record("juror.conflict_established", made, by=by, at=at, ground=ground)
    tell_juror("conflict_established", made, at=at)
    return made


@transaction.atomic
def lift(conflict: Conflict, *, reason: str, by: User, at: datetime) -> None:
    """The office lifts a conflict; the juror gets a letter and has to declare anew.

    Until then the case stays closed, and a sheet finished before it does not count.
    """
    conflict = (
        Conflict.objects.select_for_update(of=("self",))
        .select_related("juror__user", "application__initiative")
        .get(pk=conflict.pk)
    )
    check_decides(by, conflict.application)
    # Translators: de: „Diese Befangenheit ist schon aufgehoben.“
    check(conflict.lifted_at is None, _("This conflict of interest has been lifted already."))
    # Translators: de: „Nennen Sie den Grund der Aufhebung.“
    check(reason.strip(), _("Give the reason for lifting it."))
    conflict.lifted_at, conflict.lifted_by = at, by
    conflict.lifted_reason = reason.strip()[:NOTE_LIMIT]
    conflict.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    own = Assignment.objects.filter(juror=conflict.juror, application=conflict.application)
    own.update(cleared_at=None)
    _record("juror.conflict_lifted", conflict, by=by, at=at)
    if own.filter(withdrawn_at=None).exists() and conflict.juror.left_at is None:
        tell_juror("conflict_lifted", conflict, at=at)


def check_decides(by: User, application: Application) -> None:
    """Raises NotAllowed unless `by` is of the office and may decide on this application."""
    check(office.may_administer(by), _("Your role reads and does not decide."))
    check(office.may_decide(by, application), own_initiative())


def _record(action: str, conflict: Conflict, *, by: User, at: datetime, **data: str) -> None:
    juror = str(conflict.juror.key)
    journal.record(action, about=conflict.application, by=by, at=at, juror=juror, **data)


def tell_juror(kind: str, conflict: Conflict, *, at: datetime) -> None:
    """A letter to the juror that names no case: a conflict takes that away from everywhere."""
    user = conflict.juror.user
    letters.draft(
        kind,
        to=user.email,
        at=at,
        about=conflict.juror,
        context={"conflict": conflict, "juror": conflict.juror, "person": user},
        language=user.language,
    )
