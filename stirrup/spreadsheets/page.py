"""A list as its pages show it: counts, faults, drafts, and the lists that came before."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import defer

from stirrup.extensions import db
from stirrup.spreadsheets.enums import UploadState
from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.models import UploadedList
from stirrup.spreadsheets.report import FAULTS_SHOWN, Outcome
from stirrup.ui import filters
from stirrup.wording import N_

TONES = {
    UploadState.UPLOADED: "warn",
    UploadState.CONFIRMED: "ok",
    UploadState.DROPPED: "idle",
}
LAST_SHOWN = 10


@dataclass(frozen=True)
class ListPage:
    """`will_write`: rows that confirming writes. `faults`: the first ones of `faults_count`."""

    waits: bool
    checked: bool
    dropped: bool
    words: str
    tone: str
    counts: list[tuple[str, int]]
    will_write: int
    faulty: int
    faults: list[dict[str, Any]]
    faults_count: int
    left_out: list[str]


def list_page(uploaded: UploadedList) -> ListPage:
    """What the page of one list says."""
    report = uploaded.report or {}
    counts = report.get("counts", {})
    return ListPage(
        waits=uploaded.state == UploadState.UPLOADED,
        checked=bool(counts),
        dropped=uploaded.state == UploadState.DROPPED,
        words=_words(uploaded),
        tone=TONES[uploaded.state],
        counts=[(_(outcome.label), counts[outcome]) for outcome in Outcome if counts.get(outcome)],
        will_write=counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGED, 0),
        faulty=counts.get(Outcome.FAULTY, 0),
        faults=report.get("faults", []),
        faults_count=report.get("faults_count", 0),
        left_out=report.get("left_out", []),
    )


def _words(uploaded: UploadedList) -> str:
    """Its state; once it is checked, somebody has to confirm it, if it says anything new."""
    counts = (uploaded.report or {}).get("counts")
    if uploaded.state != UploadState.UPLOADED or not counts:
        return uploaded.state.label
    return N_("To confirm") if counts[Outcome.NEW] + counts[Outcome.CHANGED] else N_("Checked")


def draft_lines(importer: Importer, uploaded: UploadedList) -> list[dict[str, Any]]:
    """The first drafts that a list became: line of the file, link, what each still lacks."""
    drafts = (uploaded.report or {}).get("drafts", [])[:FAULTS_SHOWN]
    subjects = importer.stored([number for _line, number in drafts])
    return [
        {
            "line": line,
            "reference": subjects[number].reference,
            "url": url_for(importer.draft_endpoint, **{importer.draft_argument: number}),
            "lacks": ", ".join(importer.lacks(subjects[number])),
        }
        for line, number in drafts
        if number in subjects
    ]


def last_lists(importer: Importer, person: Any) -> list[dict[str, Any]]:
    """The last lists of one's organisation, the newest first. One query."""
    query = (
        UploadedList.visible_to(person)
        .where(UploadedList.kind == importer.kind)
        .options(defer(UploadedList.content))
        .order_by(UploadedList.id.desc())
        .limit(LAST_SHOWN)
    )
    return [
        {
            "name": uploaded.file_name,
            "url": url_for(f"{importer.prefix}.show", uploaded_list_id=uploaded.id),
            "sent": filters.date_and_time(uploaded.uploaded_at),
            "state": _(_words(uploaded)),
            "tone": TONES[uploaded.state],
        }
        for uploaded in db.session.scalars(query)
    ]
