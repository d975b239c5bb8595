"""The release: prepared by one, confirmed by another, stopped until its embargo ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.models import Call, User
from initiatives.records import journal
from initiatives.refusals import Stale, check
from initiatives.rules import may_administer

from .. import announcing, completeness, rules
from ..announcing import PRESS_PAGE
from ..models import Laureate, Release
from .ceremony import announce_parts, take_up_parts
from .deciding import check_confirmed, hold_list
from .sealing import make_seals
from .staging import clear_stage


@transaction.atomic
def prepare(
    call: Call,
    *,
    embargo_until: datetime,
    texts: Mapping[str, Any],
    by: User,
    at: datetime,
    seen: str | None = None,
    opens: str = Release.Opens.EMBARGO,
) -> Release:
    """Write or change the draft of the announcement. Whoever prepares it cannot confirm it.

    `texts` may hold some of the texts only, and `links`; the others stay. `seen` is the digest of
    what the writer's form showed, see initiatives/shown.py and `announcing.said`; raises Stale if
    somebody changed the draft meanwhile. What brings no news changes nothing, nor who prepared it.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update().get(pk=call.pk)
    release = Release.objects.select_for_update().filter(call=call).first() or Release(call=call)
    check(not release.confirmed_at, _("The release is confirmed; it can no longer change."))
    check_confirmed(call.pk)
    stored = announcing.said(release) if release.pk else None
    release.embargo_until, release.opens = embargo_until, opens
    for name in (*announcing.TEXTS, "links"):
        if name in texts:
            setattr(release, name, texts[name])
    if stored and not _is_news(release, stored, seen):
        return release
    release.prepared_by, release.prepared_at = by, at
    release.save()
    announce_parts(release)
    journal.record(
        "release.prepared",
        about=release,
        by=by,
        at=at,
        embargo_until=embargo_until.isoformat(),
        opens=str(opens),
    )
    return release


def _is_news(release: Release, stored: Mapping[str, Any], seen: str | None) -> bool:
    """Whether the draft as it is now in hand has to be written; see `shown.is_news`."""
    try:
        return shown.is_news(seen, stored=stored, given=announcing.said(release))
    except Stale as stale:
        words = _(
            # Translators: de: „%(who)s hat die Bekanntgabe inzwischen geändert. Was jetzt
            # gespeichert ist, steht dabei; speichern Sie noch einmal, um es durch Ihren Text zu
            # ersetzen.“
            "%(who)s changed the announcement meanwhile. What is stored now stands with it; save "
            "again to replace it by your text."
        )
        raise Stale(words % {"who": release.prepared_by}, stored=stale.stored) from None


@transaction.atomic
def confirm(release: Release, *, by: User, at: datetime, seen: str | None = None) -> Release:
    """The second person agrees: laureates are copied and frozen, and wait for the embargo's end.

    `seen` is the seal of the preview that person read; what changed since is not confirmed.
    """
    release = Release.objects.select_for_update().select_related("call").get(pk=release.pk)
    check(may_administer(by), _("Your role reads and does not decide."))
    check(not release.confirmed_at, _("This release is confirmed already."))
    check(
        rules.may_confirm(by, release),
        _("You prepared this release. Somebody else of the office must confirm it."),
    )
    check(
        seen is None or seen == announcing.seal(release),
        _("The announcement changed meanwhile. Read the preview again, then confirm it."),
    )
    hold_list(release.call_id)
    missing = completeness.gaps(release)
    check(not missing, " ".join(gap.words for gap in missing))
    for draft in announcing.drafts(release):
        _freeze(release, draft)
    make_seals(release)
    release.confirmed_by, release.confirmed_at = by, at
    release.save()
    journal.record(
        "release.confirmed",
        about=release,
        by=by,
        at=at,
        laureates=sorted(release.laureates.values_list("slug", flat=True)),
        embargo_until=release.embargo_until.isoformat(),
    )
    return release


def _freeze(release: Release, draft: announcing.Draft) -> Laureate:
    laureate = Laureate.objects.create(
        release=release,
        prize=draft.decision.prize,
        initiative=draft.decision.application.initiative,
        application=draft.decision.application,
        slug=_address(release, draft),
        sort_name=draft.sort_name,
        jury_statement=draft.decision.jury_statement,
        **draft.published,
    )
    laureate.criteria.set(draft.criteria)
    release.photos.filter(application=laureate.application).update(laureate=laureate)
    return laureate


def _address(release: Release, draft: announcing.Draft) -> str:
    """The name for the address bar, with the number where it has no letters or is taken."""
    if (
        draft.slug not in ("", PRESS_PAGE)
        and not release.laureates.filter(slug=draft.slug).exists()
    ):
        return draft.slug
    return f"{draft.slug[:70]}-{draft.decision.application.number.lower()}".strip("-")


@transaction.atomic
def revoke(release: Release, *, by: User, at: datetime) -> None:
    """Stop a confirmed release while its embargo lasts; it is a draft again, changed by `by`."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    check(may_administer(by), _("Your role reads and does not decide."))
    check(release.confirmed_at, _("This release is not confirmed."))
    check(
        at < release.embargo_until,
        _("The announcement is public already; it can no longer be stopped."),
    )
    clear_stage(release)
    release.laureates.all().delete()
    take_up_parts(release)
    release.confirmed_by = release.confirmed_at = None
    release.prepared_by, release.prepared_at = by, at
    release.save()
    journal.record("release.revoked", about=release, by=by, at=at)
