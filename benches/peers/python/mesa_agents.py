"""Mesa: every citizen an agent with a step; the dead are removed."""

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

    def step(self):
        model, state = self.model, self.state
        drawn = model.random.random()
        if state == CIVILIAN:
            if drawn < self.susceptibility * model.joins[self.home]:
                self.become(RECRUITED)
        elif state == RECRUITED:
            if drawn < model.falls[self.home]:
                self.become(INCAPACITATED)
            elif drawn < model.leaves[self.home]:
                self.become(DEAD)
                self.remove()
        elif drawn < RETURNS:
            self.become(CIVILIAN)

    def become(self, state):
        self.model.map.counts[self.state, self.home] -= 1
        self.model.map.counts[state, self.home] += 1
        self.state = state


class Country(mesa.Model):
    def __init__(self, seed):
        super().__init__(rng=seed)
        self.map = Map(asked)
        start = population(asked, self.map, self.rng)
        Citizen.create_agents(self, asked.n, *(values.tolist() for values in start))

    def step(self):
        self.map.begin_tick()
        self.joins = self.map.joins.tolist()
        self.falls = self.map.falls.tolist()
        self.leaves = self.map.leaves.tolist()
        self.agents.do("step")
        self.map.end_tick()


model = Country(asked.seed)
report(asked, model.map, model.step)
