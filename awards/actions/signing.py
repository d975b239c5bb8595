"""Who signs the certificates, by name and office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Local, User
from initiatives.records import canonical, journal
from initiatives.refusals import Conflict, check
from initiatives.rules import may_administer

from ..certificates import content
from ..models import Release, Role

Signatory = tuple[str, Local]  # name and office


def signatories_seal(release: Release) -> str:
    """SHA-256 over who signs now, for a form to say what it shows."""
    return canonical.sha256(
        {"rows": [[one.name, one.office] for one in content.signatories(release)]}
    )


@transaction.atomic
def name_signatories(
    release: Release, rows: Sequence[Signatory], *, by: User, at: datetime, seen: str | None = None
) -> None:
    """Store those who sign, in this order; replaces who was named before.

    Two to four. Raises Conflict if somebody else changed them since `seen`.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    release = Release.objects.select_for_update().get(pk=release.pk)
    check(
        len(rows) in content.SIGNATURES,
        # Translators: de: „Nennen Sie zwei bis vier Personen, die unterzeichnen.“
        _("Name two to four people who sign."),
    )
    if seen is not None and seen != signatories_seal(release):
        raise Conflict(
            # Translators: de: „Jemand hat die Unterschriften inzwischen geändert. Speichern Sie
            # noch einmal, um sie zu ersetzen.“
            _("Somebody changed the signatures meanwhile. Save again to replace them."),
            theirs=", ".join(one.name for one in content.signatories(release)),
            yours=", ".join(name for name, _office in rows),
            version=0,
        )
    release.roles.filter(kind=Role.Kind.SIGNATORY).delete()
    Role.objects.bulk_create(
        Role(
            release=release,
            kind=Role.Kind.SIGNATORY,
            name=name,
            office=office,
            position=position,
        )
        for position, (name, office) in enumerate(rows, start=1)
    )
    journal.record("release.signatories_named", about=release, by=by, at=at, people=len(rows))
