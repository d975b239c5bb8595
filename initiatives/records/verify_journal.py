"""Checks an exported journal on any machine: Python 3.9 or newer, nothing else.

    python3 verify_journal.py journal.jsonl
    python3 verify_journal.py journal.jsonl --head 4711 0f1e2d3c …
    python3 verify_journal.py journal.jsonl --minutes niederschrift.json

Ends with 0 if the chain holds, 1 if it does not, 2 if that could not be checked.

An export has one entry a line: JSON with sorted keys, no white space, in UTF-8. The hash of an
entry is the SHA-256 of its line without the hash, and that holds the hash of the entry before. The
last line names number and hash of the last entry. All this is computed here once more, apart from
the software that wrote it. The words stand here too: where this runs, there is no catalogue.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

GENESIS = "0" * 64
LONGEST = 1 << 24  # bytes of a line; no entry comes near
TEXT = ("about_key", "about_kind", "action", "at", "hash", "previous_hash")
FIELDS = {*TEXT, "actor", "data", "number"}


class Head(NamedTuple):
    """The last entry of a journal at some moment."""

    number: int
    hash: str


class Broken(NamedTuple):
    """The first link that does not hold; `fault` is a key of WORDS, `other` another number."""

    number: int
    fault: str
    other: int = 0

    @property
    def is_of_head(self) -> bool:
        """Whether the chain holds in itself, as far as was looked, and only lacks a head."""
        return self.fault in ("short", "foreign")


class Finding(NamedTuple):
    """What a walk along the chain found; all but `broken` is about the part that holds.

    `known` is a head from outside to hold it against; `after` counts by action what came after it.
    """

    first_at: str
    last_at: str
    head: Head
    broken: Broken | None
    known: Head | None
    after: dict[str, int]

    @property
    def has_known(self) -> bool:
        """Whether the head from outside was met, as it was written down."""
        broken = self.broken.number if self.broken else self.head.number + 1
        return self.known is not None and self.known.number < broken


def check(entries: Iterable[dict[str, Any] | Broken], known: Head | None = None) -> Finding:
    """Walk a chain from its beginning to its end or first broken link, in constant memory."""
    stream, last, first_at, last_at = iter(entries), Head(0, GENESIS), "", ""
    broken, after = None, Counter[str]()
    for entry in stream:
        broken = entry if isinstance(entry, Broken) else _fault(entry, last, stream)
        if broken or isinstance(entry, Broken):
            break
        if known and entry["number"] == known.number and entry["hash"] != known.hash:
            broken = Broken(known.number, "foreign")
            break
        if known and entry["number"] > known.number:
            after[entry["action"]] += 1
        last, last_at = Head(entry["number"], entry["hash"]), entry["at"]
        first_at = first_at or last_at
    if broken is None and known and known.number > last.number:
        broken = Broken(last.number + 1, "short", known.number)
    return Finding(first_at, last_at, last, broken, known, dict(after))


def _fault(
    entry: dict[str, Any], last: Head, stream: Iterator[dict[str, Any] | Broken]
) -> Broken | None:
    """What is wrong with the entry that should come after `last`.

    An entry that is whole but stands elsewhere was moved; of one beside it, both are named.
    """
    place, number = last.number + 1, entry["number"]
    is_whole = _is_whole(entry)
    if number != place and is_whole:
        if number < place:
            return Broken(place, "repeated", number)
        following = next(stream, None)
        is_swapped = isinstance(following, dict) and following["number"] == place
        return Broken(place, "swapped" if is_swapped else "missing", number)
    if is_whole and entry["previous_hash"] != last.hash:
        return Broken(place, "unlinked", last.number)
    return None if is_whole else Broken(place, "changed")


def _is_whole(entry: dict[str, Any]) -> bool:
    try:
        return seal(entry) == entry["hash"]
    except ValueError:
        return False


def seal(entry: dict[str, Any]) -> str:
    """The hash over all that an entry says, the hash before it included."""
    told = canonical({name: value for name, value in entry.items() if name != "hash"})
    return hashlib.sha256(told).hexdigest()


def canonical(value: Any) -> bytes:
    """The one way to write it. Raises ValueError for what has none, such as half a character."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    except RecursionError:
        raise ValueError("too deep") from None
    return text.encode()


def parse(text: str | bytes) -> Any:
    """Read JSON without fractions, which another program would write differently.

    Raises ValueError, whatever is wrong.
    """
    try:
        return json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("too deep") from None


def _refuse(text: str) -> None:
    raise ValueError(text)


# -- An exported file ----------------------------------------------------------------------------


