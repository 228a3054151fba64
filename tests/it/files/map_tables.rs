//! Real tables: the country they describe, and each way for them to be wrong.

use std::fs;
use std::path::PathBuf;

use plaza_model::state::map::Map;
use plaza_needs::needs;

use plaza::maps::map_tables;
use plaza::maps::map_tables::{Built, Sources};

use crate::files::map_folder::shipped_grid;
use crate::mexico;

/// Tables of three municipalities in a row, to be spoilt.
struct Tables {
    municipalities: String,
    adjacency: String,
    presence: String,
    aliases: Option<String>,
    population: Option<String>,
    year: i32,
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            municipalities: "\
code,name,state_name,pop_2000,pop_2010,lat,lon,us_crossing,port,coast,south_border,\
marginalization_norm_2010,poppy_eradication,marijuana_eradication
01001,North,Upper,100,200,30,-100,1,0,0,0,0.9,0,0
01002,Middle,Upper,1000,1000,29,-100,0,1,1,0,0.5,1,1
02001,South,Lower,51,50,28,-100,0,0,0,1,0.25,0.5,0
"
            .to_owned(),
            adjacency: "code_a,code_b,km\n01001,01002,5\n01002,02001,7\n".to_owned(),
            presence: "\
year,code,organization,ocved_records,ucdp_events
2006,01001,gulf,1,0
2006,01001,zetas,1,2
2006,01002,sinaloa,2,0
2006,01002,individual,90,0
2007,02001,sinaloa,50,0
"
            .to_owned(),
            aliases: None,
            population: None,
            year: 2006,
        }
    }
}

impl Tables {
    fn build(&self) -> Result<Built, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str, text: &str| -> PathBuf {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("a table is written");
            path
        };
        let sources = Sources {
            name: "small".to_owned(),
            municipalities: file("M.csv", &self.municipalities),
            adjacency: Some(file("A.csv", &self.adjacency)),
            population: self.population.as_ref().map(|text| file("N.csv", text)),
            presence: Some(file("P.csv", &self.presence)),
            aliases: self.aliases.as_ref().map(|text| file("aliases.toml", text)),
            year: self.year,
            country: Some("Mexico".to_owned()),
            ..Sources::default()
        };
        let inside = format!("{}/", folder.path().display());
        let mut built = map_tables::build(&sources).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            lines.join("\n").replace(&inside, "")
        })?;
        for note in built.notes.iter_mut().chain(&mut built.doubts) {
            *note = note.replace(&inside, "");
        }
        Ok(built)
    }

    fn problems(&self) -> String {
        self.build().expect_err("the tables are wrong")
    }

    fn with(spoil: impl FnOnce(&mut Self)) -> Self {
        let mut tables = Self::default();
        spoil(&mut tables);
        tables
    }
}

#[test]
fn a_small_country() {
    let built = Tables::default().build().expect("the tables are right");
    let map = built.map;
    let residents: Vec<u32> = map.places.iter().map(|place| place.population).collect();
    assert_eq!(residents, [160, 1000, 50], "2006 lies between two censuses");
    assert_eq!(map.states, ["Upper", "Lower"]);
    assert_eq!(map.graph.neighbours(1), [0, 2]);
    let crops: Vec<f64> = map.places.iter().map(|place| place.crop).collect();
    assert_eq!(crops, [0.0, 1.0, 0.25]);
    let poverty: Vec<f64> = map.places.iter().map(|place| place.poverty).collect();
    assert_eq!(poverty, [0.1, 0.5, 0.75]);
    assert!((map.distance(0, 1) - 111.19).abs() < 0.02);
    assert!((map.places[2].crossing_km - 222.39).abs() < 0.02);
    assert_eq!(
        built.notes,
        [
            "not read of A.csv: km",
            "poverty is read from `marginalization_norm_2010` turned round: there 1 is least poor",
            "no column `northern_crossing_km` (or `dist_us_crossing_km`) in M.csv: it is measured in a straight line \
             from the positions",
            "residents of 2006 lie between `pop_2000` and `pop_2010`",
            "M.csv has no residents after 2006 that are followed: they stay as many",
            "the country is said to be Mexico, and its states are not called so: what is Mexico's is not told apart from \
             here on",
            "no organizations in 2006 by the aliases that plaza has itself, and left out: individual",
            "`zetas` was a faction of `gulf` in 2006, by the aliases",
        ]
    );
    assert_eq!(
        built.doubts,
        [
            "1210 people live in the country, and 160 or fewer in half of its municipalities: are they counted in \
             hundreds or thousands? expected persons"
        ]
    );

    let names: Vec<&str> = map.organizations.iter().map(|o| o.name.as_str()).collect();
    assert_eq!(names, ["gulf", "sinaloa"], "most records first");
    let gulf = &map.organizations[0].records;
    assert_eq!(
        gulf.len(),
        1,
        "a faction shares the cell of its organization"
    );
    assert_eq!((gulf[0].place, gulf[0].records), (0, 4.0));
    assert_eq!(gulf[0].faction.as_deref(), Some("zetas"));
    assert_eq!(map.organizations[1].records[0].faction, None);
}

