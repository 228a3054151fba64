//! Figures, one file each.

use crate::state::map::Map;

/// Stub.
pub fn map_overview(map: &Map) -> String {
    map.name.clone()
}
