"""What points.rs holds plaza against; what it prints is kept in points_oracle.txt."""

import warnings

import numpy as np
from SALib.sample import sobol as salib_sobol
from scipy.stats import qmc

warnings.simplefilter("ignore")


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


# The plain sequence. SciPy counts in Gray code: its point i is point i ^ (i >> 1) of the plain order.
dimensions, size = 12, 64
grey = qmc.Sobol(d=dimensions, scramble=False, bits=32).random(size)
plain = np.empty_like(grey)
for index in range(size):
    plain[index ^ (index >> 1)] = grey[index]
for dimension in range(dimensions):
    show(f"sobol_{dimension}", *plain[:, dimension])
# Far out: point 65,535 in the first dimensions and the last that plaza has.
far = qmc.Sobol(d=256, scramble=False, bits=32)
far.fast_forward(next(index for index in range(2**16) if index ^ (index >> 1) == 2**16 - 1))
last = far.random(1)[0]
show("sobol_last", last[0], last[1], last[2], last[3], last[254], last[255])

# Saltelli's matrices without a second order, unscrambled, over [1, 3] and [10, 1000] in its logarithm.
problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[1, 3], [10, 1000]], "dists": ["unif", "logunif"]}
rows = salib_sobol.sample(problem, 8, calc_second_order=False, scramble=False)
for row, values in enumerate(rows):
    show(f"saltelli_{row}", *values)

# How even a hypercube and a scrambled sequence of 64 points in 4 dimensions are on average (centred discrepancy).
lhs = [qmc.discrepancy(qmc.LatinHypercube(d=4, rng=seed).random(64)) for seed in range(40)]
owen = [qmc.discrepancy(qmc.Sobol(d=4, rng=seed).random(64)) for seed in range(40)]
show("discrepancy_lhs", np.mean(lhs), np.std(lhs, ddof=1))
show("discrepancy_sobol", np.mean(owen), np.std(owen, ddof=1))
