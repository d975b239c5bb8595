"""What the office grants or asks after the fact. Each letter is read before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, rules, window
from ..access import SignedIn, office_only
from ..models import Application, Letter
from ..office_forms import ChangeRequestForm, EndForm, LaterDeadlineForm
from ..records import canonical
from ..refusals import NotAllowed
from ..statuses import HANDED_IN, Status
from .after import compared
from .office import find
from .sections import typed


def _read_before_sent(
    form: EndForm, application: Application, act: Callable[[], object]
) -> tuple[bool, list[Letter]]:
    """Do it if its letters were read as they are; else only the letters it would write.

    They are written and undone again, so each refusal comes before anybody reads in vain. Where
    there is nobody to write to, or a second click finds it done, there is nothing to be read.
    """
    about = Letter.objects.filter(about_key=str(application.key)).order_by("pk")
    before = set(about.values_list("pk", flat=True))
    with transaction.atomic():
        act()
        letters = list(about.exclude(pk__in=before))
        transaction.set_rollback(True)
    seal = canonical.sha256([[letter.to, letter.subject, letter.text] for letter in letters])
    if not letters or form.cleaned_data["seen"] == seal:
        act()
        return True, letters
    form.show_again(seal)
    return False, letters


@office_only
def extend(request: SignedIn) -> HttpResponse:
    """A later deadline for one application, by its number: drafts are shown to nobody here."""
    at = clock.of_database()
    form = LaterDeadlineForm(typed(request), initial={"number": request.GET.get("nummer", "")})
    found: Application | None = None
    letters: list[Letter] = []
    status = 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        everyone = Application.objects.select_related("call", "initiative")
        found = everyone.filter(number=said["number"]).first()
        try:
            if found is None:
                # Translators: de: „Eine Bewerbung mit dieser Nummer gibt es nicht.“
                raise NotAllowed(_("There is no application with this number."))
            done, letters = _read_before_sent(
                form,
                found,
                lambda: actions.extend(
                    found, until=form.until(), reason=said["reason"], by=request.user, at=at
                ),
            )
            if done:
                return _extended(request, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    context = {
        "form": form,
        "found": found,
        "letters": letters,
        "may_change": rules.may_administer(request.user),
    }
    return render(request, "office/extend.html", context, status=status)


def _extended(request: SignedIn, application: Application) -> HttpResponse:
    # Translators: de: „%(name)s hat eine spätere Frist.“
    text = _("%(name)s has a later deadline.") % {"name": application.initiative.name}
    messages.success(request, text)
    if application.status in HANDED_IN:
        return redirect("office:application", application.key)
    return redirect("office:applications")


@office_only
def request_changes(request: SignedIn, key: UUID) -> HttpResponse:
    """Ask for changes at named points, with a note to each."""
    application, at = find(request, key), clock.of_database()
    snapshot = application.snapshots.valid().get()
    asked = [answer["code"] for answer in snapshot.content["answers"]]
    form = ChangeRequestForm(application, asked, typed(request))
    letters: list[Letter] = []
    status = 200
    if form.is_bound and form.is_valid():
        try:
            done, letters = _read_before_sent(
                form,
                application,
                lambda: actions.request_changes(
                    application,
                    form.points(),
                    until=form.until(),
                    message=form.cleaned_data["message"],
                    by=request.user,
                    at=at,
                ),
            )
            if done:
                # Translators: de: „Die Bitte um Änderungen ist verschickt.“
                messages.success(request, _("The request for changes has been sent."))
                return redirect("office:application", application.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "office/request_changes.html",
        {
            "application": application,
            "form": form,
            "letters": letters,
            "is_open": application.status == Status.SUBMITTED,
            "open_request": window.open_request(application),
            "may_change": rules.may_administer(request.user),
        },
        status=status,
    )


@require_POST
@office_only
def take_back_request(request: SignedIn, key: UUID) -> HttpResponse:
    """Stop asking. A second click finds nothing to take back and says nothing of it."""
    application = find(request, key)
    asked = application.change_requests.order_by("-pk").first()
    if asked is not None:
        try:
            actions.take_back_request(asked, by=request.user, at=clock.now())
            # Translators: de: „Die Bitte um Änderungen ist zurückgenommen.“
            messages.success(request, _("The request for changes has been taken back."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect("office:application", application.key)


@office_only
def versions(request: SignedIn, key: UUID) -> HttpResponse:
    """All versions handed in, and what changed in one of them."""
    application = find(request, key)
    context: dict[str, Any] = compared(application, request.GET.get("fassung", ""))
    url = reverse("office:application", args=[application.key])
    return render(
        request, "office/versions.html", {"application": application, "above_url": url, **context}
    )
