"""Past editions, told in files: one file a year, loaded as often as it is mended.

What is in the file is what is shown, so a laureate that left the file leaves the archive.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.berlin import moment
from initiatives.models import Call, Criterion, Initiative, Local
from initiatives.names import sort_key
from initiatives.records import journal
from initiatives.refusals import check

from .announcing import LOCAL_TEXTS, PRESS_PAGE
from .editions import load_photos, load_prizes, load_roles
from .models import Laureate, Prize, Release

FOLDER = Path(__file__).parent / "data"


def files() -> list[Path]:
    """The years that come with the program, oldest first."""
    return sorted(FOLDER.glob("archive-*.toml"))


@transaction.atomic
def load(path: Path, *, at: datetime) -> Release:
    """Bring one year of the archive to what its file says; it is public from its day on.

    Raises NotAllowed when the year has a call that was run with this program, or a laureate stands
    where the press page does.
    """
    content = path.read_bytes()
    data = tomllib.loads(content.decode())
    edition = data["edition"]
    call, new = Call.objects.get_or_create(year=edition["year"], defaults={"is_archive": True})
    check(
        new or call.is_archive,
        _("The award of %(year)d was held with this program and is no archive.")
        % {"year": edition["year"]},
    )
    call.title = Local(edition["name"])
    call.save()
    criteria = _criteria(call, data["criteria"])
    prizes = load_prizes(call, data["prizes"])
    release = _release(call, edition, data)
    load_roles(release, data["roles"])
    gone = release.laureates.exclude(slug__in=[row["slug"] for row in data["laureates"]])
    release.photos.filter(laureate__in=gone, file="").delete()
    gone.delete()
    for row in data["laureates"]:
        # Translators: de: „Unter dieser Adresse steht die Presseseite: %(slug)s.“
        words = _("The press page stands at this address: %(slug)s.") % {"slug": row["slug"]}
        check(row["slug"] != PRESS_PAGE, words)
        _laureate(release, row, prizes, criteria)
    journal.record(
        "archive.loaded",
        about=release,
        by=None,
        at=at,
        year=call.year,
        digest=hashlib.sha256(content).hexdigest(),
    )
    return release


def _criteria(call: Call, rows: list[Mapping[str, Any]]) -> dict[str, Criterion]:
    return {
        row["code"]: Criterion.objects.update_or_create(
            call=call,
            code=row["code"],
            defaults={
                "name": Local(row["name"]),
                "question": Local(row.get("question", {})),
                "weight": row["weight"],
                "is_optional": row["is_optional"],
                "position": row["position"],
            },
        )[0]
        for row in rows
    }


def _release(call: Call, edition: Mapping[str, Any], data: Mapping[str, Any]) -> Release:
    """Public since midnight of the day; nobody prepared or confirmed it here."""
    announced = moment(edition["ceremony_on"], time(0))
    texts = {name: Local(edition[name]) for name in LOCAL_TEXTS}
    return Release.objects.update_or_create(
        call=call,
        defaults={
            **texts,
            "place": edition["place"],
            "links": data["links"],
            "embargo_until": announced,
            "prepared_at": announced,
            "confirmed_at": announced,
        },
    )[0]


def _laureate(
    release: Release,
    row: Mapping[str, Any],
    prizes: Mapping[str, Prize],
    criteria: Mapping[str, Criterion],
) -> None:
    laureate, _new = Laureate.objects.update_or_create(
        release=release,
        slug=row["slug"],
        defaults={
            "prize": prizes[row["prize"]],
            "initiative": Initiative.objects.listed().filter(slug=row["slug"]).first(),
            "name": row["name"],
            "sort_name": sort_key(row["name"]),
            "entry": row["entry"],
            "region": row["region"],
            "states": row["states"],
            "carrier": row["carrier"],
            "summary": Local(row["summary"]),
            "jury_statement": Local(row["jury_statement"]),
            "portrait": Local(row["portrait"]),
            "links": [row["link"], *row.get("links", [])],
        },
    )
    laureate.criteria.set(criteria[code] for code in row["criteria"])
    load_photos(laureate, row.get("photos", []))
