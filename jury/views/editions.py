"""Which call the office's pages of the jury are about: `?jahr=` says it, and their links keep it.

While one edition is being judged the next may be announced already.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from initiatives.access import SignedIn
from initiatives.models import Call

from ..models import Juror


class Asked(NamedTuple):
    """The call of a page, and the years that it offers to choose from, newest first."""

    call: Any | None
    years: list[int]


def asked(request: SignedIn, calls: QuerySet[Call] | None = None, *, coming: bool = False) -> Asked:
    """The call that `?jahr=` names, 404 without one; else the newest announced. One query.

    To be chosen are the years with a jury. With `coming` all are, and where nothing is announced
    the newest call in preparation is taken: its jury is invited there.
    """
    rows = Call.objects.all() if calls is None else calls
    has_jury = Exists(Juror.objects.filter(call=OuterRef("pk")))
    found: list[Any] = list(
        rows.filter(is_archive=False).annotate(has_jury=has_jury).order_by("-year")
    )
    usual = next((one for one in found if one.announced_at), None)
    if coming and usual is None:
        usual = next(iter(found), None)
    call = usual
    if year := request.GET.get("jahr", ""):
        call = next((one for one in found if str(one.year) == year), None)
        if call is None:
            raise Http404
    offered = [one.year for one in found if coming or one.has_jury or one in (call, usual)]
    return Asked(call, offered)


def wanted(request: SignedIn, *, coming: bool = False) -> Call:
    """The same call where there must be one."""
    call: Call | None = asked(request, coming=coming).call
    if call is None:
        raise Http404
    return call
