"""Names of organisations and people, folded so that different spellings of one are the same.

Knows no Django. What is folded can be explained to anybody: umlauts, case, punctuation, little
words, legal forms, and a short list of abbreviations. Nothing is guessed from likeness.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


def listed(words: str) -> frozenset[str]:
    """A set of words, written as a line."""
    return frozenset(words.split())


UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"}
LITTLE = listed(
    "der die das des dem den ein eine einer und fuer zu zum zur in im am an auf bei beim von vom"
    " van mit de la the of and region"
)
TITLES = listed(
    "prof professor professorin dr doktor ing habil med rer nat phil jur pol oec soc hc mult dipl"
    " diplom mag phd mba msc bsc herr frau em apl pd"
)
# Words after whose point a sentence goes on.
SHORTENED = TITLES | {"bzw", "bspw", "str", "abt", "gem", "inkl", "ggf", "usw"}
SPELT_OUT = {
    "ihk": "industrie handelskammer",
    "ihks": "industrie handelskammer",
    "hwk": "handwerkskammer",
    "lk": "landkreis",
    "landkreises": "landkreis",
    "landratsamt": "landkreis",
    "kreisverwaltung": "landkreis",
    "stadtverwaltung": "stadt",
    "landeshauptstadt": "stadt",
    "hansestadt": "stadt",
    "universitaetsstadt": "stadt",
    "gemeindeverwaltung": "gemeinde",
    "uni": "universitaet",
    "tu": "technische universitaet",
    "th": "technische hochschule",
    "fh": "fachhochschule",
    "hs": "hochschule",
    "instituts": "institut",
    "institutes": "institut",
    "vereins": "verein",
    "verbands": "verband",
    "verbandes": "verband",
}
# Longest first: the first that fits is taken.
LEGAL_FORMS = tuple(
    tuple(form.split())
    for form in (
        "anstalt oeffentlichen rechts",
        "koerperschaft oeffentlichen rechts",
        "gesellschaft beschraenkter haftung",
        "gemeinnuetzige gmbh",
        "eingetragener verein",
        "eingetragene genossenschaft",
        "gmbh co kgaa",
        "gmbh co kg",
        "ug haftungsbeschraenkt",
        "ag co kg",
        "se co kg",
        "e v",
        "e g",
        "k d oe r",
        "ggmbh",
        "gmbh",
        "mbh",
        "kgaa",
        "aoer",
        "kdoer",
        "gag",
        "ag",
        "se",
        "kg",
        "ohg",
        "gbr",
        "ug",
        "ev",
        "eg",
    )
)
# What names a kind of organisation and none of them: a name of such words alone tells nothing.
KINDS = listed(
    "stadt landkreis kreis gemeinde land bund ministerium landesregierung industrie handelskammer"
    " handwerkskammer kammer technische technisches universitaet hochschule fachhochschule akademie"
    " institut verband verein gewerkschaft netzwerk cluster agentur wirtschaftsfoerderung bank"
    " sparkasse unternehmen gesellschaft selbststaendig selbstaendig freiberuflich beratung"
    " unternehmensberatung ruhestand keine ohne privat"
)
BREAK = "|"
ACCENTS = re.compile(r"[\u0300-\u036f]+")
WORD = re.compile(r"[0-9a-z]+")
WORD_OR_END = re.compile(r"([0-9a-z]+)|([,;:!?()/\n\"„“”»«•|]|[.](?=\s))")


class Organisation(NamedTuple):
    """A name without its legal form; `words` are folded. Nothing to compare if they are empty."""

    words: tuple[str, ...]
    form: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        return any(len(word) > 1 and word not in KINDS for word in self.words)

    @property
    def rarest(self) -> str:
        """A word without which the name stands nowhere: the longest that is no kind; "" if none."""
        return max((word for word in self.words if word not in KINDS), key=len, default="")

    @property
    def is_chamber(self) -> bool:
        return any(word.endswith("kammer") for word in self.words)

    @property
    def phrase(self) -> str:
        """What must stand in a text for the organisation to be named there.

        One word alone may be a place or a name as well; it counts with its legal form only.
        """
        words = self.words if len(self.words) > 1 else self.words + self.form
        return f" {' '.join(words)} " if len(words) > 1 and self.is_telling else ""


class Name(NamedTuple):
    """What a person is called, titles left out; a person needs a first and a last name."""

    first: tuple[str, ...]
    middle: tuple[tuple[str, ...], ...]
    last: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without umlauts and accents: „Müller“ and „MUELLER“ are the same."""
    spelt = unicodedata.normalize("NFC", text).casefold()
    for letter, letters in UMLAUTS.items():  # ten times as fast as translating letter by letter
        spelt = spelt.replace(letter, letters)
    return spelt if spelt.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", spelt))


def words_of(text: str) -> list[str]:
    """Folded words, little ones left out, abbreviations spelt out; BREAK where a sentence ends."""
    found: list[str] = []
    for word, end in WORD_OR_END.findall(fold(text)):
        if word and word not in LITTLE:
            found += SPELT_OUT.get(word, word).split()
        elif end and found and found[-1] != BREAK and not (end == "." and _goes_on(found[-1])):
            found.append(BREAK)
    return found


def _goes_on(word: str) -> bool:
    """Whether the point after this word belongs to it: „e. V.“, „Dr. Muster“."""
    return len(word) < 3 or word in SHORTENED


def mentions(text: str, words: frozenset[str]) -> bool:
    """Whether one of these folded words stands in the text; quick, for thousands of texts."""
    return not words.isdisjoint(WORD.findall(fold(text)))


def running(text: str) -> str:
    """A text to search in: its words between blanks."""
    return f" {' '.join(words_of(text))} "


def organisation(name: str) -> Organisation:
    """The name as it is compared: `Hochschule Talaue gGmbH` is `hochschule talaue`."""
    words = [word for word in words_of(name) if word != BREAK]
    if words and words[0] == "kreis":  # not in the middle: the „H2-Kreis“ is no district
        words[0] = "landkreis"
    for form in LEGAL_FORMS:
        size = len(form)
        for start in range(len(words) - size, 0, -1):
            if tuple(words[start : start + size]) == form:
                return Organisation((*words[:start], *words[start + size :]), form)
    return Organisation(tuple(words))


def several(names: str) -> list[str]:
    """Organisations named in one field: „A; B, C mit D“ are four."""
    parts = re.split(r"[;,/\n]|\s(?:mit|sowie)\s", names)
    return [part.strip() for part in parts if part.strip()]


def person(name: str) -> Name | None:
    """First, middle and last name, or None unless there is a first and a last one to compare.

    Titles and initials are left out; `Muster, Erika` and `Erika Muster, M. A.` are understood.
    """
    before, _, after = name.partition(",")
    parts = _parts(before)
    if len(parts) == 1:
        parts = _parts(after) + parts
    return Name(parts[0], tuple(parts[1:-1]), parts[-1]) if len(parts) > 1 else None


def _parts(name: str) -> list[tuple[str, ...]]:
    parts = [tuple(WORD.findall(fold(part))) for part in name.split()]
    return [
        part
        for part in parts
        if not all(len(word) == 1 or word in TITLES | LITTLE for word in part)
    ]


def pattern(name: Name) -> re.Pattern[str]:
    """Finds a name in `running` text: with and without middle names or an initial, genitive too."""
    given = "".join(f"(?: (?:{' '.join(part)}|{part[0][0]}))?" for part in name.middle)
    first, last = " ".join(name.first), " ".join(name.last)
    return re.compile(f" {first}{given or '(?: [a-z])?'} {last}s? ")
