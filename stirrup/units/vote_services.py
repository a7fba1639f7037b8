"""What administrators do with the rates that communes voted: enter, correct, take out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.benefits.regimes import Law, Vote, find_law, regime_for
from stirrup.benefits.sentences import UnusableFactsError
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.units.vote_models import CommuneVote
from stirrup.units.vote_queries import find_vote
from stirrup.wording import N_


class VoteRefusedError(RefusedError):
    """A vote that cannot stand; `field` names the answer to correct."""

    field = "tax_year"


class NoVoteForThisTaxError(VoteRefusedError):
    """The tax of that commune and year has its rates from the law alone."""

    sentence = N_("For this tax year the law alone sets the rates of this commune: no vote exists.")


class FirstRateOutsideTheLawError(VoteRefusedError):
    """Below the rate of the law, or above what it lets a commune vote."""

    field = "first_rate"
    sentence = N_("For this commune and this tax year the law allows %(lowest)s to %(highest)s.")


class NextRateOutsideTheLawError(FirstRateOutsideTheLawError):
    """The same for the later taxed years."""

    field = "next_rate"


class NextRateMissingError(VoteRefusedError):
    """In the vacancy zones the first taxed year and the later ones have each their rate."""

    field = "next_rate"
    sentence = N_("This commune has two rates: enter the one of the second year and later too.")


class OneRateAloneError(VoteRefusedError):
    """Outside the vacancy zones one rate holds for every taxed year."""

    field = "next_rate"
    sentence = N_("This commune has one rate for all years: leave this answer empty.")


class EnteredMeanwhileError(VoteRefusedError):
    """Somebody else entered a vote for the same commune and year at the same moment."""

    sentence = N_("Someone else has just entered a vote for this commune and year. Read it first.")


class VoteEndedError(RefusedError):
    """The line was corrected or taken out before."""

    sentence = N_("This vote is no longer in force. Nothing was changed.")


@dataclass(frozen=True)
class VoteFacts:
    """A vote as it was taken; rates are shares, `next_rate` is None where one rate holds."""

    commune_code: str
    tax_year: int
    first_rate: Decimal
    next_rate: Decimal | None
    source: str
    voted_on: date


def enter_vote(facts: VoteFacts, *, by: User) -> CommuneVote:
    """Store a vote; a line in force for the same commune and year is ended, never rewritten."""
    require(by, Permission.VOTE_ENTER)
    check_vote(facts)
    former = find_vote(facts.commune_code, facts.tax_year)
    if former is not None and all(getattr(former, k) == v for k, v in vars(facts).items()):
        return former  # the same form sent twice, or nothing to correct
    if former is not None:
        former.ended_at = now()
        db.session.flush()
    vote = CommuneVote(**vars(facts), entered_by_id=by.id)
    db.session.add(vote)
    try:
        audit.record(by, "vote_corrected" if former else "vote_entered", vote)
        db.session.commit()
    except IntegrityError as clash:
        db.session.rollback()
        raise EnteredMeanwhileError from clash
    return vote


def end_vote(vote: CommuneVote, *, by: User) -> CommuneVote:
    """Take out a vote that was entered by mistake: estimates do without it from now on."""
    require(by, Permission.VOTE_ENTER)
    if vote.ended_at is not None:
        raise VoteEndedError
    vote.ended_at = now()
    audit.record(by, "vote_ended", vote)
    db.session.commit()
    return vote


def check_vote(facts: VoteFacts) -> None:
    """Refuse what the law of that commune and tax year does not allow. Raises VoteRefusedError."""
    law = law_of(facts.commune_code, facts.tax_year)
    if law is None or not _takes_votes(law):
        raise NoVoteForThisTaxError
    if _has_two_rates(law) and facts.next_rate is None:
        raise NextRateMissingError
    if not _has_two_rates(law) and facts.next_rate is not None:
        raise OneRateAloneError
    _check_rate(law, 1, facts.first_rate, FirstRateOutsideTheLawError)
    if facts.next_rate is not None:
        _check_rate(law, 2, facts.next_rate, NextRateOutsideTheLawError)


def law_of(commune_code: str, tax_year: int) -> Law | None:
    """The law of the vacancy tax that this commune levies for that year."""
    commune = get_commune(commune_code)
    return find_law(regime_for(commune.tax_zone, tax_year, commune.taxed_since), tax_year)


def _takes_votes(law: Law) -> bool:
    return law.highest_rates is not None or not _has_two_rates(law)


def _has_two_rates(law: Law) -> bool:
    return law.find("first_rate") is not None


def _check_rate(
    law: Law, rank: int, rate: Decimal, refusal: type[FirstRateOutsideTheLawError]
) -> None:
    """Ask the core, which alone knows the bounds; they are told in the refusal."""
    try:
        law.rate(rank, Vote.flat(rate))
    except UnusableFactsError as outside:
        step = "first" if rank == 1 else "next"
        lowest, highest = law.find(f"{step}_rate"), law.find(f"highest_{step}_rate")
        raise refusal(lowest=lowest or Decimal(0), highest=highest or Decimal(1)) from outside
