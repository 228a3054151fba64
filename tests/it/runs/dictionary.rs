//! What is written is what the data dictionary says, and its identities hold in every row.

use std::path::Path;

use plaza_batch::rows::{Recorded, Rows};
use plaza_batch::{parquet, results};

use plaza::runs::design::{Design, RecordMunicipalities, RecordReplicates};
use plaza::runs::dictionary::{MUNICIPALITIES, NATIONAL, PANEL, TABLES, Type};
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

use crate::rules::worlds::smoke_by_month;

/// The smoke experiment for two years.
fn smoke(record: RecordMunicipalities) -> Design {
    let mut design = smoke_by_month();
    design.record.municipalities = record;
    design.record.lives = true;
    design.memory_one_in = 1;
    design.record.panel = RecordReplicates::Every(true);
    design.record.pairs = RecordReplicates::Every(true);
    design.record.control = RecordReplicates::Every(true);
    design
}

fn recorded(design: &Design, policy: &str) -> Recorded {
    let policy = design
        .policies
        .iter()
        .position(|p| p.name == policy)
        .expect("a policy of smoke");
    match replicate::run(design, &[policy], 3, true, &Stop::default()).pop() {
        Some(Ending::Done(recorded)) => *recorded,
        other => panic!("the replicate ended {other:?}"),
    }
}

fn sum(rows: &Rows, column: &str) -> f64 {
    rows.numbers(column).iter().sum()
}

#[test]
fn a_written_part_has_the_columns_of_the_dictionary_in_order() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let recorded = recorded(&smoke(RecordMunicipalities::Active), "status_quo");
    for (table, rows) in TABLES.iter().zip(&recorded.tables) {
        assert!(!rows.is_empty(), "{} has rows", table.name);
        let path = folder.path().join(table.name);
        let bytes = results::encode(rows, "digest");
        std::fs::write(&path, bytes).expect("the part is written");
        let names = parquet_columns(&path);
        let expected: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names, expected, "{}", table.name);
        assert_eq!(
            &parquet::read(&path, table).expect("the part is read"),
            rows
        );
    }
}

fn parquet_columns(path: &Path) -> Vec<String> {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    let file = std::fs::File::open(path).expect("the part is there");
    let reader = SerializedFileReader::new(file).expect("it is Parquet");
    let schema = reader.metadata().file_metadata().schema_descr();
    schema
        .columns()
        .iter()
        .map(|column| column.path().parts()[0].clone())
        .collect()
}

#[test]
fn deaths_are_the_same_by_cause_and_by_victim_in_every_week() {
    let recorded = recorded(&smoke(RecordMunicipalities::Active), "status_quo");
    let national = &recorded.tables[0];
    let column = |name: &str| national.numbers(name);
    let deaths = column("oc_deaths");
    let causes = [
        column("oc_deaths_between"),
        column("oc_deaths_state"),
        column("oc_deaths_other"),
    ];
    let crimes = column("crimes");
    let victims = [
        column("member_deaths"),
        column("associate_deaths"),
        column("bystander_deaths"),
        column("police_deaths"),
        column("soldier_deaths"),
    ];
    assert!(deaths.iter().sum::<f64>() > 50.0, "somebody dies");
    for week in 0..national.len() {
        assert!(crimes[week] >= deaths[week], "week {week}");
        assert_eq!(
            deaths[week],
            causes.iter().map(|c| c[week]).sum::<f64>(),
            "week {week}"
        );
        assert_eq!(
            deaths[week],
            victims.iter().map(|c| c[week]).sum::<f64>(),
            "week {week}"
        );
    }
}

#[test]
fn stocks_follow_from_flows() {
    let design = smoke(RecordMunicipalities::Active);
    let recorded = recorded(&design, "kingpin_only");
    let national = &recorded.tables[0];
    let column = |name: &str| national.numbers(name);
    let [members, recruited, left, jailed, dead] =
        ["members", "recruited", "left", "jailed", "member_deaths"].map(column);
    let (population, police) = (column("population"), column("municipal_police"));
    let citizens: Vec<Vec<f64>> = [
        "member_deaths",
        "associate_deaths",
        "bystander_deaths",
        "other_homicides",
    ]
    .map(column)
    .into();
    let police_deaths = column("police_deaths");
    for week in 1..national.len() {
        let change = recruited[week] - left[week] - jailed[week] - dead[week];
        assert_eq!(
            members[week] - members[week - 1],
            change,
            "members in week {week}"
        );
        let buried: f64 = citizens.iter().map(|deaths| deaths[week]).sum();
        assert_eq!(
            population[week - 1] - population[week],
            buried,
            "residents in week {week}"
        );
        // Of the officers killed some are municipal; every fourth week the dead are replaced.
        let gone = police[week - 1] - police[week];
        assert!(
            (0.0..=police_deaths[week]).contains(&gone) || (week % 4 == 0 && gone < 0.0),
            "police in week {week}"
        );
    }
    let [groups, organizations, effective, share] = [
        "groups",
        "organizations",
        "effective_organizations",
        "largest_share",
    ]
    .map(column);
    for week in 0..national.len() {
        assert!(organizations[week] <= groups[week]);
        assert!(
            (1.0..=groups[week]).contains(&effective[week]),
            "week {week}"
        );
        assert!(share[week] >= 1.0 / groups[week] && share[week] <= 1.0);
    }
}

#[test]
fn municipalities_add_up_to_the_nation() {
    let all = recorded(&smoke(RecordMunicipalities::All), "status_quo");
    let active = recorded(&smoke(RecordMunicipalities::Active), "status_quo");
    let (national, every, some) = (&all.tables[0], &all.tables[3], &active.tables[3]);
    assert_eq!(national.table.name, NATIONAL.name);
    assert_eq!(every.table.name, MUNICIPALITIES.name);
    assert_eq!(
        every.len(),
        144 * 2,
        "every municipality in each of two years"
    );
    assert!(some.len() < every.len());
    let panel = &all.tables[5];
    assert_eq!(panel.table.name, PANEL.name);
    let counts = ["oc_deaths", "extortions", "kidnappings", "displaced"];
    for rows in [every, some, panel] {
        for count in counts {
            assert_eq!(sum(rows, count), sum(national, count), "{count}");
        }
    }
    let homicides = "other_homicides";
    assert_eq!(sum(every, homicides), sum(national, homicides));
    let (years, weeks) = (every.numbers("year"), national.numbers("week"));
    for count in counts.into_iter().chain([homicides]) {
        let (of_places, of_weeks) = (every.numbers(count), national.numbers(count));
        for year in [2007.0, 2008.0] {
            let of_year = (0..every.len()).filter(|row| years[*row] == year);
            let here: f64 = of_year.map(|row| of_places[row]).sum();
            let of_year =
                (0..national.len()).filter(|row| 2007.0 + (weeks[*row] / 52.0).floor() == year);
            let there: f64 = of_year.map(|row| of_weeks[row]).sum();
            assert_eq!(here, there, "{count} in {year}");
        }
    }
    for column in every.table.columns {
        if column.r#type != Type::Text
            && !["population", "police", "year", "flow", "other_homicides"].contains(&column.name)
            && column.name != "replicate"
        {
            assert_eq!(
                sum(some, column.name),
                sum(every, column.name),
                "{}",
                column.name
            );
        }
    }
}
