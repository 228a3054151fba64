"""What poisson.rs holds plaza against; what it prints is kept in poisson_oracle.txt.

Data are made by the same generator as in the test.
"""

import numpy as np
import pandas as pd
import pyfixest
import statsmodels.api as sm


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


UNITS, MONTHS, REGIONS = 24, 18, 4


def uniform():
    state = 20070101
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 33) / 2**31


u = uniform()
rows = []
for unit in range(UNITS):
    level = 0.2 + 6 * next(u)
    event = int(3 + 14 * next(u))
    for month in range(MONTHS):
        after, soon = float(month >= event), float(event <= month < event + 4)
        other = 2 * next(u) - 1
        mean = level * (1 + 0.8 * soon + 0.3 * after) * (1 + 0.4 * other) * (1 + 0.05 * month)
        count = np.floor(mean * next(u) * next(u) * 4)
        if unit == 5 or (month == 7 and unit % REGIONS == 2):
            count = 0.0
        rows.append((unit, (unit % REGIONS) * MONTHS + month, soon, after, other, count))
data = pd.DataFrame(rows, columns=["unit", "cell", "soon", "after", "other", "y"])
show("counts", data.y.sum())

used = data
while True:
    some = (used.groupby("unit").y.transform("sum") > 0) & (used.groupby("cell").y.transform("sum") > 0)
    if some.all():
        break
    used = used[some]
x = ["soon", "after", "other"]
units, cells = pd.get_dummies(used.unit, dtype=float), pd.get_dummies(used.cell, dtype=float)
design = np.column_stack([used[x], units, cells])
# Dummies that the others explain: a cell for each region.
keep = []
for column in range(design.shape[1]):
    if np.linalg.matrix_rank(design[:, keep + [column]], tol=1e-8) == len(keep) + 1:
        keep.append(column)
fit = sm.GLM(used.y.to_numpy(), design[:, keep], family=sm.families.Poisson()).fit(
    tol=1e-13, tol_criterion="params", maxiter=200,
    cov_type="cluster", cov_kwds={"groups": used.unit.to_numpy(), "use_correction": False})
clusters = used.unit.nunique()
show("observations, units", len(used), clusters)
values, errors = fit.params[:3], fit.bse[:3] * np.sqrt(clusters / (clusters - 1))
for name, value, error in zip(x, values, errors):
    show(name, value, error)
again = pyfixest.fepois("y ~ soon + after + other | unit + cell", data, vcov={"CRV1": "unit"},
                        ssc=pyfixest.ssc(k_adj=False, G_adj=True), iwls_tol=1e-12, fixef_tol=1e-12)
assert np.allclose(again.tidy()["Estimate"], values, rtol=1e-6)
assert np.allclose(again.tidy()["Std. Error"], errors, rtol=1e-6)
