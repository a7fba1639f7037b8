"""Pair problems whose optimum is planted, or that are hard on purpose."""

import numpy as np

from stirrup.matching.pair_level.pairing import Knapsack


def planted_assignment(seed, nodes, share=1.0):
    """A linear assignment and its least cost: dual prices, plus slack that one choice avoids."""
    draw = np.random.default_rng(seed)
    match = draw.permutation(nodes)
    count = int(nodes * nodes * share)
    keys = np.union1d(
        draw.integers(0, nodes * nodes, count) if share < 1 else np.arange(nodes * nodes),
        np.arange(nodes) * nodes + match,
    )
    left, right = np.divmod(keys, nodes)
    prices = draw.integers(-500, 500, (2, nodes))
    slack = np.where(match[left] == right, 0, draw.integers(0, 60, len(keys)))
    given = {"left": left, "right": right, "value": prices[0][left] + prices[1][right] + slack}
    return given | {"every_left": True, "minimise": True}, int(prices.sum())


def planted_generalised(seed, agents, jobs, tightest=0):
    """A generalised assignment and its least cost: the planted agent is the cheapest by price.

    Costs are a price of the job, less a price of the agent for each unit used, plus slack; the
    planted jobs fill each agent but for a few units where its price is 0.
    """
    draw = np.random.default_rng(seed)
    planted = draw.integers(0, agents, jobs)
    use = draw.integers(5, 26, (agents, jobs))
    load = np.bincount(planted, use[planted, np.arange(jobs)], minlength=agents).astype(int)
    price = draw.integers(0, 4, agents)
    capacity = load + np.where(price == 0, draw.integers(0, 8, agents), 0)
    slack = draw.integers(tightest, 25, (agents, jobs))
    slack[planted, np.arange(jobs)] = 0
    worth = draw.integers(100, 140, jobs)
    cost = worth - price[:, None] * use + slack
    best = int(worth.sum() - (price * load).sum())
    return generalised(cost, use, capacity) | {"minimise": True}, best


def correlated_generalised(seed, agents, jobs):
    """Type D of the literature: what costs less uses more, so that bounds are loose."""
    draw = np.random.default_rng(seed)
    use = draw.integers(1, 101, (agents, jobs))
    cost = 111 - use + draw.integers(-10, 11, (agents, jobs))
    return generalised(cost, use, 4 * use.sum(axis=1) // (5 * agents)) | {"minimise": True}


def random_generalised(seed, agents, jobs):
    """Type C, as in gap1 to gap12 of OR-Library: uses 5 to 25, values 15 to 25, 80 % full."""
    draw = np.random.default_rng(seed)
    use = draw.integers(5, 26, (agents, jobs))
    value = draw.integers(15, 26, (agents, jobs))
    return generalised(value, use, 4 * use.sum(axis=1) // (5 * agents))


def generalised(value, use, capacity):
    agents, jobs = value.shape
    right, left = np.divmod(np.arange(agents * jobs), jobs)
    return {
        "left": left,
        "right": right,
        "value": value.ravel(),
        "places": np.full(agents, jobs),
        "knapsack": Knapsack(use.ravel(), capacity),
        "every_left": True,
    }


def metropolis(seed, lefts=2_000, rights=800, pairs=173_000):
    """Homes, a third of them shared, each with a budget of its own."""
    draw = np.random.default_rng(seed)
    keys = np.unique(draw.integers(0, lefts * rights, int(pairs * 1.057)))[:pairs]
    left, right = np.divmod(keys, rights)
    places = np.where(draw.random(rights) < 0.3, draw.integers(2, 6, rights), 1)
    return {
        "left": left,
        "right": right,
        "value": draw.integers(100, 1_000, len(keys)),
        "places": places,
        "knapsack": Knapsack(
            draw.integers(5, 40, len(keys)), np.where(places > 1, 15 * places, 40)
        ),
        "lefts": lefts,
    }
