"""What the Python peers share: the arguments, the map and its fields, and what is printed."""

import argparse
import time

import numpy as np

CIVILIAN, RECRUITED, INCAPACITATED, DEAD = range(4)
R0 = 0.01  # chance in the western half to be recruited at the start
RETURNS = 0.02  # chance of an incapacitated citizen to be a civilian again


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--ticks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=50)
    parser.add_argument("--height", type=int, default=50)
    return parser.parse_args()


class Map:
    """The municipalities: their counts by state, the chances that follow, their history."""

    def __init__(self, asked):
        self.shape = (asked.width, asked.height)
        municipalities = asked.width * asked.height
        self.residents = np.bincount(np.arange(asked.n) % municipalities, minlength=municipalities)
        self.west = np.repeat(2 * np.arange(asked.width) < asked.width, asked.height)
        self.counts = np.zeros((4, municipalities), dtype=np.int64)
        self.counts[CIVILIAN] = self.residents
        self.kept = np.zeros((asked.ticks, 4, municipalities), dtype=np.int32)
        self.tick = 0

    def count(self, homes, before, after):
        """Counts those who live at `homes` as what they have become."""
        moved = np.bincount(homes, minlength=self.residents.size)
        self.counts[before] -= moved
        self.counts[after] += moved

    def begin_tick(self):
        """Sets the chances from the counts at the beginning of a tick."""
        share = (self.counts[RECRUITED] / self.residents).reshape(self.shape)
        near = share + np.roll(share, 1, 0) + np.roll(share, -1, 0)
        near = (near + np.roll(share, 1, 1) + np.roll(share, -1, 1)).ravel() / 5.0
        self.joins = 0.001 * (0.2 + 20.0 * near)  # of the most susceptible
        self.falls = 0.02 * (0.5 + 10.0 * share.ravel())
        self.leaves = self.falls + 0.2 * near  # incapacitated or killed

    def end_tick(self):
        self.kept[self.tick] = self.counts
        self.tick += 1


def population(asked, country, rng):
    """Home, susceptibility and state of every citizen at the start, counted."""
    home = np.arange(asked.n) % country.residents.size
    susceptibility = rng.integers(1, 256, asked.n) / 255.0
    state = np.zeros(asked.n, dtype=np.int8)
    state[country.west[home] & (rng.random(asked.n) < R0)] = RECRUITED
    country.count(home[state == RECRUITED], CIVILIAN, RECRUITED)
    return home, susceptibility, state


def report(asked, country, tick):
    """Runs the ticks and prints the counts at the end and how fast it was."""
    start = time.process_time()
    for _ in range(asked.ticks):
        tick()
    seconds = time.process_time() - start
    print("counts", *country.counts.sum(axis=1))
    print(f"cpu_s {seconds:.6f}")
    print(f"updates_per_cpu_s {asked.n * asked.ticks / seconds:.4e}")
