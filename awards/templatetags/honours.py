"""What pages of the floors below show of an award, once it is public, or to the laureate alone."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.db.models import Q

from initiatives.models import Application, User
from initiatives.statuses import Status

from ..models import Laureate, Portrait

register = template.Library()


@register.filter
def is_honoured(application: Application, at: datetime) -> bool:
    """Whether its laureate is public at this moment. One query, for those admitted only."""
    return (
        application.status == Status.ADMITTED
        and Laureate.objects.public(at).filter(application=application.pk).exists()
    )


@register.filter
def honoured_once(application: Application) -> Laureate | None:
    """The laureate whose prize, or whose whole announcement, was taken back, which only what was
    public can be. One query.
    """
    taken_back = Q(withdrawn_at__isnull=False) | Q(release__withdrawn_at__isnull=False)
    found: Laureate | None = Laureate.objects.filter(taken_back, application=application.pk).first()
    return found


@register.filter
def portrait_for(application: Application, user: User) -> Portrait | None:
    """The portrait this person may agree to. One query, for those admitted only."""
    if application.status != Status.ADMITTED:
        return None
    found: Portrait | None = (
        Portrait.objects.visible_to(user).filter(application=application.pk).first()
    )
    return found
