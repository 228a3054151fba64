"""Draws the figures of docs/policies.md from the published comparisons: one forest for each policy, and one of the
deaths under all.

    python3 docs/policies_figures.py

Into results/published/policies/figures/options. Needs polars and matplotlib; the same tables give the same files.
"""

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams |= {
    "svg.hashsalt": "plaza",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Helvetica", "Arial"],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}

import matplotlib.pyplot as plt

from policies import MAPS, OPTIONS, PUBLISHED, compared, relative, sure

FOLDER = PUBLISHED / "policies/figures/options"
SHOWN = {
    "oc_deaths": "killed by organized crime",
    "bystander_deaths": "bystanders killed",
    "police_deaths": "police killed",
    "soldier_deaths": "soldiers killed",
    "extortions": "extortion",
    "kidnappings": "kidnapping",
    "displaced": "people displaced",
    "cooperation": "cooperation (more is better)",
}
# Two colours and two shapes that are told apart without colour too (Okabe and Ito).
MARKS = {"grid": ("#0072B2", "o", -0.17), "Mexico": ("#D55E00", "s", 0.17)}
WIDTH, ROW = 7.3, 0.42


def reach(rows):
    """How far the axis goes either way: what is shown, at least 20 and at most 105 %."""
    ends = [abs(end) for row in rows for end in relative(row)]
    return min(105, max(20, 1.08 * max(ends, default=0)))


def forest(title, labels, found, path):
    """`found[map]` holds a row of comparison.csv, or none, for each label."""
    far = reach([row for of in found.values() for row in of if row])
    figure, axes = plt.subplots(figsize=(WIDTH, 1.15 + ROW * len(labels)), layout="constrained")
    for line in range(0, len(labels), 2):
        axes.axhspan(line - 0.5, line + 0.5, color="#f3f3f3", zorder=0)
    axes.axvline(0, color="#555555", linewidth=1, zorder=1)
    for of, (colour, mark, shift) in MARKS.items():
        for line, row in enumerate(found[of]):
            if row is None or row["verdict"] == "same":
                continue
            middle, low, high = relative(row)
            axes.plot([low, min(high, far)], [line + shift] * 2, color=colour, linewidth=2, zorder=2)
            inside = colour if sure(row) == "clear" else "white"
            axes.plot(min(middle, far), line + shift, mark, color=colour, mfc=inside, markersize=6, zorder=3)
            if high > far:
                axes.plot(far, line + shift, ">", color=colour, markersize=5, zorder=3, clip_on=False)
    known = [(name, *MARKS[name][:2]) for name in MARKS if any(found[name])]
    keys = [plt.Line2D([], [], color=colour, marker=mark, linewidth=2, label=name) for name, colour, mark in known]
    for inside, word in (("#555555", "clear"), ("white", "not clear")):
        keys.append(plt.Line2D([], [], color="#555555", marker="o", mfc=inside, linewidth=0, label=word))
    figure.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(-far, far)
    axes.set_xlabel("% beside the status quo, over twelve years, with 95 % interval")
    axes.set_title(title, loc="left", fontsize=11)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main():
    maps = {of: compared(folder) for of, folder in MAPS.items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    known = [name for name in OPTIONS if any((name, "oc_deaths") in rows for rows in maps.values())]
    for name in known:
        found = {of: [rows.get((name, metric)) for metric in SHOWN] for of, rows in maps.items()}
        forest(name, list(SHOWN.values()), found, FOLDER / f"{name}.svg")
    deaths = {of: [rows.get((name, "oc_deaths")) for name in known] for of, rows in maps.items()}
    forest("killed by organized crime", known, deaths, FOLDER / "overview.svg")


if __name__ == "__main__":
    main()
