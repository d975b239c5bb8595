"""Laureates as published: frozen copies, so that what was announced stays as it was announced."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.carried import along
from initiatives.keys import uuid7
from initiatives.models import Application, Criterion, Initiative, LocalText, State, in_words

from ..querysets import LaureateQuerySet
from .prize import Prize
from .release import Release


class Laureate(models.Model):
    """One laureate of a release; equal among equals, so ordered by name."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="laureates")
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="laureates")
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="laureates", null=True, blank=True
    )
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="laureate", null=True, blank=True
    )
    slug = models.SlugField(_("address"), max_length=90)
    name = models.CharField(_("name"), max_length=200)
    entry = models.CharField(_("entry"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=160, blank=True)
    states = ArrayField(models.CharField(max_length=5, choices=State), default=list, blank=True)
    carrier = models.CharField(_("carrier"), max_length=250, blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="+", blank=True)
    summary = LocalText(_("summary"))
    jury_statement = LocalText(_("the jury's reasons"))
    portrait = LocalText(_("portrait"))
    links = models.JSONField(_("links"), default=list, blank=True)
    sort_name = models.CharField(max_length=200, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = LaureateQuerySet.as_manager()
    pictures: list[Any]  # found along by `with_card`

    class Meta:
        verbose_name = _("laureate")
        verbose_name_plural = _("laureates")
        ordering = ["prize__position", "sort_name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "slug"], name="laureate_slug_once_a_year"),
            models.CheckConstraint(condition=~Q(slug=""), name="laureate_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def themes(self) -> list[Criterion]:
        """What it was honoured for. One query unless found along (`with_prize`)."""
        return along(self, "themes", self.criteria.all())

    def notes(self) -> list[Any]:
        """What was put right or taken back of it, newest first. One query unless `with_notes`."""
        return along(self, "notes", self.corrections.all())

    def state_names(self) -> str:
        """The Länder in words, as they were announced."""
        return in_words(self.states)
