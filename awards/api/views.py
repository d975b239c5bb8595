"""What is told about the interface itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from .document import document


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
