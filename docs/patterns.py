"""The patterns of docs/odd.md, from the tables of the experiment `patterns`:

    plaza run configs/experiments/patterns.toml
    python3 docs/patterns.py results/patterns

Prints a Markdown table: what is measured, mean over replicates with its 95 % interval, and whether the
pattern is seen (the interval lies on its side of nothing), opposite, or not seen. Needs polars.
"""

import sys

import polars as pl

folder = sys.argv[1]
rows = []


def table(name, policy):
    return pl.read_parquet(f"{folder}/{name}/{policy}/*.parquet").sort("replicate", "week" if name != "municipalities" else "year")


def interval(values):
    values = [v for v in values if v is not None and v == v]
    n = len(values)
    mean = sum(values) / n
    half = 1.96 * (sum((v - mean) ** 2 for v in values) / (n - 1) / n) ** 0.5
    return mean, mean - half, mean + half


def note(pattern, what, values, expect=None, digits=2, null=0.0):
    mean, low, high = interval(values)
    if expect is None:
        verdict = "reported"
    elif (low - null) * expect > 0 and (high - null) * expect > 0:
        verdict = "seen"
    elif (low - null) * expect < 0 and (high - null) * expect < 0:
        verdict = "opposite"
    else:
        verdict = "not seen"
    rows.append(f"| {pattern} | {what} | {mean:.{digits}f} | {low:.{digits}f} to {high:.{digits}f} | {verdict} |")


def total(policy, column, weeks=(0, 312), reduce="sum"):
    t = table("national", policy).filter(pl.col("week").is_between(weeks[0], weeks[1] - 1))
    return dict(t.group_by("replicate").agg(getattr(pl.col(column), reduce)()).iter_rows())


def paired(policy, baseline, column, weeks=(0, 312), reduce="sum", relative=False):
    one, other = total(policy, column, weeks, reduce), total(baseline, column, weeks, reduce)
    both = sorted(one.keys() & other.keys())
    return [100 * (one[r] / other[r] - 1) if relative else one[r] - other[r] for r in both]


# 1. Removals. Around each leader's fall, in the place of the fall and in the country.
def around(policy, kind, window=26, ready=None):
    events = table("events", policy).filter((pl.col("kind") == kind) & pl.col("week").is_between(window, 311 - 2 * window))
    if ready is not None:
        events = events.filter(pl.col("successors") > 0 if ready else pl.col("successors") == 0)
    panel = table("panel", policy).select("replicate", "week", "municipality", "oc_deaths")
    # Whoever the state removed: rivals kill where there is war already.
    events = events.filter(pl.col("outcome").is_in(["killed", "arrested", "extradited"]))
    falls = events.select("replicate", "municipality", at=pl.col("week")).unique()
    joined = falls.join(panel, on=["replicate", "municipality"]).with_columns(since=pl.col("week") - pl.col("at"))
    count = falls.group_by("replicate").len()
    out = []
    for low, high in ((-window, -1), (1, window), (window + 1, 2 * window)):
        deaths = joined.filter(pl.col("since").is_between(low, high)).group_by("replicate").agg(pl.col("oc_deaths").sum())
        both = count.join(deaths, on="replicate", how="left").with_columns(pl.col("oc_deaths").fill_null(0)).sort("replicate")
        out.append((both["oc_deaths"] / both["len"]).to_list())
    return out


def splits_after(policy, ready):
    events = table("events", policy)
    # Large organizations alone: a small one has few bosses, so that it has no heir and nobody to leave.
    falls = events.filter((pl.col("kind") == "succession") & (pl.col("members") >= 5000)).select("replicate", "week", "organization", "successors")
    splits = events.filter(pl.col("kind") == "split").group_by("replicate", "week", "organization").len("splits")
    both = falls.join(splits, on=["replicate", "week", "organization"], how="left").with_columns(pl.col("splits").fill_null(0))
    both = both.filter(pl.col("successors") > 0 if ready else pl.col("successors") == 0)
    return dict(both.group_by("replicate").agg(pl.col("splits").mean()).iter_rows())


