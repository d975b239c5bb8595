"""The show: the operator's page, the big screen, and what passes between them over the server.

`?probe=1` is the rehearsal. No page and no answer here holds a name; names come in locked
envelopes, see docs/decisions/0021.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from initiatives import clock
from initiatives.access import SignedIn, administering_only
from initiatives.refusals import NotAllowed
from initiatives.templatetags.award import clock as in_words

from .. import actions
from ..models import Release, Stage, StageScreen, StageStep
from ..stage import envelopes, pictures
from .stage import find_release

WORKER = settings.BASE_DIR / "static" / "award" / "stage-worker.js"
LOST = timedelta(seconds=20)  # a screen asks every second


def _is_rehearsal(request: HttpRequest) -> bool:
    return request.GET.get("probe") == "1"


def _open_stage(release: Release, request: HttpRequest) -> Stage | None:
    return open_stage(release, is_rehearsal=_is_rehearsal(request))


def open_stage(release: Release, *, is_rehearsal: bool) -> Stage | None:
    """The show that is open now, if one is."""
    return release.stages.filter(is_rehearsal=is_rehearsal).exclude(opened_at=None).first()


def _frame(request: HttpRequest, release: Release) -> dict[str, Any]:
    is_rehearsal = _is_rehearsal(request)
    return picture(release, is_rehearsal=is_rehearsal) | {
        "stage": _open_stage(release, request),
        "mode": mode(is_rehearsal=is_rehearsal),
    }


def mode(*, is_rehearsal: bool) -> str:
    """What the addresses of a rehearsal end with."""
    return "?probe=1" if is_rehearsal else ""


def picture(release: Release, *, is_rehearsal: bool) -> dict[str, Any]:
    """What stands on every picture."""
    return {
        "release": release,
        "call": release.call,
        "begins": actions.begins_at(release),
        "is_rehearsal": is_rehearsal,
    }


@administering_only
def desk(request: SignedIn) -> HttpResponse:
    """For who operates: what is shown, what comes next, all of it masked."""
    release = find_release()
    steps = list(release.stage_steps.all())
    shown = list(_screens(release, is_rehearsal=_is_rehearsal(request), at=clock.now()))
    context = _frame(request, release) | {"lines": _lines(steps), "screens": shown}
    return render(request, "office/stage/desk.html", context)


def _lines(steps: list[StageStep]) -> list[dict[str, Any]]:
    """The steps with the numbers of their pictures; prizes are counted instead of named."""
    total = sum(step.kind == StageStep.Kind.PRIZE for step in steps)
    number, prize, found = 0, 0, []
    for step in steps:
        is_prize = step.kind == StageStep.Kind.PRIZE
        prize += is_prize
        # Translators: de: „Preisträger %(n)d von %(total)d“
        masked = _("Laureate %(n)d of %(total)d") % {"n": prize, "total": total}
        found.append(
            {
                "label": masked if is_prize else str(step),
                "first": number + 1,
                "name": number + 2 if is_prize else None,
            }
        )
        number += 2 if is_prize else 1
    return found


@administering_only
def screen(request: SignedIn) -> HttpResponse:
    """For the hall. As it is sent it shows the award and the year; all else comes by script."""
    context = _frame(request, find_release())
    addresses = {
        "pack": reverse("office:stage_pack") + context["mode"],
        "state": reverse("office:stage_state") + context["mode"],
        "worker": reverse("office:stage_worker"),
    }
    context |= {"addresses": addresses, "theme": "dark"}
    return render(request, "office/stage/screen.html", context)


@require_GET
@administering_only
def pack(request: SignedIn) -> HttpResponse:
    """All pictures of the open show, locked."""
    release = find_release()
    return JsonResponse(packed(release, _open_stage(release, request)))


def packed(release: Release, stage: Stage | None) -> dict[str, Any]:
    if stage is None:
        return {"show": None, "pictures": []}
    shown = pictures.of(release, rehearsal=stage.is_rehearsal)
    show = str(stage.key)
    locked = envelopes.locked(
        [picture.content for picture in shown], show=show, secret=bytes(stage.secret)
    )
    return {"show": show, "pictures": locked}


@require_POST
@administering_only
def keys(request: SignedIn) -> HttpResponse:
    """The keys of all pictures, for an operator's machine."""
    stage = _open_stage(find_release(), request)
    if stage is None:
        return JsonResponse({"show": None, "keys": []}, status=409)
    try:
        given = actions.give_keys(stage, by=request.user, at=clock.now())
    except NotAllowed:
        return JsonResponse({"show": None, "keys": []}, status=409)
    return JsonResponse({"show": str(stage.key), "keys": given})


