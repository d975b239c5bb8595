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

STANDARDS = ["ua-1", "a-2a"]


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
        pdf_standards=STANDARDS,
    )
