"""What a newcomer or an operator meets first: the settings, the demonstration, the catalogue."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import polib
import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from awards.demo import serve
from awards.management.commands.demo import Command
from awards.settings import _clock_offset
from tools import check_catalogue

from . import databases
from .e2e.served import Demo, free_port

PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-" * 2,
    "ALLOWED_HOSTS": "award.example",
    "BASE_URL": "https://award.example",
    "FROM_EMAIL": "award@award.example",
    "DATABASE_URL": "postgres://award@127.0.0.1:1/award",
    "CLOCK_OFFSET": "",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# -- Settings ------------------------------------------------------------------------------------


def test_production_settings_pass_the_check():
    result = manage("check", **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DATABASE_URL": ""}, "Set DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///award"}, "DATABASE_URL is postgres://"),
        ({"DATABASE_URL": "postgres://award:secret@db:port/award"}, "DATABASE_URL is postgres://"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        ({"DEMO": "perhaps"}, "DEMO"),
        ({"CLOCK_OFFSET": "+3d"}, "CLOCK_OFFSET moves the clock of a demonstration only"),
        ({"DEMO": "1", "CLOCK_OFFSET": "tomorrow"}, "CLOCK_OFFSET is a number with s, m, h or d"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(wrong, message):
    result = manage("check", **PRODUCTION | wrong)
    assert result.returncode != 0
    assert message in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["ALLOWED_HOSTS", "BASE_URL", "FROM_EMAIL"])
def test_a_missing_value_stops_the_start_and_is_named(name):
    result = manage("check", **{k: v for k, v in PRODUCTION.items() if k != name})
    assert result.returncode != 0
    assert f"Set {name}" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("proxy", "count"),
    [
        ({}, "0"),
        ({"BEHIND_PROXY": "1"}, "1"),
        ({"BEHIND_PROXY": "1", "TRUSTED_PROXY_COUNT": "2"}, "2"),
    ],
)
def test_behind_a_proxy_the_address_of_the_person_counts(proxy, count):
    assert ask("settings.ALLAUTH_TRUSTED_PROXY_COUNT", **PRODUCTION | proxy) == count


def ask(value: str, *, first: str = "pass", **environment: str) -> str:
    """What `value` is in a process of its own, after the statement `first`."""
    known = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "awards.settings"}
    result = subprocess.run(
        [sys.executable, "-c", f"{first}\n{ASKING}\nprint({value})"],
        cwd=settings.BASE_DIR,
        env={**known, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return result.stdout.strip()


ASKING = """
from django.conf import settings
from django.db import connection
def show(name):
    with connection.cursor() as cursor:
        cursor.execute("SHOW " + name)
        return cursor.fetchone()[0]
