"""What the office has to do about the jury's impartiality. Three queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call
from jury import results
from jury.addresses import of_year
from jury.models import Assignment, Concern

from .todo import Todo

BEFORE_JUDGING = timedelta(days=7)


def of(call: Call, *, at: datetime) -> Iterator[Todo]:
    begun = bool(call.judging_from and at >= call.judging_from)
    over = bool(call.judging_until and at >= call.judging_until)
    yield from _requests(call, begun)
    if call.judging_from and at >= call.judging_from - BEFORE_JUDGING and not over:
        yield from _concerns(call, begun)
    if not over:
        yield from _fewer_readers(call)


def _requests(call: Call, begun: bool) -> Iterator[Todo]:
    waiting = Concern.objects.open_requests().filter(application__call=call).count()
    if waiting:
        yield Todo(
            "overdue" if begun else "open",
            # Translators: de: „Befangenheit“
            _("overdue") if begun else _("impartiality"),
            ngettext(
                # Translators: de: „%(n)d Antrag zur Jury entscheiden“,
                # „%(n)d Anträge zur Jury entscheiden“
                "Decide %(n)d request about the jury",
                "Decide %(n)d requests about the jury",
                waiting,
            )
            % {"n": waiting},
            # Translators: de: „Bis dahin liest das Jurymitglied den Fall nicht.“
            _("Until then the juror does not read the case."),
            of_year("office:concerns", call),
            # Translators: de: „Entscheiden“
            _("Decide"),
        )


def _concerns(call: Call, begun: bool) -> Iterator[Todo]:
    """Only of those who shall read the case."""
    reads = Assignment.objects.filter(
        juror=OuterRef("juror"), application=OuterRef("application"), withdrawn_at=None
    )
    open_ones = Concern.objects.open().from_data().filter(Exists(reads), juror__call=call)
    if waiting := open_ones.count():
        yield Todo(
            "overdue" if begun else "open",
            _("overdue") if begun else _("impartiality"),
            ngettext(
                # Translators: de: „%(n)d Anhaltspunkt ist nicht geklärt“,
                # „%(n)d Anhaltspunkte sind nicht geklärt“
                "%(n)d concern is not settled",
                "%(n)d concerns are not settled",
                waiting,
            )
            % {"n": waiting},
            # Translators: de: „Das Jurymitglied hat sich dazu noch nicht erklärt. Fragen Sie nach,
            # oder stellen Sie die Befangenheit fest.“
            _("The juror has not declared on it. Ask, or establish the conflict of interest."),
            of_year("office:concerns", call),
            # Translators: de: „Ansehen“
            _("Look at them"),
        )


def _fewer_readers(call: Call) -> Iterator[Todo]:
    cases = list(results.short_of_readers(call).values_list("key", flat=True)[:2])
    if not cases:
        return
    count = len(cases) if len(cases) < 2 else results.short_of_readers(call).count()
    yield Todo(
        "open",
        # Translators: de: „Befangenheit“
        _("impartiality"),
        ngettext(
            # Translators: de: „%(n)d Fall hat durch Befangenheit zu wenig Lesende“,
            # „%(n)d Fälle haben durch Befangenheit zu wenig Lesende“
            "%(n)d case lacks a reader because of a conflict",
            "%(n)d cases lack readers because of a conflict",
            count,
        )
        % {"n": count},
        # Translators: de: „Teilen Sie jemand anderen zu.“
        _("Assign somebody else."),
        reverse("office:application", args=[cases[0]])
        if count == 1
        else reverse("office:applications") + "?stand=admitted",
        # Translators: de: „Zuteilen“
        _("Assign"),
    )
