//! The table `lives`: its columns, and how each is read from the events of a life.

use plaza_batch::table::Table;

use plaza_model::state::memory::Life;

use crate::runs::dictionary::words::{Label, Place, Words};

/// One row per thing that happened to somebody of the memory panel.
pub static LIVES: Table = Table::new(
    "lives",
    "what happened to one person of the memory panel in one week of one replicate; only where \
     `[record] lives = true`",
    LifeRow::COLUMNS,
)
.on_request();

columns! {
    /// What happened to somebody in a week.
    pub struct LifeRow of (week: i32, life: &Life) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", week;
        municipality: Place, Key, "-", "home: code of the map", Place(life.place);
        person: u32, Key, "-", "the resident's number there", life.number;
        age: Label, Attribute, "-", "child, young, adult, older", Label(AGES[life.stratum.age() as usize]);
        sex: Label, Attribute, "-", "female, male", Label(SEXES[usize::from(life.stratum.female())]);
        vulnerable: bool, Attribute, "1",
            "1: poor, or without school and regular work; 0: not", life.stratum.vulnerable();
        what: Label, Attribute, "-",
            "extorted, kidnapped, robbed, bereaved, displaced, returned, forgot", Label(life.what.label());
        reported: bool, Attribute, "1", "1: they reported it; 0: not", life.reported;
    }
}

const AGES: [&str; 4] = ["child", "young", "adult", "older"];
const SEXES: [&str; 2] = ["male", "female"];
