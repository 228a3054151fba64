//! Poisson regression with two sets of effects: the numbers of statsmodels with dummies and of
//! pyfixest (`oracles::Oracle`), and what is done with what the
//! observations do not say.

use plaza_engine::poisson::{Fit, Observations, fit};

use crate::oracles::Oracle;

const ORACLE: Oracle = Oracle("poisson");

const UNITS: u32 = 24;
const MONTHS: u32 = 18;
const REGIONS: u32 = 4;

/// A panel of 24 units and 18 months in four regions; unit 5 has no counts, nor has region 2 in
/// month 7. Regressors: soon after an event, ever after it, and another.
fn panel() -> Observations {
    let mut state: u64 = 20_070_101;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut panel = Observations {
        regressors: vec![Vec::new(); 3],
        ..Observations::default()
    };
    for unit in 0..UNITS {
        let level = 0.2 + 6.0 * uniform();
        let event = (3.0 + 14.0 * uniform()) as u32;
        for month in 0..MONTHS {
            let after = f64::from(u8::from(month >= event));
            let soon = f64::from(u8::from(month >= event && month < event + 4));
            let other = 2.0 * uniform() - 1.0;
            let mean = level * (1.0 + 0.8 * soon + 0.3 * after) * (1.0 + 0.4 * other);
            let mean = mean * (1.0 + 0.05 * f64::from(month));
            let count = (mean * uniform() * uniform() * 4.0).floor();
            let empty = unit == 5 || (month == 7 && unit % REGIONS == 2);
            panel.outcomes.push(if empty { 0.0 } else { count });
            panel.units.push(unit);
            panel.cells.push(unit % REGIONS * MONTHS + month);
            for (column, x) in panel.regressors.iter_mut().zip([soon, after, other]) {
                column.push(x);
            }
        }
    }
    panel
}

fn is_that_of_statsmodels(fit: &Fit) {
    for (found, label) in fit.coefficients.iter().zip(["soon", "after", "other"]) {
        let found = found.expect("the coefficient is identified");
        let [log_ratio, error] = ORACLE.said(label);
        for (found, expected) in [(found.log_ratio, log_ratio), (found.error, error)] {
            assert!((found - expected).abs() < 1e-8, "{found}, not {expected}");
        }
    }
    let counted = [fit.observations, fit.units].map(|count| count as f64);
    assert_eq!(counted, ORACLE.said("observations, units"));
}

#[test]
fn coefficients_and_errors_are_those_of_statsmodels() {
    let panel = panel();
    let [counts] = ORACLE.said("counts");
    assert_eq!(panel.outcomes.iter().sum::<f64>(), counts);
    is_that_of_statsmodels(&fit(&panel).expect("it converges"));
}

/// What two others add up to, what is the same all the time in a unit, or for all of a region in a
/// month, and what marks only months without counts says nothing, and changes nothing.
#[test]
fn what_is_not_identified_is_said_to_be_so() {
    let mut panel = panel();
    let sum = panel.regressors[0].iter().zip(&panel.regressors[1]);
    let sum = sum.map(|(a, b)| a + b).collect();
    let of_unit = panel.units.iter().map(|unit| f64::from(unit % 7)).collect();
    let of_cell = panel.cells.iter().map(|cell| f64::from(cell % 5)).collect();
    let of_zeros = panel
        .units
        .iter()
        .map(|unit| f64::from(u8::from(*unit == 5)));
    let of_zeros = of_zeros.collect();
    let nothing = vec![0.0; panel.outcomes.len()];
    panel
        .regressors
        .extend([sum, of_unit, of_cell, of_zeros, nothing]);
    let fit = fit(&panel).expect("it converges");
    is_that_of_statsmodels(&fit);
    assert_eq!(fit.coefficients[3..], [None; 5]);
}

/// Months without counts that a regressor marks are as if they had not been observed.
#[test]
fn what_a_regressor_explains_by_zero_is_left_out() {
    let mut panel = panel();
    let rows = 0..panel.outcomes.len();
    let marked: Vec<bool> = rows
        .map(|row| panel.units[row] < 9 && panel.outcomes[row] == 0.0)
        .collect();
    let marks = marked.iter().map(|marked| f64::from(u8::from(*marked)));
    let mut without = Observations {
        regressors: vec![Vec::new(); 3],
        ..Observations::default()
    };
    for row in (0..panel.outcomes.len()).filter(|row| !marked[*row]) {
        without.outcomes.push(panel.outcomes[row]);
        without.units.push(panel.units[row]);
        without.cells.push(panel.cells[row]);
        for (column, x) in without.regressors.iter_mut().zip(&panel.regressors) {
            column.push(x[row]);
        }
    }
    let expected = fit(&without).expect("it converges");
    assert_eq!(expected.observations, 372);

    // Alone, and as the difference of two regressors: then the second tells nothing that is left.
    let marks: Vec<f64> = marks.collect();
    let other = panel.regressors[2].clone();
    let mixed = other.iter().zip(&marks).map(|(a, b)| a + b).collect();
    for (first, second) in [(other.clone(), marks), (mixed, other)] {
        panel.regressors.truncate(2);
        panel.regressors.extend([first, second]);
        let mut found = fit(&panel).expect("it converges");
        assert_eq!(found.coefficients.pop(), Some(None));
        assert_eq!(found, expected);
    }
}

/// Of two units and two months, with the regressor 1 in one of the four, the coefficient is the log
/// odds ratio of the counts.
#[test]
fn difference_in_differences_by_hand() {
    let square = Observations {
        outcomes: vec![3.0, 8.0, 5.0, 4.0],
        units: vec![7, 7, 2, 2],
        cells: vec![0, 1, 0, 1],
        regressors: vec![vec![0.0, 1.0, 0.0, 0.0]],
    };
    let found = fit(&square).expect("it converges").coefficients[0];
    let log_ratio = found.expect("it is identified").log_ratio;
    assert!(
        (log_ratio - f64::ln(8.0 * 5.0 / (3.0 * 4.0))).abs() < 1e-9,
        "{log_ratio}"
    );
}

#[test]
fn nothing_to_explain_is_none() {
    assert_eq!(fit(&Observations::default()), None);
    let mut panel = panel();
    panel.outcomes.fill(0.0);
    assert_eq!(fit(&panel), None);
    panel.outcomes[..MONTHS as usize].fill(2.0);
    assert_eq!(fit(&panel), None, "one unit alone");
}
