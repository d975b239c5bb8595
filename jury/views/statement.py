"""The statement of the jurors: given and read again by members, worded by the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.setting_up import pages

from .. import actions, drafts, rules
from ..addresses import of_year
from ..door import shut
from ..models import Juror, Statement, StatementGiven
from ..statement_forms import PromiseForm, StatementForm
from .editions import wanted
from .members import home


@signed_in
def statement(request: SignedIn) -> HttpResponse:
    """To be given before anything else is visible; to be read at any time afterwards."""
    at = clock.now()
    juror = _asked(request, at)
    if juror is None:
        left = Juror.objects.left_by(request.user).first()
        if left is None:
            raise Http404
        return shut(request, left)
    if rules.is_past_term(juror, at):
        return shut(request, juror, rules.out_of_term(juror, at))
    newest = actions.current_statement(juror.call)
    given = juror.statements.select_related("statement").order_by("-statement__version")
    form, status = PromiseForm(newest, pages.typed(request)), 200
    if form.is_bound and newest and form.is_valid():
        try:
            shown = Statement.objects.filter(call=juror.call, version=form.cleaned_data["version"])
            actions.promise(
                juror,
                shown.first() or newest,
                by=request.user,
                at=at,
                language=(get_language() or "de")[:7],
            )
            # Translators: de: „Ihre Erklärung ist abgegeben.“
            messages.success(request, _("Your statement is given."))
            return redirect(_onward(request))
        except NotAllowed as refusal:
            form = PromiseForm(newest)
            messages.error(request, str(refusal))
            status = 409
    own = list(given)
    return render(
        request,
        "jury/statement.html",
        {
            "juror": juror,
            "call": juror.call,
            "statement": newest,
            "given": next((row for row in own if row.statement_id == _pk(newest)), None),
            "earlier": [row for row in own if row.statement_id != _pk(newest)],
            "form": form,
            "onward": _onward(request),
        },
        status=status,
    )


def _asked(request: SignedIn, at: datetime) -> Juror | None:
    """Of several seats the one whose statement is missing."""
    seats: list[Any] = list(Juror.objects.of(request.user).with_promise())
    missing = [one for one in seats if not (one.promised or rules.is_past_term(one, at))]
    return next(iter([*missing, *seats]), None)


def _pk(statement: Statement | None) -> int | None:
    return statement.pk if statement else None


def _onward(request: SignedIn) -> str:
    """The page that the door was shut to, if it is one of the jury's; else the cases."""
    asked, cases = request.GET.get("weiter", ""), reverse("jury:worklist")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if here and urlsplit(asked).path.startswith(cases) else cases


@office_only
def wording(request: SignedIn) -> HttpResponse:
    """The office words a new version, reads it as jurors will, then publishes it."""
    call, at = wanted(request, coming=True), clock.now()
    newest = actions.current_statement(call)
    form = StatementForm(
        pages.typed(request),
        initial={"text": newest.text if newest else drafts.statement(), "after": _version(newest)},
    )
    preview, status = None, 200
    if form.is_bound and form.is_valid():
        preview = form.cleaned_data["text"]
        if "confirmed" in request.POST:
            try:
                after = form.cleaned_data["after"]
                actions.publish_statement(call, preview, by=request.user, at=at, after=after)
                # Translators: de: „Die neue Fassung gilt. Wer sie noch nicht kennt, wird beim
                # nächsten Besuch danach gefragt.“
                said = _("The new version holds. Whoever has not given it is asked on next visit.")
                messages.success(request, said)
                return redirect(of_year("office:jury_statement", call))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["after"] = _version(newest)  # type: ignore[index]
                preview, status = None, 409
    may_change = may_administer(request.user)
    if not may_change:
        pages.close(form)
    return render(
        request,
        "office/jury_statement.html",
        {
            "call": call,
            "statement": newest,
            "form": form,
            "preview": preview,
            "may_change": may_change,
            "back": home(call),
            **_given(call, newest),
        },
        status=status,
    )


def _version(newest: Statement | None) -> int:
    return newest.version if newest else 0


def _given(call: Any, newest: Statement | None) -> dict[str, Any]:
    """Who gave which version. Three queries."""
    jurors = Juror.objects.filter(call=call, left_at=None).select_related("user")
    rows = StatementGiven.objects.filter(juror__call=call).select_related("statement")
    last: dict[int, StatementGiven] = {}
    for row in rows.order_by("statement__version"):
        last[row.juror_id] = row
    people = [(juror, last.get(juror.pk)) for juror in jurors.order_by("user__name", "pk")]
    return {
        "people": people,
        "versions": Statement.objects.filter(call=call).order_by("-version"),
        "asked_again": sum(row is not None for _juror, row in people),
        "missing": sum(row is None or row.statement_id != _pk(newest) for _juror, row in people),
    }
