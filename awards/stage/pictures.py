"""The pictures of a show in their order: a prize has two, one veiled and one with the name."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ..models import Decision, Release, StageStep

# Nobody's names, for rehearsing: of different lengths, to see how they stand on the screen.
INVENTED = (
    ("Musterbündnis Nord", "Probe: ein Vorhaben, das es nicht gibt"),
    ("Industrieinitiative Beispielland an der Probe", "Probe: Gemeinsam erfunden"),
    ("Testkreis", "Probe: ein erfundenes Vorhaben mit einem Titel, der über zwei Zeilen geht"),
)


class Picture(NamedTuple):
    """`number` counts from 1; `reveals` says whether a name stands on it."""

    number: int
    step: StageStep
    reveals: bool
    content: dict[str, Any]


def of(release: Release, *, rehearsal: bool) -> list[Picture]:
    """What is shown, in the language of the request. Three queries at most, whatever the steps."""
    steps = list(release.stage_steps.select_related("decision__prize"))
    names = _invented(steps) if rehearsal else _announced(release)
    found: list[Picture] = []
    for step in steps:
        for reveals in (False, True) if step.kind == StageStep.Kind.PRIZE else (False,):
            content = names.get(step.decision_id, {}) if reveals else _veiled(step)
            found.append(Picture(len(found) + 1, step, reveals, content))
    return found


def names(release: Release) -> dict[int, StageStep]:
    """The steps that reveal a name, by the number of the picture on which it stands. One query."""
    number, found = 0, {}
    for step in release.stage_steps.select_related("decision__application"):
        is_prize = step.kind == StageStep.Kind.PRIZE
        number += 2 if is_prize else 1
        if is_prize:
            found[number] = step
    return found


def count(release: Release) -> int:
    """How many pictures a show has. One query."""
    kinds = release.stage_steps.values_list("kind", flat=True)
    return sum(2 if kind == StageStep.Kind.PRIZE else 1 for kind in kinds)


def _veiled(step: StageStep) -> dict[str, Any]:
    """A prize before its name, or a step without one."""
    words = {
        # Translators: de: „Herzlich willkommen“
        "opening": _("A warm welcome"),
        # Translators: de: „Der nächste Preis geht an …“
        "prize": _("The next prize goes to …"),
        # Translators: de: „Herzlichen Glückwunsch!“
        "thanks": _("Congratulations!"),
    }
    prize = str(step.decision.prize) if step.decision else ""
    title = step.title or words.get(step.kind, "")
    return {"veiled": step.kind == "prize", "kicker": prize, "title": title, "sub": step.text}


def _announced(release: Release) -> dict[int | None, dict[str, Any]]:
    """The names, by decision, as they were frozen when the release was confirmed."""
    decisions = Decision.objects.filter(application__laureate__release=release)
    found: dict[int | None, dict[str, Any]] = {}
    for decision in decisions.select_related("application__laureate__prize").prefetch_related(
        "application__laureate__criteria"
    ):
        laureate = decision.application.laureate
        found[decision.pk] = {
            "veiled": False,
            "kicker": str(laureate.prize),
            "title": laureate.name,
            "sub": laureate.entry,
            "themes": [[one.code, str(one.name)] for one in laureate.themes],
        }
    return found


def _invented(steps: list[StageStep]) -> dict[int | None, dict[str, Any]]:
    found: dict[int | None, dict[str, Any]] = {}
    for step in steps:
        if step.decision:
            name, entry = INVENTED[len(found) % len(INVENTED)]
            found[step.decision_id] = {
                "veiled": False,
                "kicker": str(step.decision.prize),
                "title": name,
                "sub": entry,
                "themes": [],
            }
    return found
