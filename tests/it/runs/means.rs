//! Means over replicates of the table `municipalities`: what they are, and that they do not depend
//! on how the work was divided.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plaza_batch::merge::merge;
use plaza_batch::parquet;
use plaza_batch::results::Results;
use plaza_batch::rows::Rows;

use plaza::runs::dictionary::{
    Kind, MUNICIPALITIES, MUNICIPALITY_MEANS, MUNICIPALITY_SUMS, TABLES, Type,
};
use plaza::runs::replicate::Ending;
use plaza::studies::dictionary::ALL;
use tempfile::tempdir;

use crate::program::{SMOKE, plaza};
use crate::runs::fake::{Call, assert_equal, call, files, simulate};

const POLICIES: [&str; 3] = ["kingpin_only", "no_intervention", "status_quo"];
const MEANS: &str = "municipalities/status_quo/part-00000.parquet";

fn averaged(policies: &[&'static str], replicates: u32) -> Call {
    let mut call = call(policies, replicates);
    call.means = true;
    call
}

/// By policy, municipality and year: how many rows, and the sum of each column that is no key.
type Sums = BTreeMap<(String, String, i64), (f64, Vec<f64>)>;

fn sums(rows: &Rows) -> Sums {
    let (policies, codes) = (rows.texts("policy"), rows.texts("municipality"));
    let years = rows.numbers("year");
    let columns = MUNICIPALITIES.columns.iter();
    let columns: Vec<Vec<f64>> = columns
        .filter(|column| column.kind != Kind::Key)
        .map(|column| rows.numbers(column.name))
        .collect();
    let mut sums = Sums::new();
    for row in 0..rows.len() {
        let of = |texts: &[Option<&str>]| texts[row].map(str::to_owned);
        let key = (
            of(&policies).expect("a policy"),
            of(&codes).expect("a code"),
            years[row] as i64,
        );
        let (count, sum) = sums
            .entry(key)
            .or_insert_with(|| (0.0, vec![0.0; columns.len()]));
        *count += 1.0;
        for (sum, column) in sum.iter_mut().zip(&columns) {
            *sum += column[row];
        }
    }
    sums
}

/// That `means` are the means of the rows of replicates `each`, to the last bits of a sum.
#[track_caller]
fn assert_means(means: &Rows, each: &Rows) {
    assert!(!means.knows("replicate"));
    assert!(!means.is_empty(), "there are means");
    let (means, each) = (sums(means), sums(each));
    assert!(
        means.keys().eq(each.keys()),
        "one row per policy, municipality and year"
    );
    for (key, (count, sum)) in &each {
        let (rows, mean) = &means[key];
        assert_eq!(*rows, 1.0, "{key:?}");
        for (mean, sum) in mean.iter().zip(sum) {
            let expected = sum / count;
            assert!(
                (mean - expected).abs() <= 1e-12 * expected.abs(),
                "{key:?}: {mean}, expected {expected}"
            );
        }
    }
}

#[test]
fn means_are_those_of_all_rows() {
    let there = tempdir().expect("a temporary folder");
    let folder = |name: &str| there.path().join(name).display().to_string();
    let (all, mean) = (folder("all"), folder("mean"));
    for (out, set) in [(&all, "all"), (&mean, "mean")] {
        let set = format!("record.municipalities={set}");
        let policies = "--policies=status_quo,kingpin_only";
        let out = ["--out", out.as_str(), "--replicates", "9", "--quiet"];
        plaza(["run", SMOKE, policies, "--set", &set])
            .args(out)
            .succeeds();
    }
    let read =
        |folder: &str| Results::open(Path::new(folder)).and_then(|of| of.read(&MUNICIPALITIES));
    let (each, means) = (read(&all).expect("rows"), read(&mean).expect("means"));
    assert_eq!(means.len(), 2 * 144 * 2);
    assert_means(&means, &each);
    let stored = Path::new(&mean).join(MEANS);
    let stored = parquet::read(&stored, &MUNICIPALITY_MEANS).expect("the table of means");
    assert_eq!(stored.len(), 144 * 2);

    plaza(["verify", &mean, "--sample", "1"]).succeeds();
    let (before, others) = (files(mean.as_ref()), files(all.as_ref()));
    plaza(["plot", &mean]).succeeds();
    assert!(before == files(mean.as_ref()), "figures are the same again");
    for figure in ["map_oc_deaths", "map_soldiers", "map_flow"] {
        let name = format!("figures/{figure}.svg");
        let drawn = before[&name].iter().filter(|byte| **byte == b'<').count();
        let other = others[&name].iter().filter(|byte| **byte == b'<').count();
        assert!(
            drawn.abs_diff(other) < 3,
            "{figure}: {drawn} elements, of all rows {other}"
        );
    }
}

#[test]
fn one_part_holds_the_means_and_no_sums() {
    let there = tempdir().expect("a temporary folder");
    averaged(&POLICIES, 37)
        .run(there.path())
        .expect("a new folder");
    let names: Vec<String> = files(there.path()).into_keys().collect();
    let of = |table: &str| {
        let table = format!("{table}/");
        names.iter().filter(|name| name.starts_with(&table)).count()
    };
    assert_eq!(of("municipalities"), 3);
    assert_eq!(of("municipality_sums"), 3 * 5);
    let means = parquet::read(&there.path().join(MEANS), &MUNICIPALITY_MEANS);
    let each = tempdir().expect("a temporary folder");
    call(&POLICIES[2..], 37)
        .run(each.path())
        .expect("a new folder");
    let each = Results::open(each.path())
        .and_then(|of| of.read(&MUNICIPALITIES))
        .expect("all parts");
    assert_means(&means.expect("the means"), &each);
}

#[test]
fn shards_resumed_and_grown_folders_have_the_same_means() {
    let there = tempdir().expect("a temporary folder");
    let folder = |name: &str| there.path().join(name);
    let one = folder("one");
    averaged(&POLICIES, 37).run(&one).expect("a new folder");

    let mut killed = averaged(&POLICIES, 37);
    killed.killed_after = Some(50);
    killed.run(&folder("resumed")).expect("a new folder");
    assert!(!folder("resumed").join(MEANS).exists());
    let resumed = averaged(&POLICIES, 37).run(&folder("resumed"));
    assert!(resumed.expect("a folder to resume") > 0);
    assert_equal(&one, &folder("resumed"));
    assert_eq!(averaged(&POLICIES, 37).run(&folder("resumed")), Ok(0));

    for (policies, replicates) in [(&POLICIES[1..], 8), (&POLICIES[1..], 12), (&POLICIES, 37)] {
        let grown = averaged(policies, replicates);
        grown.run(&folder("grown")).expect("a folder that grows");
        assert!(folder("grown").join(MEANS).exists());
    }
    assert_equal(&one, &folder("grown"));

    for shards in [1, 2, 7] {
        let shard = |k| {
            let path = folder(&format!("{k}-of-{shards}"));
            let call = averaged(&POLICIES, 37).shard(&format!("{k}/{shards}"));
            call.run(&path).expect("a new folder");
            assert!(!path.join("municipalities").exists(), "sums are enough");
            path
        };
        let folders: Vec<_> = (1..=shards).rev().map(shard).collect();
        let out = folder(&format!("merged-{shards}"));
        merge(&folders, &out, &TABLES).expect("shards that fit");
        assert_equal(&one, &out);
    }
    merge(std::slice::from_ref(&one), &folder("again"), &TABLES).expect("a whole folder");
    assert_equal(&one, &folder("again"));
}

#[test]
fn means_of_fewer_replicates_are_not_left_behind() {
    let there = tempdir().expect("a temporary folder");
    let means = there.path().join(MEANS);
    averaged(&POLICIES, 20)
        .run(there.path())
        .expect("a new folder");
    assert!(means.exists());
    let mut killed = averaged(&POLICIES, 37);
    killed.killed_after = Some(1);
    killed.run(there.path()).expect("a folder to extend");
    assert!(!means.exists());
    // What reads the table meanwhile takes the blocks that are done.
    let of_blocks = Results::open(there.path())
        .and_then(|of| of.read(&MUNICIPALITIES))
        .expect("the sums");
    assert!(!of_blocks.is_empty());
}

#[test]
fn damaged_means_are_made_again_without_a_run() {
    let there = tempdir().expect("a temporary folder");
    let (one, other) = (there.path().join("one"), there.path().join("other"));
    for path in [&one, &other] {
        averaged(&POLICIES, 20).run(path).expect("a new folder");
    }
    fs::write(other.join(MEANS), "PAR").expect("a temporary folder");
    assert!(
        merge(
            std::slice::from_ref(&other),
            &there.path().join("out"),
            &TABLES
        )
        .is_err()
    );
    assert_eq!(averaged(&POLICIES, 20).run(&other), Ok(0));
    assert_equal(&one, &other);

    let sums = other.join("municipality_sums/status_quo/part-00001.parquet");
    fs::remove_file(sums).expect("a part");
    assert_eq!(averaged(&POLICIES, 20).run(&other), Ok(8));
    assert_equal(&one, &other);
}

#[test]
fn means_that_are_not_those_of_the_sums_are_found() {
    let there = tempdir().expect("a temporary folder");
    averaged(&POLICIES, 20)
        .run(there.path())
        .expect("a new folder");
    let mut results = Results::open(there.path()).expect("a manifest");
    assert_eq!(results.wrong_means(&TABLES), Ok(vec![]));
    let policy = results
        .manifest
        .policies
        .get_mut("status_quo")
        .expect("a policy");
    policy.means = Some("0".repeat(64));
    let wrong = results.wrong_means(&TABLES).expect("the sums");
    assert!(wrong[0].ends_with("status_quo/part-00000.parquet") && wrong.len() == 1);
}

#[test]
fn a_failed_replicate_is_in_no_mean() {
    let there = tempdir().expect("a temporary folder");
    let failing = |policies: &[String], replicate: u32| {
        let mut endings = simulate(policies, replicate);
        // The last block fails whole.
        if replicate == 9 || replicate >= 16 {
            endings[0] = Ending::Failed("members are negative".to_owned());
        }
        endings
    };
    let folder = |name: &str| there.path().join(name);
    let averaged = averaged(&["a"], 20);
    averaged
        .run_with(&folder("mean"), &failing)
        .expect("a new folder");
    call(&["a"], 20)
        .run_with(&folder("all"), &failing)
        .expect("a new folder");
    let read = |name: &str| {
        Results::open(&folder(name))
            .and_then(|of| of.read(&MUNICIPALITIES))
            .expect("rows")
    };
    assert_means(&read("mean"), &read("all"));
    assert_eq!(read("all").numbers("replicate").last(), Some(&15.0));
}

#[test]
fn means_and_sums_have_the_columns_of_the_table() {
    let names = |columns: &[plaza::runs::dictionary::Column]| -> Vec<&str> {
        columns.iter().map(|column| column.name).collect()
    };
    let mut expected = names(MUNICIPALITIES.columns);
    assert_eq!(names(MUNICIPALITY_MEANS.columns), expected);
    expected.push("replicates");
    assert_eq!(names(MUNICIPALITY_SUMS.columns), expected);
    for (mean, column) in MUNICIPALITY_MEANS
        .columns
        .iter()
        .zip(MUNICIPALITIES.columns)
    {
        let real = column.kind == Kind::Key || mean.r#type == Type::Real;
        assert!(real, "{}", column.name);
        assert_eq!(mean.nullable, column.name == "replicate");
    }
    assert!(
        TABLES
            .iter()
            .zip(ALL)
            .all(|(one, all)| one.name == all.name)
    );
}