"""


@pytest.mark.parametrize(("first", "limit"), [("import awards.wsgi", "15s"), ("pass", "0")])
def test_only_pages_have_a_limit_on_how_long_a_statement_takes(foreign_database, first, limit):
    own = {"DATABASE_URL": foreign_database}
    assert ask("show('statement_timeout')", first=first, **PRODUCTION | own) == limit
    assert ask("show('lock_timeout')", first=first, **PRODUCTION | own) == "2s"


@pytest.mark.django_db
def test_the_log_names_the_page_and_nobody_who_was_searched_for(client, caplog):
    with caplog.at_level("INFO"):
        client.get("/initiativen/?suche=Erika+Mustermann")
    assert "GET /initiativen/" in caplog.text
    assert "Mustermann" not in caplog.text


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("", timedelta()),
        ("+3d", timedelta(days=3)),
        ("-2h", timedelta(hours=-2)),
        ("90m", timedelta(minutes=90)),
        (" 45s ", timedelta(seconds=45)),
    ],
)
def test_the_clock_is_moved_by(text, span):
    assert _clock_offset(text) == span


@pytest.mark.parametrize("text", ["3", "d", "+3w", "3 d", "+-3d", "1d2h"])
def test_the_clock_is_not_moved_by(text):
    with pytest.raises(ImproperlyConfigured, match="CLOCK_OFFSET"):
        _clock_offset(text)


# -- The demonstration ---------------------------------------------------------------------------


def test_a_taken_port_is_told_with_what_to_do():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is taken.*PORT=\d+ make demo"):
            call_command("demo", port=port)


def test_an_installation_that_is_no_demonstration_is_not_filled(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("demo")


@pytest.mark.django_db
def test_a_running_demonstration_is_not_emptied():
    with (
        psycopg.connect(**connection.get_connection_params() | {"context": None}),
        pytest.raises(CommandError, match="is running; stop it"),
    ):
        Command().reset()


@pytest.fixture
def foreign_database(db):
    """The address of a database in which another project keeps one table."""
    address = databases.address(databases.own("foreign"))
    databases.copy("template1", databases.own("foreign"))
    with psycopg.connect(address) as theirs:
        theirs.execute("CREATE TABLE invoices AS SELECT 4711 AS number")
    yield address
    databases.drop(databases.own("foreign"))


@pytest.mark.parametrize("arguments", [["--reset"], []])
def test_the_database_of_another_project_stays_as_it_is(foreign_database, tmp_path, arguments):
    environment = {"DEMO": "1", "SECRET_KEY": "x" * 60, "DATA_DIR": str(tmp_path)}
    told = manage("demo", "--no-serve", *arguments, **environment, DATABASE_URL=foreign_database)
    assert told.returncode != 0
    assert told.stderr.splitlines()[-1] == (
        "CommandError: DATABASE_URL names a database that holds other people's data; "
        "it stays as it is."
    )
    with psycopg.connect(foreign_database) as theirs:
        tables = theirs.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == [("invoices",)]


@pytest.mark.usefixtures("own_signals")
def test_a_child_that_ends_ends_the_whole_with_its_last_words(tmp_path):
    with serve.Children(root=settings.BASE_DIR, logs=tmp_path, port=free_port()) as children:
        children.start("patient", "-c", "import time; time.sleep(60)")
        children.start("hasty", "-c", "raise SystemExit('no ink left')")
        with pytest.raises(serve.Ended, match=r"(?s)hasty.*exit code 1.*no ink left"):
            children.wait()
    assert children.running["patient"].returncode == -signal.SIGTERM


@pytest.fixture
def own_signals():
    """Leaving Children ignores further signals; put back what the test runner had."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_demonstration_is_served_and_ends_with_all_its_processes(tmp_path):
    """As a newcomer does it: an empty folder, the first page, Ctrl-C; and once more tomorrow."""
    demo = Demo(tmp_path)
    for phase, offset in (("call", timedelta()), ("", timedelta(days=1))):
        demo.start(phase=phase, offset=offset)
        try:
            said = (tmp_path / "said").read_text()
            assert ("Filling the demonstration" in said) == bool(phase)
            assert "office@demo.example" in said
            assert demo.status("/auslobung/2026/") == 200
        finally:
            code = demo.stop()
        assert code == 0
        assert serve.port_is_free(demo.port)
        assert not (tmp_path / "data/postgres/postmaster.pid").exists()


# -- Health --------------------------------------------------------------------------------------


def test_healthz_asks_nothing_of_the_database(client):
    """Without the mark django_db, any query would be an error."""
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_readyz_is_yes_when_the_database_answers_and_is_migrated(client):
    assert client.get("/readyz").status_code == 200


# -- Translations --------------------------------------------------------------------------------


def entry(msgid: str, msgstr: str = "", **more) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


@pytest.mark.parametrize(
    ("asked", "told", "fault"),
    [
        ([entry("jury")], [], "missing: 'jury'"),
        ([entry("jury")], [entry("jury")], "not translated: 'jury'"),
        ([entry("jury")], [entry("jury", "Jury", flags=["fuzzy"])], "fuzzy: 'jury'"),
        ([], [entry("jury", "Jury")], "obsolete: 'jury'"),
        ([], [entry("jury", "Jury", obsolete=True)], "obsolete: 'jury'"),
        ([entry("May", msgctxt="month")], [entry("May", "Mai")], "missing: 'May'"),
        (
            [entry("%(name)s won")],
            [entry("%(name)s won", "%(nmae)s hat gewonnen")],
            "other placeholders than the source: '%(name)s won'",
        ),
    ],
)
def test_the_checker_names(asked, told, fault):
    assert fault in list(check_catalogue.faults(catalogue(*asked), catalogue(*told)))


def test_the_checker_is_content_with_a_complete_catalogue():
    plural = {"msgid_plural": "%(n)s cases"}
    asked = catalogue(entry("jury"), entry("one case", **plural))
    texts = {0: "ein Fall", 1: "%(n)s Fälle"}
    told = catalogue(entry("jury", "Jury"), entry("one case", msgstr_plural=texts, **plural))
    assert list(check_catalogue.faults(asked, told)) == []


def test_the_checker_reads_code_and_templates_but_nothing_vendored(tmp_path: Path):
    for path, text in {
        "awards/views.py": 'title = _("in the code")',
        "templates/start.html": '{% translate "in a template" %}',
        "static/own.js": 'gettext("in a script");',
        "static/vendor/theirs.js": 'gettext("vendored");',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = check_catalogue.extract(tmp_path)
    assert [e.msgid for e in found["django"]] == ["in the code", "in a template"]
    assert [e.msgid for e in found["djangojs"]] == ["in a script"]
