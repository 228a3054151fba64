//! Tables of the start: homes, conflicts, homicides, corrections, and records of several years; each way for them to
//! be wrong, and the folder of a map that has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use plaza_model::state::map::{ConflictKind, Map};

use plaza::maps::map_tables::{Built, Sources};
use plaza::maps::{map_folder, map_tables};

/// Options and tables of four municipalities in two states.
struct Tables(BTreeMap<&'static str, String>);

impl Default for Tables {
    fn default() -> Self {
        let tables = [
            (
                "municipalities",
                "code,name,state,state_name,lat,lon,pop_2006\n\
                 01001,North,01,Upper,30,-100,100000\n\
                 01002,Middle,01,Upper,29,-100,200000\n\
                 02001,South,02,Lower,28,-100,300000\n\
                 02002,Coast,02,Lower,27,-100,400000\n",
            ),
            (
                "adjacency",
                "code_a,code_b\n01001,01002\n01002,02001\n02001,02002\n",
            ),
            (
                "presence",
                "code,year,organization,records\n\
                 01001,2003,gulf,2\n\
                 02002,2005,familia_michoacana,3\n\
                 02001,2005,los_viejos,9\n\
                 01001,2006,gulf,1\n\
                 01001,2006,zetas,3\n\
                 01002,2006,sinaloa,4\n\
                 02002,2006,familia_michoacana,5\n\
                 02001,2007,sinaloa,90\n",
            ),
            (
                "homes",
                "organization,code,state,role,weight\n\
                 gulf,01001,01,seat,1\n\
                 gulf,,Upper,home_state,0.5\n\
                 zetas,01001,01,seat,0.4\n\
                 colima,02002,02,seat,1\n\
                 juarez,02001,,seat,0.7\n",
            ),
            (
                "conflicts",
                "organization,other,kind,code,state,since\n\
                 zetas,sinaloa,war,01002,01,2003\n\
                 gulf,beltran_leyva,war,01002,01,2002\n\
                 gulf,zetas,alliance,,01,\n\
                 gulf,familia_michoacana,alliance,,02,2003\n\
                 familia_michoacana,zetas,rivalry,,02,2006\n\
                 juarez,sinaloa,alliance,,,2001\n\
                 juarez,oaxaca,alliance,,,2001\n",
            ),
            (
                "homicides",
                "code,year,month,homicides\n\
                 01001,1999,1,500\n\
                 01001,2005,1,2\n\
                 01001,2005,2,3\n\
                 01001,2006,1,7\n\
                 02002,2006,1,1\n\
                 02002,2007,1,900\n",
            ),
            (
                "corrections",
                "code,organization,weight,reason\n\
                 01001,zetas,0,a surname\n\
                 02002,,0.5,a state\n\
                 02001,gulf,0.1,idle\n",
            ),
        ];
        Self(tables.map(|(name, text)| (name, text.to_owned())).into())
    }
}

impl Tables {
    /// With one table spoilt: rows added, or text replaced.
    fn with(table: &'static str, spoil: impl FnOnce(&str) -> String) -> Self {
        let mut tables = Self::default();
        let text = spoil(&tables.0[table]);
        tables.0.insert(table, text);
        tables
    }

    fn without(mut self, table: &str) -> Self {
        self.0.remove(table);
        self
    }

    fn build(&self) -> Result<Built, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str| -> Option<PathBuf> {
            let path = folder.path().join(format!("{name}.csv"));
            fs::write(&path, self.0.get(name)?).expect("a table is written");
            Some(path)
        };
        let sources = Sources {
            name: "small".to_owned(),
            municipalities: file("municipalities").expect("always there"),
            adjacency: file("adjacency"),
            presence: file("presence"),
            homes: file("homes"),
            conflicts: file("conflicts"),
            homicides: file("homicides"),
            corrections: file("corrections"),
            year: 2006,
            country: Some("Mexico".to_owned()),
            ..Sources::default()
        };
        let inside = format!("{}/", folder.path().display());
        let mut built = map_tables::build(&sources).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            lines.join("\n").replace(&inside, "")
        })?;
        for note in &mut built.notes {
            *note = note.replace(&inside, "");
        }
        Ok(built)
    }

    fn built(&self) -> Built {
        self.build().expect("the tables are right")
    }

    fn problems(&self) -> String {
        self.build().expect_err("the tables are wrong")
    }
}