#[test]
fn a_pair_may_stand_twice_with_equal_values() {
    let tables = Tables::with(|t| t.adjacency.push_str("01002,01001,5\n"));
    let map = tables.build().expect("the tables are right").map;
    assert_eq!(map.graph.pairs().count(), 2);
}

#[test]
fn missing_columns() {
    let tables = Tables::with(|t| {
        t.municipalities = "Code,nme,state,lat,lon,pop_2010\n1,a,b,1,1,5\n".to_owned();
        t.adjacency = "code_a,kode_b\n".to_owned();
    });
    insta::assert_snapshot!(tables.problems(), @"
    M.csv:1: no column `pop_2006`; expected it or a column `pop_YYYY` before that year and one after it (other names: `--column pop_YYYY=POB_YYYY`, or `pop_YYYY=YYYY`); there are Code, nme, state, lat, lon, pop_2010
    M.csv:1: no column `code` (did you mean `Code`?), `name` (did you mean `nme`?); expected code, name, lat, lon; there are Code, nme, state, lat, lon, pop_2010
    A.csv:1: no column `code_b` (did you mean `kode_b`?); expected code_a, code_b; there are code_a, kode_b
    ");
    let tables = Tables::with(|t| t.adjacency = "code_a,kode_b\n".to_owned());
    insta::assert_snapshot!(tables.problems(), @r"A.csv:1: no column `code_b` (did you mean `kode_b`?); expected code_a, code_b; there are code_a, kode_b");
}

#[test]
fn impossible_numbers() {
    let tables = Tables::with(|t| {
        t.municipalities = t
            .municipalities
            .replace("North,Upper,100,200,30", "North,Upper,-100,,95")
            .replace("0.5,1,1", "1.5,-1,many")
            .replace("51,50,28,-100,0", "51,50,28,-100,yes");
    });
    insta::assert_snapshot!(tables.problems(), @"
    M.csv:2: column `pop_2000` is `-100`, expected a whole number from 0 to 100000000
    M.csv:2: column `lat` is `95`, expected a number from -60 to 84
    M.csv:3: column `marginalization_norm_2010` is `1.5`, expected a number from 0 to 1; divide a percentage by 100
    M.csv:3: column `poppy_eradication` is `-1`, expected a number, 0 or more
    M.csv:3: column `marijuana_eradication` is `many`, expected a number, 0 or more
    M.csv:4: column `us_crossing` is `yes`, expected 0 or 1
    ");
}

#[test]
fn codes_and_pairs() {
    let tables = Tables::with(|t| {
        t.municipalities
            .push_str("01001,Again,Upper,1,1,1,1,0,0,0,0,0,0,0\n");
        t.adjacency
            .push_str("1001,09999,1\n02001,02001,1\n01002,01001,6\n");
    });
    insta::assert_snapshot!(tables.problems(), @r"
    M.csv:5: code `01001` stood in line 2, expected each municipality once
    A.csv:4: unknown municipality `1001` (did you mean `01001`?)
    A.csv:4: unknown municipality `09999`, expected a code of the municipalities table
    A.csv:5: `02001` is its own neighbour, expected two municipalities
    A.csv:6: `01002` and `01001` stood in line 2 with other values, expected each pair once
    ");
}

#[test]
fn islands_and_parts() {
    let line = |code: &str| format!("{code},More,Upper,1,1,1,1,0,0,0,0,0,0,0\n");
    let tables = Tables::with(|t| {
        for code in ["03001", "04001", "04002"] {
            t.municipalities.push_str(&line(code));
        }
        t.adjacency.push_str("04001,04002,1\n");
    });
    insta::assert_snapshot!(tables.problems(), @"
    M.csv:5: `03001` (More) is an island, expected a neighbour in the table of neighbours; `--islands nearest` joins it to the nearest municipality, `--islands drop` leaves it out
    M.csv:6: `04001` (More) and 1 more have no border with the rest of the country, expected a neighbour in the table of neighbours; `--islands nearest` joins it to the nearest municipality, `--islands drop` leaves it out
    ");
}

#[test]
fn presence_and_labels() {
    let tables = Tables::with(|t| {
        t.presence.push_str(
            "2006,07777,gulf,1,0\n2006,01001,sinola,1,0\n2006,01001,gulf,-1,0\n2006,1,2\n",
        );
    });
    insta::assert_snapshot!(tables.problems(), @"
    P.csv:10: 3 fields, expected 5 as in the header
    P.csv:7: unknown municipality `07777`, expected a code of the municipalities table
    P.csv:8: label `sinola` does not stand in the aliases (did you mean `sinaloa`?); one that is meant so needs a table `[label.sinola]` there, with `organization = [{ is = ... }]`
    P.csv:9: column `ocved_records` is `-1`, expected a whole number, 0 or more
    ");
    let tables = Tables::with(|t| {
        t.year = 2003;
    });
    insta::assert_snapshot!(tables.problems(), @r"P.csv: no line of year 2003, expected a year from 2006 to 2007");
}

#[test]
fn what_is_told_twice_or_of_nobody() {
    let twice = Tables::with(|t| t.presence.push_str("2006,01001,zetas,1,2\n"));
    assert_eq!(
        twice.problems(),
        "P.csv:7: `zetas` in 01001 in 2006 stood in line 3, expected it once, with its records added up"
    );
    let people = "code,pop_2006\n01001,10\n01002,20\n02001,30\n01002,40\n99999,5\n";
    let tables = Tables::with(|t| t.population = Some(people.to_owned()));
    assert_eq!(
        tables.problems(),
        "N.csv:5: code `01002` stood in line 3, expected each once\n\
         N.csv:6: unknown municipality `99999`, expected one of the municipalities"
    );
}

#[test]
fn residents_by_year() {
    let people = "code,pop_2005,pop_2007,pop_2009\n01001,10,20,40\n01002,5,5,5\n02001,9,7,0\n";
    let tables = Tables::with(|t| t.population = Some(people.to_owned()));
    let map = tables.build().expect("the tables are right").map;
    let first = &map.places[0];
    assert_eq!(
        (first.population, &first.populations[..]),
        (15, &[20, 30, 40][..])
    );
    assert_eq!(first.population_in(9), 40, "after the last year they stay");
    assert_eq!(map.places[2].most_residents(), 8);
    let without = Tables::default().build().expect("the tables are right").map;
    assert!(
        without
            .places
            .iter()
            .all(|place| place.populations.is_empty())
    );
    assert_eq!(without.places[0].population_in(5), 160);
}

#[test]
fn aliases() {
    let wrong = "[label.gulf]\norganization = [{ until = 2007, is = \"gulf\" }, { from = 2006, is = \"x\" }]\n";
    let tables = Tables::with(|t| t.aliases = Some(wrong.to_owned()));
    insta::assert_snapshot!(tables.problems(), @r"aliases.toml:1: label `gulf` is two organizations in the same year, expected spans that do not overlap");
    let unknown = "[label.gulf]\norganisation = []\n";
    let tables = Tables::with(|t| t.aliases = Some(unknown.to_owned()));
    insta::assert_snapshot!(tables.problems(), @r"aliases.toml:2:1: unknown key `organisation` (did you mean `organization`?)");
}

#[test]
fn only_the_first_problems_are_told() {
    let tables = Tables::with(|t| {
        for code in 0..100 {
            t.adjacency.push_str(&format!("01001,x{code},1\n"));
        }
    });
    let text = tables.problems();
    assert_eq!(text.lines().count(), 21);
    assert!(
        text.ends_with("and 80 more problems in these files"),
        "{text}"
    );
}

#[needs(PLAZA_DATA)]
#[test]
fn mexico_in_2006() {
    let built = map_tables::build(&Sources {
        name: "mexico".to_owned(),
        municipalities: mexico::file("municipalities.csv"),
        adjacency: Some(mexico::file("adjacency.csv")),
        presence: Some(mexico::file("organizations_presence.csv")),
        outlines: Some(mexico::file("municipalities.geojson")),
        year: 2006,
        ..Sources::default()
    });
    let map = built.expect("the tables are right").map;
    assert_eq!(map.problems(), []);
    assert_eq!(map.places.len(), 2_456);
    assert_eq!(map.graph.pairs().count(), 7_078);
    assert_eq!(map.states.len(), 32);
    assert_eq!(map.outlines.len(), 2_456);
    assert!(map.outlines.iter().all(|rings| !rings.is_empty()));
    assert!((104_000_000..106_000_000).contains(&map.population()));
    let names: Vec<&str> = map.organizations.iter().map(|o| o.name.as_str()).collect();
    assert_eq!(
        names,
        ["gulf", "sinaloa", "familia_michoacana", "tijuana", "juarez"]
    );
    let cells: Vec<usize> = map
        .organizations
        .iter()
        .map(|o| o.seen_in(2006).count())
        .collect();
    assert_eq!(cells, [84, 67, 37, 18, 11]);

    let grid = shipped_grid();
    let largest_gaps = [
        (
            "residents",
            gap(&grid, &map, |p| f64::from(p.population)),
            0.08,
        ),
        (
            "distance to crossings",
            gap(&grid, &map, |p| p.crossing_km),
            0.15,
        ),
        ("poverty", gap(&grid, &map, |p| p.poverty), 0.10),
    ];
    for (what, gap, most) in largest_gaps {
        println!("largest gap between grid and Mexico in {what}: {gap:.3}");
        assert!(gap < most, "{what}: {gap}");
    }
}

/// The Kolmogorov-Smirnov distance of one variable between two maps.
fn gap(a: &Map, b: &Map, of: fn(&plaza_model::state::map::Place) -> f64) -> f64 {
    let sorted = |map: &Map| {
        let mut values: Vec<f64> = map.places.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (a, b) = (sorted(a), sorted(b));
    let below = |values: &[f64], x: f64| {
        values.partition_point(|value| *value <= x) as f64 / values.len() as f64
    };
    a.iter()
        .chain(&b)
        .map(|x| (below(&a, *x) - below(&b, *x)).abs())
        .fold(0.0, f64::max)
}
