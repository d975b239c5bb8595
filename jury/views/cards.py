"""The cards of a score sheet: one for each criterion, how they are read, stored and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from initiatives.access import SignedIn
from initiatives.models import Anchor, Criterion
from initiatives.refusals import NotAllowed, Stale
from initiatives.shown import digest

from .. import actions, reading, shown
from ..forms import NoteForm, ScoreForm
from ..models import Agreement, Assignment, Score

type Store = Callable[..., Score | None]
type Now = Callable[[Criterion], Score | None]

SENT = re.compile(rf"(c\d+)-({'|'.join(shown.FIELDS)})")


class Refusal(NamedTuple):
    """A line of the error summary: the id of the field it leads to or "", what was typed there."""

    field: str
    words: str
    typed: str = ""


class Card(NamedTuple):
    """A criterion on the sheet, with what the jury agreed on for it in the calibration, if it did.

    `theirs` is what another window stored meanwhile, by field.
    """

    criterion: Criterion
    form: ScoreForm
    score: Score | None
    anchors: list[Anchor]
    agreement: Agreement | None = None
    theirs: Mapping[str, str] = {}

    @property
    def chosen(self) -> str:
        """What is ticked now: points, NO_JUDGEMENT or "" for nothing."""
        return str(self.form["points"].value() or "")

    @property
    def meaning(self) -> list[Anchor]:
        """The anchor of the chosen points, or the two that they lie between."""
        if not self.chosen.isdigit() or self.form.errors.get("points"):
            return []
        points = int(self.chosen)
        exact = [anchor for anchor in self.anchors if anchor.points == points]
        below = [anchor for anchor in self.anchors if anchor.points < points][-1:]
        above = [anchor for anchor in self.anchors if anchor.points > points][:1]
        return exact or below + above

    @property
    def has_ends(self) -> bool:
        """Whether the anchors name both ends and the middle of the scale, as the words below it."""
        most, named = self.form.points_max, {anchor.points for anchor in self.anchors}
        return most % 2 == 0 and {0, most // 2, most} <= named

    @property
    def given(self) -> bool:
        """Whether points are stored, or that no judgement is possible."""
        return self.score is not None and (self.score.points is not None or self.score.abstained)

    @property
    def others(self) -> list[tuple[str, str]]:
        """`theirs` in words: the label of the field, and what is stored there."""
        return [
            (str(self.form.fields[name].label), in_words(name, value))
            for name, value in self.theirs.items()
        ]


def in_words(name: str, value: str) -> str:
    """A field of a sheet as people read it."""
    if name == "points" and value == shown.NO_JUDGEMENT:
        return _("No judgement possible")
    # Translators: de: „Keine Angabe“
    return value or _("No answer")


def read(request: SignedIn, assignment: Assignment) -> list[Card]:
    """The cards of a sheet, with what was sent where it was sent. Two queries."""
    most = assignment.application.call.points_max
    cards = []
    for criterion in reading.criteria(assignment):
        score = getattr(criterion, "given", None)
        form = ScoreForm(criterion, score, most, sent(request, criterion))
        agreement = getattr(criterion, "agreement", None)
        cards.append(Card(criterion, form, score, list(criterion.anchors.all()), agreement))
    return cards


def sent(request: SignedIn, criterion: Criterion) -> QueryDict | None:
    """What was sent on the criterion; without points where their button takes them back."""
    prefix = f"c{criterion.pk}"
    if f"{prefix}-reason" not in request.POST:
        return None
    data = request.POST.copy()
    if data.get("take_back") == prefix:
        data.pop(f"{prefix}-points", None)
    return data


def save(
    request: SignedIn,
    assignment: Assignment,
    cards: list[Card],
    *,
    at: datetime,
    on_behalf: bool = False,
) -> tuple[list[Card], list[Refusal]]:
    """Store every card that is well; the others come back with what was typed, and with why."""

    def store(criterion: Criterion, **values: Any) -> Score | None:
        who: dict[str, Any] = {"by": request.user, "on_behalf": on_behalf}
        return actions.save_score(assignment, criterion, at=at, **who, **values)

    def now(criterion: Criterion) -> Score | None:
        return Score.objects.get(sheet__assignment=assignment, criterion=criterion)

    return save_by(request, cards, store, now)


def only_typed(cards: Iterable[Card]) -> list[Card]:
    """The cards that were sent, with what was typed there and nothing of what is stored."""
    return [
        card._replace(
            form=ScoreForm(card.criterion, None, card.form.points_max, card.form.data),
            score=None,
            theirs={},
        )
        for card in cards
        if card.form.is_bound
    ]


def save_by(
    request: SignedIn, cards: list[Card], store: Store, now: Now
) -> tuple[list[Card], list[Refusal]]:
    """As `save`, with `store` for a criterion's values and `now` for what is stored by then."""
    stored: list[Card] = []
    refusals = _undeclared(request, cards)
    try:
        for card in cards:
            kept, refused = _save_card(card, store, now)
            stored.append(kept)
            refusals += refused
    except NotAllowed as refusal:  # of the whole sheet: closed, finished, not one's own
        refusals.append(Refusal("", str(refusal)))
    return stored + cards[len(stored) :], refusals


