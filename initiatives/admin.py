"""The admin: a second door to look through. What has rules is changed by its action, not here."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from . import models as tables
from .models.records import SEALED
from .rules import is_office
from .statuses import HANDED_IN

admin.site.site_header = "Ausgezeichnete regionale Industrieinitiative"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ReadOnlyAdmin(ModelAdmin):
    """Rows that actions write: searchable by the office, never changed here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_office(request.user)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return is_office(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(tables.User)
class UserAdmin(ModelAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "date_joined"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "is_active", "is_staff"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: tables.User | None = None
    ) -> list[str]:
        return ["email"] if obj else []

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: tables.User, form: ModelForm, change: bool
    ) -> None:
        """A new person signs in by code at once: the code proves the address."""
        if not change:
            obj.email = obj.email.strip().lower()
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            EmailAddress.objects.create(user=obj, email=obj.email, verified=True, primary=True)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(tables.Call)
class CallAdmin(ReadOnlyAdmin):
    list_display = ["year", "title", "opens_at", "closes_at", "is_demo", "is_archive"]


@admin.register(tables.Initiative)
class InitiativeAdmin(ReadOnlyAdmin):
    """Those in the directory and those that handed in; drafts are their authors' business."""

    list_display = ["name", "region", "is_listed", "is_demo"]
    list_filter = ["is_listed", "is_demo"]
    search_fields = ["name", "search_text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[tables.Initiative]:
        applied = tables.Application.objects.handed_in().values("initiative")
        return super().get_queryset(request).filter(Q(is_listed=True) | Q(pk__in=applied))


@admin.register(tables.Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["number", "initiative", "call", "status", "started_at"]
    list_filter = ["status", "call"]
    list_select_related = ["initiative", "call"]
    search_fields = ["number", "initiative__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[tables.Application]:
        return super().get_queryset(request).filter(status__in=HANDED_IN)


@admin.register(tables.Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["application", "version", "submitted_at", "sha256"]
    list_select_related = ["application"]
    search_fields = ["application__number", "sha256"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[tables.Snapshot]:
        return super().get_queryset(request).filter(application__status__in=HANDED_IN)


@admin.register(tables.JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "action", "about_kind", "about_key"]
    list_filter = ["action"]
    search_fields = ["about_key", "hash"]


@admin.register(tables.Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Without texts: a letter may hold a sign-in code. Without sealed ones: they tell of drafts."""

    list_display = ["written_at", "to", "subject", "status", "attempts"]
    list_filter = ["status", "kind"]
    search_fields = ["to", "subject"]
    exclude = ["text", "html", "attachment"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[tables.Letter]:
        return super().get_queryset(request).exclude(kind__in=SEALED)


for table in (tables.Criterion, tables.Section, tables.Question, tables.Declaration):
    admin.site.register(table, ReadOnlyAdmin)
