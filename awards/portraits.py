"""Portraits of a year: which cases need one, how far each is, and what they still lack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives import shown
from initiatives.differences import SAME, Piece, folded, words
from initiatives.models import Application, Call, Local, Snapshot
from initiatives.names import sort_key
from initiatives.set_up_forms.local import LANGUAGES

from .models import Decision, Portrait, Release
from .photos import Gap
from .text_labels import LABELS

State = Portrait.State
LANGUAGE_NAMES = {
    # Translators: de: „Deutsch“
    "de": gettext_lazy("German"),
    # Translators: de: „Englisch“
    "en": gettext_lazy("English"),
}


class Case(NamedTuple):
    """A case the jury gave a prize to; `portrait` is a new one where nothing was written yet."""

    decision: Decision
    application: Application
    portrait: Portrait

    @property
    def is_written(self) -> bool:
        return self.portrait.pk is not None

    @property
    def state(self) -> Portrait.State:
        return self.portrait.state if self.is_written else State.OPEN


class Difference(NamedTuple):
    """A text that differs, in one language, as `initiatives/differences.html` shows it."""

    label: str
    pieces: list[Piece]


def cases(call: Call | int) -> list[Case]:
    """All that were decided on, by name. Two queries."""
    decisions = Decision.objects.filter(prize__call=call).select_related(
        "prize", "application__initiative", "application__call", "application__portrait"
    )
    found = [Case(one, one.application, portrait_of(one.application)) for one in decisions]
    own = own_summaries([case.application for case in found if not case.is_written])
    for case in found:
        if not case.is_written:
            case.portrait.summary = own.get(case.application.pk, Local())
    return sorted(found, key=lambda case: sort_key(case.application.initiative.name))


def portrait_of(application: Application) -> Portrait:
    """The portrait of a case found along with it, or a new one that is not stored."""
    found: Portrait = getattr(application, "portrait", None) or Portrait(application=application)
    found.application = application
    return found


def own_summaries(applications: list[Application]) -> dict[int, Local]:
    """What each said of itself for publication in the version that counts. One query."""
    valid = Snapshot.objects.valid().filter(application__in=applications)
    return {row.application_id: own_summary(row.content) for row in valid}


def own_summary(content: Mapping[str, Any]) -> Local:
    texts = {row["code"]: row["text"] for row in content["answers"]}
    return local({"de": texts.get("summary", "")})


def local(texts: Mapping[str, str]) -> Local:
    """The languages in which something is said."""
    return Local({code: text for code in LANGUAGES if (text := texts.get(code, "").strip())})


def said(portrait: Portrait) -> dict[str, Local]:
    """What will be published of it, by the names of the office's form."""
    return {"text": local(portrait.text), "summary": local(portrait.summary)}


def suggested(portrait: Portrait) -> dict[str, Local]:
    """The same as those it speaks of would have it."""
    return {"text": local(portrait.suggestion), "summary": local(portrait.suggested_summary)}


def digest(portrait: Portrait) -> str:
    """SHA-256 of the words somebody agrees to."""
    return shown.digest(said(portrait))


def awaits_answer(portrait: Portrait) -> bool:
    """Whether a suggestion waits for the office."""
    return portrait.suggested_at is not None and portrait.answered_at is None


def differences(portrait: Portrait) -> list[tuple[str, list[Difference]]]:
    """What a suggestion would change, text by text; long unchanged parts are folded."""
    before, after = said(portrait), suggested(portrait)
    groups = []
    for name in before:
        rows = []
        for code, language in LANGUAGE_NAMES.items():
            pieces = words(before[name].get(code, ""), after[name].get(code, ""))
            if any(piece.kind != SAME for piece in pieces):
                rows.append(Difference(str(language), folded(pieces)))
        if rows:
            groups.append((_label(name), rows))
    return groups


def gaps(release: Release) -> list[Gap]:
    """What keeps portraits from being published. Two queries, whatever their number."""
    return [
        _gap(case, _lacking(case.state))
        for case in cases(release.call_id)
        if case.state != State.APPROVED
    ]


def in_german_only(release: Release) -> list[tuple[str, str]]:
    """Portraits and summaries without English, with their pages. Two queries."""
    return [
        (f"{case.application.initiative.name}, {_label(name)}", _page(case))
        for case in cases(release.call_id)
        for name, text in said(case.portrait).items()
        if text and not text.get("en")
    ]


def _label(name: str) -> str:
    return str(LABELS["portrait" if name == "text" else name])


def _gap(case: Case, what: str) -> Gap:
    # Translators: de: „%(name)s: %(what)s“
    told = _("%(name)s: %(what)s") % {"name": case.application.initiative.name, "what": what}
    return Gap(told, _page(case))


def _page(case: Case) -> str:
    return reverse("office:portrait", args=[case.application.key])


def _lacking(state: Portrait.State) -> str:
    return {
        # Translators: de: „Das Porträt fehlt.“
        State.OPEN: _("The portrait is missing."),
        # Translators: de: „Der Änderungsvorschlag ist noch nicht beantwortet.“
        State.SUGGESTED: _("The suggestion has not been answered yet."),
        # Translators: de: „Um Zustimmung zum Porträt ist noch nicht gebeten.“
        State.READY: _("Nobody has been asked to agree to the portrait yet."),
        # Translators: de: „Um Zustimmung zum geänderten Porträt ist noch nicht gebeten.“
        State.CHANGED: _("Nobody has been asked to agree to the changed portrait yet."),
        # Translators: de: „Die Zustimmung zum Porträt steht noch aus.“
        State.ASKED: _("The agreement to the portrait is still to come."),
    }[state]
