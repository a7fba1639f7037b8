"""Finding a commune by its INSEE code, or by its name and postcode. Pure."""

from collections import defaultdict
from difflib import get_close_matches
from functools import cache

from stirrup.geography import Commune, communes
from stirrup.spreadsheets.cells import CellRefused, squeezed
from stirrup.wording import N_


def find_commune(written: str, postcode: str) -> Commune:
    """`written` is a name or an INSEE code, maybe empty; so is `postcode`, if `written` is not.

    Raises CellRefused when none, or more than one, answers to both.
    """
    if written in communes() and postcode != written:
        return communes()[written]
    using = _by_postcode().get(postcode, ())
    if not written:
        return _only(using)
    if not postcode:
        return _only(_by_name().get(squeezed(written), ()))
    found = [place for place in using if squeezed(place.name) == squeezed(written)]
    if not found:
        raise CellRefused(
            N_("No commune of this name uses this postcode."), _nearest(written, using)
        )
    return found[0]


def _only(found: tuple[Commune, ...] | list[Commune]) -> Commune:
    if len(found) == 1:
        return found[0]
    if not found:
        raise CellRefused(N_("No such commune: write its name and its postcode."))
    raise CellRefused(N_("Several communes fit: write both name and postcode."), found[0].name)


def _nearest(written: str, using: tuple[Commune, ...]) -> str:
    names = {squeezed(place.name): place.name for place in using}
    near = get_close_matches(squeezed(written), names, n=1, cutoff=0.5)
    return names[near[0]] if near else ", ".join(names.values()) if len(names) == 1 else ""


@cache
def _by_postcode() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = defaultdict(list)
    for place in communes().values():
        for postcode in place.postcodes:
            found[postcode].append(place)
    return {postcode: tuple(places) for postcode, places in found.items()}


@cache
def _by_name() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = defaultdict(list)
    for place in communes().values():
        found[squeezed(place.name)].append(place)
    return {name: tuple(places) for name, places in found.items()}
