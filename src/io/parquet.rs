//! Tables as Parquet: equal rows give equal bytes.
//!
//! One row group per file, zstd, dictionaries where they help. The footer carries the data
//! dictionary (unit, kind and formula of every column) under the key `columns`; nothing in a file
//! depends on when, where or by how many threads it was written.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{SchemaDescriptor, Type as SchemaType, TypePtr};

use crate::experiment::dictionary::{Column, Table, Type};
use crate::experiment::tables::{Rows, Values};
use crate::io::problem::{Problem, nearest};

/// What wrote the file, in Parquet's own spelling.
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
            match values {
                Values::Integer(values) => put::<Int64Type, _>(&mut to, column, values, |x| *x)?,
                Values::Real(values) => put::<DoubleType, _>(&mut to, column, values, |x| *x)?,
                Values::Text(values) => {
                    put::<ByteArrayType, _>(&mut to, column, values, |x: &Arc<str>| {
                        ByteArray::from(x.as_ref())
                    })?;
                }
            }
            to.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

fn put<T: DataType, V>(
    to: &mut SerializedColumnWriter<'_>,
    column: &Column,
    values: &[Option<V>],
    convert: impl Fn(&V) -> T::T,
) -> ParquetResult<()> {
    let present: Vec<T::T> = values.iter().flatten().map(convert).collect();
    let levels: Option<Vec<i16>> = column
        .nullable
        .then(|| values.iter().map(|v| i16::from(v.is_some())).collect());
    assert!(
        column.nullable || present.len() == values.len(),
        "column {} cannot be null",
        column.name
    );
    to.typed::<T>()
        .write_batch(&present, levels.as_deref(), None)?;
    Ok(())
}

fn schema(table: &Table) -> ParquetResult<TypePtr> {
    let fields = table.columns.iter().map(|column| {
        let builder = SchemaType::primitive_type_builder(column.name, physical(column.r#type))
            .with_repetition(if column.nullable {
                Repetition::OPTIONAL
            } else {
                Repetition::REQUIRED
            });
        let builder = match column.r#type {
            Type::Text => builder.with_logical_type(Some(LogicalType::String)),
            Type::Integer | Type::Real => builder,
        };
        builder.build().map(Arc::new)
    });
    let group = SchemaType::group_type_builder(table.name)
        .with_fields(fields.collect::<ParquetResult<_>>()?)
        .build()?;
    Ok(Arc::new(group))
}

fn physical(of: Type) -> Physical {
    match of {
        Type::Integer => Physical::INT64,
        Type::Real => Physical::DOUBLE,
        Type::Text => Physical::BYTE_ARRAY,
    }
}

/// Reads the columns of `table` from a file; further columns are left alone.
pub fn read(path: &Path, table: &'static Table) -> Result<Rows, Problem> {
    read_known(path, table, |_| false)
}

/// The same of a file that may be of an older version: a column that is `optional` and not there
/// reads as null.
pub fn read_known(
    path: &Path,
    table: &'static Table,
    optional: impl Fn(&Column) -> bool,
) -> Result<Rows, Problem> {
    let damaged = |error: &dyn std::fmt::Display| {
        Problem::whole(
            path,
            format!("cannot be read as a Parquet file of plaza: {error}"),
        )
    };
    let file =
        File::open(path).map_err(|error| Problem::whole(path, format!("cannot open: {error}")))?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let positions: Vec<Option<usize>> = table
        .columns
        .iter()
        .map(|column| {
            let there = schema.columns().iter().any(|c| c.name() == column.name);
            if !there && optional(column) {
                return Ok(None);
            }
            let found = position(schema, column);
            found.map(Some).map_err(|m| Problem::whole(path, m))
        })
        .collect::<Result<_, _>>()?;
    let mut rows = Rows::new(table);
    for group in 0..reader.num_row_groups() {
        let group = reader
            .get_row_group(group)
            .map_err(|error| damaged(&error))?;
        for (index, &at) in positions.iter().enumerate() {
            let into = &mut rows.columns[index];
            match at {
                Some(at) => take(group.as_ref(), at, &table.columns[index], into)
                    .map_err(|error| damaged(&error))?,
                None => into.pad(group.metadata().num_rows() as usize),
            }
        }
    }
    Ok(rows)
}

/// Where a column of the data dictionary stands in a file, or what is wrong with it there.
fn position(schema: &SchemaDescriptor, column: &Column) -> Result<usize, String> {
    let Some(at) = schema
        .columns()
        .iter()
        .position(|there| there.name() == column.name)
    else {
        let names = schema.columns().iter().map(|there| there.name());
        return Err(format!(
            "column `{}` is missing{}",
            column.name,
            nearest(column.name, names)
        ));
    };
    let (there, expected) = (schema.column(at), physical(column.r#type));
    if there.physical_type() != expected || there.max_rep_level() > 0 || there.max_def_level() > 1 {
        return Err(format!(
            "column `{}` holds {}, expected {expected}",
            column.name,
            there.physical_type()
        ));
    }
    Ok(at)
}

fn take(
    group: &dyn RowGroupReader,
    at: usize,
    column: &Column,
    into: &mut Values,
) -> ParquetResult<()> {
    let rows = group.metadata().num_rows() as usize;
    let reader = group.get_column_reader(at)?;
    match into {
        Values::Integer(into) => into.extend(values::<Int64Type>(reader, rows, column)?),
        Values::Real(into) => into.extend(values::<DoubleType>(reader, rows, column)?),
        Values::Text(into) => {
            let mut known = BTreeSet::new();
            for value in values::<ByteArrayType>(reader, rows, column)? {
                let shared = value.map(|bytes| share(&mut known, &bytes)).transpose()?;
                into.push(shared);
            }
        }
    }
    Ok(())
}

/// The values of one column, null where the file says so.
fn values<T: DataType>(
    reader: ColumnReader,
    rows: usize,
    column: &Column,
) -> ParquetResult<Vec<Option<T::T>>> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, ..) =
            reader.read_records(rows - read, Some(&mut levels), None, &mut present)?;
        if records == 0 {
            return Err(ParquetError::General(format!(
                "column `{}` ends after {read} of {rows} rows",
                column.name
            )));
        }
        read += records;
    }
    if present.len() == rows {
        return Ok(present.into_iter().map(Some).collect());
    }
    if !column.nullable {
        return Err(ParquetError::General(format!(
            "column `{}` has nulls, expected none",
            column.name
        )));
    }
    let mut present = present.into_iter();
    Ok(levels
        .iter()
        .map(|level| if *level > 0 { present.next() } else { None })
        .collect())
}

/// The text of `bytes`, one allocation for equal texts.
fn share(known: &mut BTreeSet<Arc<str>>, bytes: &ByteArray) -> ParquetResult<Arc<str>> {
    let text = bytes.as_utf8()?;
    if let Some(shared) = known.get(text) {
        return Ok(shared.clone());
    }
    let shared: Arc<str> = text.into();
    known.insert(shared.clone());
    Ok(shared)
}
