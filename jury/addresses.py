"""Addresses of the office's pages of the jury, with the year that they are about."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from initiatives.models import Call


def of_year(name: str, call: Call | None, *args: Any) -> str:
    """Without a call the page chooses by itself."""
    return reverse(name, args=args, query={"jahr": call.year} if call else None)
