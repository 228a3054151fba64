//! A country that is not Mexico, from its tables to its results: nothing is misread, and what is Mexico's is said.

mod borders;
mod codes;
mod columns;
mod contradicted;
mod doubted;
mod impossible;
mod is_not_mexico;
mod misread;
mod told;
mod wholly_other;

use std::fs;

use tempfile::TempDir;

use crate::program::{Call, plaza};

const MUNICIPALITIES: &str = "\
code,name,state_name,lat,lon,pop_2005,pop_2010,poverty,northern_crossing,port,southern_border,drug_crops
01001,Peñón Alto,Ávila,20.10,-100.10,1500000,1600000,0.2,1,0,0,0
01002,Río Bajo,Ávila,20.20,-100.30,700000,710000,0.4,0,0,0,2
02001,São Miguel,Ömer,19.90,-100.20,500000,510000,0.5,0,1,0,0
10019,El Carmen,Ömer,19.70,-100.40,300000,310000,0.6,0,1,1,1
";
const ADJACENCY: &str = "code_a,code_b\n01001,01002\n01001,02001\n01002,02001\n02001,10019\n";
const PRESENCE: &str = "\
code,year,organization,records
01001,2006,sinaloa,6
01002,2006,sinaloa,2
02001,2006,Cartel Uno,3
";

/// A folder with the tables in it.
struct Country(TempDir);

impl Country {
    fn new() -> Self {
        let country = Self(tempfile::tempdir().expect("a folder"));
        country.write("mun.csv", MUNICIPALITIES);
        country.write("adj.csv", ADJACENCY);
        country.write("pres.csv", PRESENCE);
        country
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("written");
    }

    /// A call in the folder.
    fn plaza(&self, args: &[&str]) -> Call {
        plaza(args).inside(self.0.path())
    }

    fn build(&self, more: &[&str]) -> Call {
        let call = [
            "map",
            "build",
            "--municipalities",
            "mun.csv",
            "--presence",
            "pres.csv",
            "--out",
            "map",
        ];
        self.plaza(&[&call, more].concat())
    }

    #[track_caller]
    fn built(&self, more: &[&str]) -> String {
        self.build(more).succeeds().out
    }

    #[track_caller]
    fn refused(&self, more: &[&str]) -> String {
        let error = self.build(more).refused();
        assert!(!self.0.path().join("map/map.toml").exists());
        error
    }

    fn experiment(&self, more: &str) {
        self.write(
            "own.toml",
            &format!(
                "name = \"own\"\nmap = \"map\"\nparameters = \"calibrated\"\npolicies = [\"status_quo\"]\nweeks = 60\n\
                 replicates = 1\nseed = 1\n{more}"
            ),
        );
    }

    #[track_caller]
    fn run(&self, more: &[&str]) -> String {
        let out: &[&str] = if more.contains(&"--out") {
            &[]
        } else {
            &["--out", "out"]
        };
        let run = self.plaza(&["run", "own.toml", "--verbose"]);
        run.args(more).args(out).succeeds().error
    }
}

const WITH: [&str; 4] = ["--adjacency", "adj.csv", "--year", "2006"];

fn squares(code: impl Fn(&str) -> String, shift: impl Fn(f64, f64) -> [f64; 2]) -> String {
    let rows = MUNICIPALITIES.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [lat, lon] = [3, 4].map(|at| cells[at].parse::<f64>().expect("a number"));
        let corners = [(-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1)];
        let corners = corners.map(|(x, y)| shift(lon + x, lat + y)).map(|[x, y]| format!("[{x}, {y}]"));
        format!(
            "{{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}}}",
            code(cells[0]),
            corners.join(", ")
        )
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{}]}}",
        rows.join(", ")
    )
}

fn named(property: &str) -> impl Fn(&str) -> String {
    move |code| format!("{{\"{property}\": \"{code}\"}}")
}
