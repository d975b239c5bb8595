"""An allocation's reasons and remedies, in words for the office."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .allocation import Because, LeastChange, Unfilled


def reason(case: Unfilled, *, jurors: int) -> str:
    """Why the case lacks readers, with so many jurors who could read anything."""
    figures = {
        "jurors": jurors,
        "wanted": case.wanted,
        "may": case.may_read,
    }
    match case.because:
        case Because.JURY:
            # Translators: de: „Die Jury ist zu klein: %(jurors)d von %(wanted)d Gewünschten.“
            return _("The jury is too small: %(jurors)d of the %(wanted)d wanted.") % figures
        case Because.CONFLICTS:
            text = _(
                # Translators: de: „Zu wenige sind unbefangen: %(may)d von %(jurors)d in der Jury,
                # gewünscht sind %(wanted)d.“
                "Too few are free of conflicts: %(may)d of %(jurors)d in the jury; %(wanted)d are"
                " wanted."
            )
            return text % figures
    # Translators: de: „Alle, die diesen Fall lesen könnten, haben ihre Höchstzahl erreicht; auch
    # kein Tausch hilft.“
    return _("All who could read this case have reached their maximum; no exchange helps either.")


def remedies(change: LeastChange) -> list[str]:
    """The ways out, a sentence each; the second is an alternative to the first."""
    return [text for text in (_raising(change), _seating(change)) if text]


def remedy(case: Unfilled, change: LeastChange) -> str:
    """What helps this case: higher maxima where these stand in its way, else more jurors."""
    return _raising(change) if case.because == Because.MAXIMA else _seating(change)


def _raising(change: LeastChange) -> str:
    if not change.raised:
        return ""
    who = ", ".join(f"{juror} +{by}" for juror, by in change.raised.items())
    if change.beyond:
        text = _(
            # Translators: de: „Am wenigsten ändert, wer Höchstzahlen um zusammen %(total)d anhebt
            # (%(who)s); dann fehlt nur noch, was Befangenheiten verhindern: %(beyond)d.“
            "The least change: raise maxima by %(total)d in all (%(who)s); then only what conflicts"
            " prevent is lacking: %(beyond)d."
        )
    else:
        # Translators: de: „Am wenigsten ändert, wer Höchstzahlen um zusammen %(total)d anhebt:
        # %(who)s.“
        text = _("The least change: raise maxima by %(total)d in all: %(who)s.")
    return text % {"total": change.raise_total, "who": who, "beyond": change.beyond}


def _seating(change: LeastChange) -> str:
    text = ngettext(
        # Translators: de: „Ohne Anheben: %(seats)d weiteres Jurymitglied, das nirgends befangen
        # ist, liest alles Fehlende (%(missing)d).“, „Ohne Anheben: %(seats)d weitere
        # Jurymitglieder, die nirgends befangen sind, teilen sich das Fehlende (%(missing)d).“
        "Without raising: %(seats)d more juror free of conflicts reads what lacks (%(missing)d).",
        "Without raising: %(seats)d more jurors free of conflicts share what lacks (%(missing)d).",
        change.seats,
    )
    return text % {"seats": change.seats, "missing": change.missing}
