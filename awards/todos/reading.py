"""What the office has to do so that each case is read by enough jurors, in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call
from initiatives.templatetags.award import day_month, days_left, last_minute
from jury import results
from jury.addresses import of_year
from jury.models import Assignment, Procedure

from .todo import Todo

BEFORE_JUDGING, BEFORE_ITS_END = timedelta(days=14), timedelta(days=7)


def of(call: Call, *, at: datetime, sheets: Mapping[str, int]) -> Iterator[Todo]:
    """`sheets` counts jurors `behind` and cases `below` the quorum. Four queries."""
    over = bool(call.judging_until and at >= call.judging_until)
    if not over:
        yield from _readers(call, at)
        yield from _thinly_read(call)
    elif sheets.get("below"):
        yield _below(call, sheets["below"])
    if call.judges(at) and sheets.get("behind"):
        yield from _behind(call, at, sheets["behind"])


def _readers(call: Call, at: datetime) -> Iterator[Todo]:
    read = Assignment.objects.filter(juror__call=call, withdrawn_at=None).values("application")
    admitted = call.applications.admitted()
    unread = admitted.exclude(pk__in=read).count()
    if not unread:
        return
    soon = call.judging_from is not None and at >= call.judging_from - BEFORE_JUDGING
    if soon and unread == admitted.count():
        begun = call.judges(at)
        # Translators: de: „Bewertung ab %(day)s“
        when = _("judging from %(day)s") % {"day": day_month(call.judging_from)}
        yield Todo(
            "overdue" if begun else "open",
            _("overdue") if begun else when,
            # Translators: de: „Fälle zuteilen“
            _("Allocate the cases"),
            # Translators: de: „Noch niemand in der Jury liest etwas. Ein Probelauf zeigt, wer was
            # läse.“
            _("Nobody of the jury reads anything yet. A dry run shows who would read what."),
            of_year("office:allocation", call),
            # Translators: de: „Zuteilen“
            _("Assign"),
        )
        return
    yield Todo(
        "open",
        _("before judging"),
        ngettext("%(n)d application has no readers", "%(n)d applications have no readers", unread)
        % {"n": unread},
        _("Admitted, but nobody of the jury reads them yet."),
        of_year("office:allocation", call),
        _("Assign"),
    )


def _thinly_read(call: Call) -> Iterator[Todo]:
    readers = Procedure.of(call).readers
    if few := results.thinly_read(call).count():
        what = ngettext(
            # Translators: de: „%(n)d Fall hat zu wenige Lesende“,
            # „%(n)d Fälle haben zu wenige Lesende“
            "%(n)d case has too few readers",
            "%(n)d cases have too few readers",
            few,
        )
        yield Todo(
            "open",
            _("before judging"),
            what % {"n": few},
            # Translators: de: „Weniger als %(readers)d. Ein Probelauf ergänzt, was fehlt.“
            _("Fewer than %(readers)d. A dry run adds what is missing.") % {"readers": readers},
            of_year("office:allocation", call),
            _("Assign"),
        )


def _behind(call: Call, at: datetime, behind: int) -> Iterator[Todo]:
    if call.judging_until is None or at < call.judging_until - BEFORE_ITS_END:
        return
    what = ngettext(
        # Translators: de: „%(n)d Jurymitglied ist noch nicht fertig“,
        # „%(n)d Jurymitglieder sind noch nicht fertig“
        "%(n)d juror is not done yet",
        "%(n)d jurors are not done yet",
        behind,
    )
    yield Todo(
        "begun",
        days_left(last_minute(call.judging_until), at),
        what % {"n": behind},
        # Translators: de: „Erinnern Sie, oder geben Sie Fälle jemand anderem.“
        _("Remind them, or give cases to somebody else."),
        of_year("office:jury_remind", call),
        # Translators: de: „Erinnern“
        _("Remind"),
    )


def _below(call: Call, below: int) -> Todo:
    what = ngettext(
        # Translators: de: „%(n)d Fall hat das Quorum nicht erreicht“,
        # „%(n)d Fälle haben das Quorum nicht erreicht“
        "%(n)d case is below the quorum",
        "%(n)d cases are below the quorum",
        below,
    )
    return Todo(
        "overdue",
        _("overdue"),
        what % {"n": below},
        # Translators: de: „Die Bewertung ist zu Ende. Verlängern Sie sie, oder entscheiden Sie in
        # der Sitzung, wie damit umzugehen ist.“
        _("Judging is over. Extend it, or decide in the meeting how to deal with it."),
        of_year("office:jury", call) + "&zeige=quorum",
        # Translators: de: „Ansehen“
        _("See which"),
    )


def sheets_missing(call: Call, *, at: datetime, missing: int) -> Iterator[Todo]:
    if missing and call.judging_from and call.judging_until and at >= call.judging_from:
        late = at >= call.judging_until
        yield Todo(
            "overdue" if late else "begun",
            _("overdue") if late else _("judging"),
            ngettext("%(n)d sheet is not finished", "%(n)d sheets are not finished", missing)
            % {"n": missing},
            _("The matrix below shows whose."),
            of_year("office:jury", call),
            _("See who"),
        )
