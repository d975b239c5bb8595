"""The office's certificates: who signs, one and all, also before anybody else may see them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.records import documents
from initiatives.refusals import Conflict, NotAllowed
from initiatives.rules import may_administer

from .. import actions
from ..certificates import content
from ..certificates.content import Honour
from ..models import Release
from ..seal_forms import SignatoriesForm


def _release() -> Release | None:
    return Release.objects.filter(call=Call.objects.current()).select_related("call").first()


@office_only
def overview(request: SignedIn) -> HttpResponse:
    """Who signs, and the certificates to look at, print and hand out."""
    at, release = clock.now(), _release()
    if release is None:
        return render(request, "office/certificates.html", {"release": None})
    signing = content.signatories(release)
    seen = actions.signatories_seal(release)
    form = SignatoriesForm.of(signing, seen, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_signatories(
                release, form.rows(), by=request.user, at=at, seen=form.cleaned_data["seen"]
            )
            # Translators: de: „Die Unterschriften sind gespeichert.“
            messages.success(request, _("The signatures are saved."))
            return redirect("office:certificates")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Conflict):
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["seen"] = seen  # type: ignore[index]
    return render(
        request,
        "office/certificates.html",
        {
            "release": release,
            "call": release.call,
            "honours": content.honours(release),
            "signing": signing,
            "is_preview": _is_preview(release, len(signing)),
            "enough": len(signing) in content.SIGNATURES,
            "form": form,
            "may_change": may_administer(request.user),
        },
        status=status,
    )


def _is_preview(release: Release, signatures: int) -> bool:
    return release.confirmed_at is None or signatures not in content.SIGNATURES


@require_safe
@office_only
def every(request: SignedIn) -> HttpResponse:
    """All in one file, in the order in which they are announced."""
    release = _release()
    people = content.honours(release) if release else []
    if release is None or not people:
        raise Http404
    # Translators: de: „urkunden-%(year)s.pdf“, the name of a file
    name = _("certificates-%(year)s.pdf") % {"year": release.call.year}
    return _pdf(release, people, name)


@require_safe
@office_only
def one(request: SignedIn, key: UUID) -> HttpResponse:
    """By the key of the application."""
    release = get_object_or_404(Release.objects.select_related("call"), call=Call.objects.current())
    person = next((one for one in content.honours(release) if one.key == str(key)), None)
    if person is None:
        raise Http404
    # Translators: de: „urkunde-%(year)s.pdf“, the name of a file
    return _pdf(release, [person], _("certificate-%(year)s.pdf") % {"year": release.call.year})


def _pdf(release: Release, people: list[Honour], name: str) -> HttpResponse:
    signing = content.signatories(release)
    data = content.data(
        release,
        people,
        signing=signing,
        language=get_language() or "de",
        preview=_is_preview(release, len(signing)),
        at=clock.now(),
    )
    return HttpResponse(
        documents.render("certificate", data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
