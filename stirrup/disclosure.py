"""Which facts of a household or a home each reader is shown, and from which stage. Pure.

Nothing here: nobody sees it (security T1). Safety zones and the purpose of anchors have no line.
"""

from stirrup.wording import N_, Labelled


class Reader(Labelled):
    """On which side of a stay the reader stands."""

    LANDLORD = "landlord", N_("Landlord")
    ASSOCIATION = "association", N_("Association")
    TEAM = "team", N_("Stirrup team")


class Stage(Labelled):
    """How far the two sides have agreed."""

    PROPOSED = "proposed", N_("Before both sides said yes")
    AGREED = "agreed", N_("After both sides said yes")


STAGES = list(Stage)
EVERYBODY_AT_ONCE = dict.fromkeys(Reader, Stage.PROPOSED)
ASSOCIATION_AND_TEAM = {Reader.ASSOCIATION: Stage.PROPOSED, Reader.TEAM: Stage.PROPOSED}
LANDLORD_ONCE_AGREED = ASSOCIATION_AND_TEAM | {Reader.LANDLORD: Stage.AGREED}
ASSOCIATION_ONCE_AGREED = {
    Reader.LANDLORD: Stage.PROPOSED,
    Reader.TEAM: Stage.PROPOSED,
    Reader.ASSOCIATION: Stage.AGREED,
}

DISCLOSED: dict[str, dict[Reader, Stage]] = {
    "household_size": EVERYBODY_AT_ONCE,
    "bedrooms_needed": EVERYBODY_AT_ONCE,
    "dates": EVERYBODY_AT_ONCE,
    "pets": EVERYBODY_AT_ONCE,
    "accessibility": EVERYBODY_AT_ONCE,
    "association": EVERYBODY_AT_ONCE,
    "referral_reference": ASSOCIATION_AND_TEAM,
    "names_of_adults": LANDLORD_ONCE_AGREED,
    "referent": LANDLORD_ONCE_AGREED,
    "duty_phone": LANDLORD_ONCE_AGREED,
    "home_in_brief": EVERYBODY_AT_ONCE,
    "home_address": ASSOCIATION_ONCE_AGREED,
    "landlord_name": ASSOCIATION_ONCE_AGREED,
    "landlord_phone": ASSOCIATION_ONCE_AGREED,
    "end_of_stay": LANDLORD_ONCE_AGREED,
    "forwarding_consent": ASSOCIATION_AND_TEAM,
    "exit_outcome": ASSOCIATION_AND_TEAM,
}


def shows(field: str, reader: Reader, stage: Stage) -> bool:
    """Whether this reader is shown `field` at this stage; an unknown field is shown to nobody."""
    first = DISCLOSED.get(field, {}).get(reader)
    return first is not None and STAGES.index(stage) >= STAGES.index(first)
