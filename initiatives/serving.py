"""Handing a stored file to a browser, by ourselves or by the web server in front of us."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header


def hand_over(
    file: FieldFile, *, name: str, media_type: str, to_keep: bool = False
) -> HttpResponseBase:
    """The file as its type says, never run as a page; `to_keep` offers it as a download.

    Raises Http404 where it is gone. Whoever asks has been checked before.
    """
    if settings.FILES_HANDED_OVER_BY:
        response = _by_the_server(file, name, media_type, to_keep)
    else:
        try:
            content = file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(
            content, as_attachment=to_keep, filename=name, content_type=media_type
        )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _by_the_server(file: FieldFile, name: str, media_type: str, to_keep: bool) -> HttpResponseBase:
    """Only what to send: nginx and its kind take an address of theirs, Apache's a path."""
    name_there = file.name or ""
    if not default_storage.exists(name_there):
        raise Http404
    header, _colon, prefix = settings.FILES_HANDED_OVER_BY.partition(":")
    response = HttpResponse(content_type=media_type)
    response.headers[header] = prefix + quote(name_there) if prefix else file.path
    response.headers["Content-Disposition"] = content_disposition_header(to_keep, name) or "inline"
    return response
