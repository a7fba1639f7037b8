"""How rows of a list become drafts of referrals, each for a person who was told and agreed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from stirrup import audit
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.referrals.answers import read_answers, write_answers
from stirrup.referrals.enums import PetKind, ReferralState
from stirrup.referrals.imports.columns import build_columns, is_refused, sources
from stirrup.referrals.models import Household, Referral
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.referrals.rules import check_answers
from stirrup.referrals.step_forms import MOST_PEOPLE
from stirrup.referrals.steps import Step, missing_steps
from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.enums import ListKind
from stirrup.spreadsheets.importer import Importer, Refusal, Words
from stirrup.spreadsheets.numbering import number_ahead
from stirrup.spreadsheets.report import CheckedRow
from stirrup.ui.errors import sentence_of
from stirrup.wording import N_

AT_ONCE = 500
EMPTY: dict[Step, dict[str, Any]] = {
    Step.HOUSEHOLD: {"bedrooms_needed": None, "cots": 0, "pets": PetKind.NONE},
    Step.NEEDS: {"needs": [], "max_floor_without_lift": None, "accepts_shared": False},
    Step.COMMUNES: {"accepted": [], "refused": []},
    Step.DATES: {"earliest_entry": None, "latest_entry": None},
    Step.SITUATION: {"situation": None, "urgency": None},
    Step.SUPPORT: {"support_level": None, "referent_commits": False},
    Step.CONTACTS: {"phone": None, "email": None, "protected_address": False},
    Step.CONSENT: {"consent_to_statistics": False},
}
"""The answers of a step when its draft is new and the row says only some of them."""
OF_THE_HOUSEHOLD = ("minors", "bedrooms_needed", "cots", "pets")
"""What says nothing without the number of adults."""
CHECKED_WHEN = {Step.CONSENT: ("consent_given_on",), Step.DATES: ("latest_entry",)}
"""Steps with rules that time decides, and the answers they look at."""


class ReferralImporter(Importer):
    """Lists of referrals."""

    kind = ListKind.REFERRALS
    permission = Permission.LIST_IMPORT_REFERRALS
    prefix = "referral_imports"
    back_endpoint, draft_endpoint = "referrals.index", "referrals.tasks"
    draft_argument = "referral_id"
    words = Words(
        title=N_("Take over a list of referrals"),
        lead=N_(
            "Each row becomes a draft of yours, without any name: you complete and send each one."
        ),
        back=N_("Referrals"),
        sheet=N_("Referrals"),
        drafts=N_("The support you promise for six months is yours to tick on each of them."),
        declaration=N_(
            "I declare that the information notice was read with the person of each row, in a"
            " language that they understand, before this list, and that they agreed."
        ),
    )

    def __init__(self) -> None:
        self._columns = build_columns()

    def refuses(self, heading: str) -> bool:
        return is_refused(heading)

    def columns(self) -> list[Column]:
        return self._columns

    def stored(self, ids: Collection[int]) -> dict[int, Referral]:
        found: dict[int, Referral] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = select(Referral).where(Referral.id.in_(wanted[start : start + AT_ONCE]))
            loaded = some.options(
                joinedload(Referral.household).selectinload(Household.members),
                selectinload(Referral.communes),
            )
            found |= {one.id: one for one in db.session.scalars(loaded)}
        return found

    def is_open(self, subject: Referral) -> bool:
        return subject.state == ReferralState.DRAFT

    def complete(self, answers: dict[str, Any]) -> Iterator[Refusal]:
        """What two cells of one row say against each other."""
        if "adults" not in answers and any(name in answers for name in OF_THE_HOUSEHOLD):
            yield Refusal("adults", _("Write how many adults there are too."))
        if "adults" in answers:
            answers.setdefault("minors", 0)
            if answers["adults"] + answers["minors"] > MOST_PEOPLE:
                yield Refusal("minors", _("At most %(most)s people together.", most=MOST_PEOPLE))
        yield from _commune_said_twice(answers)
        yield from _consent_before_notice(answers)

    def check(self, answers: Mapping[str, Any], subject: Referral | None) -> Iterator[Refusal]:
        referral = subject or Referral(state=ReferralState.DRAFT)
        for step, names in CHECKED_WHEN.items():
            if all(name in answers for name in names):
                try:
                    check_answers(referral, step, answers, today())
                except AnswerRefusedError as refusal:
                    yield Refusal(refusal.answer, sentence_of(refusal))
        earliest, latest = (_day(name, answers, subject) for name in EMPTY[Step.DATES])
        if earliest and latest and latest < earliest:
            yield Refusal("latest_entry", _("The latest day comes before the earliest one."))

    def write(self, rows: Iterable[CheckedRow], list_id: int, *, by: Any) -> list[Referral]:
        rows = list(rows)
        known = self.stored({row.subject_id for row in rows if row.subject_id is not None})
        referrals, changes = [], []
        for row in rows:
            referral = known.get(row.subject_id or 0)
            if referral is None:
                referral = _new_referral(by)
                changes.append((referral, "referral_started", _told(row.answers, list_id)))
            for step in _fill(referral, row.answers):
                details = {"step": step.value, "list": list_id}
                changes.append((referral, "referral_changed", details))
            referrals.append(referral)
        new = [referral for referral in referrals if referral.id is None]
        number_ahead([referral.household for referral in new])
        number_ahead(new)
        db.session.add_all(referrals)
        audit.record_all(by, [(action, one, details) for one, action, details in changes])
        return referrals

    def lacks(self, subject: Referral) -> list[str]:
        return [str(_(step.label)) for step in missing_steps(subject)]


def _commune_said_twice(answers: Mapping[str, Any]) -> Iterator[Refusal]:
    if set(answers.get("accepted", ())) & set(answers.get("refused", ())):
        yield Refusal("refused", _("A commune is accepted and refused at once."))


def _consent_before_notice(answers: Mapping[str, Any]) -> Iterator[Refusal]:
    """P25: the notice in force, read before the person agreed."""
    if answers["notice_version"] != NOTICE_VERSION:
        words = _("Read the notice in force with this person first: version %(version)s.")
        yield Refusal("notice_version", words % {"version": NOTICE_VERSION})
    if answers["notice_on"] > answers["consent_given_on"]:
        yield Refusal("notice_on", _("The notice is read before the person agrees, not after."))


def _day(name: str, answers: Mapping[str, Any], referral: Referral | None) -> Any:
    return answers.get(name) or (getattr(referral, name) if referral else None)


def _new_referral(by: Any) -> Referral:
    referral = Referral(association_id=by.organisation_id, referent_id=by.id)
    referral.state, referral.household = ReferralState.DRAFT, Household()
    return referral


def _told(answers: Mapping[str, Any], list_id: int) -> dict[str, Any]:
    """What the journal keeps of the information of the person (P25)."""
    return {
        "notice_version": answers["notice_version"],
        "notice_on": answers["notice_on"].isoformat(),
        "list": list_id,
    }


def _fill(referral: Referral, answers: Mapping[str, Any]) -> Iterator[Step]:
    """Write what the row says, step by step, over what the draft holds; yields the steps."""
    for name, fields in sources().items():
        step = Step(name)
        given = {field: answers[field] for field in fields if field in answers}
        if given:
            write_answers(referral, step, EMPTY[step] | _stored(referral, step) | given)
            yield step
    referral.evaluated_on, referral.changed_at = today(), now()


def _stored(referral: Referral, step: Step) -> dict[str, Any]:
    """What the draft holds already; a new one holds nothing."""
    stored = read_answers(referral, step) if referral in db.session else {}
    return {name: value for name, value in stored.items() if value is not None}
