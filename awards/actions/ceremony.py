"""The evening itself: when and where, its programme, who has which part, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from initiatives.models import Application, Call, Local, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer

from ..models import Ceremony, Laudation, ProgrammeItem, Release, Role

SAID = ("place", "room", "address", "doors_at", "starts_at", "ends_at", "answer_by", "notes")
ITEM = ("kind", "title", "minutes", "persons", "stand", "application")
MAX_ITEMS = 60


@transaction.atomic
def plan_ceremony(call: Call, said: Mapping[str, Any], *, by: User, at: datetime) -> Ceremony:
    """Write down when and where, or change it; `said` are fields of the ceremony."""
    check(may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    found = Ceremony.objects.filter(call=call).first()
    made = found or Ceremony(call=call)
    before = {name: getattr(made, name) for name in SAID}
    for name in SAID:
        if name in said:
            setattr(made, name, said[name])
    check(
        made.doors_at <= made.starts_at < made.ends_at,
        # Translators: de: „Einlass, Beginn und Ende folgen aufeinander.“
        _("Doors, beginning and end follow one another."),
    )
    made.save()
    fields = sorted(name for name in SAID if getattr(made, name) != before[name])
    if found is None:
        journal.record(
            "ceremony.planned", about=made, by=by, at=at, starts_at=made.starts_at.isoformat()
        )
    elif fields:
        journal.record("ceremony.changed", about=made, by=by, at=at, fields=fields)
    return made


def hold_ceremony(ceremony: Ceremony, *, by: User) -> Ceremony:
    """Lock the ceremony for whoever may change it."""
    check(may_administer(by), _("Your role reads and does not decide."))
    return (
        Ceremony.objects.select_for_update(no_key=True).select_related("call").get(pk=ceremony.pk)
    )


# -- The programme -------------------------------------------------------------------------------


@transaction.atomic
def add_to_programme(
    ceremony: Ceremony, said: Mapping[str, Any], *, by: User, at: datetime
) -> ProgrammeItem:
    """Put an item at the end of the programme."""
    ceremony = hold_ceremony(ceremony, by=by)
    items = ceremony.items.all()
    # Translators: de: „Mehr als %(n)d Programmpunkte fasst der Ablauf nicht.“
    full = _("The programme takes no more than %(n)d items.") % {"n": MAX_ITEMS}
    check(items.count() < MAX_ITEMS, full)
    last = items.aggregate(last=Max("position"))["last"] or 0
    item = ProgrammeItem(ceremony=ceremony, position=last + 1)
    _say_item(item, said)
    item.save()
    journal.record("ceremony.item_added", about=ceremony, by=by, at=at, kind=item.kind)
    return item


@transaction.atomic
def change_in_programme(
    item: ProgrammeItem, said: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    ceremony = hold_ceremony(item.ceremony, by=by)
    item = _still_there(item)
    _say_item(item, said)
    item.save()
    journal.record("ceremony.item_changed", about=ceremony, by=by, at=at, position=item.position)


@transaction.atomic
def move_in_programme(item: ProgrammeItem, step: int, *, by: User, at: datetime) -> None:
    """One place up (-1) or down (+1); at the end of the list nothing happens."""
    ceremony = hold_ceremony(item.ceremony, by=by)
    item = _still_there(item)
    items = list(ceremony.items.all())
    place = items.index(item)
    if not 0 <= place + step < len(items):
        return
    items.insert(place + step, items.pop(place))
    _number(items)
    journal.record("ceremony.item_moved", about=ceremony, by=by, at=at, to=place + step + 1)


@transaction.atomic
def remove_from_programme(item: ProgrammeItem, *, by: User, at: datetime) -> None:
    ceremony = hold_ceremony(item.ceremony, by=by)
    item = _still_there(item)
    kind = item.kind
    item.delete()
    _number(list(ceremony.items.all()))
    journal.record("ceremony.item_removed", about=ceremony, by=by, at=at, kind=kind)


def _number(items: list[ProgrammeItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    ProgrammeItem.objects.bulk_update(items, ["position"])


def _say_item(item: ProgrammeItem, said: Mapping[str, Any]) -> None:
    for name in ITEM:
        if name in said:
            setattr(item, name, said[name])
    check(
        item.title or item.application or item.kind != ProgrammeItem.Kind.OTHER,
        # Translators: de: „Sagen Sie, was geschieht.“
        _("Say what happens."),
    )
    check(
        item.application is None or item.application.call_id == item.ceremony.call_id,
        # Translators: de: „Diese Bewerbung gehört nicht zu dieser Auslobung.“
        _("This application does not belong to this call."),
    )


def _still_there(item: ProgrammeItem) -> ProgrammeItem:
    found = ProgrammeItem.objects.filter(pk=item.pk).first()
    if found is None:
        # Translators: de: „Diesen Programmpunkt hat inzwischen jemand entfernt.“
        raise NotAllowed(_("Somebody has removed this item meanwhile."))
    return found


# -- Parts ---------------------------------------------------------------------------------------


@transaction.atomic
def give_part(
    ceremony: Ceremony, kind: str, name: str, office: Local, *, by: User, at: datetime
) -> Role:
    """Somebody presents, praises or is patron; whoever does several things is named several times.

    The announcement names them once there is one, so they stand on its release as well; on one
    that is confirmed only who stood there then.
    """
    ceremony = hold_ceremony(ceremony, by=by)
    release = _open_release(ceremony, at=at)
    release = None if release and release.confirmed_at else release
    last = ceremony.roles.aggregate(last=Max("position"))["last"] or 0
    role = Role.objects.create(
        ceremony=ceremony,
        release=release,
        kind=kind,
        name=name,
        office=office,
        position=last + 1,
    )
    journal.record("ceremony.part_given", about=ceremony, by=by, at=at, kind=kind)
    return role


@transaction.atomic
def take_part_away(role: Role, *, by: User, at: datetime) -> None:
    """Somebody does not do it after all. What was confirmed is announced as it was confirmed."""
    if role.ceremony is None:
        # Translators: de: „Diese Mitwirkung steht im Archiv.“
        check(False, _("This part stands in the archive."))
        return
    ceremony = hold_ceremony(role.ceremony, by=by)
    release = _open_release(ceremony, at=at)
    if release and release.confirmed_at and release.roles.filter(pk=role.pk).exists():
        ceremony.laudations.filter(laudator=role).update(laudator=None)
        Role.objects.filter(pk=role.pk).update(ceremony=None)
    else:
        Role.objects.filter(pk=role.pk).delete()
    journal.record("ceremony.part_taken", about=ceremony, by=by, at=at, kind=role.kind)


def _open_release(ceremony: Ceremony, *, at: datetime) -> Release | None:
    """The release of the call, if there is one. Raises NotAllowed once it is public."""
    release = Release.objects.select_for_update().filter(call=ceremony.call_id).first()
    check(
        not (release and release.confirmed_at and release.embargo_until <= at),
        # Translators: de: „Die Bekanntgabe ist öffentlich und nennt die Mitwirkenden. Sie ändern
        # sich hier nicht mehr.“
        _("The announcement is public and names them. They no longer change here."),
    )
    return release


def announce_parts(release: Release) -> None:
    """Parts planned before there was an announcement stand on it from now on."""
    Role.objects.filter(ceremony__call=release.call_id, release=None).update(release=release)


def take_up_parts(release: Release) -> None:
    """On a release that is a draft again stands who takes part now; see `take_part_away`."""
    gone = release.roles.filter(ceremony=None, release__call__ceremony__isnull=False)
    gone.exclude(kind=Role.Kind.SIGNATORY).delete()
    announce_parts(release)


# -- What is said --------------------------------------------------------------------------------


@transaction.atomic
def write_laudation(
    ceremony: Ceremony,
    application: Application,
    said: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
) -> Laudation:
    """What is said about a laureate to be; `said`: text, pronunciation, laudator."""
    ceremony = hold_ceremony(ceremony, by=by)
    check(
        application.call_id == ceremony.call_id and application.decisions.exists(),
        # Translators: de: „Eine Laudatio gilt einer Bewerbung mit Preis.“
        _("A laudation is about an application with a prize."),
    )
    laudator = said.get("laudator")
    check(
        laudator is None or laudator.ceremony_id == ceremony.pk,
        # Translators: de: „Diese Person hat keinen Part in dieser Preisverleihung.“
        _("This person has no part in this ceremony."),
    )
    laudation, _made = Laudation.objects.get_or_create(ceremony=ceremony, application=application)
    for name in ("text", "pronunciation", "laudator"):
        if name in said:
            setattr(laudation, name, said[name])
    laudation.save()
    journal.record("ceremony.laudation_written", about=laudation, by=by, at=at)
    return laudation
