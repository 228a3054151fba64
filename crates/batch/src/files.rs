//! Files are whole or absent, named by their content, and read up to a sensible size only.
//!
//! ```
//! use plaza_batch::files::{digest, temporary};
//!
//! assert_eq!(&digest(b"plaza")[..8], "3f65136b");
//! assert_eq!(temporary("a/part.parquet".as_ref()).to_str(), Some("a/.part.parquet.part"));
//! ```

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The most bytes of a table, a map or a part of results.
pub const MOST: u64 = 2 << 30;
/// The most bytes of a text that people write.
pub const MOST_OF_TEXT: u64 = 64 << 20;
/// The most bytes of what is no regular file: a pipe ends, a device may not.
const MOST_STREAMED: u64 = 256 << 20;

/// The bytes of a file, pipe or device that a user names, `most` of them or fewer.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    let (most, known) = match about.is_file() {
        true => (most, about.len()),
        false => (most.min(MOST_STREAMED), 0),
    };
    let mut bytes = Vec::new();
    if known <= most {
        bytes.try_reserve_exact(known as usize)?;
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    if known.max(bytes.len() as u64) > most {
        let message = format!("it is longer than {} MiB, expected less", most >> 20);
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The bytes of a file that plaza keeps in a folder. What is none, as a pipe that nobody fills, is not opened.
pub fn read_kept(path: &Path) -> io::Result<Vec<u8>> {
    let about = fs::metadata(path)?;
    if !about.is_file() && !about.is_dir() {
        let message = "it is a pipe or a device, expected a file";
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    }
    read(path, MOST)
}

/// The text of a file that plaza keeps in a folder.
pub fn read_kept_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_kept(path)?)
        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// Writes `bytes` under a temporary name beside `path` and renames it, making the folder if need
/// be: whoever looks sees the old file, no file, or the new one whole, whatever stops the program or
/// the machine. Of two writers of one path at a time, either may fail.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let temporary = temporary(path);
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        // A name that is on the disk before its bytes would be an empty file where the power fails.
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        // Half a file is of no use, and a full disk needs the room.
        let _ = fs::remove_file(&temporary);
        Problem::unwritten(path, &error)
    })
}

/// The name of a file while it is being written. Always the same, so that what a killed run left
/// is overwritten by the next.
pub fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// SHA-256 in hexadecimal, as `sha256sum` prints it.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string does not fail");
            text
        })
}
