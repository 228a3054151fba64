"""SALib samples a problem that plaza writes, and reads designs that plaza made. Run by tests/it/cli/design."""

import json
import os
import subprocess

import numpy as np
import pandas as pd
from SALib.analyze import morris, sobol
from SALib.sample import latin
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample_sobol

PLAZA = os.environ["PLAZA"]


def plaza(*args):
    return subprocess.run([PLAZA, *args], check=True, capture_output=True, text=True).stdout


# A problem, and a sample of it as the table of points.
problem = json.loads(plaza("describe", "parameters", "--salib"))
assert problem["num_vars"] == len(problem["names"]) == len(problem["bounds"]) == len(problem["dists"]) > 100
chosen = [problem["names"].index(f"parameters.{name}") for name in ("recruitment.rate", "relations.onset")]
assert [problem["dists"][index] for index in chosen][1] == "logunif"
small = {key: [problem[key][index] for index in chosen] for key in ("names", "bounds", "dists")}
small["num_vars"] = len(chosen)
sample = latin.sample(small, 6, seed=1)
assert latin.sample(problem, 3, seed=1).shape == (3, problem["num_vars"])
pd.DataFrame(sample, columns=small["names"]).to_csv("points.csv", index=False)
plaza("design", "small.toml", "--quiet", "--out", "latin")
experiments = pd.read_csv("latin/experiments.csv")
assert (experiments[small["names"]].to_numpy() == sample).all()

# Matrices of Saltelli and trajectories of Morris, over the same two, in the order in which SALib reads them.
text = open("small.toml").read().split("[design]")[0]
over = "[design.over]\n" + "".join(f'"{name}" = "range"\n' for name in small["names"])


def design(lines, out):
    with open("made.toml", "w") as file:
        file.write(f"{text}[design]\n{lines}\n{over}")
    plaza("design", "made.toml", "--quiet", "--out", out)
    table = pd.read_csv(f"{out}/outcomes.csv").query("policy == 'status_quo'")
    return pd.read_csv(f"{out}/experiments.csv"), table.set_index("point")["oc_deaths"]


def parts(points):
    """Each input as the part of its range, in the order of the problem."""
    columns = []
    for name, (low, high), spread in zip(small["names"], small["bounds"], small["dists"]):
        x = points[name].to_numpy()
        part = np.log(x / low) / np.log(high / low) if spread == "logunif" else (x - low) / (high - low)
        columns.append(part)
    return columns


order = [small["names"].index(name) for name in sorted(small["names"])]
sorted_names = sorted(small["names"])
as_plaza = {"num_vars": 2, "names": sorted_names, "bounds": [[0, 1], [0, 1]]}
points, deaths = design('method = "sobol"\npoints = 64\nmatrices = "saltelli"', "saltelli")
assert len(points) == 64 * 4 == len(deaths)
columns = [parts(points)[index] for index in order]
linear = 3 * columns[0] + 1 * columns[1]
found = sobol.analyze(as_plaza, linear, calc_second_order=False, seed=1)
assert np.allclose(found["S1"], [0.9, 0.1], atol=0.05) and np.allclose(found["ST"], [0.9, 0.1], atol=0.05), found
assert np.isfinite(sobol.analyze(as_plaza, deaths.to_numpy(), calc_second_order=False, seed=1)["ST"]).all()
points, deaths = design('method = "morris"\ntrajectories = 8', "morris")
columns = np.column_stack([parts(points)[index] for index in order])
linear = 3 * columns[:, 0] + columns[:, 1]
found = morris.analyze(as_plaza, columns, linear, num_levels=4, seed=1)
assert np.allclose(found["mu"], [3, 1]) and np.allclose(found["sigma"], 0, atol=1e-9), found

# Samples of SALib whose rows hang together keep their structure as tables: plaza's indices are those of SALib.
def of_table(rows, arranged, out):
    pd.DataFrame(rows, columns=small["names"]).to_csv("points.csv", index=False)
    with open("told.toml", "w") as file:
        file.write(f'{text}[design]\nmethod = "table"\nfile = "points.csv"\narranged = "{arranged}"\n')
    plaza("design", "told.toml", "--quiet", "--out", out)
    plaza("discover", out)
    outcomes = pd.read_csv(f"{out}/outcomes.csv").query("policy == 'status_quo'")
    deaths = outcomes.groupby("point")["oc_deaths"].mean().to_numpy()
    found = pd.read_csv(f"{out}/ranking_sensitivity.csv").query("of == 'outcome' and policy == 'status_quo'")
    return deaths, lambda index: found.query("index == @index")["value"].to_numpy()


rows = sample_sobol.sample(small, 8, calc_second_order=False, seed=1)
deaths, found = of_table(rows, "saltelli", "saltelli_told")
theirs = sobol.analyze(small, deaths, calc_second_order=False, seed=1)
for index, known in [("sobol_first", "S1"), ("sobol_total", "ST")]:
    assert np.allclose(found(index), theirs[known], atol=1e-9), (index, found(index), theirs[known])
# Steps of a trajectory are of the logarithm where the problem says so, and of the number where it does not.
even = {key: small[key] for key in ("num_vars", "names", "bounds")}
for problem in (small, even):
    rows = sample_morris.sample(problem, 8, num_levels=4, seed=1)
    ends = np.column_stack([rows.min(axis=0), rows.max(axis=0)])
    assert np.allclose(ends, problem["bounds"], rtol=1e-12, atol=0)
    deaths, found = of_table(rows, "morris", f"morris_{len(problem)}")
    theirs = morris.analyze(problem, rows, deaths, num_levels=4, seed=1)
    for index in ("mu", "mu_star", "sigma"):
        assert np.allclose(found(f"morris_{index}"), theirs[index]), (index, found(f"morris_{index}"), theirs[index])
print("sampled and read")
