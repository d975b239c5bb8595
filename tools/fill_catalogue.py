"""Take the German that stands beside a text in the source into the catalogue, where it lacks one.

The source says `Translators: de: „…“` above a text, for a plural two of them: „…“, „…“. A proposal
is taken only if it holds the same placeholders; whatever is left is listed and needs a person.
"""

import re
import sys
from pathlib import Path

import polib

CATALOGUE = Path(__file__).parents[1] / "locale/de/LC_MESSAGES/django.po"
# The quotes of the proposal itself; quotes within it are nested pairs.
PROPOSAL = re.compile(r"„((?:[^„“]|„[^„“]*“)*)“")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def proposals(entry: polib.POEntry) -> list[str]:
    text = " ".join(entry.comment.split())
    start = text.rfind("Translators: de: ")
    return PROPOSAL.findall(text[start:]) if start >= 0 else []


def fits(entry: polib.POEntry, german: str) -> bool:
    return set(PLACEHOLDER.findall(german)) == set(PLACEHOLDER.findall(entry.msgid))


def fill(entry: polib.POEntry) -> bool:
    found = proposals(entry)
    if "%%" in entry.msgid:  # as the template engine writes a sign that stays as it is
        found = [re.sub(r"%(\w+)%", r"%%\1%%", german) for german in found]
    if entry.msgid_plural and len(found) >= 2 and fits(entry, found[1]):
        entry.msgstr_plural = {0: found[0], 1: found[1]}
    elif not entry.msgid_plural and found and fits(entry, found[0]):
        entry.msgstr = found[0]
    else:
        return False
    if "fuzzy" in entry.flags:
        entry.flags.remove("fuzzy")
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
    return True


def main() -> int:
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    lacking = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    left = [entry for entry in lacking if not fill(entry)]
    catalogue.save()
    for entry in left:
        sys.stdout.write(f"{entry.occurrences[0][0] if entry.occurrences else ''}: {entry.msgid}\n")
    sys.stdout.write(f"{len(lacking) - len(left)} filled, {len(left)} left\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
