"""Fills the tables of docs/policies.md, docs/policies-levers.md, docs/policies-results.md and docs/scorecard.md:
levers from the program, results from the published runs.

    plaza describe policies --json | python3 docs/policies.py

Each table stands between `<!-- name -->` and `<!-- end -->`. Numbers come from results/published/policies (the
grid) and policies_mexico; other experiments are told where they were made by the same version of the program.
docs/policies_figures.py draws the figures. Needs polars.
"""

import json
import re
import sys
import textwrap
import tomllib
from pathlib import Path

import polars as pl

POSTERIOR = "configs/parameters/posterior.csv"
PAGES = [f"docs/{name}.md" for name in ("policies", "policies-levers", "policies-results", "scorecard")]
PUBLISHED = Path("results/published")
CATALOGUE = Path("configs/levers.toml")
MAPS = {"grid": "policies", "Mexico": "policies_mexico"}
# Changes of the model, in the policy and in what it is compared with; others are levers left out.
DROPPED = {
    "none": "none",
    "no_splits": "organizations that lose a leader break",
    "mild_rivalry": "splinters and parents go to war sooner than strangers",
    "no_opening": "rivals attack where a leader or boss has fallen",
    "open_borders": "plazas are not contested across borders",
    "only_hunt": "causes beside the hunt",
    "no_arrangements": "arrangements keep the peace, and wars begin where they break",
    "strong_arrangements": "arrangements do less than all they may",
    "no_guard": "forces prevent clashes",
    "strong_guard": "forces prevent less than most of the clashes",
    "able_forces": "forces arrest few (now as many as the range allows)",
    "brittle_pact": "a pact can hold (now as brittle as the range allows)",
}
# What a policy begins from, as its file says with `extends`; its levers are shown beside that.
EXTENDS = {
    "status_quo": "no_intervention",
    "kingpin_only": "no_intervention",
    "social": "no_intervention",
    "accommodation": "no_intervention",
    "police_lead_full_support": "police_lead",
    "police_lead_no_support": "police_lead",
    "social_legal_market": "social",
}
WEEKS = (0, 156, 312)
BASELINE = "status_quo"
# Experiments in which options begin when their authors wrote, twelve years each.
BEGUN = {2009: "from_2009_12", 2013: "from_2013_12", 2017: "from_2017_12"}
# The overview, in the order of the documents.
OPTIONS = {
    "strategic_partnership": "RAND: reform over the long term, a deeper partnership",
    "retrenchment": "RAND: the United States guard themselves at home",
    "military_lead": "Downie A: the army leads, with more help",
    "police_lead": "Downie B: police lead, after perhaps four years",
    "police_lead_full_support": "the same, with all the army's support",
    "police_lead_no_support": "the same, with none",
    "social": "Downie C: lawfulness, work, courts; nobody is confronted",
    "social_legal_market": "the same, with drugs sold legally",
    "social_with_enforcement": "Downie C beside police who go on fighting",
    "accommodation": "Downie D: terms with organizations",
    "continuity": "Downie to the United States: linkages that last",
    "merida_refocus": "O'Neil: the same money, civilian and local",
    "local_capacity": "Wilson Center: governments able to protect",
    "imagining_2024": "Ríos: all states alike, professional forces, legal cannabis",
    "kingpin_only": "the hunt for leaders, nothing else",
    "no_intervention": "as in 2006",
}
METRICS = {
    "oc_deaths": "OC deaths",
    "bystander_deaths": "bystanders",
    "extortions": "extortions",
    "kidnappings": "kidnappings",
    "displaced": "displaced",
    "organizations": "organizations",
    "trust_police": "trust in police",
    "approval": "approval",
    "cooperation": "cooperation",
    "budget_spent": "money spent",
}
# What a page of an option tells, in plain words.
TOLD = {
    "oc_deaths": "killed by organized crime",
    "member_deaths": "of them members",
    "associate_deaths": "of them those who work with them",
    "bystander_deaths": "of them bystanders",
    "police_deaths": "of them police",
    "soldier_deaths": "of them soldiers",
    "extortions": "extortion",
    "kidnappings": "kidnapping",
    "displaced": "people displaced",
    "organizations": "organizations",
    "trust_police": "trust in police",
    "complaints": "complaints against forces",
    "cooperation": "cooperation of the two countries",
}
# Parts of the country, of breakdown.csv.
PARTS = {
    ("border", "at_a_crossing"): "at crossings to the north",
    ("border", "elsewhere"): "elsewhere",
    ("poverty", "poorest_third"): "where the poorest third lives",
    ("poverty", "richest_third"): "where the richest third lives",
}
# What a row of the scorecard, and of its bad sides, is about.
CLAIM = ("document", "option", "policy", "cell")
BAD_SIDE = ("document", "policy", "bad_side")
PAYERS = {
    "mexico": "Mexico pays",
    "united_states": "the United States pay, as aid",
    "united_states_at_home": "the United States pay, at home",
    "all": "together",
}


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def wrapped(text):
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def level(value):
    if isinstance(value, list):
        return " / ".join(level(part) for part in value)
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def levers(policies, name):
    weeks = policies[name]["weeks"]
    base = EXTENDS.get(name, BASELINE)
    rows = []
    for mine, theirs in zip(policies[name]["levers"], policies[base]["levers"]):
        if mine["levels"] != theirs["levels"]:
            shown = [[level(of["levels"][weeks.index(week)]) for week in WEEKS] for of in (theirs, mine)]
            rows.append([f"`{mine['lever']}`", " → ".join(shown[0]), " → ".join(shown[1])])
    return table(["lever", f"`{base}` at weeks 0, 156, 312", f"`{name}`"], rows)


