"""A reader who follows every link, and types every address that could exist."""

import html
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from itertools import product
from urllib.parse import urldefrag

from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

LINK = re.compile(r'(?:href|src)="(/[^"]*)"')
CHOICE = re.compile(r"<option(?![^>]* selected)[^>]*>.*?</option>", re.DOTALL)
"""Lists offer every commune to everybody; only what is chosen tells something."""
SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
NOT_FOLLOWED = ("/static/", "/language/")
MOST_PAGES = 250
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Reading:
    """What somebody read, by address; `broken` are the links that lead nowhere."""

    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def holding(self, words: Iterable[str]) -> list[str]:
        """Each forbidden word found, with where."""
        return [
            f"{word!r} in {address}"
            for address, page in self.pages.items()
            for word in words
            if word in page or word in address
        ]


def read_everything(client: FlaskClient, guesses: Iterable[str]) -> Reading:
    """Follow links from the first page until none is left, then type the guessed addresses."""
    reading = Reading()
    coming = ["/"]
    while coming:
        address = coming.pop(0)
        if address in reading.pages:
            continue
        links, status = _read(client, address, reading)
        if status != HTTPStatus.OK:
            reading.broken.append(f"{address}: {status}")
        coming += links
        assert len(reading.pages) <= MOST_PAGES, "this reader finds no end"
    for address in guesses:
        if address not in reading.pages:
            _links, status = _read(client, address, reading)
            assert status < HTTPStatus.INTERNAL_SERVER_ERROR, address
    return reading


def addresses(app: Flask, values: Mapping[str, list]) -> list[str]:
    """Every page that can be fetched, with each combination of the values of its arguments."""
    return [
        app.url_map.bind("localhost").build(rule.endpoint, dict(zip(names, chosen, strict=True)))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not str(rule).startswith(NOT_FOLLOWED)
        for names, chosen in _fillings(rule, values)
    ]


def _fillings(rule: Rule, values: Mapping[str, list]) -> Iterable[tuple[list[str], tuple]]:
    names = sorted(rule.arguments)
    return ((names, chosen) for chosen in product(*(values[name] for name in names)))


def words_of(answer: TestResponse) -> str:
    """What a page, a PDF, a spreadsheet, a calendar or a report says."""
    if answer.mimetype == "application/pdf":
        told = subprocess.run(["pdftotext", "-", "-"], input=answer.data, capture_output=True)
        return told.stdout.decode()
    if answer.mimetype == SPREADSHEET:
        book = CalamineWorkbook.from_object(BytesIO(answer.data))
        rows = (
            row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        )
        return " ".join(str(cell) for row in rows for cell in row)
    return answer.text if answer.mimetype.startswith(("text/", "application/json")) else ""


def _read(client: FlaskClient, address: str, reading: Reading) -> tuple[list[str], int]:
    """Keep one page as a person reads it, file names included; returns its links, its status."""
    answer = client.get(address, follow_redirects=True, buffered=True)
    text = words_of(answer)
    told = f"{answer.request.url} {answer.headers} {html.unescape(CHOICE.sub('', text))}"
    reading.pages[address] = told.translate(SPACES)
    links = (urldefrag(html.unescape(link)).url for link in LINK.findall(text))
    return [one for one in links if not one.startswith(NOT_FOLLOWED)], answer.status_code