fn named<'a>(map: &'a Map, name: &str) -> &'a plaza_model::state::map::InitialOrganization {
    let found = map.organizations.iter().find(|of| of.name == name);
    found.expect("it is on the map")
}

#[test]
fn records_of_all_years_stand_under_the_names_of_their_time() {
    let map = Tables::default().built().map;
    let names: Vec<&str> = map
        .organizations
        .iter()
        .map(|of| of.name.as_str())
        .collect();
    assert_eq!(names, ["familia_michoacana", "gulf", "sinaloa", "juarez"]);
    let told = |name: &str| {
        let seen = named(&map, name).records.iter();
        let seen = seen.map(|of| {
            (
                of.year,
                of.place,
                of.records,
                of.believed,
                of.faction.as_deref(),
            )
        });
        seen.collect::<Vec<_>>()
    };
    let family = Some("familia_michoacana");
    assert_eq!(
        told("gulf"),
        [
            (2003, 0, 2.0, 1.0, None),
            (2005, 3, 3.0, 0.5, family),
            (2006, 0, 4.0, 0.25, Some("zetas")),
        ]
    );
    assert_eq!(told("familia_michoacana"), [(2006, 3, 5.0, 0.5, None)]);
    assert_eq!(told("juarez"), []);
}

#[test]
fn homes_and_homicides() {
    let map = Tables::default().built().map;
    let homes = named(&map, "gulf").homes.iter();
    let homes: Vec<_> = homes
        .map(|home| (home.place, home.state, home.weight, home.faction.as_deref()))
        .collect();
    assert_eq!(
        homes,
        [
            (Some(0), 0, 1.0, None),
            (None, 0, 0.5, None),
            (Some(0), 0, 0.4, Some("zetas")),
        ]
    );
    assert_eq!(
        named(&map, "juarez").homes[0].state,
        1,
        "that of the municipality"
    );
    let homicides: Vec<f64> = map.places.iter().map(|place| place.homicides).collect();
    assert_eq!(
        homicides,
        [6.0, 0.0, 0.0, 0.5],
        "two years of the last seven have rows"
    );
}

#[test]
fn conflicts_are_of_organizations_once_at_each_place() {
    let built = Tables::default().built();
    let conflicts = built.map.conflicts.iter();
    let told: Vec<_> = conflicts
        .map(|of| {
            (
                of.organization.as_str(),
                of.other.as_str(),
                of.kind,
                of.place,
                of.state,
                of.since,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "familia_michoacana",
                "gulf",
                ConflictKind::Rivalry,
                None,
                Some(1),
                Some(2006)
            ),
            (
                "gulf",
                "sinaloa",
                ConflictKind::War,
                Some(1),
                Some(0),
                Some(2002)
            ),
            (
                "juarez",
                "sinaloa",
                ConflictKind::Alliance,
                None,
                None,
                Some(2001)
            ),
        ]
    );
    let about = |word: &str| built.notes.iter().any(|note| note.contains(word));
    for word in [
        "homes of what was no organization in 2006 by the aliases are left out: colima",
        "conflicts of what was no organization in 2006 by the aliases are left out: oaxaca",
        "conflicts between parts of one organization are left out: gulf-zetas",
        "stand in line 5 as alliance and in line 6 as rivalry at the same place: rivalry is read, not alliance",
        "organizations seen before 2006 and not in it are left out: los_viejos",
        "lines of corrections.csv that correct no record: 4",
        "not read of homes.csv: role",
    ] {
        assert!(about(word), "{word}: {:#?}", built.notes);
    }
}

#[test]
fn a_map_of_homes_alone_can_be_run() {
    let tables = Tables::default().without("presence").without("corrections");
    let tables = tables.without("conflicts").without("homicides");
    let map = tables.built().map;
    assert_eq!(map.problems(), []);
    let names: Vec<&str> = map
        .organizations
        .iter()
        .map(|of| of.name.as_str())
        .collect();
    assert_eq!(names, ["gulf", "juarez"], "by the weight of homes");
}

#[test]
fn homes_that_are_wrong() {
    let tables = Tables::with("homes", |text| {
        format!(
            "{text}gulf,,,x,1\ngulf,01001,02,x,1\ngulf,09009,,x,1\ngulf,,Uper,x,1\n\
             gulf,01001,,x,1\nunknown,01001,,x,1\nsinola,01001,,x,1\ngulf,01002,,x,-1\n"
        )
    });
    insta::assert_snapshot!(tables.problems());
    let tables = Tables::with("homes", |_| "organisation,code\nx,01001\n".to_owned());
    insta::assert_snapshot!(tables.problems());
}

