"""The effect of a removal on organized-crime deaths where it happens, three ways: twins (the truth of the
model), the regression of the literature on simulated data, and published numbers.

    plaza twin configs/experiments/twin_ranks.toml
    plaza run && plaza validate results/default --event-study
    python3 docs/side_by_side.py results/twin_ranks results/default

Prints a Markdown table. Needs polars.
"""

import math
import sys

import polars as pl

twins = pl.read_csv(f"{sys.argv[1]}/twin_effects.csv")
study = pl.read_csv(f"{sys.argv[2]}/event_study.csv")

# Weeks of the twins and months (of four weeks) of the regression; both begin with the event.
WINDOWS = [
    ("first half year", (0, 25), (0, 5)),
    ("second half year", (26, 51), (6, 11)),
    ("second year", (52, 103), (12, 23)),
    ("third year", (104, 155), (24, 35)),
]


def percent(ratio):
    return f"{100 * (ratio - 1):+.0f}"


def twin(who, weeks):
    row = twins.filter(
        (pl.col("split") == f"rank:{who}")
        & (pl.col("outcome") == "oc_deaths")
        & (pl.col("group") == "place")
        & (pl.col("weeks_from") == weeks[0])
        & (pl.col("weeks_to") == weeks[1])
    ).row(0, named=True)
    low, high = (1 + row[end] / row["without"] for end in ("low", "high"))
    return f"{percent(row['ratio'])} % [{percent(low)}, {percent(high)}]"


def regression(who, months):
    row = study.filter(
        (pl.col("removed") == who) & (pl.col("where") == "place") & (pl.col("months_from") == months[0])
    ).row(0, named=True)
    return "{} % [{}, {}]".format(*(percent(math.exp(row[k])) for k in ("log_ratio", "low", "high")))


print("| who falls | after | twins | regression |")
print("|---|---|---|---|")
for who in ("leader", "boss"):
    for name in ((-12, -7), (-6, -1)):
        print(f"| {who} | months {name[0]} to {name[1]} before | 0 | {regression(who, name)} |")
    for name, weeks, months in WINDOWS:
        print(f"| {who} | {name} | {twin(who, weeks)} | {regression(who, months)} |")