def _save_card(card: Card, store: Store, now: Now) -> tuple[Card, list[Refusal]]:
    form = card.form
    if not form.is_bound:
        return card, []
    if not form.is_valid():
        return card, [
            Refusal(form[name].auto_id, str(error))
            for name, errors in form.errors.items()
            for error in errors
        ]
    if form.is_empty():
        return card, []
    try:
        score = store(card.criterion, **form.values())
    except Stale as stale:
        by_now = now(card.criterion)
        seen = form.having_seen(stale.stored, by_now)
        found = [
            Refusal(form[name].auto_id, f"{card.criterion.name}: {stale}") for name in stale.stored
        ]
        return card._replace(form=seen, score=by_now, theirs=stale.stored), found
    fresh = ScoreForm(card.criterion, score, form.points_max)
    return card._replace(form=fresh, score=score), []


def _undeclared(request: SignedIn, cards: list[Card]) -> list[Refusal]:
    """What was sent on a criterion that is not judged here; refused, but not thrown away."""
    judged = {card.form.prefix for card in cards}
    sent: dict[str, list[str]] = {}
    for name, value in request.POST.items():
        match = SENT.fullmatch(name)
        if match and match[1] not in judged and str(value).strip():
            sent.setdefault(match[1], []).append(str(value))
    words = _("The application does not ask to be judged on this.")
    return [Refusal("", words, " · ".join(values)) for values in sent.values()]


def in_json(cards: Iterable[Card], note: NoteForm) -> str:
    """What static/award/save.js is told of the fields: by name, the label, the digest of what was
    seen, and what is stored where the page shows something else.
    """
    told: dict[str, dict[str, Any]] = {}
    for card in cards:
        form = card.form
        for name, stored in form.stored.items():
            label = f"{card.criterion.name}: {form.fields[name].label}"
            info = {"label": label, "seen": form.seen[name]}
            if str(form[name].value() or "") != stored:
                info["value"] = stored
            if name in card.theirs:
                # Translators: de: „Sie in einem anderen Fenster“
                info |= {"by": _("You in another window"), "value": stored}
            told[form[name].html_name] = info
    told["note"] = {"label": str(note.fields["note"].label), "seen": note_seen(note)}
    if note.is_bound and note["note"].value() != note.initial["note"]:
        told["note"]["value"] = note.initial["note"]
    return json.dumps(told)


def note_seen(note: NoteForm) -> str:
    """The digest of the note that its writer saw."""
    sent = note.data.get("note-seen") if note.is_bound else ""
    return sent or digest({"note": note.initial["note"]})
