"""The seal's life: made with the release, accepted, ended by the calendar or by the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Local, Membership, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import EDITING, may_administer, role_in
from initiatives.templatetags.award import long_date

from ..models import Laureate, Release, Seal
from ..seals import terms, validity
from ..seals.validity import State


def make_seals(release: Release) -> None:
    """One for each laureate of a release that is being confirmed whose prize carries it. Nobody can
    use it yet.
    """
    won = release.laureates.select_related("prize")
    Seal.objects.bulk_create(Seal(laureate=one) for one in won if one.prize.carries_seal)


@transaction.atomic
def accept_terms(laureate: Laureate, *, version: int, by: User, at: datetime) -> Seal:
    """The owner takes the seal on these terms; from now on its pages can be read.

    `version` is that of the terms the person read. What was accepted already stays as it is.
    """
    seal = (
        Seal.objects.select_for_update(of=("self",))
        .select_related("laureate__release__call", "laureate__application__initiative")
        .filter(laureate=laureate)
        .first()
    )
    if seal is None:
        raise NotAllowed(_("There is no seal to this award."))
    release = seal.laureate.release
    application = seal.laureate.application
    check(
        application and role_in(by, application.initiative) == "owner",
        # Translators: de: „Die Nutzungsbedingungen nimmt an, wer für die Initiative
        # verantwortlich ist.“
        _("The terms are accepted by the owners of the initiative."),
    )
    check(
        Laureate.objects.public(at).filter(pk=seal.laureate_id).exists(),
        # Translators: de: „Die Auszeichnung ist noch nicht bekannt gegeben.“
        _("The award has not been announced yet."),
    )
    if seal.accepted_at is not None:
        return seal
    held = release.held_at()
    first = validity.day_of(held)
    check(
        validity.day_of(at) >= first,
        # Translators: de: „Das Siegel gibt es vom Tag der Preisverleihung an, dem %(day)s.“
        _("The seal is given from the day of the ceremony on, %(day)s.") % {"day": long_date(held)},
    )
    check(
        version == terms.CURRENT,
        # Translators: de: „Die Nutzungsbedingungen haben sich geändert. Bitte lesen Sie die neue
        # Fassung.“
        _("The terms have changed. Please read the new version."),
    )
    seal.terms_version, seal.accepted_at, seal.accepted_by = version, at, by
    seal.issuer = settings.ISSUER
    seal.valid_from, seal.valid_until = first, validity.last_day(first)
    seal.save()
    journal.record(
        "seal.accepted",
        about=seal.laureate,
        by=by,
        at=at,
        code=seal.code,
        version=version,
        valid_until=seal.valid_until.isoformat(),
    )
    return seal


@transaction.atomic
def withdraw_seal(seal: Seal, *, reason: Local, by: User, at: datetime) -> Seal:
    """Take the seal away for good. Its page says so, and why; embedded pictures turn at once."""
    check(may_administer(by), _("Your role reads and does not decide."))
    seal = Seal.objects.select_for_update(of=("self",)).with_holder().get(pk=seal.pk)
    check(
        seal.accepted_at,
        # Translators: de: „Dieses Siegel wird noch nicht geführt.“
        _("This seal is not in use yet."),
    )
    check(
        seal.withdrawn_at is None,
        # Translators: de: „Dieses Siegel ist schon entzogen.“
        _("This seal has been withdrawn already."),
    )
    check(
        seal.withdrawn_since() is None,
        # Translators: de: „Mit dem Preis gilt auch dieses Siegel nicht mehr. Der Brief dazu steht
        # bei den Ergebnisbriefen.“
        _("With the prize this seal has ended, too. The letter on it is with those on the result."),
    )
    check(
        reason.get("de", "").strip(),
        # Translators: de: „Nennen Sie den Grund.“
        _("Give the reason."),
    )
    seal.withdrawn_at, seal.withdrawn_by, seal.reason = at, by, reason
    seal.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    journal.record("seal.withdrawn", about=seal.laureate, by=by, at=at, code=seal.code)
    _tell("seal_withdrawn", seal, at=at)
    return seal


def seals_to_remind(*, at: datetime) -> Iterator[Seal]:
    """Seals that end within thirty days and whose holders have not been told. One query."""
    today = validity.day_of(at)
    ending = Seal.objects.public(at).filter(
        reminded_at=None,
        withdrawn_at=None,
        laureate__in=Laureate.objects.public(at),
        valid_until__gte=today,
        valid_until__lte=today + validity.REMINDED,
    )
    for seal in ending.with_holder():
        if seal.valid_until and validity.reminder_of(seal.valid_until) <= at:
            yield seal


@transaction.atomic
def remind_of_seal(seal: Seal, *, at: datetime) -> None:
    """Tell the members that it ends, once."""
    seal = Seal.objects.select_for_update(of=("self",)).with_holder().get(pk=seal.pk)
    if seal.reminded_at is not None or seal.state(at) != State.VALID:
        return
    seal.reminded_at = at
    seal.save(update_fields=["reminded_at"])
    _tell("seal_ends", seal, at=at)


def _tell(kind: str, seal: Seal, *, at: datetime) -> None:
    """A letter to everybody who acts for the initiative."""
    members = Membership.objects.filter(
        initiative__applications=seal.laureate.application_id,
        role__in=EDITING,
        user__is_active=True,
    )
    for member in members.select_related("user").order_by("pk"):
        letters.draft(
            kind,
            to=member.user.email,
            at=at,
            about=seal.laureate,
            context={"seal": seal, "laureate": seal.laureate, "call": seal.laureate.release.call},
            language=member.user.language,
            dedup_key=f"{kind}:{seal.code}:{member.user.key}",
        )
