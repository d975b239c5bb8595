"""The pictures of a release: whose they are, what they lack, and what goes into print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.models import Call
from initiatives.names import sort_key

from .models import Decision, Laureate, Photo, Release

PRINTABLE = 1800  # pixels at the long edge: 15 cm at 300 dpi


class Owner(NamedTuple):
    """Whose picture it may be; `key` is that of the laureate, before the release of the case."""

    key: str
    name: str
    laureate: Laureate | None
    application: Any  # None only in a year of the archive


class Gap(NamedTuple):
    """What is missing, in words, and the page on which it is filled in."""

    words: str
    url: str


class Print(NamedTuple):
    """A picture as large as there is, as JPEG; caption and credit in the language at work."""

    photo: Photo
    file: FieldFile
    caption: str
    credit: str
    name: str


def owners(release: Release) -> list[Owner]:
    """The laureates of a release; while it is a draft, the cases decided on. One query."""
    if release.confirmed_at:
        won = release.laureates.select_related("application")
        return [Owner(str(one.key), one.name, one, one.application) for one in won]
    decided = Decision.objects.filter(prize__call=release.call_id)
    cases = [one.application for one in decided.select_related("application__initiative")]
    cases.sort(key=lambda case: sort_key(case.initiative.name))
    return [Owner(str(case.key), case.initiative.name, None, case) for case in cases]


def owner_of(photo: Photo) -> str:
    """The key of the one whose it is, as `owners` has it; "" for the whole release."""
    whose = photo.laureate or photo.application
    return str(whose.key) if whose else ""


def releases() -> Iterable[tuple[Call, int]]:
    """The years that have an announcement, newest first, with the number of their pictures."""
    there = Count("release__photos", filter=~Q(release__photos__file=""))
    found = Call.objects.filter(release__isnull=False).annotate(pictures=there).order_by("-year")
    return [(call, call.pictures) for call in found]


def gaps(release: Release) -> list[Gap]:
    """What a picture still needs before it goes out. Two queries, whatever their number."""
    found = []
    photos = release.photos.standing().prefetch_related("persons").exclude(file="")
    for number, photo in enumerate(photos, start=1):
        for words in lacking(photo):
            # Translators: de: „Foto %(number)d: %(what)s“
            told = _("Photo %(number)d: %(what)s") % {"number": number, "what": words}
            found.append(Gap(told, reverse("office:photo", args=[photo.key])))
    return found


def lacking(photo: Photo, *, in_english: bool = False) -> list[str]:
    """The same of one picture; its persons are found along by whoever asks for many."""
    missing = []
    if not photo.credit:
        # Translators: de: „Der Bildnachweis fehlt.“
        missing.append(_("The credit is missing."))
    if not photo.alt_text.get("de"):
        # Translators: de: „Die Bildbeschreibung fehlt.“
        missing.append(_("The description is missing."))
    elif in_english and not photo.alt_text.get("en"):
        # Translators: de: „Die Bildbeschreibung auf Englisch fehlt.“
        missing.append(_("The description in English is missing."))
    for person in photo.persons.all():
        if person.consent_on is None:
            # Translators: de: „Die Einwilligung von %(name)s fehlt.“
            missing.append(_("The consent of %(name)s is missing.") % {"name": person.name})
    if photo.failed_at and photo.drawn_at is None:
        # Translators: de: „Das Bild ließ sich nicht verarbeiten.“
        missing.append(_("The picture could not be processed."))
    return missing


def in_german_only(release: Release) -> list[tuple[str, str]]:
    """Pictures described in German only, with their pages. One query."""
    found = []
    for number, photo in enumerate(release.photos.standing().exclude(file=""), start=1):
        if photo.alt_text.get("de") and not photo.alt_text.get("en"):
            # Translators: de: „Bildbeschreibung zu Foto %(number)d“
            what = _("Description of photo %(number)d") % {"number": number}
            found.append((what, reverse("office:photo", args=[photo.key])))
    return found


def hints(release: Release) -> list[Gap]:
    """What may stay so: laureates without a picture, and pictures too small for print."""
    found = []
    there = list(release.photos.there())
    page = reverse("office:photos", args=[release.call.year])
    won, cases = {one.laureate_id for one in there}, {one.application_id for one in there}
    for owner in owners(release):
        if not (owner.laureate.pk in won if owner.laureate else owner.application.pk in cases):
            # Translators: de: „Für %(name)s gibt es kein Foto. Gezeigt wird ein Platzhalter.“
            words = _("There is no photo of %(name)s. A placeholder is shown.")
            found.append(Gap(words % {"name": owner.name}, page))
    for number, photo in enumerate(there, start=1):
        if max(photo.width, photo.height) < PRINTABLE:
            words = _(
                # Translators: de: „Foto %(number)d ist klein (%(width)d × %(height)d Pixel) und
                # wird gedruckt unscharf.“
                "Photo %(number)d is small (%(width)d × %(height)d pixels) and will look soft in "
                "print."
            )
            size = {"number": number, "width": photo.width, "height": photo.height}
            found.append(Gap(words % size, reverse("office:photo", args=[photo.key])))
    return found


def for_print(release: Release) -> list[Print]:
    """Every picture that may go out, in its order; whether the release may is asked elsewhere."""
    photos = release.photos.there().with_picture().select_related("laureate")
    return [
        Print(
            photo,
            photo.file,
            photo.caption,
            photo.credit_line,
            photo.laureate.name if photo.laureate else "",
        )
        for photo in photos.filter(Q(laureate__isnull=False) | Q(application=None))
    ]
