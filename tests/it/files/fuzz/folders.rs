//! Folders of built maps that somebody has edited, and recipes of grids.

use std::fs;
use std::sync::{Arc, LazyLock};

use plaza_model::state::map::Map;

use plaza::maps::map_folder;
use plaza::maps::map_folder::load;
use plaza::maps::map_tables::{Sources, build};
use proptest::prelude::*;

use super::documents::{Edit, edited, edits};
use super::harness::{Judged, Outcome, fuzz};
use super::properties;
use super::readers::maps::written;
use super::readers::{READERS, accepted, said};
use super::shapes::{bend, squares};
use super::sheets::{Sheet, byte_slip, slips, spoilt};

/// A country of six municipalities, right in all its tables.
pub const TABLES: &[(&str, &str)] = &[
    (
        "municipalities",
        "code,name,state_name,lat,lon,pop_2006,poverty,northern_crossing,port,coast,southern_border,drug_crops\n\
         01001,North,Upper,20.0,-100.0,90000,0.1,1,0,0,0,0\n\
         01002,East,Upper,20.0,-99.8,80000,0.3,0,0,0,0,2\n\
         01003,West,Upper,19.8,-100.0,70000,0.2,0,0,0,0,0\n\
         02001,Port,Lower,19.8,-99.8,60000,0.5,0,1,1,0,1\n\
         02002,South,Lower,19.6,-100.0,50000,0.6,0,0,0,1,0\n\
         02010,End,Lower,19.6,-99.8,40000,0.4,0,0,1,0,0\n",
    ),
    (
        "adjacency",
        "code_a,code_b\n01001,01002\n01001,01003\n01002,02001\n01003,02001\n02001,02010\n02002,02010\n",
    ),
    (
        "population",
        "code,pop_2006,pop_2008\n01001,90000,91000\n01002,80000,81000\n01003,70000,71000\n02001,60000,61000\n02002,50000,51000\n02010,40000,41000\n",
    ),
    (
        "presence",
        "code,year,organization,records\n01001,2006,gulf,9\n01002,2006,gulf,3\n02001,2006,zetas,5\n02001,2006,sinaloa,4\n\
         02002,2006,sinaloa,2\n02010,2006,sinaloa,1\n",
    ),
];

/// A map, and the names and texts of its files.
type MapAndFiles = (Arc<Map>, Vec<(String, String)>);

/// The map of that country.
pub static BUILT: LazyLock<MapAndFiles> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| {
        let path = folder.path().join(name);
        let (_, text) = TABLES
            .iter()
            .find(|(table, _)| *table == name)
            .expect("one of them");
        fs::write(&path, text).expect("a table is written");
        path
    };
    let outlines = folder.path().join("outlines");
    let towns = [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)];
    let codes = ["01001", "01002", "01003", "02001", "02002", "02010"];
    let places = codes.iter().zip(towns).map(|(code, (x, y))| {
        (
            (*code).to_owned(),
            -100.0 + 0.2 * f64::from(x),
            20.0 - 0.2 * f64::from(y),
        )
    });
    let shapes = squares(&places.collect::<Vec<_>>(), 0.1);
    fs::write(&outlines, shapes.to_string()).expect("outlines are written");
    let built = build(&Sources {
        name: "small".to_owned(),
        municipalities: file("municipalities"),
        adjacency: Some(file("adjacency")),
        population: Some(file("population")),
        presence: Some(file("presence")),
        outlines: Some(outlines),
        country: Some("Mexico".to_owned()),
        year: 2006,
        ..Sources::default()
    })
    .expect("the tables are right");
    let map = folder.path().join("map");
    map_folder::write(&built.map, &built.provenance, &map).expect("the map is written");
    let mut files = Vec::new();
    for entry in fs::read_dir(&map).expect("it was written") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        files.push((name, fs::read_to_string(path).expect("text")));
    }
    files.sort();
    (Arc::new(built.map), files)
});

