"""The information notice, read with the person before a referral exists (privacy P25).

A changed word needs a new version: each referral stores the version that its person was told.
"""

from stirrup.wording import N_

NOTICE_VERSION = "2026-11"

NOTICE = (
    (
        N_("What it is for"),
        N_(
            "To look for a home lent for six months, free of charge. A computer program compares"
            " the needs of households with the homes on offer each night. A person of the"
            " Stirrup team decides. You can always say no: it costs you no waiting time."
        ),
    ),
    (
        N_("What we write down"),
        N_(
            "How many you are, the bedrooms you need, what the home must have, the towns you"
            " accept, your dates, how urgent it is, and how to reach you. Never your origin,"
            " religion, health, income or family status."
        ),
    ),
    (
        N_("Who sees it"),
        N_(
            "Your referent and their association see everything but the places you stay away"
            " from. The Stirrup team sees the needs, never how to reach you. The owner sees the"
            " number of people, the bedrooms, the dates, a pet and step-free access. Your name"
            " is asked only once both of you have agreed, to write the agreement."
        ),
    ),
    (
        N_("For how long"),
        N_(
            "Your consent holds for twelve months. Two years after the last contact, what is"
            " written here is erased."
        ),
    ),
    (
        N_("Your rights"),
        N_(
            "Read it, correct it, stop everything, ask how a proposal was chosen, ask for it to"
            " be looked at again by another person: tell your referent, or write to us. You can"
            " also complain to the CNIL, which protects personal data in France."
        ),
    ),
)
"""(heading, sentences), in plain words, read aloud if needed."""
