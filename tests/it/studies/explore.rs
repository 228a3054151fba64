//! `plaza explore`: one page that asks nothing of the network and holds the numbers of the tables. tests/browser uses it
//! as a reader does.

mod coded;
mod coding;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use miniz_oxide::inflate::decompress_to_vec;
use plaza_batch::results::Results;
use serde_json::Value as Json;
use tempfile::tempdir;

use plaza::explore::answer::columns;
use plaza::explore::measure::{Lists, Shape, read};
use plaza::report::table::Csv;
use plaza::runs::dictionary::MONTHS;
use plaza::studies::discover::files::Asked;

use crate::program::{plaza, shortened, typed};
use crate::studies::explore::coding::{empty, unlettered};

/// The text of an element of the page.
fn element<'a>(page: &'a str, id: &str) -> &'a str {
    let begins = format!("id=\"{id}\">");
    let start = page
        .find(&begins)
        .unwrap_or_else(|| panic!("no element {id}"))
        + begins.len();
    let rest = &page[start..];
    &rest[..rest.find("</script>").expect("it ends")]
}

/// The bytes of a chunk, as they are coded.
fn coded(page: &str, name: &str) -> Vec<u8> {
    unlettered(element(page, &format!("chunk:{name}")))
}

/// The bytes of a chunk that was deflated.
fn chunk(page: &str, name: &str) -> Vec<u8> {
    decompress_to_vec(&coded(page, name)).expect("deflated")
}

fn explored(folder: &Path) -> String {
    plaza(["explore", typed(folder)]).succeeds();
    fs::read_to_string(folder.join("explore.html")).expect("a page")
}

#[test]
fn a_page_holds_the_numbers_of_the_tables() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path().join("out");
    let experiment = shortened(there.path(), 60, 4, "");
    let call = [
        "run",
        typed(&experiment),
        "--quiet",
        "--figures",
        "none",
        "--out",
        typed(&folder),
    ];
    plaza(call)
        .args([
            "--set",
            "record.panel=[0, 1]",
            "--set",
            "record.months=true",
        ])
        .succeeds();
    let page = explored(&folder);
    assert!(page == explored(&folder), "the same bytes twice");
    assert!(!page.contains("src=") && !page.contains("@import"));
    assert_eq!(
        page.matches("url(").count(),
        page.matches("url(#").count(),
        "nothing is fetched: only what the page itself holds is named"
    );
    assert_eq!(
        page.matches("http").count(),
        page.matches("http://www.w3.org/2000/svg").count() + 1,
        "and http-equiv"
    );

    let index: Json = serde_json::from_str(element(&page, "index")).expect("JSON");
    assert_eq!(
        (&index["months"], &index["baseline"]),
        (&Json::from(15), &Json::from("status_quo"))
    );
    let land: Json = serde_json::from_slice(&chunk(&page, "land")).expect("JSON");
    let codes = land["code"].as_array().expect("codes");
    let cells = (codes.len() + 1) * 15;
    let shape = Shape::new(15, [1, 1]);
    let lists = |policy: &str, measure: &str, baseline: Option<&Lists>| {
        let mut lists = empty([cells; 2], baseline.is_some(), false);
        let bytes = coded(&page, &format!("months:{policy}:{measure}"));
        read(&shape, baseline, &bytes, &mut lists);
        lists
    };

    let results = Results::open(&folder).expect("a folder");
    let rows = results.read(&MONTHS).expect("months");
    let policies = rows.texts("policy");
    let places = rows.texts("municipality");
    let months = rows.numbers("month");
    // A column of the table, by policy: the country and then place by place, each month by month.
    let column = |name: String| {
        let mut of: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (row, number) in rows.numbers(&name).into_iter().enumerate() {
            let place = places[row].map_or(0, |code| {
                let known = codes.iter().position(|known| known.as_str() == Some(code));
                1 + known.expect("a place")
            });
            let sums = of.entry(policies[row].expect("a policy"));
            let sums = sums.or_insert_with(|| vec![0; cells]);
            sums[place * 15 + months[row] as usize] += number as i64;
        }
        of
    };
    let replicates = index["policies"][0]["counted"].as_f64().expect("a number");
    assert_eq!(replicates, 16.0, "those of the experiment");
    for measure in ["oc_deaths", "forces", "flow"] {
        let expected = column(format!("{measure}_sum"));
        let baseline = lists("status_quo", measure, None);
        assert!(
            baseline.sums == expected["status_quo"] && baseline.sums.iter().any(|sum| *sum > 0)
        );
        let mine = lists("kingpin_only", measure, Some(&baseline));
        assert!(mine.sums == expected["kingpin_only"], "{measure}");

        // Deviations of differences between replicates are rounded up by less than 9.1 %.
        let sums = &column(format!("{measure}_difference_sum"))["kingpin_only"];
        let squares = &column(format!("{measure}_difference_squares"))["kingpin_only"];
        let mut told = 0;
        for (byte, (sum, squares)) in mine.differences.iter().zip(sums.iter().zip(squares)) {
            let about_mean = *squares as f64 - (sum * sum) as f64 / replicates;
            let deviation = (about_mean / (replicates - 1.0)).sqrt();
            let shown = match byte {
                0 => 0.0,
                some => libm::exp2(f64::from(some - 1) / 8.0 - 6.0),
            };
            assert!(
                shown >= deviation * (1.0 - 1e-9) && shown <= deviation * 1.091,
                "{measure}: {shown} is told of {deviation}"
            );
            told += u32::from(*byte > 0);
        }
        assert!(told > 0, "{measure}: no difference has a deviation");
    }

    assert!(coded(&page, "single:kingpin_only:1:oc_deaths").len() > 20);
    let story: Json = serde_json::from_slice(&chunk(&page, "future:kingpin_only:1")).expect("JSON");
    assert!(
        story["text"]
            .as_array()
            .is_some_and(|events| events.len() > 5)
    );
    let answer: Json = serde_json::from_slice(&chunk(&page, "answer")).expect("JSON");
    let told = answer["sentences"]["kingpin_only:oc_deaths"]
        .as_str()
        .expect("a sentence");
    assert!(
        told.contains("organized-crime deaths than under status_quo (95 % interval: "),
        "{told}"
    );
    let told = answer["sentences"]["kingpin_only:approval"]
        .as_str()
        .expect("a sentence");
    assert!(
        told.contains(" points ") && told.contains(" than under status_quo, from "),
        "{told}"
    );
    assert_eq!(answer["baseline"], "status_quo");
}

