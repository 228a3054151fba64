"""Prints what a run comes to by year, as CSV: `python3 docs/run_on.py results/run_on`. Needs polars."""

import sys

import polars as pl

national = pl.read_parquet(f"{sys.argv[1]}/national/status_quo/*.parquet")
year = (pl.col("week") // 52 + 2007).alias("year")
of_year = national.group_by("replicate", year).agg(
    (pl.col("oc_deaths").sum() / pl.col("population").mean() * 1e5).alias("oc_deaths_per_100000"),
    pl.col("organizations").mean(),
    pl.col("groups").mean(),
    pl.col("wars").mean(),
    pl.col("violent_municipalities").last(),
    pl.col("members").mean(),
)
values = pl.all().exclude("replicate", "year")
bands = [(values.quantile(q)).name.suffix(end) for q, end in ((0.5, ""), (0.05, "_low"), (0.95, "_high"))]
print(of_year.group_by("year").agg(bands).sort("year").write_csv(float_precision=3), end="")
