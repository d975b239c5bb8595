"""What handing in costs the server: time of processor in Python and in PostgreSQL, and statements.

It moves less with what else the machine does than how long somebody waits, but it moves. Seen on
two cores: handing in 15 + 6 ms at a load of 6, 21 + 7 ms at 10; the receipt 12 + 3 and 15 + 3 ms.
"""

from __future__ import annotations

import io
import secrets
import statistics
import time
from pathlib import Path
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.keys import uuid7

from . import storm

WARM, TIMES = 10, 100


class Browser:
    """Sends through all middleware, and notes what each request cost by its method."""

    def __init__(self) -> None:
        self.site = WSGIHandler()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.costs: dict[str, list[tuple[float, float]]] = {"POST": [], "GET": []}

    def hand_in(self, key: object, session: str) -> None:
        token = secrets.token_hex(16)
        form = urlencode({"csrfmiddlewaretoken": token, "once": str(uuid7())}).encode()
        names = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
        cookies = "; ".join(f"{name}={value}" for name, value in names.items())
        receipt = self.ask("POST", f"/bewerbungen/{key}/einreichen/", cookies, form)
        self.ask("GET", receipt, cookies)

    def ask(self, method: str, path: str, cookies: str, form: bytes = b"") -> str:
        answer: dict[str, str] = {}
        sent = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "HTTP_COOKIE": cookies,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(form)),
            "wsgi.input": io.BytesIO(form),
        }
        setup_testing_defaults(sent)
        python, server = time.thread_time(), self.spent_by_server()
        said = self.site(sent, lambda status, headers: answer.update(headers, status=status))
        b"".join(said)
        said.close()
        cost = time.thread_time() - python, self.spent_by_server() - server
        self.costs[method].append(cost)
        assert answer["status"] == ("302 Found" if form else "200 OK")
        return answer.get("Location", "")

    def spent_by_server(self) -> float:
        return int(self.server.read_text().split()[0]) / 1e9


def test_handing_in_and_reading_the_receipt(transactional_db, capsys, monkeypatch):
    monkeypatch.setattr(connection, "close_at", None)  # one process of PostgreSQL is measured
    call = storm.real_call(grace_minutes=0)
    made = storm.drafts(call, WARM + TIMES + 1)
    storm.close_in(call, seconds=600)
    sessions = [storm.signed_in(draft) for draft in made]
    browser = Browser()
    for draft, session in zip(made[:-1], sessions[:-1], strict=True):
        browser.hand_in(draft.key, session)
    costs = {method: costs[WARM:] for method, costs in browser.costs.items()}
    with CaptureQueriesContext(connection) as asked:
        browser.hand_in(made[-1].key, sessions[-1])
    told = []
    for method, rows in costs.items():
        python, server = (statistics.median(column) * 1000 for column in zip(*rows, strict=True))
        told.append(f"{method} {python:.1f} ms in Python and {server:.1f} ms in PostgreSQL")
    with capsys.disabled():
        print(f"\n{'; '.join(told)}; {len(asked)} statements for both")  # noqa: T201
