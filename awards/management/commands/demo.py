"""Fill the demonstration award and serve it, as the site is served in production."""

from __future__ import annotations

import os
import shutil
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.utils import timezone

from awards import demo
from awards.demo import serve

PHASES = ["call", "screening", "judging", "meeting", "released"]


class Command(BaseCommand):
    help = "Fills the demonstration award and serves it until Ctrl-C."
    requires_system_checks: list[str] = []  # migrate and gunicorn's start tell what is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--phase", choices=PHASES, default=os.environ.get("PHASE") or None)
        parser.add_argument("--reset", action="store_true", help="empty database and uploads first")
        parser.add_argument("--no-serve", action="store_true", help="fill only")

    def handle(self, *, port: int, phase: str | None, reset: bool, **options: Any) -> None:
        self.began = time.monotonic()
        if not settings.DEMO:
            raise CommandError("This installation is no demonstration: DEMO=1 is not set.")
        if phase not in (None, *PHASES):  # argparse does not check defaults
            raise CommandError(f"PHASE is one of {', '.join(PHASES)}.")
        serving = not options["no_serve"]
        if serving and not serve.port_is_free(port):
            raise CommandError(f"Port {port} is taken; choose another: PORT={port + 123} make demo")
        serve.stop_on_signals()
        if not settings.DATABASE_URL:
            serve.forget_dead_handles(settings.DATA_DIR / "postgres")
        try:
            self.prepare(phase, reset=reset, base_url=f"http://{serve.HOST}:{port}")
            if serving:
                self.serve(port)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        except serve.Ended as ended:
            raise CommandError(str(ended)) from None
        finally:
            connections.close_all()
            if not settings.DATABASE_URL:
                serve.forget_dead_handles(settings.DATA_DIR / "postgres")

    def say(self, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:4.1f} s] {text}")
        self.stdout.flush()

    # -- The database and what is in it ---------------------------------------------------------

    def prepare(self, phase: str | None, *, reset: bool, base_url: str) -> None:
        self.connect()
        if settings.DATABASE_URL and _other_peoples_data():
            raise CommandError(
                "DATABASE_URL names a database that holds other people's data; it stays as it is."
            )
        if reset:
            self.reset()
        self.say("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Collecting the static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.fill(phase, base_url=base_url)

    def connect(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"DATABASE_URL does not lead to a database: {error}") from None

    def reset(self) -> None:
        if _others_are_connected():
            raise CommandError("The demonstration is running; stop it (Ctrl-C), then reset it.")
        self.say("Emptying the database and the uploads")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        connection.close()
        shutil.rmtree(settings.DATA_DIR / "uploads", ignore_errors=True)

    def fill(self, phase: str | None, *, base_url: str) -> None:
        if not demo.exists():
            phase = phase or "judging"
            self.say(f"Filling the demonstration award up to the phase “{phase}”")
            settings.BASE_URL = base_url  # the letters that are written now link to this port
            demo.fill(phase=phase, at=timezone.now())
        elif phase and phase != demo.phase_filled():
            self.say(
                f"The demonstration stays in the phase “{demo.phase_filled()}”, with all that was "
                f"entered; to start over in the other: PHASE={phase} make demo-reset"
            )

    # -- Serving --------------------------------------------------------------------------------

    def serve(self, port: int) -> None:
        connections.close_all()
        self.say("Starting the server and the worker")
        logs = settings.DATA_DIR / "logs"
        with serve.Children(root=settings.BASE_DIR, logs=logs, port=port) as children:
            children.start_all()
            children.wait_until_ready(seconds=60)
            self.say("Ready")
            self.stdout.write(_welcome(f"http://{serve.HOST}:{port}"))
            self.stdout.flush()
            children.wait()


def _other_peoples_data() -> bool:
    """Whether the database has people in it who are not a demonstration's, or another's tables."""
    tables = connection.introspection.table_names()
    if get_user_model()._meta.db_table not in tables:
        return bool(tables)
    return not demo.exists() and get_user_model().objects.exists()


def _others_are_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _welcome(address: str) -> str:
    width = max(len(email) for _role, email in demo.PEOPLE)
    people = "\n".join(f"  {email:<{width}}  {role}" for role, email in demo.PEOPLE)
    return f"""
  {address}/              the award
  {address}/demo/post/    all letters and sign-in codes

Sign in with one of these addresses; the code is in the post:

{people}

Ctrl-C stops everything.
"""
