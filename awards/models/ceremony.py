"""Who does what when the prizes are given: the evening, its programme, and what is said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call, LocalText

from .release import Release


class Ceremony(models.Model):
    """The evening on which the prizes of a call are given. Times are moments, shown as in Berlin.

    `answer_by` is the last whole day on which a guest may answer or change the answer.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.OneToOneField(Call, models.PROTECT, related_name="ceremony")
    place = models.CharField(_("place"), max_length=120)
    # Translators: de: „Raum“
    room = models.CharField(_("room"), max_length=120, blank=True)
    # Translators: de: „Anschrift“
    address = models.TextField(_("address"), blank=True)
    # Translators: de: „Einlass“
    doors_at = models.DateTimeField(_("doors open"))
    starts_at = models.DateTimeField(_("begins"))
    # Translators: de: „endet“
    ends_at = models.DateTimeField(_("ends"))
    # Translators: de: „Antworten bis“
    answer_by = models.DateField(_("answers until"))
    # Translators: de: „Hinweise für Gäste“
    notes = models.TextField(_("notes for guests"), blank=True)
    # Translators: de: „Angaben der Gäste gelöscht“
    forgotten_at = models.DateTimeField(_("guests forgotten"), null=True, blank=True)

    class Meta:
        # Translators: de: „Preisverleihung“
        verbose_name = _("ceremony")
        # Translators: de: „Preisverleihungen“
        verbose_name_plural = _("ceremonies")
        constraints = [
            models.CheckConstraint(
                condition=Q(doors_at__lte=F("starts_at")) & Q(starts_at__lt=F("ends_at")),
                name="a_ceremony_goes_forward",
                # Translators: de: „Einlass, Beginn und Ende folgen aufeinander.“
                violation_error_message=_("Doors, beginning and end follow one another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.call}"


class Role(models.Model):
    """A part somebody has in a ceremony; several people may share one, and one have several.

    It is planned with the ceremony, which may be long before there is a release. A year of the
    archive has a release only.
    """

    class Kind(models.TextChoices):
        PRESENTER = "presenter", _("presented the prizes")
        LAUDATOR = "laudator", _("spoke in praise")
        PATRON = "patron", _("patron")
        # Translators: de: „unterzeichnet die Urkunden“
        SIGNATORY = "signatory", _("signs the certificates")

    release = models.ForeignKey(
        Release, models.CASCADE, null=True, blank=True, related_name="roles"
    )
    ceremony = models.ForeignKey(
        Ceremony, models.CASCADE, null=True, blank=True, related_name="roles"
    )
    kind = models.CharField(_("part"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    office = LocalText(_("office"))
    note = LocalText(_("note"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("part in the ceremony")
        verbose_name_plural = _("parts in the ceremony")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(release__isnull=False) | Q(ceremony__isnull=False),
                name="a_part_belongs_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeItem(models.Model):
    """A part of the evening. When it begins follows from the beginning and what comes before it.

    `application` is told to the office only; it would say who is honoured.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Begrüßung“
        WELCOME = "welcome", _("Welcome")
        # Translators: de: „Grußwort“
        ADDRESS = "address", _("Welcoming address")
        # Translators: de: „Laudatio und Übergabe“
        HONOUR = "honour", _("Laudation and handing over")
        # Translators: de: „Gespräch“
        TALK = "talk", _("Talk")
        # Translators: de: „Musik“
        MUSIC = "music", _("Music")
        # Translators: de: „Gruppenbild“
        PICTURE = "picture", _("Group picture")
        # Translators: de: „Empfang“
        RECEPTION = "reception", _("Reception")
        # Translators: de: „Weiterer Punkt“
        OTHER = "other", _("Other item")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=160, blank=True)
    # Translators: de: „Minuten“
    minutes = models.PositiveSmallIntegerField(_("how many minutes"))
    # Translators: de: „Wer“
    persons = models.CharField(_("who"), max_length=300, blank=True)
    # Translators: de: „Wo sie stehen“
    stand = models.CharField(_("where to stand"), max_length=200, blank=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        # Translators: de: „Programmpunkt“
        verbose_name = _("item of the programme")
        # Translators: de: „Programmpunkte“
        verbose_name_plural = _("items of the programme")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600), name="an_item_lasts_a_while"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class Laudation(models.Model):
    """What is said in praise of a laureate to be; the jury's reasons follow it word by word."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="laudations")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    laudator = models.ForeignKey(
        Role, models.SET_NULL, null=True, blank=True, related_name="laudations"
    )
    text = models.TextField(_("text"), blank=True)
    # Translators: de: „Aussprache“
    pronunciation = models.TextField(_("pronunciation"), blank=True)

    class Meta:
        # Translators: de: „Laudatio“
        verbose_name = _("laudation")
        # Translators: de: „Laudationes“
        verbose_name_plural = _("laudations")
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "application"], name="one_laudation_a_laureate"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
