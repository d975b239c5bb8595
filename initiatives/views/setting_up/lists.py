"""What a call lists: frequent questions, questions on eligibility, declarations; above, prizes.

All are added, changed, moved and removed alike, and shown by the same pages. An entry is called by
its place in the list; `seen` keeps one from changing another than the one that was looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import clock, shown
from ...access import SignedIn, office_only
from ...actions.setting_up import rows
from ...models import Call
from ...refusals import NotAllowed
from ...set_up_forms import (
    SeenForm,
)
from . import pages


class Listing(NamedTuple):
    """One kind of list: its rows, its forms, its actions, its words."""

    name: str  # of its addresses: call_<name>, call_<name>_new …
    address: str  # its word in the address bar
    rows: Callable[[Call], QuerySet[Any]]
    form: type[SeenForm]
    new_form: type[SeenForm]
    add: Callable[..., Any]  # (call, values, by=, at=)
    change: Callable[..., Any]
    move: Callable[..., None]
    remove: Callable[..., None]
    told: Callable[[Any], tuple[str, str]]  # an entry in the list: its words, and a note
    heading: str | Promise
    lead: str | Promise
    new: str | Promise
    one: str | Promise
    is_fixed: bool = False  # as soon as an application was handed in


def page(request: SignedIn, year: int, listing: Listing) -> HttpResponse:
    """The list. Three queries, whatever its length."""
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    fixed = listing.is_fixed and context["locked"]
    found = [
        (number, shown.digest(rows.said(row)), *listing.told(row), row)
        for number, row in enumerate(listing.rows(call), start=1)
    ]
    return render(
        request,
        "office/calls/list.html",
        {
            **context,
            "listing": listing,
            "rows": found,
            "fixed": fixed,
            "may_change": context["may_change"] and not fixed,
            "addresses": addresses(listing),
        },
    )


def addresses(listing: Listing) -> dict[str, str]:
    """Names of the addresses of a list, for templates."""
    base = f"office:call_{listing.name}"
    return {"all": base, "new": f"{base}_new", "row": f"{base}_row", "move": f"{base}_move"} | {
        "remove": f"{base}_remove"
    }


def entry(
    request: SignedIn, year: int, listing: Listing, number: int | None = None
) -> HttpResponse:
    """One entry, or a new one."""
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    row = None if number is None else _find(listing, call, number)
    kind = listing.form if row else listing.new_form
    form = kind(pages.typed(request), initial=_initial(row))
    fixed = listing.is_fixed and context["locked"]

    def save() -> None:
        if row is None:
            listing.add(call, form.values(), by=request.user, at=at)
            return
        seen = form.digest()
        listing.change(row, form.values(), by=request.user, at=at, seen=seen)

    return pages.answer(
        request,
        form,
        save,
        context={
            **context,
            "listing": listing,
            "row": row,
            "number": number,
            "fixed": fixed,
            "may_change": context["may_change"] and not fixed,
            "addresses": addresses(listing),
        },
        template="office/calls/entry.html",
        back=reverse(f"office:call_{listing.name}", args=[year]),
        # Translators: de: „Gespeichert.“
        done=_("Saved."),
    )


def _find(listing: Listing, call: Call, number: int) -> Any:
    found = list(listing.rows(call))
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1]


def _initial(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    said = rows.said(row)
    return {**{name: getattr(row, name) for name in said}, "seen": shown.digest(said)}


def _still(request: SignedIn, row: Any) -> bool:
    """Whether the entry is the one that was looked at; else says so."""
    if request.POST.get("seen") == shown.digest(rows.said(row)):
        return True
    # Translators: de: „Die Liste hat sich inzwischen geändert. Sehen Sie noch einmal nach.“
    messages.error(request, _("The list has changed meanwhile. Look at it once more."))
    return False


def move(request: SignedIn, year: int, listing: Listing, number: int) -> HttpResponse:
    call = pages.find(year)
    row, up = _find(listing, call, number), "up" in request.POST
    place = number
    if _still(request, row):
        try:
            listing.move(row, up=up, by=request.user, at=clock.now())
            place = max(1, number - 1) if up else number + 1
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{reverse(f'office:call_{listing.name}', args=[year])}#entry-{place}")


def remove(request: SignedIn, year: int, listing: Listing, number: int) -> HttpResponse:
    """Asked back by GET, done by POST."""
    call, at = pages.find(year), clock.now()
    row = _find(listing, call, number)
    back = reverse(f"office:call_{listing.name}", args=[year])
    name, note = listing.told(row)
    if request.method != "POST":
        context = {"row": row, "name": name, "text": note, "seen": shown.digest(rows.said(row))}
        context |= {"back": back, "why_not": ""}
        return render(
            request, "office/calls/remove.html", {**pages.page(request, call, at=at), **context}
        )
    if _still(request, row):
        try:
            listing.remove(row, by=request.user, at=at)
            words = _("“%(name)s” is removed. The journal keeps its wording.")
            messages.success(request, words % {"name": name})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect(back)


def paths(listing: Listing) -> list[URLPattern]:
    """The addresses of a list, below those of its call."""
    base, name = f"auslobungen/<int:year>/{listing.address}/", f"call_{listing.name}"
    kind = {"listing": listing}
    return [
        path(base, office_only(page), kind, name=name),
        path(f"{base}neu/", office_only(entry), kind, name=f"{name}_new"),
        path(f"{base}<int:number>/", office_only(entry), kind, name=f"{name}_row"),
        path(
            f"{base}<int:number>/verschieben/",
            require_POST(office_only(move)),
            kind,
            name=f"{name}_move",
        ),
        path(f"{base}<int:number>/entfernen/", office_only(remove), kind, name=f"{name}_remove"),
    ]
