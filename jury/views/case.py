"""The office and one application: the formal check, and who reads it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import actions as screening
from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Application
from initiatives.office_forms import ExclusionForm
from initiatives.refusals import NotAllowed
from initiatives.views.office import dossier, find

from .. import actions, reading, rules
from ..forms import AssignForm
from ..models import Assignment, Conflict, Juror, Procedure


@office_only
def application(request: SignedIn, key: UUID) -> HttpResponse:
    """One application: the version handed in, the formal check, its readers."""
    return _application(request, find(request, key), ExclusionForm())


def _application(
    request: SignedIn, found: Application, exclusion: ExclusionForm, status: int = 200
) -> HttpResponse:
    readers = (
        Assignment.objects.filter(application=found, withdrawn_at=None)
        .with_sheet()
        .select_related("juror__user")
    )
    # Translators: de: „Antrag der Initiative, noch nicht entschieden“
    asked = _("requested by the initiative, not decided yet")
    grounds = {
        **{concern.juror_id: asked for concern in found.concerns.open_requests()},
        **{
            conflict.juror_id: conflict.ground_in_short
            for conflict in Conflict.objects.standing().filter(application=found)
        },
    }
    left = sum(reader.juror_id not in grounds for reader in readers)
    assign_form = AssignForm(Juror.objects.free_for(found))
    return render(
        request,
        "office/application.html",
        {
            **dossier(request, found),
            "exclusion": exclusion,
            "has_errors": bool(exclusion.errors),
            "readers": [
                (
                    reader.juror,
                    rules.Mark.RECUSED if reader.juror_id in grounds else rules.mark(reader),
                    grounds.get(reader.juror_id, ""),
                    reader.key,
                )
                for reader in readers
            ],
            "enterable": reading.enterable(found, request.user, at=clock.now()),
            "left": left,
            "wanted": Procedure.of(found.call).readers,
            "lost": len(readers) - left,
            "assign": assign_form,
            "free": len(assign_form["jurors"]),
        },
        status=status,
    )


@require_POST
@office_only
def admit(request: SignedIn, key: UUID) -> HttpResponse:
    """Admit, and look at once for what ties it to jurors."""
    found = find(request, key)
    try:
        with transaction.atomic():
            screening.admit(found, by=request.user, at=clock.of_database())
            actions.raise_concerns(
                found.call, at=clock.now(), by=request.user, applications=[found]
            )
        messages.success(request, _("%(name)s is admitted.") % {"name": found.initiative.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:application", found.key)


@require_POST
@office_only
def exclude(request: SignedIn, key: UUID) -> HttpResponse:
    """Exclude, or show the page again with the ground that was typed."""
    found = find(request, key)
    form = ExclusionForm(request.POST)
    if form.is_valid():
        try:
            screening.exclude(found, **form.cleaned_data, by=request.user, at=clock.of_database())
            messages.success(request, _("%(name)s is excluded.") % {"name": found.initiative.name})
            return redirect("office:application", found.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _application(request, find(request, key), form, status=409)


@require_POST
@office_only
def assign(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(request, key)
    form = AssignForm(Juror.objects.free_for(found), request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose at least one member of the jury."))
        return redirect("office:application", found.key)
    try:
        made = actions.assign(found, form.cleaned_data["jurors"], by=request.user, at=clock.now())
        messages.success(request, _("New readers: %(count)d.") % {"count": len(made)})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:application", found.key)
