"""Whom to call about a stay, once both sides have said yes and as long as it lasts."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from stirrup.accounts.leave_words import name_today
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.disclosure import Reader, Stage, shows
from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement


@dataclass(frozen=True)
class Contact:
    """Somebody on the other side; `phone` as it is stored, None when it is not known."""

    name: str
    about: str
    phone: str | None


def contacts_of(placement: Placement, reader: Reader) -> list[Contact]:
    """Whom this reader may call: nobody before both sides have said yes, nor after the end."""
    if not placement.both_said_yes or placement.state not in LIVE_STATES:
        return []
    return [
        contact
        for field, side, contact in _known(placement)
        if side != reader and shows(field, reader, Stage.AGREED)
    ]


def _known(placement: Placement) -> Iterator[tuple[str, Reader, Contact]]:
    """A line of the disclosure table, whose number it is, and the number."""
    referral, unit = placement.referral, placement.unit
    yield (
        "duty_phone",
        Reader.ASSOCIATION,
        Contact(
            name=name_today(referral.referent, today()),
            about=_("Referent, %(association)s", association=referral.association.name),
            phone=referral.association.duty_phone,
        ),
    )
    yield (
        "landlord_phone",
        Reader.LANDLORD,
        Contact(
            name=unit.organisation.name,
            about=_("Landlord"),
            phone=unit.organisation.phone or _own_phone(unit.created_by_id),
        ),
    )


def _own_phone(user_id: int) -> str | None:
    """An individual landlord gives a number with the account."""
    person = db.session.get(User, user_id)
    return person.phone if person else None
