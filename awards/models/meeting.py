"""The jury's meeting: who is there, what it speaks about, who leaves the room when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call
from jury.models import Juror

from ..querysets import MeetingQuerySet


class Meeting(models.Model):
    """The jury decides together, in a sitting or by circular procedure; a call may have several.

    `revision` counts every change, so that screens ask for what is newer. In a circular procedure
    `closes_at` is when votes must have arrived; nobody leaves a room in it.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Sitzung“
        SITTING = "sitting", _("meeting")
        # Translators: de: „Umlaufverfahren“
        CIRCULAR = "circular", _("circular procedure")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SITTING)
    place = models.CharField(_("place"), max_length=120, blank=True)
    # Translators: de: „Beginn“
    begins_at = models.DateTimeField(_("begins"))
    # Translators: de: „Frist für die Stimmen“
    closes_at = models.DateTimeField(_("votes until"), null=True, blank=True)
    # Translators: de: „eingeladen“
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    # Translators: de: „eröffnet“
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    # Translators: de: „geschlossen“
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    chair = models.ForeignKey(
        Juror,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Translators: de: „Sitzungsleitung“
        verbose_name=_("chair of the meeting"),
    )
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Translators: de: „Protokollführung“
        verbose_name=_("minute taker"),
    )
    current = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    # What is read beside the row by `for_screens` and `with_barred`.
    places: int
    by_name: list[int]
    ranks: bool
    barred: list[int]

    objects = MeetingQuerySet.as_manager()

    class Meta:
        # Translators: de: „Jurysitzung“
        verbose_name = _("meeting of the jury")
        # Translators: de: „Jurysitzungen“
        verbose_name_plural = _("meetings of the jury")
        ordering = ["begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(opened_at__isnull=False, closed_at__isnull=True, kind="sitting"),
                name="one_open_meeting_a_call",
                # Translators: de: „Es läuft schon eine Sitzung dieser Jury.“
                violation_error_message=_("A meeting of this jury is open already."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="only_an_open_meeting_is_closed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="circular") | Q(closes_at__gt=F("begins_at")),
                name="a_circular_procedure_has_its_end",
                violation_error_message=_(
                    # Translators: de: „Ein Umlaufverfahren braucht eine Frist nach seinem Beginn.“
                    "A circular procedure needs a time limit after its beginning."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}, {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Attendance(models.Model):
    """Whether a juror takes part. From when to when stands in `Presence`."""

    class State(models.TextChoices):
        # Translators: de: „erwartet“
        EXPECTED = "expected", _("expected")
        # Translators: de: „anwesend“
        PRESENT = "present", _("present")
        # Translators: de: „entschuldigt“
        EXCUSED = "excused", _("excused")
        # Translators: de: „abwesend“
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="attendances")
    # Translators: de: „Teilnahme“
    state = models.CharField(_("attendance"), max_length=8, choices=State, default=State.EXPECTED)

    class Meta:
        # Translators: de: „Teilnahme“
        verbose_name = _("attendance")
        # Translators: de: „Teilnahmen“
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "juror"], name="attends_a_meeting_once")
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.get_state_display()}"


class Presence(models.Model):
    """A stretch of time in which a juror was there; `left_at` is empty while it lasts."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="presences")
    # Translators: de: „gekommen“
    came_at = models.DateTimeField(_("came"))
    # Translators: de: „gegangen“
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        # Translators: de: „Anwesenheit“
        verbose_name = _("presence")
        # Translators: de: „Anwesenheiten“
        verbose_name_plural = _("presences")
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(left_at=None), name="present_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="nobody_leaves_before_coming",
            ),
        ]


class Guest(models.Model):
    """Somebody who listens and has no vote, and as what."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=120)
    # Translators: de: „als was“
    part = models.CharField(_("as what"), max_length=120, blank=True)

    class Meta:
        # Translators: de: „Gast“
        verbose_name = _("guest")
        # Translators: de: „Gäste“
        verbose_name_plural = _("guests")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """What is spoken about; one is current. `notes` is what the minutes say of the discussion.

    Only an item on a case has an application; while it is current, whoever is barred from the case
    has to be out of the room. `chair` leads it where the meeting's chair is barred.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Begrüßung, Beschlussfähigkeit“
        OPENING = "opening", _("Welcome and quorum")
        # Translators: de: „Befangenheit“
        IMPARTIALITY = "impartial", _("Conflicts of interest")
        # Translators: de: „Bericht der Vorprüfung“
        REPORT = "report", _("Report on the formal check")
        # Translators: de: „Fall“
        CASE = "case", _("Case")
        # Translators: de: „Sonderpreis, Anerkennung“
        SPECIAL = "special", _("Special prize and commendation")
        # Translators: de: „Sperrfrist, nächste Schritte“
        CLOSING = "closing", _("Embargo and next steps")
        # Translators: de: „Weiterer Punkt“
        OTHER = "other", _("Other item")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    chair = models.ForeignKey(
        Juror,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Translators: de: „Leitung dieses Punktes“
        verbose_name=_("chair of this item"),
    )
    # Translators: de: „Beginn“
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    # Translators: de: „Ende“
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Translators: de: „vertagt“
    postponed_at = models.DateTimeField(_("postponed"), null=True, blank=True)
    # Translators: de: „Vermerk für die Niederschrift“
    notes = models.TextField(_("notes for the minutes"), blank=True)

    class Meta:
        # Translators: de: „Tagesordnungspunkt“
        verbose_name = _("agenda item")
        # Translators: de: „Tagesordnungspunkte“
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="case", application__isnull=False)
                | (~Q(kind="case") & Q(application__isnull=True)),
                name="an_item_on_a_case_has_one",
            ),
            models.UniqueConstraint(
                fields=["meeting", "application"],
                condition=Q(application__isnull=False),
                name="a_case_once_a_meeting",
                # Translators: de: „Dieser Fall steht schon auf der Tagesordnung.“
                violation_error_message=_("This case is on the agenda already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.application or self.get_kind_display())


class Departure(models.Model):
    """A juror has to leave the room for an item; `left_at` is empty until that is noted."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="departures")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="+")
    # Translators: de: „verließ den Raum“
    left_at = models.DateTimeField(_("left the room"), null=True, blank=True)
    # Translators: de: „kam zurück“
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)

    class Meta:
        # Translators: de: „Weggang“
        verbose_name = _("departure")
        # Translators: de: „Weggänge“
        verbose_name_plural = _("departures")
        constraints = [
            models.UniqueConstraint(fields=["item", "juror"], name="leaves_once_an_item"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True)
                | Q(left_at__isnull=False, returned_at__gte=F("left_at")),
                name="only_who_left_comes_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.item}"
