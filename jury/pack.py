"""The reading pack: a juror's cases as one document to take along, each with its sheet on paper.

It holds what was handed in, pictures in their smallest copy, and blank sheets; nothing that
anybody scored, and no contact person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.berlin import BERLIN
from initiatives.models import Attachment, Criterion, Local, Snapshot, State
from initiatives.records import documents
from initiatives.statuses import Status
from initiatives.templatetags.award import exact_time, grouped

from . import pack_words
from .models import Assignment, Juror


def cases(juror: Juror) -> list[Any]:
    """What the juror may read now, in the juror's own order. At most six queries.

    Each has the version that counts as `frozen`, what is judged as `judged`, and its place.
    """
    criteria = Criterion.objects.order_by("position").prefetch_related("anchors")
    found: list[Any] = list(
        Assignment.objects.visible_to(juror.user)
        .cleared()
        .filter(juror=juror, application__status=Status.ADMITTED)
        .select_related("application__initiative", "application__call")
        .prefetch_related(
            Prefetch("application__snapshots", Snapshot.objects.valid(), to_attr="newest"),
            Prefetch("application__criteria", criteria, to_attr="chosen"),
        )
        .order_by("position", "pk")
    )
    general = list(criteria.filter(call=juror.call_id, is_optional=False))
    for place, case in enumerate(found, start=1):
        (case.frozen,) = case.application.newest
        case.judged = sorted([*general, *case.application.chosen], key=lambda one: one.position)
        case.place = place
    return found


def whole(juror: Juror, found: list[Any], *, at: datetime) -> bytes:
    """All cases of the juror, with a cover and a table of contents."""
    return _drawn(content(juror, found, at=at), found)


def single(juror: Juror, case: Any, *, at: datetime) -> bytes:
    """One case, without a cover."""
    return _drawn(content(juror, [case], at=at, alone=True), [case])


def _drawn(told: dict[str, Any], found: Iterable[Any]) -> bytes:
    """The document, with the pictures that it names. One query."""
    wanted = {file["picture"] for case in told["cases"] for file in case["files"]} - {""}
    pictures = {}
    for row in _readable(found).values():
        if f"{row.key}.jpg" in wanted:
            with row.small.open("rb") as file:
                pictures[f"{row.key}.jpg"] = file.read()
    return documents.render("pack", told, pictures=pictures)


def content(juror: Juror, found: list[Any], *, at: datetime, alone: bool = False) -> dict[str, Any]:
    """All that the document says, in the language of the moment. One query."""
    call, here = juror.call, at.astimezone(BERLIN)
    # Translators: de: „Lesemappe %(year)d“
    title = _("Reading pack %(year)d") % {"year": call.year}
    readable = _readable(found)
    told = [_case(case, juror, readable) for case in found]
    return {
        "lang": (get_language() or "de").split("-")[0],
        "alone": alone,
        "title": told[0]["heading"] if alone else title,
        "call": str(call.title),
        "demo": call.is_demo,
        "moment": [here.year, here.month, here.day, here.hour, here.minute, here.second],
        "points": list(range(call.points_max + 1)),
        "cover": pack_words.cover(juror, len(found), at=at),
        "cases": told,
        "words": pack_words.words(call, at=at),
    }


def _readable(found: Iterable[Any]) -> dict[str, Attachment]:
    """The files that may be read now, by their keys. One query."""
    kept = Attachment.objects.filter(application__in=[case.application_id for case in found])
    return {str(file.key): file for file in kept.readable()}


def _case(case: Any, juror: Juror, readable: Mapping[str, Attachment]) -> dict[str, Any]:
    frozen = case.frozen
    said, name = frozen.content, frozen.content["initiative"]["name"]
    # Translators: de: „Fall %(place)d: %(name)s“
    heading = _("Case %(place)d: %(name)s") % {"place": case.place, "name": name}
    return {
        "heading": heading,
        # Translators: de: „Fall %(place)d · %(number)s“, head of each page
        "running": _("Case %(place)d · %(number)s")
        % {"place": case.place, "number": said["number"]},
        "name": name,
        "number": said["number"],
        "headline": next((row["text"] for row in said["answers"] if row["code"] == "title"), ""),
        "facts": _facts(frozen),
        "themes": [
            {"code": row["code"], "name": str(Local(row["name"]))} for row in said["criteria"]
        ],
        "sections": _sections(said["answers"]),
        "files": [
            _file(row, readable[row["key"]]) for row in said["files"] if row["key"] in readable
        ],
        "withheld": sum(row["key"] not in readable for row in said["files"]),
        "address": str(settings.BASE_URL).rstrip("/") + reverse("jury:sheet", args=[case.key]),
        "judged": [_criterion(criterion) for criterion in case.judged],
        "sheet": pack_words.sheet_facts(juror, frozen),
    }


def _facts(frozen: Snapshot) -> list[tuple[str, str]]:
    """What is known of the initiative and the version: pairs of a word and what it says."""
    profile = frozen.content["initiative"]
    rows = [
        (_("Number"), frozen.content["number"]),
        (_("Version"), str(frozen.version)),
        # Translators: de: „Eingereicht“
        (_("Handed in"), exact_time(frozen.submitted_at)),
        # Translators: de: „Prüfsumme (SHA-256)“
        (_("Checksum (SHA-256)"), grouped(frozen.sha256)),
        (_("Carrier"), profile["carrier"]),
        (_("Region"), profile["region"]),
        (_("Land"), ", ".join(str(State(code).label) for code in profile["states"])),
        # Translators: de: „Gegründet“
        (_("Founded"), profile["founded"]),
        # Translators: de: „Mitglieder“, of an initiative
        (_("Members"), profile["members"]),
        # Translators: de: „Website“
        (_("Website"), profile["website"]),
    ]
    return [(word, str(value)) for word, value in rows if value]


def _sections(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions and answers by section; the headline stands above them."""
    found: list[dict[str, Any]] = []
    slug = None
    for row in answers:
        if row["code"] == "title":
            continue
        if not found or row["section"] != slug:
            slug = row["section"]
            found.append({"title": str(Local(row["section_title"])), "answers": []})
        asked = str(Local(row["prompt"])) or str(Local(row["label"])) or row["code"]
        found[-1]["answers"].append({"asked": asked, "text": row["text"]})
    return found


def _file(row: dict[str, Any], kept: Attachment) -> dict[str, Any]:
    """What is said of a file; of a picture its smallest copy is shown, by the name given here."""
    is_shown = bool(kept.small.name and kept.small.storage.exists(kept.small.name))
    said = [
        (_("Caption"), row["caption"]),
        # Translators: de: „Bildnachweis“
        (_("Credit"), row["credit"]),
        # Translators: de: „Bildbeschreibung“
        (_("Description of the picture"), row["alt_text"]),
    ]
    return {
        "picture": f"{row['key']}.jpg" if is_shown else "",
        "alt": row["alt_text"] or row["caption"] or row["name"],
        "name": row["name"],
        "size": filesizeformat(row["size"]),
        "said": [f"{word}: {text}" for word, text in said if text],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "name": str(criterion.name),
        "question": str(criterion.question),
        "anchors": [
            {"points": anchor.points, "text": str(anchor.text)}
            for anchor in criterion.anchors.all()
        ],
    }
