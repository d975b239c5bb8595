"""What an announcement will say: one text for the preview, the confirmation and the freeze."""

from __future__ import annotations

from datetime import UTC
from typing import Any, NamedTuple

from initiatives.models import Criterion, Local, Snapshot
from initiatives.names import slug, sort_key
from initiatives.records import canonical

from .models import Decision, Release

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


class Draft(NamedTuple):
    """A laureate as it will be published; `published` are fields of the model, word by word."""

    decision: Decision
    published: dict[str, Any]
    criteria: list[Criterion]
    slug: str
    sort_name: str


def drafts(release: Release) -> list[Draft]:
    """The laureates to be, made from the versions handed in: later changes do not reach them.

    Four queries, whatever the number of decisions.
    """
    decisions = (
        Decision.objects.filter(prize__call=release.call_id)
        .select_related("application__initiative", "prize")
        .prefetch_related("application__declared__criterion")
    )
    valid = Snapshot.objects.valid().filter(application__decisions__in=decisions)
    contents = {snapshot.application_id: snapshot.content for snapshot in valid}
    return [_draft(decision, contents[decision.application_id]) for decision in decisions]


def _draft(decision: Decision, content: dict[str, Any]) -> Draft:
    initiative = content["initiative"]
    answers = {answer["code"]: answer["text"] for answer in content["answers"]}
    website = initiative["website"]
    published = {
        "name": initiative["name"],
        "entry": answers.get("title", ""),
        "region": initiative["region"],
        "states": initiative["states"],
        "carrier": initiative["carrier"],
        "summary": Local(de=answers.get("summary", "")),
        "links": [{"url": website, "label": {"de": initiative["name"]}}] if website else [],
    }
    return Draft(
        decision,
        published,
        [row.criterion for row in decision.application.declared.all()],
        slug(initiative["name"]),
        sort_key(initiative["name"])[:200],
    )


def seal(release: Release) -> str:
    """SHA-256 over all that would be published now: whoever agrees, agrees to exactly this."""
    return canonical.sha256(
        {
            "embargo_until": release.embargo_until.astimezone(UTC).isoformat(),
            "opens": str(release.opens),
            "texts": {name: getattr(release, name) for name in TEXTS},
            "laureates": [
                {
                    **draft.published,
                    "prize": draft.decision.prize_id,
                    "jury_statement": draft.decision.jury_statement,
                }
                for draft in drafts(release)
            ],
        }
    )
