//! Paints a map: areas of one colour in one piece, borders, places.

use std::collections::BTreeMap;

use plotters::prelude::*;

use plaza_model::state::map::Map;

use crate::figures::style::{Drawn, Paper, area, disc, line};

/// The colour of borders between states.
pub const BORDER: RGBColor = RGBColor(0x80, 0x80, 0x80);
/// The room of a place (px) from which on borders between municipalities are drawn.
const ROOM: f64 = 15.0;

/// A map, scaled to a frame of the paper.
pub struct Country<'a> {
    /// The map.
    pub map: &'a Map,
    west: f64,
    north: f64,
    width: f64,
    height: f64,
}

/// Where on the paper a country lies (px).
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width; the height follows from [`Country::aspect`].
    pub width: f64,
}

impl Frame {
    /// The grain of outlines (px): coarse enough to merge what no eye can tell apart.
    fn grain(self) -> f64 {
        if self.width > 500.0 { 0.5 } else { 1.0 }
    }

    fn vertex(self, (x, y): (f64, f64)) -> Vertex {
        let grains = |px: f64| (px / self.grain()).round() as i32;
        (grains(x), grains(y))
    }

    fn pixels(self, (x, y): Vertex) -> (f64, f64) {
        (f64::from(x) * self.grain(), f64::from(y) * self.grain())
    }
}

/// A vertex on the paper, in grains of its frame.
type Vertex = (i32, i32);
type Edge = (Vertex, Vertex);

impl<'a> Country<'a> {
    /// The map; places without an outline are drawn as discs.
    pub fn new(map: &'a Map) -> Self {
        let places = map.places.iter().map(|place| (place.x, place.y));
        let mut bounds = [f64::MAX, f64::MIN, f64::MAX, f64::MIN];
        let mut include = |(x, y): (f64, f64)| {
            bounds[0] = bounds[0].min(x);
            bounds[1] = bounds[1].max(x);
            bounds[2] = bounds[2].min(y);
            bounds[3] = bounds[3].max(y);
        };
        places.for_each(&mut include);
        let outlines = map.outlines.iter().flatten().flatten();
        outlines.copied().for_each(include);
        Self {
            map,
            west: bounds[0],
            north: bounds[3],
            width: (bounds[1] - bounds[0]).max(1.0),
            height: (bounds[3] - bounds[2]).max(1.0),
        }
    }

    /// Height over width.
    pub fn aspect(&self) -> f64 {
        self.height / self.width
    }

    /// A place's position on the paper.
    pub fn at(&self, frame: Frame, place: usize) -> (f64, f64) {
        let place = &self.map.places[place];
        self.project(frame, (place.x, place.y))
    }

    fn project(&self, frame: Frame, (x, y): (f64, f64)) -> (f64, f64) {
        let scale = frame.width / self.width;
        (
            frame.x + (x - self.west) * scale,
            frame.y + (self.north - y) * scale,
        )
    }

    /// Fills places with one colour.
    pub fn fill(&self, paper: &Paper, frame: Frame, places: &[usize], colour: RGBColor) -> Drawn {
        for place in places.iter().filter(|place| self.rings(**place).is_empty()) {
            let radius = self.disc_radius(frame, *place);
            disc(paper, self.at(frame, *place), radius, colour)?;
        }
        // One polygon of all rings, each reached from the first point and left the same way: under
        // the even-odd rule the ways cancel, and rings within rings are holes.
        let trails = trails(&self.boundary(frame, places));
        let Some(start) = trails.first().map(|ring| ring[0]) else {
            return Ok(());
        };
        let points: Vec<(f64, f64)> = trails
            .iter()
            .flat_map(|ring| ring.iter().copied().chain([start]))
            .map(|vertex| frame.pixels(vertex))
            .collect();
        area(paper, &points, colour)
    }

    fn rings(&self, place: usize) -> &[Vec<(f64, f64)>] {
        self.map.outlines.get(place).map_or(&[], Vec::as_slice)
    }

