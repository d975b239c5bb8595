"""What stands in a page's head for others: its addresses, how it is shown, what it is about."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..answers import absolute

register = template.Library()
# As Django's json_script: nothing in a text may end the element that it stands in.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


class Counterpart(NamedTuple):
    language: str
    address: str


@register.inclusion_tag("parts/share.html", takes_context=True)
def shared(context: dict[str, Any]) -> dict[str, Any]:
    """The page's addresses without filters: they show the same in another choice."""
    request, share = context["request"], context["share"]
    number = request.GET.get("seite", "")
    page = f"?seite={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    found = {
        code: absolute(translate_url(request.path, code)) + page for code, _ in settings.LANGUAGES
    }
    return {
        "share": share,
        "linked": context.get("linked"),
        "picture": absolute(share.picture),
        "canonical": found[get_language() or "de"],
        "counterparts": [Counterpart(code, address) for code, address in found.items()]
        + [Counterpart("x-default", found["de"])],
    }


@register.filter
def linked_data(thing: dict[str, Any]) -> SafeString:
    """A block of data, which no browser runs and the content policy need not allow."""
    said = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(said))
