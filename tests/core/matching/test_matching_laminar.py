"""Groupings as layers: what nests is laid, what crosses is named, nothing is lost."""

from itertools import product

import numpy as np
import pytest

from stirrup.matching.laminar import Grouping, lay


def grouping(of, capacities):
    return Grouping(np.array(of, np.int64), np.array(capacities, np.int64))


def ones(leaves):
    return np.ones(leaves, np.int64)


def random_groupings(seed):
    draw = np.random.default_rng(seed)
    leaves = int(draw.integers(1, 7))
    groupings = []
    for _ in range(draw.integers(1, 4)):
        groups = int(draw.integers(1, 4))
        of = draw.integers(-1, groups, leaves)
        groupings.append(grouping(of, draw.integers(0, 4, groups)))
    return groupings, draw.integers(0, 3, leaves)


def members(grouping, group):
    return frozenset(np.flatnonzero(grouping.of == group).tolist())


def leaves_below(forest, node):
    below = set()
    for leaf, at in enumerate(forest.leaf_parent.tolist()):
        while at >= 0 and at != node:
            at = int(forest.parent[at])
        if at == node:
            below.add(leaf)
    return frozenset(below)


def test_a_building_is_laid_inside_its_owner():
    buildings = grouping([0, 0, 1, -1], [1, 0])
    owners = grouping([0, 0, 0, 1], [2, 0])

    forest = lay([buildings, owners], ones(4))

    assert forest.leaf_parent.tolist() == [0, 0, 1, 3]
    assert forest.parent.tolist() == [2, 2, -1, -1]
    assert forest.capacity.tolist() == [1, 0, 2, 0]
    assert forest.grouping.tolist() == [0, 0, 1, 1]
    assert forest.group.tolist() == [0, 1, 0, 1]


def test_a_group_across_two_others_is_named_and_not_laid():
    owners = grouping([0, 0, 1, 1], [1, 1])
    programmes = grouping([-1, 0, 0, 1], [1, 0])

    forest = lay([owners, programmes], ones(4))

    assert [groups.tolist() for groups in forest.crossing] == [[], [0]]
    assert leaves_below(forest, 2) == {3}


def test_a_group_that_can_take_all_its_leaves_is_left_out():
    forest = lay([grouping([0, 0, 1, 1], [3, 2])], np.array([1, 2, 1, 2]))

    assert forest.leaf_parent.tolist() == [-1, -1, 0, 0]
    assert forest.group.tolist() == [1]


def test_a_group_that_limits_nothing_makes_no_other_cross():
    wide = grouping([0, 0, 0, -1], [3])
    across = grouping([-1, 0, 0, 0], [1])

    forest = lay([wide, across], ones(4))

    assert [groups.tolist() for groups in forest.crossing] == [[], []]


def test_two_equal_groups_stand_one_above_the_other():
    forest = lay([grouping([0, 0], [1]), grouping([0, 0], [0])], ones(2))

    assert forest.leaf_parent.tolist() == [0, 0]
    assert forest.parent.tolist() == [1, -1]


@pytest.mark.parametrize(("groupings", "leaves"), [([], 3), ([grouping([], [2])], 0)])
def test_nothing_to_lay_makes_an_empty_forest(groupings, leaves):
    forest = lay(groupings, ones(leaves))

    assert forest.leaf_parent.tolist() == [-1] * leaves
    assert len(forest.parent) == len(forest.capacity) == 0


@pytest.mark.parametrize("seed", range(200))
def test_each_node_holds_the_leaves_of_its_group_and_every_binding_group_is_told(seed):
    groupings, most = random_groupings(seed)

    forest = lay(groupings, most)

    told = set()
    for node, (at, group) in enumerate(zip(forest.grouping, forest.group, strict=True)):
        assert leaves_below(forest, node) == members(groupings[at], group)
        assert forest.capacity[node] == groupings[at].capacities[group]
        told.add((at, group))
    told |= {(at, group) for at, groups in enumerate(forest.crossing) for group in groups.tolist()}
    binding = {
        (at, group)
        for at, given in enumerate(groupings)
        for group, capacity in enumerate(given.capacities)
        if most[given.of == group].sum() > capacity
    }
    assert told == binding


@pytest.mark.parametrize("seed", range(200))
def test_a_group_is_said_to_cross_only_when_it_crosses_one_laid_before_it(seed):
    groupings, most = random_groupings(seed)

    forest = lay(groupings, most)

    laid = list(zip(forest.grouping.tolist(), forest.group.tolist(), strict=True))
    for at, groups in enumerate(forest.crossing):
        for group in groups.tolist():
            ours = members(groupings[at], group)
            before = [members(groupings[i], g) for i, g in laid if i < at]
            assert any(ours & theirs and ours - theirs and theirs - ours for theirs in before)


@pytest.mark.parametrize("seed", range(60))
def test_flows_through_the_forest_are_those_that_keep_every_laid_group(seed):
    groupings, most = random_groupings(seed)

    forest = lay(groupings, most)

    for units in product(*(range(limit + 1) for limit in most.tolist())):
        carried = np.array(units)
        through = [
            carried[list(leaves_below(forest, node))].sum() for node in range(len(forest.group))
        ]
        kept = all(
            carried[groupings[at].of == group].sum() <= groupings[at].capacities[group]
            for at, group in zip(forest.grouping, forest.group, strict=True)
        )
        assert kept == all(np.array(through, int) <= forest.capacity)
