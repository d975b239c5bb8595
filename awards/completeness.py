"""Whether an announcement is complete: what hinders its confirmation, and what may stay so.

Texts in German only hinder where the headline is in English as well, see `in_english`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.statuses import Status

from . import decision_list, in_english, photos, portraits, result_letters
from .announcing import parts
from .models import Decision, Prize, Release
from .photos import Gap
from .stage.steps import missing_steps
from .text_labels import LABELS

WISHED = ("subline", "call_text", "presenters_text", "background", "occasion", "place")


class Chapter(NamedTuple):
    """What belongs together: `gaps` hinder, `hints` are read and may stay."""

    title: str
    url: str
    gaps: list[Gap]
    hints: list[Gap]


def chapters(release: Release) -> list[Chapter]:
    """All that is looked at before somebody confirms. A constant number of queries."""
    decisions = list(
        Decision.objects.filter(prize__call=release.call_id).select_related(
            "application__initiative"
        )
    )
    year = release.call.year
    found = [
        _chapter(
            release,
            # Translators: de: „Texte“
            _("Texts"),
            _page("release"),
            _texts(release),
            _text_hints(release),
            _texts_in_german_only(release),
        ),
        _chapter(
            release,
            # Translators: de: „Beschlüsse und Begründungen“
            _("Decisions and reasons"),
            _page("decisions"),
            _decisions(release, decisions),
            _decision_hints(release),
            _reasons_in_german_only(decisions),
        ),
        _chapter(
            release,
            # Translators: de: „Porträts“
            _("Portraits"),
            reverse("office:portraits", args=[year]),
            portraits.gaps(release),
            [],
            portraits.in_german_only(release),
        ),
        _chapter(
            release,
            # Translators: de: „Fotos“
            _("Photos"),
            reverse("office:photos", args=[year]),
            photos.gaps(release),
            photos.hints(release),
            photos.in_german_only(release),
        ),
        Chapter(
            _("Letters on the result"),
            reverse("office:result_letters", args=[year]),
            result_letters.gaps(release),
            [],
        ),
    ]
    if release.opens == Release.Opens.STAGE:
        # Translators: de: „Bühne“
        found.append(Chapter(_("Stage"), _page("stage"), list(_stage(release)), []))
    return found


def _chapter(
    release: Release,
    title: str,
    url: str,
    gaps: Iterable[Gap],
    hints: Iterable[Gap],
    german_only: Iterable[tuple[str, str]],
) -> Chapter:
    needed, wished = in_english.findings(release, german_only)
    return Chapter(title, url, [*gaps, *needed], [*hints, *wished])


def gaps(release: Release) -> list[Gap]:
    """All that hinders the release."""
    return [gap for chapter in chapters(release) for gap in chapter.gaps]


def _page(name: str) -> str:
    return reverse(f"office:{name}")


def _field(name: str) -> str:
    """Where a text is written."""
    return f"{_page('release')}#id_{name}"


def _texts(release: Release) -> Iterator[Gap]:
    if not release.headline:
        yield Gap(_("The announcement has no headline."), _field("headline"))
    if not release.lead:
        yield Gap(_("The announcement has no lead."), _field("lead"))


def _text_hints(release: Release) -> Iterator[Gap]:
    for name in WISHED:
        if not (getattr(release, name) or (name == "presenters_text" and parts(release).exists())):
            # Translators: de: „%(what)s: kein Text. Er fehlt dann auch in der Bekanntgabe.“
            words = _("%(what)s: no text. The announcement goes without it.")
            yield Gap(words % {"what": LABELS[name]}, _field(name))


def _texts_in_german_only(release: Release) -> Iterator[tuple[str, str]]:
    for name in ("headline", "lead", *WISHED):
        text = getattr(release, name)
        if name != "place" and text and not text.get("en"):
            yield str(LABELS[name]), _field(name)


def _decisions(release: Release, decisions: Iterable[Decision]) -> Iterator[Gap]:
    page = _page("decisions")
    if not decisions:
        yield Gap(_("No decision has been recorded."), page)
    elif not decision_list.is_confirmed(release.call_id):
        yield Gap(decision_list.unconfirmed(), page)
    for decision in decisions:
        if decision.application.status != Status.ADMITTED:
            text = _("%(number)s is no longer admitted. Take the decision back.")
            yield Gap(text % {"number": decision.application.number}, page)


def _reasons_in_german_only(decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    for decision in decisions:
        if not decision.jury_statement.get("en"):
            name = decision.application.initiative.name
            yield f"{name}, {LABELS['jury_statement']}", _page("decisions")


def _decision_hints(release: Release) -> Iterator[Gap]:
    page = _page("decisions")
    prizes = Prize.objects.filter(call=release.call_id).select_related("withheld")
    for prize in prizes.annotate(given=Count("decisions")):
        withheld = prize.withheld.places if hasattr(prize, "withheld") else 0
        if prize.given + withheld < prize.places:
            # Translators: de: „%(prize)s: %(given)d von %(places)d vergeben, zum Rest ist nichts
            # festgehalten.“
            words = _("%(prize)s: %(given)d of %(places)d given, nothing is recorded of the rest.")
            said = {"prize": prize, "given": prize.given, "places": prize.places}
            yield Gap(words % said, page)


def _stage(release: Release) -> Iterator[Gap]:
    if missing_steps(release):
        # Translators: de: „Die Bekanntgabe öffnet sich mit der Bühne, aber nicht alle Preise
        # stehen darauf.“
        text = _("The announcement opens with the stage, but not all prizes stand on it.")
        yield Gap(text, _page("stage"))
