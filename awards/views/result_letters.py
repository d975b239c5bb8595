"""The letters on the result: a table of all, and one after the other as they go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Application, Letter
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from initiatives.statuses import Status
from initiatives.views.setting_up import pages

from .. import actions, decision_list, result_letters
from ..models import Release
from ..outgoing import Kind, Outgoing, State
from ..result_letter_forms import AdditionForm, TakeBackForm


@office_only
def overview(request: SignedIn, year: int) -> HttpResponse:
    """All letters with how far each is; laureates' letters are sent from here."""
    call, at = pages.find(year), clock.now()
    release = Release.objects.filter(call=call).first()
    found = result_letters.of(release, at=at) if release else []
    stopped = release is not None and release.withdrawn_at is not None
    laureates = [one for one in found if one.decision or one.state == State.WRONG]
    others = [one for one in found if one not in laureates]
    return render(
        request,
        "office/result_letters/all.html",
        {
            "call": call,
            "now": at,
            "release": release,
            "is_confirmed": bool(found) or decision_list.is_confirmed(call),
            "is_public": bool(release and _is_public(release, at)),
            "is_over": bool(release and release.embargo_until <= at),
            "laureates": laureates,
            "others": others,
            "waiting": [one for one in found if one.waits and (one.withdrawal or not stopped)],
            "ready": [one for one in laureates if one.is_ready and one.kind == Kind.LAUREATE],
            "states": State,
            "day_is_past": any(
                one.state in (State.SEEN, State.UNSEEN)
                and not result_letters.names_a_day_to_come(one, max(at, release.embargo_until))
                for one in others
                if release
            ),
            "may_change": may_administer(request.user),
        },
    )


def _is_public(release: Release, at: Any) -> bool:
    return bool(release.confirmed_at and release.embargo_until <= at and not release.withdrawn_at)


@office_only
def letter(request: SignedIn, key: UUID) -> HttpResponse:
    """One letter as it goes out, or as it went out; here the office adds a paragraph."""
    application, release = _find(key)
    found = result_letters.of(release, at=clock.now())
    one = next((row for row in found if row.application.pk == application.pk), None)
    if one is None:
        return redirect("office:result_letters", application.call.year)
    form, status, news = AdditionForm.of(one, pages.typed(request)), 200, []
    if form.is_bound and form.is_valid():
        try:
            actions.write_addition(
                application, form.text(), by=request.user, at=clock.now(), seen=form.digest()
            )
            # Translators: de: „Der Absatz ist gespeichert. Lesen Sie den Brief so noch einmal.“
            messages.success(request, _("The paragraph is saved. Read the letter once more."))
            return redirect("office:result_letter", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = pages.meanwhile(form, refusal.stored)
                pages.see_anew(form, refusal)
    return _show(request, release, one, found, status=status, form=form, meanwhile=news)


def _show(
    request: SignedIn,
    release: Release,
    one: Outgoing,
    found: Sequence[Outgoing],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    at = clock.now()
    place = found.index(one)
    went_out = Letter.objects.filter(about_key=str(one.row.key)).order_by("-pk")
    return render(
        request,
        "office/result_letters/one.html",
        {
            "call": release.call,
            "release": release,
            "letter": one,
            "state": one.state,
            "states": State,
            "kinds": Kind,
            "application": one.application,
            "place": place + 1,
            "total": len(found),
            "before": found[place - 1] if place else None,
            "after": found[place + 1] if place + 1 < len(found) else None,
            "went_out": went_out if one.row.sent_at else [],
            "is_over": release.embargo_until <= at,
            "is_public": _is_public(release, at),
            "may_change": may_administer(request.user),
            "form": AdditionForm.of(one),
            "taking_back": TakeBackForm(prefix="zurueck"),
            **more,
        },
        status=status,
    )


@require_POST
@office_only
def seen(request: SignedIn, key: UUID) -> HttpResponse:
    """The letter was read as it stands; on to the next one that was not."""
    application, release = _find(key)
    at = clock.of_database()
    try:
        actions.see_result_letter(
            application, seen=request.POST.get("seal", ""), by=request.user, at=at
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("office:result_letter", key)
    found = result_letters.of(release, at=at)
    place = next(n for n, one in enumerate(found) if one.application.pk == application.pk)
    if found[place].withdrawal:
        # Translators: de: „Der Brief an %(name)s ist auf dem Weg.“
        told = _("The letter to %(name)s is on its way.")
        messages.success(request, told % {"name": application.initiative.name})
    for one in [*found[place + 1 :], *found[:place]]:
        if one.waits and (one.withdrawal or not release.withdrawn_at):
            return redirect("office:result_letter", one.application.key)
    # Translators: de: „Alle Briefe sind gelesen.“
    messages.success(request, _("All letters have been read."))
    return redirect("office:result_letters", application.call.year)


@require_POST
@office_only
def send(request: SignedIn, year: int) -> HttpResponse:
    """Send what was read to the laureates; the others wait for the announcement."""
    release = get_object_or_404(Release, call=pages.find(year))
    try:
        sent = actions.tell_laureates(release, by=request.user, at=clock.of_database())
        messages.success(
            request,
            # Translators: de: „Ein Brief ist auf dem Weg.“, „%(n)d Briefe sind auf dem Weg.“
            ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", len(sent))
            % {"n": len(sent)},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:result_letters", year)


@require_POST
@office_only
def take_back(request: SignedIn, key: UUID) -> HttpResponse:
    """Tell a laureate that it is not so, and why."""
    application, release = _find(key)
    form, status = TakeBackForm(request.POST, prefix="zurueck"), 400
    if form.is_valid():
        try:
            actions.take_back_result(
                application, reason=form.text(), by=request.user, at=clock.of_database()
            )
            # Translators: de: „Der Brief ist zurückgenommen. Die Initiative erfährt es per E-Mail.“
            messages.success(request, _("The letter is taken back. The initiative gets a mail."))
            return redirect("office:result_letter", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    found = result_letters.of(release, at=clock.now())
    one = next((row for row in found if row.application.pk == application.pk), None)
    if one is None:
        return redirect("office:result_letters", application.call.year)
    return _show(request, release, one, found, status=status, taking_back=form)


def _find(key: UUID) -> tuple[Application, Release]:
    """A judged application, or one that was told of a prize, with the announcement of its call."""
    told = Application.objects.filter(result_letter__sent_at__isnull=False)
    judged = Application.objects.filter(status=Status.ADMITTED) | told
    application = get_object_or_404(
        judged.select_related("call", "initiative"), key=key, call__is_archive=False
    )
    releases = Release.objects.select_related("call")
    return application, get_object_or_404(releases, call=application.call_id)
