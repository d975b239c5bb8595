"""One world with everybody and everything in it, built once for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from awards import actions
from awards.models import (
    Feedback,
    FeedbackText,
    Laureate,
    PressReader,
    ResultLetter,
    StageStep,
)
from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import (
    Application,
    Attachment,
    ChangeRequest,
    Claim,
    Invitation,
    Local,
    RequestedPoint,
    User,
)
from initiatives.records import letters
from initiatives.statuses import Status

from .. import make
from ..awards.photos.shots import pictured
from ..make import DAY, NOON

APPLYING, JUDGING = NOON - 20 * DAY, NOON
STATES = ("draft", "submitted", "admitted", "excluded")
MEMBERS = {"owner": "our", "editor": "our", "reader": "our", "colleague": "their"}
OFFICE = ("office reader", "office editor", "office lead", "auditor")

type Thing = dict[str, Any]  # what an address about it takes


class World:
    """`people` by role, `things` by kind and label: "our draft" is one of the members' own."""

    def __init__(self) -> None:
        self.people: dict[str, User] = {}
        self.things: dict[str, dict[str, Thing]] = {}
        self.rows: dict[str, Any] = {}
        self.flock: Any = None  # what stands in fields that not everybody may read

    def put(self, kind: str, label: str, row: Any = None, **thing: Any) -> None:
        """Remember a row as what addresses call it: by its key, unless told otherwise."""
        self.things.setdefault(kind, {})[label] = thing or {"key": row.key}
        self.rows[f"{kind} {label}"] = row

    def about(self, kind: str) -> dict[str, Thing]:
        """What a route is asked about, by label; one without an object once."""
        return {"": {}} if kind == "-" else self.things[kind]

    def role_of(self, user: User) -> str:
        return next(role for role, who in self.people.items() if who.pk == user.pk)


@contextmanager
def once(blocker: Any, build: Any) -> Iterator[Any]:
    """What `build` makes in the database, for a whole file of tests, and nothing of it after."""
    with blocker.unblock(), make.at(JUDGING), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> World:
    """Call, office, two sides with an application in each state, a jury around the admitted."""
    world = World()
    world.rows["call"] = call = make.call(year=2026, judging_from=NOON - DAY)
    _set_up(world, "running", call)
    coming = make.call(year=2027, opens_at=NOON + 99 * DAY, announced_at=None)
    _set_up(world, "coming", coming)
    for role in OFFICE:
        world.people[role] = make.office(role.removeprefix("office "), name=role.title())
    for role in ("stranger", "owner", "editor", "reader", "former", "colleague", "their owner"):
        world.people[role] = make.user(role.title())
    for side in ("our", "their"):
        for state in STATES:
            _case(world, side, state)
    _around_teams(world)
    _proposals(world)
    _after_the_jury(world)
    return world


def _set_up(world: World, label: str, call: Any) -> None:
    """What the office's pages about a call are about."""
    year = {"year": call.year}
    world.put("call", label, call, **year)
    world.put("criterion", label, call.criteria.first(), **year, code="dk")
    world.put("question", label, call.questions.first(), **year, code="title")
    world.put("section", label, call.sections.first(), **year, slug="project")
    world.put("template", label, None, **year, which="allgemein")
    rows = {
        "declaration": call.declarations.get(),
        "eligibility": make.eligibility(call),
        "faq": call.faq.create(question=Local(de="Wer?"), answer=Local(de="Alle.")),
        "prize": make.prize(call=call),
    }
    for kind, row in rows.items():
        world.put(kind, label, row, **year, number=1)


def _case(world: World, side: str, state: str) -> None:
    """An application with a file, frozen unless it is a draft, and its initiative's people."""
    label = f"{side} {state}"
    first = world.people["owner" if side == "our" else "their owner"]
    case = make.application(
        call=world.rows["call"],
        complete=True,
        status=state,
        owner=first,
        exclusion_reason="Kein Bündnis." if state == Status.EXCLUDED else "",
        initiative__name=f"Bündnis {label.title()}",
    )
    team = case.initiative
    if side == "our":
        for role in ("editor", "reader"):
            make.member(team, role, user=world.people[role])
    else:
        make.member(team, "editor", user=world.people["colleague"])
    file = attach(case)
    if state != Status.DRAFT:
        snapshot = snapshots.freeze(case, by=first, at=case.call.closes_at - DAY, once=uuid7())
        world.put("snapshot", label, snapshot)
        receipt = letters.post(
            "receipt", to=first.email, subject="Eingang", text="Da.", at=NOON - DAY, about=snapshot
        )
        world.put("letter", label, receipt)
    world.put("application", label, case)
    world.put("part", label, None, key=case.key, slug="project")
    world.put("initiative", label, team)
    world.put("file", label, file)
    world.put("file", f"{side} {state}-later", attach(case, name="spaeter.pdf"))
    world.put("membership", label, None, key=team.key, person=first.key)
    invitation = Invitation.objects.create(
        initiative=team,
        email=f"neu-{label.replace(' ', '-')}@people.example",
        role="editor",
        invited_by=first,
        invited_at=NOON - DAY,
        expires_at=NOON + 9 * DAY,
    )
    world.put("invitation", label, invitation)


def attach(case: Application, name: str = "plan.pdf") -> Attachment:
    content = b"%PDF-1.7 Plan"
    file = Attachment(
        application=case, kind="document", name=name, size=len(content), uploaded_at=NOON - 12 * DAY
    )
    file.media_type = "application/pdf"
    file.file.save(name, ContentFile(content), save=False)
    file.save()
    return file