#[test]
fn conflicts_that_are_wrong() {
    let tables = Tables::with("conflicts", |text| {
        format!(
            "{text}gulf,sinaloa,feud,,,\ngulf,nobody_there,war,,,\ngulf,juares,war,,,\n\
             gulf,sinaloa,war,01002,02,\ngulf,juarez,war,,,soon\n"
        )
    });
    insta::assert_snapshot!(tables.problems());
}

#[test]
fn homicides_and_corrections_that_are_wrong() {
    let tables = Tables::with("homicides", |text| {
        format!("{text}01001,2006,1,8\n01001,2006,13,8\n09001,2006,1,8\n01001,2006,2,-1\n")
    });
    insta::assert_snapshot!(tables.problems());
    let tables = Tables::with("homicides", |_| {
        "code,year,homicides\n01001,2009,4\n".to_owned()
    });
    insta::assert_snapshot!(tables.problems());
    let tables = Tables::with("corrections", |text| {
        format!("{text}01001,zetas,0.5,again\n01001,zeta,0.5,x\n01002,,2,x\n01002,,1,\n")
    });
    insta::assert_snapshot!(tables.problems());
}

#[test]
fn a_map_with_all_of_it_comes_back_as_it_was() {
    let built = Tables::default().built();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("map");
    map_folder::write(&built.map, &built.provenance, &path).expect("the map is written");
    let back = map_folder::load(&path).expect("the map is read");
    assert_eq!(back.map, built.map);
    let names: Vec<&str> = back
        .inputs
        .iter()
        .map(|input| input.path.as_str())
        .collect();
    assert!(names.contains(&"map/homes.csv") && names.contains(&"map/conflicts.csv"));
    let options = built.provenance.built_from.iter();
    let options: Vec<&str> = options.map(|file| file.option.as_str()).collect();
    for option in ["homes", "conflicts", "homicides", "corrections"] {
        assert!(options.contains(&option), "{options:?}");
    }
    // Written over by a map without, nothing of it is left.
    let mut bare = built.map.clone();
    bare.conflicts.clear();
    bare.organizations.retain(|of| !of.records.is_empty());
    bare.organizations
        .iter_mut()
        .for_each(|of| of.homes.clear());
    map_folder::write(&bare, &built.provenance, &path).expect("the map is written");
    assert_eq!(map_folder::load(&path).expect("read").map, bare);
}

/// Maps of before have a weight for each cell, no year, and nothing of homes or homicides.
#[test]
fn a_map_of_one_year_is_still_read() {
    let built = Tables::default()
        .without("homes")
        .without("conflicts")
        .built();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("map");
    map_folder::write(&built.map, &built.provenance, &path).expect("the map is written");
    let old = "organization,rank,municipality,weight,faction\n\
               gulf,1,01001,5,zetas\ngulf,1,02002,2,\nsinaloa,2,01002,3,\n";
    fs::write(path.join("organizations.csv"), old).expect("written");
    let municipalities = path.join("municipalities.csv");
    let text = fs::read_to_string(&municipalities).expect("read");
    let without = text
        .lines()
        .map(|line| line.rsplit_once(',').expect("many columns").0);
    let without: Vec<&str> = without.collect();
    fs::write(&municipalities, without.join("\n") + "\n").expect("written");
    let about = fs::read_to_string(path.join("map.toml")).expect("read");
    let counts = |line: &&str| !line.starts_with("homes =") && !line.starts_with("conflicts =");
    let lines: Vec<String> = about
        .lines()
        .filter(counts)
        .map(|line| match line.split_once(" = ") {
            Some(("organizations", _)) => "organizations = 2".to_owned(),
            Some(("cells", _)) => "cells = 3".to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    fs::write(path.join("map.toml"), lines.join("\n")).expect("written");
    let map = map_folder::load(&path).expect("an old map is read").map;
    let seen = &map.organizations[0].records[0];
    assert_eq!(
        (seen.year, seen.place, seen.records, seen.believed),
        (2006, 0, 5.0, 1.0)
    );
    assert_eq!(seen.faction.as_deref(), Some("zetas"));
    assert!(map.places.iter().all(|place| place.homicides == 0.0));
}
