"""The minutes: written where people speak, signed by two, frozen with the second signature."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import JournalEntry, User
from initiatives.records import canonical, journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from jury import rules as seats

from .. import minutes as reads
from ..models import AgendaItem, Meeting, Minutes
from .meetings import changed, hold, hold_for_office, own_item

TEXT_LIMIT = 20_000  # characters of a section, and of the notes that become one
CHAIR, TAKER = "chair", "minute_taker"


@transaction.atomic
def write_notes(
    item: AgendaItem, text: str, *, by: User, at: datetime, seen: str | None = None
) -> AgendaItem:
    """Store what the minutes say of the discussion. Raises Stale if somebody wrote meanwhile.

    `seen` is the digest of what the writer's form showed; see initiatives/shown.py.
    """
    meeting = hold_for_office(item.meeting, by=by)
    item = own_item(meeting, item)
    check(
        not Minutes.objects.filter(meeting=meeting, frozen_at__isnull=False).exists(),
        # Translators: de: „Die Niederschrift ist unterzeichnet und ändert sich nicht mehr.“
        _("The minutes are signed and can no longer change."),
    )
    given = {"notes": texts.clean(text)}
    check(
        len(given["notes"]) <= TEXT_LIMIT,
        # Translators: de: „Kürzen Sie den Vermerk auf %(limit)d Zeichen.“
        _("Shorten the notes to %(limit)d characters.") % {"limit": TEXT_LIMIT},
    )
    if shown.is_news(seen, stored={"notes": item.notes}, given=given):
        item.notes = given["notes"]
        item.save(update_fields=["notes"])
        changed(meeting)
        journal.record("minutes.noted", about=meeting, by=by, at=at, section=item.kind)
    return item


@transaction.atomic
def write_minutes(
    meeting: Meeting, section: str, text: str, *, by: User, at: datetime, seen: str | None = None
) -> Minutes:
    """Store a text of the minutes: `section` is one of theirs, or the key of an agenda item.

    Any news takes the signatures away. Raises Stale if somebody changed the text meanwhile.
    """
    check(may_write(by, meeting), _("Your role reads and does not decide."))
    meeting, minutes = _hold(meeting)
    found = {one.slug: one for one in reads.sections_of(meeting)}.get(section)
    # Translators: de: „Diesen Abschnitt gibt es nicht mehr.“
    check(found, _("This section is no longer there."))
    assert found is not None  # noqa: S101  checked in the line above
    given = texts.clean(text).strip()
    # Translators: de: „Kürzen Sie den Text auf %(limit)s Zeichen.“
    words = _("Shorten the text to %(limit)s characters.") % {"limit": TEXT_LIMIT}
    check(len(given) <= TEXT_LIMIT, words)
    before, after = {"text": found.text}, {"text": given}
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return minutes
    if found.item is None:
        minutes.texts = {**minutes.texts, section: given}
    else:
        AgendaItem.objects.filter(pk=found.item.pk).update(notes=given)
        changed(meeting)
    signed = _unsign(minutes)
    minutes.version += 1
    minutes.save()
    journal.record(
        "minutes.written",
        about=meeting,
        by=by,
        at=at,
        section=section if found.item is None else found.item.kind,
        version=minutes.version,
        signatures_taken=signed,
    )
    return minutes


@transaction.atomic
def sign_minutes(meeting: Meeting, *, seen: str, by: User, at: datetime) -> Minutes:
    """Sign what `seen` is the digest of, as who chaired or who took the minutes.

    The second signature freezes: content, digest, the head of the journal, a letter to both. What
    changed in the data since the first takes that one away; then both sign anew. Raises NotAllowed
    before the meeting is closed, and while a vote in it is open.
    """
    part = part_of(meeting, by, at=at)
    # Translators: de: „Unterzeichnen können nur Sitzungsleitung und Protokollführung.“
    check(part, _("Only the chair of the meeting and the minute taker sign."))
    meeting, minutes = _hold(meeting)
    refusal = why_not_signed(meeting)
    check(not refusal, refusal)
    content = reads.content_of(meeting)
    digest = canonical.sha256(content)
    if digest != seen:
        raise NotAllowed(
            _(
                # Translators: de: „Die Niederschrift hat sich geändert, seit Sie sie gelesen haben.
                # Bitte lesen Sie sie noch einmal; unterzeichnet ist nichts.“
                "The minutes changed since you read them. Please read them again; nothing is "
                "signed."
            )
        )
    if minutes.sha256 != digest:
        _unsign(minutes)
    signed_at, signed_by = FIELDS[part]
    if getattr(minutes, signed_by) == by:
        return minutes
    setattr(minutes, signed_at, at)
    setattr(minutes, signed_by, by)
    minutes.content, minutes.sha256 = content, digest
    head = journal.record(
        "minutes.signed",
        about=meeting,
        by=by,
        at=at,
        part=part,
        version=minutes.version,
        digest=digest,
    )
    if minutes.chair_signed_at and minutes.taker_signed_at:
        _freeze(meeting, minutes, head, by=by, at=at)
    minutes.save()
    return minutes


FIELDS = {
    CHAIR: ("chair_signed_at", "chair_signed_by"),
    TAKER: ("taker_signed_at", "taker_signed_by"),
}


def _freeze(
    meeting: Meeting, minutes: Minutes, head: JournalEntry, *, by: User, at: datetime
) -> None:
    """Add signatures and the journal's head, and tell both signers the digest of the whole."""
    signed: list[tuple[str, User, datetime]] = [
        (CHAIR, minutes.chair_signed_by, minutes.chair_signed_at),  # type: ignore[list-item]
        (TAKER, minutes.taker_signed_by, minutes.taker_signed_at),  # type: ignore[list-item]
    ]
    minutes.content = {
        **(minutes.content or {}),
        "signatures": [
            {
                "part": part,
                "name": str(who),
                "at": reads.moment(when),
                "version": minutes.version,
            }
            for part, who, when in signed
        ],
        "signed_sha256": minutes.sha256,
        "journal": {"number": head.number, "hash": head.hash},
    }
    minutes.sha256 = canonical.sha256(minutes.content)
    minutes.frozen_at = at
    journal.record("minutes.frozen", about=meeting, by=by, at=at, digest=minutes.sha256)
    for _part, who, _when in signed:
        letters.draft(
            "minutes_frozen",
            to=who.email,
            at=at,
            about=meeting,
            context={"meeting": meeting, "minutes": minutes, "head": head},
            language=who.language,
            dedup_key=f"minutes_frozen:{meeting.key}:{who.key}",
        )


