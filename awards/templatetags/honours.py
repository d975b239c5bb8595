"""What pages of the floors below show of an award, once it is public."""

from __future__ import annotations

from datetime import datetime

from django import template

from initiatives.models import Application
from initiatives.statuses import Status

from ..models import Laureate

register = template.Library()


@register.filter
def is_honoured(application: Application, at: datetime) -> bool:
    """Whether its laureate is public at this moment. One query, for those admitted only."""
    return (
        application.status == Status.ADMITTED
        and Laureate.objects.public(at).filter(application=application.pk).exists()
    )
