"""The head of the journal as minutes name it, so that a chain can be held against it later.

Minutes in JSON hold `{"journal": {"number": 4711, "hash": "…"}}`. Minutes as PDF have that file
attached, or say `journal:4711:<hash>` in their metadata.
"""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

from .verify_journal import Head, head_in, head_of

ATTACHED = "niederschrift.json"
MARK = re.compile(r"\bjournal:([0-9]{1,15}):([0-9a-f]{64})\b")


def mark(head: Head) -> str:
    """What the metadata of a document say of it."""
    return f"journal:{head.number}:{head.hash}"


def named_in(minutes: Path) -> Head:
    """The head that a file names, JSON or PDF.

    Raises OSError if it cannot be read, ValueError if it names none.
    """
    with minutes.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    return _in_pdf(minutes) if is_pdf else head_in(minutes.read_bytes())


def _in_pdf(minutes: Path) -> Head:
    try:
        with pikepdf.open(minutes) as pdf:
            if ATTACHED in pdf.attachments:
                return head_in(pdf.attachments[ATTACHED].get_file().read_bytes())
            told = [str(value) for value in pdf.docinfo.values()]
            if "/Metadata" in pdf.Root:
                told.append(pdf.Root.Metadata.read_bytes().decode(errors="replace"))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise ValueError(str(error)) from None
    found = MARK.search("\n".join(told))
    if found is None:
        raise ValueError("no head")
    return head_of(*found.groups())
