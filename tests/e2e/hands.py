"""How people operate a page: with a mouse, with a finger, by keys alone."""

from __future__ import annotations

from playwright.sync_api import Page

# What is focused: where it is, whether it can be seen there, and by what one sees that it is.
FOCUSED = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const box = it.getBoundingClientRect();
    const near = [it, ...(it.labels ?? [])];
    const around = [...near, it.nextElementSibling, it.closest("li, label, fieldset")];
    const framed = around.filter(Boolean).some((one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {
        what: it.outerHTML.slice(0, 200),
        // Of a tall field the lines one writes in come into sight, of all else the whole.
        inside: right > left && bottom - top >= Math.min(box.height - 2, 60),
        clear: near.some((one) => one.contains(hit)) || Boolean(hit?.contains(it)),
        framed,
    };
}"""

# A link within a line of text may be as small as that.
SIZE = """(it) => {
    const boxes = [it, ...(it.labels ?? [])].map((one) => one.getBoundingClientRect());
    return [
        Math.max(...boxes.map((box) => box.width)),
        Math.max(...boxes.map((box) => box.height)),
        getComputedStyle(it).display === "inline",
    ];
}"""


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: str) -> None:
        self.page.locator(what).first.click()

    def tick(self, what: str) -> None:
        self.page.locator(what).first.check()

    def write(self, what: str, text: str) -> None:
        self.page.locator(what).first.fill(text)


class Finger(Mouse):
    """On a touch screen; what is touched must be large enough to be hit (WCAG 2.5.8)."""

    def _touch(self, what: str) -> None:
        target = self.page.locator(what).first
        target.scroll_into_view_if_needed()
        width, height, is_in_a_line = target.evaluate(SIZE)
        assert is_in_a_line or min(width, height) >= 24, f"{what}: {width:.0f} × {height:.0f}"
        target.tap()

    def press(self, what: str) -> None:
        self._touch(what)

    def tick(self, what: str) -> None:
        if not self.page.locator(what).first.is_checked():
            self._touch(what)
        assert self.page.locator(what).first.is_checked()

    def write(self, what: str, text: str) -> None:
        self._touch(what)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)


class Keys(Mouse):
    """Tab, Shift+Tab, Space, Enter and letters; wherever the focus goes, one sees it."""

    STOPS = 120  # more than any page has

    def reach(self, what: str) -> None:
        target, lost = self.page.locator(what).first, 0
        target.wait_for(state="attached")
        for _stop in range(self.STOPS):
            if target.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            seen = self.page.evaluate(FOCUSED)
            if seen is None:  # beyond the last stop is the browser's own frame, once round
                lost += 1
                assert lost <= 2, f"the focus is lost on the way to {what}"
                continue
            assert seen["inside"], f"focused out of sight: {seen['what']}"
            assert seen["clear"], f"focused behind something else: {seen['what']}"
            assert seen["framed"], f"one does not see that it is focused: {seen['what']}"
        raise AssertionError(f"no way leads to {what}")

    def press(self, what: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")

    def tick(self, what: str) -> None:
        self.reach(what)
        if not self.page.locator(what).first.is_checked():
            self.page.keyboard.press("Space")
        assert self.page.locator(what).first.is_checked()

    def write(self, what: str, text: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
