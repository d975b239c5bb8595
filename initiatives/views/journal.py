"""The journal for the office: what happened, whether the chain holds, and the journal as a file.

Who may only read may do all of it.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from .. import actions, clock, rules
from ..access import SignedIn, office_only
from ..head_forms import HeadForm
from ..models import Call, JournalEntry, User
from ..records import journal as records
from ..records import proof
from ..records.verify_journal import WORDS, said
from ..records.words import words as in_words
from ..refusals import NotAllowed

PER_PAGE = 50
PRIVATE = {"Cache-Control": "private, no-store"}


@office_only
def journal(request: SignedIn) -> HttpResponse:
    """Newest first; on request the chain is checked, also against a head from outside."""
    page = Paginator(JournalEntry.objects.order_by("-number"), PER_PAGE).get_page(
        request.GET.get("seite")
    )
    people = User.objects.in_bulk([entry.actor for entry in page], field_name="key")
    form = HeadForm(request.GET if "pruefen" in request.GET else None)
    finding = proof.check(form.head) if form.is_bound and form.is_valid() else None
    language = get_language()
    call = Call.objects.current()
    return render(
        request,
        "office/journal.html",
        {
            "page": page,
            "rows": [(entry, in_words(entry), people.get(entry.actor)) for entry in page],
            "last": JournalEntry.objects.order_by("-number").first(),
            "form": form,
            "has_errors": bool(form.errors),
            "finding": finding,
            "said": finding and said(finding, language if language in WORDS else "en"),
            "deposited": call and records.about(call).filter(action="journal.deposited").last(),
            "may_change": rules.may_administer(request.user),
        },
    )


@require_GET
@office_only
def export(request: SignedIn) -> HttpResponseBase:
    """The whole journal as a file; that it was taken along is its last entry.

    The name says which head the file ends with. A query for every 2,000 entries.
    """
    at = clock.now()
    try:
        head = actions.note_export(by=request.user, at=at)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("office:journal")
    name = f"journal-{head.number}-{head.hash[:8]}.jsonl"
    return StreamingHttpResponse(
        proof.exported(head),
        content_type="application/jsonl",
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@office_only
def program(request: SignedIn) -> HttpResponse:
    """What checks an export on another machine."""
    return HttpResponse(
        proof.PROGRAM.read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{proof.PROGRAM.name}"'},
    )
