//! Where the drugs go: tonnes through each municipality, and deliveries.

/// The flow of drugs north, as last found.
#[derive(Clone, Debug, PartialEq)]
pub struct Corridors {
    /// Tonnes a week through each municipality; index as on the map.
    pub flow: Vec<f64>,
    /// Tonnes a week that leave the country to the north in each municipality.
    pub exits: Vec<f64>,
    /// What the flow through each municipality would earn those who hold it [dollars/week].
    pub earnings: Vec<f64>,
    /// Tonnes a week sent towards the north, by land and around it.
    pub supplied: f64,
    /// Tonnes a week that arrive.
    pub delivered: f64,
    /// Part of what is sent that goes by land.
    pub share: f64,
    /// Tonnes a week that arrived when the flow was first found, at the price of the start.
    pub usual: Option<f64>,
}

impl Corridors {
    /// No flow yet, in so many municipalities.
    pub fn none(places: usize) -> Self {
        Self {
            flow: vec![0.0; places],
            exits: vec![0.0; places],
            earnings: vec![0.0; places],
            supplied: 0.0,
            delivered: 0.0,
            share: 0.0,
            usual: None,
        }
    }
}
