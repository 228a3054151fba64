"""What statistics.rs holds plaza against; what it prints is kept in statistics_oracle.txt."""

import numpy as np
from esda import Moran
from libpysal.weights import W
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.tsa.stattools import acf

A = np.array([0, 3, 0, 1, 1, 12, 5, 0, 2, 40, 1, 7], dtype=float)
B = np.array([1, 2, 0, 0, 4, 9, 5, 1, 2, 11, 3, 3], dtype=float)
C = np.array([2.5, 2, 0, 0.5, 4, 9, 5])
# A grid of three columns and four rows, and a thirteenth node without neighbours.
EDGES = [(i, i + 1) for i in range(12) if i % 3 < 2] + [(i, i + 3) for i in range(9)]
P = [0.001, 0.2, 0.013, 0.04, 0.013, 0.9, 0.03, 0.0005]


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


show("moments", A.mean(), A.std(ddof=1))


def of_mean(x, confidence=0.95):
    """Student's interval of a mean by Hall's t (1992), the skewness raised: mean_estimate.rs."""
    n, bound = len(x), stats.t.ppf((1 + confidence) / 2, len(x) - 1)
    skewness, error = 1.5 * stats.skew(x, bias=False), x.std(ddof=1) / n**0.5

    def hall(t):
        return t + skewness * t**2 / (3 * n**0.5) + skewness**2 * t**3 / (27 * n) + skewness / (6 * n**0.5)

    return [x.mean() - error * optimize.brentq(lambda t: hall(t) - end, -1e3, 1e3) for end in (bound, -bound)]


show("interval of the mean", *of_mean(A))
show("median", np.median(A), np.median(C))
# Half the mean difference of all pairs, relative to the mean.
show("gini", np.abs(A[:, None] - A).mean() / (2 * A.mean()), np.abs(B[:, None] - B).mean() / (2 * B.mean()))
show("largest share 1, 3", np.sort(A)[-1:].sum() / A.sum(), np.sort(A)[-3:].sum() / A.sum())
show("effective number", 1 / np.sum((A / A.sum()) ** 2), 1 / np.sum((B / B.sum()) ** 2))
show("acf A 1, 2, 6", *acf(A, nlags=6)[[1, 2, 6]])
pairs = lambda lag: np.concatenate(
    [np.stack([x[:-lag], x[lag:]]) - x.mean() for x in (A, B, C)], axis=1)
show("pooled 1, 3", *(np.corrcoef(pairs(lag))[0, 1] for lag in (1, 3)))
show("dispersion", A.var(ddof=1) / A.mean(), B.var(ddof=1) / B.mean())
show("pearson", stats.pearsonr(A, B).statistic)
show("spearman", stats.spearmanr(A, B).statistic)
show("ks", stats.ks_2samp(A, B).statistic, stats.ks_2samp(A, C).statistic)
neighbours = {i: [] for i in range(13)}
for i, j in EDGES:
    neighbours[i].append(j)
    neighbours[j].append(i)
for of, values in [("A", A), ("B", B)]:
    for weighting in ("B", "R"):
        moran = Moran(np.append(values, 1.0), W(neighbours, silence_warnings=True),
                      transformation=weighting, permutations=0)
        show(f"moran {of} {weighting}", moran.I, moran.EI, moran.VI_rand, moran.z_rand)
for rate in (0.01, 0.05, 0.1):
    show(f"discoveries {rate}", *multipletests(P, rate, "fdr_bh")[0])
for t, freedom in [(0.0, 5), (2.0, 1), (-2.5, 7), (1.3, 31), (4.0, 30), (0.7, 200), (-9.0, 12)]:
    show(f"t {t} {freedom}", 2 * stats.t.sf(abs(t), freedom))
show("quantiles", *np.quantile([1, 2, 4, 8], [0, 0.05, 0.25, 0.5, 0.95, 1]))
show("student t 0.975", *stats.t.ppf(0.975, [1, 2, 5, 7, 30, 1000]))
