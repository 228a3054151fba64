//! Files are whole or absent, and named by what is in them.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::problem::Problem;

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
