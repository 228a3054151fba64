//! The data dictionary: the tables plaza writes, column by column.
//!
//! It is the contract with readers in Python, R and DuckDB. A table has exactly the columns that
//! stand here, in this order; `tests/it/dictionary.rs` holds written files to it.

use serde::Serialize;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A whole number.
    Integer,
    /// A real number.
    Real,
    /// Text.
    Text,
}

/// When a column's value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Says which row it is.
    Key,
    /// As it stands at the end of the week (or of the year).
    Stock,
    /// Counted over the week (or the year).
    Count,
    /// Mean over the weeks of the year.
    Mean,
    /// Says more of what happened.
    Attribute,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Column {
    /// Its name, a contract.
    pub name: &'static str,
    /// What it holds.
    #[serde(rename = "type")]
    pub r#type: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its unit.
    pub unit: &'static str,
    /// When its value holds.
    pub kind: Kind,
    /// How it is computed.
    pub formula: &'static str,
}

/// A table.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Its name, which is its folder's.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Whether a part without rows is left out: the table is recorded only where it is asked for.
    pub on_request: bool,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// All tables a run writes.
pub static TABLES: [&Table; 5] = [&NATIONAL, &ORGANIZATIONS, &EVENTS, &MUNICIPALITIES, &LIVES];

const fn column(
    name: &'static str,
    r#type: Type,
    unit: &'static str,
    kind: Kind,
    formula: &'static str,
) -> Column {
    Column {
        name,
        r#type,
        nullable: false,
        unit,
        kind,
        formula,
    }
}

const fn nullable(
    name: &'static str,
    r#type: Type,
    unit: &'static str,
    kind: Kind,
    formula: &'static str,
) -> Column {
    Column {
        name,
        r#type,
        nullable: true,
        unit,
        kind,
        formula,
    }
}

use Kind::{Attribute, Count, Key, Mean, Stock};
use Type::{Integer, Real, Text};

const POLICY: Column = column("policy", Text, "-", Key, "name of the policy");
const REPLICATE: Column = column(
    "replicate",
    Integer,
    "-",
    Key,
    "number of the replicate, from 0",
);
const WEEK: Column = column(
    "week",
    Integer,
    "week",
    Key,
    "week of the model; 0 is the first week of 2007",
);

/// One row per replicate and week.
pub static NATIONAL: Table = Table {
    name: "national",
    row: "the country in one week of one replicate",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        WEEK,
        column(
            "population",
            Integer,
            "person",
            Stock,
            "residents alive, wherever they are",
        ),
        column(
            "organizations",
            Integer,
            "organization",
            Stock,
            "groups in two or more municipalities, or with 300 or more members [C11]",
        ),
        column("groups", Integer, "group", Stock, "all with own leadership"),
        column(
            "effective_organizations",
            Real,
            "group",
            Stock,
            "inverse Herfindahl of members over groups: (sum m)^2 / sum m^2",
        ),
        column(
            "largest_share",
            Real,
            "1",
            Stock,
            "members of the largest group / members",
        ),
        column("members", Integer, "person", Stock, "members of all groups"),
        column(
            "associates",
            Integer,
            "person",
            Stock,
            "associates of all groups",
        ),
        column(
            "recruited",
            Integer,
            "person",
            Count,
            "civilians who became members",
        ),
        column(
            "left",
            Integer,
            "person",
            Count,
            "members who left of their own will",
        ),
        column(
            "arrested",
            Integer,
            "person",
            Count,
            "members arrested, kept or not",
        ),
        column(
            "jailed",
            Integer,
            "person",
            Count,
            "members arrested and kept",
        ),
        column("prisoners", Integer, "person", Stock, "members in prison"),
        column(
            "oc_deaths",
            Integer,
            "person",
            Count,
            "oc_deaths_between + oc_deaths_state = member_deaths + associate_deaths + \
             bystander_deaths + police_deaths + soldier_deaths",
        ),
        column(
            "oc_deaths_between",
            Integer,
            "person",
            Count,
            "deaths in fights between groups",
        ),
        column(
            "oc_deaths_state",
            Integer,
            "person",
            Count,
            "deaths where a force took part",
        ),
        column("member_deaths", Integer, "person", Count, "members killed"),
        column(
            "associate_deaths",
            Integer,
            "person",
            Count,
            "associates killed",
        ),
        column(
            "bystander_deaths",
            Integer,
            "person",
            Count,
            "bystanders killed",
        ),
        column(
            "police_deaths",
            Integer,
            "person",
            Count,
            "police officers killed",
        ),
        column(
            "soldier_deaths",
            Integer,
            "person",
            Count,
            "soldiers killed",
        ),
        column(
            "leaders_removed",
            Integer,
            "person",
            Count,
            "leaders of groups who fell",
        ),
        column(
            "bosses_removed",
            Integer,
            "person",
            Count,
            "plaza bosses who fell",
        ),
        column("splits", Integer, "group", Count, "splinters founded"),
        column(
            "extinctions",
            Integer,
            "group",
            Count,
            "groups that ceased to exist",
        ),
        column("wars", Integer, "pair", Stock, "pairs of groups at war"),
        column(
            "municipal_police",
            Integer,
            "person",
            Stock,
            "municipal police officers",
        ),
        column(
            "soldiers",
            Integer,
            "person",
            Stock,
            "soldiers on this duty (whole battalions)",
        ),
        column(
            "violent_municipalities",
            Integer,
            "municipality",
            Stock,
            "municipalities with 12 or more oc_deaths in the last 52 weeks",
        ),
    ],
};

