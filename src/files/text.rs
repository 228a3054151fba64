//! The bytes of a file as text, or one line on why they are none.

use std::path::Path;

use plaza_batch::problem::Problem;

/// Marks text as UTF-8; read over.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bytes that begin files of other kinds, and what these are.
const OTHERS: [(&[u8], &str); 5] = [
    (b"\xFF\xFE", "UTF-16 text"),
    (b"\xFE\xFF", "UTF-16 text"),
    (b"PK\x03\x04", "a ZIP archive, as .xlsx files are"),
    (b"\x1F\x8B", "compressed by gzip"),
    (b"PAR1", "a Parquet file"),
];

/// Letters shown before a byte that is no UTF-8.
const SHOWN: usize = 12;

/// The text of a file that is to be UTF-8, without the mark that some programs put before it.
pub fn utf8<'a>(file: &Path, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let kind = OTHERS.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, what)) = kind {
        return Err(Problem::whole(
            file,
            format!("is {what}, expected UTF-8 text"),
        ));
    }
    let line = |at: usize| 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let message = "holds a zero byte, as no text does, expected UTF-8 text";
        return Err(Problem::at(file, line(at), message));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let before = String::from_utf8_lossy(&bytes[..at]);
        let word: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').collect();
        let word: String = word.iter().take(SHOWN).rev().collect();
        let message = format!(
            "is not UTF-8 text: the byte {:02X} stands behind `{word}`, as in Windows-1252 or Latin-1; save it \
             as UTF-8, or `iconv -f WINDOWS-1252 -t UTF-8`",
            bytes[at]
        );
        Problem::at(file, line(at), message)
    })
}
