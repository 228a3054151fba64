"""Mesa, vectorised: the states of all agents are read with `AgentSet.get`, decided upon as one
array, and written back to the agents that change."""

import mesa
import numpy as np
from country import *

asked = arguments()


class Citizen(mesa.Agent):
    def __init__(self, model, home, susceptibility, state):
        super().__init__(model)
        self.home = home
        self.susceptibility = susceptibility
        self.state = state


class Country(mesa.Model):
    def __init__(self, seed):
        super().__init__(rng=seed)
        self.map = Map(asked)
        start = population(asked, self.map, self.rng)
        Citizen.create_agents(self, asked.n, *(values.tolist() for values in start))
        # What never changes is read once.
        self.citizens = list(self.agents)
        self.home = np.array(self.agents.get("home"))
        self.susceptibility = np.array(self.agents.get("susceptibility"))

    def step(self):
        self.map.begin_tick()
        map, home = self.map, self.home
        state = np.array(self.agents.get("state"))
        drawn = self.rng.random(asked.n)
        joining = (state == CIVILIAN) & (drawn < self.susceptibility * map.joins[home])
        falling = (state == RECRUITED) & (drawn < map.falls[home])
        dying = (state == RECRUITED) & ~falling & (drawn < map.leaves[home])
        returning = (state == INCAPACITATED) & (drawn < RETURNS)
        for who, before, after in [
            (joining, CIVILIAN, RECRUITED),
            (falling, RECRUITED, INCAPACITATED),
            (dying, RECRUITED, DEAD),
            (returning, INCAPACITATED, CIVILIAN),
        ]:
            places = np.flatnonzero(who)
            map.count(home[places], before, after)
            for place in places.tolist():
                self.citizens[place].state = after
        map.end_tick()


model = Country(asked.seed)
report(asked, model.map, model.step)
