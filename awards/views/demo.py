"""What exists in a demonstration only: all mail, newest first."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from initiatives.models import Letter

SHOWN = 50
CODE = re.compile(r"^[ ]*([A-Z0-9]{2,}(?:-[A-Z0-9]+)*)[ ]*$", re.MULTILINE)


class Mail(NamedTuple):
    """A letter with its text cut round the sign-in code, where it has one."""

    letter: Letter
    before: str
    code: str
    after: str


def _cut(letter: Letter) -> Mail:
    found = CODE.search(letter.text) if letter.is_secret else None
    if found is None:
        return Mail(letter, letter.text, "", "")
    return Mail(letter, letter.text[: found.start(1)], found[1], letter.text[found.end(1) :])


@never_cache
def post(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    mails = [_cut(letter) for letter in Letter.objects.all()[:SHOWN]]
    return render(
        request,
        "awards/post.html",
        {"mails": mails, "trail": [(_("Start"), "/"), (_("Mail of the demonstration"), "")]},
    )


@never_cache
def post_json(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return JsonResponse(
        {
            "letters": [
                {
                    "to": letter.to,
                    "kind": letter.kind,
                    "subject": letter.subject,
                    "text": letter.text,
                    "status": letter.status,
                    "written_at": letter.written_at.isoformat(),
                }
                for letter in Letter.objects.all()[:SHOWN]
            ]
        }
    )