def entries_in(file: BinaryIO) -> Iterator[dict[str, Any] | Broken]:
    """The entries of an export; what is no entry comes as a broken link, and is the last."""
    place, last = 0, Head(0, GENESIS)
    while line := file.readline(LONGEST):
        place += 1
        try:
            entry = parse(line)
            is_respelt = canonical(entry) + b"\n" != line
        except ValueError:
            entry, is_respelt = None, False
        is_closing = isinstance(entry, dict) and set(entry) == {"journal"}
        if not is_closing and not is_entry(entry):
            yield Broken(place, "unreadable")
        elif is_respelt:
            yield Broken(place, "respelt")
        elif not is_closing:
            last = Head(entry["number"], entry["hash"])
            yield entry
            continue
        elif entry["journal"] != last._asdict() or file.read(1):
            yield Broken(place, "ending")
        return
    yield Broken(place + 1, "ending")


def closing_line(head: Head) -> bytes:
    return canonical({"journal": head._asdict()}) + b"\n"


def is_entry(value: Any) -> bool:
    """Whether it has the fields of an entry, each of its kind."""
    return (
        isinstance(value, dict)
        and set(value) == FIELDS
        and all(isinstance(value[name], str) for name in TEXT)
        and isinstance(value["actor"], (str, type(None)))
        and type(value["number"]) is int
    )


def head_of(number: Any, digest: Any) -> Head:
    """A head as it stands in a letter or in minutes, in groups or not. Raises ValueError."""
    told = "".join(str(digest).split()).lower()
    if not re.fullmatch(r"[1-9][0-9]{0,14}", str(number).strip(), re.ASCII):
        raise ValueError("number")
    if not re.fullmatch(r"[0-9a-f]{64}", told):
        raise ValueError("hash")
    return Head(int(number), told)


def head_in(text: str | bytes) -> Head:
    """The head that minutes in JSON name. Raises ValueError if they name none."""
    try:
        journal = json.loads(text)["journal"]
        return head_of(journal["number"], journal["hash"])
    except (KeyError, TypeError, RecursionError):
        raise ValueError("journal") from None


# -- In words ------------------------------------------------------------------------------------

WORDS = {
    "de": {
        "holds": "Die Kette hält",
        "empty": "Das Journal ist noch leer.",
        "broken at": "Die Kette ist bei Eintrag {number} gebrochen",
        "changed": "Er wurde nach dem Schreiben geändert: Was er sagt, ergibt "
        "seine Prüfsumme nicht.",
        "missing": "Er fehlt; an seiner Stelle steht Nr. {other}.",
        "swapped": "Er ist mit Nr. {other} vertauscht.",
        "repeated": "An seiner Stelle steht noch einmal Nr. {other}.",
        "unlinked": "Er schließt nicht an Nr. {other} an: Einer der beiden wurde durch einen "
        "anderen ersetzt.",
        "unreadable": "Diese Zeile der Datei ist kein Eintrag eines Journals.",
        "respelt": "Diese Zeile der Datei ist anders geschrieben, als ein Journal schreibt "
        "(Zeichen, Leerraum oder Zeilenende): Die Datei wurde bearbeitet.",
        "ending": "Vorher endet die Datei nicht so, wie sie geschrieben wurde: Die Schlusszeile "
        "fehlt, nennt nicht den letzten Eintrag, oder es folgt noch etwas.",
        "without": "Die Kette enthält den Stand von außen nicht",
        "short": "Sie endet vor Nr. {number}, der Stand nennt Nr. {other}: Ihr Ende fehlt, oder "
        "der Stand ist falsch abgeschrieben oder gehört zu einem anderen Journal.",
        "foreign": "Nr. {number} trägt eine andere Prüfsumme. In sich hält die Kette bis dahin: "
        "Entweder wurde sie ab diesem oder einem früheren Eintrag im Ganzen neu geschrieben, oder "
        "der Stand ist falsch abgeschrieben oder gehört zu einem anderen Journal.",
        "until": "Bis Nr. {number} hält sie.",
        "one": "Ein Eintrag, geschrieben am {first}.",
        "all": "{count} Einträge, vom {first} bis zum {last}, schließen lückenlos aneinander an.",
        "head": "Stand: Nr. {number}, Prüfsumme (SHA-256) {hash}",
        "known": "Der Stand von außen, Nr. {number}, ist darin enthalten.",
        "nothing": "Danach kam nichts hinzu.",
        "after": "Danach kamen hinzu: {after}.",
        "alone": "Mit einem Stand von außen wurde nicht verglichen. Ob das Journal im Ganzen neu "
        "geschrieben oder am Ende gekürzt ist, zeigt nur der Vergleich mit dem Stand in der "
        "Niederschrift oder im Brief an den Vorsitz.",
        "time": r"\3.\2.\1, \4 Uhr (UTC)",
        "point": ".",
    },
    "en": {
        "holds": "The chain holds",
        "empty": "The journal is still empty.",
        "broken at": "The chain is broken at entry {number}",
        "changed": "It was changed after it was written: what it says does not give its hash.",
        "missing": "It is missing; no. {other} stands in its place.",
        "swapped": "It has changed places with no. {other}.",
        "repeated": "No. {other} stands in its place once more.",
        "unlinked": "It does not follow no. {other}: one of the two was replaced by another.",
        "unreadable": "This line of the file is no entry of a journal.",
        "respelt": "This line of the file is not written as a journal writes (characters, white "
        "space or line end): the file was edited.",
        "ending": "Before it the file does not end as it was written: the closing line is missing, "
        "does not name the last entry, or something follows it.",
        "without": "The chain does not hold the head from outside",
        "short": "It ends before no. {number}, the head names no. {other}: its end is missing, or "
        "the head was copied wrongly or belongs to another journal.",
        "foreign": "No. {number} has another hash. In itself the chain holds up to it: either it "
        "was written anew as a whole from this entry or an earlier one on, or the head was copied "
        "wrongly or belongs to another journal.",
        "until": "Up to no. {number} it holds.",
        "one": "One entry, written on {first}.",
        "all": "{count} entries, from {first} to {last}, follow one another without a gap.",
        "head": "Head: no. {number}, hash (SHA-256) {hash}",
        "known": "The head from outside, no. {number}, is in it.",
        "nothing": "Nothing came after it.",
        "after": "What came after it: {after}.",
        "alone": "It was held against no head from outside. Whether the journal was written anew "
        "as a whole, or cut at its end, shows only when held against the head in the minutes or in "
        "the letter to the chair.",
        "time": r"\1-\2-\3 \4 UTC",
        "point": ",",
    },
}


