"""What is decided and published, in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from initiatives.admin import ReadOnlyAdmin

from .models import Decision, Laureate, Prize, Release


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


@admin.register(Laureate)
class LaureateAdmin(ReadOnlyAdmin):
    list_display = ["name", "release", "prize"]
    list_select_related = ["release", "prize"]
    search_fields = ["name"]
