"""The entrance on a phone: by camera, code or name; what it needs offline it has fetched before."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.templatetags.award import clock as in_words

from .. import actions
from ..ceremonies import codes
from ..middleware import PERMISSIONS
from ..models import Ceremony, Invitee
from .ceremony import planned

FOUND = 20
MAX_REPORTS = 500


@office_only
def door(request: SignedIn) -> HttpResponse:
    """Works without a script as well; with one it is kept by the phone and works without a network.

    Nothing personal is in the page itself, since the phone keeps it: names come with `guest_list`.
    Only this page may use the camera.
    """
    found, ceremony = planned(request)
    words = request.GET.get("suche", "").strip()[:80]
    if request.method == "POST":
        return _let_in(request, ceremony, at=found.at)
    context = found.context(words=words, results=_search(ceremony, words) if words else None)
    response = render(request, "office/ceremony/door.html", context)
    response.headers["Permissions-Policy"] = PERMISSIONS.replace("camera=()", "camera=(self)")
    return response


def _search(ceremony: Ceremony, words: str) -> list[Invitee]:
    rows = ceremony.invitees.coming().select_related("table", "check_in")
    code = codes.as_typed(words)
    if code and (hit := rows.filter(code=code).first()):
        return [hit]
    return list(rows.matching(words)[:FOUND])


def _let_in(request: SignedIn, ceremony: Ceremony, *, at: datetime) -> HttpResponse:
    guest = _guest(ceremony, request.POST.get("guest", ""))
    try:
        if guest is None:
            # Translators: de: „Diesen Gast hat inzwischen jemand von der Liste genommen.“
            raise NotAllowed(_("Somebody has taken this guest off the list meanwhile."))
        done = actions.check_in(guest, once=uuid4(), seen_at=at, by=request.user, at=at)
        if done.is_double:
            messages.warning(request, _double(guest, done))
        else:
            # Translators: de: „Herein: %(name)s.“
            messages.success(request, _("Come in: %(name)s.") % {"name": guest.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:door")


def _double(guest: Invitee, done: actions.CheckedIn) -> str:
    # Translators: de: „%(name)s ist schon da, seit %(time)s.“
    text = _("%(name)s is here already, since %(time)s.")
    return text % {"name": guest.name, "time": in_words(done.row.at)}


def _guest(ceremony: Ceremony, key: object) -> Invitee | None:
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    found: Invitee | None = ceremony.invitees.select_related("ceremony").filter(key=wanted).first()
    return found


@require_safe
@office_only
def guest_list(request: SignedIn) -> JsonResponse:
    """What a phone needs offline: name, table, a fingerprint of the code, and who is here.

    No code, no address, no need of anybody. Two queries.
    """
    found, ceremony = planned(request)
    rows = ceremony.invitees.coming().select_related("table", "check_in")
    guests = [
        {
            "key": str(one.key),
            "name": one.name,
            "with": one.organisation,
            "table": one.table.name if one.table else "",
            "code": codes.fingerprint(ceremony, one),
            "here": one.check_in.at.isoformat() if hasattr(one, "check_in") else None,
        }
        for one in rows
    ]
    return JsonResponse(
        {
            "ceremony": str(ceremony.key),
            "ends": ceremony.ends_at.isoformat(),
            "at": found.at.isoformat(),
            "guests": guests,
        }
    )


@require_POST
@office_only
def report(request: SignedIn) -> JsonResponse:
    """Check-ins of a phone, new ones and those that waited for a network; each is answered."""
    _found, ceremony = planned(request)
    try:
        sent = json.loads(request.body)["reports"]
        rows = [(row["guest"], UUID(row["once"]), _moment(row["at"])) for row in sent]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "reports"}, status=422)
    if len(rows) > MAX_REPORTS:
        return JsonResponse({"error": "too many"}, status=422)
    answers = [_answer(request, ceremony, *row) for row in rows]
    refused = answers and all(one["state"] == "forbidden" for one in answers)
    return JsonResponse({"results": answers}, status=403 if refused else 200)


def _moment(text: str) -> datetime:
    """A moment with its zone. A demonstration's clock may be ahead of the phone's."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A moment needs a zone.")
    return moment + settings.CLOCK_OFFSET


def _answer(
    request: SignedIn, ceremony: Ceremony, key: str, once: UUID, seen_at: datetime
) -> dict[str, Any]:
    """in, double or refused, in words; forbidden for who only reads."""
    said: dict[str, Any] = {"once": str(once), "guest": str(key)}
    guest = _guest(ceremony, key)
    try:
        if guest is None:
            raise NotAllowed(_("Somebody has taken this guest off the list meanwhile."))
        done = actions.check_in(guest, once=once, seen_at=seen_at, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        state = "refused" if planned(request)[0].may_change else "forbidden"
        return said | {"state": state, "words": str(refusal)}
    state = "double" if done.is_double else "in"
    words = _double(guest, done) if done.is_double else ""
    return said | {"state": state, "words": words, "at": done.row.at.isoformat()}


@require_safe
@office_only
def worker(request: SignedIn) -> HttpResponse:
    """The script that answers without a network; it stands here since it may do so only below."""
    script = Path(str(finders.find("award/door-worker.js"))).read_text(encoding="utf-8")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
