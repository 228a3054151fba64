//! Exponential waits at the cost of a look-up, for hot loops.
//!
//! ```
//! use plaza_engine::luck::{Key, NOWHERE};
//! use plaza_engine::ziggurat::exponential;
//!
//! let rng = &mut Key::new(1, 0).luck(0, 0).of(NOWHERE, 0);
//! let mean = (0..10_000).map(|_| exponential(rng)).sum::<f64>() / 1e4;
//! assert!((mean - 1.0).abs() < 0.05);
//! ```

use std::sync::LazyLock;

use rand::Rng;

use crate::sampling::{exponential as by_inversion, uniform};

/// Layers of equal area that cover the density `exp(-x)`.
const LAYERS: usize = 256;
/// Where the tail begins, which belongs to the lowest layer.
const TAIL: f64 = 7.697_117_470_131_05;
/// The area of a layer.
const AREA: f64 = 0.003_949_659_822_581_557;

/// Where each layer ends and the density there, widest first; the last is the peak.
static EDGES: LazyLock<[(f64, f64); LAYERS + 1]> = LazyLock::new(|| {
    let mut edges = [(0.0, 1.0); LAYERS + 1];
    // As wide as a layer of this area without a tail would be.
    edges[0] = (AREA / libm::exp(-TAIL), 0.0);
    let mut end = TAIL;
    for edge in &mut edges[1..LAYERS] {
        let density = libm::exp(-end);
        *edge = (end, density);
        end = -libm::log(density + AREA / end);
    }
    edges
});

/// Exponential with mean 1, by the ziggurat of Marsaglia and Tsang (2000, J. Statistical Software
/// 5(8)): mostly one draw and no logarithm, a third of the time of
/// [`sampling::exponential`](crate::sampling::exponential). But that one rises with its
/// uniform, as two futures on equal luck may want, and this one does not.
pub fn exponential(rng: &mut impl Rng) -> f64 {
    let edges = &*EDGES;
    loop {
        // The layer from the lowest 8 bits, the place in it from the highest 53.
        let bits = rng.next_u64();
        let layer = (bits % LAYERS as u64) as usize;
        let x = (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64) * edges[layer].0;
        let [outer, inner] = [edges[layer], edges[layer + 1]];
        if x < inner.0 {
            return x;
        }
        if layer == 0 {
            return TAIL + by_inversion(rng);
        }
        if outer.1 + uniform(rng) * (inner.1 - outer.1) < libm::exp(-x) {
            return x;
        }
    }
}
