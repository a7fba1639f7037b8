"""What the page of a run prints: outcome, proof, what a replay needs, where the time went."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.runs.change_addresses import home_reference, household_reference
from stirrup.runs.enums import ProposalState, RunKind, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.ui.filters import date_and_time, date_long, decimal, percent
from stirrup.wording import N_

TONES = {RunState.PUBLISHED: "ok", RunState.FAILED: "bad", RunState.CLAIMED: "info"}
STAGES = {
    "load": N_("Read the database"),
    "hold": N_("Choose the homes to keep back"),
    "solve": N_("Find the best solution"),
    "check": N_("Check it again, apart"),
    "explain": N_("Write the reasons"),
}
Fact = tuple[str, str]


@dataclass(frozen=True)
class RunPage:
    """Everything the template prints."""

    outcome: list[Fact]
    price: str | None
    """Of urgency, in a sentence."""
    proof: list[Fact]
    replay: list[Fact]
    durations: list[Fact]
    decisions: list[Fact]
    unmet_pins: list["UnmetPin"]
    replay_command: str | None
    """None: it cannot be computed again."""
    parameters_url: str | None
    """None: the weights that come with the program."""


@dataclass(frozen=True)
class UnmetPin:
    """A pair that was asked for, and where its sides are shown."""

    referral: str
    referral_url: str
    unit: str
    unit_url: str


def run_page(run: MatchRun) -> RunPage:
    """The page of one run."""
    return RunPage(
        outcome=_outcome(run),
        price=_price_of_urgency(run.price_of_urgency),
        proof=_proof(run),
        replay=_replay(run),
        durations=[(str(_(STAGES[stage])), _seconds(spent)) for stage, spent in _timed(run)],
        decisions=_decisions(run),
        unmet_pins=[_unmet_pin(referral, unit) for referral, unit in run.unmet_pins],
        replay_command=f"flask runs replay {run.id}" if _may_be_replayed(run) else None,
        parameters_url=_parameters_url(run),
    )


def name_of(run: MatchRun) -> str:
    """The night of a date, or the number of a run by hand."""
    on = date_long(run.business_date)
    if run.kind == RunKind.NIGHTLY:
        return str(_("Night of %(date)s", date=on))
    return str(_("Run %(number)s of %(date)s", number=run.number, date=on))


def state_of(run: MatchRun) -> tuple[str, str]:
    """How far it went, and the tone of its tag; a lease that has ended is an interruption."""
    if run.state == RunState.CLAIMED and run.lease_until < now():
        return str(_("Interrupted")), "warn"
    return str(_(run.state.label)), TONES[run.state]


def where_of(run: MatchRun) -> str:
    """The communes of a run, or everywhere."""
    if not run.territory:
        return str(_("Everywhere"))
    return ", ".join(get_commune(code).name for code in run.territory.split())


def _outcome(run: MatchRun) -> list[Fact]:
    started_by = run.started_by.display_name if run.started_by else _("The timetable")
    price = run.price_of_urgency
    return [
        (_("Where"), where_of(run)),
        (_("Started by"), started_by),
        (_("Started"), date_and_time(run.started_at)),
        (_("Finished"), date_and_time(run.finished_at)),
        (_("Attempt"), str(run.attempt)),
        (_("Referrals ready"), decimal(run.households_count)),
        (_("Homes open"), decimal(run.units_count)),
        (_("Possible pairs"), decimal(run.eligible_pairs)),
        (_("Proposals"), decimal(run.proposals_count)),
        (
            _("Price of urgency"),
            _("not known")
            if price is None
            else ngettext("%(num)s household", "%(num)s households", price),
        ),
    ]


def _price_of_urgency(price: int | None) -> str | None:
    """What it costs in number that the most urgent come first; None when it is not known."""
    if price is None:
        return None
    if not price:
        return str(
            _("The most urgent came first, and no more households could have had a home otherwise.")
        )
    return str(
        ngettext(
            "The most urgent came first: without that, %(num)s household more could have had a"
            " home.",
            "The most urgent came first: without that, %(num)s households more could have had a"
            " home.",
            price,
        )
    )


def _proof(run: MatchRun) -> list[Fact]:
    return [
        (_("Quality"), _("Optimal, proved") if run.is_proved else _("Not proved")),
        (_("Value"), _points(run.value)),
        (_("Proved bound"), _points(run.bound)),
        (_("Gap"), percent(run.gap)),
    ]


def _points(written: str | None) -> str:
    return decimal(Decimal(written)) if written else str(_("not known"))


def _replay(run: MatchRun) -> list[Fact]:
    versions = ", ".join(f"{name} {number}" for name, number in sorted(run.versions.items()))
    return [
        (_("Weights"), run.weights_version or _("not known")),
        (_("Seed"), str(run.seed)),
        (_("Digest of the input"), _in_groups(run.input_digest)),
        (_("Digest of the proposals"), _in_groups(run.output_digest)),
        (_("Versions"), versions or _("not known")),
    ]


def _may_be_replayed(run: MatchRun) -> bool:
    """Without reading the whole snapshot to say that it is there."""
    is_stored = MatchRun.input_snapshot.is_not(None)
    stored = db.session.scalar(select(is_stored).where(MatchRun.id == run.id))
    return bool(stored) and run.replayable and run.state == RunState.PUBLISHED


def _parameters_url(run: MatchRun) -> str | None:
    if run.parameters_id is None:
        return None
    return url_for("parameters.show", match_parameters_id=run.parameters_id)


def _unmet_pin(referral_id: int, unit_id: int) -> UnmetPin:
    return UnmetPin(
        household_reference(referral_id),
        url_for("referrals.show", referral_id=referral_id),
        home_reference(unit_id),
        url_for("units.show", unit_id=unit_id),
    )


def _in_groups(digest: str | None) -> str:
    """Eight characters at a time, to be compared by eye."""
    if digest is None:
        return str(_("not known"))
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _timed(run: MatchRun) -> list[tuple[str, float]]:
    return [(stage, run.durations[stage]) for stage in STAGES if stage in run.durations]


def _seconds(spent: float) -> str:
    return str(_("%(seconds)s s", seconds=decimal(spent, 2)))


def _decisions(run: MatchRun) -> list[Fact]:
    query = select(Proposal.state, func.count()).where(Proposal.run_id == run.id)
    counts: dict[Any, int] = dict(db.session.execute(query.group_by(Proposal.state)).all())
    return [(str(_(state.label)), str(counts[state])) for state in ProposalState if state in counts]
