"""What exploration.rs holds plaza against; what it prints is kept in exploration_oracle.txt.

Points are made by the same lattice as in the test: the fractional parts of multiples of square roots of primes.
"""

import warnings

import numpy as np
import pandas as pd
from SALib.analyze import morris, pawn, sobol
from scipy import stats
from sklearn.tree import DecisionTreeClassifier
from statsmodels.nonparametric.smoothers_lowess import lowess

warnings.filterwarnings("ignore")
from ema_workbench.analysis import prim  # noqa: E402

PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


def lattice(points, columns):
    steps = (np.arange(points) + 0.5)[:, None] * np.sqrt(np.array(PRIMES[:columns], dtype=float))
    return steps - np.floor(steps)


def ishigami(unit):
    x = np.pi * (2 * unit - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


A_OF_G = np.array([0, 1, 4.5, 9, 99, 99, 99, 99], dtype=float)


def g_function(unit):
    return np.prod((np.abs(4 * unit - 2) + A_OF_G) / (1 + A_OF_G), axis=1)


def problem(inputs):
    names = [f"x{input}" for input in range(inputs)]
    return {"num_vars": inputs, "names": names, "bounds": [[0, 1]] * inputs}


def saltelli(base, inputs):
    """Base point by base point: A, each AB, B."""
    unit = lattice(base, 2 * inputs)
    blocks = []
    for a, b in zip(unit[:, :inputs], unit[:, inputs:]):
        blocks.append(a)
        for input in range(inputs):
            mixed = a.copy()
            mixed[input] = b[input]
            blocks.append(mixed)
        blocks.append(b)
    return np.array(blocks)


for name, function, inputs in [("ishigami", ishigami, 3), ("g", g_function, 8)]:
    y = function(saltelli(1024, inputs))
    found = sobol.analyze(problem(inputs), y, calc_second_order=False, num_resamples=1000, seed=7)
    show(f"{name} first", *found["S1"])
    show(f"{name} total", *found["ST"])
    show(f"{name} first half-width", *found["S1_conf"])
    show(f"{name} total half-width", *found["ST_conf"])


# PAWN, as SALib has it (whose last slice is without its greatest number), and slice by slice with scipy.
unit = lattice(1000, 4)
y = ishigami(unit[:, :3])
found = pawn.analyze(problem(4), unit, y, S=10)
show("pawn median, SALib", *found["median"])
slices = [[stats.ks_2samp(y[part], y).statistic for part in np.array_split(np.argsort(unit[:, j]), 10)] for j in range(4)]
show("pawn median", *(np.median(of) for of in slices))

# Borgonovo's delta of a class, by its definition.
classes = (y > 4).astype(int) + (y > 8)
delta = []
for j in range(4):
    parts = np.array_split(np.argsort(unit[:, j]), 10)
    whole = np.bincount(classes, minlength=3) / 1000
    apart = [np.abs(np.bincount(classes[part], minlength=3) / len(part) - whole).sum() / 2 for part in parts]
    delta.append(np.mean(apart))
show("delta", *delta)


# Morris: trajectories of four levels; each step moves one input by two thirds.
def trajectories(count, inputs):
    points, orders = [], lattice(count, 2 * inputs)
    for row in orders:
        base = np.floor(2 * row[:inputs]) / 3
        order = np.argsort(row[inputs:])
        points.append(base.copy())
        for input in order:
            base[input] += 2 / 3
            points.append(base.copy())
    return np.array(points)


for name, function, inputs in [("ishigami", ishigami, 3), ("g", g_function, 8)]:
    x = trajectories(40, inputs)
    found = morris.analyze(problem(inputs), x, function(x), num_levels=4, num_resamples=1000, seed=7)
    show(f"{name} mu_star", *found["mu_star"])
    show(f"{name} mu", *found["mu"])
    show(f"{name} sigma", *found["sigma"])
    show(f"{name} mu_star half-width", *found["mu_star_conf"])

# PRIM: a box of three inputs, one of them of choices, with some noise; x2 says nothing.
unit = lattice(800, 6)
kind = np.floor(unit[:, 3] * 3).astype(int)
within = (unit[:, 0] > 0.2) & (unit[:, 0] < 0.7) & (unit[:, 1] > 0.55) & (kind != 1)
case = np.where(unit[:, 4] < 0.12, unit[:, 5] < 0.5, within).astype(int)
x = pd.DataFrame({"x0": unit[:, 0], "x1": unit[:, 1], "x2": unit[:, 2], "kind": np.array(list("abc"), dtype=object)[kind]})
search = prim.Prim(x, case, threshold=0.2)
box = search.find_box()
steps = box.peeling_trajectory
show("prim trajectory points", *steps["n"])
show("prim trajectory cases", *steps["k"])
show("prim trajectory restricted", *steps["res_dim"])
show("prim trajectory coverage", *steps["coverage"])
show("prim trajectory density", *steps["density"])
last = box.box_lims[-1]
show("prim last bounds", *last["x0"], *last["x1"], *last["x2"])
show("prim last choices", *sorted("abc".index(choice) for choice in last["kind"].iloc[0]))
for step in [10, len(steps) - 1]:
    p = box.qp[step]
    order = [name for name in ["x0", "x1", "x2", "kind"] if name in p]
    values = [value for name in order for value in p[name] if value >= 0]
    show(f"prim quasi-p of {'the last' if step > 10 else 'step 10'}", *values)
search.find_box()
show("prim second box points", *search._boxes[1].peeling_trajectory["n"].iloc[:5])

# A tree of the numbers alone.
tree = DecisionTreeClassifier(max_depth=3, min_samples_leaf=40, random_state=1)
tree.fit(unit[:, :3], case)
leaves = tree.apply(unit[:, :3])
order = sorted(set(leaves))
show("tree leaf points", *((leaves == leaf).sum() for leaf in order))
show("tree leaf cases", *(case[leaves == leaf].sum() for leaf in order))
inner = tree.tree_.feature >= 0
show("tree thresholds", *tree.tree_.threshold[inner])
show("tree inputs", *tree.tree_.feature[inner])

# Local linear regression with tricube weights.
x = lattice(200, 1)[:, 0]
y = np.sin(6 * x) + lattice(200, 2)[:, 1]
places = np.linspace(0, 1, 21)
show("lowess", *lowess(y, x, frac=0.5, it=0, xvals=places))

# The chance of so many hits or more.
show("binomial", *(stats.binomtest(k, n, p, alternative="greater").pvalue for k, n, p in [(7, 10, 0.4), (60, 64, 0.7), (0, 5, 0.3), (300, 1000, 0.28)]))
