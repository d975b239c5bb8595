"""Text in several languages in one column: {"de": "…", "en": "…"}; German is always there.

Simpler than one column a language (see docs/decisions/0004): a new language needs no migration,
and a snapshot or a journal entry holds all of them.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language


class Local(dict[str, str]):
    """The languages of one text; as a string it is the reader's, else German."""

    def __str__(self) -> str:
        return self.get((get_language() or "de").split("-")[0]) or self.get("de", "")

    def __bool__(self) -> bool:
        return bool(str(self))


class LocalText(models.JSONField):
    """A JSON object of language codes and texts; reads and writes `Local`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Local)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Local:
        return Local(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return Local(de=value)
        return Local(value) if isinstance(value, dict) else value