/// The map of that country.
pub fn small_map() -> Arc<Map> {
    Arc::clone(&BUILT.0)
}

/// A map folder: names and bytes of its files.
#[derive(Clone)]
struct Folder(Vec<(String, Vec<u8>)>);

impl std::fmt::Debug for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, bytes) in &self.0 {
            let own = BUILT
                .1
                .iter()
                .any(|(known, text)| known == name && text.as_bytes() == bytes);
            match own {
                true => writeln!(f, "{name}: as it was")?,
                false => writeln!(f, "{name}:\n{}", super::countries::shown(bytes))?,
            }
        }
        Ok(())
    }
}

fn folder() -> BoxedStrategy<Folder> {
    let tables = prop::collection::vec((0..6_usize, slips(1)), 0..3);
    let bends = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(bend(), 1..3)];
    let json = prop_oneof![5 => Just(Vec::new()), 1 => prop::collection::vec(byte_slip(), 1..2)];
    let about = prop_oneof![2 => Just(Vec::new()), 1 => edits(2)];
    let without = prop::option::weighted(0.1, 0..6_usize);
    (tables, bends, json, about, without)
        .prop_map(|(tables, bends, json, about, without)| {
            let mut files = Vec::new();
            for (index, (name, text)) in BUILT.1.iter().enumerate() {
                if without == Some(index) {
                    continue;
                }
                let bytes = match name.as_str() {
                    "map.toml" => edited(text, &about),
                    "outlines.geojson" => {
                        let mut root = text.parse().expect("the outlines are JSON");
                        bends.iter().for_each(|bend| bend.bend(&mut root));
                        spoilt(root.to_string(), &json)
                    }
                    _ => {
                        let own = tables.iter().filter(|(table, _)| *table == index);
                        let own: Vec<_> = own.flat_map(|(_, slips)| slips.clone()).collect();
                        Sheet::new(text).file(&own)
                    }
                };
                files.push((name.clone(), bytes));
            }
            Folder(files)
        })
        .boxed()
}

fn read(files: &[(String, Vec<u8>)]) -> Judged {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("map");
    fs::create_dir(&path).expect("a folder is made");
    for (name, bytes) in files {
        fs::write(path.join(name), bytes).expect("a file is written");
    }
    let loaded = accepted!(load(&path), folder.path());
    properties::map(&loaded.map)?;
    // Its own numbers stand in the map; what it was built from does not matter.
    let provenance = map_folder::Provenance {
        kind: map_folder::Kind::Tables,
        year: Some(loaded.map.first_year - 1),
        country: Some(loaded.map.country.clone()),
        columns: Vec::new(),
        built_from: Vec::new(),
    };
    written(&loaded.map, &provenance)?;
    Ok(Outcome::Accepted)
}

#[test]
fn map_folders() {
    fuzz("fuzz::folders::map_folders", 1, folder, |Folder(files)| {
        read(files)
    });
}

/// A recipe with some edits.
#[derive(Clone)]
struct Recipe(Vec<u8>);

impl std::fmt::Debug for Recipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", super::countries::shown(&self.0))
    }
}

/// A recipe of a grid of 6 x 6.
pub fn small_recipe() -> String {
    let text = include_str!("../../../../configs/maps/grid_12x12.toml");
    let text = text
        .replace("width = 12", "width = 6")
        .replace("height = 12", "height = 6");
    text.replace("population = 3_000_000", "population = 300_000")
}

fn recipe() -> BoxedStrategy<Recipe> {
    let base = small_recipe();
    edits(3)
        .prop_map(move |edits: Vec<Edit>| Recipe(edited(&base, &edits)))
        .boxed()
}

#[test]
fn recipes() {
    fuzz("fuzz::folders::recipes", 1, recipe, |Recipe(bytes)| {
        let (.., read) = READERS
            .iter()
            .find(|(name, ..)| *name == "recipe")
            .expect("it is one of them");
        read(bytes)
    });
}
