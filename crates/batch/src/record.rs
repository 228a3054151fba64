//! Rows as they are kept while a replicate runs: a table's columns, and how each is read from the model's world, are one
//! list.
//!
//! ```
//! use plaza_batch::rows::Rows;
//! use plaza_batch::table::Table;
//!
//! plaza_batch::columns! {
//!     struct Day of (rain: f64, people: &[&str]) {
//!         wet: bool, Stock, "1", "1: it rains; 0: not", rain > 0.0;
//!         people: u32, Stock, "person", "who is there", people.len() as u32;
//!     }
//! }
//!
//! static DAYS: Table = Table::new("days", "a day of one replicate", Day::COLUMNS);
//!
//! let mut rows = Rows::new(&DAYS);
//! rows.write(("as it is", 0), &[Day::of(0.5, &["Ana", "Luis"])], &mut ());
//! assert_eq!(rows.numbers("people"), [2.0]);
//! ```

use std::sync::Arc;

use crate::table::Type;
use crate::value::Value;
use crate::values::Values;

/// A struct whose fields are the columns of a table behind policy and replicate, listed as
/// `name: kept as, kind, unit, formula, how it is read;` - a column is one row of the list. It is read from what stands
/// behind `of`, at once, and written in the words behind `in`, later; without them, in no words.
#[macro_export]
macro_rules! columns {
    ($(#[$about:meta])* $see:vis struct $Row:ident of ($($from:ident: $From:ty),*) { $($columns:tt)* }) => {
        $crate::columns! { $(#[$about])* $see struct $Row of ($($from: $From),*) in () { $($columns)* } }
    };
    ($(#[$about:meta])* $see:vis struct $Row:ident of ($($from:ident: $From:ty),*) in $Words:ty {
        $($name:ident: $Kept:ty, $kind:ident, $unit:expr, $formula:expr, $read:expr;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        $see struct $Row {
            $($name: $Kept,)*
        }

        impl $Row {
            /// The columns.
            $see const COLUMNS: &[$crate::table::Column] = &[
                $crate::table::POLICY,
                $crate::table::REPLICATE,
                $($crate::table::Column {
                    name: stringify!($name),
                    r#type: <$Kept as $crate::record::Field<$Words>>::TYPE,
                    nullable: <$Kept as $crate::record::Field<$Words>>::NULLABLE,
                    unit: $unit,
                    kind: $crate::table::Kind::$kind,
                    formula: $formula,
                },)*
            ];

            /// Reads a row.
            $see fn of($($from: $From),*) -> Self {
                Self { $($name: $read,)* }
            }
        }

        impl $crate::record::Record<$Words> for $Row {
            fn write(rows: &[Self], words: &mut $Words, to: &mut [$crate::rows::Values]) {
                let mut columns = to.iter_mut();
                $(
                    let column = columns.next().expect("a column of the table for each of a row");
                    let values = rows.iter().map(|row| Some(&row.$name));
                    <$Kept as $crate::record::Field<$Words>>::write(values, words, column);
                )*
            }
        }
    };
}

/// A row behind policy and replicate; [`columns!`] makes them.
pub trait Record<Words>: Sized {
    /// Writes rows behind those of a table's columns, which are those behind policy and replicate.
    fn write(rows: &[Self], words: &mut Words, to: &mut [Values]);
}

/// What the values of a column are kept as until they are written, in words.
pub trait Field<Words>: Sized {
    /// What the column holds.
    const TYPE: Type;
    /// Whether it may be null.
    const NULLABLE: bool = false;

    /// Writes values behind those of a column; none is null.
    fn write<'a>(
        values: impl Iterator<Item = Option<&'a Self>>,
        words: &mut Words,
        to: &mut Values,
    ) where
        Self: 'a;
}

/// Types that become numbers by themselves.
macro_rules! plain {
    ($($Kept:ty: $type:ident, $numbers:ident, $number:expr;)*) => {
        $(impl<Words> Field<Words> for $Kept {
            const TYPE: Type = Type::$type;

            fn write<'a>(
                values: impl Iterator<Item = Option<&'a Self>>,
                _: &mut Words,
                to: &mut Values,
            ) {
                let number: fn(&Self) -> _ = $number;
                to.$numbers(values.map(|value| value.map(number)));
            }
        })*
    };
}

plain! {
    bool: Integer, integers, |value| i64::from(*value);
    i32: Integer, integers, |value| i64::from(*value);
    u32: Integer, integers, |value| i64::from(*value);
    i64: Integer, integers, |value| *value;
    // Counts, of fewer than `i64` holds.
    u64: Integer, integers, |value| *value as i64;
    f64: Real, reals, |value| *value;
}

impl<Words> Field<Words> for Arc<str> {
    const TYPE: Type = Type::Text;

    fn write<'a>(values: impl Iterator<Item = Option<&'a Self>>, _: &mut Words, to: &mut Values) {
        for value in values {
            to.push(value.map_or(Value::Null, |text| Value::Text(text.clone())));
        }
    }
}

impl<Words, Kept: Field<Words>> Field<Words> for Option<Kept> {
    const TYPE: Type = Kept::TYPE;
    const NULLABLE: bool = true;

    fn write<'a>(values: impl Iterator<Item = Option<&'a Self>>, words: &mut Words, to: &mut Values)
    where
        Self: 'a,
    {
        Kept::write(values.map(|value| value.and_then(Self::as_ref)), words, to);
    }
}
