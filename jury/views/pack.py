"""What a juror takes along: all cases as one document, or one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from initiatives import clock
from initiatives.access import SignedIn, signed_in

from .. import actions, pack
from ..models import Juror
from .worklist import seat_of


@require_GET
@signed_in
def whole(request: SignedIn) -> HttpResponse:
    """All cases that the juror may read now, in the juror's own order."""
    juror, at = seat_of(request), clock.now()
    found = pack.cases(juror)
    if not found:
        # Translators: de: „Die Lesemappe ist noch leer: Sie enthält die Fälle, zu denen Sie sich
        # unbefangen erklärt haben.“
        words = _("The reading pack is still empty: it holds the cases you declared impartial in.")
        messages.info(request, words)
        return redirect("jury:worklist")
    actions.note_pack(juror, number=len(found), by=request.user, at=at)
    # Translators: de: „lesemappe“, the beginning of a file's name
    name = _("reading-pack")
    made = pack.whole(juror, found, at=at)
    return _document(made, f"{name}-{juror.call.year}.pdf", "attachment")


@require_GET
@signed_in
def single(request: SignedIn, key: UUID) -> HttpResponse:
    """One of these cases, to be read or printed by itself."""
    juror = get_object_or_404(Juror.objects.of(request.user), assignments__key=key)
    juror.user, at = request.user, clock.now()
    case = next((case for case in pack.cases(juror) if case.key == key), None)
    if case is None:
        raise Http404
    actions.note_pack(juror, case=case, by=request.user, at=at)
    number = case.frozen.content["number"]
    return _document(pack.single(juror, case, at=at), f"{number}.pdf", "inline")


def _document(made: bytes, name: str, how: str) -> HttpResponse:
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
