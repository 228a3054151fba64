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
//! rows.write(("as it is", 0), [Day::of(0.5, &["Ana", "Luis"])], &mut ());
//! assert_eq!(rows.numbers("people"), [2.0]);
//! ```

use std::sync::Arc;

use crate::table::Type;
use crate::value::Value;

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
            fn values(&self, words: &mut $Words) -> impl Iterator<Item = $crate::rows::Value> {
                [$($crate::record::Field::value(&self.$name, words),)*].into_iter()
            }
        }
    };
}

/// A row behind policy and replicate; [`columns!`] makes them.
pub trait Record<Words> {
    /// Its values, column by column.
    fn values(&self, words: &mut Words) -> impl Iterator<Item = Value>;
}

impl<Words, Row: Record<Words>> Record<Words> for &Row {
    fn values(&self, words: &mut Words) -> impl Iterator<Item = Value> {
        (*self).values(words)
    }
}

/// What the values of a column are kept as until they are written, in words.
pub trait Field<Words> {
    /// What the column holds.
    const TYPE: Type;
    /// Whether it may be null.
    const NULLABLE: bool = false;

    /// The value.
    fn value(&self, words: &mut Words) -> Value;
}

/// Types that become values by themselves.
macro_rules! plain {
    ($($Kept:ty: $type:ident, $value:expr;)*) => {
        $(impl<Words> Field<Words> for $Kept {
            const TYPE: Type = Type::$type;

            fn value(&self, _: &mut Words) -> Value {
                let value: fn(&$Kept) -> _ = $value;
                Value::$type(value(self))
            }
        })*
    };
}

plain! {
    bool: Integer, |value| i64::from(*value);
    i32: Integer, |value| i64::from(*value);
    u32: Integer, |value| i64::from(*value);
    i64: Integer, |value| *value;
    // Counts, of fewer than `i64` holds.
    u64: Integer, |value| *value as i64;
    f64: Real, |value| *value;
    Arc<str>: Text, Arc::clone;
}

impl<Words, Kept: Field<Words>> Field<Words> for Option<Kept> {
    const TYPE: Type = Kept::TYPE;
    const NULLABLE: bool = true;

    fn value(&self, words: &mut Words) -> Value {
        self.as_ref()
            .map_or(Value::Null, |value| value.value(words))
    }
}
