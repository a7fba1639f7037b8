"""Somebody without a mouse: Tab, Shift and Tab, arrows, Space, Enter and typed text, nothing else.

Wherever the focus stops it is seen, and it never stays; each page starts with the link that skips
to the content; a failed form has the focus on what is to be corrected.
"""

import re
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import ConsoleMessage, ElementHandle, Locator, Response

from tests.journeys.pages import SUBMIT, Visitor

MOST_STOPS = 150
SUMMARY = ".govuk-error-summary"
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
STOP = """target => {
  const focus = document.activeElement;

  function where() {
    const grouped = focus.type === "radio" && target.type === "radio" && focus.name === target.name;
    if (focus === target || grouped) return "here";
    const order = focus.compareDocumentPosition(target);
    return order & Node.DOCUMENT_POSITION_PRECEDING ? "behind" : "ahead";
  }

  function isRinged(element, part) {
    const { outlineStyle, outlineWidth, outlineColor, opacity } = getComputedStyle(element, part);
    const isDrawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return isDrawn && opacity > 0 && !/, 0\\)|transparent/.test(outlineColor);
  }

  function isOnTop(label) {
    const box = focus.getClientRects()[0];
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const inWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    const top = document.elementFromPoint(x, y);
    const belongs = one => one && top && (one.contains(top) || top.contains(one));
    return inWindow && (belongs(focus) || belongs(label));
  }

  const inFrame = focus.contentDocument;
  const label = focus.labels?.[0];
  const rings = [[focus], [focus, "::after"], ...(label ? [[label, "::before"]] : [])];
  if (inFrame) rings.push([inFrame.activeElement], [inFrame.documentElement, "::after"]);
  const numberIn = page => [...page.querySelectorAll("*")].indexOf(page.activeElement);
  return {
    number: [numberIn(document), inFrame && numberIn(inFrame)].join(),
    words: focus.outerHTML.slice(0, 200),
    where: target && where(),
    seen: rings.some(ring => isRinged(...ring)) && isOnTop(label),
  };
}"""
"""What has the focus: where the target is from it, and whether a ring around it is really seen.

The choices of one question are one stop.
"""


class Stop(NamedTuple):
    """Where the focus is; `where` the target is from there: here, ahead, behind."""

    number: str
    words: str
    where: str | None
    seen: bool


class Keyboard(Visitor):
    """A visitor whose every act is done with the keys."""

    def __init__(self, *place: Any, **options: Any) -> None:
        super().__init__(*place, **options)
        self._given: Path | None = None
        self.page.on("filechooser", lambda chooser: chooser.set_files(self._given or []))

    def send_wrong(self, *, act: str | None = None, to: str | None = None) -> None:
        """Send a form that will be refused; go from its summary to the first answer to correct."""
        self._go(self._button(act, to), REFUSED)
        assert self._has_focus(SUMMARY), f"{self.path}: the focus is not on what went wrong"
        link = self.page.locator(f"{SUMMARY} a").first
        target = link.get_attribute("href")
        self._press(link)
        assert self._has_focus(f"{target}, {target} *"), f"{self.path}: {target} has no focus"

    def ask(self, act: str | None = None) -> None:
        """Press the button, that of value `act`, of a form that asks for a page."""
        button = f'{SUBMIT}[value="{act}"]' if act else SUBMIT
        asked = re.compile(f"act={act}" if act else r"\?")
        with self.page.expect_navigation(url=asked) as arrival:
            self._press(self.page.locator(f'main form[method="get"] {button}').first)
        self._arrive(arrival.value)

    def reach(self, target: Locator) -> None:
        """Go there stop by stop, opening what is folded around it."""
        for folded in target.locator("xpath=ancestor::details[not(@open)]/summary").all():
            self._walk(folded.element_handle())
            self.page.keyboard.press("Enter")
        self._walk(target.element_handle())

    def _walk(self, target: ElementHandle) -> None:
        stop = self._look(target)
        for _stop in range(MOST_STOPS):
            if stop.where == "here":
                return
            stop = self._tab(stop, target)
        raise AssertionError(f"{self.path}: {target.inner_html()} is not reached")

    def _tab(self, before: Stop, target: ElementHandle | None = None) -> Stop:
        """One stop nearer: the focus moves, and one sees where it is."""
        self.page.keyboard.press("Shift+Tab" if before.where == "behind" else "Tab")
        stop = self._look(target)
        assert stop.number != before.number, f"{self.path}: caught in {stop.words}"
        assert stop.seen, f"{self.path}: no focus seen on {stop.words}"
        return stop

    def _look(self, target: ElementHandle | None = None) -> Stop:
        return Stop(**self.page.evaluate(STOP, target))

    def _arrive(self, response: Response | None, status: int = HTTPStatus.OK) -> None:
        """Come to a page, then to its content by the first link."""
        super()._arrive(response, status)
        if not self._has_focus("body") or "#" in self.page.url:
            return
        first = self._tab(self._look())
        assert self._has_focus("a.skip"), f"{self.path}: the first stop is {first.words}"
        self.page.keyboard.press("Enter")
        assert self._has_focus("main"), f"{self.path}: the content is not reached"

    def _press(self, link_or_button: Locator) -> None:
        self.reach(link_or_button)
        self.page.keyboard.press("Enter")

    def _write(self, field: Locator, words: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(words)

    def _select(self, field: Locator, value: str) -> None:
        self.reach(field)
        steps = field.evaluate(
            "(list, value) => [...list.options].findIndex(one => one.value === value)"
            " - list.selectedIndex",
            value,
        )
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.input_value() == value

    def _tick(self, box: Locator, wanted: bool) -> None:
        self.reach(box)
        if box.get_attribute("type") == "radio":
            self._choose(box)
        elif box.is_checked() != wanted:
            self.page.keyboard.press("Space")

    def _choose(self, choice: Locator) -> None:
        """Among the choices of a question: Space for the one under the focus, arrows for others."""
        target = choice.element_handle()
        for _choice in range(MOST_STOPS):
            if target.evaluate("choice => choice === document.activeElement"):
                self.page.keyboard.press("Space")
                assert choice.is_checked()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.path}: {choice} is not reached")

    def _attach(self, field: Locator, path: Path) -> None:
        self.reach(field)
        self._given = path
        with self.page.expect_event("filechooser"):
            self.page.keyboard.press("Space")

    def _has_focus(self, selector: str) -> bool:
        return self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector)

    def _hear(self, message: ConsoleMessage) -> None:
        """A form that was sent wrong on purpose is no fault."""
        if str(REFUSED.value) not in message.text:
            super()._hear(message)
