"""The forms that pages show, as a browser reads them: names, values, choices, buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

CHOSEN = ("radio", "checkbox", "select", "hidden", "file", "password")
"""Inputs in which nobody types words that a page could show again."""


@dataclass
class Input:
    """One name of a form; `values` are what a browser would send, `offered` what one may choose."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind not in CHOSEN


@dataclass
class Form:
    """A form of a page: where it is sent, and with what."""

    page: str
    action: str
    method: str
    inputs: dict[str, Input] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def token(self) -> str:
        return "".join(self.inputs["csrf_token"].values) if "csrf_token" in self.inputs else ""

    @property
    def names(self) -> list[str]:
        return [name for name in self.inputs if name != "csrf_token"]

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when the first button is pressed and nothing was touched."""
        answers = {name: list(one.values) for name, one in self.inputs.items() if one.values}
        for name, value in self.buttons[:1]:
            answers.setdefault(name, []).append(value)
        return answers


def forms_of(text: str, page: str) -> list[Form]:
    """Every form of a page, whatever sends it."""
    reader = _Reader(page)
    reader.feed(text)
    return reader.forms


class _Reader(HTMLParser):
    """Fields may lie outside their form and name it by `form=`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: Input | None = None
        self._area: Input | None = None

    def handle_starttag(self, tag, attributes):
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open(told)
        form = self._by_id.get(told["form"]) if "form" in told else self._form
        if form is None:
            return
        if tag == "option" and self._select is not None:
            self._option(told)
        elif tag == "button" and told.get("name"):
            form.buttons.append((told["name"], told.get("value", "")))
        elif tag in ("input", "select", "textarea") and told.get("name"):
            self._input(form, tag, told)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area.values = ["".join(self._area.values) + data.removeprefix("\n")]

    def _open(self, told):
        action = urldefrag(urljoin(self.page, told.get("action") or self.page)).url
        self._form = Form(self.page, action, told.get("method", "get").lower())
        self.forms.append(self._form)
        self._by_id[told.get("id", "")] = self._form

    def _input(self, form, tag, told):
        kind = told.get("type", "text") if tag == "input" else tag
        one = form.inputs.setdefault(told["name"], Input(told["name"], kind))
        value = told.get("value", "")
        if tag == "select":
            self._select = one
        elif tag == "textarea":
            self._area, one.values = one, [""]
        elif kind in ("radio", "checkbox"):
            one.offered.append(value)
            one.values += [value] if "checked" in told else []
        elif kind != "file":
            one.values = [value]

    def _option(self, told):
        value = told.get("value", "")
        self._select.offered.append(value)
        if "selected" in told or not self._select.values:
            self._select.values = [value]
