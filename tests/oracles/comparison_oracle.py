"""What comparison.rs holds plaza against; what it prints is kept in comparison_oracle.txt."""

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.formula.api import ols
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_paired

# Deaths of twelve replicates under three policies; dollars under two.
BASE = np.array([310, 295, 402, 288, 350, 371, 266, 420, 333, 305, 390, 342], dtype=float)
LESS = np.array([280, 281, 380, 290, 315, 350, 251, 401, 300, 299, 361, 330], dtype=float)
NEAR = np.array([311, 296, 400, 289, 351, 370, 266, 422, 331, 307, 391, 341], dtype=float)
COST = np.array([1000, 1010, 990, 1005, 998, 1002, 1011, 993, 1004, 997, 1001, 989], dtype=float)
DEAR = np.array([1204, 1190, 1220, 1198, 1216, 1199, 1188, 1230, 1195, 1207, 1214, 1190], dtype=float)
P = [0.001, 0.2, 0.013, 0.04, 0.013, 0.9, 0.03, 0.0005]


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


def hall(t, skewness, n):
    """Hall (1992): the t of a skewed sample as if it had no skewness."""
    return t + skewness * t**2 / (3 * n**0.5) + skewness**2 * t**3 / (27 * n) + skewness / (6 * n**0.5)


def of_pairs(mine, theirs, confidence=0.95):
    """Interval and p of the mean difference, and the interval of the ratio less 1: paired_means.rs."""
    d, n = mine - theirs, len(mine)
    error = d.std(ddof=1) / n**0.5
    bound = stats.t.ppf((1 + confidence) / 2, n - 1)
    u, v = mine / mine.mean() - 1, theirs / theirs.mean() - 1
    cubes, mixed = (u**3 + v**3).mean() / 2, (u * u * v + u * v * v).mean() / 2
    squares, product = (u**2 + v**2).mean() / 2, (u * v).mean()
    middle = (mine.mean() + theirs.mean()) / 2

    def place(value):
        a, b = max(middle + value / 2, 0), max(middle - value / 2, 0)
        third = (a**3 - b**3) * cubes - 3 * a * b * (a - b) * mixed
        shared = third / ((a * a + b * b) * squares - 2 * a * b * product) ** 1.5
        shared *= (n * (n - 1)) ** 0.5 / (n - 2)
        return hall((d.mean() - value) / error, 1.5 * (0.2 * stats.skew(d, bias=False) + 0.8 * shared), n)

    def place_of_ratio(ratio):
        e = mine - ratio * theirs
        return hall(e.mean() / (e.std(ddof=1) / n**0.5), 0.3 * stats.skew(e, bias=False), n)

    def ends(place, middle, none, reach):
        """What is not rejected; the value of no effect is asked first."""
        low, high = (lambda x: place(x) - bound), (lambda x: place(x) + bound)
        least = none if none < middle and low(none) > 0 else middle - reach
        most = none if none > middle and high(none) < 0 else middle + reach
        return optimize.brentq(low, least, middle, xtol=1e-14), optimize.brentq(high, middle, most, xtol=1e-14)

    ratio = mine.mean() / theirs.mean()
    low, high = ends(place_of_ratio, ratio, 1, 0.5)
    p = 2 * stats.t.sf(abs(place(0)), n - 1)
    return [*ends(place, d.mean(), 0, 20 * error), p, low - 1, high - 1]


for name, mine in [("less", LESS), ("near", NEAR)]:
    show(f"{name} interval, p, relative", *of_pairs(mine, BASE))
D = [-31, -44, -15, -22, -30, -26, -12, -39, -17, -7, -14, -5]
D = np.array(D, dtype=float).reshape(4, 3).mean(axis=1)
show("by draw", *of_pairs(100 + D, np.full(4, 100.0))[:2])

for name, mine in [("less", LESS), ("near", NEAR)]:
    test = stats.ttest_rel(mine, BASE)
    paired = test.confidence_interval(0.95)  # Student's, for the narrowing
    a, b = mine.var(ddof=1) / 12, BASE.var(ddof=1) / 12
    freedom = np.floor((a + b) ** 2 / (a**2 / 11 + b**2 / 11))
    unpaired = stats.t.ppf(0.975, freedom) * np.sqrt(a + b)
    show(f"{name} difference, interval, p", (mine - BASE).mean(), *paired, test.pvalue)
    show(f"{name} welch, narrowing", unpaired, unpaired / ((paired.high - paired.low) / 2))
    show(f"{name} correlation", np.corrcoef(mine, BASE)[0, 1])
    show(f"{name} better", np.mean((mine < BASE) + 0.5 * (mine == BASE)))
    # Equivalent within 2 % of the baseline where this p-value is below 0.05.
    margin = 0.02 * BASE.mean()
    show(f"{name} TOST", ttost_paired(mine, BASE, -margin, margin)[0])
# Margins on either side of the verdict.
for share in [0.003, 0.004]:
    margin = share * BASE.mean()
    show(f"near TOST {share}", ttost_paired(NEAR, BASE, -margin, margin)[0])

rejected, adjusted, *_ = multipletests(P, alpha=0.05, method="holm")
show("holm", *adjusted)
show("rejected", *rejected)

# Fieller: the ratios at which a t test of numerator - ratio * denominator is at its critical value.
fewer, paid = BASE - LESS, DEAR - COST


def beyond(ratio):
    return abs(stats.ttest_1samp(paid - ratio * fewer, 0).statistic) - stats.t.ppf(0.975, 11)


middle = paid.mean() / fewer.mean()
show("fieller", middle, optimize.brentq(beyond, 0, middle), optimize.brentq(beyond, middle, 5 * middle))

# Variance components: balanced, where REML is the analysis of variance; and unbalanced by its table.
DIFFERENCES = np.array([-31, -44, -15, -22, -30, -26, -12, -39, -17, -7, -14, -5], dtype=float)
draws = np.repeat(np.arange(4), 3)


def components(values, groups):
    model = ols("y ~ C(g)", {"y": values, "g": groups}).fit()
    table = sm.stats.anova_lm(model)
    between, within = table["mean_sq"]
    sizes = np.bincount(groups)
    size = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
    return within, max(0.0, (between - within) / size)


show("components", *components(DIFFERENCES, draws))
fit = MixedLM(DIFFERENCES, np.ones(12), groups=draws).fit(reml=True)
assert np.allclose([fit.scale, fit.cov_re[0, 0]], components(DIFFERENCES, draws), rtol=1e-4)
show("components, unbalanced", *components(DIFFERENCES[:10], np.array([0, 0, 1, 1, 1, 1, 2, 2, 2, 3])))
show("components, negative", *components(DIFFERENCES, np.tile(np.arange(4), 3)))
means = DIFFERENCES.reshape(4, 3).mean(axis=1)
show("interval by draws", *stats.ttest_1samp(means, 0).confidence_interval(0.95))

# The Bayesian bootstrap: P(best), regret, quadrants.
rng = np.random.default_rng(1)
SAMPLES = np.array([BASE, NEAR + 2 * np.sin(np.arange(12)), BASE + 3 * np.cos(np.arange(12))])
means = rng.dirichlet(np.ones(12), 4_000_000) @ SAMPLES.T
best = means.min(axis=1)
show("best", *(means == best[:, None]).mean(axis=0))
show("regret", *(means - best[:, None]).mean(axis=0))
