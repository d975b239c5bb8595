"""Deputies are called in; members leave once it was read what happens to their cases."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.setting_up import pages

from .. import actions, succession
from ..member_forms import LeaveForm
from ..models import Juror
from .members import find, home


@require_POST
@office_only
def call_in(request: SignedIn, key: UUID) -> HttpResponse:
    deputy = find(key)
    try:
        actions.call_in(deputy, by=request.user, at=clock.now())
        # Translators: de: „%(name)s ist als Vertretung berufen und hat einen Brief bekommen.“
        said = _("%(name)s is called in as deputy and got a letter.") % {"name": deputy}
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:jury_member", key)


@office_only
def replace(request: SignedIn, key: UUID) -> HttpResponse:
    """Who takes over, and why; then what happens to each case; then one click does it."""
    juror = find(key)
    form, plan, status = LeaveForm(juror, pages.typed(request)), None, 200
    if form.is_bound and form.is_valid():
        successor = form.cleaned_data["successor"]
        if "confirmed" in request.POST:
            try:
                return _leave(request, juror, form)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
        plan = succession.plan(juror, successor)
        form.show_again(plan.digest())
    return render(
        request,
        "office/jury_replace.html",
        {
            "juror": juror,
            "call": juror.call,
            "form": form,
            "plan": plan,
            "successor": form.cleaned_data.get("successor") if plan else None,
            "may_change": may_administer(request.user) and juror.left_at is None,
            "back": home(juror.call),
        },
        status=status,
    )


def _leave(request: SignedIn, juror: Juror, form: LeaveForm) -> HttpResponse:
    given = form.cleaned_data
    plan = actions.leave(
        juror,
        reason=given["reason"],
        successor=given["successor"],
        takes_chair=given.get("takes_chair", False),
        seen=given["seen"],
        by=request.user,
        at=clock.now(),
    )
    # Translators: de: „%(name)s ist ausgeschieden.“
    messages.success(request, _("%(name)s has left the jury now.") % {"name": juror})
    if plan.rest:
        names = ", ".join(row.assignment.application.initiative.name for row in plan.rest)
        # Translators: de: „Noch zuzuteilen: %(names)s“
        messages.warning(request, _("Still to be assigned: %(names)s") % {"names": names})
    return redirect(home(juror.call))
