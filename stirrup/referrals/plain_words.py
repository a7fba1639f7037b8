"""A referral in plain words, for its pages: the lines of each step, but never a safety zone."""

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.referrals.answers import communes_of, needs_of
from stirrup.referrals.enums import CommuneStance
from stirrup.referrals.models import Referral
from stirrup.referrals.places import names_of
from stirrup.referrals.steps import Step
from stirrup.ui.filters import date_long, kilometres, phone, yes_no
from stirrup.wording import Labelled


class Line(NamedTuple):
    """What was asked, and the answer; an empty one was not given."""

    key: str
    value: str | list[str]


def lines_of(referral: Referral, step: Step) -> list[Line]:
    """The answers of one step, none for safety."""
    return LINES[step](referral) if step in LINES else []


def brief(referral: Referral, step: Step) -> str:
    """The answers of one step on a line; how to reach somebody is not for a summary."""
    if step in (Step.CONTACTS, Step.SAFETY):
        return ""
    told = 2 if step in (Step.HOUSEHOLD, Step.SITUATION) else 1
    values = [line.value for line in lines_of(referral, step)[:told]]
    return ", ".join(value if isinstance(value, str) else ", ".join(value) for value in values)


def people(referral: Referral) -> str:
    """2 adults, 1 under 18."""
    adults = sum(member.is_adult for member in referral.household.members)
    minors = (referral.people or 0) - adults
    told = [ngettext("%(num)s adult", "%(num)s adults", adults)]
    if minors > 0:
        told.append(ngettext("%(num)s under 18", "%(num)s under 18", minors))
    return ", ".join(told)


def bedrooms(number: int | None) -> str:
    """2 bedrooms, or a studio."""
    if number is None:
        return ""
    if number == 0:
        return str(_("a studio"))
    return str(ngettext("%(num)s bedroom", "%(num)s bedrooms", number))


def household_for_the_team(referral: Referral) -> list[Line]:
    """How many they are, without ages: a decision needs no more."""
    return [Line(_("People"), str(referral.people or "")), *_household(referral)[1:]]


def _household(referral: Referral) -> list[Line]:
    return [
        Line(_("People"), people(referral) if referral.people else ""),
        Line(_("Bedrooms needed"), bedrooms(referral.bedrooms_needed)),
        Line(_("Cots"), str(referral.cots)),
        Line(_("Animal"), _(referral.pets.label)),
    ]


def _needs(referral: Referral) -> list[Line]:
    floor = referral.max_floor_without_lift
    return [
        Line(
            _("The home must have"),
            [_(need.label) for need in needs_of(referral)] or [_("Nothing in particular")],
        ),
        Line(_("Highest floor without a lift"), _("Any floor") if floor is None else str(floor)),
        Line(_("Shared home"), _("Accepted") if referral.accepts_shared else _("No shared home")),
    ]


def _communes(referral: Referral) -> list[Line]:
    accepted = names_of(communes_of(referral, CommuneStance.ACCEPTED))
    refused = names_of(communes_of(referral, CommuneStance.REFUSED))
    return [
        Line(
            _("Communes accepted, the preferred first"),
            ", ".join(accepted) or (_("All, but those refused") if refused else _("All communes")),
        ),
        Line(_("Communes refused"), ", ".join(refused) or _("No commune")),
    ]


def _anchors(referral: Referral) -> list[Line]:
    near = [
        _("%(place)s: at most %(distance)s", place=one.label, distance=kilometres(one.max_km))
        for one in referral.anchors
    ]
    return [Line(_("Stay near"), near or [_("No place in particular")])]


def _dates(referral: Referral) -> list[Line]:
    if referral.earliest_entry is None or referral.latest_entry is None:
        return [Line(_("Day of entry"), "")]
    window = _(
        "From %(first)s to %(last)s",
        first=date_long(referral.earliest_entry),
        last=date_long(referral.latest_entry),
    )
    return [Line(_("Day of entry"), window)]


def _situation(referral: Referral) -> list[Line]:
    return [
        Line(_("Lives now"), _label(referral.situation)),
        Line(_("Urgency"), _label(referral.urgency)),
    ]


def _support(referral: Referral) -> list[Line]:
    return [
        Line(_("Support"), _label(referral.support_level)),
        Line(_("Six months of support promised"), yes_no(referral.referent_commits)),
    ]


def _contacts(referral: Referral) -> list[Line]:
    household = referral.household
    return [
        Line(_("Phone"), phone(household.phone) if household.phone else ""),
        Line(_("E-mail"), household.email or ""),
        Line(_("Address kept secret"), yes_no(referral.protected_address)),
    ]


def _consent(referral: Referral) -> list[Line]:
    return [
        Line(_("Consent given on"), date_long(referral.consent_given_on)),
        Line(_("How it was given"), _label(referral.consent_method)),
        Line(_("Holds until"), date_long(referral.consent_expires_on)),
        Line(_("Notice read, version"), referral.notice_version or ""),
        Line(_("Anonymous statistics"), yes_no(referral.consent_to_statistics)),
    ]


def _label(choice: Labelled | None) -> str:
    return str(_(choice.label)) if choice else ""


LINES: dict[Step, Callable[[Referral], list[Line]]] = {
    Step.HOUSEHOLD: _household,
    Step.NEEDS: _needs,
    Step.COMMUNES: _communes,
    Step.ANCHORS: _anchors,
    Step.DATES: _dates,
    Step.SITUATION: _situation,
    Step.SUPPORT: _support,
    Step.CONTACTS: _contacts,
    Step.CONSENT: _consent,
}
