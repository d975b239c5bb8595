"""How a call's jury works: how many read a case, what they see of one another, what they sign."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.models import Application, Call, LocalText

from .jurors import Juror


class Procedure(models.Model):
    """The rules of one call's jury. A call without a row has the defaults; see `of`.

    `discussed` is the case the jury sits over now: with `rescoring` its sheets may change then.
    """

    class Sees(models.TextChoices):
        """What a juror sees of the other sheets on a case after finishing the own one."""

        # Translators: de: „nichts bis zur Sitzung“
        NOTHING = "nothing", _("nothing until the meeting")
        # Translators: de: „Punkte und Begründungen ohne Namen“
        NAMELESS = "nameless", _("points and reasons without names")

    call = models.OneToOneField(Call, models.CASCADE, related_name="procedure")
    readers = models.PositiveSmallIntegerField(
        # Translators: de: „Bögen je Fall“
        _("readers of a case"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    quorum = models.PositiveSmallIntegerField(
        # Translators: de: „Quorum: so viele fertige Bögen braucht ein Fall“
        _("finished sheets a case needs"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    sees = models.CharField(
        # Translators: de: „Was Jurymitglieder nach dem eigenen Bogen sehen“
        _("what jurors see after their own sheet"),
        max_length=8,
        choices=Sees,
        default=Sees.NOTHING,
    )
    # Translators: de: „Nachbewerten in der Sitzung“
    rescoring = models.BooleanField(_("scoring again in the meeting"), default=False)
    discussed = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        # Translators: de: „Verfahren der Jury“
        verbose_name = _("procedure of the jury")
        # Translators: de: „Verfahren der Jurys“
        verbose_name_plural = _("procedures of the juries")
        constraints = [
            models.CheckConstraint(
                condition=Q(readers__gte=1, quorum__gte=1), name="procedure_needs_readers"
            )
        ]

    def __str__(self) -> str:
        return str(self.call)

    @classmethod
    def of(cls, call: Call) -> Procedure:
        """The call's rules, unsaved defaults if nobody set any. No query after select_related."""
        return getattr(call, "procedure", None) or cls(call=call)


class Statement(models.Model):
    """What a juror promises before anything is visible: confidentiality and impartiality.

    A changed text is a new version; who gave an older one is asked again.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="statements")
    version = models.PositiveSmallIntegerField(_("version"))
    text = LocalText(_("text"))
    # Translators: de: „veröffentlicht“
    published_at = models.DateTimeField(_("published"))

    class Meta:
        # Translators: de: „Erklärung der Jurymitglieder“
        verbose_name = _("statement of the jurors")
        # Translators: de: „Erklärungen der Jurymitglieder“
        verbose_name_plural = _("statements of the jurors")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="statement_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.call}, {self.version}"


class StatementGiven(models.Model):
    """A juror gave a statement: which version, when, in which language it was read."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="statements")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="given")
    # Translators: de: „abgegeben“
    given_at = models.DateTimeField(_("given"))
    language = models.CharField(_("language"), max_length=7)

    class Meta:
        # Translators: de: „abgegebene Erklärung“
        verbose_name = _("statement given")
        # Translators: de: „abgegebene Erklärungen“
        verbose_name_plural = _("statements given")
        constraints = [
            models.UniqueConstraint(fields=["juror", "statement"], name="statement_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.statement.version}"
