//! Verdicts: the median decides, and few replicates have none.

use plaza_engine::poisson::Coefficient;

use plaza::files::embedded;
use plaza::studies::event_study::contrast::Contrast;
use plaza::studies::validation::future::Future;
use plaza::studies::validation::read_targets::read_targets;
use plaza::studies::validation::screen::screen;
use plaza::studies::validation::targets::Targets;
use plaza::studies::validation::{Held, Line, Validation, Verdict};

use super::made_up::tables;
use super::{four_towns, future};

pub fn targets(text: &str) -> Targets {
    let text = format!("period = [2007, 2010]\n{text}");
    let targets: Targets = toml::from_str(&text).expect("they can be read");
    assert_eq!(targets.objections(), []);
    targets
}

/// Futures in which this part of the deaths is between organizations.
pub fn held(text: &str, between: &[f64]) -> Vec<Held> {
    let mut validation = Validation::new(targets(text));
    for share in between {
        let series = [
            ("oc_deaths", 1.0),
            ("oc_deaths_between", *share),
            ("oc_deaths_state", 0.0),
        ];
        let national = series.map(|(column, value)| (column, vec![value; 208]));
        let future = Future {
            first_year: 2007,
            national: national.into(),
            ..Future::default()
        };
        validation.add(&future, &four_towns());
    }
    assert_eq!(validation.replicates(), between.len());
    validation.held()
}

#[test]
fn the_median_decides_and_the_edge_is_inside() {
    let target = |role: &str, of: &str| {
        format!(
            "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"{role}\"\n\
             parts = [{{ name = \"between\", {of} }}]"
        )
    };
    use Verdict::{Inside, NotComputable, Outside, Reported};
    for (role, of, between, verdict) in [
        (
            "fit",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.75,
            Inside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.751,
            Outside,
        ),
        (
            "check",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.25,
            Inside,
        ),
        (
            "check",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.249,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { relative = 0.5 }",
            0.75,
            Inside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { relative = 0.5 }",
            0.76,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { within = [0.1, 0.2] }",
            0.5,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { within = [0.1, 0.2] }",
            0.1,
            Inside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
            0.875,
            Inside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
            0.374,
            Outside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { relative = 0.5 }",
            0.25,
            Inside,
        ),
        ("fit", "from_to = [0.5, 0.75]", 0.6, Reported),
        (
            "input",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.9,
            Reported,
        ),
        (
            "report",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.5,
            Reported,
        ),
        (
            "fit",
            "years = [2011], values = [0.5], tolerance = { absolute = 9 }",
            0.5,
            NotComputable,
        ),
    ] {
        // Four replicates far away on the same side do not move the median of nine.
        let mut shares = [0.0; 9];
        shares[0] = between;
        shares[5..].fill(1.0);
        let held = held(&target(role, of), &shares);
        assert_eq!(held[0].lines[0].verdict, verdict, "{role} {of} {between}");
        assert_eq!(held[0].verdict(), verdict, "{role} {of} {between}");
    }
    let text = target(
        "fit",
        "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
    );
    let line = &held(&text, &[0.0, 0.25, 0.5, 0.75, 1.0])[0].lines[0];
    let band = line.simulated.expect("it was computed");
    assert_eq!((band.low, band.median, band.high), (0.05, 0.5, 0.95));
    assert_eq!(
        (line.observed, line.bounds),
        (Some(0.625), Some([0.375, 0.875]))
    );
}

#[test]
fn a_target_is_inside_only_when_each_of_its_lines_is() {
    let verdict = |parts: &str| {
        let text = format!(
            "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"fit\"\n\
             tolerance = {{ absolute = 0.1 }}\nparts = [{parts}]"
        );
        held(&text, &[0.5; 8])[0].verdict()
    };
    let inside = "{ name = \"between\", values = [0.5] }";
    let outside = "{ name = \"state\", values = [0.5] }";
    let lacking = "{ name = \"between\", years = [2011], values = [0.5] }";
    assert_eq!(verdict(inside), Verdict::Inside);
    assert_eq!(
        verdict(&format!("{inside}, {lacking}")),
        Verdict::NotComputable
    );
    assert_eq!(
        verdict(&format!("{inside}, {lacking}, {outside}")),
        Verdict::Outside
    );
}

#[test]
fn below_eight_replicates_there_is_no_verdict_in_table_screen_or_figure() {
    let text = "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"fit\"\n\
                tolerance = { absolute = 0.1 }\nparts = [{ name = \"between\", values = [0.5] }]";
    for share in [0.0, 0.5] {
        let held = held(text, &[share; 7]);
        assert_eq!(held[0].verdict(), Verdict::TooFew);
        let screen = screen(&held, "status_quo", 7, 100);
        assert!(
            screen.contains("fewer than 8 replicates: no verdicts"),
            "{screen}"
        );
        assert!(screen.contains(": TOO FEW"), "{screen}");
        assert!(
            screen.ends_with("no verdict on 1 target, 1 known of too few replicates"),
            "{screen}"
        );
        let figure = plaza::studies::validation::figure::draw(&held, "status_quo", 7);
        // One disc and one diamond: the legend's.
        assert_eq!(figure.matches("#0072B2").count(), 1);
        assert_eq!(figure.matches("#D55E00").count(), 1);
    }
}

