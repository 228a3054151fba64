//! Few replicates, and ends beyond the axis.

use plaza_batch::rows::Rows;

use plaza::runs::design::{Sharing, TEST};
use plaza::runs::dictionary::BUDGET;
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting};
use plaza::studies::comparison::row::Verdict;
use plaza::studies::comparison::screen::screen;
use plaza::studies::comparison::{
    Comparison, MARGIN, cost_effect_figure as cost_effect, forest_figure as forest,
    policy_metrics_figure as policy_metrics,
};

use super::{BASE, COST, DEAR, LESS, national, outcomes, row};
use crate::studies::figures::assert_sound;

/// The first `replicates` of a baseline and a policy with these deaths.
pub fn two(base: &[f64], mine: &[f64], replicates: usize) -> Outcomes {
    let setting = Setting {
        first_year: 2007,
        weeks: 1,
        policies_from: 0,
        seed: 7,
        sharing: Sharing::in_a_row(1),
        test: true,
    };
    let mut gathering = Gathering::new(setting);
    for (policy, deaths, cost) in [("base", base, COST), ("less", mine, DEAR)] {
        let pairs = (0..).zip(deaths.iter().zip(&cost)).take(replicates);
        let rows: Vec<_> = pairs.map(|(r, (d, c))| (r, 0, *d, 1e6 * c)).collect();
        gathering.add(policy, &national(policy, &rows), &Rows::new(&BUDGET));
    }
    gathering.finish()
}

/// What a figure says, however it is broken into lines.
fn words(svg: &str) -> String {
    let texts = svg
        .split('<')
        .filter_map(|tag| Some(tag.split_once('>')?.1));
    let words = texts.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// Colours of figures that say better, worse and frontier; legends are not drawn where nothing is said.
const COLOURED: [&str; 3] = ["#0072B2", "#D55E00", "#009E73"];

#[test]
fn below_eight_replicates_nothing_is_said() {
    let fewer = BASE.map(|deaths| (0.7 * deaths).round());
    let drawn = |found: &Comparison| {
        [
            forest::draw(found),
            policy_metrics::draw(found),
            cost_effect::draw(found),
        ]
    };
    let seven = Comparison::new(&two(&BASE, &fewer, 7), 0, MARGIN);
    for row in &seven.rows {
        let silent = [Verdict::Baseline, Verdict::Same, Verdict::TooFew];
        assert!(silent.contains(&row.verdict), "{row:?}");
        assert_eq!(row.best_probability, None);
    }
    assert_eq!(row(&seven, "less").verdict.name(), "too few");
    assert!(
        seven
            .cost_effects
            .iter()
            .all(|row| row.dollars_per_death.is_none())
    );
    let shown = screen(&seven, 120);
    assert!(
        shown.contains("7 independent replicates are too few: no verdict below 8"),
        "{shown}"
    );
    assert!(shown.contains(TEST), "{shown}");
    for svg in drawn(&seven) {
        assert_sound("of seven", &svg);
        assert!(words(&svg).contains("too few: no verdict below 8"));
        assert!(COLOURED.iter().all(|colour| !svg.contains(colour)));
    }
    let eight = Comparison::new(&two(&BASE, &fewer, 8), 0, MARGIN);
    assert_eq!(row(&eight, "less").verdict, Verdict::Better);
    assert!(screen(&eight, 120).contains("hold about 92 % of the time"));
    for svg in drawn(&eight) {
        assert!(words(&svg).contains("hold about 92 % of the time"));
        assert!(COLOURED.iter().any(|colour| svg.contains(colour)));
    }
    assert!(!screen(&Comparison::new(&outcomes(1), 0, MARGIN), 120).contains(TEST));
}

#[test]
fn an_interval_beyond_the_axis_ends_in_an_arrow_head() {
    // Three deaths in all futures of the baseline, many in each of the policy: nobody knows how many times as
    // many.
    let mut base = [0.0; 12];
    (base[3], base[7]) = (1.0, 2.0);
    let found = Comparison::new(&two(&base, &LESS, 12), 0, MARGIN);
    let less = row(&found, "less");
    assert!(less.relative_low.is_some() && less.relative_high.is_none());
    assert!(less.low.is_some() && less.high.is_some());
    let svg = forest::draw(&found);
    assert_sound("forest", &svg);
    assert!(words(&svg).contains("Arrow heads: the interval"));
    let usual = forest::draw(&Comparison::new(&two(&BASE, &LESS, 12), 0, MARGIN));
    assert!(!words(&usual).contains("Arrow heads"));
    // The other way round everything falls, by all of it at the most.
    let found = Comparison::new(&two(&LESS, &base, 12), 0, MARGIN);
    let low = row(&found, "less").relative_low.expect("an end");
    assert!((-1.0..-0.9).contains(&low), "{low}");
}
