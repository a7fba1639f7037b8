"""Somebody at a browser: they open, answer and send; every page they pass is looked at."""

import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Locator, Response

from tests.browser import overflow, violations
from tests.patience import PATIENCE_SECONDS


class Look(NamedTuple):
    """How a page is shown."""

    width: int
    theme: str


DESK = Look(1280, "light")
EVERY_LOOK = (DESK, Look(360, "light"), Look(360, "dark"), Look(1280, "dark"))
HEIGHT = 900
SUBMIT = "button[type=submit]"


class Visitor:
    """One person in a browser of their own; `faults` gathers what is wrong with their pages.

    A page is examined at a desk, in light, each time; the other looks the first time its kind of
    address is passed. Fields, forms and links are found by name and address, in any language.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        looks: Sequence[Look] = EVERY_LOOK,
        *,
        scripts: bool = True,
    ) -> None:
        self.looks = looks
        self.faults: list[str] = []
        self.read: dict[str, str] = {}
        self._known: set[str] = set()
        self.context = browser.new_context(
            base_url=site,
            locale="fr-FR",
            viewport={"width": DESK.width, "height": HEIGHT},
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(1_000 * PATIENCE_SECONDS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._blame("console", str(error)))

    @property
    def path(self) -> str:
        """Where they are: the address without its query, which may hold a token."""
        return re.sub(r"^https?://[^/]+|[?#].*$", "", self.page.url)

    def open(self, path: str) -> None:
        """Type an address; that of the page one is on reads it again."""
        self._arrive(self.page.goto(path) or self.page.reload())

    def follow(self, path: str) -> None:
        """Click the first link of the page whose address ends so."""
        self._go(self.page.locator(f'main a[href$="{path}"]').first)

    def menu(self, path: str) -> None:
        """Choose an entry of the main menu."""
        self._go(self.page.locator(f'header .nav a[href="{path}"]'))

    def answer(self, **answers: Any) -> None:
        """Fill fields by name: a date, a file, True for a box, a list of boxes, or an answer."""
        for name, value in answers.items():
            if isinstance(value, date):
                for part, number in (("day", value.day), ("month", value.month)):
                    self._fill(f"{name}-{part}", number)
                self._fill(f"{name}-year", value.year)
            elif isinstance(value, list):
                for one in value:
                    self._tick(self._choice(name, one), True)
            else:
                self._fill(name, value)

    def send(self, *, act: str | None = None, to: str | None = None) -> None:
        """Press the button of value `act`, or of the form sent to `to`, or of the first form."""
        self._go(self._button(act, to))

    def send_filled(self) -> None:
        """Press the button of the form that was filled in."""
        self._go(self.page.locator(f"main form[novalidate] {SUBMIT}").first)

    def download(self, path: str) -> bytes:
        """The file behind a link of the page."""
        with self.page.expect_download() as started:
            self._press(self.page.locator(f'main a[href$="{path}"]'))
        return Path(started.value.path()).read_bytes()

    def status_of(self, path: str) -> int:
        """What the site answers to this person at an address that no page links to."""
        return self.context.request.get(path).status

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.answer(email=email, password=password)
        self.send()

    def sign_out(self) -> None:
        self._press(self.page.locator("header details.menu > summary"))
        self._go(self.page.locator(f'header form[action="/sign-out"] {SUBMIT}'))

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def _fill(self, name: str, value: object) -> None:
        field = self.page.locator(f'main [name="{name}"]').first
        kind = field.evaluate("field => field.type")
        if kind == "select-one":
            self._select(field, str(value))
        elif kind == "radio":
            self._tick(self._choice(name, value), True)
        elif kind == "checkbox":
            self._tick(field, bool(value))
        elif isinstance(value, Path):
            self._attach(field, value)
        else:
            self._write(field, str(value))

    def _write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def _select(self, field: Locator, value: str) -> None:
        field.select_option(value)

    def _tick(self, box: Locator, wanted: bool) -> None:
        box.set_checked(wanted)

    def _attach(self, field: Locator, path: Path) -> None:
        field.set_input_files(path)

    def _press(self, link_or_button: Locator) -> None:
        link_or_button.click()

    def _button(self, act: str | None, to: str | None) -> Locator:
        form = f'main form[action$="{to}"]' if to else 'main form[method="post"]'
        button = f'{SUBMIT}[value="{act}"]' if act else SUBMIT
        return self.page.locator(f"{form} {button}").first

    def _choice(self, name: str, value: object) -> Locator:
        return self.page.locator(f'main [name="{name}"][value="{value}"]')

    def _go(self, link_or_button: Locator, status: int = HTTPStatus.OK) -> None:
        with self.page.expect_navigation() as arrival:
            self._press(link_or_button)
        self._arrive(arrival.value, status)

    def _arrive(self, response: Response | None, status: int = HTTPStatus.OK) -> None:
        """Look at the page: what it says, how it is built, how it shows."""
        if response is None or response.status != status:
            raise AssertionError(f"{self.path}: {response and response.status}\n{self.text()}")
        self.read[self.path] = self.read.get(self.path, "") + self.page.content()
        if self.page.locator("html").get_attribute("lang") != "fr":
            self._blame("language", "not French")
        if not re.match(r"\w", self.page.title()):
            self._blame("title", self.page.title())
        if self.page.locator("h1").count() != 1:
            self._blame("h1", "not exactly one")
        self._examine()

    def _examine(self) -> None:
        kind = re.sub(r"[0-9]+", "n", self.path)
        looks = self.looks if kind not in self._known else self.looks[:1]
        self._known.add(kind)
        for look in looks:
            self._show_as(look)
            wider = overflow(self.page)
            if wider:
                self._blame(f"{look}", f"{wider} px wider than the window")
            for violation in violations(self.page):
                self._blame(f"{look}", violation)
        if len(looks) > 1:
            self._show_as(DESK)

    def _show_as(self, look: Look) -> None:
        self.page.set_viewport_size({"width": look.width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")

    def _hear(self, message: ConsoleMessage) -> None:
        """The browser says there what the content policy refused and which script failed."""
        if message.type == "error":
            self._blame("console", message.text)

    def _blame(self, what: str, words: str) -> None:
        self.faults.append(f"{self.path}, {what}: {words}")
