"""A vote in words: what was asked, how it was answered, what came of it."""

from __future__ import annotations

from typing import Any


def question(row: dict[str, Any], case: str) -> str:
    """The wording of what was voted on."""
    if row["prize"] and case:
        return f"Die Jury vergibt „{row['prize']}“ an {case}."
    return str(row["motion"]).strip()


def counts(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The votes as counts, never by whom; nothing where a decision was recorded without a vote."""
    if row["yes"] is None:
        return []
    casting = {True: "ja", False: "nein"}.get(row["casting_vote"], row["casting_vote"])
    found = [
        ("Stimmberechtigt", row["entitled"]),
        ("Ja", row["yes"]),
        ("Nein", row["no"]),
        ("Enthaltung", row["abstained"]),
        ("Stichentscheid", casting),
    ]
    return [(word, str(said)) for word, said in found if said is not None]


def outcome(row: dict[str, Any]) -> str:
    if row["carried"] is True:
        return "Angenommen."
    return "Abgelehnt." if row["carried"] is False else str(row["carried"])


def ranked(row: dict[str, Any]) -> str:
    return (
        f"Stimmberechtigt: {row['entitled']}, abgegebene Stimmzettel: {row['cast']}. "
        "Die niedrigste Summe der Plätze steht vorn."
    )
