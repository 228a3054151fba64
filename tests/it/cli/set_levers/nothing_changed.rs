//! Settings that change nothing, or that another undoes, are refused.

use std::fs;

use plaza_model::policy::levers::Level;

use plaza::files::embedded;
use plaza::setup::{Overrides, load};

use super::{asked, level, loaded, refused, smoke};

#[test]
fn what_is_typed_in_another_form_is_no_default() {
    for (set, expected) in [
        (
            "record=[]",
            "--set record=[]: expected a table, found a list",
        ),
        (
            "replay=[]",
            "--set replay=[]: expected a table, found a list",
        ),
        ("levers=", "--set levers=: the path of a file is empty"),
    ] {
        assert_eq!(refused(&asked(&[set])), expected);
    }
}

#[test]
fn keys_that_do_nothing_are_refused() {
    for (set, expected) in [
        (
            "shared=social",
            "a policy is shared until policies part, and here they part in week 0",
        ),
        ("luck_per_draw=4", "replicates share draws where parameters"),
        (
            "beyond_ranges={ \"recruitment.rate\" = [0.0, 1.0] }",
            "the program writes this; `--beyond-ranges` lets a number",
        ),
    ] {
        let told = refused(&asked(&[set]));
        assert!(told.contains(expected), "{told}");
    }
    let both = refused(&asked(&["levers.army_units=1", "set.levers.army_units=2"]));
    assert!(both.contains("is set twice"), "{both}");
    let money = Overrides {
        equal_budget: Some("status_quo".to_owned()),
        ..asked(&["levers.army_units=1"])
    };
    assert!(refused(&money).contains("a lever that is set would be multiplied"));
}

#[test]
fn what_changes_nothing_known_is_refused() {
    for (set, expected) in [
        (
            "policies.foo=3",
            "expected policies.POLICY.LEVER=LEVEL, as in policies.foo.army_units=20000",
        ),
        (
            "policies.status_qou.army_units=3",
            "policy `status_qou` is not among those compared (did you mean `status_quo`?)",
        ),
        (
            "policies.status_quo.army_unit=3",
            "there is no lever `army_unit` (did you mean `army_units`?)",
        ),
        (
            "levers.army_unit=3",
            "there is no lever `army_unit` (did you mean `army_units`?)",
        ),
        ("levers.army_units.x=3", "expected levers.NAME=LEVEL"),
        (
            "levers.army_units=-1",
            "level -1 of `army_units` is outside 0 to 200000 [soldier]",
        ),
        (
            "levers.army_units=true",
            "expected a level, or levels over time",
        ),
        (
            "levers.allocation=ned",
            "`allocation` has no option \"ned\"",
        ),
        (
            "levers.army_units=[{ from_week = 9, level = 1 }, { from_week = 2, level = 1 }]",
            "from_week is 2, expected more than the 9 before it",
        ),
        (
            "policies.9=social",
            "`policies.9` is an entry of a list that is not so long",
        ),
        (
            "policies.status_quo.army_units.x=3",
            "expected policies.POLICY.LEVER=LEVEL",
        ),
        ("wekes=9", "unknown key `wekes` (did you mean `weeks`?)"),
        (
            "parameters.recruitment.rate=0.9",
            "0.9 is outside the range of `recruitment.rate`, 0.0015 to 0.004; `--beyond-ranges` allows it",
        ),
    ] {
        let told = refused(&asked(&[set]));
        assert!(told.starts_with(&format!("--set {set}: ")), "{told}");
        assert!(told.contains(expected), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    let twice = refused(&asked(&["levers.army_units=3", "levers.army_units=4"]));
    assert!(
        twice.contains("`levers.army_units` is set twice"),
        "{twice}"
    );
    let impossible = Overrides {
        beyond_ranges: true,
        ..asked(&["parameters.leaders.rivals=-1"])
    };
    assert!(refused(&impossible).contains("expected numbers from 0"));
}

/// Of the settings of a call none may undo another.
#[test]
fn a_setting_that_another_undoes_is_refused() {
    let everywhere = [
        "levers.army_units=5",
        "policies.status_quo.army_units=6",
        "policies.no_intervention.army_units=7",
        "policies.kingpin_only.army_units=7",
    ];
    for (set, expected) in [
        (
            &everywhere[..],
            "--set levers.army_units=5: `army_units` is set in each of the policies too, which goes before",
        ),
        (
            &["levers.army_units=3", "set={}"],
            "--set set={}: `levers.army_units` is set too, and one of the two holds the other",
        ),
        (
            &["record.panel=true", "record={}"],
            "--set record={}: `record.panel` is set too",
        ),
        (
            &["record={}", "record.panel=true"],
            "--set record.panel=true: `record` is set too",
        ),
        (
            &["policies.0=retrenchment", "policies=[\"status_quo\"]"],
            "`policies.0` is set too",
        ),
        (
            &["policies.0=retrenchment", "policies.00=status_quo"],
            "`00` is no place in the list of policies, expected 0, 1, ...",
        ),
        (
            &["policies.+0=retrenchment"],
            "`+0` is no place in the list",
        ),
        (
            &[
                "parameters.recruitment.rate=0.002",
                "parameters.recruitment.rate=0.003",
            ],
            "`parameters.recruitment.rate` is set twice",
        ),
    ] {
        let told = refused(&asked(set));
        assert!(told.contains(expected), "{set:?}: {told}");
    }
    let overrides = Overrides {
        policies: Some(vec!["status_quo".to_owned()]),
        ..asked(&["policies.0=retrenchment"])
    };
    let told = refused(&overrides);
    assert!(told.contains("`--policies` is given too"), "{told}");
    // In some of the policies both act, and the notice says where.
    let some = loaded(&everywhere[..2]);
    assert_eq!(
        level(&some, "status_quo", "army_units", 0),
        Level::Number(6.0)
    );
    let told = "army_units is set to 5 in all policies but status_quo";
    assert!(
        some.notices.common.iter().any(|notice| notice == told),
        "{:?}",
        some.notices
    );
}

/// Steps of a level are tables, wherever they stand.
#[test]
fn a_step_is_never_filled_from_a_list() {
    for list in [
        "[[0, 3]]",
        "[[0, 3, 2]]",
        "[[]]",
        "[{ from_week = 0, level = 1 }, [5, 2]]",
    ] {
        let told = refused(&asked(&[&format!("levers.army_units={list}")]));
        assert!(
            told.contains("expected a table, found a list"),
            "{list}: {told}"
        );
        assert!(told.starts_with("--set levers.army_units="), "{told}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let text = embedded::text(&smoke()).expect("it is embedded");
    let text = text.replace("../maps/grid_12x12.toml", "grid.toml");
    let grid = include_str!("../../../../configs/maps/grid_12x12.toml");
    fs::write(folder.path().join("grid.toml"), grid).expect("written");
    for (more, expected) in [
        (
            "[set.levers]\narmy_units = [[0, 3]]\n",
            "expected a table, found a list",
        ),
        (
            "[set.levers]\narmy_units = [{ from_week = 0, levle = 3 }]\n",
            "unknown key `levle` (did you mean `level`?)",
        ),
        (
            "[set.levers]\narmy_units = true\n",
            "expected a level, or levels over time",
        ),
    ] {
        fs::write(&path, format!("{text}\n{more}")).expect("written");
        let problems = load(Some(&path), &Overrides::default()).expect_err("it is refused");
        let told = problems[0].to_string();
        assert!(
            told.contains(expected) && problems[0].line.is_some(),
            "{told}"
        );
    }
}
