//! `plaza report`: one page, whole and well formed, that takes no text for HTML.

use std::fs;
use std::path::Path;

use plaza_batch::manifest::Manifest;
use plaza_batch::results::Results;

use plaza::runs::design::TEST;
use plaza::runs::dictionary::NATIONAL;
use plaza::runs::made::Made;
use tempfile::{TempDir, tempdir};

use crate::program::{plaza, typed};

/// What no text may become.
const HOSTILE: &str = "<script>alert(1)</script> & \"quoted\"";

fn report(folder: &Path) -> String {
    plaza(["report", typed(folder)]).succeeds().told()
}

/// A run of two policies, one of which says of itself what is [`HOSTILE`].
fn run() -> TempDir {
    let there = tempdir().expect("a temporary folder");
    let at = |name: &str| there.path().join(name);
    let about = HOSTILE.replace('"', "\\\"");
    let policy = format!("extends = \"no_intervention\"\nabout = \"{about}\"\n");
    fs::write(at("odd.toml"), policy).expect("it can be written");
    let experiment = "name = \"page\"\nmap = \"map.toml\"\n\
        parameters = \"baseline\"\npolicies = [\"status_quo\", \"odd.toml\"]\n\
        weeks = 60\nburn_in = 4\nreplicates = 3\nseed = 5\npurpose = \"test\"\n";
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    fs::copy(map, at("map.toml")).expect("the map is there");
    fs::write(at("page.toml"), experiment).expect("it can be written");
    let [experiment, out] = [at("page.toml"), at("out")];
    plaza(["run", typed(&experiment), "--out", typed(&out), "--quiet"]).succeeds();
    there
}

/// The page as XML: HTML closes neither `meta` nor `br`.
fn xml(page: &str) -> String {
    let mut xml = page.replace("<br>", "<br/>");
    for meta in page
        .split("<meta")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
    {
        xml = xml.replace(&format!("<meta{meta}>"), &format!("<meta{meta}/>"));
    }
    xml
}

/// Compares the policies of a folder, so that a report need not.
fn compared(folder: &Path) {
    plaza(["compare", typed(folder)]).succeeds();
}

#[test]
fn a_run_becomes_one_page() {
    let there = run();
    let folder = there.path().join("out");
    // As if a command had made them, so that nothing but their content speaks against them.
    let results = Results::open(&folder).expect("a manifest");
    let mut made = Made::open(&results, "a test");
    for (name, text) in [
        ("scorecard.csv", "document,cell\n<b>bold</b>,High\n"),
        ("figures/odd.svg", "<svg ><script>1</script></svg>"),
    ] {
        made.put(name, text.as_bytes()).expect("written");
    }
    made.finish().expect("written");
    compared(&folder);
    fs::write(folder.join("figures/mine.svg"), "<svg ></svg>").expect("written");
    let told = report(&folder);
    assert!(
        told.contains("left out figures/odd.svg: it is not a figure")
            && told.contains("left out figures/mine.svg: nothing says that it was made from these"),
        "{told}"
    );
    let page = fs::read_to_string(folder.join("report.html")).expect("the page is there");

    let xml = xml(&page);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let read = roxmltree::Document::parse_with_options(&xml, options).expect("well formed");
    let names = |name: &str| {
        read.descendants()
            .filter(|node| node.has_tag_name(name))
            .count()
    };
    assert_eq!(names("script"), 0);
    assert_eq!(names("b"), page.matches("<b>").count(), "no text is a tag");
    let ids: Vec<&str> = read
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "no two parts have the same id");
    for link in read.descendants().filter_map(|node| node.attribute("href")) {
        assert!(link.starts_with('#') && ids.contains(&&link[1..]), "{link}");
    }
    assert_eq!(
        page.matches("http").count(),
        page.matches("http://www.w3.org/2000/svg").count()
    );
    assert!(
        !page.contains("<script") && !page.contains("<b>bold"),
        "text is escaped"
    );
    let heard = read.descendants().any(|node| node.text() == Some(HOSTILE));
    assert!(heard, "what a policy says of itself is told as it is");

    let svg = "http://www.w3.org/2000/svg";
    let drawn = read
        .descendants()
        .filter(|node| node.has_tag_name((svg, "svg")))
        .count();
    let mut figures = 0;
    for entry in fs::read_dir(folder.join("figures"))
        .expect("figures")
        .flatten()
    {
        let name = entry
            .path()
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            ids.contains(&format!("figure-{name}").as_str()),
            "{name} is in the page"
        );
        figures += 1;
    }
    assert_eq!(
        drawn + 2,
        figures,
        "all but those that plaza did not draw of these results"
    );
    for name in ["map_difference", "forest", "oc_deaths"] {
        assert!(ids.contains(&format!("figure-{name}").as_str()), "{name}");
    }
    for told in [
        "recruitment",
        "document_verdict",
        "plaza verify DIR",
        "assumed",
        "predict what they will do",
    ] {
        assert!(page.contains(told), "{told}");
    }

    report(&folder);
    let again = fs::read_to_string(folder.join("report.html")).expect("the page is there");
    assert!(page == again, "the same bytes twice");
}