def said(finding: Finding, language: str = "de") -> list[str]:
    """The finding in words: first whether the chain holds, then what else there is to say."""
    words, broken, known = WORDS[language], finding.broken, finding.known
    count = finding.head.number
    lines = [words["holds"]]
    if broken:
        title = words["without" if broken.is_of_head else "broken at"]
        text = words[broken.fault]
        lines = [one.format(number=broken.number, other=broken.other) for one in (title, text)]
        if count and not broken.is_of_head:
            lines.append(words["until"].format(number=count))
    elif count:
        lines.append(
            words["one" if count == 1 else "all"].format(
                count=f"{count:,}".replace(",", words["point"]),
                first=_when(finding.first_at, words["time"]),
                last=_when(finding.last_at, words["time"]),
            )
        )
        lines.append(words["head"].format(number=count, hash=grouped(finding.head.hash)))
    else:
        lines.append(words["empty"])
    if known and finding.has_known:
        lines.append(words["known"].format(number=known.number))
        told = sorted(finding.after.items(), key=lambda one: (-one[1], one[0]))
        after = ", ".join(f"{number} × {_printable(action)}" for action, number in told)
        lines.append(words["after"].format(after=after) if after else words["nothing"])
    elif count and not known and not broken:
        lines.append(words["alone"])
    return lines


def grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _when(at: str, pattern: str) -> str:
    """A moment by the clock of UTC: where this runs, Berlin's may be unknown."""
    return re.sub(r"^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d).*$", pattern, _printable(at))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


# -- The program ---------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description="Prüft ein exportiertes Journal.")
    add = parser.add_argument
    add("file", type=Path, metavar="journal.jsonl", help="das Journal, wie es exportiert wurde")
    add("--head", nargs="+", metavar="NR", help="bekannter Stand: Nummer und Prüfsumme")
    add("--minutes", type=Path, metavar="niederschrift.json", help="Niederschrift mit dem Stand")
    add("--language", choices=sorted(WORDS), default="de", help="Sprache der Auskunft")
    options = parser.parse_args()
    known = None
    try:
        if options.minutes:
            known = head_in(options.minutes.read_bytes())
        if options.head:
            known = head_of(options.head[0], "".join(options.head[1:]))
    except ValueError:
        parser.error(
            "Darin steht kein Stand des Journals: Nummer und 64 Zeichen der Prüfsumme. Aus einer "
            "PDF-Datei nehmen Sie den Anhang niederschrift.json, oder nennen Sie beides mit --head."
        )
    except OSError as error:
        parser.error(f"{options.minutes}: {error.strerror}")
    try:
        with options.file.open("rb") as file:
            finding = check(entries_in(file), known)
    except OSError as error:
        parser.error(f"{options.file}: {error.strerror}")
    sys.stdout.write("\n".join(said(finding, options.language)) + "\n")
    return 1 if finding.broken else 0


if __name__ == "__main__":
    sys.exit(main())
