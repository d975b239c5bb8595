"""What still keeps a call from being announced, as a list that is computed and never stored.

Each point is a question with one answer, and the link that mends it. A floor above adds its own.
"""

from __future__ import annotations

from datetime import datetime

from .around import declarations, help_texts, house, languages
from .asked import criteria, dates, form, texts
from .edition import Edition, read
from .items import BLOCKS, DONE, WARNS, Item, item, link

__all__ = ["BLOCKS", "DONE", "WARNS", "Edition", "Item", "item", "link", "of", "read"]


def of(edition: Edition, *, at: datetime) -> list[Item]:
    """All points in the order of the pages. Two queries."""
    return [
        dates(edition, at),
        *texts(edition),
        *criteria(edition),
        *form(edition),
        *declarations(edition),
        *help_texts(edition),
        *languages(edition),
        *house(),
    ]
