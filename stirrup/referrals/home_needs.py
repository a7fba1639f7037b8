"""Needs of the home, as facts of the home: each is a column of the referral, and its words."""

from stirrup.wording import N_, Labelled


class HomeNeed(Labelled):
    """Something that the home must have; why is never asked."""

    STEP_FREE = "needs_step_free", N_("Step-free access from the street")
    LIFT = "needs_lift", N_("A lift, unless on the ground floor")
    GROUND_FLOOR = "needs_ground_floor", N_("On the ground floor")
    ADAPTED_BATHROOM = "needs_adapted_bathroom", N_("An adapted shower and toilet")
    OWN_KITCHEN = "needs_own_kitchen", N_("A kitchen of its own")
    QUIET = "needs_quiet", N_("Quiet")
    PARKING = "needs_parking", N_("A parking place")
