"""Fills the tables of docs/validation.md from result folders, after the commands on its top:

    python3 docs/validation.py

Each table stands between `<!-- name -->` and `<!-- end -->`. Needs polars.
"""

import math
import re

import polars as pl

PAGE = "docs/validation.md"
# Weeks of the twins and months of four weeks of the regression; both begin with the event.
WINDOWS = [
    ("first half year", (0, 23), 0),
    ("second half year", (24, 47), 6),
    ("second year", (48, 95), 12),
    ("third year", (96, 143), 24),
]


def csv(folder, name):
    return pl.read_csv(f"results/{folder}/{name}.csv")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def short(value):
    if value is None:
        return ""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{digits}f}"


def band(row, value="simulated"):
    return f"{short(row[value])} ({short(row['low'])} to {short(row['high'])})"


def targets():
    grid, mexico, replayed = (
        {(r["id"], r["part"], r["year"]): r for r in csv(folder, "validation").to_dicts()}
        for folder in ("default", "hindcast", "hindcast_replayed")
    )
    verdict = {"inside": "inside", "outside": "**outside**", "reported": ""}
    rows = []
    for key, row in mexico.items():
        part = " ".join(str(k) for k in key[1:] if k is not None and k != "all")
        rows.append(
            [row["id"], part, row["role"], short(row["observed"]), f"{short(row['least'])} to {short(row['most'])}" if row["least"] is not None else ""]
            + [f"{band(of[key])} {verdict[of[key]['verdict']]}" for of in (mexico, replayed, grid)]
        )
    return table(["id", "part", "role", "observed", "accepted", "Mexico", "Mexico, replayed", "grid"], rows)


def skill():
    columns = ["simulated", "mean_of_replicates", "first_year", "presence", "population", "observed"]
    rows = []
    for name, folder in (("", "hindcast"), (", replayed", "hindcast_replayed")):
        of = csv(folder, "hindcast_skill").filter(pl.col("year") == "2008-2010")
        for (measure,), group in of.group_by(["measure"], maintain_order=True):
            by = {r["forecast"]: r for r in group.to_dicts()}
            cells = []
            for column in columns:
                row = by.get(column)
                banded = row is not None and row["low"] is not None
                cells.append(band(row, "value") if banded else short(row["value"]) if row else "")
            rows.append([measure + name, *cells])
    heads = ["2008-10", "one replicate", "their mean", "as in 2007", "presence of 2006", "population", "observed"]
    return table(heads, rows)


def effect(folder, split, group, weeks, ring=None):
    of = csv(folder, "twin_effects").filter(
        (pl.col("split") == split)
        & (pl.col("outcome") == "oc_deaths")
        & (pl.col("group") == group)
        & (pl.col("ring").is_null() if ring is None else pl.col("ring") == ring)
        & (pl.col("weeks_from") == weeks[0])
        & (pl.col("weeks_to") == weeks[1])
    )
    return of.row(0, named=True) if of.height else None


def percent(row):
    if row is None:
        return ""
    ratio, low, high = (1 + row[end] / row["without"] for end in ("mean", "low", "high"))
    return "{:+.0f} % [{:+.0f}, {:+.0f}]".format(*(100 * (r - 1) for r in (ratio, low, high)))


def twins():
    places = [("place", None), ("organization", None), ("neighbours", 1), ("rest", None), ("country", None)]
    splits = [
        ("leader", "rank:leader"),
        ("plaza boss", "rank:boss"),
        ("leader killed", "event:leader_killed"),
        ("leader arrested", "event:leader_arrested"),
        ("plaza boss killed", "event:boss_killed"),
        ("plaza boss arrested", "event:boss_arrested"),
    ]
    rows = []
    for name, split in splits:
        for map_name, folder in (("grid", "twin_ranks"), ("Mexico", "twin_ranks_mexico")):
            cells = [percent(effect(folder, split, group, (0, 23), ring)) for group, ring in places]
            pairs = effect(folder, split, "place", (0, 23))["pairs"]
            rows.append([name, map_name, *cells, pairs])
    heads = ["OC deaths, first half year", "map", "at the place", "other places of the organization"]
    return table([*heads, "neighbours, ring 1", "rest", "country", "pairs"], rows)


def interval(values):
    half = 1.97 * values.std() / len(values) ** 0.5
    return f"{values.mean():+,.0f} [{values.mean() - half:+,.0f}, {values.mean() + half:+,.0f}]"


def heirs():
    rows = []
    for name, folder in (("grid", "twin_ranks"), ("Mexico", "twin_ranks_mexico")):
        leaders = csv(folder, "twin_pairs").filter(pl.col("event").str.starts_with("leader"))
        for size, of in (("10,000 members or more", pl.col("members") >= 10_000), ("fewer", pl.col("members") < 10_000)):
            chosen = leaders.filter(of)
            cells = []
            for some in (pl.col("successors") == 0, pl.col("successors") == 1, pl.col("successors") > 1):
                one = chosen.filter(some).group_by("pair").agg(pl.col("oc_deaths_country").mean())
                cells.append(f"{interval(one['oc_deaths_country'])}, {len(one)} pairs")
            rows.append([name, size, *cells])
        killed, arrested = (
            csv(folder, "twin_pairs").filter(pl.col("event") == event) for event in ("leader_killed", "leader_arrested")
        )
        both = killed.join(arrested, on="pair", suffix="_arrested")
        less = both["oc_deaths_country"] - both["oc_deaths_country_arrested"]
        rows.append([name, "killed less arrested, pair by pair", interval(less), "", ""])
    return table(["map", "OC deaths in the country, three years", "no heir", "one", "several"], rows)


def regression(folder, who, months):
    row = csv(folder, "event_study").filter(
        (pl.col("removed") == who) & (pl.col("where") == "place") & (pl.col("months_from") == months)
    ).row(0, named=True)
    return "{:+.0f} % [{:+.0f}, {:+.0f}]".format(
        *(100 * (math.exp(row[k]) - 1) for k in ("log_ratio", "low", "high"))
    )


def side_by_side():
    rows = []
    for who in ("leader", "boss"):
        for name, months in (("months 12 to 7 before", -12), ("months 6 to 1 before", -6)):
            rows.append([who, name, "0", regression("default", who, months), "0", regression("hindcast", who, months)])
        for name, weeks, months in WINDOWS:
            cells = []
            for twin, study in (("twin_ranks", "default"), ("twin_ranks_mexico", "hindcast")):
                cells += [percent(effect(twin, f"rank:{who}", "place", weeks)), regression(study, who, months)]
            rows.append([who, name, *cells])
    return table(["who falls", "when", "twins, grid", "regression, grid", "twins, Mexico", "regression, Mexico"], rows)


page = open(PAGE).read()
for name, make in (("targets", targets), ("skill", skill), ("twins", twins), ("heirs", heirs), ("side by side", side_by_side)):
    page, found = re.subn(
        rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{make()}\n\n{m[2]}", page, flags=re.S
    )
    assert found == 1, name
open(PAGE, "w").write(page)