@administering_only
def state(request: SignedIn) -> HttpResponse:
    """Where the show stands, with the key of what is shown. POST tells what was shown meanwhile."""
    release, at = find_release(), clock.now()
    is_rehearsal = _is_rehearsal(request)
    more = {"screens": list(_screens(release, is_rehearsal=is_rehearsal, at=at))}
    if request.method != "POST":
        return JsonResponse(said(_open_stage(release, request), at=at) | more)
    told = _told(request)
    stage = release.stages.filter(is_rehearsal=is_rehearsal, key=told["show"]).first()
    if stage is None:
        return JsonResponse({"show": None}, status=409)
    moves = not told["late"] or told["revision"] == stage.revision
    stage = actions.follow(stage, told["shown"], moves=moves, by=request.user, at=at)
    return JsonResponse(said(stage if stage.opened_at else None, at=at) | more)


def _screens(release: Release, *, is_rehearsal: bool, at: datetime) -> Iterator[dict[str, Any]]:
    """Other machines that show the big screen, in words; whether somebody should look after one."""
    for one in release.stage_screens.filter(is_rehearsal=is_rehearsal, ends_at__gt=at):
        is_lost = one.seen_at is not None and at - one.seen_at > LOST
        yield {"name": one.name, "word": screen_word(one, at=at), "lost": is_lost}


def screen_word(screen: StageScreen, *, at: datetime) -> str:
    if screen.seen_at is None:
        # Translators: de: „wartet auf ihren Code“
        return _("waits for its code")
    if at - screen.seen_at > LOST:
        # Translators: de: „ohne Verbindung seit %(time)s“
        return _("no connection since %(time)s") % {"time": in_words(screen.seen_at)}
    # Translators: de: „verbunden“
    return _("connected")


def said(stage: Stage | None, *, at: datetime) -> dict[str, Any]:
    """Where the show stands, and the key of what is shown; of nothing else."""
    if stage is None:
        return {"show": None}
    key = envelopes.key_of(bytes(stage.secret), stage.beat) if stage.beat else b""
    return {
        "show": str(stage.key),
        "beat": stage.beat,
        "black": stage.is_black,
        "revision": stage.revision,
        "elapsed": (at - stage.began_at).total_seconds() if stage.began_at else None,
        "key": envelopes.encoded(key),
    }


def _told(request: HttpRequest) -> dict[str, Any]:
    """What an operator's machine sent, typed; anything else is no address of this site."""
    try:
        told = json.loads(request.body)
        return {
            "show": UUID(told["show"]),
            "late": told["late"] is True,
            "revision": int(told["revision"]),
            "shown": [
                actions.Shown(_beat(one["beat"]), one["black"] is True, _moment(one["seen"]))
                for one in told["shown"][:500]
            ],
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Http404 from error


def _beat(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1000:
        raise ValueError(value)
    return value


def _moment(value: Any) -> datetime:
    found = parse_datetime(str(value))
    if found is None or found.tzinfo is None:
        raise ValueError(value)
    return found


@require_GET
@administering_only
def worker(request: SignedIn) -> HttpResponse:
    """The script that keeps both pages at hand; it may only speak for addresses below its own."""
    return kept_by()


def kept_by() -> HttpResponse:
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
