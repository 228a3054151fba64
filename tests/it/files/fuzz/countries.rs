//! Small countries as tables, right but for some slips.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use plaza_batch::problem::Problem;

use plaza::maps::map_tables;
use plaza::maps::map_tables::{Built, Islands, Sources};
use proptest::prelude::*;
use proptest::sample::select;
use toml::Value;

use super::documents::{edited, edits};
use super::shapes::{Bend, bend, squares};
use super::sheets::{Sheet, Slip, byte_slip, slips, spoilt};
use super::values::{cell, word};

/// The tables and options of a map.
#[derive(Clone)]
pub struct Country {
    /// Files by the option that names them.
    pub files: Vec<(&'static str, Vec<u8>)>,
    pub year: i32,
    pub country: Option<String>,
    pub name: String,
    pub property: Option<String>,
    pub columns: Vec<(String, String)>,
    pub islands: Option<Islands>,
    /// Whether to run it too.
    pub run: bool,
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            country,
            name,
            property,
            columns,
            islands,
            run,
            ..
        } = self;
        writeln!(
            f,
            "year {year}, country {country:?}, name {name:?}, property {property:?}, columns {columns:?}, islands {islands:?}, \
             run {run}"
        )?;
        for (option, bytes) in &self.files {
            writeln!(f, "--{option}\n{}", shown(bytes))?;
        }
        Ok(())
    }
}

/// Bytes as text, long runs of one letter cut.
pub fn shown(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string().replace("\\n", "\n"),
    };
    match text.contains("ññññññññññññ") {
        true => text
            .split("ññññññññññññ")
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("ñ…"),
        false => text,
    }
}

impl Country {
    /// Writes the files into a folder and says what they are.
    pub fn sources(&self, folder: &Path) -> Sources {
        let file = |option: &str| -> Option<PathBuf> {
            let (_, bytes) = self.files.iter().find(|(of, _)| *of == option)?;
            let path = folder.join(option);
            fs::write(&path, bytes).expect("a file is written");
            Some(path)
        };
        Sources {
            name: self.name.clone(),
            country: self.country.clone(),
            municipalities: file("municipalities").unwrap_or_else(|| folder.join("municipalities")),
            adjacency: file("adjacency"),
            population: file("population"),
            presence: file("presence"),
            homes: file("homes"),
            conflicts: file("conflicts"),
            homicides: file("homicides"),
            corrections: file("corrections"),
            aliases: file("aliases"),
            outlines: file("outlines"),
            property: self.property.clone(),
            crosswalk: file("crosswalk"),
            columns: self.columns.clone(),
            islands: self.islands,
            year: self.year,
        }
    }

    /// The map, built.
    pub fn build(&self, folder: &Path) -> Result<Built, Vec<Problem>> {
        map_tables::build(&self.sources(folder))
    }
}

/// What a country is made of before its slips.
#[derive(Clone, Debug)]
struct Plan {
    places: usize,
    residents: Vec<u32>,
    /// Of which tables and columns there are, by their bits.
    parts: u16,
    start: i32,
}

impl Plan {
    fn has(&self, bit: u16) -> bool {
        // Distances to crossings are refused where there is none.
        let needs = bit != 2 || self.has(1);
        needs && self.parts >> bit & 1 == 1
    }

    /// Codes and middles: two columns of places that touch.
    fn places(&self) -> Vec<(String, f64, f64)> {
        let at = |index: usize| {
            let (row, column) = ((index / 2) as f64, (index % 2) as f64);
            let code = format!("{:02}{:03}", 1 + index / 3, 1 + index % 3);
            (code, -100.0 + 0.2 * column, 20.0 + 0.2 * row)
        };
        (0..self.places).map(at).collect()
    }

