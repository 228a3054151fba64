//! Shards: a batch on several machines.
//!
//! ```
//! use plaza_batch::shard::Shard;
//!
//! let second: Shard = "2/3".parse().expect("k/n");
//! assert_eq!((0..6).filter(|block| second.holds(*block)).collect::<Vec<u32>>(), [1, 4]);
//! assert!("4/3".parse::<Shard>().is_err());
//! ```

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of a batch for one of several machines: every `of`-th block, so that shards stay equal
/// in size and a block keeps its shard when the batch grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    /// Which shard, from 1.
    number: u32,
    /// How many shards there are.
    of: u32,
}

impl Shard {
    /// How many shards there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// `results/name-shard-1-of-4`: shards on one file system do not meet.
    pub fn folder(self, whole: &Path) -> PathBuf {
        let mut name = whole.as_os_str().to_owned();
        name.push(format!("-shard-{}-of-{}", self.number, self.of));
        name.into()
    }

    /// Whether a block is of this shard.
    pub fn holds(self, block: u32) -> bool {
        block % self.of == self.number - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)))
            .filter(|(number, of)| (1..=*of).contains(number))
            .map(|(number, of)| Self { number, of })
            .ok_or_else(|| "expected k/n with k from 1 to n, as in `2/4`".to_owned())
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}
