"""Portraits of those who are awarded: of all that, only the next step that is the office's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.berlin import BERLIN
from initiatives.models import Call

from .. import decision_list, portraits
from ..models import Portrait, Release
from .todo import Todo

State = Portrait.State


def of(call: Call, *, at: datetime) -> Iterator[Todo]:
    """From the confirmed decisions to the end of the embargo."""
    release = Release.objects.filter(call=call).first()
    confirmed = bool(release and release.confirmed_at)
    if release and confirmed and release.embargo_until <= at:
        return
    if not confirmed and not decision_list.is_confirmed(call):
        return
    cases = portraits.cases(call)
    states = Counter(case.state for case in cases)
    today = at.astimezone(BERLIN).date()
    late = [
        case
        for case in cases
        if case.state == State.ASKED and (case.portrait.answer_until or today) < today
    ]
    page = reverse("office:portraits", args=[call.year])
    # Translators: de: „Porträts“
    topic = _("portraits")
    if count := states[State.SUGGESTED]:
        # Translators: de: „Beantworten“
        yield Todo("open", topic, _suggested(count), _why(confirmed), page, _("Answer it"))
    elif confirmed:
        return
    elif count := states[State.OPEN]:
        # Translators: de: „Es steht auf der Seite der Initiative und braucht ihre Zustimmung.“
        why = _("It stands on the initiative's page and needs its agreement.")
        # Translators: de: „Schreiben“
        yield Todo("open", topic, _to_write(count), why, page, _("Write"))
    elif count := states[State.READY] + states[State.CHANGED]:
        # Translators: de: „Die Briefe sehen Sie, bevor sie hinausgehen.“
        why = _("You see the letters before they go out.")
        yield Todo("open", topic, _to_ask(count), why, f"{page}#ask", _("To the letters"))
    elif late:
        why = _("The day by which you ask for an answer is past.")
        what = _to_remind(len(late))
        yield Todo("overdue", _("overdue"), what, why, f"{page}#ask", _("To the letters"))


def _why(confirmed: bool) -> str:
    if confirmed:
        # Translators: de: „Die Veröffentlichung ist bestätigt: Halten Sie sie an, wenn sich etwas
        # ändern soll.“
        return _("The release is confirmed: stop it if something is to change.")
    # Translators: de: „Ohne Zustimmung wird kein Porträt veröffentlicht.“
    return _("No portrait is published without agreement.")


def _suggested(n: int) -> str:
    return ngettext(
        # Translators: de: „%(n)d Änderungsvorschlag zu einem Porträt beantworten“,
        # „%(n)d Änderungsvorschläge zu Porträts beantworten“
        "Answer %(n)d suggestion on a portrait",
        "Answer %(n)d suggestions on portraits",
        n,
    ) % {"n": n}


def _to_write(n: int) -> str:
    # Translators: de: „%(n)d Porträt schreiben“, „%(n)d Porträts schreiben“
    return ngettext("Write %(n)d portrait", "Write %(n)d portraits", n) % {"n": n}


def _to_ask(n: int) -> str:
    return ngettext(
        # Translators: de: „%(n)d Initiative um Zustimmung zu ihrem Porträt bitten“,
        # „%(n)d Initiativen um Zustimmung zu ihren Porträts bitten“
        "Ask %(n)d initiative to agree to its portrait",
        "Ask %(n)d initiatives to agree to their portraits",
        n,
    ) % {"n": n}


def _to_remind(n: int) -> str:
    return ngettext(
        # Translators: de: „%(n)d Initiative an ihr Porträt erinnern“,
        # „%(n)d Initiativen an ihre Porträts erinnern“
        "Remind %(n)d initiative of its portrait",
        "Remind %(n)d initiatives of their portraits",
        n,
    ) % {"n": n}
