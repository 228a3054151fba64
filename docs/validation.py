"""Fills the tables of docs/validation.md from result folders, after the commands on its top:

    python3 docs/validation.py

Each table stands between `<!-- name -->` and `<!-- end -->`. Needs polars.
"""

import math
import re
import subprocess
import tomllib
from pathlib import Path

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
    """A table of a result folder, or else the one published."""
    places = (Path(f"results/{of}{folder}/{name}.csv") for of in ("", "published/"))
    return pl.read_csv(next(path for path in places if path.exists()), infer_schema_length=None)


TARGETS = ("hindcast", "hindcast_posterior", "hindcast_replayed", "grid")


def held(folder):
    return {(r["id"], r["part"], r["year"]): r for r in csv(folder, "validation").to_dicts()}


def short_number(value):
    return f"{value:.3g}"


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
    if row[value] is None:
        return ""
    return f"{short(row[value])} ({short(row['low'])} to {short(row['high'])})"


def targets():
    mexico, posterior, replayed, grid = (held(folder) for folder in TARGETS)
    verdict = {"inside": "inside", "outside": "**outside**", "reported": "", "too few": "too few", "not computable": "not recorded"}
    rows = []
    for key, row in mexico.items():
        part = " ".join(str(k) for k in key[1:] if k is not None and k != "all")
        rows.append(
            [row["id"], part, row["role"], short(row["observed"]), f"{short(row['least'])} to {short(row['most'])}" if row["least"] is not None else ""]
            + [f"{band(of[key])} {verdict[of[key]['verdict']]}" for of in (mexico, posterior, replayed, grid)]
        )
    heads = ["id", "part", "role", "observed", "accepted", "Mexico", "Mexico, posterior", "Mexico, replayed", "grid"]
    return table(heads, rows)


def inside(folder):
    of = csv(folder, "validation").group_by("id", maintain_order=True).agg(pl.col("verdict"))
    verdicts = {row["id"]: set(row["verdict"]) for row in of.to_dicts()}
    bound = {id: of for id, of in verdicts.items() if not of <= {"reported", "not computable"}}
    return [id for id, of in bound.items() if of <= {"inside", "reported"}], [id for id, of in bound.items() if "outside" in of]


def verdicts():
    rows = []
    for name, folder in (
        ("Mexico", "hindcast"),
        ("Mexico, posterior", "hindcast_posterior"),
        ("Mexico, replayed", "hindcast_replayed"),
        ("grid", "grid"),
        ("Mexico, fitted to 2007-08", "hindcast_2007_08"),
    ):
        good, bad = inside(folder)
        rows.append([name, f"{len(good)} of {len(good) + len(bad)}", ", ".join(bad)])
    return table(["", "inside", "outside"], rows)


GAMES = {"i": "all until {}", "ii": "each year's total", "iii": "last year"}


def scored(folder, level="municipality_year"):
    """Scores of a folder: (game, forecast, score, part, year) to the row; year None is all years together."""
    rows = csv(folder, "scores").filter(pl.col("level") == level).to_dicts()
    return {(r["game"], r["forecast"], r["score"], r["part"], r["year"]): r for r in rows}


def forecasts(scores):
    return list(dict.fromkeys((game, forecast) for game, forecast, *_ in scores))


def skill_of(row):
    """Skill of the simulated forecast with the interval that its difference has."""
    if row["skill"] is None:
        return ""
    best = row["value"] - row["difference"]
    if row["low"] is None:
        return f"{row['skill']:.2f}"
    return f"{row['skill']:.2f} ({-row['high'] / best:.2f} to {-row['low'] / best:.2f})"


def scores(folder, told):
    of = scored(folder)
    years = sorted({year for *_, year in of if year is not None})
    rows = []
    for game, forecast in forecasts(of):
        crps = lambda part="all", year=None: of.get((game, forecast, "crps", part, year))
        number = lambda row, digits=2: "" if row is None else f"{row['value']:.{digits}f}"
        total = crps()
        if total is None:
            continue
        own = forecast == "plaza"
        error = f" ± {total['error']:.2f}" if own else ""
        rows.append(
            [f"**{forecast}**" if own else forecast, f"{game}: {GAMES[game].format(told)}"]
            + [number(crps(year=year)) for year in years]
            + [number(total) + error, number(crps("rest")), number(crps("log"), 3)]
            + [number(of.get((game, forecast, score, part, None))) for score, part in (("log", "all"), ("coverage90", "violent"))]
            + [skill_of(total) if own else ""]
        )
    head = ["forecast", "told", *map(str, years), "CRPS", "rest", "log", "log score", "90 % holds, 12+", "skill"]
    return table(head, rows)


