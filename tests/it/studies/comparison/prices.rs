//! Prices of a death less.

use plaza_engine::statistics::ratio_of_means;

use plaza::studies::comparison::cost_effect::{ALL, frontier};
use plaza::studies::comparison::{Comparison, MARGIN};

use super::{BASE, COST, DEAR, LESS, NEAR, ORACLE, near, outcomes};

#[test]
fn prices_are_those_of_fieller() {
    let fewer: Vec<f64> = BASE.iter().zip(LESS).map(|(a, b)| a - b).collect();
    let paid: Vec<f64> = DEAR.iter().zip(COST).map(|(a, b)| a - b).collect();
    let (ratio, [low, high]) = ratio_of_means(&paid, &fewer, 0.95).expect("clear of zero");
    let [expected, least, most] = ORACLE.said("fieller");
    near(ratio, expected);
    near(low, least);
    near(high, most);
    let unclear: Vec<f64> = BASE.iter().zip(NEAR).map(|(a, b)| a - b).collect();
    assert_eq!(ratio_of_means(&paid, &unclear, 0.95), None);
    let found = Comparison::new(&outcomes(1), 0, MARGIN);
    let of = |policy: &str, payer: &str| {
        let mut rows = found.cost_effects.iter();
        rows.find(|row| row.policy == policy && row.payer == payer)
            .expect("a row for each")
    };
    // What each payer spent is known by whole years only, and this run is one week.
    assert!(found.cost_effects.iter().all(|row| row.payer == ALL));
    near(of("less", ALL).dollars_per_death, ratio);
    near(of("less", ALL).ratio_low, low);
    near(of("less", ALL).ratio_high, high);
    near(of("less", ALL).fewer_dearer, 1.0);
    assert!(of("less", ALL).frontier && of("base", ALL).frontier);
    let near_base = of("near", ALL);
    assert_eq!(near_base.dollars_per_death, None);
    // The same cost counts half on each side.
    let cheaper = near_base.fewer_cheaper.zip(near_base.more_cheaper);
    near(cheaper.map(|(fewer, more)| fewer + more), 0.5);
    assert!(!near_base.frontier, "a death and a quarter for nothing");
    assert_eq!(of("base", ALL).fewer_cheaper, None);
}

#[test]
fn a_price_needs_a_trade() {
    // From `less`, `base` costs more deaths and fewer dollars: dollars saved for each death.
    let found = Comparison::new(&outcomes(1), 1, MARGIN);
    let mut rows = found.cost_effects.iter();
    let saved = rows.find(|row| row.policy == "base").expect("a row");
    let [ratio, ..] = ORACLE.said::<3>("fieller");
    near(saved.dollars_per_death, ratio);
    near(saved.more_cheaper, 1.0);
    assert_eq!(
        frontier(&[1.0, 2.0, 1.0, 0.0], &[5.0, 1.0, 5.0, 6.0]),
        [true; 4]
    );
    assert_eq!(
        frontier(&[1.0, 2.0, 2.0], &[1.0, 1.0, 0.5]),
        [true, false, true]
    );
}
