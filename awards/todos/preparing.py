"""What the office has to do about a call that is to open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import Call
from initiatives.templatetags.award import day_month

from .. import readiness
from .todo import Todo

SOON = timedelta(days=14)


def of(call: Call, *, at: datetime) -> Todo:
    """What still keeps it back, or that nothing does; pressing two weeks before."""
    blocks = sum(item.blocks for item in readiness.of(call, at=at))
    soon = call.opens_at is not None and call.opens_at - at < SOON
    # Translators: de: „soll am %(day)s öffnen“
    when = _("is to open on %(day)s") % {"day": day_month(call.opens_at)}
    if blocks:
        # Translators: de: „Auslobung %(year)d vorbereiten“
        what = _("Prepare the call %(year)d")
        why = ngettext(
            # Translators: de: „%(n)d Sache fehlt noch, bevor Sie sie bekannt machen können.“,
            # „%(n)d Dinge fehlen noch, bevor Sie sie bekannt machen können.“
            "%(n)d thing is missing before you can announce it.",
            "%(n)d things are missing before you can announce it.",
            blocks,
        ) % {"n": blocks}
        # Translators: de: „Vorbereiten“
        action = _("Prepare it")
    else:
        # Translators: de: „Auslobung %(year)d bekannt machen“
        what = _("Announce the call %(year)d")
        # Translators: de: „Alles Nötige ist da. Bis dahin sieht sie nur die Geschäftsstelle.“
        why = _("All that is needed is there. Until then only the office sees it.")
        # Translators: de: „Bekannt machen“
        action = _("Announce it")
    url = reverse("office:call", args=[call.year])
    return Todo("overdue" if soon else "begun", when, what % {"year": call.year}, why, url, action)
