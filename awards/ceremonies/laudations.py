"""What is said in praise of each laureate to be, with the jury's reasons and how long it takes."""

from __future__ import annotations

from typing import NamedTuple

from ..models import Ceremony, Decision, Laudation
from . import speaking


class Card(NamedTuple):
    """`laudation` is None until something was written."""

    decision: Decision
    laudation: Laudation | None

    @property
    def name(self) -> str:
        return str(self.decision.application.initiative.name)

    @property
    def reasons(self) -> str:
        """The jury's reasons in German, word by word."""
        return str(self.decision.jury_statement.get("de", ""))

    @property
    def text(self) -> str:
        return self.laudation.text if self.laudation else ""

    @property
    def length(self) -> speaking.Length:
        """Of all that is said: the text and the reasons."""
        return speaking.length(self.text, self.reasons)


def of(ceremony: Ceremony) -> list[Card]:
    """A card for each prize that was decided. Two queries, whatever their number."""
    decisions = Decision.objects.filter(prize__call=ceremony.call_id).select_related(
        "application__initiative", "prize"
    )
    written = {row.application_id: row for row in ceremony.laudations.select_related("laudator")}
    return [Card(one, written.get(one.application_id)) for one in decisions]
