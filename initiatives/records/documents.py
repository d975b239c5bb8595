"""Documents: typst makes one file that is PDF/UA-1 and PDF/A-2a.

Data goes in as JSON and stays data: nothing a person typed is ever read as markup. A missing title
or text alternative stops the compilation, so that no inaccessible document leaves the house.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation

from .. import receipts
from ..berlin import BERLIN
from ..models import CarrierType, Snapshot, State
from ..templatetags.applying import lateness
from ..templatetags.award import exact_time, full_time, grouped
from . import glyphs


def render(
    name: str,
    data: dict[str, Any],
    *,
    attached: bytes | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of `documents/<name>.typ` with `data`, about 30 ms.

    `pictures` are files by name, which the template finds in the folder "pictures".

    One that carries a file of another kind is PDF/A-3a: part 2 forbids it. Its bytes go in as
    numbers, so that nothing puts other signs in the place of what a font lacks.

    Raises typst.TypstError if the template and the data do not fit.
    """
    folder: Path = settings.BASE_DIR / "documents"
    inputs = {"data": json.dumps(glyphs.printable(data, folder / "fonts"))}
    if attached is not None:
        inputs["attached"] = json.dumps(list(attached))
    with _beside(folder, pictures or {}) as root:
        return typst.compile(
            str(root / f"{name}.typ"),
            root=str(root),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1", "a-2a" if attached is None else "a-3a"],
        )


@contextmanager
def _beside(folder: Path, pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """The templates, with the pictures beside them: typst reads nothing outside of one folder."""
    if not pictures:
        yield folder
        return
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "documents"
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns("fonts"))
        (root / "pictures").mkdir()
        for name, content in pictures.items():
            (root / "pictures" / name).write_bytes(content)
        yield root


def receipt(snapshot: Snapshot) -> bytes:
    """The receipt of one version handed in: number, time and SHA-256, and all that it says.

    In German, like every document; the same version always gives the same file.
    """
    content = snapshot.content
    profile = content["initiative"]
    at = snapshot.submitted_at.astimezone(BERLIN)
    with translation.override("de"):
        return render(
            "receipt",
            {
                "number": snapshot.application.number,
                "version": snapshot.version,
                "replaces": ", ersetzt alle früher eingereichten Fassungen"
                if snapshot.version > 1
                else "",
                "late": lateness(snapshot.late_by) if snapshot.late_by else "",
                "submitted_at": exact_time(at),
                "submitted_by": str(snapshot.submitted_by),
                "moment": [at.year, at.month, at.day, at.hour, at.minute, at.second],
                "sha256": grouped(snapshot.sha256),
                "check_address": receipts.address(snapshot),
                "check_words": f"{settings.BASE_URL}{reverse('check_receipt')}",
                "call": str(snapshot.application.call),
                "demo": snapshot.application.call.is_demo,
                "content": content,
                "states": ", ".join(str(State(code).label) for code in profile["states"]),
                "carrier_type": str(CarrierType(profile["carrier_type"]).label)
                if profile["carrier_type"]
                else "",
                "sizes": [filesizeformat(file["size"]) for file in content["files"]],
                "confirmed": [
                    full_time(datetime.fromisoformat(row["at"])) for row in content["declarations"]
                ],
            },
        )


def enclosed_with(kind: str, about_key: str) -> bytes | None:
    """What a letter of this kind takes along, made as it is sent: handing in need not wait for it.

    None where the thing it speaks of is gone.
    """
    if kind != "receipt":
        return None
    found = Snapshot.objects.select_related("application__call", "submitted_by")
    snapshot = found.filter(key=about_key).first()
    return receipt(snapshot) if snapshot else None
