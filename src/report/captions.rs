//! Captions of the figures: unit, number of replicates, interval.

use plaza_batch::manifest::Manifest;

/// Figures in the order of the page, and their captions.
pub const CAPTIONS: [(&str, &str); 25] = [
    (
        "forest",
        "Paired differences to the baseline in percent of it: 95 % intervals of the mean, and \
        intervals adjusted for all tests together.",
    ),
    (
        "policy_metrics",
        "Every policy and every metric with a direction: which way it moves against the \
        baseline, and whether that is clear.",
    ),
    (
        "cost_effect",
        "Deaths against cost, both as differences to the baseline, with the frontier. Costs \
        are assumed.",
    ),
    (
        "oc_deaths",
        "Organized-crime deaths per 100,000 residents and year, week by week: median and \
        bands of 50 % and 90 % of the replicates.",
    ),
    (
        "organizations",
        "Criminal organizations at the end of each week, the curve of fragmentation: \
        median and bands of 50 % and 90 % of the replicates.",
    ),
    (
        "effective_organizations",
        "How many groups of equal size would be as concentrated (inverse \
        Herfindahl of members): median and bands of 50 % and 90 % of the replicates.",
    ),
    (
        "violent_municipalities",
        "Municipalities with 12 or more organized-crime deaths in 52 weeks: \
        median and bands of 50 % and 90 % of the replicates.",
    ),
    (
        "extortions",
        "Firms extorted per 100,000 residents and year: median and bands of 50 % and 90 % of \
        the replicates.",
    ),
    (
        "flow_delivered",
        "Share of the drug flow that arrives: median and bands of 50 % and 90 % of the \
        replicates.",
    ),
    (
        "trust_police",
        "Trust in the police, 0 to 1: median and bands of 50 % and 90 % of the replicates.",
    ),
    (
        "fear",
        "Fear of organized crime, 0 to 1: median and bands of 50 % and 90 % of the replicates.",
    ),
    (
        "member_flows",
        "Persons per 1,000 members and week who are recruited, killed, jailed, or leave: \
        median and 90 % of the replicates, by year.",
    ),
    (
        "map_difference",
        "Paired difference in organized-crime deaths by municipality, per 100,000 \
        residents and year; grey where a false-discovery rate of 5 % does not clear zero.",
    ),
    (
        "map_oc_deaths",
        "Organized-crime deaths per 100,000 residents and year by municipality: mean over \
        replicates and years. A mean has no interval; differences are tested in the map of differences.",
    ),
    (
        "map_soldiers",
        "Soldiers and marines by municipality in the last full year: mean over replicates.",
    ),
    (
        "map_flow",
        "Drugs that pass through each municipality, t/week, in the last full year: mean over \
        replicates.",
    ),
    (
        "survival",
        "Share of groups that still exist, by age: Kaplan-Meier over all replicates, with \
        intervals of 95 % that take groups as independent.",
    ),
    (
        "lineage",
        "Who split from whom in one replicate: one possible history, not a forecast.",
    ),
    (
        "validation",
        "Simulated against observed: median and 5-95 % of the replicates.",
    ),
    (
        "event_study",
        "Deaths around removals of leaders and bosses, by the regression of the literature.",
    ),
    (
        "hindcast_map",
        "Deaths by municipality, observed and simulated: mean over replicates.",
    ),
    (
        "hindcast_ranks",
        "The most violent municipalities, observed and simulated: median and band over \
        replicates.",
    ),
    (
        "twin_deaths",
        "Deaths with an event less without it: mean over pairs, 95 % intervals.",
    ),
    (
        "twin_fragmentation",
        "Organizations with an event less without it: mean over pairs, 95 % intervals.",
    ),
    (
        "twin_map",
        "Where an event moves deaths: mean over pairs; grey where not clear of zero.",
    ),
];

/// The caption of a figure, with the number of replicates.
pub fn caption(name: &str, of: &Manifest) -> String {
    let known = CAPTIONS.iter().find(|(known, _)| *known == name);
    let what = known.map_or_else(|| name.replace('_', " "), |(_, what)| (*what).to_owned());
    let replicates = of.policies.values().map(|policy| policy.replicates);
    match replicates.max() {
        Some(n) if name != "lineage" => format!("{what} Of {n} replicates of each policy."),
        _ => what,
    }
}