    fn municipalities(&self) -> Sheet {
        let year = self.start;
        let mut header = format!(
            "code,name,state_name,lat,lon,pop_{year:04},pop_{:04}",
            year + 4
        );
        for (bit, names) in OPTIONAL {
            if self.has(*bit) {
                header = format!("{header},{names}");
            }
        }
        let mut text = header;
        for (index, (code, x, y)) in self.places().iter().enumerate() {
            let people = self.residents[index];
            let state = if index < 3 { "Ávila" } else { "Lower" };
            text += &format!(
                "\n{code},Town {index},{state},{y:.2},{x:.2},{people},{}",
                people + 10
            );
            for (bit, names) in OPTIONAL {
                let one = u8::from(index == 0);
                let value = match *names {
                    "poverty" | "marginalization_norm_2010" => format!("0.{index}5"),
                    "northern_crossing" | "us_crossing" | "port" | "southern_border" => {
                        one.to_string()
                    }
                    "northern_crossing_km" => format!("{index}.5"),
                    "poppy_eradication,marijuana_eradication" => format!("{index},0"),
                    "area_km2" => format!("{}", 10 * (index + 1)),
                    _ => index.to_string(),
                };
                if self.has(*bit) {
                    text += &format!(",{value}");
                }
            }
        }
        Sheet::new(&text)
    }

    fn adjacency(&self) -> Sheet {
        let places = self.places();
        let pairs = places
            .windows(2)
            .map(|pair| format!("{},{},5\n", pair[0].0, pair[1].0));
        let far = places
            .windows(3)
            .map(|three| format!("{},{},7\n", three[2].0, three[0].0));
        Sheet::new(&format!(
            "code_a,code_b,km\n{}",
            pairs.chain(far).collect::<String>()
        ))
    }

    fn population(&self) -> Sheet {
        let years: Vec<String> = (0..4)
            .map(|year| format!("pop_{:04}", self.start + 2 * year))
            .collect();
        let mut text = format!("code,{}", years.join(","));
        for (index, (code, ..)) in self.places().iter().enumerate() {
            let people = self.residents[index];
            let first = if index == 1 && self.has(12) {
                String::new()
            } else {
                people.to_string()
            };
            text += &format!(
                "\n{code},{first},{},{},{}",
                people + 20,
                people + 40,
                people + 1
            );
        }
        Sheet::new(&text)
    }

    fn presence(&self, year: i32) -> Sheet {
        let places = self.places();
        let mut text = "year,code,organization,records".to_owned();
        for (index, (code, ..)) in places.iter().enumerate() {
            let name = ["gulf", "sinaloa", "zetas", "Cartel Uno"][index % 4];
            text += &format!("\n{year},{code},{name},{index}");
        }
        text += &format!(
            "\n{year},{},juarez,9\n{},{},gulf,1",
            places[0].0,
            year.saturating_add(1),
            places[0].0
        );
        Sheet::new(&text)
    }
}

/// Columns that the table of municipalities need not have, by the bit of a plan that adds them.
const OPTIONAL: &[(u16, &str)] = &[
    (0, "poverty"),
    (1, "northern_crossing"),
    (2, "northern_crossing_km"),
    (3, "port"),
    (4, "southern_border"),
    (5, "drug_crops"),
    (6, "area_km2"),
];

/// Aliases of the labels in the table of presence.
const ALIASES: &str = "[label.gulf]\norganization = [{ is = \"gulf\" }]\n[label.zetas]\norganization = [{ until = 2009, is = \"gulf\", \
                       faction = \"zetas\" }, { from = 2010, is = \"zetas\" }]\n[label.sinaloa]\norganization = [{ is = \"sinaloa\" }]\n";

prop_compose! {
    fn plan()(
        places in 4..=8_usize,
        residents in prop_oneof![
            20 => prop::collection::vec(prop_oneof![8 => 1_000..300_000_u32, 1 => 0..10_u32, 1 => 1_000_000..99_999_990_u32], 8),
            1 => Just(vec![0; 8]),
        ],
        parts in any::<u16>(),
        start in prop_oneof![12 => Just(2004), 1 => select(&[0, 1, 1900, 2007, 2020, 9990][..])],
    ) -> Plan {
        Plan { places, residents, parts, start }
    }
}

/// Slips, each in one of the tables.
type Slips = Vec<(usize, Slip)>;

