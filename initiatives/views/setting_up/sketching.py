"""A call's form as applicants see it, by the templates of the form itself; nothing is stored."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from ... import clock
from ...access import SignedIn, office_only
from ...application_forms import SectionForm
from ...models import Question
from ...set_up_forms.local import LANGUAGES
from ...window import CLOSED
from ..questions import Row
from . import pages


class Sketch(NamedTuple):
    """A question as an applicant sees it, in one language."""

    language: str
    html: str
    is_missing: bool  # nothing was written in this language; what is shown is German


def sketches(question: Question) -> list[Sketch]:
    """The question in each language, by the template of the form itself. Nothing is stored.

    None as long as nothing is asked.
    """
    if not question.prompt.get("de"):
        return []
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            html = render_to_string(
                "initiatives/question.html",
                {"row": as_asked([question], ids=language)[0], "window": CLOSED},
            )
        found.append(Sketch(language, html, not question.prompt.get(language)))
    return found


def as_asked(asked: list[Question], *, ids: str) -> list[Row]:
    """Questions as rows of a page of the form, with nothing in them; `ids` begins their ids."""
    form = SectionForm(asked, {}, auto_id=f"{ids}_%s")
    return [Row(one, form[one.code], [], None, None) for one in asked]


@office_only
def as_applicant(request: SignedIn, year: int) -> HttpResponse:
    """All pages of the form as somebody sees them who chose these themes; nothing is stored."""
    call, at = pages.find(year), clock.now()
    criteria = list(call.criteria.all())
    optional = [row for row in criteria if row.is_optional]
    wanted = set(request.GET.getlist("thema")) or {row.code for row in optional}
    asked: dict[int, list[Question]] = {}
    for one in call.questions.select_related("criterion").order_by("position", "pk"):
        if one.criterion is None or one.criterion.code in wanted:
            asked.setdefault(one.section_id, []).append(one)
    return render(
        request,
        "office/calls/as_applicant.html",
        {
            **pages.page(request, call, at=at),
            "themes": [(row, row.code in wanted) for row in optional],
            "pages": [
                (row, as_asked(asked[row.pk], ids="asked"))
                for row in call.sections.all()
                if row.pk in asked
            ],
            "declarations": call.declarations.current(),
            "window": CLOSED,
        },
    )
