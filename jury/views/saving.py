"""What the browser saves on a score sheet while somebody types; see static/award/save.js.

The same answers as for an application, see initiatives/views/saving.py.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed, Stale
from initiatives.shown import digest
from initiatives.views.saving import say_conflict, say_invalid, say_saved

from .. import actions, door, shown
from ..forms import OneScoreForm
from ..models import Assignment, Score

FIELD = re.compile(rf"c(?P<criterion>\d{{1,9}})-(?P<name>{'|'.join(shown.FIELDS)})")


@require_http_methods(["GET", "POST"])
@signed_in
def saving(request: SignedIn, key: UUID) -> HttpResponse:
    """Save one field; or say what is stored, to be compared with a copy on the device."""
    if request.method == "GET":
        cases = Assignment.objects.visible_to(request.user).cleared()
        found = get_object_or_404(cases.select_related("juror"), key=key)
        door.check_term(found.juror, at=clock.now())
        return JsonResponse({"sheet": _stored(found)})
    form, at = OneScoreForm(request.POST), clock.of_database()
    if not form.is_valid():
        return say_invalid(str(next(iter(form.errors.values()))[0]))
    if form.cleaned_data["writer"] != request.user.key:
        return JsonResponse({"state": "other_user"}, status=403)
    try:
        return _save(request, key, form.cleaned_data, at=at)
    except Assignment.DoesNotExist:
        raise Http404 from None
    except Stale as stale:
        ((name, theirs),) = stale.stored.items()
        return say_conflict(theirs, digest({name: theirs}))
    except NotAllowed as refusal:
        return JsonResponse({"state": "closed", "message": str(refusal)}, status=409)


def _save(request: SignedIn, key: UUID, sent: dict[str, Any], *, at: datetime) -> HttpResponse:
    who_and_when = {"by": request.user, "at": at, "seen": sent["seen"]}
    text = request.POST.get("text", "")
    if sent["field"] == "note":
        return say_saved(at, actions.save_note(key, text, **who_and_when))
    found = FIELD.fullmatch(sent["field"])
    if found is None:
        raise Http404
    criterion, name = int(found["criterion"]), found["name"]
    return say_saved(at, actions.save_score_field(key, criterion, name, text, **who_and_when))


def _stored(assignment: Assignment) -> dict[str, dict[str, str]]:
    """All that can be saved field by field. One query."""
    fields = {"note": {"value": assignment.note, "seen": digest({"note": assignment.note})}}
    for score in Score.objects.filter(sheet__assignment=assignment):
        values = shown.of_score(score)
        seen = shown.seen(values)
        for name, value in values.items():
            fields[f"c{score.criterion_id}-{name}"] = {"value": value, "seen": seen[name]}
    return fields
