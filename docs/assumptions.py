"""What the policies with fewest deaths hang on, from results/assumptions.

    python3 docs/assumptions.py target/release/plaza > results/published/assumptions/assumptions.csv

One row for each assumption dropped: the paired difference in organized-crime deaths to the status quo, as it
is and under the same change of the model. Needs polars.
"""

import subprocess
import sys
from pathlib import Path

import polars as pl

FOLDER = Path("results/assumptions")
BASELINE = "status_quo"


def compared(baseline):
    """The rows on deaths with a baseline; `plaza compare` writes them into the folder."""
    call = [sys.argv[1], "compare", FOLDER, "--baseline", baseline]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    rows = pl.read_csv(FOLDER / "comparison.csv", infer_schema_length=None)
    return rows.filter(pl.col("metric") == "oc_deaths", pl.col("policy") != baseline)


def table(rows, policies, assumption):
    rows = rows.filter(pl.col("policy").is_in(list(policies)))
    return rows.select(
        pl.col("policy").str.split("-").list.first(),
        pl.lit(assumption).alias("dropped") if assumption else
        pl.col("policy").str.split("-").list.get(1, null_on_oob=True).fill_null("none").alias("dropped"),
        "mean", "difference", "low", "high", "relative", "replicates",
    )


plain = compared(BASELINE)
names = plain["policy"].to_list()
changed = [name.split("-")[1] for name in names if name.startswith(BASELINE + "-")]
levers = [name for name in names if "-" not in name or name.split("-")[1] not in changed]
tables = [table(plain, levers, None)]
for change in changed:
    others = {name for name in names if name.endswith("-" + change)} - {f"{BASELINE}-{change}"}
    tables.append(table(compared(f"{BASELINE}-{change}"), others, change))
compared(BASELINE)
sys.stdout.write(pl.concat(tables).sort("policy", maintain_order=True).write_csv(float_precision=4))
