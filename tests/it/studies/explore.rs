//! `plaza explore`: one page that asks nothing of the network and holds the numbers of the tables. tests/browser uses it
//! as a reader does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::inflate::decompress_to_vec;
use plaza_batch::results::Results;
use serde_json::Value as Json;
use tempfile::tempdir;

use plaza::runs::dictionary::MONTHS;

use crate::program::{plaza, shortened, typed};

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

/// The bytes of a chunk.
fn chunk(page: &str, name: &str) -> Vec<u8> {
    let packed = STANDARD
        .decode(element(page, &format!("chunk:{name}")))
        .expect("base64");
    decompress_to_vec(&packed).expect("deflated")
}

/// Numbers of either sign, as they are packed.
fn signed(bytes: &[u8], count: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    let mut bytes = bytes.iter();
    while numbers.len() < count {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = *bytes.next().expect("enough bytes");
            number |= u64::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                break;
            }
        }
        let half = (number >> 1).cast_signed();
        numbers.push(if number & 1 == 0 { half } else { -half - 1 });
    }
    numbers
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
    let sums = |policy: &str, measure: &str| {
        let bytes = chunk(&page, &format!("months:{policy}:{measure}"));
        (bytes[0] == 1, signed(&bytes[1..], cells))
    };

    let results = Results::open(&folder).expect("a folder");
    for measure in ["oc_deaths", "forces", "flow"] {
        let mut expected: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        let rows = results.read(&MONTHS).expect("months");
        let policies = rows.texts("policy");
        let places = rows.texts("municipality");
        let (months, numbers) = (
            rows.numbers("month"),
            rows.numbers(&format!("{measure}_sum")),
        );
        for row in 0..rows.len() {
            let place = places[row].map_or(0, |code| {
                1 + codes
                    .iter()
                    .position(|known| known.as_str() == Some(code))
                    .expect("a place")
            });
            let of = expected
                .entry(policies[row].expect("a policy"))
                .or_insert_with(|| vec![0; cells]);
            of[place * 15 + months[row] as usize] += numbers[row] as i64;
        }
        let (is_more, baseline) = sums("status_quo", measure);
        assert!(
            !is_more && baseline == expected["status_quo"] && baseline.iter().any(|sum| *sum > 0)
        );
        let (is_more, more) = sums("kingpin_only", measure);
        let before = baseline.iter().map(|of| i64::from(is_more) * of);
        let all: Vec<i64> = before.zip(&more).map(|(of, more)| of + more).collect();
        assert!(all == expected["kingpin_only"], "{measure}");
    }

    let single: Vec<u8> = chunk(&page, "single:kingpin_only:1:oc_deaths");
    assert!(single.iter().any(|byte| *byte > 0));
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
