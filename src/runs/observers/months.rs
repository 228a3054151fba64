//! Records of municipalities, month by month: what the table `months` is made of.

use std::sync::Arc;

use plaza_batch::rows::Rows;
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;
use plaza_model::state::world::World;

use crate::runs::dictionary::months::{MEASURES_TOLD, MONTHS, WEEKS, column};

/// Tonnes in the unit that flows are counted in.
const UNIT_OF_FLOW: f64 = 0.1;

/// The measures of a municipality in a month, in the order of the table.
type Measures = [u32; MEASURES_TOLD];

/// All months so far; those that are over are shared by futures that have parted since.
#[derive(Clone, Debug)]
pub struct Months {
    /// Month by month, the municipalities with something to tell, ascending.
    over: Vec<Arc<[(u32, Measures)]>>,
    /// The running month by place.
    running: Vec<Measures>,
    /// Tonnes through each place in the running month.
    flow: Vec<f64>,
}

impl Months {
    /// Nothing recorded yet.
    pub fn new(places: usize) -> Self {
        Self {
            over: Vec::new(),
            running: vec![[0; MEASURES_TOLD]; places],
            flow: vec![0.0; places],
        }
    }

    /// Adds a week.
    pub fn week(&mut self, world: &World) {
        for &place in &world.land.occupied {
            let here = &world.land[place];
            let [deaths, extortions, displaced, _, contested, control, ..] =
                &mut self.running[place as usize];
            *deaths += here.tally.oc_deaths();
            *extortions += here.tally.extortions;
            *displaced += here.tally.displaced;
            *contested += u32::from(here.cells.len() >= 2);
            *control += u32::from(here.cells.len() == 1);
        }
        for &place in &world.institutions.garrisoned {
            let here = &world.land[place];
            let [.., forces, _] = &mut self.running[place as usize];
            *forces += here.on_duty(Force::Federal) + here.soldiers();
        }
        let places = self.running.iter_mut().zip(&world.land.municipalities);
        let flows = self.flow.iter_mut().zip(&world.abroad.corridors.flow);
        for (([.., captured, _, _], here), (tonnes, flow)) in places.zip(flows) {
            *captured += u32::from(here.police.captured_by.is_some());
            *tonnes += flow;
        }
        if (world.given.week + 1) % WEEKS == 0 {
            self.month(world);
        }
    }

    /// Ends the running month.
    fn month(&mut self, world: &World) {
        for &place in &world.land.occupied {
            let [_, _, _, organizations, ..] = &mut self.running[place as usize];
            *organizations = world.land[place].cells.len() as u32;
        }
        let places = (0..).zip(self.running.iter_mut().zip(&mut self.flow));
        let told = places.filter_map(|(place, (measures, tonnes))| {
            let mut told = std::mem::take(measures);
            let [.., flow] = &mut told;
            *flow = (std::mem::take(tonnes) / UNIT_OF_FLOW).round() as u32;
            (told != [0; MEASURES_TOLD]).then_some((place, told))
        });
        let told: Vec<(u32, Measures)> = told.collect();
        self.over.push(told.into());
    }

    /// Its rows, which are still to be paired with the baseline's: keys and sums; the country, then place by place, each month by month.
    pub fn rows(&self, policy: &str, map: &Map) -> Rows {
        let mut places: Vec<Vec<(usize, &Measures)>> = vec![Vec::new(); self.running.len()];
        let mut country = Vec::new();
        for (month, told) in self.over.iter().enumerate() {
            let mut all = [0; MEASURES_TOLD];
            for (place, measures) in told.iter() {
                places[*place as usize].push((month, measures));
                for (all, measure) in all.iter_mut().zip(measures) {
                    *all += i64::from(*measure);
                }
            }
            country.push(all);
        }
        let told: Vec<(usize, usize, &Measures)> = (places.iter().enumerate())
            .flat_map(|(place, months)| months.iter().map(move |(month, of)| (place, *month, *of)))
            .collect();
        let mut rows = Rows::new(&MONTHS);
        let all = country.len() + told.len();
        let codes: Vec<Arc<str>> = map.codes().map(Arc::from).collect();
        let [of_policy, municipality, month, replicates, ..] = rows.columns.as_mut_slice() else {
            unreachable!("the table has these columns");
        };
        of_policy.repeat(policy.into(), all);
        municipality.pad(country.len());
        municipality.texts(&codes, told.iter().map(|(place, ..)| Some(*place)));
        let months = (0..country.len()).chain(told.iter().map(|(_, month, _)| *month));
        month.integers(months.map(|month| Some(month as i64)));
        replicates.repeat(1.into(), all);
        for measure in 0..MEASURES_TOLD {
            let country = country.iter().map(|all| all[measure]);
            let told = told.iter().map(|(.., of)| i64::from(of[measure]));
            column(&mut rows, measure).integers(country.chain(told).map(Some));
        }
        rows
    }
}
