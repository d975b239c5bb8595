"""What a call asks: whether one may apply, its questions, its declarations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import DeclarationQuerySet
from .call import Call, Criterion
from .local_text import LocalText


class EligibilityQuestion(models.Model):
    """A yes-or-no question by which people see before registering whether they may apply."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="eligibility")
    question = LocalText(_("question"))
    help = LocalText(_("help"))
    wanted = models.BooleanField(_("the answer that lets one apply"), default=True)
    reason = LocalText(_("why another answer hinders"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("question on eligibility")
        verbose_name_plural = _("questions on eligibility")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.question)


class Section(models.Model):
    """A page of the form: one topic, a few questions."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="sections")
    slug = models.SlugField(_("address"), max_length=40)
    title = LocalText(_("title"))
    group = LocalText(_("group in the task list"))
    hint = LocalText(_("what the jury looks for"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "slug"], name="section_slug_once_a_call")
        ]

    def __str__(self) -> str:
        return str(self.title)


class Question(models.Model):
    """One question of the form; with a criterion it is asked of those who declare that one."""

    class Kind(models.TextChoices):
        LINE = "line", _("one line")
        TEXT = "text", _("text")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    call = models.ForeignKey(Call, models.CASCADE, related_name="questions")
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="questions", null=True, blank=True
    )
    code = models.SlugField(_("code"), max_length=40)
    label = LocalText(_("short name"))
    prompt = LocalText(_("question"))
    help = LocalText(_("help"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.TEXT)
    limit = models.PositiveIntegerField(_("limit in characters"), default=1000)
    rows = models.PositiveSmallIntegerField(_("rows shown"), default=6)
    required = models.BooleanField(_("must be answered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="question_code_once_a_call"),
            models.CheckConstraint(condition=Q(limit__gt=0), name="question_limit_positive"),
        ]

    def __str__(self) -> str:
        return str(self.prompt)


class Declaration(models.Model):
    """A sentence an applicant confirms; text and version are stored with the confirmation."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="declarations")
    code = models.SlugField(_("code"), max_length=40)
    version = models.CharField(_("version"), max_length=40)
    text = LocalText(_("text"))
    required = models.BooleanField(_("must be confirmed"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "code", "version"], name="declaration_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return str(self.text)


class FrequentQuestion(models.Model):
    """A question people ask about the call, and the answer."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="faq")
    question = LocalText(_("question"))
    answer = LocalText(_("answer"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("frequent question")
        verbose_name_plural = _("frequent questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.question)
