"""The communes of a local authority: what it is told about stops at their border."""

from collections.abc import Sequence

from stirrup import audit
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.refusals import NoTerritoryError
from stirrup.extensions import db
from stirrup.geography import Commune, communes, get_commune, plain
from stirrup.permissions import Permission, require

MOST_COMMUNES = 300


def territory_of(organisation: Organisation) -> list[Commune]:
    """Its communes, by name."""
    codes = (organisation.commune_codes or "").split()
    return sorted(map(get_commune, codes), key=lambda commune: plain(commune.name))


def add_to_territory(organisation: Organisation, codes: Sequence[str], *, by: User) -> None:
    """Let the authority see these communes too. Raises NotPermittedError, NoTerritoryError."""
    known = (organisation.commune_codes or "").split()
    _store(organisation, {*known, *codes}, by)


def take_from_territory(organisation: Organisation, code: str, *, by: User) -> None:
    """Take one commune away. Raises NotPermittedError, NoTerritoryError."""
    known = (organisation.commune_codes or "").split()
    _store(organisation, {*known} - {code}, by)


def _store(organisation: Organisation, codes: set[str], by: User) -> None:
    require(by, Permission.ORGANISATION_VERIFY, organisation)
    sound = codes <= communes().keys() and len(codes) <= MOST_COMMUNES
    if organisation.kind != OrganisationKind.LOCAL_AUTHORITY or not sound:
        raise NoTerritoryError
    organisation.commune_codes = " ".join(sorted(codes)) or None
    audit.record(by, "organisation_territory_set", organisation, communes=len(codes))
    db.session.commit()