def may_write(user: User, meeting: Meeting) -> bool:
    """The office, and who takes the minutes."""
    return may_administer(user) or meeting.minute_taker_id == user.pk


def part_of(meeting: Meeting, user: User, *, at: datetime) -> str:
    """As what somebody signs these minutes; "" for everybody else."""
    chair = meeting.chair
    if chair and chair.user_id == user.pk:
        return "" if chair.left_at or seats.out_of_term(chair, at) else CHAIR
    return TAKER if meeting.minute_taker_id == user.pk else ""


def has_signed(minutes: Minutes | None, part: str) -> bool:
    return bool(minutes and part and getattr(minutes, FIELDS[part][0]))


def other(part: str) -> str:
    return TAKER if part == CHAIR else CHAIR


def why_not_signed(meeting: Meeting) -> str:
    """Why nobody can sign yet, in words; "" if nothing hinders it. Two queries."""
    if not meeting.closed_at:
        # Translators: de: „Unterzeichnet wird, wenn die Sitzung geschlossen ist.“
        return _("Minutes are signed once the meeting is closed.")
    if not (meeting.chair_id and meeting.minute_taker_id):
        # Translators: de: „Es fehlt noch, wer die Sitzung leitete oder wer Protokoll führte.“
        return _("Who chaired the meeting or who took the minutes is not named yet.")
    if meeting.chair and meeting.chair.user_id == meeting.minute_taker_id:
        return _("Chair and minute taker each sign for themselves.")
    open_votes = meeting.votes.filter(closed_at=None).exists()
    if open_votes or meeting.rank_votes.filter(closed_at=None).exists():
        # Translators: de: „Eine Abstimmung dieser Sitzung ist noch offen.“
        return _("A vote of this meeting is still open.")
    return ""


def _hold(meeting: Meeting) -> tuple[Meeting, Minutes]:
    """The meeting and its minutes, locked in this order; raises NotAllowed for frozen ones."""
    locked = hold(meeting)
    Minutes.objects.get_or_create(meeting=locked)
    minutes = Minutes.objects.select_for_update(of=("self",)).get(meeting=locked)
    # Translators: de: „Die Niederschrift ist von beiden unterzeichnet und ändert sich nicht mehr.“
    check(not minutes.frozen_at, _("Both have signed the minutes; they no longer change."))
    return locked, minutes


def _unsign(minutes: Minutes) -> int:
    """Take all signatures away; how many there were."""
    signed = [minutes.chair_signed_at, minutes.taker_signed_at]
    for fields in FIELDS.values():
        for name in fields:
            setattr(minutes, name, None)
    minutes.content, minutes.sha256 = None, ""
    return sum(one is not None for one in signed)
