"""Guests: on the list, and invited by a personal link; letters are looked at before they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from initiatives import berlin
from initiatives.models import Letter, User
from initiatives.names import sort_key
from initiatives.records import canonical, journal, letters
from initiatives.refusals import NotAllowed, check

from .. import secret_links
from ..models import Ceremony, Invitee
from .ceremony import hold_ceremony

INVITATION = "ceremony_invitation"
LETTERS = (INVITATION, "ceremony_withdrawn")
FIELDS = (
    "name",
    "salutation",
    "email",
    "organisation",
    "kind",
    "language",
    "companions_allowed",
)
MAX_GUESTS = 1000
LETTERS_A_DAY = 5  # to one guest


def secret_of(guest: Invitee) -> str:
    """What the guest's link ends in."""
    return secret_links.secret("awards.ceremony.guest", guest.key, guest.link_number)


def link_of(guest: Invitee, secret: str) -> str:
    with translation.override(guest.language):
        path = reverse("invited", args=[guest.ceremony.call.year, secret])
    return f"{settings.BASE_URL}{path}"


def answers_until(ceremony: Ceremony) -> datetime:
    """The end of the last day for answers, in UTC; exclusive."""
    return berlin.moment(ceremony.answer_by + timedelta(days=1), time(), berlin.SUMMER)


def is_answerable(guest: Invitee, *, at: datetime) -> bool:
    return guest.withdrawn_at is None and at < answers_until(guest.ceremony)


# -- The list ------------------------------------------------------------------------------------


@transaction.atomic
def add_to_guest_list(
    ceremony: Ceremony, said: Mapping[str, Any], *, by: User, at: datetime
) -> Invitee:
    """One guest more; nothing is sent yet."""
    return add_all_to_guest_list(ceremony, [said], by=by, at=at)[0]


@transaction.atomic
def add_all_to_guest_list(
    ceremony: Ceremony, rows: Sequence[Mapping[str, Any]], *, by: User, at: datetime
) -> list[Invitee]:
    """All of a file, or nobody. Raises NotAllowed if an address is on the list already."""
    ceremony = hold_ceremony(ceremony, by=by)
    check_not_forgotten(ceremony)
    check(
        ceremony.invitees.count() + len(rows) <= MAX_GUESTS,
        # Translators: de: „Die Gästeliste fasst %(n)d Personen.“
        _("The list of guests takes %(n)d people.") % {"n": MAX_GUESTS},
    )
    emails = [row["email"].lower() for row in rows if row.get("email")]
    there = ceremony.invitees.filter(email__in=emails).values_list("email", flat=True).first()
    # Translators: de: „%(email)s steht schon auf der Gästeliste.“
    words = _("%(email)s is on the list of guests already.")
    check(there is None, words % {"email": there})
    made = [Invitee(ceremony=ceremony) for _row in rows]
    for guest, row in zip(made, rows, strict=True):
        note_guest(guest, row)
    Invitee.objects.bulk_create(made)
    journal.record("guests.added", about=ceremony, by=by, at=at, n=len(made))
    return made


def check_not_forgotten(ceremony: Ceremony) -> None:
    check(
        ceremony.forgotten_at is None,
        # Translators: de: „Die Angaben der Gäste dieser Preisverleihung sind gelöscht.“
        _("What was known of this ceremony's guests is deleted."),
    )