def csv(folder, name):
    return pl.read_csv(PUBLISHED / folder / f"{name}.csv", infer_schema_length=None)


def manifest(folder):
    path = PUBLISHED / folder / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def of_this_version(folder):
    """Whether an experiment is published, and made by the program that made the policies."""
    return bool(manifest(folder)) and manifest(folder).get("plaza") == manifest("policies").get("plaza")


def compared(folder):
    """Rows of comparison.csv by policy and metric."""
    if not of_this_version(folder):
        return {}
    return {(row["policy"], row["metric"]): row for row in csv(folder, "comparison").to_dicts()}


def relative(row):
    """The difference in percent of the status quo, and its 95 % interval, which never ends below -100 %."""
    whole = 100 / abs(row["baseline"])
    ends = (
        100 * row[f"relative_{end}"] if row[f"relative_{end}"] is not None else (row[end] or 0) * whole
        for end in ("low", "high")
    )
    return row["difference"] * whole, *ends


def sure(row):
    """How sure a difference is, in a word."""
    if row["verdict"] == "same":
        return "the same"
    if row["verdict"] == "equivalent":
        return "no change"
    if row["low"] is None:
        return "too few futures"
    if row["verdict"] in ("better", "worse"):
        return "clear"
    if row["low"] > 0 or row["high"] < 0:
        return "likely"
    middle = (row["low"] + row["high"]) / 2
    return "as likely more as less" if abs(middle) < (row["high"] - row["low"]) / 8 else "not clear"


def percent(number):
    return f"{number:+.0f}" if round(number) else "0"


def cell(row, word=True):
    if row is None:
        return "–"
    if row["verdict"] == "same":
        return "the same"
    text = "{} % [{}, {}]".format(*map(percent, relative(row)))
    text = f"**{text}**" if sure(row) == "clear" else text
    return f"{text}, {sure(row)}" if word else text


def money(dollars, signed=False):
    sign = "+" if signed and dollars > 0 else "-" if dollars < 0 else ""
    millions = abs(dollars) / 1e6
    return "0" if millions < 0.5 else f"{sign}${millions:,.0f} m"


def spent(folder):
    """Rows of cost_effect.csv by policy and payer, with money of a year."""
    if not of_this_version(folder):
        return {}
    years = manifest(folder)["weeks"] / 52
    rows = csv(folder, "cost_effect").to_dicts()
    for row in rows:
        row |= {key: (row[key] or 0) / years for key in ("cost", "cost_difference", "cost_low", "cost_high")}
    return {(row["policy"], row["payer"]): row for row in rows}


def overview(maps, costs):
    rows = []
    for name, line in OPTIONS.items():
        deaths = [cell(maps[of].get((name, "oc_deaths"))) for of in MAPS]
        cost = costs["grid"].get((name, "all"))
        cost = f"{money(cost['cost'])} ({money(cost['cost_difference'], True)})" if cost else "–"
        cooperation = [cell(maps[of].get((name, "cooperation")), False) for of in MAPS]
        rows.append([f"[`{name}`](#{name})", line, *deaths, cost, " / ".join(cooperation)])
    killed = [of[BASELINE, "oc_deaths"]["mean"] if of else None for of in maps.values()]
    killed = ["–" if number is None else f"{number:,.0f} killed" for number in killed]
    cost = costs["grid"].get((BASELINE, "all"))
    line = "2007 to 2018 as it was, then frozen"
    rows.append([f"[`{BASELINE}`](#{BASELINE})", line, *killed, money(cost["cost"]) if cost else "–", ""])
    head = ["policy", "in a line", "killed, grid", "killed, Mexico", "money a year, grid", "cooperation, grid / Mexico"]
    return table(head, rows) + "\n\n" + wrapped(futures(maps))


