"""Ending somebody's access: every way in is closed, and nothing they accompanied is left alone."""

from dataclasses import dataclass

from sqlalchemy import update

from stirrup import audit
from stirrup.accounts.colleagues import colleagues_of
from stirrup.accounts.leaves import close_leave, leaves_around
from stirrup.accounts.left_behind import keeper
from stirrup.accounts.links import cancel_tokens
from stirrup.accounts.models import ActionLink, User
from stirrup.accounts.refusals import AccessEndedError, NoSuccessorError, OneselfError
from stirrup.accounts.sessions import end_sessions_of
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, require


@dataclass(frozen=True)
class Departure:
    """What is left to somebody else, and who may take it over."""

    dossiers: int
    successors: list[User]

    @property
    def needs_successor(self) -> bool:
        """Whether somebody has to be chosen; where nobody else is left, the team is written to."""
        return bool(self.dossiers and self.successors)


def departure_of(person: User) -> Departure:
    """What ending this person's access leads to."""
    dossiers = keeper().count(person)
    colleagues = colleagues_of(person.organisation_id) if dossiers else []
    return Departure(dossiers, [one for one in colleagues if one.id != person.id])


def deactivate(person: User, to: int | None = None, *, by: User) -> None:
    """End a person's access at once, on every browser; what they did stays.

    `to`: the number of the colleague who takes their dossiers over. Raises NotPermittedError,
    OneselfError, AccessEndedError, NoSuccessorError.
    """
    require(by, Permission.PERSON_DEACTIVATE, person)
    require_departure(person, by)
    departure = departure_of(person)
    successor = next((one for one in departure.successors if one.id == to), None)
    if departure.needs_successor and successor is None:
        raise NoSuccessorError
    person.deactivated_at = now()
    handed_over = keeper().give(person, successor, by) if successor else 0
    _close_ways_in(person)
    for leave in leaves_around(person, today()):
        close_leave(leave, by)
    audit.record(by, "person_deactivated", person, handed_over=handed_over)
    db.session.commit()


def require_departure(person: User, by: User) -> None:
    """Raises OneselfError, AccessEndedError."""
    if person.id == by.id:
        raise OneselfError
    if not person.is_active:
        raise AccessEndedError


def _close_ways_in(person: User) -> None:
    """Sessions, links of mails, and the secret address of the calendar."""
    end_sessions_of(person)
    cancel_tokens(person)
    person.calendar_hash = None
    unused = (ActionLink.user_id == person.id, ActionLink.used_at.is_(None))
    db.session.execute(update(ActionLink).where(*unused).values(used_at=now()))
