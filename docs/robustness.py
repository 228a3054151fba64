"""Fills the results of docs/robustness.md, between `<!-- results -->` and `<!-- end -->`, and what was tried on further
points, between `<!-- tried -->` and `<!-- tried end -->`, from results/published/robustness: what `plaza discover` wrote
of the design, its text, and the deaths of every run.

    plaza discover results/robustness > results/robustness/discovery.txt
    python3 docs/robustness.py
"""

import csv
import json
import re
import sys
from collections import defaultdict
from math import comb
from pathlib import Path
from statistics import mean

PAGE = Path("docs/robustness.md")
FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "results/published/robustness")
FIGURES = {
    "tornado": "What the ranking hangs on",
    "regret": "What each policy risks",
    "prim": "Where it is so",
    "breakdown": "How far assumptions must move",
}
# Where policies are worse than the status quo, as the first 64 points said: the first cut of each tree, and the box.
FIRST = 64
TRIED = [
    ("police_lead", "arrests.by_municipal", ">", 0.01022, ""),
    ("no_intervention", "relations.retaliation", ">", 0.00424, ""),
    ("no_intervention", "relations.retaliation", ">", 0.000487, " (the box)"),
    ("strategic_partnership", "relations.cooling", "<", 68.44, ""),
]


def rows(name):
    with open(FOLDER / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def short(name):
    return name.removeprefix("parameters.")


def number(text, digits=3):
    return f"{float(text):,.{digits}g}" if abs(float(text)) < 1000 else f"{float(text):,.0f}"


def percent(text):
    return f"{100 * float(text):.0f} %"


def table(head, lines):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] + ["| " + " | ".join(line) + " |" for line in lines])


def regret():
    found = sorted(rows("regret"), key=lambda row: float(row["regret_mean"]))
    head = ["policy", "mean regret", "held out", "nine in ten", "best in", "clearly", "beats the baseline in", "goes with"]
    lines = [
        [
            row["policy"],
            number(row["regret_mean"]),
            number(row["regret_mean_held_out"]) if row["regret_mean_held_out"] else "",
            number(row["regret_q90"]),
            percent(row["best_share"]),
            percent(row["clearly_best_share"]),
            percent(row["better_share"]) if row["better_share"] else "",
            ", ".join(row["goes_with"].split(";")[:3]),
        ]
        for row in found
    ]
    return table(head, lines)


def deciders():
    found = [row for row in rows("ranking_sensitivity") if row["of"] == "winner" and row["matters"] == "true"]
    found.sort(key=lambda row: -float(row["value"]))
    lines = [[f"`{short(row['input'])}`", number(row["value"], 2), number(row["floor"], 2)] for row in found]
    none = "Which policy is best goes with no input that is seen beyond chance: all deltas are below their floors."
    return table(["input", "delta of the winner", "floor"], lines) if lines else none


def shifted():
    found = [row for row in rows("ranking_sensitivity") if row["of"] == "difference" and row["matters"] == "true"]
    by_policy = {}
    for row in found:
        by_policy.setdefault(row["policy"], []).append(f"`{short(row['input'])}`")
    told = [f"of `{policy}` with {' and '.join(inputs)}" for policy, inputs in by_policy.items()]
    none = "No difference to the baseline is seen to be shifted by an input beyond chance."
    return f"Differences to the baseline that an input shifts beyond chance (PAWN): {'; '.join(told)}." if told else none


def headlines():
    """Mean differences, and how many inputs turn each, leave it open, or not."""
    by_policy = {}
    for row in rows("breakdown"):
        if not row["held"]:
            by_policy.setdefault(row["policy"], []).append(row)
    lines = []
    for policy, found in sorted(by_policy.items(), key=lambda of: float(of[1][0]["difference"])):
        ends = [number(found[0][end]) for end in ("difference_low", "difference_high")]
        count = lambda verdict: str(sum(row["verdict"] == verdict for row in found))
        depends = [f"`{short(row['input'])}`" for row in found if row["verdict"] == "depends"]
        unsure = "no sure sign" + (f": depends on {', '.join(depends)}" if depends else "")
        sure = any(row["verdict"] for row in found) and not depends
        counts = [count(verdict) for verdict in ("stays", "open", "turns")] if sure else [unsure, "", ""]
        lines.append([policy, f"{number(found[0]['difference'])} [{', '.join(ends)}]", *counts])
    return table(["policy", "mean difference to the baseline", "inputs along which it stays", "open", "turns"], lines)


