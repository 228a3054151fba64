//! Deaths in parts of the country and of the dead, on screen.

use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_engine::numbers::{digits, grouped};

use crate::studies::comparison::breakdown::Part;
use crate::studies::comparison::divisions::By;

/// A line for each group but the states, which are counted, a column for each policy; and what was left out.
pub fn screen(parts: &[Part], left_out: &[&str], baseline: &str, width: usize) -> String {
    let policies: Vec<&[Part]> = parts.chunk_by(|a, b| a.policy == b.policy).collect();
    let headings = policies.iter().map(|of| numbers(&of[0].policy));
    let first = [words("by place and victim"), numbers("deaths")];
    let mut table = Table::new(first.into_iter().chain(headings));
    let lines = policies.first().into_iter().flat_map(|of| of.iter());
    for line in lines.filter(|part| part.is_of_deaths() && part.by != By::State) {
        let same = |part: &&Part| {
            (part.by, &part.group, part.metric) == (line.by, &line.group, line.metric)
        };
        let cells = policies
            .iter()
            .map(|of| of.iter().find(same).map_or_else(String::new, cell));
        let name = format!("{}: {}", line.by.name(), line.title());
        let share = line.share(policies[0]);
        let share = share.map_or_else(String::new, |share| format!("{:.0} %", 100.0 * share));
        table.row([name, share].into_iter().chain(cells));
    }
    let all = policies.first().map_or(0, |of| states(of).count());
    let signs = [("fewer", -1.0), ("more", 1.0)];
    for (word, sign) in signs.into_iter().filter(|_| all > 0) {
        let name = format!("states with clearly {word}, of {all}");
        let counts = policies.iter().map(|of| {
            let clear = states(of).filter(|part| part.clear && sign * part.difference > 0.0);
            clear.count().to_string()
        });
        table.row([name, String::new()].into_iter().chain(counts));
    }
    let mut note = format!(
        "Organized-crime deaths: each group's part under {baseline}, and the difference relative to it; * clear of zero \
         at 5 % false discoveries among all groups of a policy that divide the same way, ? not. Border: municipalities \
         with a crossing to the north. Poverty: thirds of the residents by the poverty of their municipality. Rates, \
         intervals, states, extortions and displaced: breakdown.csv."
    );
    for why in left_out {
        note += &format!(" {why}.");
    }
    table.fit(width) + &folded(&note, width)
}

/// The deaths of each state.
fn states(of: &[Part]) -> impl Iterator<Item = &Part> {
    let states = of.iter().filter(|part| part.by == By::State);
    states.filter(|part| part.is_of_deaths())
}

fn cell(part: &Part) -> String {
    let mark = if part.clear { '*' } else { '?' };
    match part.relative {
        Some(relative) => format!("{:+.1} % {mark}", relative * 100.0).replace("-0.0 ", "0.0 "),
        None => format!(
            "{} {mark}",
            grouped(part.difference, digits(part.difference.abs()))
        ),
    }
}
