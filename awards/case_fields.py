"""A field to choose among the cases of a call, named as their initiatives are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from initiatives.models import Application, Call


def cases_of(call: Call) -> QuerySet[Application]:
    """All that the jury can decide on, by name, with what a field needs to name them."""
    found: Any = call.applications
    return found.admitted().select_related("initiative").order_by("initiative__sort_name")


class CaseField(forms.ModelChoiceField):
    def label_from_instance(self, case: Any) -> str:
        return str(case.initiative.name)
