//! What is recorded of a municipality in a year.

use std::collections::BTreeSet;
use std::sync::Arc;

use plaza_batch::rows::Value;
use plaza_model::state::forces::Force;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::World;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::observers::{int, year_ends};

/// All years so far.
#[derive(Clone, Debug)]
pub struct Municipalities {
    /// Whether every municipality has a row, or only those where something happens.
    all: bool,
    rows: Vec<MunicipalityRow>,
    /// The running year by place.
    running: Vec<YearOfPlace>,
    /// Who was visible where in the running year.
    visible: BTreeSet<(u32, OrganizationKey)>,
}

/// A municipality in one year.
#[derive(Clone, Debug)]
pub struct MunicipalityRow {
    place: u32,
    year: i32,
    population: u32,
    organizations: u32,
    visible: u32,
    sums: YearOfPlace,
}

/// Sums over the weeks of a year.
#[derive(Clone, Copy, Debug, Default)]
struct YearOfPlace {
    oc_deaths: u32,
    other_homicides: u32,
    extortions: u32,
    kidnappings: u32,
    displaced: u32,
    organizations_max: u32,
    weeks_contested: u32,
    captured_weeks: u32,
    members: u64,
    police: u64,
    federal_police: u64,
    soldiers: u64,
    flow: f64,
}

impl YearOfPlace {
    /// Whether there was an organization, a crime of one, captured police or a mobile unit.
    fn active(&self) -> bool {
        let crimes = self.oc_deaths + self.extortions + self.kidnappings + self.displaced;
        let units = self.federal_police + self.soldiers;
        self.organizations_max + self.captured_weeks + crimes > 0 || units > 0
    }
}

impl Municipalities {
    /// Nothing recorded yet.
    pub fn new(places: usize) -> Self {
        Self {
            all: true,
            rows: Vec::new(),
            running: vec![YearOfPlace::default(); places],
            visible: BTreeSet::new(),
        }
    }

    /// Keeps the rows of municipalities where something happens, and no others from now on.
    pub fn keep_active(&mut self) {
        self.all = false;
        self.rows.retain(|row| row.sums.active());
    }

    /// Adds a week.
    pub fn week(&mut self, world: &World) {
        for &place in &world.occupied {
            let here = &world.municipalities[place as usize];
            let sums = &mut self.running[place as usize];
            let present = here.cells.len() as u32;
            sums.oc_deaths += here.tally.oc_deaths();
            sums.other_homicides += here.tally.other_homicides;
            sums.extortions += here.tally.extortions;
            sums.kidnappings += here.tally.kidnappings;
            sums.displaced += here.tally.displaced;
            sums.organizations_max = sums.organizations_max.max(present);
            sums.weeks_contested += u32::from(present >= 2);
            sums.members += u64::from(here.members());
            let cells = here.cells.iter().filter(|cell| cell.visible);
            self.visible
                .extend(cells.map(|cell| (place, cell.organization)));
        }
        let flows = world.corridors.flow.iter();
        let places = self.running.iter_mut().zip(&world.municipalities);
        for ((sums, here), flow) in places.zip(flows) {
            sums.captured_weeks += u32::from(here.police.captured_by.is_some());
            sums.police += u64::from(here.police_officers());
            sums.federal_police += u64::from(here.on_duty(Force::Federal));
            sums.soldiers += u64::from(here.soldiers());
            sums.flow += flow;
        }
        if year_ends(world.week) {
            self.year(world);
        }
    }

    fn year(&mut self, world: &World) {
        let mut visible = vec![0; self.running.len()];
        for (place, _) in std::mem::take(&mut self.visible) {
            visible[place as usize] += 1;
        }
        for (here, sums) in world.municipalities.iter().zip(&mut self.running) {
            let sums = std::mem::take(sums);
            if self.all || sums.active() {
                self.rows.push(MunicipalityRow {
                    place: here.place,
                    year: world.country.map.year_of(world.week),
                    population: here.citizens.alive(),
                    organizations: here.cells.len() as u32,
                    visible: visible[here.place as usize],
                    sums,
                });
            }
        }
    }

    /// Its rows, year by year.
    pub fn into_rows(self) -> impl Iterator<Item = MunicipalityRow> {
        self.rows.into_iter()
    }
}

impl MunicipalityRow {
    /// From the municipality on.
    pub fn values(self, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
        let mean = |sum: f64| Value::Real(sum / f64::from(WEEKS_PER_YEAR));
        let sums = self.sums;
        [
            Value::Text(codes[self.place as usize].clone()),
            int(self.year),
            int(self.population),
            int(sums.oc_deaths),
            int(sums.other_homicides),
            int(sums.extortions),
            int(sums.kidnappings),
            int(sums.displaced),
            int(self.organizations),
            int(self.visible),
            int(sums.organizations_max),
            int(sums.weeks_contested),
            mean(sums.members as f64),
            mean(sums.police as f64),
            mean(sums.soldiers as f64),
            mean(sums.flow),
            int(sums.captured_weeks),
        ]
        .into_iter()
    }
}