def called(of):
    return "the grid" if of == "grid" else of


def futures(maps):
    counted = {of: rows[BASELINE, "oc_deaths"]["replicates"] for of, rows in maps.items() if rows}
    where = " and ".join(f"{number} on {called(of)}" for of, number in counted.items())
    return (
        f"Beside the status quo, with 95 % intervals, over twelve years (futures: {where}, over the same {draws()} draws"
        " of the parameters); bold is clear."
    )


def in_short(maps):
    """Which options move what, clear on both maps or on one."""
    lines = []
    for metric in ("oc_deaths", "bystander_deaths", "extortions", "kidnappings", "displaced", "cooperation"):
        found = {}
        for name in OPTIONS:
            known = {of: ways(name, rows, [metric]) for of, rows in maps.items() if (name, metric) in rows}
            clear = {of: way[metric] for of, way in known.items() if way}
            if clear:
                place = "on both maps" if len(clear) > 1 else f"on {called(next(iter(clear)))} alone"
                way = " and ".join(dict.fromkeys(clear.values()))
                found.setdefault(f"{way} {place}", []).append(f"`{name}`")
        parts = [f"{how} under {', '.join(names)}" for how, names in found.items()]
        lines.append([plain(metric), "; ".join(parts) or "nowhere"])
    return table(["", "clear"], lines)


def draws():
    return len(pl.read_csv(POSTERIOR))


def unpublished(name):
    base = EXTENDS.get(name, BASELINE)
    names = ",".join(dict.fromkeys((BASELINE, base, name)))
    return wrapped(
        "Not among the policies that begin in 2007, so that there are no numbers here; of those that begin later deaths "
        "are at the end of this page. "
        f"`plaza run configs/experiments/policies.toml --policies {names} --out results/{name}` and "
        f"`plaza compare results/{name}` make them."
    )


def catalogue():
    return {lever["name"]: lever for lever in tomllib.loads(CATALOGUE.read_text())["lever"]}


def moved(name):
    """The levers that a policy's files name, up to the two that the others extend."""
    levers = {}
    while name not in (BASELINE, "no_intervention"):
        levers = {lever["name"]: lever for lever in policy_file(name)["lever"]} | levers
        name = EXTENDS.get(name, BASELINE)
    return levers


def policy_file(name):
    return tomllib.loads(Path(f"configs/policies/{name}.toml").read_text())


def acts_after(lever, known):
    """Weeks from the beginning until its last order acts in full."""
    last = (lever.get("levels") or [{}])[-1]
    return last.get("from_week", 0) + known["lag_weeks"] + last.get("ramp_weeks", known["ramp_weeks"])


def years(weeks):
    number = weeks / 52
    if number < 0.3:
        return "at once"
    return "within a year" if number <= 1 else f"after {number:.1f}".replace(".0", "") + " years"


