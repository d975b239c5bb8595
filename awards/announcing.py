"""What an announcement will say: one text for the preview, the confirmation and the freeze."""

from __future__ import annotations

from datetime import UTC
from typing import Any, NamedTuple

from django.db.models import QuerySet

from initiatives.models import Criterion, Local, Snapshot
from initiatives.names import slug, sort_key
from initiatives.records import canonical

from . import portraits
from .models import Decision, Laureate, Photo, Release, Role

# Texts in languages, and all that is said of a release.
LOCAL_TEXTS = (
    "headline",
    "subline",
    "lead",
    "call_text",
    "presenters_text",
    "background",
    "occasion",
)
TEXTS = (*LOCAL_TEXTS, "place")
PRESS_PAGE = "presse"  # stands where the laureates of a year do, so none of them is called so


def said(release: Release) -> dict[str, Any]:
    """All that somebody wrote of a release, by the names of its fields: what a form shows."""
    return {
        **{name: getattr(release, name) for name in TEXTS},
        "links": tuple(release.links),
        "embargo_until": release.embargo_until.astimezone(UTC).isoformat(),
        "opens": str(release.opens),
    }


class Draft(NamedTuple):
    """A laureate as it will be published; `published` are fields of the model, word by word."""

    decision: Decision
    published: dict[str, Any]
    criteria: list[Criterion]
    slug: str
    sort_name: str


def drafts(release: Release) -> list[Draft]:
    """The laureates to be, made from the versions handed in, which later changes do not reach,
    and from their portraits.

    Four queries, whatever the number of decisions.
    """
    decisions = (
        Decision.objects.filter(prize__call=release.call_id)
        .select_related("application__initiative", "application__portrait", "prize")
        .prefetch_related("application__declared__criterion")
    )
    valid = Snapshot.objects.valid().filter(application__decisions__in=decisions)
    contents = {snapshot.application_id: snapshot.content for snapshot in valid}
    return [_draft(decision, contents[decision.application_id]) for decision in decisions]


def _draft(decision: Decision, content: dict[str, Any]) -> Draft:
    initiative = content["initiative"]
    answers = {answer["code"]: answer["text"] for answer in content["answers"]}
    portrait = getattr(decision.application, "portrait", None)
    website = initiative["website"]
    published = {
        "name": initiative["name"],
        "entry": answers.get("title", ""),
        "region": initiative["region"],
        "states": initiative["states"],
        "carrier": initiative["carrier"],
        "summary": portrait.summary if portrait else portraits.own_summary(content),
        "portrait": portrait.text if portrait else Local(),
        "links": [{"url": website, "label": {"de": initiative["name"]}}] if website else [],
    }
    return Draft(
        decision,
        published,
        [row.criterion for row in decision.application.declared.all()],
        slug(initiative["name"]),
        sort_key(initiative["name"])[:200],
    )


def sketched(release: Release) -> list[Laureate]:
    """The laureates as they will be, in the order they will stand in; nothing is stored."""
    found = []
    for draft in drafts(release):
        application = draft.decision.application
        laureate = Laureate(
            release=release,
            prize=draft.decision.prize,
            application=application,
            initiative=application.initiative,
            slug=draft.slug,
            sort_name=draft.sort_name,
            jury_statement=draft.decision.jury_statement,
            **draft.published,
        )
        laureate.themes = draft.criteria
        found.append(laureate)
    return sorted(found, key=lambda one: (one.prize.position, one.sort_name))


def seal(release: Release) -> str:
    """SHA-256 over all that would be published now: whoever agrees, agrees to exactly this.

    What the announcement names of the ceremony and the pictures there are belong to it. Later both
    go their own way: parts may change, and the announcement keeps what was agreed to; pictures of
    the evening are added, and one comes down at once if somebody on it withdraws. Both without a
    second person, since neither can wait for one.
    """
    return canonical.sha256(
        {
            "said": said(release),
            "laureates": [
                {
                    **draft.published,
                    "prize": draft.decision.prize_id,
                    "jury_statement": draft.decision.jury_statement,
                }
                for draft in drafts(release)
            ],
            "parts": [[one.kind, one.name, one.office, one.note] for one in parts(release)],
            "pictures": [_picture(photo) for photo in pictures(release)],
        }
    )


def parts(release: Release) -> QuerySet[Role]:
    """Who presented, praised and was patron; who signs the certificates is not announced."""
    return release.roles.exclude(kind=Role.Kind.SIGNATORY)


def pictures(release: Release) -> QuerySet[Photo]:
    """The pictures there are, with all that a page shows of them. One query."""
    return Photo.objects.shown().filter(release=release)


def _picture(photo: Photo) -> list[Any]:
    """What is seen and said of a picture."""
    whose = photo.laureate_id or photo.application_id
    focus = [photo.focus_x, photo.focus_y]
    said_of_it = [photo.credit, photo.licence, photo.alt_text, photo.names]
    return [str(photo.key), photo.file.name, whose, focus, *said_of_it]
