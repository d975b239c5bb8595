"""After a release is public: texts are corrected and prizes withdrawn with a note for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.models import Local, User
from initiatives.names import sort_key
from initiatives.records import canonical, journal
from initiatives.refusals import check
from initiatives.rules import may_administer

from ..models import Correction, Laureate, Release

# Texts in languages, and those that are the same in all.
OF_RELEASE = (
    "headline",
    "subline",
    "lead",
    "call_text",
    "presenters_text",
    "background",
    "occasion",
    "place",
)
OF_LAUREATE = ("name", "entry", "region", "carrier", "summary", "jury_statement", "portrait")
PLAIN = ("place", "name", "entry", "region", "carrier")


@transaction.atomic
def correct(
    release: Release,
    field: str,
    text: Local,
    *,
    note: Local,
    by: User,
    at: datetime,
    laureate: Laureate | None = None,
    seen: str | None = None,
) -> Correction:
    """Put one text right; of a text without languages the German one is taken.

    `seen` is the digest of what the writer's form showed, see initiatives/shown.py; raises Stale
    if somebody corrected it meanwhile.
    """
    release = _hold(release, by=by, at=at)
    row: Release | Laureate = release if laureate is None else _own(release, laureate)
    if field not in (OF_RELEASE if laureate is None else OF_LAUREATE):
        raise ValueError(field)
    before = stored(row, field)
    given, now = in_form(text), in_form(before)
    # Translators: de: „Schreiben Sie, was danach dort stehen soll.“
    check(text.get("de", "").strip(), _("Write what is to stand there afterwards."))
    # Translators: de: „Am Text hat sich nichts geändert.“
    check(given != now, _("The text has not changed."))
    shown.is_news(seen, stored=now, given=given)
    _check_note(note)
    setattr(row, field, text["de"] if field in PLAIN else text)
    if isinstance(row, Laureate) and field == "name":
        row.sort_name = sort_key(row.name)[:200]
    row.save(update_fields=[field, *(["sort_name"] if laureate else [])])
    return _note(release, laureate, field=field, before=before, after=text, note=note, by=by, at=at)


def stored(row: Release | Laureate, field: str) -> Local:
    """The text as it stands; one without languages as a German one."""
    value = getattr(row, field)
    return Local(de=value) if field in PLAIN else Local(value)


def longest(field: str) -> int:
    """How many characters a text without languages may have."""
    row: Any = Release if field in OF_RELEASE else Laureate
    found: int = row._meta.get_field(field).max_length
    return found


def in_form(text: Local) -> dict[str, str]:
    """A text in the fields of the form that corrects it."""
    return {"text_de": text.get("de", ""), "text_en": text.get("en", "")}


@transaction.atomic
def withdraw_laureate(laureate: Laureate, *, note: Local, by: User, at: datetime) -> Correction:
    """Take a prize back. The laureate's page says so; everywhere else it is gone."""
    release = _hold(laureate.release, by=by, at=at)
    laureate = _own(release, laureate)
    _check_note(note)
    laureate.withdrawn_at = at
    laureate.save(update_fields=["withdrawn_at"])
    return _note(release, laureate, note=note, by=by, at=at)


@transaction.atomic
def withdraw_release(release: Release, *, note: Local, by: User, at: datetime) -> Correction:
    """Take the whole announcement back. Its address says so; nothing of it is shown any more."""
    release = _hold(release, by=by, at=at)
    _check_note(note)
    release.withdrawn_at = at
    release.save(update_fields=["withdrawn_at"])
    return _note(release, None, note=note, by=by, at=at)


def _hold(release: Release, *, by: User, at: datetime) -> Release:
    check(may_administer(by), _("Your role reads and does not decide."))
    found = Release.objects.select_for_update().get(pk=release.pk)
    check(
        found.confirmed_at and found.embargo_until <= at,
        # Translators: de: „Die Bekanntgabe ist noch nicht öffentlich. Halten Sie sie an und ändern
        # Sie sie dann.“
        _("The announcement is not public yet. Stop it, then change it."),
    )
    # Translators: de: „Die Bekanntgabe ist zurückgezogen.“
    check(not found.withdrawn_at, _("The announcement has been withdrawn."))
    return found


def _own(release: Release, laureate: Laureate) -> Laureate:
    found = Laureate.objects.select_for_update().get(pk=laureate.pk, release=release)
    # Translators: de: „Dieser Preis ist schon zurückgenommen.“
    check(not found.withdrawn_at, _("This prize has been taken back already."))
    return found


def _check_note(note: Local) -> None:
    check(
        note.get("de", "").strip(),
        # Translators: de: „Schreiben Sie, was alle dazu lesen. Still wird nichts geändert.“
        _("Write what everybody reads about it. Nothing is changed silently."),
    )


def _note(
    release: Release,
    laureate: Laureate | None,
    *,
    note: Local,
    by: User,
    at: datetime,
    field: str = "",
    before: Local | None = None,
    after: Local | None = None,
) -> Correction:
    made = Correction.objects.create(
        release=release,
        laureate=laureate,
        field=field,
        before=before or Local(),
        after=after or Local(),
        note=note,
        made_at=at,
        made_by=by,
    )
    what = "release.corrected" if field else "release.withdrawn"
    digests = {"before": canonical.sha256(before or {}), "after": canonical.sha256(after or {})}
    journal.record(what, about=laureate or release, by=by, at=at, field=field, **digests)
    return made