def turns():
    found = [row for row in rows("breakdown") if not row["held"] and row["verdict"] == "turns"]
    lines = []
    for row in found:
        where = row["choices"] or f"{row['side']} {number(row['turns_at'])}"
        ends = [number(row[end]) if row[end] else "beyond" for end in ("turns_low", "turns_high")]
        lines.append([row["policy"], number(row["difference"]), f"`{short(row['input'])}`", where, " to ".join(ends) if row["turns_at"] else ""])
    head = ["policy", "mean difference", "input", "turns", "95 % interval"]
    return table(head, lines) if lines else "No input by itself surely turns a headline within its range."


def tried():
    """What the first points said, on them and on the points after them, with Fisher's exact p of the latter."""
    deaths = defaultdict(list)
    for row in rows("deaths"):
        deaths[int(row["point"]), row["policy"]].append(float(row["oc_deaths"]))
    inputs = {int(row["point"]): row for row in rows("experiments")}

    def counts(policy, name, side, limit, points):
        found = [[0, 0], [0, 0]]
        for point in points:
            value = float(inputs[point][f"parameters.{name}"])
            inside = value > limit if side == ">" else value < limit
            found[not inside][0] += mean(deaths[point, policy]) > mean(deaths[point, "status_quo"])
            found[not inside][1] += 1
        return found

    def fisher(inside, outside):
        (a, n), (b, m) = inside, outside
        more = range(a, min(n, a + b) + 1)
        return sum(comb(n, k) * comb(m, a + b - k) for k in more) / comb(n + m, a + b)

    lines = []
    for policy, name, side, limit, note in TRIED:
        halves = [counts(policy, name, side, limit, points) for points in (range(FIRST), range(FIRST, len(inputs)))]
        told = ["{} of {}, {} of {}".format(*inside, *outside) for inside, outside in halves]
        lines.append([f"`{policy}`", f"`{name}` {side} {number(limit)}{note}", *told, f"{fisher(*halves[1]):.1g}"])
    head = ["worse than the status quo", "where", f"of the first {FIRST} points, elsewhere", "of the further points, elsewhere", "p"]
    return table(head, lines)


design = json.loads((FOLDER / "manifest.json").read_text())["design"]
told = (FOLDER / "discovery.txt").read_text()
# Where policies fail, in plain words: the sentences of the screen.
where = re.search(r"^Where:\n(.*?)^What turns", told, re.S | re.M)
sentences = re.split(r"^- ", where[1], flags=re.M)[1:] if where else []
sentences = ["- " + " ".join(sentence.split()) for sentence in sentences]
parts = [
    f"{design['points']} points, {design['replicates_per_point']} futures at each, {len(design['inputs'])} inputs.",
    deciders(),
    shifted(),
    regret(),
    headlines(),
    "\n".join(sentences),
    turns(),
    *(f"![{title}](../{FOLDER}/figures/{name}.svg)" for name, title in FIGURES.items() if (FOLDER / "figures" / f"{name}.svg").exists()),
]


def folded(text, width=116):
    import textwrap

    if text.startswith("|") or text.startswith("!["):
        return text
    # No line begins with a percent sign.
    whole = text.replace(" %", "\0%").split("\n")
    lines = [textwrap.fill(line, width, subsequent_indent="  " if line.startswith("- ") else "").replace("\0", " ") for line in whole]
    return "\n".join(lines)


page = PAGE.read_text()
filled = "\n\n".join(folded(part) for part in parts)
page = re.sub(r"<!-- results -->.*?<!-- end -->", lambda _: f"<!-- results -->\n\n{filled}\n\n<!-- end -->", page, flags=re.S)
page = re.sub(r"<!-- tried -->.*?<!-- tried end -->", lambda _: f"<!-- tried -->\n\n{tried()}\n\n<!-- tried end -->", page, flags=re.S)
PAGE.write_text(page)
