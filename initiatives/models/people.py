"""Who signs in, and what the office may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)  # None sets an unusable one: people sign in by code
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, named by the e-mail address. Being of the office or a jury is a row elsewhere."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language of letters"), max_length=5, default="de")
    wants_reminders = models.BooleanField(
        # Translators: de: „Erinnerungen an Entwürfe“
        _("reminders of drafts"),
        default=True,
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    deleted_at = models.DateTimeField(
        _("account deleted"),
        null=True,
        blank=True,
        help_text=_("Name and address are gone; what was handed in stays."),
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_an_address",
                violation_error_message=_("There is an account with this address already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(email=""),
                name="account_has_an_address",
                violation_error_message=_("An account needs an address."),
            ),
        ]

    def __str__(self) -> str:
        if self.deleted_at:
            # Translators: de: „Gelöschtes Konto“
            return str(_("Deleted account"))
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class OfficeRole(models.TextChoices):
    READER = "reader", _("reads")
    EDITOR = "editor", _("edits")
    LEAD = "lead", _("leads")
    AUDITOR = "auditor", _("audits")


class OfficeMember(models.Model):
    """A person of the office. Auditors read everything and change nothing."""

    user = models.OneToOneField(
        User, models.CASCADE, related_name="office", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=OfficeRole)

    class Meta:
        verbose_name = _("member of the office")
        verbose_name_plural = _("members of the office")

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
