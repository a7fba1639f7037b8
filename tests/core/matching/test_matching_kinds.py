"""Kinds of needs and of homes: counted together, they count as one by one."""

from types import SimpleNamespace

import numpy as np
import pytest

from stirrup.matching.eligibility import NEEDS, OFFERS, RULES, count_suitable_homes
from stirrup.matching.rules import Rows
from stirrup.matching.territories.simulation import town


@pytest.mark.parametrize("seed", range(3))
def test_counting_by_kinds_counts_every_home(seed):
    night = town(seed, 60, 50)
    units = Rows(night.units, np.arange(50)[None, :])
    households = Rows(night.households, np.arange(60)[:, None])
    suits = [rule.holds(units, households) for rule in RULES if rule.of_the_home]

    counts = count_suitable_homes(night, np.arange(60))

    assert counts.tolist() == np.all(suits, axis=0).sum(axis=1).tolist()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.of_the_home], ids=lambda r: r.code)
def test_a_rule_of_the_home_reads_only_what_kinds_are_told_by(rule):
    night = town(1, 4, 4)
    offers = SimpleNamespace(**{name: getattr(night.units, name) for name in OFFERS})
    needs = SimpleNamespace(**{name: getattr(night.households, name) for name in NEEDS})

    assert rule.holds(offers, needs).shape == (4,)
