//! Every column of the tables a map is built from: its name, its meaning, and what the map does
//! without it. The template, `--help`, the notes of a build and the hunt for near names all read this list.

mod known;

use crate::files::csv_table::CsvTable;
pub use crate::maps::map_tables::columns::known::{Known, TableOf};
use crate::maps::map_tables::columns::known::{optional, required};

const CODE: Known = Known {
    example: "01001",
    ..required(
        "code",
        "text",
        "code of the municipality, the same in all tables, leading zeros included",
    )
};

pub(super) const PEOPLE: Known = Known {
    almost: &["population", "pop", "residents"],
    example: "25400",
    ..required(
        "pop_YYYY",
        "person",
        "residents in the year YYYY, a column for each year counted, in the table of municipalities or in that of \
         residents: one of `--year`, or one before and one after it. An empty cell before the first count means \
         that the municipality was not there yet",
    )
};

/// The column of poverty, and the older one that counts the other way.
pub const POVERTY: &str = "poverty";
/// The older one: 1 is least poor.
pub const NOT_POOR: &str = "marginalization_norm_2010";

/// The table of municipalities.
pub static MUNICIPALITIES: TableOf = TableOf {
    file: "municipalities.csv",
    option: "--municipalities",
    row: "a municipality",
    columns: &[
        CODE,
        Known {
            example: "Peñón Alto",
            ..required("name", "text", "its name")
        },
        Known {
            older: &["state"],
            example: "Ávila",
            ..required(
                "state_name",
                "text",
                "the state, department or province it lies in, by name (or `state`, by code)",
            )
        },
        Known {
            almost: &["latitude", "latitud", "y"],
            example: "20.10",
            ..required(
                "lat",
                "degree",
                "latitude of its seat, WGS 84, north is positive",
            )
        },
        Known {
            almost: &["longitude", "longitud", "lng", "long", "x"],
            example: "-100.10",
            ..required(
                "lon",
                "degree",
                "longitude of its seat, WGS 84, east is positive",
            )
        },
        PEOPLE,
        Known {
            older: &[NOT_POOR],
            telling: &[
                &["poverty"],
                &["poor"],
                &["poorest"],
                &["deprivation"],
                &["marginalization"],
                &["marginalisation"],
                &["marginality"],
                &["pobreza"],
                &["marginacion"],
            ],
            example: "0.35",
            ..optional(
                POVERTY,
                "share, 0 to 1",
                "share of the residents who are poor: 1 is poorest. The older `marginalization_norm_2010` counts the \
                 other way: 1 is least poor",
                "poverty is 0.235 everywhere: youth programmes, `allocation = \"need\"` and `where = \"need\"` tell \
                 no place from another, and recruits come from everywhere alike",
            )
        },
        Known {
            older: &["us_crossing"],
            telling: &[&["cross"], &["crossing"], &["cruce"], &["north", "border"]],
            example: "1",
            ..optional(
                "northern_crossing",
                "0 or 1",
                "1 where drugs leave the country for their market: a road crossing to the north, or the port or \
                 airport that stands for it",
                "no municipality has a crossing: no corridor, no income from trafficking by land, nothing for \
                 `crossings`, `inspection_northward` and `where = \"border\"` to act on",
            )
        },
        Known {
            older: &["dist_us_crossing_km"],
            telling: &[
                &["cross", "km"],
                &["cross", "distance"],
                &["crossing", "km"],
                &["crossing", "distance"],
            ],
            example: "12.5",
            ..optional(
                "northern_crossing_km",
                "km, 0 to 100000",
                "distance from the seat to the nearest of those crossings",
                "it is measured in a straight line from the positions",
            )
        },
        Known {
            telling: &[
                &["port"],
                &["seaport"],
                &["harbour"],
                &["harbor"],
                &["puerto"],
            ],
            example: "0",
            ..optional(
                "port",
                "0 or 1",
                "1 where drugs land by sea: a main sea port",
                "no drugs land by sea, and the navy stays at garrisons",
            )
        },
        Known {
            example: "0",
            ..optional(
                "coast",
                "0 or 1",
                "1 where it has an edge on the sea",
                "it is only counted and compared with other maps: nothing changes",
            )
        },
        Known {
            older: &["south_border"],
            telling: &[
                &["south", "border"],
                &["south", "cross"],
                &["south", "crossing"],
            ],
            example: "0",
            ..optional(
                "southern_border",
                "0 or 1",
                "1 on the border across which drugs come in",
                "no drugs come in across a southern border",
            )
        },
        Known {
            telling: &[
                &["crop"],
                &["coca"],
                &["poppy"],
                &["opium"],
                &["amapola"],
                &["marijuana"],
                &["cannabis"],
                &["eradication"],
            ],
            older: &["poppy_eradication"],
            example: "0",
            ..optional(
                "drug_crops",
                "an area, in any unit",
                "area of drug crops, relative to other municipalities. The older `poppy_eradication` and \
                 `marijuana_eradication` are added up",
                "no drugs are grown in the country",
            )
        },
        Known {
            example: "412.7",
            ..optional(
                "area_km2",
                "km2, more than 0",
                "area; read to be checked",
                "it is only checked: nothing changes",
            )
        },
    ],
};