    /// Draws the borders of states, and those of municipalities where there is room for them.
    pub fn lines(&self, paper: &Paper, frame: Frame) -> Drawn {
        if self.room(frame) >= ROOM {
            self.borders(paper, frame, |place| place, WHITE, 0.5)?;
        }
        let state = |place: usize| usize::from(self.map.places[place].state);
        self.borders(paper, frame, state, BORDER, 0.9)
    }

    /// The side of a square as large as places are on the paper, on average (px).
    pub fn room(&self, frame: Frame) -> f64 {
        frame.width * (self.aspect() / self.map.places.len() as f64).sqrt()
    }

    /// Draws the borders between groups of places, and around all.
    fn borders(
        &self,
        paper: &Paper,
        frame: Frame,
        group: impl Fn(usize) -> usize,
        colour: RGBColor,
        width: f64,
    ) -> Drawn {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.map.places.len() {
            groups.entry(group(place)).or_default().push(place);
        }
        let mut edges: Vec<Edge> = groups
            .values()
            .flat_map(|places| self.boundary(frame, places))
            .collect();
        edges.sort_unstable();
        edges.dedup();
        trails(&edges).into_iter().try_for_each(|trail| {
            let points: Vec<(f64, f64)> = trail
                .into_iter()
                .map(|vertex| frame.pixels(vertex))
                .collect();
            line(paper, &points, colour, width)
        })
    }

    /// The edges around places, without those between two of them.
    fn boundary(&self, frame: Frame, places: &[usize]) -> Vec<Edge> {
        let mut edges: Vec<Edge> = Vec::new();
        for ring in places.iter().flat_map(|place| self.rings(*place)) {
            let vertices = ring
                .iter()
                .map(|point| frame.vertex(self.project(frame, *point)));
            let closed: Vec<Vertex> = vertices.clone().chain(vertices.take(1)).collect();
            for pair in closed.windows(2).filter(|pair| pair[0] != pair[1]) {
                edges.push((pair[0].min(pair[1]), pair[0].max(pair[1])));
            }
        }
        edges.sort_unstable();
        edges
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() % 2 == 1)
            .map(|same| same[0])
            .collect()
    }

    /// A disc whose area grows with the root of the population.
    fn disc_radius(&self, frame: Frame, place: usize) -> f64 {
        let share = f64::from(self.map.places[place].population).sqrt()
            / (self.map.population() as f64).sqrt().max(1.0);
        let room = frame.width * frame.width * self.aspect() / self.map.places.len() as f64;
        (room * share * (self.map.places.len() as f64).sqrt() / std::f64::consts::PI)
            .sqrt()
            .clamp(1.0, 12.0)
    }
}

/// Edges as few trails, each edge once.
fn trails(edges: &[Edge]) -> Vec<Vec<Vertex>> {
    let mut ways: BTreeMap<Vertex, Vec<usize>> = BTreeMap::new();
    for (index, (a, b)) in edges.iter().enumerate() {
        ways.entry(*a).or_default().push(index);
        ways.entry(*b).or_default().push(index);
    }
    let odd_first = ways
        .iter()
        .filter(|(_, at)| at.len() % 2 == 1)
        .chain(ways.iter())
        .map(|(vertex, _)| *vertex)
        .collect::<Vec<_>>();
    let mut used = vec![false; edges.len()];
    let mut found = Vec::new();
    for start in odd_first {
        loop {
            let mut trail = vec![start];
            let mut here = start;
            while let Some(edge) = ways
                .get_mut(&here)
                .and_then(|at| take_unused(at, &mut used))
            {
                let (a, b) = edges[edge];
                here = if here == a { b } else { a };
                trail.push(here);
            }
            if trail.len() == 1 {
                break;
            }
            found.push(trail);
        }
    }
    found
}

fn take_unused(at: &mut Vec<usize>, used: &mut [bool]) -> Option<usize> {
    while let Some(edge) = at.pop() {
        if !std::mem::replace(&mut used[edge], true) {
            return Some(edge);
        }
    }
    None
}
