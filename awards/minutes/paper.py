"""The minutes in words, in German as every document: chapters of blocks, for screen and PDF alike.

It puts into words what a content holds, whole or redacted: what stands in place of something taken
out passes through as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from initiatives.templatetags.award import grouped

from .blocks import Block, Chapter, notes, text
from .voting import counts, outcome, question, ranked
from .wording import WORDS, named, points, span, when

GROUND = {
    "employment": "Beschäftigung dort",
    "organ": "Organ oder Mitgliedschaft",
    "family": "Angehörige",
    "funding": "Förderung, Vertrag oder Beratung",
    "other": "anderer Grund",
    "own": "Mitglied der Initiative",
    "requested": "Antrag der Initiative",
}
PARTS = {"chair": "Sitzungsleitung", "minute_taker": "Protokollführung"}
NONE = "Keine."
SILENT = (
    "Über Fälle, an denen Sie nicht mitwirken, sagt diese Ausfertigung nichts, auch nicht, ob über "
    "sie beschlossen wurde. Bereinigte Mittelwerte hängen von allen Fällen ab und fehlen deshalb."
)


def chapters(content: dict[str, Any]) -> list[Chapter]:
    """All of it, in the order of German office practice."""
    with translation.override("de"):
        found = [
            Chapter("Anwesenheit", _attendance(content)),
            Chapter("TOP 1 – Begrüßung und Beschlussfähigkeit", _opening(content)),
            Chapter("TOP 2 – Befangenheit", _impartiality(content)),
            Chapter("TOP 3 – Bericht der Vorprüfung", _report(content["report"])),
            Chapter("TOP 4 – Beratung der Fälle", _consultation(content)),
            Chapter("TOP 5 – Beschlüsse", _resolutions(content)),
            Chapter("TOP 6 – Sonderpreis, Anerkennung, nicht vergebene Preise", _special(content)),
            Chapter("TOP 7 – Begründungen für die Veröffentlichung", _reasons(content)),
            Chapter("TOP 8 – Sperrfrist und nächste Schritte", _closing(content)),
        ]
        if content["other"]:
            found.append(Chapter("Weitere Punkte", _other(content)))
        if content["remarks"]:
            found.append(Chapter("Bemerkungen", [text(content["remarks"])]))
        if content.get("redactions"):
            found.append(Chapter("Schwärzungen", _redactions(content["redactions"])))
        found.append(Chapter("Unterschriften und Nachweis", _signatures(content)))
        return found


def heading(content: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands above all chapters: where and when, who led, who wrote."""
    head = content["head"]
    with translation.override("de"):
        circular = head["kind"] == "circular"
        rows = [
            ("Art", "Umlaufverfahren" if circular else "Sitzung, nicht öffentlich"),
            ("Ort", head["place"]),
            ("Beginn", when(head["began_at"])),
            ("Ende", when(head["ended_at"]) or "noch nicht geschlossen"),
            ("Stimmen bis", when(head["votes_until"])),
            ("Sitzungsleitung", head["chair"]),
            ("Protokollführung", head["minute_taker"]),
        ]
        return [(word, said) for word, said in rows if said]


def _attendance(content: dict[str, Any]) -> list[Block]:
    found = content["attendance"]
    rows = [
        [
            one["name"],
            one["organisation"],
            ", ".join(span(time["from"], time["to"]) for time in one["times"]) or "–",
        ]
        for one in found["present"]
    ]
    table = Block("table", rows, "Anwesend", ["Name", "Haus", "Zeiten"])
    return [
        table if rows else text("Niemand.", "Anwesend"),
        _people("Entschuldigt", found["excused"]),
        _people("Nicht erschienen", found["absent"]),
        _people("Gäste ohne Stimmrecht", found["guests"]),
    ]


def _people(title: str, rows: Iterable[dict[str, Any]]) -> Block:
    said = [", ".join(part for part in row.values() if part) for row in rows]
    return Block("list", said, title) if said else text(NONE, title)


def _opening(content: dict[str, Any]) -> list[Block]:
    quorum = content["attendance"]["quorum"]
    reached = "beschlussfähig" if quorum["reached"] else "nicht beschlussfähig"
    said = (
        f"Von {quorum['entitled']} stimmberechtigten Mitgliedern sind {quorum['present']} "
        f"anwesend; erforderlich sind {quorum['needed']}. Die Jury ist {reached}."
    )
    return [text(said), *notes(content["opening"])]


def _impartiality(content: dict[str, Any]) -> list[Block]:
    found = content["impartiality"]
    circular = content["head"]["kind"] == "circular"
    rows = []
    for row in found["rows"]:
        none = "ohne Stimme" if circular else "kein Weggang vermerkt"
        away = span(row["left_at"], row["returned_at"]) if row["left_at"] else none
        ground = GROUND.get(row["ground"], row["ground"])
        rows.append([row["name"], named(row["case"]), ground, away])
    head = ["Name", "Fall", "Grund", "Raum verlassen"]
    rest = (
        "Befangene Mitglieder haben an der Bewertung, der Beratung und der Abstimmung über den "
        "Fall nicht mitgewirkt."
    )
    if not rows:
        return [text("Keine Befangenheit angezeigt oder festgestellt."), *notes(found["notes"])]
    return [Block("table", rows, "", head), text(rest), *notes(found["notes"])]


