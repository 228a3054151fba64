//! Parts of a result folder: their bytes, and the folder opened to read them.

mod opened;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::files::{digest, read_kept};
use crate::manifest::{BlockResults, VERSION, part};
use crate::means::Sums;
use crate::parquet;
use crate::problem::Problem;
pub use crate::results::opened::{Results, Stored};
use crate::rows::{Kept, Recorded, Rows};
use crate::table::{Table, Tables};
use crate::values::Texts;
use crate::values::integers::{of_any_width, wide};
use plaza_engine::luck::mix;

/// The bytes of a table of the experiment with this digest.
pub fn encode(rows: &Rows, digest: &str) -> Vec<u8> {
    encode_of(rows, digest, None)
}

/// The bytes of a table that was made for this purpose, if for any but to be used.
pub fn encode_of(rows: &Rows, digest: &str, purpose: Option<&str>) -> Vec<u8> {
    let mut metadata = metadata(rows, digest);
    metadata.extend(purpose.map(|purpose| ("purpose", purpose.to_owned())));
    parquet::encode(rows, &metadata)
}

fn metadata(rows: &Rows, digest: &str) -> Vec<(&'static str, String)> {
    vec![
        ("plaza", VERSION.to_owned()),
        ("experiment", digest.to_owned()),
        ("table", rows.table.name.to_owned()),
        ("row", rows.table.row.to_owned()),
    ]
}

/// What the parts of a block are of. It stands in each of them, so that they are known without a manifest.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// Digest of the experiment.
    pub experiment: &'a str,
    /// Name of the policy.
    pub policy: &'a str,
    /// Digest of the policy.
    pub digest: &'a str,
    /// The replicates of the block.
    pub replicates: Range<u32>,
    /// Those without rows, and why they failed.
    pub failed: Cow<'a, BTreeMap<u32, String>>,
}

/// The parts of a block: names of tables, and bytes. Where `means` are asked for, sums
/// stand in place of the rows of a table that has them.
pub fn parts<'a>(
    recorded: &'a Recorded,
    means: bool,
    of: &'a Origin<'a>,
) -> impl Iterator<Item = (&'static str, Vec<u8>)> + 'a {
    let written = |rows: &'a Rows| match rows.table.averaged.filter(|_| means) {
        Some(averaged) => {
            let mut sums = Sums::new(of.policy, averaged);
            sums.add(rows);
            Cow::Owned(sums.sums())
        }
        None => Cow::Borrowed(rows),
    };
    let parts: Vec<Cow<'a, Rows>> = recorded.parts().map(written).collect();
    let names: Vec<&str> = parts.iter().map(|rows| rows.table.name).collect();
    let tables = names.join(" ");
    parts
        .into_iter()
        .map(move |rows| (rows.table.name, encode_part(&rows, of, &tables)))
}

/// The bytes of one part of a block that has these tables.
fn encode_part(rows: &Rows, of: &Origin<'_>, tables: &str) -> Vec<u8> {
    let mut metadata = metadata(rows, of.experiment);
    let failed = serde_json::to_string(&of.failed).expect("numbers and text become JSON");
    metadata.extend([
        ("policy", of.digest.to_owned()),
        (
            "replicates",
            format!("{}..{}", of.replicates.start, of.replicates.end),
        ),
        ("failed", failed),
        ("tables", tables.to_owned()),
        ("rows", fingerprint(rows)),
    ]);
    parquet::encode(rows, &metadata)
}

/// A fingerprint of 64 bits of all values, column by column: it does not have to stand against who wants to deceive,
/// for whoever alters a value can alter it too, but to betray what was altered by chance or by hand.
fn fingerprint(rows: &Rows) -> String {
    let mut print = 0;
    for values in &rows.columns {
        let nulls = values.nulls();
        let mut put = |mixed: u64| print = mix(print ^ mixed);
        match values.kept() {
            Kept::Integer(of) => of_any_width!(of, of => {
                for (row, number) in of.iter().enumerate() {
                    let number = wide(*number).cast_unsigned();
                    put(mix(if nulls.has(row) { NOTHING } else { number }));
                }
            }),
            Kept::Real(of) => {
                for (row, number) in of.iter().enumerate() {
                    put(mix(if nulls.has(row) {
                        NOTHING
                    } else {
                        number.to_bits()
                    }));
                }
            }
            Kept::Text(of) => {
                let texts = mixed(of);
                for row in 0..of.len() {
                    match nulls.has(row) {
                        true => put(mix(NOTHING)),
                        false => texts[of.codes().get(row) as usize]
                            .iter()
                            .copied()
                            .for_each(&mut put),
                    }
                }
            }
            Kept::Texts(of) => {
                let texts = mixed(of.entries());
                let mut codes =
                    (0..of.entries().len()).map(|entry| of.entries().codes().get(entry));
                for length in of.lengths() {
                    put(mix(length as u64));
                    for code in codes.by_ref().take(length) {
                        texts[code as usize].iter().copied().for_each(&mut put);
                    }
                }
            }
        }
    }
    format!("{print:016x}")
}