#[test]
fn a_comparison_is_renewed_with_the_baseline_and_margin_that_it_had() {
    let there = run();
    let folder = there.path().join("out");
    let out = typed(&folder);
    let call = ["compare", out, "--baseline", "odd", "--margin", "0.07"];
    plaza(call).succeeds();
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it was compared");
    let [rows, costs] = ["comparison.csv", "cost_effect.csv"].map(read);
    fs::write(folder.join("comparison.csv"), rows.replace('1', "2")).expect("written");
    report(&folder);
    assert_eq!(read("comparison.csv"), rows);
    // The same where the table that the page shows is as it was, and one beside it is not.
    fs::write(folder.join("cost_effect.csv"), costs.replace('1', "2")).expect("written");
    let left = folder.join("figures/.forest.svg.part");
    fs::write(&left, "<svg").expect("written");
    report(&folder);
    assert_eq!(read("cost_effect.csv"), costs);
    assert!(read("made.json").contains("--baseline odd --margin 0.07"));
    assert!(!left.exists(), "what a kill left is removed");
}

#[test]
fn a_folder_that_was_extended_is_compared_again() {
    let there = run();
    let folder = there.path().join("out");
    report(&folder);
    let read = || fs::read_to_string(folder.join("comparison.csv")).expect("it was compared");
    let before = read();
    let experiment = there.path().join("page.toml");
    let call = [
        "run",
        typed(&experiment),
        "--out",
        typed(&folder),
        "--replicates",
        "4",
        "--quiet",
    ];
    plaza(call).succeeds();
    report(&folder);
    assert_ne!(read(), before);
}

#[test]
fn parts_together_are_the_table() {
    let there = run();
    let folder = there.path().join("out");
    let opened = Results::open(&folder).expect("a manifest");
    let whole = opened.read(&NATIONAL).expect("the table");
    let mut parts = Vec::new();
    let each = opened.each(&NATIONAL, &["week", "fear"], |part| parts.push(part));
    each.expect("the parts");
    assert_eq!(parts.len(), 2, "a part for each policy and block");
    assert!(
        parts.iter().all(|part| part.numbers("members").is_empty()),
        "not asked for"
    );
    for column in ["week", "fear"] {
        let joined = parts.iter().flat_map(|part| part.numbers(column));
        assert_eq!(joined.collect::<Vec<f64>>(), whole.numbers(column));
    }
    let names = parts.iter().flat_map(|part| part.texts("policy"));
    assert!(names.eq(whole.texts("policy")));
}

#[test]
fn what_is_no_whole_result_folder_is_refused() {
    let there = run();
    let folder = there.path().join("out");
    let wrong = |folder: &Path, expected: &str| {
        let told = plaza(["report", typed(folder)]).refused();
        assert!(told.contains(expected), "{told}");
    };
    wrong(
        there.path(),
        "is no result folder, expected `manifest.json` in it",
    );
    let part = folder.join("national/odd/part-00000.parquet");
    let bytes = fs::read(&part).expect("the part is there");
    fs::write(&part, &bytes[1..]).expect("it can be written");
    wrong(&folder, "was altered or truncated");
    fs::write(&part, &bytes).expect("it can be written");
    let mut manifest = Manifest::read(&folder).expect("a manifest");
    for policy in manifest.policies.values_mut() {
        policy.blocks.clear();
    }
    manifest.write(&folder).expect("it can be written");
    wrong(&folder, "is not complete: 0 of 1 blocks");
    assert!(!folder.join("report.html").exists(), "nothing is written");
}

#[test]
fn a_test_of_three_replicates_says_both() {
    let there = run();
    let folder = there.path().join("out");
    report(&folder);
    let page = fs::read_to_string(folder.join("report.html")).expect("a page");
    // Under the title, among the notices and on every figure.
    assert!(page.matches(TEST).count() > 5);
    assert!(page.contains("3 independent replicates are too few: no verdict below 8"));
    assert!(page.contains("Too few replicates for a verdict against"));
    assert!(!page.contains("\"n better\"") && !page.contains("\"n worse\""));
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("a manifest");
    assert!(manifest.contains(TEST));
}