def note_guest(guest: Invitee, said: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in said:
            setattr(guest, name, said[name])
    guest.email = guest.email.lower()
    guest.sort_name = sort_key(_surname_first(guest.name))[:120]


def _surname_first(name: str) -> str:
    """„Dr. Ada Lüders“ stands under L in every list."""
    first, _space, last = name.rpartition(" ")
    return f"{last} {first}"


@transaction.atomic
def change_guest(guest: Invitee, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change what is noted. A new address makes the link that went to the old one useless."""
    ceremony = hold_ceremony(guest.ceremony, by=by)
    guest = hold_guest(guest)
    email = str(said.get("email", guest.email)).lower()
    taken = ceremony.invitees.filter(email=email).exclude(pk=guest.pk).exists()
    # Translators: de: „%(email)s steht schon auf der Gästeliste.“
    words = _("%(email)s is on the list of guests already.")
    check(not (email and taken), words % {"email": email})
    if email != guest.email and guest.secret_hash:
        guest.link_number += 1
        guest.secret_hash, guest.invited_at = None, None
    # Translators: de: „Wer mitgebracht wird, bekommt keinen eigenen Brief.“
    words = _("Who is brought along gets no letter of their own.")
    check(not (email and guest.brought_by_id), words)
    noted = [name for name in FIELDS if name in said]
    fields = sorted(name for name in noted if said[name] != getattr(guest, name))
    note_guest(guest, said)
    guest.save()
    journal.record("guest.changed", about=guest, by=by, at=at, fields=fields)


@transaction.atomic
def remove_guest_from_list(guest: Invitee, *, by: User, at: datetime) -> None:
    """Take somebody off the list who was never written to and has not come; else withdraw it."""
    hold_ceremony(guest.ceremony, by=by)
    guest = hold_guest(guest)
    check(
        guest.invited_at is None and not hasattr(guest, "check_in"),
        # Translators: de: „Wer eingeladen wurde, bleibt auf der Liste. Nehmen Sie die Einladung
        # zurück.“
        _("Who was invited stays on the list. Withdraw the invitation."),
    )
    journal.record("guest.removed", about=guest, by=by, at=at)
    guest.delete()


def hold_guest(guest: Invitee) -> Invitee:
    found = Invitee.objects.select_related("ceremony__call").filter(pk=guest.pk).first()
    if found is None:
        # Translators: de: „Diesen Gast hat inzwischen jemand von der Liste genommen.“
        raise NotAllowed(_("Somebody has taken this guest off the list meanwhile."))
    return found


# -- Letters -------------------------------------------------------------------------------------


def invitation_for(guest: Invitee) -> tuple[str, str]:
    """Subject and text as they will go out, but for the link, which only the guest gets to see."""
    with translation.override(guest.language):
        # Translators: de: „[hier steht der persönliche Link]“
        return _written(guest, _("[here stands the personal link]"))


def _written(guest: Invitee, link: str) -> tuple[str, str]:
    context = {"guest": guest, "ceremony": guest.ceremony, "call": guest.ceremony.call}
    return letters.written(INVITATION, {**context, "link": link}, language=guest.language)


def seal_of(guest: Invitee) -> str:
    """What whoever sends a letter has seen: to whom, and each word."""
    return canonical.sha256([str(guest.key), guest.email, *invitation_for(guest)])


@transaction.atomic
def invite_guests(ceremony: Ceremony, seen: Mapping[str, str], *, by: User, at: datetime) -> int:
    """Send the letters that were looked at: their seals by the key of the guest. Returns how many.

    All or nothing: if one letter would read differently by now, none goes out.
    """
    ceremony = hold_ceremony(ceremony, by=by)
    check_not_forgotten(ceremony)
    # Translators: de: „Kreuzen Sie an, wer eingeladen wird.“
    check(seen, _("Mark who is to be invited."))
    check(
        at < answers_until(ceremony),
        # Translators: de: „Der letzte Tag für Antworten ist vorbei. Nennen Sie zuerst einen neuen.“
        _("The last day for answers has passed. Name a new one first."),
    )
    rows = ceremony.invitees.to_invite().select_related("ceremony__call")
    fresh = [one for one in rows if str(one.key) in seen]
    check(
        len(fresh) == len(seen) and all(seal_of(one) == seen[str(one.key)] for one in fresh),
        # Translators: de: „Inzwischen hat sich etwas geändert. Sehen Sie die Briefe noch einmal
        # durch.“
        _("Something has changed meanwhile. Look through the letters once more."),
    )
    for guest in fresh:
        _post(guest, at=at)
    journal.record("guests.invited", about=ceremony, by=by, at=at, n=len(fresh))
    return len(fresh)


@transaction.atomic
def invite_guest_again(guest: Invitee, *, by: User, at: datetime) -> None:
    """The same letter with the same link once more; one that was withdrawn gets a new link."""
    ceremony = hold_ceremony(guest.ceremony, by=by)
    check_not_forgotten(ceremony)
    guest = hold_guest(guest)
    # Translators: de: „Dieser Gast hat keine E-Mail-Adresse.“
    check(guest.email, _("This guest has no e-mail address."))
    check(
        at < answers_until(ceremony),
        # Translators: de: „Der letzte Tag für Antworten ist vorbei. Nennen Sie zuerst einen neuen.“
        _("The last day for answers has passed. Name a new one first."),
    )
    today = Letter.objects.filter(kind__in=LETTERS, about_key=str(guest.key))
    check(
        today.filter(written_at__gt=at - timedelta(days=1)).count() < LETTERS_A_DAY,
        _("This address has been written to several times today. Try again tomorrow."),
    )
    if guest.withdrawn_at:
        guest.withdrawn_at = None
        guest.answer, guest.answered_at = "", None
    _post(guest, at=at)
    journal.record("guest.invited_again", about=guest, by=by, at=at)


def _post(guest: Invitee, *, at: datetime) -> None:
    secret = secret_of(guest)
    guest.secret_hash, guest.invited_at = secret_links.hashed(secret), at
    guest.save()
    subject, text = _written(guest, link_of(guest, secret))
    letters.post(INVITATION, to=guest.email, subject=subject, text=text, at=at, about=guest)


@transaction.atomic
def withdraw_guest(guest: Invitee, *, by: User, at: datetime) -> None:
    """Take the invitation back; the guest gets a letter, and reads it behind the link."""
    hold_ceremony(guest.ceremony, by=by)
    guest = hold_guest(guest)
    # Translators: de: „Diese Einladung ist schon zurückgenommen.“
    check(guest.withdrawn_at is None, _("This invitation is withdrawn already."))
    # Translators: de: „Dieser Gast ist schon da.“
    check(not hasattr(guest, "check_in"), _("This guest has come already."))
    guest.withdrawn_at, guest.table = at, None
    guest.link_number += 1
    guest.diet = guest.access_needs = guest.photo_consent_text = ""
    guest.photo_consent_at = None
    guest.save()
    guest.companions.all().delete()
    if guest.email and guest.invited_at:
        letters.draft(
            "ceremony_withdrawn",
            to=guest.email,
            at=at,
            about=guest,
            context={"guest": guest, "ceremony": guest.ceremony, "call": guest.ceremony.call},
            language=guest.language,
        )
    journal.record("guest.withdrawn", about=guest, by=by, at=at)
