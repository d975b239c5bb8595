"""What may be read by programs, told to people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .. import sharing
from ..api.document import endpoints
from ..page_cache import once_a_second


@once_a_second
def open_data(request: HttpRequest) -> HttpResponse:
    """No query: the addresses come from the description of the interface."""
    told = {"endpoints": endpoints(), "share": sharing.of_site(_("Open data"))}
    return render(request, "awards/open_data.html", told)
