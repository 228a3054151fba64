//! The country of the page: municipalities, their outlines, the borders of states.

use std::collections::BTreeMap;

use serde_json::json;

use plaza_model::state::map::Map;

use crate::explore::pack::{Chunk, signed, unsigned};

/// Steps that the longer side of the map is cut into.
pub const STEPS: f64 = 16_384.0;

/// A corner, in steps.
type Corner = (i64, i64);

/// What is drawn of a map.
pub fn chunks(map: &Map) -> [Chunk; 3] {
    let frame = Frame::new(map);
    let rings: Vec<Vec<Vec<Corner>>> = (0..map.places.len())
        .map(|place| {
            let rings = map.outlines.get(place).map_or(&[][..], Vec::as_slice);
            let rings = rings.iter().map(|ring| frame.ring(ring));
            rings.filter(|ring| ring.len() > 2).collect()
        })
        .collect();
    let land = json!({
        "width": frame.steps(frame.east - frame.west),
        "height": frame.steps(frame.north - frame.south),
        "step_km": frame.step,
        "states": map.states,
        "code": map.places.iter().map(|place| &place.code).collect::<Vec<_>>(),
        "name": map.places.iter().map(|place| &place.name).collect::<Vec<_>>(),
        "state": map.places.iter().map(|place| place.state).collect::<Vec<_>>(),
        "population": map.places.iter().map(|place| place.population).collect::<Vec<_>>(),
        "at": map.places.iter().map(|place| frame.corner((place.x, place.y))).collect::<Vec<_>>(),
    });
    let mut outlines = Vec::new();
    let mut pen = Pen::default();
    for rings in &rings {
        unsigned(rings.len() as u64, &mut outlines);
        for ring in rings {
            pen.line(ring, &mut outlines);
        }
    }
    let mut borders = Vec::new();
    let mut pen = Pen::default();
    let lines = trails(&between_states(map, &rings));
    unsigned(lines.len() as u64, &mut borders);
    for line in &lines {
        pen.line(line, &mut borders);
    }
    [
        Chunk::json("land", &land),
        Chunk::new("outlines", &outlines),
        Chunk::new("borders", &borders),
    ]
}

/// The box around a map, and how it is cut into steps.
struct Frame {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    /// Kilometres of a step.
    step: f64,
}

impl Frame {
    fn new(map: &Map) -> Self {
        let places = map.places.iter().map(|place| (place.x, place.y));
        let all = places.chain(map.outlines.iter().flatten().flatten().copied());
        let none = [f64::MAX, f64::MIN, f64::MAX, f64::MIN];
        let [west, east, south, north] = all.fold(none, |[west, east, south, north], (x, y)| {
            [west.min(x), east.max(x), south.min(y), north.max(y)]
        });
        let step = (east - west).max(north - south).max(1.0) / STEPS;
        Self {
            west,
            east,
            south,
            north,
            step,
        }
    }

    fn steps(&self, km: f64) -> i64 {
        (km / self.step).round() as i64
    }

    /// A point in steps, down from the north.
    fn corner(&self, (x, y): (f64, f64)) -> Corner {
        (self.steps(x - self.west), self.steps(self.north - y))
    }

    /// A ring without its last point, which is the first again, and without points that are the same in steps.
    fn ring(&self, ring: &[(f64, f64)]) -> Vec<Corner> {
        let mut corners: Vec<Corner> = ring.iter().map(|point| self.corner(*point)).collect();
        corners.dedup();
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        corners
    }
}

/// Writes lines by how far each corner is from the one before.
#[derive(Default)]
struct Pen {
    at: Corner,
}

impl Pen {
    fn line(&mut self, line: &[Corner], to: &mut Vec<u8>) {
        unsigned(line.len() as u64, to);
        for corner in line {
            signed(corner.0 - self.at.0, to);
            signed(corner.1 - self.at.1, to);
            self.at = *corner;
        }
    }
}

/// Edges that belong to one state only, or to two: those of its outlines that no other outline of it has.
fn between_states(map: &Map, rings: &[Vec<Vec<Corner>>]) -> Vec<(Corner, Corner)> {
    let mut of_states: BTreeMap<u16, Vec<(Corner, Corner)>> = BTreeMap::new();
    for (place, rings) in map.places.iter().zip(rings) {
        let edges = of_states.entry(place.state).or_default();
        for ring in rings {
            let next = ring.iter().cycle().skip(1);
            edges.extend(ring.iter().zip(next).map(|(a, b)| (*a.min(b), *a.max(b))));
        }
    }
    let mut borders = Vec::new();
    for edges in of_states.values_mut() {
        edges.sort_unstable();
        let same = edges.chunk_by(|a, b| a == b);
        borders.extend(same.filter(|same| same.len() % 2 == 1).map(|same| same[0]));
    }
    borders.sort_unstable();
    borders.dedup();
    borders
}

/// Edges as few lines, each edge once.
fn trails(edges: &[(Corner, Corner)]) -> Vec<Vec<Corner>> {
    let mut ways: BTreeMap<Corner, Vec<usize>> = BTreeMap::new();
    for (index, (a, b)) in edges.iter().enumerate() {
        ways.entry(*a).or_default().push(index);
        ways.entry(*b).or_default().push(index);
    }
    let odd = |at: &&Vec<usize>| at.len() % 2 == 1;
    let starts: Vec<Corner> = (ways.iter().filter(|(_, at)| odd(at)))
        .chain(&ways)
        .map(|(corner, _)| *corner)
        .collect();
    let mut used = vec![false; edges.len()];
    let mut lines = Vec::new();
    for start in starts {
        let mut line = vec![start];
        let mut here = start;
        while let Some(edge) = ways.get_mut(&here).and_then(|at| unused(at, &mut used)) {
            let (a, b) = edges[edge];
            here = if here == a { b } else { a };
            line.push(here);
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

fn unused(at: &mut Vec<usize>, used: &mut [bool]) -> Option<usize> {
    while let Some(edge) = at.pop() {
        if !std::mem::replace(&mut used[edge], true) {
            return Some(edge);
        }
    }
    None
}
