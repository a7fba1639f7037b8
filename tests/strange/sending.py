"""Sending what nobody would, and judging the answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.client import SignedInClient
from tests.strange.bodies import Answers, Strange, encoded
from tests.strange.pages import Form, forms_of
from tests.strange.town import Person
from tests.strange.watch import Watch

WORDS = "Une réponse d’essai, assez longue pour qu’elle suffise."
GUESSES = (
    *("3", WORDS, "59100", "0320000000", "name@example.org", "12 rue de Lannoy", "552081317"),
    *("W595000001", "2027", "10:30", "0,2"),
)
"""What a patient person types in turn in a field that was refused."""
ACCEPTED = {200, 302, 303}
REFUSALS = {400, 403, 404, 405, 409, 410, 413, 422, 429}
TRACES = {"signed_in_session", "sign_in_attempt", "kept_form", "audit_entry"}
"""Tables in which a refusal may leave its trace: a sign of life, an attempt counted, a reading."""
IN_ERROR = re.compile(r'id="([\w-]+?)-error"')
RAW = re.compile(r"<script>alert|<img src=x|onerror=alert\(7\)>(?!&)")


@dataclass
class Sender:
    """Browsers of some people, and what was wrong with the answers that they got."""

    app: Flask
    watch: Watch
    faults: list[str] = field(default_factory=list)
    count: int = 0
    _browsers: dict[int, SignedInClient] = field(default_factory=dict)
    _cookies: dict[int, str] = field(default_factory=dict)

    def open(self, person: Person | None, address: str) -> TestResponse:
        """A page, judged; the cookie that its tokens belong to is kept."""
        browser = self._browser_of(person)
        answer = browser.get(address)
        self.count += 1
        self._judge_page(answer, f"GET {address[:200]}")
        cookie = browser.get_cookie("stirrup")
        if cookie is not None:
            self._cookies[_number(person)] = cookie.value
        return answer

    def forms(self, pages: Iterable[tuple[Person | None, str]]) -> list[tuple[Person | None, Form]]:
        """One form of each kind: its view, its names and the role that sends it."""
        found: dict[tuple, tuple[Person | None, Form]] = {}
        for person, address in pages:
            for form in forms_of(text_of(self.open(person, address)), address):
                view = endpoint_of(self.app, form)
                if view is not None:
                    key = (view, *form.names)
                    found.setdefault(key, (person, form))
        self.watch.put_back()
        return list(found.values())

    def send(
        self, person: Person | None, form: Form, answers: Answers, **more: Any
    ) -> TestResponse:
        """The answer to one body; what it stored can still be seen."""
        self.count += 1
        return self._browser_of(person).post(form.action, **encoded(answers) | more)

    def try_twice(self, person: Person | None, form: Form, good: Answers) -> None:
        """Send the same accepted answers twice: the second time adds no row."""
        first = self.send(person, form, good)
        before = self.watch.counts()
        second = self.send(person, form, good)
        what = f"{form.action}, sent twice"
        self._judge_page(second, what)
        grown = [table for table, n in (self.watch.counts() - before).items() if n > 0]
        again = [table for table in grown if table not in TRACES]
        if first.status_code in (302, 303) and again:
            self.faults.append(f"{what}: {second.status_code}, and more rows in {again}")
        self.watch.put_back()

    def try_refused(self, person: Person | None, form: Form, answers: Answers, **more: Any) -> None:
        """Send what must be refused whatever it says."""
        answer = self.send(person, form, answers, **more)
        what = f"{form.action}, without its token"
        self._judge_page(answer, what)
        if answer.status_code in ACCEPTED and set(self.watch.written) - TRACES:
            self.faults.append(f"{what}: {answer.status_code}, and stored {self.watch.written}")
        self.watch.put_back()

    def try_out(self, person: Person | None, form: Form, body: Strange) -> None:
        """Send one strange body, judge the answer, put everything back."""
        answer = self.send(person, form, body.answers)
        what = f"{form.action}, {body.what}"
        self._judge_page(answer, what)
        self._judge_stored(answer, what)
        self._judge_kept(answer, form, body, what)
        self.watch.put_back()

    def fill(self, person: Person | None, form: Form) -> Answers:
        """Answers that are accepted, if a patient person finds them; the best ones otherwise."""
        answers = {name: _first_guess(one) for name, one in form.inputs.items()}
        answers |= {name: [value] for name, value in form.buttons[:1]}
        for guess in (*GUESSES, None):
            answer = self.send(person, form, answers)
            self.watch.put_back()
            wrong = IN_ERROR.findall(answer.text) if answer.status_code == 422 else []
            names = [name for name in wrong if name in form.inputs and form.inputs[name].is_typed]
            if not names or guess is None:
                break
            answers |= {name: [guess] for name in names}
        return answers

    def _browser_of(self, person: Person | None) -> SignedInClient:
        """Signed in, whatever the requests before did to the session."""
        number = _number(person)
        if number not in self._browsers:
            self._browsers[number] = self.app.test_client()
            if person:
                self._browsers[number].sign_in(person)
                self.watch.keep()
        if number in self._cookies:
            self._browsers[number].set_cookie("stirrup", self._cookies[number])
        return self._browsers[number]

    def _judge_page(self, answer: TestResponse, what: str) -> None:
        """No fault, no trace of one, and no markup but ours."""
        if answer.status_code not in ACCEPTED | REFUSALS:
            self.faults.append(f"{what}: {answer.status_code}")
        if RAW.search(text_of(answer)):
            self.faults.append(f"{what}: shows markup as it was typed")
        if b"Traceback" in answer.data:
            self.faults.append(f"{what}: tells where it failed")

    def _judge_stored(self, answer: TestResponse, what: str) -> None:
        """A refusal stores nothing."""
        stored = {table: n for table, n in self.watch.written.items() if table not in TRACES}
        if answer.status_code in REFUSALS and stored:
            self.faults.append(f"{what}: {answer.status_code}, and yet it stored {stored}")

    def _judge_kept(self, answer: TestResponse, form: Form, body: Strange, what: str) -> None:
        """The words that can be shown are shown again beside their error."""
        one = form.inputs.get(body.name)
        typed = body.typed
        if answer.status_code != 422 or one is None or not one.is_typed:
            return
        if isinstance(typed, str) and typed.strip() and typed.isprintable():
            shown = [
                again.inputs[body.name].values
                for again in forms_of(text_of(answer), form.page)
                if body.name in again.inputs
            ]
            if [typed] not in shown:
                self.faults.append(f"{what}: what was typed is lost")


def text_of(answer: TestResponse) -> str:
    """What a page says; nothing for what is no page."""
    return answer.text if answer.mimetype == "text/html" else ""


def endpoint_of(app: Flask, form: Form) -> str | None:
    """The view that receives a form sent by POST; None when it is none of ours."""
    if form.method != "post":
        return None
    addresses = app.url_map.bind("localhost")
    try:
        return str(addresses.match(form.action.partition("?")[0], method="POST")[0])
    except HTTPException:
        return None


def _number(person: Person | None) -> int:
    return person.id if person else 0


def _first_guess(one: Any) -> list:
    """What the page holds; else something of its kind."""
    if any(one.values):
        return list(one.values)
    if one.offered:
        return [value for value in one.offered if value][:1]
    for ending, typed in (("-day", "14"), ("-month", "11"), ("-year", "2026")):
        if one.name.endswith(ending):
            return [typed]
    return [WORDS] if one.is_typed else []
