//! The tables a map is built from.

use std::path::PathBuf;

/// The tables a map is built from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// What the map will be called.
    pub name: String,
    /// The country it is of; without it, the reference country if its states have those names, else one that is
    /// called as the map.
    pub country: Option<String>,
    /// One line per municipality.
    pub municipalities: PathBuf,
    /// One line per pair of neighbours; without it, neighbours are found from the outlines.
    pub adjacency: Option<PathBuf>,
    /// Residents by year; without it those of the table of municipalities, who stay as many.
    pub population: Option<PathBuf>,
    /// Organizations by municipality and year.
    pub presence: Option<PathBuf>,
    /// Seats, strongholds and plazas of organizations at the start.
    pub homes: Option<PathBuf>,
    /// Who fought or stood with whom at the start, and where.
    pub conflicts: Option<PathBuf>,
    /// Homicides by municipality in the years before the start.
    pub homicides: Option<PathBuf>,
    /// Municipalities whose records of presence are not all believed.
    pub corrections: Option<PathBuf>,
    /// What the labels of those tables stand for; without a file, the shipped ones on the reference country's
    /// map, and themselves elsewhere.
    pub aliases: Option<PathBuf>,
    /// Polygons for drawing.
    pub outlines: Option<PathBuf>,
    /// The property of the polygons that is the code; without it, `code`.
    pub property: Option<String>,
    /// Municipalities that are counted as parts of others.
    pub crosswalk: Option<PathBuf>,
    /// Other names of columns: the name that is read, and the tables' own.
    pub columns: Vec<(String, String)>,
    /// What is done with what no border joins to the rest.
    pub islands: Option<Islands>,
    /// The year of residents, presence and burn-in; week 0 is the first week of the next.
    pub year: i32,
}

/// What is done with municipalities that no border joins to the rest of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Islands {
    /// Each is joined to the nearest municipality.
    Nearest,
    /// They are left out.
    Drop,
}
