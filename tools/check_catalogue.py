"""Tell whether the German catalogue says everything the source asks for, and nothing else.

The messages are extracted anew into a temporary folder (by gettext's xgettext), so the check does
not depend on anybody having run `make messages`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["initiatives", "jury", "awards", "templates", "static"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


def main() -> None:
    if not shutil.which("xgettext"):
        sys.exit("xgettext was not found: install gettext to check the translations.")
    catalogues = ROOT / "locale/de/LC_MESSAGES"
    found = [
        f"{domain}.po: {fault}"
        for domain, template in extract(ROOT).items()
        for fault in faults(template, _read(catalogues / f"{domain}.po"))
    ]
    if found:
        count = f"{len(found)} faults in locale/de; `make messages` adds and removes entries."
        sys.exit("\n".join([*found, count]))


def extract(root: Path) -> dict[str, polib.POFile]:
    """Every message of the source under `root`, by domain; locations are left out."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        (copy / "locale").mkdir()
        for folder in SOURCES:
            if (root / folder).is_dir():
                skip = shutil.ignore_patterns("vendor", "migrations", "locale", "__pycache__")
                shutil.copytree(root / folder, copy / folder, ignore=skip)
        return {domain: _extract(copy, domain) for domain in ("django", "djangojs")}


def _extract(folder: Path, domain: str) -> polib.POFile:
    command = [sys.executable, "-m", "django", "makemessages", "--locale=de", "--keep-pot"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(  # noqa: S603  our own words only
        [*command, "--no-location", f"--domain={domain}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return _read(folder / f"locale/{domain}.pot")


def _read(path: Path) -> polib.POFile:
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def faults(template: polib.POFile, catalogue: polib.POFile) -> Iterator[str]:
    """One line for each entry that is missing, empty, fuzzy, obsolete or has other placeholders."""
    asked = {(entry.msgctxt, entry.msgid): entry for entry in template}
    told = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for key, wanted in asked.items():
        entry = told.get(key)
        if entry is None or bool(entry.msgid_plural) != bool(wanted.msgid_plural):
            yield f"missing: {wanted.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"not translated: {entry.msgid!r}"
        elif _placeholders_differ(entry):
            yield f"other placeholders than the source: {entry.msgid!r}"
    for key, entry in told.items():
        if key not in asked:
            yield f"obsolete: {entry.msgid!r}"
    for entry in catalogue.obsolete_entries():
        yield f"obsolete: {entry.msgid!r}"


def _placeholders_differ(entry: polib.POEntry) -> bool:
    """A singular may leave its number out ("one case"); nothing may name what the source lacks."""
    if not entry.msgid_plural:
        return _placeholders(entry.msgid) != _placeholders(entry.msgstr)
    known = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
    return any(_placeholders(text) - known for text in entry.msgstr_plural.values())


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


if __name__ == "__main__":
    main()
