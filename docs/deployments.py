"""What the joint operations did to deaths where they went, in the model: two result folders of the same luck, with the
operations of a table and without.

    python3 docs/deployments.py results/hindcast_replayed results/hindcast_leaders deployments.csv

One row for each operation that begins within the run: deaths per 100,000 in its states in the year from its start, with
less without, over replicates. Needs polars.
"""

import csv
import sys
from datetime import date
from pathlib import Path

import polars as pl

WITH, WITHOUT, TABLE = sys.argv[1:]


def deaths(folder):
    files = Path(folder).glob("panel/*/*.parquet")
    return pl.concat(pl.read_parquet(file, columns=["replicate", "week", "municipality", "oc_deaths"]) for file in files)


def people(folder):
    """Residents of each state, by the first two digits of its municipalities."""
    rows = pl.read_csv(f"{folder}/inputs/map/municipalities.csv", schema_overrides={"code": pl.Utf8}, infer_schema_length=None)
    residents = next(name for name in rows.columns if name.startswith("population") or name == "residents")
    return dict(rows.group_by(pl.col("code").str.slice(0, 2)).agg(pl.col(residents).sum()).rows())


def mean_and_half(values):
    return values.mean(), 1.99 * values.std() / len(values) ** 0.5


residents = people(WITH)
both = {name: deaths(folder) for name, folder in (("with", WITH), ("without", WITHOUT))}
replicates = both["with"]["replicate"].unique().sort()
out = csv.writer(sys.stdout)
out.writerow(["start", "states", "without", "difference", "low", "high", "falls_in"])
falls = []
for row in csv.DictReader(open(TABLE)):
    start = date.fromisoformat(row["start"])
    week = (start.year - 2007) * 52 + min((start.timetuple().tm_yday - 1) // 7, 51)
    states = [state for state in row["states"].split(";") if state in residents]
    if not 0 <= week <= 208 - 52 or not states:
        continue
    rate = {}
    for name, table in both.items():
        there = pl.col("municipality").str.slice(0, 2).is_in(states) & pl.col("week").is_between(week, week + 51)
        sums = table.filter(there).group_by("replicate").agg(pl.col("oc_deaths").sum())
        sums = pl.DataFrame({"replicate": replicates}).join(sums, on="replicate", how="left").fill_null(0).sort("replicate")
        rate[name] = sums["oc_deaths"] * 1e5 / sum(residents[state] for state in states)
    less = rate["with"] - rate["without"]
    mean, half = mean_and_half(less)
    falls.append(mean < 0)
    out.writerow([row["start"], row["states"], f"{rate['without'].mean():.2f}", f"{mean:+.2f}", f"{mean - half:+.2f}", f"{mean + half:+.2f}", f"{(less < 0).mean():.2f}"])
print(f"falls in {sum(falls)} of {len(falls)} operations", file=sys.stderr)
