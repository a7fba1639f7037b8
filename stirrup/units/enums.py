"""Choices about a unit: closed lists, none of them about persons (legal reference 6.2)."""

from stirrup.wording import N_, Labelled


class UnitState(Labelled):
    """Where a unit stands, from the landlord's draft to the keys and back."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Sent")
    CHECKING = "checking", N_("Being checked")
    OPEN = "open", N_("Open to matching")
    HELD = "held", N_("Held for a household that needs it")
    WORKS_NEEDED = "works_needed", N_("Works needed")
    REJECTED = "rejected", N_("Not accepted")
    RESERVED = "reserved", N_("Reserved")
    OCCUPIED = "occupied", N_("Lent")
    HANDBACK_DUE = "handback_due", N_("To be handed back soon")
    PAUSED = "paused", N_("Paused")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


TAKES_PART = (UnitState.OPEN, UnitState.HELD)
"""What the nights propose; a home that is held is proposed to those for whom it is held."""


class UnitKind(Labelled):
    """What kind of home it is."""

    STUDIO = "studio", N_("Studio")
    T1 = "t1", N_("One-room flat (T1)")
    T2 = "t2", N_("Two-room flat (T2)")
    T3 = "t3", N_("Three-room flat (T3)")
    T4 = "t4", N_("Four-room flat (T4)")
    T5 = "t5", N_("Flat with five rooms or more (T5+)")
    HOUSE = "house", N_("House")
    SHARED_ROOM = "shared_room", N_("Rooms in a shared home")


class EnergyClass(Labelled):
    """The letter of the energy performance diagnosis (DPE)."""

    A = "A", N_("Class A")
    B = "B", N_("Class B")
    C = "C", N_("Class C")
    D = "D", N_("Class D")
    E = "E", N_("Class E")
    F = "F", N_("Class F")
    G = "G", N_("Class G")


class HeatingKind(Labelled):
    """How the home is heated."""

    ELECTRIC = "electric", N_("Electric, individual")
    GAS = "gas", N_("Gas, individual")
    COLLECTIVE = "collective", N_("Collective")
    WOOD = "wood", N_("Wood or pellets")
    HEAT_PUMP = "heat_pump", N_("Heat pump")
    OTHER = "other", N_("Other")


class KitchenKind(Labelled):
    """What one can cook with."""

    NONE = "none", N_("No kitchen")
    CORNER = "corner", N_("Kitchenette")
    FULL = "full", N_("Separate or full kitchen")


class Furnishing(Labelled):
    """What stands in the home."""

    EMPTY = "empty", N_("Empty")
    EQUIPPED_KITCHEN = "equipped_kitchen", N_("Empty, with an equipped kitchen")
    FULL = "full", N_("Fully furnished")


class Equipment(Labelled):
    """What the household finds there."""

    BEDS = "beds", N_("A bed for each person")
    BEDDING = "bedding", N_("Bedding")
    FRIDGE = "fridge", N_("Fridge")
    HOB = "hob", N_("Hob or cooker")
    WASHING_MACHINE = "washing_machine", N_("Washing machine")
    INTERNET = "internet", N_("Internet connection")


class PetsAllowed(Labelled):
    """The building's rule about pets."""

    NONE = "none", N_("No pets")
    SMALL = "small", N_("Small pets")
    ANY = "any", N_("All pets")


class VacancyCause(Labelled):
    """Why the home is empty."""

    BETWEEN_LETS = "between_lets", N_("Between two lets")
    FOR_SALE = "for_sale", N_("For sale")
    SUCCESSION = "succession", N_("Inheritance being settled")
    WORKS = "works", N_("Works planned or under way")
    FINANCING_LACKING = "financing_lacking", N_("No money for the works")
    BAD_EXPERIENCE = "bad_experience", N_("A bad experience of letting")
    KEPT = "kept", N_("Kept for oneself or family")
    DISPUTE = "dispute", N_("Dispute or joint ownership")
    OTHER = "other", N_("Another reason")


class PauseReason(Labelled):
    """Why a landlord pauses a home."""

    WORKS = "works", N_("Works")
    OWN_USE = "own_use", N_("I use it myself for a while")
    SALE = "sale", N_("I am selling it")
    UNDECIDED = "undecided", N_("I am not sure yet")
    OTHER = "other", N_("Another reason")


class WithdrawReason(Labelled):
    """Why a landlord withdraws a home for good."""

    SOLD = "sold", N_("It is sold")
    LET = "let", N_("It is let")
    OWN_USE = "own_use", N_("I live there or lend it to my family")
    WORKS = "works", N_("Long works")
    CHANGED_MIND = "changed_mind", N_("I changed my mind")
    OTHER = "other", N_("Another reason")


class ReadinessPoint(Labelled):
    """What an administrator checks on the spot (décret 2002-120 and product reference 6.1)."""

    SURFACE = "surface", N_("Surface and height")
    WINDOW = "window", N_("Windows and daylight")
    VENTILATION = "ventilation", N_("Ventilation")
    DAMP = "damp", N_("No damp")
    ELECTRICITY = "electricity", N_("Electricity")
    GAS = "gas", N_("Gas")
    SMOKE_ALARM = "smoke_alarm", N_("Smoke alarm")
    LEAD_ASBESTOS = "lead_asbestos", N_("Lead and asbestos reports")
    HEATING = "heating", N_("Heating")
    WATER = "water", N_("Water and hot water")
    TOILET = "toilet", N_("Toilet and washing")
    LOCK = "lock", N_("Door and lock")
    INSURANCE = "insurance", N_("Owner's insurance")
    TITLE = "title", N_("Title of the landlord seen")


class ReadinessResult(Labelled):
    """What was found for one point."""

    OK = "ok", N_("In order")
    MINOR = "minor", N_("Small repair")
    BLOCKING = "blocking", N_("Blocking")