/// The parts of each distinct text: its length, and its bytes eight by eight.
fn mixed(texts: &Texts) -> Vec<Vec<u64>> {
    let parts = |text: &str| {
        let chunks = text.as_bytes().chunks(8).map(|bytes| {
            let mut part = [0; 8];
            part[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(part)
        });
        [text.len() as u64]
            .into_iter()
            .chain(chunks)
            .map(mix)
            .collect()
    };
    texts.distinct().iter().map(|text| parts(text)).collect()
}

/// Stands for a value that is not there; no length, and a not-a-number that nobody computes.
const NOTHING: u64 = u64::MAX;

/// What is found in the place of a block of which the manifest says nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// All its parts, unaltered.
    Block(BlockResults),
    /// Parts of another experiment or version; one of them.
    Foreign(Problem),
    /// Parts of other replicates, or parts that were altered; one of them.
    Other(Problem),
}

/// Looks for the parts of a block: each must be, byte by byte, what is written of its rows and of this origin, but
/// for the replicates that failed, which the parts tell.
pub fn found(folder: &Path, tables: Tables, block: u32, of: &Origin<'_>) -> Found {
    let place = |table: &str| folder.join(part(table, of.policy, block));
    let mut there = all(tables).filter(|table| place(table.name).exists());
    let Some(first) = there.next() else {
        return Found::Nothing;
    };
    match adopt(&place, tables, first.name, of) {
        Ok(results) => Found::Block(results),
        Err(other) => other,
    }
}

fn adopt(
    place: &dyn Fn(&str) -> PathBuf,
    known: Tables,
    first: &str,
    of: &Origin<'_>,
) -> Result<BlockResults, Found> {
    let read =
        |path: &Path| read_kept(path).map_err(|error| Found::Other(Problem::unread(path, &error)));
    let path = place(first);
    let said = parquet::metadata(&path, read(&path)?).map_err(Found::Other)?;
    let is = |key: &str, value: &str| said.get(key).is_some_and(|there| there == value);
    if !is("experiment", of.experiment) || !is("policy", of.digest) || !is("plaza", VERSION) {
        let message = "is a part of another experiment, policy or version";
        return Err(Found::Foreign(Problem::whole(path, message)));
    }
    let none = String::new();
    let of = &Origin {
        failed: said
            .get("failed")
            .and_then(|failed| serde_json::from_str(failed).ok())
            .map_or_else(Cow::default, Cow::Owned),
        ..of.clone()
    };
    let tables = said.get("tables").unwrap_or(&none);
    let mut parts = BTreeMap::new();
    for name in tables.split_whitespace() {
        let path = place(name);
        let wrong = || Found::Other(Problem::whole(&path, WRONG));
        let table = all(known).find(|table| table.name == name);
        let table = table.ok_or_else(wrong)?;
        let bytes = read(&path)?;
        let rows = parquet::decode(&path, bytes.clone(), table, |_| true, |_| false);
        let rows = rows.map_err(Found::Other)?;
        if encode_part(&rows, of, tables) != bytes {
            return Err(wrong());
        }
        parts.insert(name.to_owned(), digest(&bytes));
    }
    match parts.contains_key(first) {
        true => Ok(BlockResults {
            parts,
            failed: of.failed.clone().into_owned(),
        }),
        false => Err(Found::Other(Problem::whole(path, WRONG))),
    }
}

/// The tables of which a block may have parts.
pub fn all(tables: Tables) -> impl Iterator<Item = &'static Table> {
    let sums = tables
        .iter()
        .filter_map(|table| table.averaged)
        .map(|averaged| averaged.sums);
    tables.iter().copied().chain(sums)
}

const WRONG: &str = "is not a whole part of its block, as plaza wrote it";
