"""Somebody at a browser: signs in by code, looks at pages, and lets axe look at each of them."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, TimeoutError, expect

from .served import Demo

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
CODE = re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)
# What changes its colours slowly is looked at when it has done so.
SETTLE = """async () => {
    await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    const ends = (one) => one.effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
}"""


class Person:
    """One browser session of one person; collects what went wrong on the way."""

    def __init__(
        self,
        browser: Browser,
        demo: Demo,
        email: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        **options: Any,  # of the browser: a touch screen, no script
    ) -> None:
        self.demo, self.email = demo, email
        self.context = browser.new_context(
            **{
                "viewport": {"width": width, "height": height},
                "locale": "de-DE",
                "reduced_motion": "reduce",
                **options,
            }
        )
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.outage = False  # whether the test has taken the server away: a browser complains then
        self.page.on("request", lambda request: self._watch(request.url))
        self.page.on("console", lambda line: self._hear(line.type, line.text))

    def _watch(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "127.0.0.1":
            self.foreign.append(url)

    def _hear(self, kind: str, text: str) -> None:
        if self.outage and "net::ERR_" in text:
            return
        if kind == "error" and "status of 4" not in text:
            self.errors.append(text)

    def goto(self, path: str) -> Page:
        self.page.goto(self.demo.address + path)
        return self.page

    def sign_in(self) -> None:
        """By e-mail code, read from the demonstration's post."""
        self.goto("/konto/login/code/")
        self.sign_in_here(self.page)

    def sign_in_here(self, page: Page) -> None:
        """On the page for it, which is open in this tab."""
        before = len(self._codes())
        page.fill("input[name=email]", self.email)
        page.click("main button[type=submit]")
        page.wait_for_selector("input[name=code]")
        for _attempt in range(100):
            codes = self._codes()
            if len(codes) > before:
                break
            time.sleep(0.1)
        page.fill("input[name=code]", codes[0])
        page.click("main form:has(input[name=code]) button[type=submit]")
        page.wait_for_url(lambda url: "/konto/login" not in url)

    def _codes(self) -> list[str]:
        mine = [letter for letter in self.demo.letters() if letter["to"] == self.email]
        return [found[1] for letter in mine if (found := CODE.search(letter["text"]))]

    def check(self) -> None:
        """No finding of axe, no sideways scrolling, no foreign request, no error on the console."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        self.page.evaluate(SETTLE)
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS
        )
        violations = [
            f"{rule['id']}: {rule['help']} – {[node['html'][:160] for node in rule['nodes']]}"
            for rule in found["violations"]
        ]
        assert violations == [], f"{self.page.url}: {violations}"
        assert self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), f"{self.page.url} scrolls sideways"
        assert self.foreign == []
        assert self.errors == [], self.page.url

    def arrive(self, pattern: str | re.Pattern[str]) -> None:
        """Wait until the address is like `pattern`, a year or page asked for or not; where not, say
        what the page says.
        """
        try:
            self.page.wait_for_url(_asked(pattern), timeout=10_000)
        except TimeoutError:
            raise AssertionError(f"{self.page.url} is not {pattern}: {self.text()}") from None

    def save(self) -> None:
        """The first button of a page's form; waits for the page it leads to."""
        with self.page.expect_navigation():
            self.page.click("main form button[type=submit] >> nth=0")

    def reads(self, words: str) -> None:
        """The page says so, now or before long: after a click the next one may only be coming."""
        expect(self.page.locator("body")).to_contain_text(
            words, use_inner_text=True, timeout=10_000
        )

    def text(self) -> str:
        self.page.wait_for_load_state("domcontentloaded")
        return self.page.inner_text("body")

    def close(self) -> None:
        self.context.close()


def _asked(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    """A pattern of a path, as Playwright reads it, with whatever is asked behind it."""
    if isinstance(pattern, re.Pattern):
        return pattern
    path = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(rf"^{path}(\?.*)?$")
