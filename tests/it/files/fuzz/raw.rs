//! Bytes and texts of no kind, given to everything that reads a file.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;

use super::countries::{Country, shown};
use super::harness::{Judged, Outcome, fuzz};
use super::maps;
use super::readers::{READERS, said};
use super::shapes;
use super::values::{cell, value, word};

/// Some bytes.
#[derive(Clone)]
struct Raw(Vec<u8>);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = shown(&self.0);
        match text.char_indices().nth(2_000) {
            Some((end, _)) => write!(f, "{}… ({} bytes)", &text[..end], self.0.len()),
            None => write!(f, "{text}"),
        }
    }
}

/// Pieces of all the languages that are read.
const PIECES: &[&str] = &[
    "=",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\n",
    "\r\n",
    "\r",
    ".",
    ":",
    "\\",
    "\\u0000",
    "\0",
    "\u{feff}",
    "[label.",
    "[[lever]]",
    "name = ",
    "levels = ",
    "from_week = ",
    "code,",
    "code,name,state_name,lat,lon,pop_2006\n",
    "code,year,month,deaths\n",
    "date,organization,outcome,code,rank\n",
    "start,end,forces,states,focus_municipalities\n",
    "{\"type\":\"FeatureCollection\",\"features\":[",
    "\"geometry\":null",
    "extends = \"mine\"",
    "extends = \"status_quo\"\n",
    "about = \"\"\n",
    "1e400",
    "nan",
    "9223372036854775808",
    "0x",
    "1979-05-27",
    "true",
    "01001",
    "ñ",
];

fn raw() -> BoxedStrategy<Raw> {
    let text = prop_oneof![4 => select(PIECES).prop_map(str::to_owned), 2 => cell(), 2 => word(), 1 => "\\PC{0,9}"];
    let toml = prop::collection::vec((word(), value()), 0..6).prop_map(|entries| {
        let lines = entries.iter().map(|(key, value)| match key.len() % 4 {
            0 => format!("[{key}]\n"),
            1 => format!("{key:?} = {value}\n"),
            _ => format!("{key} = {value}\n"),
        });
        lines.collect::<String>()
    });
    let rows = prop::collection::vec(prop::collection::vec(cell(), 1..6), 1..6);
    let rows = rows.prop_map(|rows| {
        rows.iter()
            .map(|row| row.join(",") + "\n")
            .collect::<String>()
    });
    let deep = (
        select(&["[", "{\"a\":", "a.", "a = [", "[a.", "\"", "{a="][..]),
        1..20_000_usize,
    );
    let deep = deep.prop_map(|(piece, times)| piece.repeat(times));
    prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..200).prop_map(Raw),
        4 => prop::collection::vec(text, 0..30).prop_map(|pieces| Raw(pieces.concat().into_bytes())),
        3 => toml.prop_map(|text| Raw(text.into_bytes())),
        3 => rows.prop_map(|text| Raw(text.into_bytes())),
        2 => shapes::value().prop_map(|value| Raw(value.to_string().into_bytes())),
        1 => deep.prop_map(|text| Raw(text.into_bytes())),
    ]
    .boxed()
}

fn everything(Raw(bytes): &Raw) -> Judged {
    for (_, _, read) in READERS {
        read(bytes)?;
    }
    let country = Country {
        files: ["municipalities", "adjacency", "presence", "outlines"]
            .map(|option| (option, bytes.clone()))
            .to_vec(),
        year: 2006,
        country: None,
        name: "raw".to_owned(),
        property: None,
        columns: Vec::new(),
        islands: None,
        run: false,
    };
    maps::built(&country)?;
    let (folder, path) = super::readers::file("raw.toml", bytes);
    drop(said(
        plaza::setup::load(Some(&path), &plaza::setup::Overrides::default()),
        folder.path(),
    )?);
    drop(said(plaza::maps::map_folder::load(&path), folder.path())?);
    // It is no matter whether any of them accepts it.
    Ok(Outcome::Accepted)
}

#[test]
fn bytes_of_no_kind() {
    fuzz("fuzz::raw::bytes_of_no_kind", 1, raw, everything);
}