/// A country with some slips.
pub fn country() -> BoxedStrategy<Country> {
    let slips = prop::collection::vec((0..6_usize, slips(1)), 0..4);
    let slips = slips.prop_map(|all| {
        let each =
            |(table, slips): (usize, Vec<Slip>)| slips.into_iter().map(move |slip| (table, slip));
        all.into_iter().flat_map(each).collect::<Slips>()
    });
    let bends = prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(bend(), 0..3)];
    let json_slips =
        prop_oneof![6 => Just(Vec::new()), 1 => prop::collection::vec(byte_slip(), 1..2)];
    let aliases = prop_oneof![
        2 => Just(ALIASES.as_bytes().to_vec()),
        2 => edits(2).prop_map(|edits| edited(ALIASES, &edits)),
        2 => (word(), word()).prop_map(|(is, faction)| renamed(&is, &faction)),
    ];
    let year = prop_oneof![16 => Just(2), 1 => -4..8, 1 => select(&[-2004, -3000, 100_000, 2_147_480_000][..])];
    let islands = select(&[None, None, Some(Islands::Nearest), Some(Islands::Drop)][..]);
    let columns = prop_oneof![
        5 => Just(Vec::new()),
        1 => prop::collection::vec((word_of_columns(), word_of_columns()), 1..3),
    ];
    let names = (
        prop_oneof![5 => Just("small".to_owned()), 1 => word()],
        prop::option::weighted(0.3, word()),
    );
    let property = prop_oneof![8 => Just(None), 1 => select(&["code", "name", "CVEGEO"][..]).prop_map(|name| Some(name.to_owned()))];
    let run = prop::bool::weighted(0.05);
    (
        plan(),
        slips,
        (bends, json_slips),
        aliases,
        year,
        islands,
        columns,
        names,
        (property, run),
    )
        .prop_map(
            |(
                plan,
                slips,
                (bends, json),
                aliases,
                year,
                islands,
                columns,
                (name, country),
                (property, run),
            )| {
                let year = plan.start.saturating_add(year);
                let mut files = Vec::new();
                let of = |table: usize| -> Vec<Slip> {
                    slips
                        .iter()
                        .filter(|(of, _)| *of == table)
                        .map(|(_, slip)| slip.clone())
                        .collect()
                };
                files.push((
                    "municipalities",
                    plan.municipalities().file(&[of(0), of(5)].concat()),
                ));
                if plan.has(7) || plan.has(8) {
                    files.push(("adjacency", plan.adjacency().file(&of(1))));
                }
                if plan.has(9) {
                    files.push(("population", plan.population().file(&of(2))));
                }
                if plan.has(10) || plan.has(11) {
                    files.push(("presence", plan.presence(year).file(&of(3))));
                }
                if plan.has(13) && plan.has(14) {
                    let places = plan.places();
                    let text = format!(
                        "code,into\n{},{}\n09009,{}",
                        places[3].0, places[2].0, places[0].0
                    );
                    files.push(("crosswalk", Sheet::new(&text).file(&of(4))));
                }
                if plan.has(15) || !plan.has(7) {
                    files.push(("outlines", outlines(&plan, &bends, &json)));
                }
                if plan.has(12) {
                    files.push(("aliases", aliases));
                }
                Country {
                    files,
                    year,
                    country,
                    name,
                    property,
                    columns,
                    islands,
                    run,
                }
            },
        )
        .boxed()
}

/// Aliases by which an organization and a faction of it have these names.
fn renamed(is: &str, faction: &str) -> Vec<u8> {
    let [is, faction] = [is, faction].map(|name| Value::String(name.to_owned()));
    format!("[label.gulf]\norganization = [{{ is = {is} }}]\n[label.zetas]\norganization = [{{ is = {is}, faction = {faction} }}]\n").into_bytes()
}

fn outlines(plan: &Plan, bends: &[Bend], slips: &[Slip]) -> Vec<u8> {
    let mut root = squares(&plan.places(), 0.1);
    for bend in bends {
        bend.bend(&mut root);
    }
    spoilt(root.to_string(), slips)
}

/// The name of a column, or something else.
fn word_of_columns() -> BoxedStrategy<String> {
    prop_oneof![
        4 => select(&["code", "name", "lat", "lon", "poverty", "port", "pop_2006", "pop_2004", "records", "year", "km", "code_a"][..])
            .prop_map(str::to_owned),
        1 => cell(),
    ]
    .boxed()
}
