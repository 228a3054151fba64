//! The summary: means over replicates with their intervals.

use maud::{Markup, html};

use plaza_engine::few;

use crate::report::answer::units;
use crate::report::material::Material;
use crate::report::table::{table, written};
use crate::runs::metrics::METRICS;

/// Policies beside one another in a table.
const BESIDE: usize = 5;

/// Metrics as rows, policies as columns, as many beside one another as can be read.
pub fn section(of: &Material<'_>) -> Option<Markup> {
    let summary = of.summary.as_ref()?;
    let mut policies: Vec<(&str, &str)> = Vec::new();
    for row in summary.rows() {
        if policies
            .last()
            .is_none_or(|(name, _)| *name != row.text("policy"))
        {
            policies.push((row.text("policy"), row.text("replicates")));
        }
    }
    let cell = |policy: &str, metric: &str| {
        let mut rows = summary.rows();
        let found =
            rows.find(|row| row.text("policy") == policy && row.text("metric") == metric)?;
        let number = |column| found.number(column).map(written);
        let mean = number("mean")?;
        Some(match (number("low"), number("high")) {
            (Some(low), Some(high)) => format!("{mean} [{low}, {high}]"),
            _ => mean,
        })
    };
    let tables = policies.chunks(BESIDE).map(|beside| {
        let headings = beside.iter().map(|(name, n)| format!("{name} (n = {n})"));
        let headings: Vec<String> = headings.collect();
        let titles = ["metric", "unit"].into_iter();
        let titles = titles.chain(headings.iter().map(String::as_str));
        let rows = METRICS.iter().map(|metric| {
            let cells = beside.iter().map(|(policy, _)| cell(policy, metric.name));
            let known = [metric.name, metric.unit].map(str::to_owned).into_iter();
            known.chain(cells.map(Option::unwrap_or_default)).collect()
        });
        let names = beside
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ");
        let caption = format!("Means of all metrics: {names}");
        table(
            &titles.collect::<Vec<_>>(),
            &rows.collect::<Vec<_>>(),
            &caption,
        )
    });
    let fewest = policies.iter().filter_map(|(_, n)| n.parse().ok()).min();
    let few = fewest.and_then(|n| few::note(units(&of.loaded.design, n)));
    Some(html! {
        @if let Some(few) = few { p { b { (few) } } }
        p {
            "Mean over n replicates, with the 95 % interval of the mean in brackets (Hall's t). These "
            "intervals are wider than those of differences above, which share their luck. Counts are "
            "totals over all weeks; stocks are those of the last week."
        }
        @for table in tables { (table) }
    })
}
