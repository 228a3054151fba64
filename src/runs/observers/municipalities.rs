//! Records of municipalities, year by year.

use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::World;

use crate::runs::dictionary::municipalities::{MunicipalityRow, Sums, YearOfPlace};
use plaza_model::units::year_ends;

/// All years so far.
#[derive(Clone, Debug)]
pub struct Municipalities {
    /// Whether every municipality has a row, or only those where something happens.
    all: bool,
    /// Each with whether something happened.
    rows: Vec<(bool, MunicipalityRow)>,
    /// The running year by place.
    running: Vec<Sums>,
    /// Who was visible where in the weeks of the running year.
    visible: Vec<(u32, OrganizationKey)>,
}

impl Municipalities {
    /// Nothing recorded yet.
    pub fn new(places: usize) -> Self {
        Self {
            all: true,
            rows: Vec::new(),
            running: vec![Sums::default(); places],
            visible: Vec::new(),
        }
    }

    /// Keeps the rows of municipalities where something happens, and no others from now on.
    pub fn keep_active(&mut self) {
        self.all = false;
        self.rows.retain(|(active, _)| *active);
    }

    /// Adds a week.
    pub fn week(&mut self, world: &World) {
        for &place in &world.land.occupied {
            let here = &world.land[place];
            self.running[place as usize].happened(here);
            let cells = here.cells.iter().filter(|cell| cell.visible);
            self.visible
                .extend(cells.map(|cell| (place, cell.organization)));
        }
        for &place in &world.institutions.garrisoned {
            self.running[place as usize].garrisoned(&world.land[place]);
        }
        let flows = world.abroad.corridors.flow.iter();
        let places = self.running.iter_mut().zip(&world.land.municipalities);
        for ((sums, here), flow) in places.zip(flows) {
            sums.week(here, *flow);
        }
        if year_ends(world.given.week) {
            self.year(world);
        }
    }

    fn year(&mut self, world: &World) {
        let mut visible = vec![0; self.running.len()];
        self.visible.sort_unstable();
        self.visible.dedup();
        for (place, _) in self.visible.drain(..) {
            visible[place as usize] += 1;
        }
        for (here, sums) in world.land.municipalities.iter().zip(&mut self.running) {
            let sums = std::mem::take(sums);
            let active = sums.active();
            if self.all || active {
                let row = MunicipalityRow::of(&YearOfPlace {
                    here,
                    year: world.given.country.map.year_of(world.given.week),
                    visible: visible[here.place as usize],
                    sums,
                });
                self.rows.push((active, row));
            }
        }
    }

    /// Its rows, year by year: of every municipality, or of those where something happened.
    pub fn rows(&self, all: bool) -> Vec<MunicipalityRow> {
        let rows = self.rows.iter().filter(|(active, _)| all || *active);
        rows.map(|(_, row)| row.clone()).collect()
    }
}
