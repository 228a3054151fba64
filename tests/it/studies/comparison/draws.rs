//! Replicates that share draws, and the bootstrap.

use plaza_batch::rows::Rows;
use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::statistics::{Bootstrap, MeanEstimate, components, moments, welch_half_width};

use plaza::runs::design::Sharing;
use plaza::runs::dictionary::BUDGET;
use plaza::runs::metrics::Direction;
use plaza::studies::comparison::best::standings;
use plaza::studies::comparison::outcomes::{Gathering, Setting};
use plaza::studies::comparison::row::Verdict;
use plaza::studies::comparison::{Comparison, MARGIN};

use super::{BASE, DIFFERENCES, LESS, NEAR, ORACLE, national, near, row, within};

#[test]
fn variances_split_as_in_an_analysis_of_variance() {
    let groups: Vec<&[f64]> = DIFFERENCES.chunks(3).collect();
    let found = components(&groups).expect("four draws of three");
    let [within, between] = ORACLE.said("components");
    near(found.within, within);
    near(found.between, between);
    let sizes = [0..2, 2..6, 6..9, 9..10];
    let groups: Vec<&[f64]> = sizes.into_iter().map(|of| &DIFFERENCES[of]).collect();
    let found = components(&groups).expect("a draw of two or more");
    let [within, between] = ORACLE.said("components, unbalanced");
    near(found.within, within);
    near(found.between, between);
    let columns: Vec<Vec<f64>> = (0..4)
        .map(|of| DIFFERENCES.iter().skip(of).step_by(4).copied().collect())
        .collect();
    let groups: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let found = components(&groups).expect("four draws of three");
    let [within, between] = ORACLE.said("components, negative");
    near(found.within, within);
    assert_eq!(found.between, between);
    assert_eq!(components(&[&[1.0, 2.0]]), None);
    assert_eq!(components(&[&[1.0], &[2.0]]), None);
}

#[test]
fn draws_are_the_units_where_luck_shares_them() {
    let rows: Vec<_> = (0..12).map(|r| (r, 0, 100.0, 0.0)).collect();
    let lower = |(r, week, deaths, cost): &(u32, i32, f64, f64)| {
        (*r, *week, deaths + DIFFERENCES[*r as usize], *cost)
    };
    let less: Vec<_> = rows.iter().map(lower).collect();
    let compare = |luck_per_draw| {
        let mut gathering = Gathering::new(Setting {
            first_year: 2007,
            weeks: 1,
            policies_from: 0,
            seed: 1,
            sharing: Sharing::in_a_row(luck_per_draw),
            test: false,
        });
        for (policy, rows) in [("base", &rows), ("less", &less)] {
            gathering.add(policy, &national(policy, rows), &Rows::new(&BUDGET));
        }
        Comparison::new(&gathering.finish(), 0, MARGIN)
    };
    let shared = compare(3);
    let found = row(&shared, "less");
    let [low, high] = ORACLE.said("by draw");
    near(found.low, low);
    near(found.high, high);
    assert_eq!(found.verdict, Verdict::TooFew, "four draws");
    let [within, between] = ORACLE.said("components");
    near(found.variance_luck, within);
    near(found.variance_parameters, between);
    assert_eq!((shared.units, found.replicates), (4, 12));
    let alone = compare(1);
    let (found, wide) = (row(&alone, "less"), row(&shared, "less"));
    assert_eq!(
        (found.variance_luck, found.variance_parameters),
        (None, None)
    );
    assert!(found.low > wide.low && found.high < wide.high);
}

#[test]
fn the_bayesian_bootstrap_is_that_of_theory() {
    let luck = Key::new(3, 0).luck(0, 0);
    let samples = [
        BASE.to_vec(),
        (0..12).map(|i| NEAR[i] + 2.0 * (i as f64).sin()).collect(),
        (0..12).map(|i| BASE[i] + 3.0 * (i as f64).cos()).collect(),
    ];
    let bootstrap = Bootstrap::new(&mut luck.of(NOWHERE, 0), 12, 20_000);
    let drawn: Vec<f64> = bootstrap.means(&samples).map(|means| means[0]).collect();
    let (mean, deviation) = moments(&drawn).expect("there are draws");
    let (centre, spread) = moments(&BASE).expect("there are values");
    let expected = spread * (11.0_f64 / (12.0 * 13.0)).sqrt();
    // Within four standard errors.
    assert!((mean - centre).abs() < 4.0 * expected / 20_000.0_f64.sqrt());
    within(deviation, expected, 4.0 / 40_000.0_f64.sqrt());
    let found = standings(&bootstrap, &samples, Direction::Lower).expect("a direction");
    let [best, regret] = ["best", "regret"].map(|label| ORACLE.said::<3>(label));
    for ((found, best), regret) in found.iter().zip(best).zip(regret) {
        assert!((found.best - best).abs() < 4.0 * (best * (1.0 - best) / 2e4).sqrt());
        assert!((found.regret - regret).abs() < 0.03, "{}", found.regret);
    }
    // More is better: who was best is not; equal samples share.
    let twice = [BASE.to_vec(), BASE.to_vec(), LESS.to_vec()];
    let found = standings(&bootstrap, &twice, Direction::Higher).expect("a direction");
    assert_eq!([found[0].best, found[1].best], [0.5, 0.5]);
    assert_eq!([found[0].regret, found[1].regret], [0.0, 0.0]);
    assert_eq!(standings(&bootstrap, &twice, Direction::None), None);
}

#[test]
fn estimates_without_spread_have_no_width() {
    // The mean of these rounds to something else.
    let equal = MeanEstimate::of(&[0.1; 7]).expect("seven values");
    assert_eq!((equal.mean, equal.error), (0.1, 0.0));
    assert_eq!((equal.interval(0.95), equal.p_value()), ([0.1, 0.1], 0.0));
    let nothing = MeanEstimate::of(&[0.0; 7]).expect("seven values");
    assert_eq!(nothing.p_value(), 1.0);
    assert_eq!(MeanEstimate::of(&[1.0]), None);
    assert_eq!(welch_half_width(&[1.0, 1.0], &[2.0, 2.0], 0.95), None);
}
