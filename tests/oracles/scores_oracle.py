"""What counts.rs holds plaza against; what it prints is kept in scores_oracle.txt."""

import numpy as np
import properscoring
import scoringrules

SAMPLE = np.array([0, 0, 1, 3, 12, 7, 2, 40], dtype=float)
LONG = np.arange(101, dtype=float)
# Observed, mean, dispersion.
NEGATIVE_BINOMIAL = [(5, 4.2, 0.3), (0, 10.0, 2.5), (300, 120.0, 0.7)]


def show(name, *values):
    print(f"{name}:", *(repr(float(value)) for value in values))


for observed in (0.0, 5.0, 100.0):
    fair = scoringrules.crps_ensemble(observed, SAMPLE, estimator="fair")
    log = scoringrules.crps_ensemble(np.log1p(observed), np.log1p(SAMPLE), estimator="fair")
    show(f"fair score of the sample at {observed:.0f}, of logarithms", fair, log)

# Of a long ensemble the empirical form is nearly that of the distribution.
show("empirical score of 0 to 100 at 30", properscoring.crps_ensemble(30.0, LONG))

for observed, mean, dispersion in NEGATIVE_BINOMIAL:
    chance = dispersion / (dispersion + mean)
    show(
        f"negative binomial at {observed}: mean {mean}, dispersion {dispersion}".replace(":", ","),
        scoringrules.crps_negbinom(float(observed), dispersion, chance),
    )
show("Poisson at 5, mean 4.2", scoringrules.crps_poisson(5.0, 4.2))

for observed in (2.0, 50.0, 100.0):
    show(f"interval score of 5 to 95 at {observed:.0f}", scoringrules.interval_score(observed, 5.0, 95.0, 0.1))