def _around_teams(world: World) -> None:
    """Somebody invited, somebody who claims, a request for changes, letters nobody else reads."""
    people = world.people
    case = world.rows["application our submitted"]
    people["invited"] = make.user("Invited")
    people["invited"].emailaddress_set.create(
        email=people["invited"].email, verified=True, primary=True
    )
    invitation = world.rows["invitation our draft"]
    Invitation.objects.filter(pk=invitation.pk).update(email=people["invited"].email)
    listed = make.initiative("Bündnis Gelistet", is_listed=True)
    world.put("entry", "listed", listed, slug=listed.slug)
    world.put("entry", "unlisted", None, slug=world.rows["initiative our draft"].slug)
    people["claimant"] = make.user("Claimant")
    claim = Claim.objects.create(
        initiative=listed, user=people["claimant"], reason="Sprecherin", made_at=NOON
    )
    world.put("claim", "listed", claim)
    request = ChangeRequest.objects.create(
        application=case,
        asked_by=people["office editor"],
        asked_at=NOON - DAY,
        until=NOON + 3 * DAY,
        message="Bitte ergänzen.",
    )
    RequestedPoint.objects.create(request=request, page="initiative", note="Der Träger fehlt.")
    sealed = letters.post(
        "reminder_draft", to=people["owner"].email, subject="Noch offen", text="Noch.", at=NOON
    )
    world.put("letter", "sealed", sealed)


def _photos(world: World, laureate: Laureate) -> None:
    """A picture that is public, and one that nobody may see yet."""
    by = world.people["office editor"]
    for label, release in {"public": laureate.release, "coming": world.rows["release"]}.items():
        photo = pictured(release, names=("Mira Rehberg", "Jonas Olt"), by=by)
        photo.persons.update(consent_on=NOON.date())
        world.put("photo", label, photo)
        world.put("person", label, photo.persons.first())
        copy = photo.renditions.first()
        world.put("picture", label, copy, name=copy.key, ending=copy.format)


def _proposals(world: World) -> None:
    call = world.rows["call"]
    world.put("proposal", "confirmed", make.proposal(call=call))
    world.put("proposal", "laid aside", make.proposal(call=call, declined_at=NOON))
    unconfirmed = make.proposal(call=call, confirmed=False, proposer_email="neu@people.example")
    world.put("proposal", "unconfirmed", unconfirmed)
    world.put("secret", "unconfirmed", unconfirmed, secret=unconfirmed.secret)


def _after_the_jury(world: World) -> None:
    """A decision, the feedback and an announcement nobody may read yet; those of a year before."""
    call, case = world.rows["call"], world.rows["application their admitted"]
    decision = make.decision(prize=call.prizes.get(), application=case, is_portrayed=False)
    suggests = {"suggestion": Local(de="Anders."), "remark": "Bitte.", "suggested_at": NOON}
    world.rows["portrait"] = make.portrait(case, asked=True, agreed=False, **suggests)
    world.put("decision", "their admitted", decision)
    world.rows["release"] = release = make.release(call=call, prepared_at=NOON, told=False)
    step = StageStep.objects.create(release=release, position=1, kind="prize", decision=decision)
    world.put("stage-step", "prize", step, number=1)
    by = world.people["office editor"]
    screen = actions.add_screen(release, name="Saal", by=by, at=NOON)
    world.put("stage-screen", "waiting", screen)
    ours = world.rows["application our admitted"]
    world.rows["result-letter ours"] = ResultLetter.objects.create(application=ours, kind="other")
    written = Feedback.objects.create(application=world.rows["application our admitted"])
    FeedbackText.objects.create(
        feedback=written, criterion=call.criteria.first(), text="Gut.", saved_at=NOON
    )
    past = make.call(year=2024, meeting_at=NOON - 400 * DAY)
    won = make.decision(prize=make.prize(call=past))
    make.release(call=past, confirmed=True, embargo_until=NOON - 300 * DAY)
    laureate = Laureate.objects.get(application=won.application)
    _photos(world, laureate)
    for role in ("owner", "editor", "reader"):
        make.member(won.application.initiative, role, user=world.people[role])
    name = "siegel-2024-hell.svg"
    world.put("honoured", "our honoured", None, key=won.application.key, name=name)
    seal = make.seal(laureate, valid_until=(NOON + 90 * DAY).date())
    world.put("seal", "past", seal, code=seal.code)
    make.signatories(laureate.release)
    world.put("decided", "their admitted", None, key=case.key)
    world.put("announcement", "past", None, year=2024)
    world.put("announcement", "running", None, year=2026)
    world.put("laureate", "past", laureate, year=2024, slug=laureate.slug)
    world.put("laureate", "running", laureate, year=2026, slug=laureate.slug)
    for label, year in (("past", 2024), ("running", 2026)):
        world.put("press-file", label, None, year=year, which="txt")
    reader = PressReader.objects.create(
        release=world.rows["release"], name="Kim", medium="Talbote", email="kim@press.example"
    )
    world.put("press-reader", "noted", reader)
    world.put("press-link", "none", None, secret="nichts")
    world.put("press-link-file", "none", None, secret="nichts", which="txt")
    world.put("page", "imprint", None, slug="impressum")
    world.put("page", "none", None, slug="nirgends")
