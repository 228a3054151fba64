"""What the joint operations did to deaths where they went, in the model: two result folders of the same luck, with the
operations of a table and without.

    python3 docs/deployments.py results/hindcast_replayed results/hindcast_leaders deployments.csv

One row for each operation that begins within the run and has a year left: deaths per 100,000 in its states in the 52
weeks from its start, with less without, over replicates, and the share of replicates in which they fall. Needs polars.
"""

import csv
import json
import sys
from datetime import date
from pathlib import Path

import polars as pl

WITH, WITHOUT, TABLE = sys.argv[1:]
WEEKS = json.load(open(f"{WITH}/manifest.json"))["weeks"]
# Student's t at 95 % by degrees of freedom, to the nearest that is known.
STUDENT = {7: 2.365, 15: 2.131, 23: 2.069, 31: 2.040, 47: 2.012, 95: 1.985}


def deaths(folder):
    files = Path(folder).glob("panel/*/*.parquet")
    return pl.concat(pl.read_parquet(file, columns=["replicate", "week", "municipality", "oc_deaths"]) for file in files)


def residents(folder):
    """Of each state in the first year, by the first two digits of its municipalities; and that year."""
    files = Path(folder).glob("municipalities/*/*.parquet")
    rows = pl.concat(pl.read_parquet(file, columns=["replicate", "year", "municipality", "population"]) for file in files)
    first = rows["year"].min()
    rows = rows.filter(pl.col("year") == first, pl.col("replicate") == rows["replicate"].min())
    return dict(rows.group_by(pl.col("municipality").str.slice(0, 2)).agg(pl.col("population").sum()).rows()), first


def interval(values):
    freedom = len(values) - 1
    t = STUDENT[min(STUDENT, key=lambda known: abs(known - freedom))]
    half = t * values.std() / len(values) ** 0.5
    return values.mean(), values.mean() - half, values.mean() + half


people, first_year = residents(WITH)
both = {name: deaths(folder) for name, folder in (("with", WITH), ("without", WITHOUT))}
replicates = both["with"]["replicate"].unique().sort()
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["start", "states", "without", "difference", "low", "high", "falls_in"])
for row in csv.DictReader(open(TABLE)):
    start = date.fromisoformat(row["start"])
    # The last days of a year belong to its last week, as in plaza.
    week = (start.year - first_year) * 52 + min((start.timetuple().tm_yday - 1) // 7, 51)
    states = [state for state in row["states"].split(";") if state in people]
    if not 0 <= week <= WEEKS - 52 or not states:
        continue
    rate = {}
    for name, table in both.items():
        there = pl.col("municipality").str.slice(0, 2).is_in(states) & pl.col("week").is_between(week, week + 51)
        sums = table.filter(there).group_by("replicate").agg(pl.col("oc_deaths").sum())
        sums = pl.DataFrame({"replicate": replicates}).join(sums, on="replicate", how="left").fill_null(0).sort("replicate")
        rate[name] = sums["oc_deaths"] * 1e5 / sum(people[state] for state in states)
    less = rate["with"] - rate["without"]
    mean, low, high = interval(less)
    falls = f"{(less < 0).mean():.2f}"
    out.writerow([row["start"], row["states"], f"{rate['without'].mean():.2f}", f"{mean:.2f}", f"{low:.2f}", f"{high:.2f}", falls])
