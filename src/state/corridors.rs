//! Where the drugs go: tonnes through each municipality, and what got through.

/// The flow of drugs north, as last found.
#[derive(Clone, Debug, PartialEq)]
pub struct Corridors {
    /// Tonnes a week through each municipality; index as on the map.
    pub flow: Vec<f64>,
    /// Tonnes a week sent towards the north, by land and around it.
    pub supplied: f64,
    /// Tonnes a week that arrive.
    pub delivered: f64,
    /// Part of what is sent that goes by land.
    pub share: f64,
}
