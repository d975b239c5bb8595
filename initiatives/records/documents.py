"""Documents: typst makes one file that is PDF/UA-1 and PDF/A-2a.

Data goes in as JSON and stays data: nothing a person typed is ever read as markup. A missing title
or text alternative stops the compilation, so that no inaccessible document leaves the house.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from ..models import Snapshot, State
from ..templatetags.award import full_time


def render(name: str, data: dict[str, Any]) -> bytes:
    """The PDF of `documents/<name>.typ` with `data`, about 30 ms.

    Raises typst.TypstError if the template and the data do not fit.
    """
    folder: Path = settings.BASE_DIR / "documents"
    return typst.compile(
        str(folder / f"{name}.typ"),
        root=str(folder),
        font_paths=[str(folder / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
    )


def receipt(snapshot: Snapshot) -> bytes:
    """The receipt of one version handed in: number, time and SHA-256, and all that it says."""
    return render(
        "receipt",
        {
            "number": snapshot.application.number,
            "version": snapshot.version,
            "submitted_at": full_time(snapshot.submitted_at),
            "submitted_by": str(snapshot.submitted_by),
            "sha256": snapshot.sha256,
            "call": str(snapshot.application.call),
            "demo": snapshot.application.call.is_demo,
            "content": snapshot.content,
            "states": [str(State(code).label) for code in snapshot.content["initiative"]["states"]],
        },
    )
