//! Tables as Parquet: equal rows give equal bytes.
//!
//! One row group per file, zstd, dictionaries where they help. The footer carries the data
//! dictionary (unit, kind and formula of every column) under the key `columns`; nothing in a file
//! depends on when, where or by how many threads it was written.
//!
//! ```
//! use plaza_batch::columns;
//! use plaza_batch::parquet::{decode, encode};
//! use plaza_batch::rows::Recorded;
//! use plaza_batch::table::Table;
//!
//! static DAYS: Table = Table::new("days", "a day", Day::COLUMNS);
//! columns! { struct Day of (today: i32) { day: i32, Key, "day", "from 0", today; } }
//!
//! let rows = &Recorded::rows(&[&DAYS], ("status_quo", 0), &[Day::of(5)]).tables[0];
//! let bytes = encode(rows, &[("by", "me".to_owned())]);
//! assert_eq!(bytes, encode(rows, &[("by", "me".to_owned())]));
//! let read = decode("days.parquet".as_ref(), bytes, &DAYS, |_| true, |_| false);
//! assert_eq!(read.as_ref(), Ok(rows));
//! ```

mod read;

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type as SchemaType, TypePtr};

use crate::rows::{Kept, Rows};
use crate::table::{Table, Type};
use crate::values::integers::{of_any_width, wide};
use crate::values::{Lists, Nulls, Texts};

pub use read::{decode, metadata, read, read_known};

/// The writer of the file, in Parquet's own spelling.
const CREATED_BY: &str = concat!("plaza version ", env!("CARGO_PKG_VERSION"));

/// The file that holds `rows`, with these entries in its key-value metadata beside the data
/// dictionary.
///
/// # Panics
/// When a column that cannot be null holds a null: the observer is wrong.
pub fn encode(rows: &Rows, metadata: &[(&str, String)]) -> Vec<u8> {
    write(rows, metadata).expect("rows of the data dictionary can be written to memory")
}

fn write(rows: &Rows, metadata: &[(&str, String)]) -> ParquetResult<Vec<u8>> {
    let dictionary = serde_json::to_string(rows.table.columns)
        .map_err(|error| ParquetError::General(error.to_string()))?;
    let entries = metadata
        .iter()
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()))
        .chain([KeyValue::new("columns".to_owned(), dictionary)]);
    let properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(Default::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(entries.collect()))
        .set_max_row_group_row_count(None)
        .build();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema(rows.table)?, Arc::new(properties))?;
    if !rows.is_empty() {
        let mut group = writer.next_row_group()?;
        for (column, values) in rows.table.columns.iter().zip(&rows.columns) {
            let mut to = group
                .next_column()?
                .expect("the schema has every column of the table");
            assert!(
                column.nullable || values.nulls().count() == 0,
                "column {} cannot be null",
                column.name
            );
            let nulls = column.nullable.then(|| values.nulls());
            match values.kept() {
                Kept::Integer(of) => of_any_width!(of, of => {
                    put::<Int64Type, _>(&mut to, of, nulls, |number| wide(*number))?;
                }),
                Kept::Real(of) => put::<DoubleType, _>(&mut to, of, nulls, |x| *x)?,
                Kept::Text(of) => {
                    let texts = bytes(of);
                    of_any_width!(of.codes(), codes => {
                        let text = |code: usize| texts[code].clone();
                        put::<ByteArrayType, _>(&mut to, codes, nulls, |code| text(*code as usize))?;
                    });
                }
                Kept::Texts(of) => put_lists(&mut to, of)?,
            }
            to.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// Rows converted at a time: a multiple of what the writer takes at once, so that pages are the same.
const ROWS_AT_ONCE: usize = 1 << 12;

/// Writes the values of a column that are not null; one that cannot be has no `nulls`.
fn put<T: DataType, V>(
    to: &mut SerializedColumnWriter<'_>,
    values: &[V],
    nulls: Option<&Nulls>,
    convert: impl Fn(&V) -> T::T,
) -> ParquetResult<()> {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for first in (0..values.len()).step_by(ROWS_AT_ONCE) {
        let rows = first..values.len().min(first + ROWS_AT_ONCE);
        present.clear();
        match nulls {
            None => present.extend(values[rows].iter().map(&convert)),
            Some(nulls) => {
                let there = rows.clone().filter(|row| !nulls.has(*row));
                present.extend(there.map(|row| convert(&values[row])));
                levels.clear();
                levels.extend(rows.map(|row| i16::from(!nulls.has(row))));
            }
        }
        let levels = nulls.map(|_| levels.as_slice());
        to.typed::<T>().write_batch(&present, levels, None)?;
    }
    Ok(())
}

/// Distinct texts as the writer takes them: all share one copy.
fn bytes(texts: &Texts) -> Vec<ByteArray> {
    let mut joined = Vec::new();
    let ends = texts.distinct().iter().map(|text| {
        joined.extend_from_slice(text.as_bytes());
        joined.len()
    });
    let ends: Vec<usize> = ends.collect();
    let joined = Bytes::from(joined);
    let starts = [0].into_iter().chain(ends.iter().copied());
    let ranges = starts.zip(&ends);
    ranges
        .map(|(start, end)| joined.slice(start..*end).into())
        .collect()
}

/// Lists: an entry's repetition level is 1 behind the first of its list; definition level 0 is an
/// empty list.
fn put_lists(to: &mut SerializedColumnWriter<'_>, lists: &Lists) -> ParquetResult<()> {
    let entries = lists.entries();
    let texts = bytes(entries);
    let texts: Vec<ByteArray> = (0..entries.len())
        .map(|entry| texts[entries.codes().get(entry) as usize].clone())
        .collect();
    let levels = lists.len() + texts.len();
    let mut defined = Vec::with_capacity(levels);
    let mut repeated = Vec::with_capacity(levels);
    for length in lists.lengths() {
        defined.push(i16::from(length > 0));
        repeated.push(0);
        for _ in 1..length {
            defined.push(1);
            repeated.push(1);
        }
    }
    to.typed::<ByteArrayType>()
        .write_batch(&texts, Some(&defined), Some(&repeated))?;
    Ok(())
}

fn schema(table: &Table) -> ParquetResult<TypePtr> {
    let fields = table.columns.iter().map(|column| {
        if column.r#type == Type::Texts {
            return list(column.name);
        }
        let builder = SchemaType::primitive_type_builder(column.name, physical(column.r#type))
            .with_repetition(if column.nullable {
                Repetition::OPTIONAL
            } else {
                Repetition::REQUIRED
            });
        let builder = match column.r#type {
            Type::Text => builder.with_logical_type(Some(LogicalType::String)),
            Type::Integer | Type::Real | Type::Texts => builder,
        };
        builder.build().map(Arc::new)
    });
    let group = SchemaType::group_type_builder(table.name)
        .with_fields(fields.collect::<ParquetResult<_>>()?)
        .build()?;
    Ok(Arc::new(group))
}

/// A list of texts in Parquet's standard form of three levels.
fn list(name: &str) -> ParquetResult<TypePtr> {
    let element = SchemaType::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let entries = SchemaType::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    let list = SchemaType::group_type_builder(name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(entries)])
        .build()?;
    Ok(Arc::new(list))
}

fn physical(of: Type) -> Physical {
    match of {
        Type::Integer => Physical::INT64,
        Type::Real => Physical::DOUBLE,
        Type::Text | Type::Texts => Physical::BYTE_ARRAY,
    }
}
