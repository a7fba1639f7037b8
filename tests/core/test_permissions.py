"""The mechanism of permissions, apart from its table; then the table where people get hurt."""

from types import SimpleNamespace

import pytest

from stirrup.disclosure import Reader
from stirrup.permissions import (
    PERMISSIONS,
    NotPermittedError,
    Permission,
    Role,
    permits,
    require,
)


def person(role, organisation_id=1):
    return SimpleNamespace(role=role, organisation_id=organisation_id)


def test_every_permission_has_its_lines():
    assert set(PERMISSIONS) == set(Permission)
    assert all(lines and all(lines) for lines in PERMISSIONS.values())


def test_an_unknown_permission_permits_nobody():
    assert not permits(person(Role.ADMINISTRATOR), "fly")


def test_require_raises_for_whom_permits_says_no():
    with pytest.raises(NotPermittedError):
        require(person(Role.LANDLORD), Permission.PROPOSAL_DECIDE)


def test_two_people_without_organisation_do_not_share_one():
    unit = SimpleNamespace(organisation_id=None)

    assert not permits(person(Role.LANDLORD, None), Permission.UNIT_EDIT, unit)


@pytest.mark.parametrize("role", [Role.LANDLORD, Role.CASE_WORKER])
def test_the_agreement_waits_for_both_yes(role):
    placement = SimpleNamespace(
        both_said_yes=False,
        unit=SimpleNamespace(organisation_id=1),
        referral=SimpleNamespace(association_id=1),
    )
    paper = SimpleNamespace(placement=placement, readers=frozenset(Reader))

    assert not permits(person(role), Permission.PAPER_READ, paper)
    placement.both_said_yes = True
    assert permits(person(role), Permission.PAPER_READ, paper)


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
def test_only_administrators_decide(role):
    assert not permits(person(role), Permission.PROPOSAL_DECIDE, SimpleNamespace())


def test_a_local_authority_sees_no_person_and_no_home():
    allowed = {each for each in Permission if permits(person(Role.LOCAL_AUTHORITY), each, None)}

    assert allowed == {Permission.ACCOUNT_USE, Permission.NOTICES_CHOOSE}
