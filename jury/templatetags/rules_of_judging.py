"""Filters for the pages on criteria and counting."""

from __future__ import annotations

from django import template

from initiatives.models import Call, Criterion

from .. import yardstick
from ..counting import Example

register = template.Library()


@register.filter
def worked(example: Example, points_max: int) -> list[str]:
    """The example in sentences."""
    return yardstick.worked(example, points_max)


@register.filter
def weighs(criterion: Criterion, share: float) -> str:
    """Its weight, its share and who is judged by it, in words."""
    return yardstick.weighs(criterion, share)


@register.filter
def scale_lines(call: Call) -> list[str]:
    return yardstick.scale(call)


@register.simple_tag
def fixed_lines() -> list[str]:
    return yardstick.fixed()
