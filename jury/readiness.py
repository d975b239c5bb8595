"""What a call's rules of judging still lack: for its check list and the page of its criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call, Criterion
from initiatives.readiness import BLOCKS, WARNS, Item, item, link

from .models import Procedure


def of(call: Call, criteria: Sequence[Criterion]) -> list[Item]:
    """The points of the check list; criteria come with their anchors. Two queries."""
    return [*gaps(call, criteria), _procedure(call)]


def gaps(call: Call, criteria: Sequence[Criterion]) -> list[Item]:
    """What is missing or odd about the criteria. One query."""
    return [*_ends(call, criteria), *_kinds(call, criteria)] if criteria else []


def _ends(call: Call, criteria: Sequence[Criterion]) -> Iterator[Item]:
    url = link("call_criteria", call)
    said = {row.pk: {anchor.points for anchor in row.anchors.all()} for row in criteria}
    beyond = [str(row) for row in criteria if max(said[row.pk], default=0) > call.points_max]
    if beyond:
        yield Item(
            # Translators: de: „Stufen über der Skala“
            _("Levels beyond the scale"),
            BLOCKS,
            # Translators: de: „Die Skala endet bei %(max)d. Darüber liegen Stufen von: %(what)s.“
            _("The scale ends at %(max)d. Levels beyond it: %(what)s.")
            % {"max": call.points_max, "what": ", ".join(beyond)},
            url,
        )
    open_ends = [str(row) for row in criteria if not {0, call.points_max} <= said[row.pk]]
    yield item(
        # Translators: de: „Enden der Skala“
        _("Ends of the scale"),
        url,
        good=not open_ends,
        # Translators: de: „Zu jedem Kriterium ist gesagt, was 0 und was %(max)d Punkte bedeuten.“
        yes=_("For each criterion it is said what 0 and what %(max)d points mean.")
        % {"max": call.points_max},
        # Translators: de: „Was 0 oder %(max)d Punkte bedeuten, fehlt bei: %(what)s.“
        no=_("What 0 or %(max)d points mean is missing for: %(what)s.")
        % {"max": call.points_max, "what": ", ".join(open_ends)},
        otherwise=WARNS,
    )


def _kinds(call: Call, criteria: Sequence[Criterion]) -> Iterator[Item]:
    url = link("call_criteria", call)
    optional = [row for row in criteria if row.is_optional]
    yield item(
        # Translators: de: „Themen zur Wahl“
        _("Themes to choose from"),
        url,
        good=optional,
        yes=ngettext(
            # Translators: de: „%(n)d Kriterium wird als Thema gewählt.“, „%(n)d Kriterien werden
            # als Themen gewählt.“
            "%(n)d criterion is chosen as a theme.",
            "%(n)d criteria are chosen as themes.",
            len(optional),
        )
        % {"n": len(optional)},
        # Translators: de: „Es gibt nur allgemeine Kriterien; wer sich bewirbt, muss aber
        # mindestens ein Thema wählen.“
        no=_("There are only general criteria; but whoever applies has to choose a theme."),
    )
    general = call.questions.filter(criterion__is_optional=False).select_related("criterion")
    unasked = [str(question.label) for question in general]
    if unasked:
        yield Item(
            # Translators: de: „Fragen, die niemand sieht“
            _("Questions that nobody sees"),
            BLOCKS,
            # Translators: de: „Fragen zu einem allgemeinen Kriterium werden nie gestellt:
            # %(what)s.“
            _("Questions on a general criterion are never asked: %(what)s.")
            % {"what": ", ".join(unasked)},
            link("call_questions", call),
        )


def _procedure(call: Call) -> Item:
    procedure = Procedure.objects.filter(call=call).first()
    found = procedure or Procedure(call=call)
    words = {"readers": found.readers, "quorum": found.quorum}
    return item(
        # Translators: de: „Verfahren der Jury“
        _("Procedure of the jury"),
        link("call_jury", call),
        good=procedure,
        # Translators: de: „%(readers)d Bögen je Fall, Quorum %(quorum)d.“
        yes=_("%(readers)d sheets on a case, quorum %(quorum)d.") % words,
        # Translators: de: „Es gelten die Vorgaben: %(readers)d Bögen je Fall, Quorum %(quorum)d.“
        no=_("The defaults hold: %(readers)d sheets on a case, quorum %(quorum)d.") % words,
        otherwise=WARNS,
    )
