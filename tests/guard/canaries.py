"""A word of its own in every field that not everybody may read, and who may read it.

Who may read what is said in the words of `policy`, for the side and state of the row; `own` is the
juror whose it is, `peers` are those who have finished the same case.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from awards.models import FeedbackText
from initiatives.models import Answer, ChangeRequest, Claim, Proposal, RequestedPoint
from jury.models import Concern, Conflict, SampleScore

from .. import make
from . import policy
from .world import World

CANARY = re.compile(rb"kanari[0-9]{3}x")


class Canary(NamedTuple):
    field: str
    readers: str
    label: str

    def may(self, role: str) -> bool:
        words = set(self.readers.split())
        if "own" in words and self.label in (role, f"{role}-other", f"{role}-third"):
            return True
        if "peers" in words and self.label.endswith("-third"):
            return f"{role}-third" in policy.FINISHED.get(role, ())
        return policy.is_in(" ".join(words - {"own", "peers"}) or "-", role, self.label)


class Flock:
    """All canaries by their word."""

    def __init__(self) -> None:
        self.known: dict[str, Canary] = {}

    def word(self, field: str, readers: str, label: str = "") -> str:
        word = f"kanari{len(self.known):03d}x"
        self.known[word] = Canary(field, readers, label)
        return word

    def put(self, row: Any, readers: str, label: str, *fields: str) -> None:
        """Write one into each field of a row, past all that a page would ask for."""
        model = type(row)
        for field in fields:
            word = self.word(f"{model.__name__}.{field}", readers, label)
            shape = model._meta.get_field(field).get_internal_type()
            value: Any = {"de": word, "en": word} if shape == "JSONField" else word
            if shape == "EmailField" or field.endswith("email"):
                value = f"{word}@people.example"
            model.objects.filter(pk=row.pk).update(**{field: value})


def let_fly(world: World) -> Flock:
    flock = Flock()
    _of_applications(flock, world)
    _of_people(flock, world)
    _of_the_jury(flock, world)
    _of_judging(flock, world)
    _of_the_office(flock, world)
    return flock


def _of_applications(flock: Flock, world: World) -> None:
    for side in ("our", "their"):
        for state in ("draft", "submitted", "admitted", "excluded"):
            label = f"{side} {state}"
            case = world.rows[f"application {label}"]
            for answer in Answer.objects.filter(application=case):
                flock.put(answer, "members", label, "text")  # typed since, never handed in
            flock.put(case, "members", label, "contact_phone")
            if label != "our draft":  # that is to somebody of this world
                flock.put(world.rows[f"invitation {label}"], "members", label, "email")
            file = world.rows[f"file {side} {state}-later"]
            flock.put(file, "members", label, "caption", "alt_text", "name")
        excluded = world.rows[f"application {side} excluded"]
        # The report on the formal check stands in the minutes, which the chair signs.
        readers = "members office chair"
        flock.put(excluded, readers, f"{side} excluded", "exclusion_reason")
        late = world.rows[f"application {side} draft"]
        flock.put(late, "members office", f"{side} draft", "own_closes_reason")
    flock.put(ChangeRequest.objects.get(), "members office", "our submitted", "message")
    flock.put(RequestedPoint.objects.get(), "members office", "our submitted", "note")


def _of_people(flock: Flock, world: World) -> None:
    flock.put(Claim.objects.get(), "office claimant", "listed", "reason")
    for proposal in Proposal.objects.exclude(confirmed_at=None):
        flock.put(proposal, "office", "", "why", "proposer_name", "contact_email")
    flock.put(world.rows["letter sealed"], "addressee", "", "text", "subject")
    flock.put(world.rows["letter our admitted"], "office addressee", "our admitted", "text")


def _of_the_jury(flock: Flock, world: World) -> None:
    for role in ("juror", "undeclared", "left", "deputy"):
        juror = world.rows[f"juror {role}"]
        flock.put(juror, "office own", role, "salutation")
        flock.put(juror.user, "office own", role, "email")
    flock.put(world.rows["juror left"], "office", "left", "left_reason")
    for label in ("open", "declined"):
        row = world.rows[f"jury-invitation {label}"]
        flock.put(row, "office candidate", label, "name", "organisation")
    row = world.rows["jury-invitation declined"]
    flock.put(row, "office", "declined", "declined_note")
    for conflict in Conflict.objects.select_related("juror__user"):
        role = world.role_of(conflict.juror.user)
        flock.put(conflict, "office own", role, "note")
    asked, found = (Concern.objects.get(kind=kind) for kind in ("request", "carrier"))
    flock.put(asked, "members office", "our admitted", "evidence")
    flock.put(found, "office own", "undeclared", "evidence")


def _of_judging(flock: Flock, world: World) -> None:
    for key, row in world.rows.items():
        kind, _space, label = key.partition(" ")
        if kind != "assignment":
            continue
        flock.put(row, "own", label, "note")
        sheet = getattr(row, "sheet", None)
        for score in sheet.scores.all() if sheet else []:
            flock.put(score, "own", label, "for_applicant")
            # Those who have finished the same case see reasons, without a name: this call says so.
            flock.put(score, "own peers", label, "reason")
    for score in SampleScore.objects.select_related("sheet__juror__user"):
        role = world.role_of(score.sheet.juror.user)
        flock.put(score, "own", role, "reason")
    flock.put(world.rows["sample opened"], "seated office", "", "text")
    flock.put(world.rows["sample prepared"], "office", "", "title", "text")


def _of_the_office(flock: Flock, world: World) -> None:
    flock.put(
        world.rows["decision their admitted"],
        "office",
        "their admitted",
        "jury_statement",
        "deviation",
    )
    portrait = ("text", "summary", "suggestion", "suggested_summary", "remark")
    readers = "office editors"
    flock.put(world.rows["portrait"], readers, "their admitted", *portrait)
    flock.put(world.rows["item sitting"], "office", "", "notes")
    flock.put(world.rows["ballot circular"], "office inside", "circular", "motion")
    flock.put(world.rows["withheld withheld"], "office", "", "reasons")
    flock.put(FeedbackText.objects.get(), "office", "our admitted", "text")
    for label, readers in {"public": "office", "coming": "office"}.items():
        flock.put(world.rows[f"person {label}"], readers, label, "consent_text")
        flock.put(world.rows[f"photo {label}"], readers, label, "name")
    flock.put(world.rows["person coming"], "office", "coming", "name")
    flock.put(world.rows["photo coming"], "office", "coming", "credit", "alt_text")
    flock.put(world.rows["press-reader noted"], "office", "", "name", "medium", "email")
    release = world.rows["release"]
    flock.put(release, "office", "", "headline", "lead", "place")
    flock.put(world.rows["stage-step prize"], "deciding", "", "title", "text")
    # The chair is not impartial in their case.
    reading = {"our": "office chair", "their": "office", "third": "office chair"}
    for side, readers in reading.items():
        flock.put(world.rows[f"item draft {side}"], readers, f"draft {side}", "notes")
    flock.put(world.rows["guest new"], "office", "new", "email", "diet", "access_needs")
    praise = world.rows["ceremony"].laudations.get()
    flock.put(praise, "office", "", "text", "pronunciation")
    flock.put(world.rows["result-letter ours"], "office", "", "addition")
    make.decisions_confirmed(release.call)  # as they stand now: else there is no such letter
