"""What is decided and published, in the admin: to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from initiatives import clock
from initiatives.admin import ReadOnlyAdmin
from initiatives.models import OfficeMember
from initiatives.refusals import NotAllowed

from .actions import staffing
from .models import Decision, Laureate, Prize, Release, Seal


class OfficeMemberForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if user := values.get("user") or getattr(self.instance, "user", None):
            try:
                staffing.check_may_be_appointed(user)
            except NotAllowed as refusal:
                raise ValidationError(str(refusal)) from None
        return values


@admin.register(OfficeMember)
class OfficeMemberAdmin(ModelAdmin):
    """Here, not with the people, since it knows the jury. Each change is journalled."""

    form = OfficeMemberForm
    list_display = ["user", "role"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: OfficeMember | None = None
    ) -> list[str]:
        return ["user"] if obj else []

    def save_model(
        self, request: Any, obj: OfficeMember, form: forms.ModelForm, change: bool
    ) -> None:
        obj.pk = staffing.appoint(obj.user, role=obj.role, by=request.user, at=clock.now()).pk

    def delete_model(self, request: Any, obj: OfficeMember) -> None:
        staffing.dismiss(obj, by=request.user, at=clock.now())

    def delete_queryset(self, request: Any, queryset: QuerySet[OfficeMember]) -> None:
        for member in queryset:
            self.delete_model(request, member)


@admin.register(Prize)
class PrizeAdmin(ReadOnlyAdmin):
    list_display = ["name", "call", "kind", "places"]
    list_select_related = ["call"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["prize", "application", "decided_at"]
    list_select_related = ["prize", "application"]


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ["headline", "call", "embargo_until", "confirmed_at"]
    list_select_related = ["call"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["laureate", "code", "accepted_at", "valid_until", "withdrawn_at"]
    list_select_related = ["laureate"]


@admin.register(Laureate)
class LaureateAdmin(ReadOnlyAdmin):
    list_display = ["name", "release", "prize"]
    list_select_related = ["release", "prize"]
    search_fields = ["name"]
