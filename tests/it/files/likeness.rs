//! Two maps held against one another: `plaza map check --against`.

use plaza_model::state::likeness::{clusterings, likenesses};

use crate::program::{plaza, typed};
use crate::rules::worlds::{group, towns};

#[test]
fn distances_and_medians_are_those_of_the_samples() {
    let four = towns(
        &[100, 200, 300, 400],
        &[group("a", &[0, 1, 2]), group("b", &[1])],
    );
    let five = towns(&[250, 350, 450, 550, 650], &[group("a", &[0, 1, 2, 3, 4])]);
    let told = likenesses([&four, &five]);
    let of = |what: &str| {
        let like = told
            .iter()
            .find(|like| like.what == what)
            .expect("it is compared");
        (
            (1e9 * like.distance).round() / 1e9,
            like.medians,
            like.means,
        )
    };
    // As SciPy's ks_2samp has them.
    assert_eq!(of("residents"), (0.6, [250.0, 450.0], [250.0, 450.0]));
    assert_eq!(of("neighbours"), (0.1, [1.5, 2.0], [1.5, 1.6]));
    assert_eq!(of("km to a crossing").0, 0.0);
    assert_eq!(
        of("organizations in a municipality"),
        (0.25, [1.0, 1.0], [1.0, 1.0])
    );
    assert_eq!(
        of("municipalities of an organization"),
        (1.0, [2.0, 5.0], [2.0, 5.0])
    );
    // Towns that grow along a row are like their neighbours; an organization everywhere is no pattern.
    let alike = clusterings([&four, &five]);
    let residents = alike[0].moran.map(|index| index.expect("it varies"));
    assert!(residents.iter().all(|index| *index > 0.2), "{residents:?}");
    assert_eq!(alike[2].what, "any organization");
    assert_eq!(alike[2].moran[1], None);
}

#[test]
fn a_recipe_and_the_folder_built_of_it_are_one_map() {
    let folder = tempfile::tempdir().expect("a folder");
    let built = folder.path().join("map");
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/maps/grid_50x50.toml");
    let out = typed(&built);
    plaza(["map", "build", "--grid", "50x50", "--out", out]).succeeds();
    let told = plaza(["map", "check", recipe, "--against", out])
        .succeeds()
        .out;
    let likeness = told.split_once(" against ").expect("a comparison").1;
    let rows: Vec<&str> = likeness.lines().skip(2).take(6).collect();
    for row in &rows {
        assert_eq!(row[36..].split_whitespace().next(), Some("0.000"), "{row}");
    }
    assert!(
        rows[0].starts_with("residents") && rows[5].starts_with("municipalities of"),
        "{rows:?}"
    );
    assert!(likeness.contains("any organization"), "{likeness}");
}
