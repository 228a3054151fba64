//! Tables read from Parquet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use crate::files::read_kept;
use crate::parquet::physical;
use crate::problem::{Problem, nearest};
use crate::rows::{Rows, Value, Values};
use crate::table::{Column, Table, Type};
use plaza_engine::failure::caught;

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
    let bytes = read_kept(path).map_err(|error| Problem::unread(path, &error))?;
    decode(path, bytes, table, |_| true, optional)
}

/// The same of the bytes of the file at `path`, and of the columns that are `chosen`; the others stay empty.
pub fn decode(
    path: &Path,
    bytes: Vec<u8>,
    table: &'static Table,
    chosen: impl Fn(&Column) -> bool,
    optional: impl Fn(&Column) -> bool,
) -> Result<Rows, Problem> {
    // Bytes that are nearly right let the reader fail in ways that it does not expect.
    caught(|| decoded(path, bytes.into(), table, chosen, optional))
        .unwrap_or_else(|cause| Err(damaged(path, &cause)))
}

/// The entries of a file's key-value metadata.
pub fn metadata(path: &Path, bytes: Vec<u8>) -> Result<BTreeMap<String, String>, Problem> {
    let read = caught(|| SerializedFileReader::new(Bytes::from(bytes)));
    let reader = read
        .map_err(|cause| damaged(path, &cause))?
        .map_err(|error| damaged(path, &error))?;
    let entries = reader.metadata().file_metadata().key_value_metadata();
    let entries = entries.into_iter().flatten();
    Ok(entries
        .filter_map(|entry| Some((entry.key.clone(), entry.value.clone()?)))
        .collect())
}

fn damaged(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    let message = format!("cannot be read as a Parquet file of plaza: {error}");
    Problem::whole(path, message)
}

