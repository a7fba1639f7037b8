"""What is expected of one person today, whatever their role: the one list behind page and mail."""

from collections.abc import Callable
from datetime import date

from stirrup.accounts.models import User
from stirrup.permissions import Permission, Role, require
from stirrup.worklists.for_associations import heaps_for_an_association
from stirrup.worklists.for_landlords import heaps_for_a_landlord
from stirrup.worklists.for_the_team import heaps_for_the_team
from stirrup.worklists.lines import Group
from stirrup.worklists.piles import Heap, groups_of

OF_EACH_ROLE: dict[Role, Callable[[User, date], list[Heap]]] = {
    Role.LANDLORD: heaps_for_a_landlord,
    Role.CASE_WORKER: heaps_for_an_association,
    Role.ASSOCIATION_MANAGER: heaps_for_an_association,
    Role.ADMINISTRATOR: heaps_for_the_team,
}


def expected_of(person: User, today: date) -> list[Group]:
    """Groups in their order of importance, the empty ones left out; in the language in force.

    One question, and one for each table of which something is told. A case worker is asked about
    their own referrals and those of whom they stand in for, a manager about those of the
    association.
    """
    require(person, Permission.TODAY_SEE)
    return groups_of(OF_EACH_ROLE[person.role](person, today), today)
