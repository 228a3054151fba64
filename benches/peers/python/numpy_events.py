"""numpy, events only: geometric skips, in one vector, to those who may be hit; the law is that of
one draw for each citizen."""

import math

import numpy as np
from country import *

asked = arguments()
rng = np.random.default_rng(asked.seed)
country = Map(asked)
home, susceptibility, state = population(asked, country, rng)
recruited = np.flatnonzero(state == RECRUITED)
incapacitated = np.flatnonzero(state == INCAPACITATED)


def candidates(n, q):
    """Those of `0 .. n` who are hit with chance `q` each."""
    mean = n * q
    gaps = int(mean + 5.0 * math.sqrt(mean) + 10.0)
    chosen = np.cumsum(rng.geometric(q, gaps)) - 1
    while chosen[-1] < n:  # rarely too few
        more = chosen[-1] + np.cumsum(rng.geometric(q, gaps))
        chosen = np.concatenate([chosen, more])
    return chosen[: np.searchsorted(chosen, n)]


def take(group, places):
    """A group without those at these places."""
    stay = np.ones(group.size, dtype=bool)
    stay[places] = False
    return group[stay]


def tick():
    global recruited, incapacitated
    country.begin_tick()
    most = country.joins.max()
    asks = candidates(asked.n, most)
    chance = susceptibility[asks] * country.joins[home[asks]]
    joining = asks[(rng.random(asks.size) * most < chance) & (state[asks] == CIVILIAN)]

    most = country.leaves.max()
    places = candidates(recruited.size, most)
    where, drawn = home[recruited[places]], rng.random(places.size) * most
    hurt, gone = drawn < country.falls[where], drawn < country.leaves[where]
    falling, dying = recruited[places[hurt]], recruited[places[gone & ~hurt]]
    recruited = np.concatenate([take(recruited, places[gone]), joining])

    places = candidates(incapacitated.size, RETURNS)
    returning = incapacitated[places]
    incapacitated = np.concatenate([take(incapacitated, places), falling])

    for who, before, after in [
        (joining, CIVILIAN, RECRUITED),
        (falling, RECRUITED, INCAPACITATED),
        (dying, RECRUITED, DEAD),
        (returning, INCAPACITATED, CIVILIAN),
    ]:
        state[who] = after
        country.count(home[who], before, after)
    country.end_tick()


report(asked, country, tick)