def wider():
    """Skill of the simulated forecasts at every level."""
    rows = []
    for name, folder in (("shipped fit", "hindcast"), ("fitted to 2007-08", "hindcast_2007_08")):
        for level in ("municipality_year", "municipality_month", "state_year"):
            of = scored(folder, level)
            for game in ("ii", "i"):
                row = of.get((game, "plaza", "crps", "all", None))
                if row is None:
                    continue
                rivals = [r for key, r in of.items() if key[0] == game and key[2:] == ("crps", "all", None) and r["forecast"] != "plaza"]
                best = min(rivals, key=lambda r: r["value"])
                cover = [f"{of[(game, 'plaza', f'coverage{p}', 'all', None)]['value']:.2f}" for p in (50, 90)]
                rows.append([name, level.replace("_", ", "), game, short(row["value"]), f"{short(best['value'])} ({best['forecast']})", skill_of(row), *cover])
    return table(["parameters", "cells", "game", "CRPS", "best rival", "skill", "50 % band holds", "90 %"], rows)


def twice():
    rows = []
    for key, row in held("grid").items():
        if row["id"] not in ("C1", "C3", "C7", "C11", "C12", "C13") or row["least"] is None:
            continue
        least, most = (row["observed"] + 2 * (row[end] - row["observed"]) for end in ("least", "most"))
        verdict = "inside" if least <= row["simulated"] <= most else "**outside**"
        part = " ".join(str(k) for k in key[1:] if k is not None and k != "all")
        rows.append([row["id"], part, short(row["observed"]), f"{short(least)} to {short(most)}", band(row), verdict])
    return table(["id", "part", "observed", "twice the tolerance", "grid", ""], rows)


def numbers():
    rows = []
    baseline, fitted = (tomllib.load(open(f"configs/parameters/{of}.toml", "rb")) for of in ("baseline", "calibrated"))
    for row in csv("calibrate", "posterior_summary").filter(pl.col("free")).to_dicts():
        section, name = row["parameter"].split(".")
        value = fitted.get(section, {}).get(name, {}).get("value", row["start"])
        wide = f"{short_number(row['prior_low'])} to {short_number(row['prior_high'])}"
        left = f"{short_number(row['low'])} to {short_number(row['high'])}"
        was = baseline[section][name].get("was", row["start"])
        rows.append(
            [f"`{row['parameter']}`", short_number(was), short_number(value), wide, short_number(row["median"]), left, f"{100 * row['width_ratio']:.0f} %"]
        )
    return table(["number", "was", "fitted", "range", "posterior median", "5 to 95 %", "width left"], rows)


def together():
    free = csv("calibrate", "posterior_summary").filter(pl.col("free"))["parameter"].to_list()
    of = csv("calibrate", "posterior_correlations").sort(pl.col("correlation").abs(), descending=True)
    of = of.filter(pl.col("parameter").is_in(free) & pl.col("other").is_in(free))
    rows = [[f"`{r['parameter']}`", f"`{r['other']}`", f"{r['correlation']:+.2f}"] for r in of.to_dicts()]
    return table(["number", "other", "correlation"], rows)


def screening():
    of = csv("calibrate", "screening")
    by = {(r["parameter"], r["outcome"]): r["mu_star"] for r in of.to_dicts()}
    names = of["parameter"].unique(maintain_order=True).to_list()
    outcomes = [o for o in of["outcome"].unique(maintain_order=True).to_list() if o.startswith("rank.")]
    rows = [
        [f"`{name}`", f"{by[name, 'distance']:.2f}", f"{by[name, 'ranking']:.2f}", *(f"{by[name, o]:.2f}" for o in outcomes)]
        for name in sorted(names, key=lambda name: -by[name, "distance"])
    ]
    return table(["number", "distance", "ranking", *(o.removeprefix("rank.") for o in outcomes)], rows)


