"""What the log says, as it is written in production: no address, no code, no words of a search."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import path
from structlog.stdlib import ProcessorFormatter

from awards import settings as product
from awards.urls import urlpatterns as real
from initiatives.models import Letter, Proposal, User

from ..make import NOON, at

EMAIL, CODE = "mira.rehberg@people.example", re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)


def broken(request):
    """A second account with an address that is taken: PostgreSQL quotes it."""
    User.objects.create_user(EMAIL, name=request.GET["suche"])


urlpatterns = [path("kaputt/", broken), *real]


@pytest.fixture
def log(transactional_db) -> Iterator[Callable[[], str]]:
    """All that the product would have written, from INFO on, in its own format."""
    cache.clear()
    written, root = io.StringIO(), logging.getLogger()
    options = {k: v for k, v in product.LOGGING["formatters"]["json"].items() if k != "()"}
    handler = logging.StreamHandler(written)
    handler.setFormatter(ProcessorFormatter(**options))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def person(log, make):
    user = make.user(email=EMAIL, name="Mira Rehberg")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def sign_in(client) -> str:
    asked = client.post("/konto/login/code/", {"email": EMAIL})
    (code,) = CODE.findall(Letter.objects.latest("pk").text)
    assert client.post(asked.url, {"code": code}).status_code == 302
    return code


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_link_to_a_proposal_tells_no_secret(log, make, prefix):
    proposal = make.proposal(confirmed_at=None)
    with at(NOON):
        page = Client().get(f"{prefix}/vorschlagen/bestaetigen/{proposal.secret}/")
    assert page.status_code == 200
    assert f"{prefix}/vorschlagen/bestaetigen/***" in log()
    assert proposal.secret not in log()


def test_a_link_to_a_proposal_that_is_gone_tells_no_secret_either(log, make):
    secret = make.proposal(confirmed_at=None).secret
    Proposal.objects.all().delete()
    assert Client().get(f"/vorschlagen/bestaetigen/{secret}/").status_code == 404
    assert "Not Found: /vorschlagen/bestaetigen/***/" in log()
    assert secret not in log()


def test_signing_in_tells_neither_who_nor_the_code(log, person, work, postbox):
    code = sign_in(Client())
    work()
    assert len(postbox.letters) == 1
    assert "/konto/login/code/" in log()
    assert EMAIL not in log()
    assert code not in log()


def test_a_mail_server_that_refuses_tells_no_address(log, person, work, postbox, monkeypatch):
    monkeypatch.setattr(logging.getLogger("procrastinate"), "level", logging.INFO)
    postbox.refusal = f"554 <{EMAIL}> is unknown."
    code = sign_in(Client())
    work()
    assert EMAIL in Letter.objects.get().error
    assert "SMTPDataError" in log()
    assert EMAIL not in log()
    assert code not in log()


@pytest.mark.urls("tests.awards.test_logs")
def test_a_page_that_breaks_tells_no_row_and_no_search(log, person):
    client = Client(raise_request_exception=False)
    assert client.get("/kaputt/?suche=Mustermann").status_code == 500
    assert r"DETAIL: \u2026" in log()
    assert EMAIL not in log()
    assert "Mustermann" not in log()
