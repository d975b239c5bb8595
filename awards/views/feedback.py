"""Feedback: the office writes and releases it, the initiative reads it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.models import Application, Call, Criterion
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer, membership_role
from initiatives.statuses import Status
from initiatives.views.office import find
from initiatives.views.sections import meanwhile, typed
from jury import results
from jury.actions import judged

from .. import actions
from ..actions import giving_feedback
from ..forms import FeedbackForm
from ..models import Feedback, Release


@office_only
def overview(request: SignedIn) -> HttpResponse:
    """Whose feedback is written, what is missing, and the button for all of it."""
    call, at = Call.objects.current(), clock.now()
    if call is None:
        return redirect("office:today")
    lacking = {case.pk: criteria for case, criteria in actions.unfinished(call)}
    released = Feedback.objects.filter(application__call=call).exclude(released_at=None)
    cases = call.applications.admitted().with_card().order_by("initiative__sort_name", "pk")
    announced = Release.objects.public(at).filter(call=call).exists()
    first = released.order_by("released_at").first()
    return render(
        request,
        "office/feedback.html",
        {
            "call": call,
            "rows": [(case, lacking.get(case.pk, [])) for case in cases],
            "lacking": len(lacking),
            "released": first,
            "writing": bool(call.judging_until and at >= call.judging_until),
            "may_release": announced and call.ceremony_at <= at and not lacking and not first,
            "may_change": may_administer(request.user),
        },
    )


class Row(NamedTuple):
    """A criterion on the page of one application: what jurors wrote, and the office's text."""

    criterion: Criterion
    field: BoundField
    comments: list[str]
    unsaved: bool


@office_only
def write(request: SignedIn, key: UUID) -> HttpResponse:
    """The jurors' texts without their names, and beside them what the initiative will read."""
    application, at = find(request, key), clock.now()
    if application.status != Status.ADMITTED or membership_role(request.user, application):
        raise Http404  # what jurors wrote is not read by those it was written to
    criteria = judged(application)
    written = giving_feedback.stored(application)
    ended = bool(application.call.judging_until and at >= application.call.judging_until)
    comments = results.feedback_of(application) if ended else {}
    # What nobody has written yet begins with the jurors' own words; it counts once it is saved.
    proposed = {c.code: written[c.code] or "\n\n".join(comments.get(c.pk, [])) for c in criteria}
    form = FeedbackForm(criteria, typed(request), initial=proposed)
    seen = request.POST.get("seen") or shown.digest(written)
    news: list[tuple[str, str]] = []
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.write_feedback(
                application, form.cleaned_data, by=request.user, at=at, seen=seen
            )
            messages.success(
                request,
                # Translators: de: „Die Rückmeldung an %(name)s ist gespeichert.“
                _("The feedback to %(name)s is saved.") % {"name": application.initiative.name},
            )
            return redirect("office:feedback")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                seen, news = shown.digest(refusal.stored), meanwhile(form, refusal.stored)
    feedback = Feedback.objects.filter(application=application).first()
    return render(
        request,
        "office/feedback_of.html",
        {
            "application": application,
            "form": form,
            "seen": seen,
            "meanwhile": news,
            "rows": [
                Row(c, form[c.code], comments.get(c.pk, []), not written[c.code]) for c in criteria
            ],
            "released": feedback.released_at if feedback else None,
            "writing": ended,
            "may_change": may_administer(request.user),
        },
        status=status,
    )


@require_POST
@office_only
def release(request: SignedIn) -> HttpResponse:
    call = get_object_or_404(Call.objects.running(), pk=getattr(Call.objects.current(), "pk", None))
    try:
        count = actions.release_feedback(call, by=request.user, at=clock.now())
        messages.success(
            request,
            ngettext(
                # Translators: de: „Die Rückmeldung an eine Bewerbung ist
                # freigegeben; der Brief ist unterwegs.“, „Die Rückmeldungen an
                # %(n)d Bewerbungen sind freigegeben; die Briefe sind unterwegs.“
                "The feedback to %(n)d application is released; the letter is on its way.",
                "The feedback to %(n)d applications is released; the letters are on their way.",
                count,
            )
            % {"n": count},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:feedback")


@signed_in
def read(request: SignedIn, key: UUID) -> HttpResponse:
    """What members of the initiative read; before its release the page says when to expect it."""
    application = get_object_or_404(
        Application.objects.filter(initiative__memberships__user=request.user).select_related(
            "call", "initiative"
        ),
        key=key,
        status=Status.ADMITTED,
    )
    feedback = (
        Feedback.objects.filter(application=application, released_at__isnull=False)
        .prefetch_related("texts__criterion")
        .first()
    )
    return render(
        request,
        "awards/feedback.html",
        {
            "application": application,
            "call": application.call,
            "feedback": feedback,
            "trail": [
                (_("Start"), reverse("start")),
                (_("My applications"), reverse("apply:list")),
                (application.initiative.name, reverse("apply:tasks", args=[application.key])),
                # Translators: de: „Rückmeldung der Jury“
                (_("Feedback of the jury"), ""),
            ],
        },
    )