fn decoded(
    path: &Path,
    bytes: Bytes,
    table: &'static Table,
    chosen: impl Fn(&Column) -> bool,
    optional: impl Fn(&Column) -> bool,
) -> Result<Rows, Problem> {
    let damaged = |error: &dyn std::fmt::Display| damaged(path, error);
    let reader = SerializedFileReader::new(bytes).map_err(|error| damaged(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let columns = table.columns.iter().enumerate();
    let positions: Vec<(usize, Option<usize>)> = columns
        .filter(|(_, column)| chosen(column))
        .map(|(index, column)| {
            let there = schema
                .columns()
                .iter()
                .any(|there| root(there) == column.name);
            if !there && optional(column) {
                return Ok((index, None));
            }
            let found = position(schema, column);
            found
                .map(|at| (index, Some(at)))
                .map_err(|message| Problem::whole(path, message))
        })
        .collect::<Result<_, _>>()?;
    let mut rows = Rows::new(table);
    for group in 0..reader.num_row_groups() {
        let group = reader
            .get_row_group(group)
            .map_err(|error| damaged(&error))?;
        let rows_of_group = counted(group.metadata()).map_err(|error| damaged(&error))?;
        for &(index, at) in &positions {
            let into = &mut rows.columns[index];
            match at {
                Some(at) => take(
                    group.as_ref(),
                    (at, rows_of_group),
                    &table.columns[index],
                    into,
                )
                .map_err(|error| damaged(&error))?,
                None => into.pad(rows_of_group),
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
        .position(|there| root(there) == column.name)
    else {
        let names = schema.columns().iter().map(|there| root(there));
        return Err(format!(
            "column `{}` is missing{}",
            column.name,
            nearest(column.name, names)
        ));
    };
    let (there, expected) = (schema.column(at), physical(column.r#type));
    let nested = i16::from(column.r#type == Type::Texts);
    if there.physical_type() != expected
        || there.max_rep_level() != nested
        || there.max_def_level() > 1
    {
        return Err(format!(
            "column `{}` holds {}, expected {expected}",
            column.name,
            there.physical_type()
        ));
    }
    Ok(at)
}

/// The name of a column in the table: of a list, the list's.
fn root(column: &ColumnDescriptor) -> &str {
    &column.path().parts()[0]
}

/// The rows of a group, of which each column must have a value or more: memory is taken for as many.
fn counted(group: &RowGroupMetaData) -> ParquetResult<usize> {
    let rows = group.num_rows();
    let agrees = |column: &ColumnChunkMetaData| match column.column_descr().max_rep_level() {
        0 => column.num_values() == rows,
        _ => column.num_values() >= rows,
    };
    match group.columns().iter().find(|column| !agrees(column)) {
        Some(column) => Err(ParquetError::General(format!(
            "column `{}` has {} values of {rows} rows",
            root(column.column_descr()),
            column.num_values()
        ))),
        None => usize::try_from(rows).map_err(|error| ParquetError::General(error.to_string())),
    }
}

fn take(
    group: &dyn RowGroupReader,
    (at, rows): (usize, usize),
    column: &Column,
    into: &mut Values,
) -> ParquetResult<()> {
    let reader = group.get_column_reader(at)?;
    match column.r#type {
        Type::Integer => each::<Int64Type>(reader, rows, column, |of| into.integers(of)),
        Type::Real => each::<DoubleType>(reader, rows, column, |of| into.reals(of)),
        Type::Text => {
            let mut known = BTreeSet::new();
            let mut wrong = None;
            let mut text = |bytes: ByteArray| match share(&mut known, &bytes) {
                Ok(text) => Value::Text(text),
                Err(error) => {
                    wrong = Some(error);
                    Value::Null
                }
            };
            each::<ByteArrayType>(reader, rows, column, |of| {
                of.for_each(|bytes| into.push(bytes.map_or(Value::Null, &mut text)));
            })?;
            wrong.map_or(Ok(()), Err)
        }
        Type::Texts => lists(reader, rows, column, into),
    }
}

/// Rows read at a time.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Hands on the values of one column, many at a time, null where the file says so.
fn each<T: DataType>(
    reader: ColumnReader,
    rows: usize,
    column: &Column,
    mut to: impl FnMut(&mut dyn Iterator<Item = Option<T::T>>),
) -> ParquetResult<()> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let most = ROWS_AT_ONCE.min(rows - read);
        let (records, ..) = reader.read_records(most, Some(&mut levels), None, &mut present)?;
        if records == 0 {
            return Err(ended(column, read, rows));
        }
        read += records;
        if present.len() < records && !column.nullable {
            return Err(ParquetError::General(format!(
                "column `{}` has nulls, expected none",
                column.name
            )));
        }
        match present.len() == records {
            true => to(&mut present.drain(..).map(Some)),
            false => {
                let mut present = present.drain(..);
                let there = levels.iter().map(|level| *level > 0);
                to(&mut there.map(|there| if there { present.next() } else { None }));
            }
        }
        levels.clear();
    }
    Ok(())
}

/// Puts the lists of one column behind others.
fn lists(
    reader: ColumnReader,
    rows: usize,
    column: &Column,
    into: &mut Values,
) -> ParquetResult<()> {
    let mut reader = get_typed_column_reader::<ByteArrayType>(reader);
    let (mut texts, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, ..) = reader.read_records(
            rows - read,
            Some(&mut defined),
            Some(&mut repeated),
            &mut texts,
        )?;
        if records == 0 {
            return Err(ended(column, read, rows));
        }
        read += records;
    }
    let mut known = BTreeSet::new();
    let mut texts = texts.iter();
    let levels: Vec<(i16, i16)> = defined.into_iter().zip(repeated).collect();
    for list in levels.chunk_by(|_, (_, repeated)| *repeated > 0) {
        let entries = list.iter().filter(|(defined, _)| *defined > 0);
        let texts = entries.zip(texts.by_ref());
        let list = texts.map(|(_, bytes)| share(&mut known, bytes));
        into.push(Value::Texts(list.collect::<ParquetResult<_>>()?));
    }
    Ok(())
}

fn ended(column: &Column, read: usize, rows: usize) -> ParquetError {
    ParquetError::General(format!(
        "column `{}` ends after {read} of {rows} rows",
        column.name
    ))
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
