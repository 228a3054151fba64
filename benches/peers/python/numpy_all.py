"""numpy, all citizens: columns of a population, one draw each."""

import numpy as np
from country import *

asked = arguments()
rng = np.random.default_rng(asked.seed)
country = Map(asked)
home, susceptibility, state = population(asked, country, rng)


def tick():
    country.begin_tick()
    u = rng.random(asked.n)
    recruited = np.flatnonzero(state == RECRUITED)
    incapacitated = np.flatnonzero(state == INCAPACITATED)
    joining = np.flatnonzero((u < susceptibility * country.joins[home]) & (state == CIVILIAN))
    where, drawn = home[recruited], u[recruited]
    falling = recruited[drawn < country.falls[where]]
    dying = recruited[(drawn >= country.falls[where]) & (drawn < country.leaves[where])]
    returning = incapacitated[u[incapacitated] < RETURNS]
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
