"""What there is to tell once something was handed in: what changed, in words, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from . import differences, snapshots
from .application_forms import ContactForm, InitiativeForm
from .differences import ADDED, REMOVED, Change, Piece
from .models import (
    Application,
    CarrierType,
    ChangeRequest,
    Local,
    Question,
    RequestedPoint,
    Snapshot,
    State,
)
from .window import Window

LABELS = {
    **{("initiative", name): field.label for name, field in InitiativeForm.base_fields.items()},
    **{
        ("contact", name.removeprefix("contact_")): field.label
        for name, field in ContactForm.base_fields.items()
    },
}


class Told(NamedTuple):
    """A change as `initiatives/differences.html` shows it. Without a label its words say it all."""

    page: str
    code: str
    group: str
    label: str
    pieces: list[Piece]


def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """What changed between two contents of snapshots, in the order of the form."""
    rows: list[Told] = []
    changes = differences.between(before, after)
    for page, found in groupby(changes, key=lambda change: change.page):
        if page == "section":
            rows += _answers(found, before, after)
        elif page == "files":
            rows += [row for change in found for row in _file(change)]
        elif page in ("themes", "declarations"):
            rows += _marks(page, found, before, after)
        else:
            rows += [
                _row(change, str(LABELS[change.page, change.code]), *_in_words(change))
                for change in found
                if (change.page, change.code) in LABELS
            ]
    if differences.reordered(before, after):
        # Translators: de: „Die Reihenfolge der Dateien ist eine andere.“
        piece = Piece(ADDED, _("The files lie in another order."))
        place = next((n for n, row in enumerate(rows) if row.page == "declarations"), len(rows))
        rows.insert(place, Told("files", "", _page("files"), "", [piece]))
    return rows


def groups(rows: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The changes below the headings of the form."""
    return [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.group)]


def _row(change: Change, label: str, before: str, after: str, group: str = "") -> Told:
    pieces = differences.folded(differences.words(before, after))
    return Told(change.page, change.code, group or _page(change.page), label, pieces)


def _page(page: str) -> str:
    return str(RequestedPoint.Page(page).label)


def _in_words(change: Change) -> tuple[str, str]:
    return _value(change.code, change.before), _value(change.code, change.after)


def _value(code: str, value: Any) -> str:
    if value is None:
        return ""
    if code == "states":
        return ", ".join(str(State(one).label) for one in value)
    if code == "carrier_type":
        return str(CarrierType(value).label)
    return str(value)


def _answers(
    changes: Iterable[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Told]:
    """In the order of the questionnaire; those no longer asked come last."""
    known: dict[str, Mapping[str, Any]] = {}
    for row in [*after["answers"], *before["answers"]]:
        known.setdefault(row["code"], row)
    order, rows = list(known), []
    for change in sorted(changes, key=lambda change: order.index(change.code)):
        row = known[change.code]
        label = str(Local(row["label"])) or str(Local(row["prompt"])) or change.code
        texts = (change.before or "", change.after or "")
        rows.append(_row(change, label, *texts, group=str(Local(row["section_title"]))))
    return rows


def _file(change: Change) -> list[Told]:
    was, now = change.before or {}, change.after or {}
    name = (now or was)["name"]
    if not was or not now:
        piece = Piece(ADDED if now else REMOVED, name)
        return [Told(change.page, change.code, _page("files"), "", [piece])]
    labels = {
        # Translators: de: „%(name)s: Bildunterschrift“
        "caption": _("%(name)s: caption"),
        # Translators: de: „%(name)s: Bildnachweis“
        "credit": _("%(name)s: credit"),
        # Translators: de: „%(name)s: Bildbeschreibung“
        "alt_text": _("%(name)s: description"),
    }
    rows = [
        _row(change, label % {"name": name}, was[field], now[field])
        for field, label in labels.items()
        if was[field] != now[field]
    ]
    if was["rights"] != now["rights"]:
        # Translators: de: „%(name)s: Bildrechte bestätigt“
        text = _("%(name)s: rights confirmed") % {"name": name}
        piece = Piece(ADDED if now["rights"] else REMOVED, text)
        rows.append(Told(change.page, change.code, _page("files"), "", [piece]))
    return rows


def _marks(
    page: str, changes: Iterable[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Told]:
    """Themes and declarations: one row each, that says what was taken and what was dropped."""
    rows = []
    for change in changes:
        pieces = [
            Piece(kind, _name(page, change.code, content))
            for kind, content, there in (
                (REMOVED, before, change.before),
                (ADDED, after, change.after),
            )
            if there is not None
        ]
        rows.append(Told(page, change.code, _page(page), "", pieces))
    return rows


def _name(page: str, code: str, content: Mapping[str, Any]) -> str:
    part = "criteria" if page == "themes" else "declarations"
    row = next(row for row in content[part] if row["code"] == code)
    return str(Local(row["name"])) if page == "themes" else str(row["text"])


def unsent(application: Application, snapshot: Snapshot | None, *, at: datetime) -> list[Told]:
    """How what is written now differs from the version handed in. Six queries."""
    if snapshot is None:
        return []
    return told(snapshot.content, snapshots.contents(application, at=at))


def to_be_sent(
    application: Application, snapshot: Snapshot | None, allowed: Window, *, at: datetime
) -> list[Told]:
    """How the next version would differ: under a request for changes at its points only."""
    if snapshot is None:
        return []
    now = snapshots.contents(application, at=at)
    if allowed.request is not None:
        now = snapshots.within(allowed.allows, before=snapshot.content, now=now)
    return told(snapshot.content, now)


class Asked(NamedTuple):
    """A point of a request for changes, and whether something has changed there."""

    point: RequestedPoint
    url: str
    changed: bool


def asked(request: ChangeRequest, changes: Iterable[Told]) -> list[Asked]:
    """The points in the order in which the office wrote them. One query."""
    codes = {(row.page, row.code) for row in changes}
    pages = {page for page, _code in codes}
    key = request.application.key
    rows = []
    for point in request.points.select_related("question__section"):
        question: Question | None = point.question
        if question is None:
            url = reverse(f"apply:{point.page}", args=[key])
            rows.append(Asked(point, url, point.page in pages))
        else:
            url = reverse("apply:section", args=[key, question.section.slug])
            found = ("section", question.code) in codes
            rows.append(Asked(point, f"{url}#id_{question.code}", found))
    return rows
