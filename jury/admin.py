"""The jury in the admin, to look at. Scores are not there: looking at them is journalled."""

from __future__ import annotations

from django.contrib import admin

from initiatives.admin import ReadOnlyAdmin

from .models import Assignment, Conflict, Juror


@admin.register(Juror)
class JurorAdmin(ReadOnlyAdmin):
    list_display = ["user", "call", "organisation", "is_chair"]
    list_select_related = ["user", "call"]
    search_fields = ["user__name", "user__email"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["juror", "application", "cleared_at"]
    list_select_related = ["juror__user", "application"]


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    list_display = ["juror", "application", "ground", "declared_at"]
    list_select_related = ["juror__user", "application"]
