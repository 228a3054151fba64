"""Fills the tables of docs/policies.md: levers from the program, results from the published run.

    plaza describe policies --json | python3 docs/policies.py

Each table stands between `<!-- name -->` and `<!-- end -->`. Results come from
results/published/policies, where it exists. Needs polars.
"""

import json
import re
import sys
from pathlib import Path

import polars as pl

PAGE = "docs/policies.md"
RESULTS = Path("results/published/policies")
ASSUMPTIONS = Path("results/published/assumptions/assumptions.csv")
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


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def level(value):
    if isinstance(value, list):
        return " / ".join(level(part) for part in value)
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def levers(policies, name):
    weeks = policies[name]["weeks"]
    base = EXTENDS.get(name, "status_quo")
    rows = []
    for mine, theirs in zip(policies[name]["levers"], policies[base]["levers"]):
        if mine["levels"] != theirs["levels"]:
            shown = [[level(of["levels"][weeks.index(week)]) for week in WEEKS] for of in (theirs, mine)]
            rows.append([f"`{mine['lever']}`", " → ".join(shown[0]), " → ".join(shown[1])])
    return table(["lever", f"`{base}` at weeks 0, 156, 312", f"`{name}`"], rows)


def csv(name):
    return pl.read_csv(RESULTS / f"{name}.csv")


def comparison():
    of = csv("comparison")
    rows = []
    for (policy,), group in of.group_by(["policy"], maintain_order=True):
        by = {row["metric"]: row for row in group.to_dicts()}
        if by["oc_deaths"]["verdict"] == "baseline":
            continue
        cells = []
        for metric in METRICS:
            row = by[metric]
            of_the_whole = 100 / abs(row["baseline"])
            # The relative change has an interval of its own, which never ends below -100 %.
            ends = ("relative_low", "relative_high")
            parts = [row["difference"] * of_the_whole] + [
                100 * row[end] if row[end] is not None else row[end.removeprefix("relative_")] * of_the_whole
                for end in ends
            ]
            text = "{:+.0f} [{:+.0f}, {:+.0f}]".format(*parts)
            clear = row["holm_low"] is not None and (row["holm_low"] > 0 or row["holm_high"] < 0)
            cells.append(f"**{text}**" if clear else text)
        rows.append([f"`{policy}`", *cells])
    return table(["% of `status_quo`", *METRICS.values()], rows)


def scorecard():
    rows = []
    for row in csv("scorecard").to_dicts():
        value = "" if row["value"] is None else "{:+.0f} % [{:+.0f}, {:+.0f}]".format(
            *(100 * row[key] for key in ("value", "low", "high"))
        )
        mark = "" if row["agrees"] is None else "" if row["agrees"] else "**differs**"
        keys = ("document", "option", "cell")
        rows.append([*(row[key] for key in keys), value, row["verdict"], row["document_verdict"], row["tag"], mark])
    return table(["document", "option", "", "better by", "simulated", "document", "tag", ""], rows)


def bad_sides():
    def short(value):
        return f"{value / 1e6:+,.0f} m" if abs(value) >= 1e7 else f"{value:+,.0f}" if abs(value) >= 10 else f"{value:+.3f}"

    rows = []
    for row in csv("bad_sides").to_dicts():
        value = "" if row["difference"] is None else "{} [{}, {}]".format(
            *(short(row[key]) for key in ("difference", "low", "high"))
        )
        after = f", week {row['weeks']}" if row["weeks"] is not None else ""
        keys = ("document", "policy", "bad_side")
        rows.append([*(row[key] for key in keys), f"`{row['column']}` {row['shows']}{after}", value, row["verdict"]])
    return table(["document", "policy", "bad side", "would show in", "difference", ""], rows)


def assumptions():
    rows = []
    for row in pl.read_csv(ASSUMPTIONS).to_dicts():
        of = {key: f"{row[key]:+,.0f}" for key in ("difference", "low", "high")}
        part = "" if row["relative"] is None else f"{100 * row['relative']:+.0f} %"
        dropped = DROPPED.get(row["dropped"], f"without `{row['dropped'].removeprefix('no_')}`")
        rows.append([f"`{row['policy']}`", dropped, f"{of['difference']} [{of['low']}, {of['high']}]", part])
    head = ["policy", "assumption dropped", "OC deaths less `status_quo`'s", ""]
    return table(head, rows)


policies = {policy["name"]: policy for policy in json.load(sys.stdin)}
page = Path(PAGE).read_text()
tables = {f"levers {name}": levers(policies, name) for name in re.findall(r"<!-- levers (\w+) -->", page)}
if RESULTS.exists():
    tables |= {"comparison": comparison(), "scorecard": scorecard(), "bad sides": bad_sides()}
if ASSUMPTIONS.exists():
    tables["assumptions"] = assumptions()
for name, text in tables.items():
    page, found = re.subn(
        rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{text}\n\n{m[2]}", page, flags=re.S
    )
    assert found == 1, name
Path(PAGE).write_text(page)
