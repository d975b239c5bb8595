"""What exists in a demonstration only: all mail, newest first."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from initiatives.models import Letter

SHOWN = 50


@never_cache
def post(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "awards/post.html", {"letters": Letter.objects.all()[:SHOWN]})


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
