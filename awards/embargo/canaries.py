"""A word of its own in every text that hangs on a release, or that the jury decided for it: whoever
reads one, reads too early.

The fields are found by the models' own description, so that a new field or model is not forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from secrets import token_hex
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction

from initiatives.models import Local, LocalText

from ..models import Decision, Portrait, Release, ResultLetter, Withheld

MARK = "kanarienvogel"  # no German text has it by chance; what follows it is drawn anew each time


def plant(release: Release, *, spared: Collection[models.Model] = ()) -> dict[str, str]:
    """Write the words, past all that a form would ask; returns which field each of them stands in.

    The rows `spared` are read by right by one of those who look. For a transaction that is rolled
    back.
    """
    return _planted((*hanging_on(release), *portraits(release)), spared)


def plant_in_decisions(
    release: Release, *, spared: Collection[models.Model] = ()
) -> dict[str, str]:
    """The same in what the jury decided and what was written of it, which the jury may read."""
    return _planted(decided(release), spared)


def _planted(rows: Iterable[models.Model], spared: Collection[models.Model]) -> dict[str, str]:
    planted: dict[str, str] = {}
    for row in rows:
        if row in spared:
            continue
        for field in row._meta.concrete_fields:
            word = f"{MARK}{token_hex(4)}"
            value = _saying(word, field)
            with (
                suppress(DatabaseError),
                transaction.atomic(),
            ):  # where a rule forbids any such text
                if value is not None:
                    type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
                    planted[word] = f"{row._meta.model_name}.{field.name} {row.pk}"
    return planted


def portraits(release: Release) -> Iterator[Portrait]:
    """Those of its laureates: they hang on the cases, which are there before and after it."""
    yield from Portrait.objects.filter(application__laureate__release=release).order_by("pk")


def decided(release: Release) -> Iterator[models.Model]:
    """What the jury decided for the call, and the letters on it."""
    yield from Decision.objects.filter(prize__call=release.call_id).order_by("pk")
    yield from Withheld.objects.filter(prize__call=release.call_id).order_by("pk")
    yield from ResultLetter.objects.filter(application__call=release.call_id).order_by("pk")


def hanging_on(release: Release) -> Iterator[models.Model]:
    """The release, and all rows of this app that are there because of it."""
    seen: set[tuple[type[models.Model], Any]] = set()
    waiting: list[models.Model] = [release]
    while waiting:
        row = waiting.pop()
        if (type(row), row.pk) in seen:
            continue
        seen.add((type(row), row.pk))
        yield row
        for relation in row._meta.related_objects:
            model: Any = relation.related_model
            if model._meta.app_label == release._meta.app_label:
                waiting += model.objects.filter(**{relation.field.name: row.pk})


def _saying(word: str, field: models.Field[Any, Any]) -> Any:
    """A value of the field with the word in it; None if the field holds no free text."""
    if isinstance(field, LocalText):
        return Local(de=word, en=word)
    if isinstance(field, models.JSONField) and field.default is list:
        return [{"url": f"https://{word}.example/", "label": {"de": word, "en": word}}]
    if isinstance(field, ArrayField):
        return None if field.base_field.choices else [word]
    is_text = isinstance(field, models.CharField | models.TextField)
    if not is_text or field.choices or (field.unique and not isinstance(field, models.SlugField)):
        return None
    return word if (field.max_length or 200) >= len(word) else None
