"""The country without a mechanism: the table of docs/odd.md, from the summary of the experiment `ablation`.

    plaza run configs/experiments/ablation.toml
    python3 docs/ablation.py results/ablation

Fills the table there, which begins with `| without |`: means over replicates with half the width of their 95 %
interval. Needs polars.
"""

import re
import sys

import polars as pl

PAGE = "docs/odd.md"
# Metric of summary.csv, heading, divisor, digits.
COLUMNS = [
    ("oc_deaths_rate", "OC deaths per 100,000 a year", 1, 1),
    ("oc_deaths_state", "with the state", 1, 0),
    ("organizations", "organizations at the end", 1, 1),
    ("wars", "wars at the end", 1, 1),
    ("violent_municipalities", "violent municipalities at the end", 1, 0),
    ("members", "members at the end [1,000]", 1000, 1),
    ("extortions", "firms visited a year [1,000]", 1000, 0),
    ("displaced", "displaced in four years [1,000]", 1000, 0),
    ("flow_delivered", "tonnes delivered a week", 1, 2),
    ("trust_police", "trust in police", 1, 3),
    ("prisoners", "prisoners [1,000]", 1000, 1),
]

rows = pl.read_csv(f"{sys.argv[1]}/summary.csv", infer_schema_length=None).to_dicts()
of = {(row["policy"], row["metric"]): row for row in rows}
policies = list(dict.fromkeys(row["policy"] for row in rows))
years = 4


def cell(policy, metric, divisor, digits):
    row = of[policy, metric]
    if metric == "extortions":
        divisor *= years
    half = (row["high"] - row["low"]) / 2
    return f"{row['mean'] / divisor:.{digits}f} ± {half / divisor:.{digits}f}"


def name(policy):
    if "-" not in policy:
        return "(as it is)"
    return policy.split("-")[1].removeprefix("no_").replace("_", " ")


head = ["without", *(heading for _, heading, *_ in COLUMNS)]
lines = [head, ["---"] * len(head)]
lines += [[name(policy), *(cell(policy, metric, *how) for metric, _, *how in COLUMNS)] for policy in policies]
table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
page = open(PAGE).read()
page, found = re.subn(r"\| without \|.*?\n\n", lambda _: f"{table}\n\n", page, flags=re.S)
assert found == 1
open(PAGE, "w").write(page)