def split():
    rows = []
    fitted = held("hindcast_2007_08")
    for id in ("C1", "C3", "C4", "C11", "C14"):
        for key, row in fitted.items():
            if row["id"] != id or row["year"] is None or row["least"] is None:
                continue
            how = "fitted" if row["role"] == "fit" and row["year"] <= 2008 else "predicted"
            part = "" if row["part"] == "all" else row["part"]
            rows.append([id, part, row["year"], how, short(row["observed"]), f"{short(row['least'])} to {short(row['most'])}", band(row), row["verdict"]])
    return table(["id", "part", "year", "", "observed", "accepted", "simulated", ""], rows)


def run_on():
    rows = []
    for row in csv("run_on", "run_on").to_dicts():
        deaths = "{:.1f} ({:.1f} to {:.1f})".format(*(row[f"oc_deaths_per_100000{end}"] for end in ("", "_low", "_high")))
        counts = (f"{row[column]:.1f}" for column in ("organizations", "groups", "wars"))
        rows.append([row["year"], deaths, *counts, f"{row['violent_municipalities']:.0f}", f"{row['members']:,.0f}"])
    return table(["year", "OC deaths per 100,000", "organizations", "groups", "wars", "violent municipalities", "members"], rows)


def likeness():
    plaza = "target/release/plaza"
    told = subprocess.run([plaza, "map", "check", "configs/maps/grid_50x50.toml", "--against", "results/maps/mexico"], capture_output=True, text=True, check=True).stdout
    lines = told[told.index("grid 50x50 against"):].rstrip()
    return f"```\n{lines}\n```"


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
    # Tables of before 0.8.0 have no interval of the ratio: then there is none here either.
    change = "{:+.0f} %".format(100 * row["mean"] / row["without"])
    if row.get("ratio_low") is None:
        return change
    low, high = (None if row[end] is None else 100 * (row[end] - 1) for end in ("ratio_low", "ratio_high"))
    return change + " [{:+.0f}, {}]".format(low, "∞" if high is None else f"{high:+.0f}")


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
    if len(values) < 2:
        return "–"
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


def attribution():
    rows = []
    names = {"rise": "rise from 2007 to 2010", "oc_deaths": "deaths of 2007-10"}
    for row in csv("attribution", "attribution").to_dicts():
        between = lambda name: f"{row[name]:,.0f} [{row[name + '_low']:,.0f}, {row[name + '_high']:,.0f}]"
        share = "" if row["share"] is None else "{:.0f} % [{:.0f}, {:.0f}]".format(*(100 * row[k] for k in ("share", "share_low", "share_high")))
        rows.append([names[row["outcome"]], row["cause"], between("shapley"), share, between("alone"), between("without")])
    return table(["of", "cause", "Shapley value", "share", "alone", "last"], rows)


def deployments():
    rows = []
    for row in csv("deployments", "deployments").to_dicts():
        states = str(row["states"]).replace(";", ", ")
        difference = f"{row['difference']:+.2f} [{row['low']:+.2f}, {row['high']:+.2f}]"
        rows.append([row["start"], states, f"{row['without']:.1f}", difference, f"{100 * row['falls_in']:.0f} %"])
    return table(["start", "states", "without it", "difference, per 100,000", "falls in"], rows)


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
for name, make in (
    ("scores", lambda: scores("hindcast", 2007)),
    ("scores 2007-08", lambda: scores("hindcast_2007_08", 2008)),
    ("wider", wider),
    ("verdicts", verdicts),
    ("targets", targets),
    ("numbers", numbers),
    ("together", together),
    ("screening", screening),
    ("split", split),
    ("run on", run_on),
    ("twice", twice),
    ("likeness", likeness),
    ("skill", skill),
    ("attribution", attribution),
    ("deployments", deployments),
    ("twins", twins),
    ("heirs", heirs),
    ("side by side", side_by_side),
):
    page, found = re.subn(
        rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{make()}\n\n{m[2]}", page, flags=re.S
    )
    assert found == 1, name
open(PAGE, "w").write(page)
