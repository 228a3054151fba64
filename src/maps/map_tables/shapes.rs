//! The outlines beside the table of municipalities: of which they are, and whether seats lie inside.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::problem::Problem;

use plaza_engine::numbers::counted;

use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::projection::Projection;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seats::Seat;
use crate::maps::map_tables::sources::Sources;
use crate::maps::outlines::Ring;
use crate::maps::{codes, outlines};

/// A seat so far outside its outline is told (km).
const OUTSIDE: f64 = 10.0;
/// Part of the seats outside from which on they are not the same places.
const MOST: f64 = 0.2;
/// Seats told.
const TOLD: usize = 10;

/// The outlines of the municipalities, each with its parts. Others are lakes, or of places that the table
/// does not have.
pub(super) fn whole(
    sources: &Sources,
    seats: &BTreeMap<String, Seat>,
    walk: &Crosswalk,
    rings: BTreeMap<String, Vec<Ring>>,
    projection: &Projection,
    reading: &mut Reading,
) -> BTreeMap<String, Vec<Ring>> {
    let path = sources
        .outlines
        .as_deref()
        .unwrap_or(&sources.municipalities);
    let mut whole: BTreeMap<String, Vec<Ring>> = BTreeMap::new();
    let mut strangers = BTreeMap::new();
    for (code, rings) in rings {
        match seats.contains_key(walk.whole(&code)) {
            true => whole
                .entry(walk.whole(&code).to_owned())
                .or_default()
                .extend(rings),
            false => drop(strangers.insert(code, rings)),
        }
    }
    let codes = || seats.keys().map(String::as_str);
    let meant = |code: &str| !codes::hint(code, codes()).is_empty();
    let (slips, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
        strangers.into_iter().partition(|(code, _)| meant(code));
    let wrong = match (slips.is_empty(), others.len() > whole.len()) {
        (false, _) => slips,
        (true, true) => others.clone(),
        (true, false) => BTreeMap::new(),
    };
    if !wrong.is_empty() {
        let wrong = outlines::in_order(path, wrong, codes());
        reading.problems.extend(wrong.err());
        return whole;
    }
    let strangers = others;
    if !strangers.is_empty() {
        let names: Vec<&str> = strangers.keys().map(String::as_str).collect();
        reading.notes.push(format!(
            "{} of no municipality and left out: {}",
            counted(names.len(), "outline is", "outlines are"),
            names.join(", ")
        ));
    }
    let without = codes().filter(|code| whole.get(*code).is_none_or(Vec::is_empty));
    let without: Vec<&str> = without.collect();
    if !without.is_empty() {
        let names = without.join(", ");
        let have = counted(without.len(), "municipality has", "municipalities have");
        let note = format!("{have} no outline: {names}");
        reading.notes.push(note);
    }
    let positions = seats
        .iter()
        .map(|(code, seat)| (code.as_str(), seat.position));
    let misplaced = outlines::misplaced(path, &whole, &positions.collect(), &|lon| {
        projection.turned(lon)
    });
    reading.problems.extend(misplaced);
    whole
}

/// Tells of seats that lie outside their outlines; where many do, the two are not of the same places.
pub(super) fn seats_inside(
    path: &Path,
    seats: &BTreeMap<String, Seat>,
    rings: &BTreeMap<String, Vec<Ring>>,
    projection: &Projection,
    reading: &mut Reading,
) {
    let far = seats.iter().filter_map(|(code, seat)| {
        let rings = rings.get(code).filter(|rings| !rings.is_empty())?;
        let (lat, lon) = seat.position;
        let km = outside(&projection.rings(rings), projection.plane(lat, lon));
        (km > OUTSIDE).then_some((km, code))
    });
    let mut far: Vec<(f64, &String)> = far.collect();
    if far.is_empty() || !reading.problems.is_empty() {
        return;
    }
    far.sort_by(|a, b| b.0.total_cmp(&a.0));
    let shown = far
        .iter()
        .take(TOLD)
        .map(|(km, code)| format!("`{code}` ({km:.0} km)"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    let more = far.len().saturating_sub(TOLD);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let message = format!(
        "{} of {} seats {} more than {OUTSIDE} km outside their outlines: {shown}{more}",
        far.len(),
        seats.len(),
        if far.len() == 1 { "lies" } else { "lie" }
    );
    match far.len() as f64 > MOST * seats.len() as f64 {
        true => {
            let message =
                format!("{message}; expected latitude, longitude and codes of the same places");
            reading.problems.push(Problem::whole(path, message));
        }
        false => reading.notes.push(message),
    }
}

/// How far a point lies outside some rings (km); 0 inside.
fn outside(rings: &[Ring], (x, y): (f64, f64)) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for ends in rings.iter().flat_map(|ring| ring.windows(2)) {
        let [(x1, y1), (x2, y2)] = [ends[0], ends[1]];
        if (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
            inside = !inside;
        }
        let (dx, dy) = (x2 - x1, y2 - y1);
        let length = dx * dx + dy * dy;
        let part = match length > 0.0 {
            true => (((x - x1) * dx + (y - y1) * dy) / length).clamp(0.0, 1.0),
            false => 0.0,
        };
        let (u, v) = (x1 + part * dx - x, y1 + part * dy - y);
        nearest = nearest.min((u * u + v * v).sqrt());
    }
    if inside { 0.0 } else { nearest }
}