#[test]
fn without_months_there_is_no_map_and_the_page_says_so() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path().join("out");
    let experiment = shortened(there.path(), 26, 4, "");
    let call = [
        "run",
        typed(&experiment),
        "--quiet",
        "--figures",
        "none",
        "--out",
        typed(&folder),
    ];
    plaza(call)
        .args(["--policies", "no_intervention"])
        .succeeds();
    let page = explored(&folder);
    let index: Json = serde_json::from_str(element(&page, "index")).expect("JSON");
    assert_eq!(index["months"], 0);
    assert!(!page.contains("chunk:months"));
    assert!(page.contains("record.months=true"));
}

#[test]
fn a_design_has_a_page_of_what_it_hangs_on() {
    let there = tempdir().expect("a temporary folder");
    let inside = there.path();
    plaza(["design", "design_smoke", "--quiet", "--out", "design"])
        .inside(inside)
        .succeeds();
    plaza(["explore", "design"]).inside(inside).succeeds();
    let page = fs::read_to_string(inside.join("design/explore.html")).expect("a page");
    let hangs: Json = serde_json::from_slice(&chunk(&page, "hangs")).expect("JSON");
    assert_eq!(hangs["told"]["baseline"], "status_quo");
    let policies = hangs["tables"]["regret"]["policy"].as_array();
    assert_eq!(policies.map(Vec::len), Some(3), "discover was called first");
    assert!(
        hangs["inputs"][0]["about"]
            .as_str()
            .is_some_and(|about| !about.is_empty()),
        "what an assumption is, is told"
    );
    assert!(inside.join("design/regret.csv").is_file());
    let refused = plaza(["explore", "design", "--discovered", "design"])
        .inside(inside)
        .refused();
    assert!(
        refused.contains("`--discovered` goes with a folder of `plaza run`"),
        "{refused}"
    );
}

#[test]
fn what_was_asked_of_a_design_is_read_back() {
    let asked = Asked {
        outcome: Some("extortions".to_owned()),
        baseline: Some("social".to_owned()),
        question: "regret of social > 1000".parse().ok(),
    };
    for asked in [asked, Asked::default()] {
        let back = Asked::of(&asked.by()).expect("it is one of ours");
        assert_eq!(back.by(), asked.by());
    }
    assert!(Asked::of("plaza compare --baseline a --margin 0.1").is_none());
}

#[test]
fn codes_of_places_stay_text_and_numbers_become_numbers() {
    let there = tempdir().expect("a temporary folder");
    let path = there.path().join("table.csv");
    fs::write(&path, "municipality,mean\n11001,2.5\n12002,\n").expect("it is written");
    let table = Csv::find(&path).expect("a table").expect("it is there");
    let told = columns(&table);
    assert_eq!(told["municipality"], serde_json::json!(["11001", "12002"]));
    assert_eq!(told["mean"], serde_json::json!([2.5, null]));
}
