//! A target among many cells: near ones are weighed, others looked at.

use std::collections::BTreeMap;

use rand::Rng;

use crate::engine::sampling::uniform;
use crate::state::map::Map;
use crate::state::organizations::Organization;

/// A square of the ground, its side the reach of a raid, by column and row.
type Square = (i64, i64);

/// The cells of an organization by the square that they lie in.
pub struct Squares<'a> {
    map: &'a Map,
    raided: &'a Organization,
    reach: f64,
    /// Places and the members there.
    cells: BTreeMap<Square, Vec<(u32, f64)>>,
    /// Members of all cells.
    members: f64,
}

impl<'a> Squares<'a> {
    /// The cells of `raided`, for raids of this reach (km).
    pub fn new(map: &'a Map, raided: &'a Organization, reach: f64) -> Self {
        let mut squares = Self {
            map,
            raided,
            reach,
            cells: BTreeMap::new(),
            members: 0.0,
        };
        for (place, members) in raided.members_by_place() {
            let cells = squares.cells.entry(squares.square(place)).or_default();
            cells.push((place, members));
            squares.members += members;
        }
        squares
    }

    /// A cell chosen by `m * exp(-d / reach)`, m its members, d the distance from a place; `None` where
    /// it is less work to weigh all cells.
    ///
    /// Ring by ring of squares around the place, cells are weighed, until the others together weigh no
    /// more: they are as many reaches away as there are rings without the innermost, or further. The
    /// others are chosen by members and kept by distance.
    pub fn choose(&self, from: u32, rng: &mut impl Rng) -> Option<u32> {
        let centre = self.square(from);
        let away = |to: u32| self.map.distance(from, to) / self.reach;
        let mut weighed: Vec<(f64, u32)> = Vec::new();
        let mut near = 0.0;
        let mut rings = 0;
        let others = loop {
            let squares = ring(centre, rings);
            for &(place, members) in squares.filter_map(|at| self.cells.get(&at)).flatten() {
                near += members * libm::exp(-away(place));
                weighed.push((near, place));
            }
            let others = self.members * libm::exp(-(rings as f64));
            if others <= near {
                break others;
            }
            rings += 1;
            let side = 2 * rings + 1;
            if side * side > self.cells.len() as i64 {
                return None;
            }
        };
        loop {
            let u = uniform(rng) * (near + others);
            if u < near {
                let index = weighed.partition_point(|(upto, _)| *upto <= u);
                return weighed.get(index).map(|(_, place)| *place);
            }
            let to = self.raided.place_by_members(rng)?;
            let (column, row) = self.square(to);
            let further = (column - centre.0).abs().max((row - centre.1).abs()) > rings;
            if further && uniform(rng) < libm::exp(rings as f64 - away(to)) {
                return Some(to);
            }
        }
    }

    fn square(&self, place: u32) -> Square {
        let place = &self.map.places[place as usize];
        let number = |km: f64| i64::from((km / self.reach).floor() as i32);
        (number(place.x), number(place.y))
    }
}

/// The squares that are so many from the centre, across or down.
fn ring((x, y): Square, r: i64) -> impl Iterator<Item = Square> {
    (-r..=r).flat_map(move |row| {
        // The whole of the first and the last row, both ends of those between.
        let step = if row.abs() == r { 1 } else { 2 * r as usize };
        let columns = (-r..=r).step_by(step);
        columns.map(move |column| (x + column, y + row))
    })
}
