"""Give somebody a role in the office; how the first one of an installation gets theirs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from awards.actions import staffing
from initiatives import clock
from initiatives.models import OfficeRole, User
from initiatives.refusals import NotAllowed


class Command(BaseCommand):
    help = "Gives somebody a role in the office; makes the account, which signs in by code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="for a new account")
        parser.add_argument("--role", choices=OfficeRole.values, default=OfficeRole.LEAD.value)
        parser.add_argument(
            "--admin", action="store_true", help="may use the admin and appoint others there"
        )

    @transaction.atomic
    def handle(self, *, email: str, name: str, role: str, admin: bool, **options: Any) -> None:
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is no e-mail address.") from None
        user = User.objects.filter(email=email).first()
        if user is None:
            if not name.strip():
                raise CommandError("There is no such account yet; give it a name: --name.")
            user = User.objects.create_user(email, name=name.strip(), date_joined=clock.now())
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
        if admin:
            user.is_staff = user.is_superuser = True
            user.save(update_fields=["is_staff", "is_superuser"])
        try:
            member = staffing.appoint(user, role=role, by=None, at=clock.now())
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(str(member))
