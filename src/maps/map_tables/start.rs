//! What the tables say of the start: organizations, conflicts, and homicides before it.

use std::collections::BTreeSet;

use plaza_model::state::map::{Conflict, InitialOrganization};

use crate::files::csv_table::CsvTable;
use crate::maps::map_tables::corrections::Corrections;
use crate::maps::map_tables::lookup::Lookup;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::{conflicts, homes, homicides, organizations, presence};

/// What is known of it.
#[derive(Default)]
pub(super) struct Start {
    pub(super) organizations: Vec<InitialOrganization>,
    pub(super) conflicts: Vec<Conflict>,
    /// Homicides a year by municipality; empty where there is no table.
    pub(super) homicides: Vec<f64>,
}

/// The tables, each of which may be absent.
pub(super) struct StartTables<'a> {
    pub(super) presence: Option<&'a CsvTable>,
    pub(super) homes: Option<&'a CsvTable>,
    pub(super) conflicts: Option<&'a CsvTable>,
    pub(super) homicides: Option<&'a CsvTable>,
    pub(super) corrections: Option<&'a CsvTable>,
}

impl StartTables<'_> {
    /// Reads them.
    pub(super) fn read(&self, lookup: &Lookup, reading: &mut Reading) -> Start {
        let labels: BTreeSet<&str> = self
            .presence
            .into_iter()
            .flat_map(|table| table.texts(&["organization"]))
            .collect();
        let corrections = self
            .corrections
            .map(|table| Corrections::read(table, &labels, lookup, reading));
        let corrections = corrections.unwrap_or_default();
        let seen = self
            .presence
            .map(|table| presence::sightings(table, lookup, &corrections, reading));
        let homes = self.homes.map(|table| homes::homes(table, lookup, reading));
        let organizations = organizations::ranked(
            seen.unwrap_or_default(),
            homes.unwrap_or_default(),
            lookup.year,
            reading,
        );
        let names: BTreeSet<&str> = organizations.iter().map(|of| of.name.as_str()).collect();
        let conflicts = self
            .conflicts
            .map(|table| conflicts::conflicts(table, lookup, &names, reading));
        let homicides = self
            .homicides
            .map(|table| homicides::yearly(table, lookup, reading));
        Start {
            conflicts: conflicts.unwrap_or_default(),
            organizations,
            homicides: homicides.unwrap_or_default(),
        }
    }
}
