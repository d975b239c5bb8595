"""A file of tests here shares one world; each test leaves it as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound
from django.test import override_settings
from django.urls import get_resolver

from .. import make
from . import evening, meeting, minuted, routes
from .canaries import let_fly
from .panel import seat
from .world import World, build, once


def whole() -> World:
    world = build()
    seat(world)
    meeting.meet(world)
    minuted.meet(world)
    evening.celebrate(world)
    world.flock = let_fly(world)
    make.decisions_confirmed(world.rows["call"])  # with the words that were put in
    return world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """As the product runs, not a demonstration; quiet, since thousands are turned away."""
    logging.disable(logging.WARNING)
    with once(django_db_blocker, whole) as made, override_settings(DEMO=False):
        yield made
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def clients(world):
    return routes.clients(world.people)


@pytest.fixture(autouse=True)
def as_it_was(world) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plain_404(monkeypatch):
    """Refusals without their page, which thousands of questions would wait for."""
    monkeypatch.setattr(
        type(get_resolver()),
        "resolve_error_handler",
        lambda self, kind: lambda request, exception=None: HttpResponseNotFound(b"404"),
    )
