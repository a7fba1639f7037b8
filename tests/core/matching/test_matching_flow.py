"""Flows: proofs hold for the best flow and fail for any other; limits are kept."""

import numpy as np
import pytest

from stirrup.matching.components import connected, in_batches
from stirrup.matching.flow import (
    FlowFailed,
    Network,
    Objective,
    best_flow,
    cheapest_flow,
    dual_bound,
    exact_total,
    potentials,
    proof,
)


def diamond():
    """Two ways from node 0 to node 3 for two units of flow: one cheap, one dear."""
    return Network(
        tail=np.array([0, 1, 0, 2]),
        head=np.array([1, 3, 2, 3]),
        capacity=np.array([1, 1, 2, 2]),
        supply=np.array([2, 0, 0, -2]),
    ), np.array([1, 1, 5, 5])


def random_network(seed):
    draw = np.random.default_rng(seed)
    tail, head = draw.integers(0, 8, (2, 40))
    keep = tail != head
    network = Network(tail[keep], head[keep], draw.integers(1, 4, 40)[keep], np.zeros(8, int))
    return network, draw.integers(-9, 10, keep.sum())


def test_the_cheapest_flow_is_found_and_proved():
    network, cost = diamond()

    units = cheapest_flow(network, cost)
    potential = potentials(network, cost, units)
    reduced = cost + potential[network.tail] - potential[network.head]

    assert units.tolist() == [1, 1, 1, 1]
    assert dual_bound(network, reduced, potential) == exact_total(cost, units) == 12


def test_a_dearer_flow_has_no_proof():
    network, cost = diamond()

    with pytest.raises(FlowFailed, match="negative cost"):
        potentials(network, cost, np.array([0, 0, 2, 2]))


@pytest.mark.parametrize("units", [[0, 0, 0, 0], [1, 1, 1, 0], [2, 2, 0, 0], [1, 2, 1, 0]])
def test_a_flow_that_breaks_a_limit_has_no_proof(units):
    network, cost = diamond()

    with pytest.raises(FlowFailed):
        proof(network, cost, np.array(units))


@pytest.mark.parametrize("seed", range(20))
def test_random_circulations_reach_their_bound(seed):
    network, cost = random_network(seed)

    units = cheapest_flow(network, cost)
    potential = potentials(network, cost, units)
    reduced = cost + potential[network.tail] - potential[network.head]

    assert exact_total(cost, units) < 0
    assert dual_bound(network, reduced, potential) == exact_total(cost, units)


@pytest.mark.parametrize("seed", range(20))
def test_no_potentials_give_a_bound_above_the_best_flow(seed):
    network, cost = random_network(seed)
    potential = np.random.default_rng(seed).integers(-50, 50, 8)
    reduced = cost + potential[network.tail] - potential[network.head]

    bound = dual_bound(network, reduced, potential)

    assert bound <= exact_total(cost, cheapest_flow(network, cost))


def test_a_flow_that_cannot_exist_is_refused():
    network, cost = diamond()
    blocked = Network(network.tail, network.head, np.zeros(4, int), network.supply)

    with pytest.raises(FlowFailed, match="INFEASIBLE"):
        cheapest_flow(blocked, cost)


def test_the_second_objective_chooses_among_the_best_of_the_first():
    network, _ = diamond()
    start = np.array([0, 0, 2, 2])
    first = Objective(np.array([1, 0, 0, 0]), swing=1)
    second = Objective(np.array([0, 0, 7, 0]), swing=14)

    flow = best_flow(network, [first, second], start)

    assert flow.units.tolist() == [1, 1, 1, 1]
    assert flow.proved == (True, True)


@pytest.mark.parametrize("seed", range(20))
def test_objectives_folded_into_one_flow_or_solved_apart_agree(seed):
    network, _ = random_network(seed)
    draw = np.random.default_rng(seed)
    gains = draw.integers(0, 5, (3, len(network.tail)))
    objectives = [Objective(row, exact_total(row, network.capacity)) for row in gains]
    start = np.zeros(len(network.tail), int)

    together = best_flow(network, objectives, start)
    apart = best_flow(network, objectives, start, largest=4 * (len(network.supply) + 1))

    totals = [[exact_total(row, flow.units) for row in gains] for flow in (together, apart)]
    assert totals[0] == totals[1]
    assert apart.proved == (True, True, True)


def test_a_decided_flow_leaves_the_next_objective_nothing_to_choose():
    network = Network(np.array([0, 1]), np.array([1, 0]), np.array([1, 1]), np.zeros(2, int))
    objectives = [Objective(np.array([1, 1]), swing=2), Objective(np.array([0, 50]), swing=50)]

    flow = best_flow(network, objectives, np.zeros(2, int), largest=150)

    assert flow.units.tolist() == [1, 1]
    assert flow.proved == (True, True)


def test_an_objective_beyond_the_limit_keeps_the_flow_of_those_before():
    network, _ = diamond()
    start = np.array([0, 0, 2, 2])
    first = Objective(np.array([1, 0, 0, 0]), swing=1)
    too_large = Objective(np.array([0, 0, 999, 0]), swing=1998)

    flow = best_flow(network, [first, too_large], start, largest=100)

    assert flow.units.tolist() == [1, 1, 1, 1]
    assert flow.proved == (True, False)


def test_totals_beyond_64_bits_do_not_wrap():
    assert exact_total(np.full(3, 2**60), np.full(3, 2**5)) == 3 * 2**65


def test_linked_nodes_share_the_smallest_label():
    labels = connected(7, np.array([0, 5, 2]), np.array([3, 3, 6]))

    assert labels.tolist() == [0, 1, 2, 0, 4, 0, 2]


def test_a_long_chain_is_one_component():
    order = np.random.default_rng(1).permutation(2_000)

    labels = connected(2_000, order[:-1], order[1:])

    assert not labels.any()


def test_batches_hold_whole_components_in_order():
    labels = np.array([4, 0, 4, 2, 0, 2, 9])

    batches = in_batches(labels, np.ones_like(labels), at_once=3)

    assert [batch.tolist() for batch in batches] == [[1, 3, 4, 5], [0, 2], [6]]


def test_nothing_makes_no_batch():
    assert in_batches(np.empty(0, int), np.empty(0, int), at_once=3) == []