/// One row per replicate, group and 13th week.
pub static ORGANIZATIONS: Table = Table {
    name: "organizations",
    row: "a group with own leadership in every 13th week (12, 25, ...) of one replicate",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        WEEK,
        column(
            "organization",
            Text,
            "-",
            Key,
            "key from its lineage, 16 hexadecimal digits",
        ),
        column(
            "name",
            Text,
            "-",
            Attribute,
            "usual name; a splinter's from faction or lineage",
        ),
        nullable(
            "parent",
            Text,
            "-",
            Attribute,
            "key of the group it split from; null: a founder",
        ),
        column(
            "born_week",
            Integer,
            "week",
            Attribute,
            "week of founding; founders: first week",
        ),
        column(
            "members",
            Integer,
            "person",
            Stock,
            "members in all its cells",
        ),
        column(
            "municipalities",
            Integer,
            "municipality",
            Stock,
            "municipalities with a cell",
        ),
        column(
            "cohesion",
            Real,
            "1",
            Stock,
            "how well it holds together, 0 to 1",
        ),
        column(
            "tenure_weeks",
            Integer,
            "week",
            Stock,
            "weeks its leader has led",
        ),
    ],
};

/// One row per notable event.
pub static EVENTS: Table = Table {
    name: "events",
    row: "a notable event of one replicate",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        WEEK,
        column(
            "kind",
            Text,
            "-",
            Key,
            "leader_removed, boss_removed, succession, split, war, truce, extinction, deployment",
        ),
        nullable(
            "organization",
            Text,
            "-",
            Attribute,
            "whom it is about: key",
        ),
        nullable(
            "other",
            Text,
            "-",
            Attribute,
            "the enemy, or the splinter: key",
        ),
        nullable(
            "municipality",
            Text,
            "-",
            Attribute,
            "where: code of the map; null for what has no one place",
        ),
        nullable("rank", Text, "-", Attribute, "who fell: leader, boss"),
        nullable(
            "outcome",
            Text,
            "-",
            Attribute,
            "how: killed, arrested, killed_by_rivals; of a succession: heir, contested",
        ),
        nullable(
            "successors",
            Integer,
            "person",
            Attribute,
            "eligible heirs the week before",
        ),
        nullable(
            "members",
            Integer,
            "person",
            Attribute,
            "members of the organization, the cell, the splinter; soldiers of a unit",
        ),
    ],
};

/// One row per replicate, municipality and year.
pub static MUNICIPALITIES: Table = Table {
    name: "municipalities",
    row: "a municipality in one year (52 weeks) of one replicate; by default only rows with an \
          organization, an OC death or soldiers: an absent row is zero in all but population",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        column("municipality", Text, "-", Key, "code of the map"),
        column("year", Integer, "year", Key, "2007 + week / 52"),
        column("population", Integer, "person", Stock, "residents alive"),
        column(
            "oc_deaths",
            Integer,
            "person",
            Count,
            "organized-crime deaths",
        ),
        column(
            "organizations",
            Integer,
            "group",
            Stock,
            "groups with a cell here",
        ),
        column(
            "organizations_visible",
            Integer,
            "group",
            Count,
            "groups the press named here at least once in the year [C14]",
        ),
        column(
            "organizations_max",
            Integer,
            "group",
            Count,
            "most groups here at the end of a week",
        ),
        column(
            "weeks_contested",
            Integer,
            "week",
            Count,
            "weeks that ended with two or more groups",
        ),
        column("members", Real, "person", Mean, "members here"),
        column(
            "police",
            Integer,
            "person",
            Stock,
            "municipal police officers here",
        ),
        column("soldiers", Real, "person", Mean, "soldiers here"),
    ],
};

/// One row per thing that happened to somebody of the memory panel.
pub static LIVES: Table = Table {
    name: "lives",
    row: "what happened to one person of the memory panel in one week of one replicate; only where \
          `[record] lives = true`",
    on_request: true,
    columns: &[
        POLICY,
        REPLICATE,
        WEEK,
        column("municipality", Text, "-", Key, "home: code of the map"),
        column("person", Integer, "-", Key, "the resident's number there"),
        column("age", Text, "-", Attribute, "child, young, adult, older"),
        column("sex", Text, "-", Attribute, "female, male"),
        column(
            "vulnerable",
            Integer,
            "1",
            Attribute,
            "1: poor, or without school and regular work; 0: not",
        ),
        column(
            "what",
            Text,
            "-",
            Attribute,
            "extorted, kidnapped, robbed, bereaved, displaced, returned, forgot",
        ),
        column(
            "reported",
            Integer,
            "1",
            Attribute,
            "1: they reported it; 0: not",
        ),
    ],
};
