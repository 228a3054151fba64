//! Tables in Parquet that other programs wrote: any columns of numbers and texts.

use std::io::ErrorKind;
use std::path::Path;

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::files::read_kept;
use crate::problem::Problem;
use plaza_engine::failure::caught;

/// The names of a file's columns, and its rows as texts: a number in as many digits as it needs, nothing for null.
pub fn cells(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), Problem> {
    let bytes = read_kept(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::whole(path, "there is no such file"),
        _ => Problem::unread(path, &error),
    })?;
    let wrong = |cause: &dyn std::fmt::Display| {
        Problem::whole(
            path,
            format!("is no table in Parquet that can be read: {cause}"),
        )
    };
    let read = || -> parquet::errors::Result<_> {
        let reader = SerializedFileReader::new(Bytes::from(bytes))?;
        let schema = reader.metadata().file_metadata().schema();
        let names: Vec<String> = (schema.get_fields().iter())
            .map(|field| field.name().to_owned())
            .collect();
        let mut rows = Vec::new();
        for row in reader.get_row_iter(None)? {
            let row = row?;
            rows.push(
                row.get_column_iter()
                    .map(|(_, field)| text(field))
                    .collect(),
            );
        }
        Ok((names, rows))
    };
    // Bytes that are nearly right let the reader fail in ways that it does not expect.
    match caught(read) {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(error)) => Err(wrong(&error)),
        Err(cause) => Err(wrong(&cause)),
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(number) => number.to_string(),
        Field::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}
