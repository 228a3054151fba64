//! The rows of the files that are made of a design.

use schemars::JsonSchema;
use serde::Serialize;

/// A row of `ranking_sensitivity.csv`: how much an input matters, by one index. Intervals are of points drawn again,
/// those of a trajectory or of a base point together; futures are as they are.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SensitivityRow {
    /// What the input shifts: `outcome`, the mean over futures at a point; `difference` of that to the baseline on
    /// equal luck; `ranking`, the share of pairs of policies that stand the other way round than in the mean over all
    /// points; `winner`, the policy with the best mean at a point, ties a class of their own.
    pub of: &'static str,
    /// The policy; none of `ranking` and `winner`.
    pub policy: Option<String>,
    /// The outcome.
    pub outcome: &'static str,
    /// The input, by its full name.
    pub input: String,
    /// The index: `pawn` (median over slices of the input, three to ten of some twenty points each, of the distance of
    /// Kolmogorov and Smirnov between the distribution there and of all points), `delta` (Borgonovo's, of the winner:
    /// mean over slices of the total variation), `sobol_first` and `sobol_total` (designs with the matrices of
    /// Saltelli), `morris_mu_star`, `morris_mu` and `morris_sigma` (trajectories; the change of what is told over the
    /// whole range).
    pub index: &'static str,
    /// Its value.
    pub value: f64,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What `pawn` and `delta` of all inputs stay below 95 times in 100 where no input tells anything, those of the
    /// differences of all policies, or of all their outcomes, at once.
    pub floor: Option<f64>,
    /// Whether it is above the floor.
    pub matters: Option<bool>,
    /// How many points.
    pub points: usize,
}

/// A row of `boxes.csv`: a restriction of a box of PRIM. A box of several restrictions has as many rows, one of none
/// has one. A question that is not searched, of too few cases or points that hang together, has all points alone.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BoxRow {
    /// The question: which points are cases.
    pub question: String,
    /// Which search, from 1: the second is among the points outside the first box.
    pub search: usize,
    /// `trajectory`, a step of the search, or `chosen`, what the rule makes of one.
    pub kind: &'static str,
    /// The step of the trajectory, from 0; of `chosen` the one that it was made of.
    pub step: usize,
    /// How many points the box holds, of those that the search is among.
    pub points: usize,
    /// How many of them are cases.
    pub cases: usize,
    /// The share of all cases that it holds.
    pub coverage: f64,
    /// The share of its points that are cases.
    pub density: f64,
    /// The share of all points that it holds.
    pub mass: f64,
    /// How many inputs it narrows.
    pub restricted: usize,
    /// The input of this restriction; none of the box around all points.
    pub input: Option<String>,
    /// The lower end; none where the box does not narrow it.
    pub low: Option<f64>,
    /// The upper end, likewise.
    pub high: Option<f64>,
    /// The choices that are left, divided by semicolons.
    pub choices: Option<String>,
    /// The quasi-p-value of the lower end, or of the choices: of `chosen` boxes.
    pub quasi_p_low: Option<f64>,
    /// The quasi-p-value of the upper end.
    pub quasi_p_high: Option<f64>,
    /// In which share of halves of the points, sixty at most, the search narrows this input: of the first `chosen` box.
    pub found_again: Option<f64>,
    /// In which share of them it finds a box that narrows any of the same inputs: likewise, and of all that follow.
    pub found_in_halves: Option<f64>,
    /// The mean coverage of these boxes in the other halves.
    pub held_out_coverage: Option<f64>,
    /// Their mean density there.
    pub held_out_density: Option<f64>,
    /// The mean share of cases among all points there.
    pub held_out_everywhere: Option<f64>,
    /// What that says of the box: `confirmed`; `refuted`, in the other halves boxes keep less than half of what it
    /// promises beyond the share of cases everywhere; or `untried`, it is found in fewer than a quarter of the halves.
    pub halves_say: Option<&'static str>,
    /// In which share of halves of the futures, sixty at most, the search at all points finds a box that narrows any
    /// of the same inputs; of four futures or more.
    pub found_in_futures: Option<f64>,
    /// The mean coverage of these boxes by the other futures.
    pub other_futures_coverage: Option<f64>,
    /// Their mean density by them.
    pub other_futures_density: Option<f64>,
    /// The mean share of cases among all points by them.
    pub other_futures_everywhere: Option<f64>,
    /// What that says of the box, as `halves_say`.
    pub futures_say: Option<&'static str>,
}

/// A row of `tree.csv`: what a leaf of the tree asks of an input; a tree that is one leaf has one row.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TreeRow {
    /// The question: which points are cases.
    pub question: String,
    /// Which leaf, from 1.
    pub leaf: usize,
    /// How many points.
    pub points: usize,
    /// How many of them are cases.
    pub cases: usize,
    /// The share of cases.
    pub share: f64,
    /// The input; none of a tree that is one leaf.
    pub input: Option<String>,
    /// Numbers above this; none where nothing is asked.
    pub low: Option<f64>,
    /// Numbers up to this, likewise.
    pub high: Option<f64>,
    /// The choices that are left, divided by semicolons.
    pub choices: Option<String>,
    /// In which share of halves of the points, sixty at most, the leaf of a tree with the greatest share narrows any of
    /// the same inputs: of the leaf with the greatest share, as all that follow.
    pub found_in_halves: Option<f64>,
    /// The mean share of cases in these leaves in the other halves.
    pub held_out_share: Option<f64>,
    /// The mean share of cases among all points there.
    pub held_out_everywhere: Option<f64>,
    /// What that says of the leaf: `confirmed`; `refuted`, in the other halves leaves keep less than half of what it
    /// promises beyond the share of cases everywhere; or `untried`, it is found in fewer than a quarter of the halves.
    pub halves_say: Option<&'static str>,
    /// As `found_in_halves`, of halves of the futures, at all points; of four futures or more.
    pub found_in_futures: Option<f64>,
    /// The mean share of cases in these leaves by the other futures.
    pub other_futures_share: Option<f64>,
    /// The mean share of cases among all points by them.
    pub other_futures_everywhere: Option<f64>,
    /// What that says of the leaf, as `halves_say`.
    pub futures_say: Option<&'static str>,
}

