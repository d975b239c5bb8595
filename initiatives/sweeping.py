"""Files on the disk that no row names: left over where a server died between the two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from .storage import PART

KEPT = timedelta(hours=24)
OURS = re.compile(rf"[0-9a-f]{{32}}(-[ms])?\.(pdf|jpg|webp|avif)({re.escape(PART)})?")


def sweep(*, at: datetime) -> list[str]:
    """Delete those that are older than a day by the real clock, which dates files; answers which.

    Only names that we give are looked at. One query for a thousand files and each column of files.
    """
    _folders, names = default_storage.listdir("")
    old = [name for name in names if OURS.fullmatch(name) and _is_old(name, at)]
    swept = []
    for some in batched(old, 1000):
        named = set(_named(some))
        swept += [name for name in some if name not in named]
    for name in swept:
        default_storage.delete(name)
    return swept


def _is_old(name: str, at: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) <= at - KEPT
    except FileNotFoundError:
        return False


def _named(names: Iterable[str]) -> Iterable[str]:
    """Those of the names that any row of any table has for a file."""
    for table in apps.get_models():
        for field in table._meta.get_fields():
            if isinstance(field, models.FileField):
                rows = table._base_manager.filter(**{f"{field.name}__in": names})
                yield from rows.values_list(field.name, flat=True)
