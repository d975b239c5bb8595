"""Take the pictures of README and guides anew from a demonstration: `make pictures`.

Serves one demonstration a phase on a database of its own, signs in as its people, and stores what
a browser shows, in a palette of 256 colours to keep the repository small.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import FLAGS  # noqa: E402
from tests.e2e.person import Person  # noqa: E402
from tests.e2e.served import Demo  # noqa: E402

TARGET = ROOT / "docs" / "pictures"
FIRST_CASE = "main a[href*='/jury/faelle/']:has-text('Talaue')"
APPLICATION = "main a[href*='/bewerbungen/']:has-text('Talaue')"
# (name, width, address, what to click after it); "" is a visitor who is not signed in.
CALL = {
    "": [("auslobung", 1280, "/auslobung/", "")],
    "applicant@demo.example": [
        ("aufgaben", 1280, "/bewerbungen/", APPLICATION),
        ("aufgaben-telefon", 375, "/bewerbungen/", APPLICATION),
    ],
}
JUDGING = {
    "": [("start", 1280, "/", ""), ("start-telefon", 375, "/", "")],
    "juror1@demo.example": [
        ("arbeitsliste", 1280, "/jury/", ""),
        ("bogen", 1280, "/jury/", FIRST_CASE),
        ("bogen-telefon", 375, "/jury/", FIRST_CASE),
    ],
    "office@demo.example": [
        ("heute", 1280, "/verwaltung/", ""),
        ("zuteilung", 1280, "/verwaltung/jury/zuteilung/", ""),
        ("fortschritt", 1280, "/verwaltung/jury/", ""),
        ("ergebnis", 1280, "/verwaltung/ergebnis/", ""),
        ("ergebnis-telefon", 375, "/verwaltung/ergebnis/", ""),
    ],
}
THE_MEETING = "main ul a"
MEETING = {
    "office@demo.example": [("sitzung", 1280, "/verwaltung/sitzungen/", THE_MEETING)],
    "juror1@demo.example": [("sitzung-telefon", 375, "/jury/sitzung/", THE_MEETING)],
}
RELEASED = {
    "": [
        ("bekanntgabe", 1280, "/preistraeger/2026/", ""),
        ("preistraeger", 1280, "/preistraeger/2023/in4climate-rr/", ""),
        ("preistraeger-telefon", 375, "/preistraeger/2023/in4climate-rr/", ""),
    ],
    "lead@demo.example": [
        ("veroeffentlichung", 1280, "/verwaltung/veroeffentlichung/", ""),
        ("niederschrift", 900, "/verwaltung/sitzungen/", THE_MEETING),
    ],
}
HEIGHT = 1000


def take(browser: Browser, demo: Demo, plan: dict[str, list]) -> Iterator[Path]:
    for email, pictures in plan.items():
        person = Person(browser, demo, email)
        if email:
            person.sign_in()
        for name, width, path, click in pictures:
            person.page.set_viewport_size({"width": width, "height": HEIGHT})
            person.goto(path)
            if click and person.page.locator(click).count():
                person.page.click(click)
                person.page.wait_for_load_state()
            if name == "sitzung":
                sit(person)
            shown = minutes(person) if name == "niederschrift" else person.page.screenshot()
            shot = Image.open(io.BytesIO(shown))
            file = TARGET / f"{name}.png"
            palette = shot.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
            palette.save(file, optimize=True)
            yield file
        person.close()


def sit(person: Person) -> None:
    """Everybody comes, the meeting is opened and goes on to the first case."""
    page = person.page
    while page.locator("button[value^='came:']").count():
        with page.expect_navigation():
            page.click("button[value^='came:'] >> nth=0")
    with page.expect_navigation():
        page.click("button[value=open]")
    while "Talaue" not in page.inner_text("h1"):
        with page.expect_navigation():
            page.click("button[value=next]")


def minutes(person: Person) -> bytes:
    """The first page of the minutes' PDF as a picture; poppler draws it."""
    answer = person.context.request.get(f"{person.page.url.split('#')[0]}niederschrift.pdf")
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        raise SystemExit("The picture of the minutes needs pdftoppm (Debian: poppler-utils).")
    command = [drawer, "-png", "-singlefile", "-r", "90", "-"]
    drawn = subprocess.run(command, input=answer.body(), capture_output=True, check=True)  # noqa: S603  our own file
    return drawn.stdout


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        plans = {"call": CALL, "judging": JUDGING, "meeting": MEETING, "released": RELEASED}
        for phase, plan in plans.items():
            with tempfile.TemporaryDirectory() as folder:
                demo = Demo(Path(folder))
                demo.start(phase=phase)
                try:
                    for file in take(browser, demo, plan):
                        size = file.stat().st_size // 1024
                        sys.stdout.write(f"{file.relative_to(ROOT)}  {size} kB\n")
                finally:
                    demo.stop()


if __name__ == "__main__":
    main()