/// A row of `regret.csv`: how a policy does over all points. Outcomes are means over futures at a point.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RegretRow {
    /// The policy.
    pub policy: String,
    /// The outcome.
    pub outcome: &'static str,
    /// How many points.
    pub points: usize,
    /// How many futures at each, at most.
    pub futures: usize,
    /// The mean outcome.
    pub mean: f64,
    /// The worst outcome at a point.
    pub worst: f64,
    /// The greatest regret: what it loses to the best policy at a point.
    pub regret_max: f64,
    /// The mean regret.
    pub regret_mean: f64,
    /// The mean regret against the policy that is best in the other futures: without the luck of the best. In
    /// expectation the truth lies between this and `regret_mean`, and never below 0. Empty of a single future.
    pub regret_mean_held_out: Option<f64>,
    /// Lower end of its 95 % interval, of points and of futures drawn again.
    pub regret_mean_held_out_low: Option<f64>,
    /// Upper end.
    pub regret_mean_held_out_high: Option<f64>,
    /// The regret that nine in ten points do not exceed.
    pub regret_q90: f64,
    /// The share of points at which it is the best; policies that tie share them.
    pub best_share: f64,
    /// The share of points at which it is clearly the best: of four futures or more its leads over all others have
    /// paired intervals above 0, 95 % of them together. Leads without any spread are not clear.
    pub clearly_best_share: f64,
    /// The share of points at which it is better than the baseline. Empty of the baseline.
    pub better_share: Option<f64>,
    /// The share of points at which it is as good as the baseline. Empty of the baseline.
    pub tied_share: Option<f64>,
    /// The share of points at which it is clearly better than the baseline: the 95 % interval of the paired difference,
    /// of the futures at that point, does not hold 0. Empty of the baseline, and of fewer than four futures.
    pub clearly_better_share: Option<f64>,
    /// The share of points at which it is clearly worse, likewise.
    pub clearly_worse_share: Option<f64>,
    /// The share of points at which it is no worse than the baseline at the same point.
    pub satisficing_share: f64,
    /// The inputs with which it goes whether it alone is the best (delta above its floor, which holds for all policies
    /// at once), the strongest first, divided by semicolons.
    pub goes_with: String,
}

/// A row of `breakdown.csv` in the folder of a design: how far an input must move until the sign of a headline turns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FrontierRow {
    /// The policy.
    pub policy: String,
    /// The outcome.
    pub outcome: &'static str,
    /// The headline: the mean over all points of the paired difference to the baseline.
    pub difference: f64,
    /// Lower end of its 95 % interval, of points and of futures drawn again.
    pub difference_low: Option<f64>,
    /// Upper end.
    pub difference_high: Option<f64>,
    /// The input that moves, the others as they are spread.
    pub input: String,
    /// Another input that is held; empty where none is.
    pub held: Option<String>,
    /// Where it is held: a number, or a choice.
    pub held_at: Option<String>,
    /// `turns`, the 95 % band of all places and inputs lies wholly on the other side of 0 somewhere; `stays`, the 95 %
    /// interval at each place lies wholly on the side of the headline; else `open`. Where the headline itself has no
    /// sure sign `depends`, the band lies wholly above 0 somewhere and wholly below elsewhere, or empty, as of fewer
    /// than four futures.
    pub verdict: Option<&'static str>,
    /// How often the mean difference crosses 0 within the range; empty of choices, and without a verdict.
    pub crossings: Option<usize>,
    /// The number of the input at which the mean difference is 0, that nearest to the middle of the range of several;
    /// empty where it nowhere is, and without a verdict.
    pub turns_at: Option<f64>,
    /// Lower end of its 95 % interval; empty where that goes on beyond the range.
    pub turns_low: Option<f64>,
    /// Upper end, likewise.
    pub turns_high: Option<f64>,
    /// `above` or `below` it the sign has turned.
    pub side: Option<&'static str>,
    /// The choices at which the sign has turned, divided by semicolons.
    pub choices: Option<String>,
    /// The lower end of the range.
    pub range_low: Option<f64>,
    /// The upper end.
    pub range_high: Option<f64>,
    /// The mean difference at the lower end.
    pub at_range_low: Option<f64>,
    /// The mean difference at the upper end.
    pub at_range_high: Option<f64>,
}

/// A row of `breakdown_curve.csv`: the mean difference at a place of an input.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CurveRow {
    /// The policy.
    pub policy: String,
    /// The outcome.
    pub outcome: &'static str,
    /// The input.
    pub input: String,
    /// Its number; empty of choices.
    pub at: Option<f64>,
    /// Its choice; empty of numbers.
    pub choice: Option<String>,
    /// The mean difference to the baseline there, by local linear regression; empty where no points tell it.
    pub difference: Option<f64>,
    /// Lower end of its 95 % interval, of points and of futures drawn again.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}
