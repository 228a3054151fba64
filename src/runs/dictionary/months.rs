//! The table `months`: municipalities month by month, added up over the replicates of a block, and beside it the paired
//! differences to the baseline. It is what `plaza explore` draws.

use plaza_batch::folded::{either, matched};
use plaza_batch::rows::{Kept, Rows, Values};
use plaza_batch::table::{Column, Kind, POLICY, Table, Type};

/// Weeks in a month.
pub const WEEKS: i32 = 4;

/// One row per municipality and month of a block, and one of the country.
pub static MONTHS: Table = Table::new(
    "months",
    "a municipality in one month (four weeks), or the country (`municipality` is null), added up over the \
     replicates of a block that failed neither under this policy nor under the experiment's `baseline`; only where \
     `[record] months` asks for it. Of all parts of a policy, the sum of a column by the sum of `replicates` is a mean: \
     a municipality and month without a row is zero in all replicates of the block. Weeks of an unfinished month at the \
     end are in no row",
    &COLUMNS,
)
.on_request()
.folded();

/// How many measures there are.
pub const MEASURES_TOLD: usize = 9;

/// Columns of a measure: sum, squares, and the same of differences.
const OF_A_MEASURE: usize = 4;
/// Columns before those of measures.
const BEFORE: usize = 4;

/// Lists measures and their columns.
macro_rules! measures {
    ($($name:ident: $kind:ident, $unit:literal, $formula:literal;)*) => {
        /// What is told of a municipality and month, in the order of the columns.
        pub const MEASURES: [&str; MEASURES_TOLD] = [$(stringify!($name),)*];

        const OF_MEASURES: [[Column; OF_A_MEASURE]; MEASURES_TOLD] = [$([
            number(Kind::$kind, concat!(stringify!($name), "_sum"), $unit, concat!("sum over replicates of: ", $formula)),
            number(
                Kind::$kind,
                concat!(stringify!($name), "_squares"),
                concat!("(", $unit, ")^2"),
                concat!("sum over replicates of the square of: ", $formula),
            ),
            number(
                Kind::$kind,
                concat!(stringify!($name), "_difference_sum"),
                $unit,
                concat!("sum over replicates of the difference to the baseline of: ", $formula),
            ),
            number(
                Kind::$kind,
                concat!(stringify!($name), "_difference_squares"),
                concat!("(", $unit, ")^2"),
                concat!("sum over replicates of the square of the difference to the baseline of: ", $formula),
            ),
        ],)*];
    };
}

measures! {
    oc_deaths: Count, "person", "organized-crime deaths";
    extortions: Count, "firm", "firms visited by extortionists for the first time";
    displaced: Count, "person", "residents who fled their home here";
    organizations: Stock, "group", "groups with a cell here at the end of the month";
    contested: Count, "week", "weeks that ended with two or more groups here";
    control: Count, "week", "weeks that ended with one group alone here";
    captured: Count, "week", "weeks that ended with the municipal police serving a group";
    forces: Count, "person week", "federal police, soldiers and marines here at the end of each week, added up";
    flow: Count, "100 kg", "drugs that went through, rounded";
}

/// A whole number.
const fn number(
    kind: Kind,
    name: &'static str,
    unit: &'static str,
    formula: &'static str,
) -> Column {
    Column {
        name,
        r#type: Type::Integer,
        nullable: false,
        unit,
        kind,
        formula,
    }
}

const COLUMNS: [Column; BEFORE + OF_A_MEASURE * MEASURES_TOLD] = {
    let mut columns = [POLICY; BEFORE + OF_A_MEASURE * MEASURES_TOLD];
    columns[1] = Column {
        name: "municipality",
        r#type: Type::Text,
        nullable: true,
        unit: "-",
        kind: Kind::Key,
        formula: "code of the map; null: the country, all municipalities added up in each replicate",
    };
    columns[2] = number(
        Kind::Key,
        "month",
        "month",
        "month of the model, of four weeks; 0 begins with week 0",
    );
    columns[3] = number(
        Kind::Count,
        plaza_batch::folded::REPLICATES,
        "replicate",
        "replicates added up",
    );
    let mut measure = 0;
    while measure < MEASURES_TOLD {
        let mut column = 0;
        while column < OF_A_MEASURE {
            columns[BEFORE + measure * OF_A_MEASURE + column] = OF_MEASURES[measure][column];
            column += 1;
        }
        measure += 1;
    }
    columns
};

/// Columns of a measure, by their place in its list.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Its sum over replicates.
    Sum,
    /// The sum of its squares.
    Squares,
    /// The sum of its differences.
    Difference,
    /// The sum of their squares.
    DifferenceSquares,
}

/// Where a column of a measure stands in the table.
pub fn index(measure: usize, of: Of) -> usize {
    BEFORE + measure * OF_A_MEASURE + of as usize
}

/// The rows of one replicate, of which the observer gave `mine`: keys and sums, beside those of the same replicate under
/// the baseline.
///
/// # Panics
/// When the rows are of another table.
pub fn paired(mine: &Rows, baseline: &Rows) -> Rows {
    let matches = matched(mine, baseline);
    let mut paired = Rows::new(&MONTHS);
    let keys = paired.columns.iter_mut().zip(MONTHS.columns).take(BEFORE);
    for (index, (into, column)) in keys.enumerate() {
        let [mine, theirs] = [mine, baseline].map(|rows| &rows.columns[index]);
        match column.kind {
            // The policy, too, where this one has no row and the baseline has.
            Kind::Key if index == 0 => into.repeat(mine.value(0), matches.len()),
            Kind::Key => *into = either(column, mine, theirs, &matches),
            _ => into.repeat(1.into(), matches.len()),
        }
    }
    for measure in 0..MEASURES_TOLD {
        let [mine, theirs] = [mine, baseline].map(|rows| sums(rows, measure));
        let both: Vec<[i64; 2]> = matches
            .iter()
            .map(|(here, there)| {
                let mine = here.map_or(0, |row| mine.get(row));
                let theirs = there.map_or(0, |row| theirs.get(row));
                [mine, mine - theirs]
            })
            .collect();
        let columns = &mut paired.columns;
        let sum = both.iter().map(|[mine, _]| Some(*mine));
        columns[index(measure, Of::Sum)].integers(sum);
        let squares = both.iter().map(|[mine, _]| Some(mine * mine));
        columns[index(measure, Of::Squares)].integers(squares);
        let less = both.iter().map(|[_, less]| Some(*less));
        columns[index(measure, Of::Difference)].integers(less);
        let squares = both.iter().map(|[_, less]| Some(less * less));
        columns[index(measure, Of::DifferenceSquares)].integers(squares);
    }
    paired
}

/// The sums of a measure.
fn sums(rows: &Rows, measure: usize) -> &plaza_batch::values::Integers {
    match rows.columns[index(measure, Of::Sum)].kept() {
        Kept::Integer(sums) => sums,
        _ => unreachable!("measures are whole numbers"),
    }
}

/// The column of sums, which the observer fills.
pub fn column(rows: &mut Rows, measure: usize) -> &mut Values {
    &mut rows.columns[index(measure, Of::Sum)]
}