#[test]
fn what_has_no_value_is_reported_and_what_is_judged_has_one() {
    let text = |tolerance: &str| {
        format!(
            "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"report\"\n{tolerance}\
             parts = [{{ name = \"between\" }}, {{ name = \"state\", years = [2007, 2008] }}]\n"
        )
    };
    let held = held(&text(""), &[0.5; 8]);
    let lines = &held[0].lines;
    let years: Vec<Option<i32>> = lines.iter().map(|line| line.year).collect();
    assert_eq!(years, [None, Some(2007), Some(2008)]);
    let reported = |line: &Line| (line.observed, line.verdict) == (None, Verdict::Reported);
    assert!(lines.iter().all(reported), "{lines:?}");
    assert_eq!(lines[0].simulated.map(|band| band.median), Some(0.5));

    let judged = text("tolerance = { absolute = 0.1 }\n");
    let judged: Targets =
        toml::from_str(&format!("period = [2007, 2010]\n{judged}")).expect("it can be read");
    assert_eq!(judged.objections().len(), 2, "a value for each part");
}

#[test]
fn what_the_panel_of_some_replicates_tells_says_over_how_many() {
    let targets = embedded::path("targets.toml");
    let mut validation = Validation::new(read_targets(&targets).expect("they are right"));
    let with = future(&tables());
    assert!(with.months.is_some());
    let without = Future {
        months: None,
        ..with.clone()
    };
    (0..8).for_each(|_| validation.add(&with, &four_towns()));
    (8..32).for_each(|_| validation.add(&without, &four_towns()));
    let held = validation.held();
    let over = |id: &str| -> Vec<usize> {
        let of = held.iter().find(|held| held.target.id == id);
        let lines = &of.expect("a target").lines;
        let known = lines.iter().filter(|line| line.simulated.is_some());
        known.map(|line| line.replicates).collect()
    };
    assert!(!over("C5").is_empty() && over("C5").iter().all(|of| *of == 8));
    assert!(!over("C1").is_empty() && over("C1").iter().all(|of| *of == 32));
    let screen = screen(&held, "status_quo", 32, 100);
    assert!(
        screen.contains("\nof 8 of these replicates: C5"),
        "{screen}"
    );
    assert!(screen.contains("; verdicts may be chance"), "{screen}");
    let figure = plaza::studies::validation::figure::draw(&held, "status_quo", 32);
    assert!(figure.contains("Of 8 of them: C5"), "{figure}");
}

#[test]
fn the_figure_shows_every_line_that_has_a_tolerance() {
    let targets = embedded::path("targets.toml");
    let mut validation = Validation::new(read_targets(&targets).expect("they are right"));
    let mut future = future(&tables());
    future.months = None;
    future.removal = Some(Contrast {
        rise: Some(Coefficient {
            log_ratio: 0.3,
            error: 0.1,
        }),
        before: [None; 2],
    });
    (0..8).for_each(|_| validation.add(&future, &four_towns()));
    let held = validation.held();
    let figure = plaza::studies::validation::figure::draw(&held, "status_quo", 8);
    let lines = held.iter().flat_map(|held| &held.lines);
    let bound: Vec<_> = lines.filter(|line| line.bounds.is_some()).collect();
    let count = |verdict| bound.iter().filter(|line| line.verdict == verdict).count();
    let of = |what: &str| figure.matches(what).count();
    let [blue, red] = ["#0072B2", "#D55E00"];
    assert_eq!(
        of("not computable: [record] panel = true"),
        count(Verdict::NotComputable)
    );
    assert!(count(Verdict::NotComputable) > 5);
    // A disc and a band; the legend has one more disc.
    assert_eq!(of(blue), 2 * count(Verdict::Inside) + 1, "{figure}");
    let beyond = |line: &&&Line| {
        let median = line.simulated.map(|band| band.median);
        let [least, most] = line.bounds.expect("it is bound");
        let observed = line.observed.expect("it is bound");
        let away = median.map(|median| match median > observed {
            true => (median - observed) / (most - observed),
            false => (median - observed) / (observed - least),
        });
        away.is_some_and(|away| away.abs() > 4.0)
    };
    let arrows = bound.iter().filter(beyond).count();
    assert!(arrows > 0);
    assert_eq!(of(red), 2 * count(Verdict::Outside) + arrows + 1);
}
