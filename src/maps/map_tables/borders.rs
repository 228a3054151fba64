//! Neighbours from outlines: municipalities whose edges run along one another.

use std::collections::{BTreeMap, BTreeSet};

use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};

use crate::maps::outlines::Ring;

/// Edges that are nearer than this are one edge (km): outlines are drawn by more than one hand.
const NEAR: f64 = 0.1;
/// So much of an edge is looked at as a whole (km).
const STEP: f64 = 0.25;
/// Municipalities that have less of an edge in common meet in a corner (km).
const LEAST: f64 = 0.3;

/// A straight piece of an edge, with the municipality whose it is.
type Piece = GeomWithData<Line<[f64; 2]>, u32>;

/// What outlines have in common.
pub(super) struct Borders {
    /// Pairs of neighbours.
    pub(super) pairs: Vec<(u32, u32)>,
    /// Places with an edge where no other place lies.
    pub(super) outer: Vec<bool>,
}

/// Pairs of neighbours, and the places at the map's edge, from the outlines of each place in kilometres.
pub(super) fn borders(outlines: &[Vec<Ring>]) -> Borders {
    let edges: Vec<Piece> = (0..)
        .zip(outlines)
        .flat_map(|(place, rings)| pieces(rings).map(move |line| Piece::new(line, place)))
        .collect();
    let tree = RTree::bulk_load(edges);
    let mut pairs = BTreeSet::new();
    let mut outer = Vec::new();
    for (place, rings) in (0..).zip(outlines) {
        let mut common: BTreeMap<u32, f64> = BTreeMap::new();
        let mut alone = 0.0;
        for line in pieces(rings) {
            let [[x, y], [u, v]] = [line.from, line.to];
            let length = ((u - x) * (u - x) + (v - y) * (v - y)).sqrt();
            let parts = (length / STEP).ceil().max(1.0);
            for part in 0..parts as u32 {
                let at = (f64::from(part) + 0.5) / parts;
                let middle = [x + at * (u - x), y + at * (v - y)];
                let mut others = around(&tree, middle)
                    .filter(|other| *other != place)
                    .peekable();
                if others.peek().is_none() {
                    alone += length / parts;
                }
                for other in others {
                    *common.entry(other).or_default() += length / parts;
                }
            }
        }
        let touching = common.into_iter().filter(|(_, km)| *km >= LEAST);
        pairs.extend(touching.map(|(other, _)| (place.min(other), place.max(other))));
        outer.push(alone >= LEAST);
    }
    Borders {
        pairs: pairs.into_iter().collect(),
        outer,
    }
}

/// The straight pieces of some rings; those without a length are none.
fn pieces(rings: &[Ring]) -> impl Iterator<Item = Line<[f64; 2]>> {
    let ends = rings.iter().flat_map(|ring| ring.windows(2));
    ends.filter(|ends| ends[0] != ends[1]).map(|ends| {
        let [(x, y), (u, v)] = [ends[0], ends[1]];
        Line::new([x, y], [u, v])
    })
}

/// Whose edges are near a point, each once.
fn around(tree: &RTree<Piece>, [x, y]: [f64; 2]) -> impl Iterator<Item = u32> {
    use rstar::PointDistance as _;
    let near = AABB::from_corners([x - NEAR, y - NEAR], [x + NEAR, y + NEAR]);
    let found: BTreeSet<u32> = tree
        .locate_in_envelope_intersecting(near)
        .filter(|piece| piece.geom().distance_2(&[x, y]) <= NEAR * NEAR)
        .map(|piece| piece.data)
        .collect();
    found.into_iter()
}