def needs(name, costs):
    known = catalogue()
    mine = moved(name)
    bill = [[label, *(paid(of, name, payer) for of in costs.values())] for payer, label in PAYERS.items()]
    averted = [per_billion(of.get((name, "all"))) for of in costs.values()]
    if any(cell != "–" for cell in averted):
        bill.append(["deaths averted for each billion more", *averted])
    bill = table(["a year (beside the status quo)", *costs], bill)
    if not mine:
        return bill
    after = sorted((acts_after(lever, known[key]), key) for key, lever in mine.items())
    sides = [known[key]["side"] for key in mine]
    ours, theirs = sides.count("mexico"), sides.count("united_states")
    if ours and theirs:
        who = f"Mexico decides on {ours}, the United States on {theirs}"
    else:
        who = "Mexico decides on all" if ours else "the United States decide on all"
    half, (last, lever) = after[(len(after) - 1) // 2][0], after[-1]
    text = f"It moves {len(mine)} levers; in the simulation {who}."
    if "calendar" not in policy_file(name):  # A schedule by year has no time until it acts.
        text += f" Half of them act in full {years(half)}, all {years(last)} (`{lever}`)."
    if not any((name, "all") in of for of in costs.values()):
        return wrapped(text)
    return wrapped(text) + "\n\n" + bill


def per_billion(row):
    if row is None or row.get("averted_per_billion") is None:
        return "–"
    return "{:,.0f} [{:,.0f}, {:,.0f}]".format(*(row[f"averted_{end}"] for end in ("per_billion", "low", "high")))


def paid(of, name, payer):
    row = of.get((name, payer))
    if row is None:
        return "–"
    if abs(row["cost_difference"]) < 5e5:
        return f"{money(row['cost'])} (the same)"
    more, low, high = (money(row[key], True) for key in ("cost_difference", "cost_low", "cost_high"))
    return f"{money(row['cost'])} ({more})" if payer != "all" else f"{money(row['cost'])} ({more} [{low}, {high}])"


def part(row):
    """A part of the country: its interval is its own, so that it is never called clear."""
    return "–" if row is None else cell(row | {"verdict": "unclear"})


def came_out(name, maps, parts, begun):
    if not any((name, "oc_deaths") in of for of in maps.values()):
        return unpublished(name)
    told = [metric for metric in TOLD if any((name, metric) in of for of in maps.values())]
    rows = [[TOLD[metric], *(cell(of.get((name, metric))) for of in maps.values())] for metric in told]
    for (by, group), label in PARTS.items():
        cells = [part(of.get((name, by, group))) for of in parts.values()]
        if any(row != "–" for row in cells):
            rows.append([f"killed {label}", *cells])
    for year, of in begun.items():
        if (name, "oc_deaths") in of:
            rows.append([f"killed in twelve years, begun in {year}", cell(of[name, "oc_deaths"]), "–"])
    return wrapped(in_words(name, maps)) + "\n\n" + table(["beside the status quo", *maps], rows)


def in_words(name, maps):
    known = [(of, rows) for of, rows in maps.items() if (name, "oc_deaths") in rows]

    def deaths(row):
        more = "more" if row["difference"] > 0 else "fewer"
        return {
            "clear": f"{more} people are killed, and that is clear",
            "likely": f"{more} people are killed, likely but not clear",
            "not clear": "whether more or fewer people are killed is not clear",
            "as likely more as less": "more people killed are as likely as fewer",
            "no change": "as many people are killed",
            "the same": "the same people are killed",
        }.get(sure(row), "there are too few futures to tell who is killed")

    says = {of: deaths(rows[name, "oc_deaths"]) for of, rows in known}
    if len(set(says.values())) == 1:
        where = "On the grid and on Mexico" if len(says) == 2 else "On the grid"
        text = f"{where} {next(iter(says.values()))}. "
    else:
        text = f"On the grid {says['grid']}; on Mexico {says['Mexico']}. "
    others = [metric for metric in TOLD if metric != "oc_deaths" and all((name, metric) in rows for _, rows in known)]
    clear = {of: ways(name, rows, others) for of, rows in known}
    if len(known) == 2:
        grid, mexico = clear.values()
        both = [metric for metric in grid if mexico.get(metric) == grid[metric]]
        text += listed("Clear on both maps", both, grid)
        apart = [metric for metric in ("oc_deaths", *others) if differ(*(rows[name, metric] for _, rows in known))]
        text += "Grid and Mexico differ in: " + ", ".join(plain(metric) for metric in apart) + ". " if apart else ""
    else:
        text += listed("Clear besides", list(clear["grid"]), clear["grid"])
    return text.strip()


def ways(name, rows, metrics):
    """The metrics that are clear, and which way they go."""
    clear = [metric for metric in metrics if sure(rows[name, metric]) == "clear"]
    return {metric: "up" if rows[name, metric]["difference"] > 0 else "down" for metric in clear}


def differ(grid, mexico):
    """Whether the two maps' intervals, in percent of each map's status quo, have nothing in common."""
    if grid["low"] is None or mexico["low"] is None:
        return False
    (_, low, high), (_, other_low, other_high) = relative(grid), relative(mexico)
    return high < other_low or other_high < low


def plain(metric):
    label = TOLD[metric].removesuffix(" of the two countries")
    return f"{label.removeprefix('of them ')} killed" if label.startswith("of them ") else label


def listed(lead, metrics, ways):
    parts = [f"{plain(metric)} {ways[metric]}" for metric in metrics]
    return f"{lead}: {', '.join(parts)}. " if parts else ""


def status_quo(maps, costs):
    labels = TOLD | {
        "extortions": "firms extorted",
        "organizations": "organizations at the end",
        "trust_police": "trust in police at the end, 0 to 1",
        "cooperation": "cooperation at the end, 0 to 1",
    }
    rows = []
    for metric, label in labels.items():
        means = [of.get((BASELINE, metric), {}).get("mean") for of in maps.values()]
        digits = 2 if label.endswith("0 to 1") else 0
        if any(mean is not None for mean in means):
            rows.append([label, *("–" if mean is None else f"{mean:,.{digits}f}" for mean in means)])
    for payer, label in PAYERS.items():
        bills = [of.get((BASELINE, payer)) for of in costs.values()]
        rows.append([f"{label}, a year", *("–" if bill is None else money(bill["cost"]) for bill in bills)])
    return table(["twelve years, mean of all futures", *maps], rows)


def comparison(rows):
    of = {}
    for (policy, metric), row in rows.items():
        of.setdefault(policy, {})[metric] = row
    lines = []
    for policy, by in of.items():
        if by["oc_deaths"]["verdict"] != "baseline":
            lines.append([f"`{policy}`", *(cell(by[metric], False) for metric in METRICS)])
    return table(["% of `status_quo`", *METRICS.values()], lines)


def begins(begun):
    """Deaths under options that begin when their authors wrote."""
    lines = [
        [year, f"`{name}`", cell(row)]
        for year, of in begun.items()
        for (name, metric), row in of.items()
        if metric == "oc_deaths" and row["verdict"] != "baseline"
    ]
    if not lines:
        return "Not published for this version: `results/publish from_2009 from_2013 from_2017` makes them."
    return table(["begun in", "policy", "killed in twelve years, grid"], lines)


def judged(name, keys):
    """Rows of scorecard.csv or bad_sides.csv by what they are about, on the grid and on Mexico beside each other."""
    found = {}
    for of, folder in MAPS.items():
        for row in csv(folder, name).to_dicts() if of_this_version(folder) else []:
            found.setdefault(tuple(row[key] for key in keys), {})[of] = row
    return found


def scorecard():
    def claim(row):
        if row is None or row["value"] is None:
            return row["verdict"] if row else "–"
        value = "{} % [{}, {}]".format(*(percent(100 * row[key]) for key in ("value", "low", "high")))
        return f"{value}, {row['verdict']}" + ("" if row["agrees"] else ": **differs**")

    rows = []
    for (document, option, policy, about), of in judged("scorecard", CLAIM).items():
        first = next(iter(of.values()))
        said = (first["document_verdict"], f"`{first['against']}`", first["tag"])
        rows.append([document, f"`{policy}`", about, *said, *(claim(of.get(name)) for name in MAPS)])
    return table(["document", "policy", "claim", "says", "beside", "tag", *MAPS], rows)


def bad_sides():
    def short(value):
        if abs(value) >= 1e7:
            return f"{value / 1e6:+,.0f} m"
        return f"{value:+,.0f}" if abs(value) >= 10 else f"{value:+.3f}"

    def seen(row):
        if row is None or row["difference"] is None:
            return row["verdict"] if row else "–"
        value = "{} [{}, {}]".format(*(short(row[key]) for key in ("difference", "low", "high")))
        return f"{value}, {row['verdict']}"

    rows = []
    for (document, policy, about), of in judged("bad_sides", BAD_SIDE).items():
        first = next(iter(of.values()))
        after = f", week {first['weeks']}" if first["weeks"] is not None else ""
        shows = f"`{first['column']}` {first['shows']}{after}"
        found = [seen(of.get(name)) for name in MAPS]
        rows.append([document, f"`{policy}`", about, shows, f"`{first['against']}`", *found])
    return table(["document", "policy", "bad side", "would show in", "beside", *MAPS], rows)


def counts(name, keys, groups, word):
    """How many rows of a scorecard say what, by document and map."""

    def cell(rows, of):
        found = [word(row[of]) for row in rows if of in row]
        return ", ".join(f"{found.count(kind)} {kind}" for kind in sorted(set(found))) or "–"

    rows = list(judged(name, keys).items())
    documents = [*dict.fromkeys(key[0] for key, _ in rows), "all"]
    lines = []
    for document in documents:
        mine = [of for key, of in rows if document in (key[0], "all")]
        for group in groups:
            some = [of for of in mine if group is None or next(iter(of.values()))["tag"] == group]
            lines.append([document, *([group] if group else []), *(cell(some, of) for of in MAPS)])
    return table(["document", *(["tag"] if groups[0] else []), *MAPS], lines)


def agreement(row):
    if row["agrees"] is None:
        return "without result"
    return "agree" if row["agrees"] else "differ"


def assumption_rows():
    return csv("assumptions", "assumptions").to_dicts() if of_this_version("assumptions") else []


def dropped(row):
    return DROPPED.get(row["dropped"], f"without `{row['dropped'].removeprefix('no_')}`")


def assumptions():
    rows = []
    for row in assumption_rows():
        of = {key: f"{row[key]:+,.0f}" for key in ("difference", "low", "high")}
        part = "" if row["relative"] is None else f"{100 * row['relative']:+.0f} %"
        rows.append([f"`{row['policy']}`", dropped(row), f"{of['difference']} [{of['low']}, {of['high']}]", part])
    if not rows:
        return "Not published for this version: `results/publish assumptions` makes it."
    return table(["policy", "assumption dropped", "OC deaths less `status_quo`'s", ""], rows)


def hangs_on(name):
    """The assumptions that move a policy's deaths most, of those dropped one at a time."""
    rows = [row for row in assumption_rows() if row["policy"] == name and row["relative"] is not None]
    if not rows:
        return wrapped(
            "Which assumption moves its deaths most is not published for this version: `results/publish assumptions` "
            "makes it."
        )
    whole = next(row for row in rows if row["dropped"] == "none")
    others = [row for row in rows if row is not whole]
    others.sort(key=lambda row: -abs(row["relative"] - whole["relative"]))
    parts = [f"{percent(100 * row['relative'])} % ({dropped(row)})" for row in others[:3]]
    return wrapped(
        "Assumptions were dropped one at a time, over six years on the grid, in the policy and in the status quo. With "
        f"all of them its deaths are {percent(100 * whole['relative'])} % beside the status quo's; they move most "
        f"without these: {'; '.join(parts)}."
    )


def by_parts(folder):
    """Rows of breakdown.csv on deaths, by policy, division and group."""
    if not of_this_version(folder) or not (PUBLISHED / folder / "breakdown.csv").exists():
        return {}
    rows = [row for row in csv(folder, "breakdown").to_dicts() if row["metric"] == "oc_deaths"]
    return {(row["policy"], row["by"], row["group"]): row for row in rows}


def tables(policies, names):
    maps = {label: compared(folder) for label, folder in MAPS.items()}
    costs = {label: spent(folder) for label, folder in MAPS.items()}
    parts = {label: by_parts(folder) for label, folder in MAPS.items()}
    begun = {year: rows for year, folder in BEGUN.items() if (rows := compared(folder))}
    whole = {
        "overview": lambda: overview(maps, costs),
        "in short": lambda: in_short(maps),
        "status quo": lambda: status_quo(maps, costs),
        "comparison grid": lambda: comparison(maps["grid"]),
        "comparison Mexico": lambda: comparison(maps["Mexico"]),
        "begun": lambda: begins(begun),
        "scorecard": scorecard,
        "bad sides": bad_sides,
        "assumptions": assumptions,
        "claims counted": lambda: counts("scorecard", CLAIM, ("outcome", "assumption"), agreement),
        "bad sides counted": lambda: counts("bad_sides", BAD_SIDE, (None,), lambda row: row["verdict"]),
    }
    by_policy = {
        "levers": lambda name: levers(policies, name),
        "needs": lambda name: needs(name, costs),
        "came out": lambda name: came_out(name, maps, parts, begun),
        "hangs on": hangs_on,
    }
    for name in names:
        kind, _, policy = name.rpartition(" ")
        yield name, whole[name]() if name in whole else by_policy[kind](policy)


def main():
    policies = {policy["name"]: policy for policy in json.load(sys.stdin)}
    for path in map(Path, PAGES):
        page = path.read_text()
        names = re.findall(r"<!-- (?!end)([\w ]+) -->", page)
        assert len(set(names)) == len(names), path
        for name, text in tables(policies, names):
            pattern = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
            page, found = re.subn(pattern, lambda m: f"{m[1]}\n{text}\n\n{m[2]}", page, flags=re.S)
            assert found == 1, name
        path.write_text(page)


if __name__ == "__main__":
    main()