note(1, "organizations at the end, leaders hunted against no intervention", paired("kingpin_only", "no_intervention", "organizations", (311, 312)), 1)
note(1, "OC deaths of six years [%], the same", paired("kingpin_only", "no_intervention", "oc_deaths", relative=True), None, 1)
before, after, later = around("kingpin_only", "leader_removed")
note(1, "deaths where a leader fell, weeks 1 to 26 after against 26 before [per removal]", [a - b for a, b in zip(after, before)], 1)
note(1, "the same, weeks 27 to 52 against 1 to 26: eases", [c - a for a, c in zip(after, later)], -1)
before, after, later = around("kingpin_only", "boss_removed")
note(1, "deaths where a plaza boss fell, weeks 1 to 26 after against 26 before [per removal]", [a - b for a, b in zip(after, before)], 1)
ready, contested = splits_after("status_quo", True), splits_after("status_quo", False)
note(1, "splinters per succession of 5,000 members or more, contested against an heir who stands ready", [contested[r] - ready[r] for r in ready.keys() & contested.keys()], 1)

# 2. From few to many.
for column in ("organizations", "violent_municipalities"):
    end, start = total("status_quo", column, (311, 312)), total("status_quo", column, (0, 52), "mean")
    note(2, f"{column.replace('_', ' ')}, end of the sixth year against the first", [end[r] - start[r] for r in end], 1, 1)

# 3. Who kills whom.
deaths = total("status_quo", "oc_deaths")
between, state = total("status_quo", "oc_deaths_between"), total("status_quo", "oc_deaths_state")
note(3, "share of deaths between organizations", [between[r] / deaths[r] for r in deaths], 1, 3, 0.5)
note(3, "share of deaths with the state's forces, below a quarter", [state[r] / deaths[r] for r in deaths], -1, 3, 0.25)

# 4. The flow.
note(4, "flow delivered [%], leaders hunted against no intervention: within 5 %", paired("kingpin_only", "no_intervention", "flow_delivered", relative=True), None, 2)
note(4, "flow delivered [%], status quo against no intervention", paired("status_quo", "no_intervention", "flow_delivered", relative=True), None, 2)


def moved(policy, baseline):
    one, other = table("municipalities", policy), table("municipalities", baseline)
    last = pl.col("year") == 2012
    both = one.filter(last).join(other.filter(last), on=["replicate", "municipality"], how="full", coalesce=True).with_columns(pl.col("flow", "flow_right").fill_null(0))
    share = both.group_by("replicate").agg((100 * (pl.col("flow") - pl.col("flow_right")).abs().sum() / (pl.col("flow") + pl.col("flow_right")).sum()).alias("moved"))
    return share.sort("replicate")["moved"].to_list()


note(4, "share of the flow through municipalities that went other ways in 2012 [%], status quo against no intervention", moved("status_quo", "no_intervention"), 1, 1)

# 5. Splinters.
groups = table("organizations", "status_quo").filter(pl.col("week") >= 104).with_columns(preying=pl.col("share_extortion") + pl.col("share_kidnapping"))
prey = {born: dict(groups.filter(pl.col("parent").is_not_null() == born).group_by("replicate").agg((pl.col("preying") * pl.col("members")).sum() / pl.col("members").sum()).iter_rows()) for born in (True, False)}
note(5, "share of work in extortion, kidnapping and robbery, splinters against founders", [prey[True][r] - prey[False][r] for r in prey[True].keys() & prey[False].keys()], 1, 3)

# 6. The army.
lost, killed = total("military_lead", "soldier_deaths"), total("military_lead", "oc_deaths_state")
police = total("military_lead", "police_deaths")
note(6, "others dead in confrontations for each officer and soldier dead, military lead", [(killed[r] - lost[r] - police[r]) / max(lost[r] + police[r], 1) for r in lost], 1, 2, 1.0)
note(6, "complaints [%], military lead against status quo", paired("military_lead", "status_quo", "complaints", relative=True), 1, 1)
note(6, "OC deaths [%], military lead against status quo", paired("military_lead", "status_quo", "oc_deaths", relative=True), None, 1)

