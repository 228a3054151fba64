//! Levels for some places only, where a policy's own rule of place sets them.

use std::sync::Arc;

use crate::state::map::Map;

/// A level for each place of the map, where one is set.
pub type Levels = Arc<[Option<f64>]>;

/// The levels of a lever that are set for some places only, if any are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named(Option<Levels>);

impl Named {
    /// Sets the lever at the places with a level.
    pub fn set(&mut self, levels: Levels) {
        self.0 = Some(levels);
    }

    /// Whether it is set for some places.
    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// The level that is set at a place.
    pub fn at(&self, place: usize) -> Option<f64> {
        self.0.as_ref()?[place]
    }

    /// The mean over residents of the level in each state, where it is `elsewhere` at
    /// places for which none is set; exactly that where every place has it.
    pub fn by_state(&self, elsewhere: f64, map: &Map) -> Vec<f64> {
        if !self.is_set() {
            return vec![elsewhere; map.states.len()];
        }
        let mut states = vec![(0.0_f64, 0.0_f64); map.states.len()];
        for (index, place) in map.places.iter().enumerate() {
            let people = f64::from(place.population);
            let (more, all) = &mut states[usize::from(place.state)];
            let level = self.at(index).unwrap_or(elsewhere);
            *more += people * (level - elsewhere);
            *all += people;
        }
        let mean = |(more, all): (f64, f64)| elsewhere + more / all.max(1.0);
        states.into_iter().map(mean).collect()
    }
}
