"""What a landlord's answers and an administrator's check must respect: one refusal per rule."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from stirrup.geography import UnknownCommuneError, get_commune
from stirrup.refusals import RefusedError
from stirrup.units.enums import EnergyClass, ReadinessPoint, ReadinessResult, UnitKind
from stirrup.units.occupation import ceiling
from stirrup.units.refused_criteria import find_refused_criteria
from stirrup.units.window import soonest_end
from stirrup.wording import N_

Answers = Mapping[str, Any]


class AnswerRefusedError(RefusedError):
    """One answer breaks a rule; a page shows the sentence beside the field of that name."""

    field = ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str | None = None, **values: object) -> None:
        super().__init__(**values)
        self.field = field or self.field


class WrongCommuneError(AnswerRefusedError):
    field = "commune_code"
    sentence = N_("This commune does not use this postcode: choose one of the list.")


class RefusedCriterionError(AnswerRefusedError):
    """ND-01: the only criteria are dates, people, pets, smoking and facts about the home."""

    sentence = N_(
        "This text seems to choose people by their %(criterion)s. The law refuses it, for a free"
        " loan too: describe the home only."
    )


class TooManyPeopleError(AnswerRefusedError):
    """LC-13, manifest over-occupation."""

    field = "max_people"
    sentence = N_("This surface holds %(most)s people at most, all places together.")


class MinimumAboveMaximumError(AnswerRefusedError):
    field = "min_people"
    sentence = N_("The smallest number of people is above the greatest: correct one of them.")


class MoreBedroomsThanRoomsError(AnswerRefusedError):
    field = "bedrooms"
    sentence = N_("There are more bedrooms than main rooms: correct one of them.")


class SeveralPlacesError(AnswerRefusedError):
    field = "places_count"
    sentence = N_("Only rooms in a shared home have several places: write 1.")


class FewerPlacesError(AnswerRefusedError):
    """A stay or a proposal may already hold one of the places."""

    field = "places_count"
    sentence = N_("This home has already opened with %(count)s places: keep them.")


class WindowTooShortError(AnswerRefusedError):
    field = "available_until"
    sentence = N_(
        "A stay lasts six months: starting on %(first)s it ends on %(end)s. Choose this day or"
        " a later one."
    )


class TwoBuildingsError(AnswerRefusedError):
    field = "new_building"
    sentence = N_("Choose a building of the list or name a new one, not both.")


class LimitWithoutBuildingError(AnswerRefusedError):
    field = "most_stays"
    sentence = N_("A limit needs a building: name it, or leave the limit empty.")


class NotAllCheckedError(AnswerRefusedError):
    sentence = N_("Say what was found for each point before you open this home.")


class BlockingPointError(AnswerRefusedError):
    """LC-10 and LC-11: no exception exists."""

    sentence = N_("A blocking point forbids opening this home: ask for works or do not accept it.")


class NotVisitedError(AnswerRefusedError):
    field = "visited_on"
    sentence = N_("Give the day of the visit before you open this home.")


class EnergyExceptionNeededError(AnswerRefusedError):
    """LC-12."""

    field = "energy_exception"
    sentence = N_("Class G or no diagnosis: this home opens only if you write down why.")


class LandlordNotVerifiedError(AnswerRefusedError):
    field = "outcome"
    sentence = N_("The landlord has not been verified yet: verify the organisation first.")


def check_answers(step: str, answers: Answers, unit: Any, today: date) -> None:
    """Raise the refusal of the first rule these answers break; `unit` is None for a new one."""
    if step in CHECKS:
        CHECKS[step](answers, unit, today)


def check_words(field: str, text: str) -> None:
    """Raise RefusedCriterionError when the text chooses people."""
    for criterion in find_refused_criteria(text):
        raise RefusedCriterionError(field, criterion=criterion.label)


def check_ready(unit: Any, today: date) -> None:
    """Raise the refusal of the first reason why a unit may not be opened to matching."""
    for point in ReadinessPoint:
        if unit.readiness.get(point.value) == ReadinessResult.BLOCKING:
            raise BlockingPointError(f"readiness_{point.value}")
    for point in ReadinessPoint:
        if point.value not in unit.readiness:
            raise NotAllCheckedError(f"readiness_{point.value}")
    if unit.visited_on is None:
        raise NotVisitedError
    if unit.energy_class in (None, EnergyClass.G) and not unit.energy_exception:
        raise EnergyExceptionNeededError
    if not unit.organisation.is_verified:
        raise LandlordNotVerifiedError
    _check_dates({name: getattr(unit, name) for name in DATES}, unit, today)


DATES = ("available_from", "available_until")


def _check_address(answers: Answers, _unit: Any, _today: date) -> None:
    check_words("address_complement", answers["address_complement"] or "")
    try:
        commune = get_commune(answers["commune_code"])
    except UnknownCommuneError:
        raise WrongCommuneError from None
    if commune.latitude is None or answers["postcode"] not in commune.postcodes:
        raise WrongCommuneError


def _check_kind(answers: Answers, unit: Any, _today: date) -> None:
    most, places = ceiling(answers["surface_m2"]), answers["places_count"]
    if answers["bedrooms"] > answers["main_rooms"]:
        raise MoreBedroomsThanRoomsError
    if answers["min_people"] > answers["max_people"]:
        raise MinimumAboveMaximumError
    if places > 1 and answers["kind"] != UnitKind.SHARED_ROOM:
        raise SeveralPlacesError
    if places < len(unit.places):
        raise FewerPlacesError(count=len(unit.places))
    if answers["max_people"] * places > most:
        raise TooManyPeopleError(most=most)


def _check_dates(answers: Answers, _unit: Any, today: date) -> None:
    first = max(answers["available_from"], today)
    end = soonest_end(answers["available_from"], today)
    if answers["available_until"] < end:
        raise WindowTooShortError(first=first, end=end)


def _check_building(answers: Answers, _unit: Any, _today: date) -> None:
    name, chosen = answers["new_building"], answers.get("in_building")
    check_words("new_building", name or "")
    if name and chosen is not None:
        raise TwoBuildingsError
    if answers["most_stays"] is not None and not name and chosen is None:
        raise LimitWithoutBuildingError


CHECKS: dict[str, Callable[[Answers, Any, date], None]] = {
    "address": _check_address,
    "kind": _check_kind,
    "dates": _check_dates,
    "building": _check_building,
}