# 7. Police reform.
note(7, "OC deaths of years 1 to 3 [%], police lead against status quo", paired("police_lead", "status_quo", "oc_deaths", (0, 156), relative=True), None, 1)
note(7, "OC deaths of years 5 and 6 [%], police lead against status quo", paired("police_lead", "status_quo", "oc_deaths", (208, 312), relative=True), -1, 1)
note(7, "share of police who are professional, police lead against status quo at the end", paired("police_lead", "status_quo", "police_professional_share", (311, 312)), 1, 3)

# 8. A pact.
note(8, "OC deaths of years 1 and 2, accommodation against no intervention", paired("accommodation", "no_intervention", "oc_deaths", (0, 104)), -1, 0)
note(8, "OC deaths of years 5 and 6, accommodation against no intervention", paired("accommodation", "no_intervention", "oc_deaths", (208, 312)), None, 0)
pacts = table("events", "accommodation").filter(pl.col("kind") == "pact_broken").select("replicate", "week")
crowd = table("national", "accommodation").select("replicate", "week", "groups").join(pacts.group_by("replicate", "week").len("broken"), on=["replicate", "week"], how="left").with_columns(pl.col("broken").fill_null(0))
median = crowd.group_by("replicate").agg(pl.col("groups").median().alias("median"))
rates = crowd.join(median, on="replicate").with_columns(many=pl.col("groups") > pl.col("median"))
rate = {m: dict(rates.filter(pl.col("many") == m).group_by("replicate").agg(pl.col("broken").sum() / pl.col("groups").sum() * 52).iter_rows()) for m in (True, False)}
note(8, "pacts broken for each group and year, in weeks with more groups than the median against the others", [rate[True][r] - rate[False][r] for r in rate[True].keys() & rate[False].keys()], 1, 3)

# 9. Concentration, clusters, episodes, an end.
places = table("municipalities", "status_quo")
top = places.group_by("replicate", "year").agg((pl.col("oc_deaths").top_k(50).sum() / pl.col("oc_deaths").sum()).alias("top"))
note(9, "share of deaths in the worst 50 municipalities (2,500 would have .02 if equal)", top.group_by("replicate").agg(pl.col("top").mean())["top"].to_list(), 1, 2, 0.1)
months = table("panel", "status_quo").with_columns(month=pl.col("week") // 4).group_by("replicate", "municipality", "month").agg(pl.col("oc_deaths").sum())
grid = months.select("replicate", "municipality").unique().join(pl.DataFrame({"month": list(range(78))}), how="cross").join(months, on=["replicate", "municipality", "month"], how="left").with_columns(pl.col("oc_deaths").fill_null(0))
busy = grid.group_by("replicate", "municipality").agg(pl.col("oc_deaths").mean().alias("mean"), (pl.col("oc_deaths").var() / pl.col("oc_deaths").mean()).alias("ratio")).filter(pl.col("mean") > 1)
note(9, "variance over mean of monthly deaths, median municipality with more than one a month [C10: 4.1]", busy.group_by("replicate").agg(pl.col("ratio").median())["ratio"].to_list(), 1, 1, 1.0)
lagged = grid.join(busy, on=["replicate", "municipality"]).sort("replicate", "municipality", "month").with_columns(y=(pl.col("oc_deaths") + 1).log())
lagged = lagged.with_columns(y=pl.col("y") - pl.col("y").mean().over("replicate", "municipality")).with_columns(before=pl.col("y").shift(1).over("replicate", "municipality"))
note(9, "autocorrelation of log(1 + monthly deaths), lag 1 [C9: .37]", lagged.drop_nulls().group_by("replicate").agg(pl.corr("y", "before").alias("r"))["r"].to_list(), 1, 2)
late, early = total("status_quo", "oc_deaths", (260, 312)), total("status_quo", "oc_deaths", (156, 208))
more, fewer = total("status_quo", "groups", (260, 312), "mean"), total("status_quo", "groups", (156, 208), "mean")
note(9, "groups in the sixth year against the fourth [%]", [100 * (more[r] / fewer[r] - 1) for r in more], None, 1)
note(9, "deaths in the sixth year against the fourth [%]: need not grow with them", [100 * (late[r] / early[r] - 1) for r in late], None, 1)

print("| pattern | measure | mean | 95 % interval | |\n|---|---|---|---|---|")
print("\n".join(rows))