/// The older column that is added to the first of drug crops.
pub const SECOND_CROP: &str = "marijuana_eradication";

/// The table of neighbours.
pub static ADJACENCY: TableOf = TableOf {
    file: "adjacency.csv",
    option: "--adjacency",
    row: "a pair of municipalities that share a border",
    columns: &[
        Known {
            example: "01001",
            ..required("code_a", "text", "code of the one")
        },
        Known {
            example: "01002",
            ..required(
                "code_b",
                "text",
                "code of the other; each pair once, in either order",
            )
        },
    ],
};

/// The table of residents.
pub static POPULATION: TableOf = TableOf {
    file: "population.csv",
    option: "--population",
    row: "a municipality",
    columns: &[CODE, PEOPLE],
};

/// The table of presence.
pub static PRESENCE: TableOf = TableOf {
    file: "presence.csv",
    option: "--presence",
    row: "an organization seen in a municipality in a year",
    columns: &[
        CODE,
        Known {
            example: "2018",
            ..required("year", "year", "the year")
        },
        Known {
            almost: &["group", "actor", "org", "organisation"],
            example: "Cartel Uno",
            ..required(
                "organization",
                "text",
                "the organization; a label stands for itself unless `--aliases` says otherwise",
            )
        },
        Known {
            older: &["ocved_records"],
            almost: &["n"],
            telling: &[&["record"], &["event"], &["count"]],
            example: "5",
            ..optional(
                "records",
                "records",
                "how often it was seen there in that year: its part of the members goes by records + 1. The older \
                 `ocved_records` and `ucdp_events` are added up",
                "each row counts as one record",
            )
        },
    ],
};

/// The older column that is added to the first of records.
pub const SECOND_RECORDS: &str = "ucdp_events";

/// The table of municipalities that are counted as parts of others.
pub static CROSSWALK: TableOf = TableOf {
    file: "crosswalk.csv",
    option: "--crosswalk",
    row: "a municipality that is counted as a part of another",
    columns: &[
        Known {
            example: "02003",
            ..required("code", "text", "code of the part, as in any of the tables")
        },
        Known {
            example: "02001",
            ..required(
                "into",
                "text",
                "code of the municipality that it is counted with: residents, crops and records are added up",
            )
        },
    ],
};

/// All tables, in the order of the template.
pub static TABLES: [&TableOf; 5] = [
    &MUNICIPALITIES,
    &ADJACENCY,
    &POPULATION,
    &PRESENCE,
    &CROSSWALK,
];

impl TableOf {
    /// The column of this name.
    ///
    /// # Panics
    /// When there is none: names are written in this crate.
    pub fn column(&self, name: &str) -> &'static Known {
        let found = self.columns.iter().find(|known| known.name == name);
        found.expect("a column of the list")
    }

    /// Whether a name is that of a column.
    pub fn knows(&self, name: &str) -> bool {
        let second = [SECOND_CROP, SECOND_RECORDS].contains(&name);
        let known = |of: &Known| match of.name {
            "pop_YYYY" => is_people(name),
            _ => of.names().any(|of| of == name),
        };
        second || self.columns.iter().any(known)
    }

    /// The columns of a table that nobody reads; an older second part is not read beside the newer name.
    pub fn strangers<'a>(&self, table: &'a CsvTable) -> Vec<&'a str> {
        let header = table.header().iter().map(String::as_str);
        let second = |name: &str| match name {
            SECOND_CROP => table.find("drug_crops").is_some(),
            SECOND_RECORDS => table.find("records").is_some(),
            _ => false,
        };
        header
            .filter(|name| !name.is_empty() && (!self.knows(name) || second(name)))
            .collect()
    }
}

/// Whether a name is `pop_YYYY`.
pub(super) fn is_people(name: &str) -> bool {
    name.strip_prefix("pop_").is_some_and(is_year)
}

/// Whether text is a year.
pub fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}
