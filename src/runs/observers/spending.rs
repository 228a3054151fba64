//! Records of spending: dollars of a year by payer and area.

use plaza_model::state::government::{Area, Dollars, Payer};
use plaza_model::state::world::World;

use crate::runs::dictionary::budget::BudgetRow;
use plaza_model::units::year_ends;

/// What was spent so far.
#[derive(Clone, Debug, Default)]
pub struct Spending {
    years: Vec<(i32, Dollars)>,
    running: Dollars,
}

impl Spending {
    /// Adds a week.
    pub fn week(&mut self, world: &World) {
        let paid = world.given.budget.spent.as_flattened();
        for (sum, dollars) in self.running.as_flattened_mut().iter_mut().zip(paid) {
            *sum += dollars;
        }
        if year_ends(world.given.week) {
            let spent = std::mem::take(&mut self.running);
            self.years
                .push((world.given.country.map.year_of(world.given.week), spent));
        }
    }

    /// One row per year, payer and area.
    pub fn rows(&self) -> Vec<BudgetRow> {
        let rows = self.years.iter().flat_map(|(year, spent)| {
            Payer::ALL.into_iter().flat_map(move |payer| {
                let areas = Area::ALL.into_iter();
                areas.map(move |area| BudgetRow::of(*year, payer, area, spent))
            })
        });
        rows.collect()
    }
}