def _report(report: dict[str, Any]) -> list[Block]:
    facts = [
        ("Eingegangen", str(report["received"])),
        ("Zugelassen", str(report["admitted"])),
        ("Ausgeschlossen", str(len(report["excluded"]))),
    ]
    rows = [[named(row["case"]), row["ground"]] for row in report["excluded"]]
    table = [Block("table", rows, "", ["Ausgeschlossen", "Grund"])] if rows else []
    return [Block("facts", facts), *table, *notes(report["notes"])]


def _consultation(content: dict[str, Any]) -> list[Block]:
    rows = content["consultation"]
    method = content["method"]
    found = [text(method["plain"]), text(method["corrected"])]
    if not rows:
        return [*found, text("Kein Fall stand auf der Tagesordnung.")]
    head = ["Fall", "Mittelwert", "bereinigt", "Spanne", "Bögen"]
    found.append(Block("table", [_figures(row) for row in rows], "", head))
    for row in rows:
        found.append(Block("heading", title=named(row["case"])))
        if row["postponed"] is True:
            found.append(text("Der Fall wurde vertagt."))
        if row["began_at"] and row["began_at"] not in WORDS:
            found.append(text(f"Beraten von {span(row['began_at'], row['ended_at'])}."))
        found.append(text(row["notes"] or "Zur Aussprache ist nichts vermerkt."))
    return found


def _figures(row: dict[str, Any]) -> list[str]:
    low, high = points(row["low"]), points(row["high"])
    spread = low if low == high else f"{low} bis {high}"
    figures = [points(row["mean"]), points(row["corrected"]), spread, str(row["sheets"])]
    return [named(row["case"]), *figures]


def _resolutions(content: dict[str, Any]) -> list[Block]:
    found = [block for row in content["votes"] for block in _vote(row)]
    for row in content["rank_votes"]:
        found.append(Block("heading", title="Rangabstimmung"))
        rows = [[named(one["case"]), str(one["sum"])] for one in row["cases"]]
        found.append(text(ranked(row)))
        found.append(Block("table", rows, "", ["Fall", "Summe der Plätze"]))
    return found or [text("Es wurde nichts beschlossen.")]


def _vote(row: dict[str, Any]) -> list[Block]:
    case = named(row["case"]) if row["case"] else ""
    found = [Block("heading", title=question(row, case)), *_counted(row)]
    found.append(text(outcome(row)))
    if row["deviation"]:
        found.append(text(row["deviation"], "Abweichung von der Reihenfolge der Werte"))
    return found


def _counted(row: dict[str, Any]) -> list[Block]:
    found = counts(row)
    if not found:
        return [text("Ohne gezählte Stimmen festgehalten.")]
    return [Block("counts", [[said for _word, said in found]], "", [word for word, _said in found])]


def _special(content: dict[str, Any]) -> list[Block]:
    found = content["special"]
    blocks = [block for row in found["votes"] for block in _vote(row)]
    for row in found["withheld"]:
        title = f"Nicht vergeben: {row['prize']}"
        blocks.append(Block("heading", title=title))
        blocks.append(text(f"Plätze: {row['places']}\n{row['reasons']}"))
    blocks += notes(found["notes"])
    return blocks or [text(NONE)]


def _reasons(content: dict[str, Any]) -> list[Block]:
    found: list[Block] = []
    for row in content["reasons"]:
        found.append(Block("heading", title=f"{row['prize']}: {named(row['case'])}"))
        found.append(text(row["statement"]))
    return found or [text(NONE)]


def _closing(content: dict[str, Any]) -> list[Block]:
    found = content["closing"]
    until = when(found["embargo_until"])
    said = f"Die Beschlüsse sind vertraulich bis zum {until}." if until else ""
    said = said or "Die Beschlüsse sind vertraulich, bis sie bekannt gegeben werden."
    return [text(said), *notes(found["notes"])]


def _other(content: dict[str, Any]) -> list[Block]:
    return [text(row["notes"] or "Ohne Vermerk.", row["title"]) for row in content["other"]]


def _redactions(rows: list[dict[str, Any]]) -> list[Block]:
    said = (
        "In dieser Ausfertigung fehlen Angaben. An ihrer Stelle steht, warum; sie sind auch in der "
        "Datei nicht enthalten. Die genannten Vorschriften sind der Regelfall, über einen Antrag "
        "entscheidet die zuständige Stelle im Einzelfall."
    )
    table = [[row["why"], row["word"], str(row["times"])] for row in rows]
    found = [text(said), Block("table", table, "", ["Grund", "Vermerk", "Stellen"])]
    return [*found, text(SILENT)] if any(row["class"] == "barred" for row in rows) else found


def _signatures(content: dict[str, Any]) -> list[Block]:
    if "journal" not in content:
        return [text("Entwurf, noch nicht von beiden unterzeichnet.")]
    facts = [
        (PARTS[row["part"]], f"{row['name']}, elektronisch unterzeichnet am {when(row['at'])}")
        for row in content["signatures"]
    ]
    journal = content["journal"]
    facts += [
        ("Fassung", str(content["signatures"][0]["version"])),
        ("Prüfsumme (SHA-256)", grouped(content["signed_sha256"])),
        ("Journal, Eintrag", str(journal["number"])),
        ("Journal, Hash", grouped(journal["hash"])),
    ]
    return [Block("facts", facts)]
