"""The minutes: the office writes them, two sign them, jurors read them once they are frozen."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.records import canonical
from initiatives.refusals import NotAllowed, Stale

from .. import actions, minutes
from ..actions import minuting
from ..minute_forms import TextForm
from ..models import Meeting, Minutes


class Written(NamedTuple):
    """A section as a form: what is stored, what was typed, and what somebody else stored since."""

    section: minutes.Section
    form: forms.Form
    seen: str
    meanwhile: list[tuple[str, str]]


def find(request: SignedIn, key: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user)
    found: Meeting = get_object_or_404(
        rows.select_related("call", "chair__user", "minute_taker"), key=key
    )
    return found


def _row(meeting: Meeting) -> Minutes | None:
    people = ("chair_signed_by", "taker_signed_by")
    return Minutes.objects.filter(meeting=meeting).select_related(*people).first()


def _content(meeting: Meeting, row: Minutes | None) -> dict[str, Any]:
    """What was frozen; before, what the data say now."""
    if row and row.frozen_at and row.content:
        return dict(row.content)
    return minutes.content_of(meeting)


# -- The office ----------------------------------------------------------------------------------


@office_only
def office(request: SignedIn, key: UUID) -> HttpResponse:
    """The draft with a form for each text; once frozen, what was signed."""
    meeting, at = find(request, key), clock.now()
    status, sent = 200, None
    if request.method == "POST":
        sent, status = _store(request, meeting, at=at)
        if sent is None:
            return redirect(f"{request.path}#{request.POST.get('section', '')}")
    row = _row(meeting)
    frozen = bool(row and row.frozen_at)
    content = _content(meeting, row)
    context = _context(request, meeting, row, content, at=at)
    context |= {
        # What was typed while somebody else signed comes back, to be copied.
        "written": ([sent] if sent else []) if frozen else _written(meeting, sent),
        "form": sent.form if sent else None,
        "may_change": minuting.may_write(request.user, meeting),
    }
    return render(request, "office/minutes.html", context, status=status)


def _store(request: SignedIn, meeting: Meeting, *, at: Any) -> tuple[Written | None, int]:
    """Store the section that was sent; else its form with all that was typed, and the status."""
    slug, seen = request.POST.get("section", ""), request.POST.get("seen", "")
    section = {one.slug: one for one in minutes.sections_of(meeting)}.get(slug)
    if section is None:
        section = minutes.Section(slug, "", None)
    form = TextForm(request.POST, auto_id=f"{slug}-%s")
    news: list[tuple[str, str]] = []
    if not form.is_valid():
        return Written(section, form, seen, news), 200
    try:
        text = form.cleaned_data["text"]
        actions.write_minutes(meeting, slug, text, by=request.user, at=at, seen=seen or None)
    except NotAllowed as refusal:
        form.add_error("text", str(refusal))
        if isinstance(refusal, Stale):
            seen = shown.digest(refusal.stored)
            news = [(str(form["text"].label), refusal.stored["text"])]
        return Written(section, form, seen, news), 409
    # Translators: de: „Der Abschnitt ist gespeichert.“
    messages.success(request, _("The section is saved."))
    return None, 302


def _written(meeting: Meeting, sent: Written | None) -> list[Written]:
    found = []
    for one in minutes.sections_of(meeting):
        if sent and sent.section.slug == one.slug:
            found.append(sent._replace(section=one))
            continue
        stored = {"text": one.text}
        form = TextForm(initial=stored, auto_id=f"{one.slug}-%s")
        found.append(Written(one, form, shown.digest(stored), []))
    if sent and sent not in found and all(one.form is not sent.form for one in found):
        found.append(sent)
    return found


@office_only
def office_sign(request: SignedIn, key: UUID) -> HttpResponse:
    return _sign(request, find(request, key), "office:minutes")


@office_only
def office_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    meeting = find(request, key)
    row = _row(meeting)
    return _pdf(meeting, row, _content(meeting, row), "niederschrift")


@office_only
def office_json(request: SignedIn, key: UUID) -> HttpResponse:
    meeting = find(request, key)
    return _json(_frozen(meeting), meeting, "niederschrift")


@office_only
def redacted_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    """For whoever asks by right of access to information."""
    meeting = find(request, key)
    row, left = _row(meeting), _for_public(meeting)
    return _pdf(meeting, row, left, "niederschrift-geschwaerzt")


@office_only
def redacted_json(request: SignedIn, key: UUID) -> HttpResponse:
    meeting = find(request, key)
    return _json(_for_public(meeting), meeting, "niederschrift-geschwaerzt")


def _for_public(meeting: Meeting) -> dict[str, Any]:
    reader = minutes.for_public(meeting, at=clock.now())
    return minutes.redacted(_frozen(meeting), reader).content


def _frozen(meeting: Meeting) -> dict[str, Any]:
    """What was frozen; 404 for a draft, which nobody hands out."""
    row = get_object_or_404(Minutes, meeting=meeting, frozen_at__isnull=False)
    return dict(row.content or {})


# -- The jury ------------------------------------------------------------------------------------


@signed_in
def for_juror(request: SignedIn, key: UUID) -> HttpResponse:
    """Who chaired reads the draft and signs; who attended reads what was frozen."""
    meeting, at = _of_juror(request, key), clock.now()
    row = _row(meeting)
    content = _left(request, meeting, row)
    context = _context(request, meeting, row, content, at=at)
    return render(request, "jury/minutes.html", context)


@signed_in
def juror_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    meeting = _of_juror(request, key)
    row = _row(meeting)
    return _pdf(meeting, row, _left(request, meeting, row), "niederschrift")


@signed_in
def juror_sign(request: SignedIn, key: UUID) -> HttpResponse:
    return _sign(request, _of_juror(request, key), "jury:minutes")


def _of_juror(request: SignedIn, key: UUID) -> Meeting:
    found: Meeting = get_object_or_404(minutes.readable_by(request.user), key=key)
    return found


def _left(request: SignedIn, meeting: Meeting, row: Minutes | None) -> dict[str, Any]:
    """The content without what the juror has nothing to do with; whole for all others."""
    content, reader = _content(meeting, row), minutes.for_juror(meeting, request.user)
    return minutes.redacted(content, reader).content if reader.barred else content


# -- What both share -----------------------------------------------------------------------------


def _context(
    request: SignedIn, meeting: Meeting, row: Minutes | None, content: dict[str, Any], *, at: Any
) -> dict[str, Any]:
    frozen = bool(row and row.frozen_at)
    lapsed = bool(row and row.sha256 and not frozen and _has_lapsed(meeting, row))
    part = "" if frozen else minuting.part_of(meeting, request.user, at=at)
    return {
        "meeting": meeting,
        "call": meeting.call,
        "minutes": row,
        "frozen": frozen,
        "lapsed": lapsed,
        "heading": minutes.heading(content),
        "chapters": minutes.chapters(content),
        "part": part if lapsed or not minuting.has_signed(row, part) else "",
        "hindered": "" if frozen else minuting.why_not_signed(meeting),
    }


def _has_lapsed(meeting: Meeting, row: Minutes) -> bool:
    """Whether data changed since the first signature, so that it does not hold any more."""
    return row.sha256 != canonical.sha256(minutes.content_of(meeting))


def _sign(request: SignedIn, meeting: Meeting, back: str) -> HttpResponse:
    """GET shows the digest of what would be signed, POST signs exactly that."""
    at, row = clock.now(), _row(meeting)
    part = minuting.part_of(meeting, request.user, at=at)
    if not part:
        raise Http404
    if row and row.frozen_at:
        return redirect(back, meeting.key)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            signed = actions.sign_minutes(meeting, seen=seen, by=request.user, at=at)
            if signed.frozen_at:
                # Translators: de: „Beide haben unterzeichnet. Die Niederschrift ist eingefroren.“
                words = _("Both have signed. The minutes are frozen.")
            else:
                # Translators: de: „Ihre Unterschrift ist gesetzt. Es fehlt noch die zweite.“
                words = _("Your signature is set. The second one is still missing.")
            messages.success(request, words)
            return redirect(back, meeting.key)
        except NotAllowed as refused:
            status, refusal = 409, str(refused)
    hindered = minuting.why_not_signed(meeting)
    context = {
        "meeting": meeting,
        "part": part,
        "back": back,
        "hindered": hindered,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "digest": "" if hindered else canonical.sha256(minutes.content_of(meeting)),
        "version": row.version if row else 1,
        "barred": back == "jury:minutes" and bool(minutes.for_juror(meeting, request.user).barred),
        "second": minuting.has_signed(row, minuting.other(part)),
    }
    return render(request, "awards/minutes_sign.html", context, status=status)


def _pdf(meeting: Meeting, row: Minutes | None, content: dict[str, Any], name: str) -> HttpResponse:
    made = minutes.as_pdf(meeting, row, content, at=clock.now())
    return _file(made, "application/pdf", f"{name}-{meeting.call.year}.pdf", "inline")


def _json(content: dict[str, Any], meeting: Meeting, name: str) -> HttpResponse:
    made = minutes.as_json(content)
    return _file(made, "application/json", f"{name}-{meeting.call.year}.json", "attachment")


def _file(made: bytes, kind: str, name: str, how: str) -> HttpResponse:
    return HttpResponse(
        made,
        content_type=kind,
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
