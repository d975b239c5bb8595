"""Pictures of a release: who is shown, who took them, and the copies that go out."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, LocalText
from initiatives.names import from_left

from ..photo_drawing import Crop, Format
from ..photo_querysets import PhotoQuerySet, RenditionQuerySet
from .laureate import Laureate
from .release import Release


class Licence(models.TextChoices):
    """What others may do with a picture."""

    # Translators: de: „Für Berichte über die Auszeichnung frei, mit Bildnachweis“
    PRESS = "press", _("Free for reports on the award, with credit")
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_0 = "cc0", "CC0 1.0"
    # Translators: de: „Alle Rechte vorbehalten“
    RESERVED = "reserved", _("All rights reserved")


class Source(NamedTuple):
    """One <source>: the same picture in one format and several widths."""

    media_type: str
    srcset: str


class Shown(NamedTuple):
    """A crop as <picture> needs it; `src` is a JPEG that every browser can read."""

    sources: list[Source]
    srcset: str
    src: str
    width: int
    height: int


class Photo(models.Model):
    """One picture: of a laureate, of an application that will be one, or of the whole release.

    Without a file it is a picture's place, drawn from the names. `file` is what was uploaded, drawn
    anew; it is private, as is `medium`, what the office works with. What goes out are renditions.
    `drawn_at` is None while a worker has still to make them, `failed_at` says that it could not.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="photos")
    laureate = models.ForeignKey(
        Laureate, models.SET_NULL, related_name="photos", null=True, blank=True
    )
    application = models.ForeignKey(
        Application, models.SET_NULL, related_name="+", null=True, blank=True
    )
    # Translators: de: „Datei“
    file = models.FileField(_("file"), max_length=200, blank=True)
    medium = models.FileField(_("picture, medium"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Translators: de: „Bildmitte von links, in Promille“
    focus_x = models.PositiveSmallIntegerField(_("focus from the left, per mille"), default=500)
    # Translators: de: „Bildmitte von oben, in Promille“
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, per mille"), default=500)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    # Translators: de: „Lizenz“
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, blank=True)
    alt_text = LocalText(_("description"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Translators: de: „Größen gezeichnet“
    drawn_at = models.DateTimeField(_("sizes drawn"), null=True, blank=True)
    # Translators: de: „nicht verarbeitet“
    failed_at = models.DateTimeField(_("not processed"), null=True, blank=True)
    # Translators: de: „vom Netz genommen“
    taken_down_at = models.DateTimeField(_("taken down"), null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=1000, focus_y__lte=1000), name="focus_is_in_the_picture"
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | Q(file=""), name="photo_taken_down_has_no_file"
            ),
        ]

    def __str__(self) -> str:
        return self.name or ", ".join(self.names)

    @property
    def is_of_somebody(self) -> bool:
        """Whether it is not of the whole release."""
        return bool(self.laureate_id or self.application_id)

    @cached_property
    def names(self) -> list[str]:
        """Who is shown, from left to right. One query unless found along (`with_picture`)."""
        found = self.__dict__.get("names_found")
        if found is not None:
            return list(found)
        return [person.name for person in self.persons.all()]

    @property
    def caption(self) -> str:
        """„V. l. n. r.: …“ in the language of the reader; "" where nobody is named."""
        return from_left(self.names)

    @property
    def credit_line(self) -> str:
        """„Foto: © …“, with the licence where it is one that others know; "" without a credit."""
        if not self.credit:
            return ""
        # Translators: de: „Foto: © %(credit)s“
        line = _("Photo: © %(credit)s") % {"credit": self.credit}
        known = self.licence in (Licence.CC_BY, Licence.CC_BY_SA, Licence.CC_0)
        return f"{line}, {self.get_licence_display()}" if known else str(line)

    @cached_property
    def drawn(self) -> list[dict[str, object]]:
        """Its renditions as plain values. One query unless found along (`with_picture`)."""
        found = self.__dict__.get("drawn_found")
        if found is not None:
            return list(found)
        own = self.renditions.values("crop", "format", "key", "width", "height")
        return [dict(one) for one in own]

    @property
    def card(self) -> Shown | None:
        return self._shown(Crop.CARD)

    @property
    def hero(self) -> Shown | None:
        return self._shown(Crop.HERO)

    @property
    def square(self) -> Shown | None:
        return self._shown(Crop.SQUARE)

    @property
    def full(self) -> Shown | None:
        return self._shown(Crop.FULL)

    def _shown(self, crop: Crop) -> Shown | None:
        """None where it is not drawn (yet): then a placeholder stands for it."""
        widths: dict[str, list[dict[str, object]]] = {}
        for one in sorted(self.drawn, key=lambda one: int(str(one["width"]))):
            if one["crop"] == crop:
                widths.setdefault(str(one["format"]), []).append(one)
        if Format.JPEG not in widths:
            return None
        sets = {
            kind: ", ".join(f"{_address(o)} {o['width']}w" for o in widths[kind])
            for kind in Format
            if kind in widths
        }
        plain = widths[Format.JPEG]
        middle, largest = plain[len(plain) // 2], plain[-1]
        return Shown(
            [
                Source(kind.media_type, sets[kind])
                for kind in Format
                if kind in sets and kind != Format.JPEG
            ],
            sets[Format.JPEG],
            _address(middle),
            int(str(largest["width"])),
            int(str(largest["height"])),
        )


def _address(one: dict[str, object]) -> str:
    return reverse("picture", args=[one["key"], one["format"]])


class PersonShown(models.Model):
    """Somebody on a picture, in the order from left to right, and the consent to be shown.

    The name is for the caption; the consent, with its day and its words, is what publishing rests
    on. Once withdrawn it stays as the proof that the picture came down.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="persons")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=120)
    # Translators: de: „Einwilligung vom“
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    # Translators: de: „Wortlaut der Einwilligung“
    consent_text = models.CharField(_("words of the consent"), max_length=500, blank=True)
    # Translators: de: „Einwilligung zurückgezogen“
    withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, blank=True)

    class Meta:
        # Translators: de: „gezeigte Person“
        verbose_name = _("person shown")
        # Translators: de: „gezeigte Personen“
        verbose_name_plural = _("persons shown")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_text="") | Q(consent_on__isnull=False),
                name="consent_has_a_day",
                # Translators: de: „Tragen Sie ein, wann eingewilligt wurde.“
                violation_error_message=_("Enter the day of the consent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rendition(models.Model):
    """A copy that goes out: one crop in one format and width, under a name nobody can guess."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="renditions")
    crop = models.CharField(max_length=6)
    format = models.CharField(max_length=4)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=32, unique=True)
    file = models.FileField(max_length=200)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        # Translators: de: „Bildgröße“
        verbose_name = _("size of a picture")
        # Translators: de: „Bildgrößen“
        verbose_name_plural = _("sizes of pictures")
        ordering = ["photo", "crop", "format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "crop", "format", "width"], name="rendition_once_a_photo"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crop} {self.width} {self.format}"
