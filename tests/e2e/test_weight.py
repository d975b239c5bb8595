"""What a first visit fetches, as it goes over the line: no public page above 150 KB but photos."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from .served import Demo

pytestmark = pytest.mark.browser
MOST = 150_000  # bytes: page, style, script, fonts and icons, with their headers
PATHS = [
    "/",
    "/preistraeger/2026/",
    "/preistraeger/2026/presse/",
    "/preistraeger/",
    "/initiativen/",
    "/auslobung/2026/",
    "/en/",
    "/en/preistraeger/2026/",
]
# One of each kind, found on the page that leads to it.
FOUND = [
    ("/preistraeger/2026/", "main a[href^='/preistraeger/2026/'].aw-link-next"),
    ("/initiativen/", "main .aw-dir h3 a, main .aw-dir h2 a"),
    ("/siegel/", "main a[href^='/siegel/']"),
]


def test_a_first_visit_to_a_public_page_is_light(demo, browser):
    demo.start(phase="released")
    paths = PATHS + [leading(browser, demo, *found) for found in FOUND]
    weights = {path: fetched(browser, demo, path) for path in paths}
    print("\n".join(said(path, weight) for path, weight in weights.items()))  # noqa: T201
    assert {
        path: said(path, weight) for path, weight in weights.items() if sum(weight.values()) > MOST
    } == {}
    for weight in weights.values():
        assert 0 < weight["Document"] < 20_000
        assert 0 < weight["Font"] < 90_000


def leading(browser: Browser, demo: Demo, path: str, link: str) -> str:
    """The address behind the first such link."""
    page = browser.new_page(locale="de-DE")
    page.goto(demo.address + path)
    address = page.locator(link).first.get_attribute("href")
    page.close()
    assert address
    return address


def fetched(browser: Browser, demo: Demo, path: str) -> dict[str, int]:
    """Bytes of each kind that a browser with an empty memory fetches for a page, but photos."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, str] = {}
    weight: dict[str, int] = defaultdict(int)

    def begun(told: dict) -> None:
        photo = urlsplit(told["request"]["url"]).path.startswith("/bilder/")
        kinds[told["requestId"]] = "photo" if photo else told["type"]

    def done(told: dict) -> None:
        weight[kinds[told["requestId"]]] += round(told["encodedDataLength"])

    line.on("Network.requestWillBeSent", begun)
    line.on("Network.loadingFinished", done)
    page.goto(demo.address + path, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, document.body.scrollHeight))")
    page.wait_for_load_state("networkidle")
    context.close()
    return {kind: size for kind, size in weight.items() if kind != "photo"}


def said(path: str, weight: dict[str, int]) -> str:
    kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(weight.items()))
    return f"{path}: {sum(weight.values()) / 1000:.1f} KB ({kinds})"
