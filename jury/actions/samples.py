"""The office's sample cases: written, opened to the jury, closed. They never count for anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.actions.setting_up import lock_call, rows
from initiatives.models import Call, User
from initiatives.records import journal, letters
from initiatives.refusals import check

from ..models import Juror, Sample

WORDS = ("title", "text")


def said_sample(sample: Sample) -> dict[str, Any]:
    """What the office has entered, as journal and digest hold it."""
    words = {name: rows.plain(getattr(sample, name)) for name in WORDS}
    return {**words, "criteria": [one.code for one in sample.criteria.all()]}


@transaction.atomic
def add_sample(call: Call, values: Mapping[str, Any], *, by: User, at: datetime) -> Sample:
    """Write a sample case; nobody on the jury sees it before the calibration is opened."""
    call = lock_call(call, by=by, at=at)
    last = call.samples.aggregate(last=Max("position"))["last"] or 0
    sample = Sample(call=call, position=last + 1, **{name: values[name] for name in WORDS})
    _check_judged(call, values["criteria"])
    sample.save(force_insert=True)
    sample.criteria.set(values["criteria"])
    _record("call.added_to", sample, by=by, at=at, after=said_sample(sample))
    return sample


@transaction.atomic
def change_sample(
    sample: Sample, values: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Rewrite it, until it is opened. Whether anything changed. Raises Stale, see `shown`."""
    call, sample = _locked(sample, by=by, at=at)
    before = said_sample(sample)
    codes = {"criteria": [one.code for one in values["criteria"]]}
    after = {**{name: rows.plain(values[name]) for name in WORDS}, **codes}
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    _check_judged(call, values["criteria"])
    for name in WORDS:
        setattr(sample, name, values[name])
    sample.save(update_fields=WORDS)
    sample.criteria.set(values["criteria"])
    changed = [name for name in after if after[name] != before[name]]
    kept = {
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }
    _record("call.changed", sample, by=by, at=at, **kept)
    return True


@transaction.atomic
def move_sample(sample: Sample, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down."""
    call = lock_call(sample.call, by=by, at=at)
    rows.swap(sample, call, up=up, by=by, at=at)


@transaction.atomic
def remove_sample(sample: Sample, *, by: User, at: datetime) -> None:
    """Take it away, until it is opened; the journal keeps its wording."""
    call, sample = _locked(sample, by=by, at=at)
    _record("call.taken_from", sample, by=by, at=at, before=said_sample(sample))
    sample.delete()
    rows.number(list(call.samples.all()))


@transaction.atomic
def open_calibration(call: Call, *, by: User, at: datetime) -> list[Sample]:
    """Open all sample cases that wait; whoever judges gets one letter about them."""
    call = lock_call(call, by=by, at=at)
    check(
        call.judging_until is None or at < call.judging_until,
        # Translators: de: „Die Bewertung ist beendet. Eine Kalibrierung käme zu spät.“
        _("Judging is over. A calibration would come too late."),
    )
    waiting = list(call.samples.filter(opened_at=None))
    # Translators: de: „Kein Musterfall wartet darauf, geöffnet zu werden.“
    check(waiting, _("No sample case waits to be opened."))
    Sample.objects.filter(pk__in=[one.pk for one in waiting]).update(opened_at=at)
    keys = [str(one.key) for one in waiting]
    journal.record("calibration.opened", about=call, by=by, at=at, samples=keys)
    for juror in call.jurors.active().select_related("user").order_by("pk"):
        _tell(juror, call, len(waiting), keys[0], at=at)
    return waiting


def _tell(juror: Juror, call: Call, n: int, first: str, *, at: datetime) -> None:
    letters.draft(
        "jury_calibration",
        to=juror.user.email,
        at=at,
        about=call,
        context={"call": call, "n": n},
        language=juror.user.language,
        dedup_key=f"calibration:{first}:{juror.key}",
    )


@transaction.atomic
def close_calibration(call: Call, *, by: User, at: datetime) -> list[Sample]:
    """End the round: no more points, no more remarks; everybody on the jury sees the spread."""
    call = lock_call(call, by=by, at=at)
    running = list(call.samples.running().select_for_update(no_key=True))
    # Translators: de: „Zurzeit ist kein Musterfall geöffnet.“
    check(running, _("No sample case is open at present."))
    Sample.objects.filter(pk__in=[one.pk for one in running]).update(closed_at=at)
    keys = [str(one.key) for one in running]
    journal.record("calibration.closed", about=call, by=by, at=at, samples=keys)
    return running


def _locked(sample: Sample, *, by: User, at: datetime) -> tuple[Call, Sample]:
    """Call and sample as they are now, locked; the sample not opened yet."""
    call = lock_call(sample.call, by=by, at=at)
    sample = call.samples.get(pk=sample.pk)
    check(sample.opened_at is None, why_it_stays())
    return call, sample


def why_it_stays() -> str:
    # Translators: de: „Dieser Musterfall ist geöffnet. Alle bewerten denselben Text, darum bleibt
    # er, wie er ist.“
    return _("This sample case is open. Everybody scores the same text, so it stays as it is.")


def _check_judged(call: Call, criteria: list[Any]) -> None:
    # Translators: de: „Wählen Sie mindestens ein Kriterium dieser Auslobung.“
    words = _("Choose at least one criterion of this call.")
    check(criteria and all(one.call_id == call.pk for one in criteria), words)


def _record(action: str, sample: Sample, *, by: User, at: datetime, **data: Any) -> None:
    journal.record(
        action, about=sample.call, by=by, at=at, what="sample", name=str(sample.key), **data
    )
