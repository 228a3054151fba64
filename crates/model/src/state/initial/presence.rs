//! Where organizations are in the first week of one replicate: a draw from where they are expected.
//!
//! Members come together: at a place where m of them are expected their number is drawn from a gamma distribution of
//! mean m and variance m times `clump`, and all places are brought to the organization's members, so that the mean
//! stays m. Where fewer than `least` would be, nobody is; they go to the others.

use crate::engine::luck::{Luck, mix_all};
use crate::engine::sampling::gamma;
use crate::state::initial::field::Field;
use crate::state::initial::parameters::Parameters;
use crate::state::map::Map;
use crate::state::organizations::OrganizationKey;
use crate::units::Quantity;

/// Tells these draws from those of the cells that are settled with the same luck.
const PRESENCE: u64 = 1;

/// An organization in one municipality.
#[derive(Clone, Debug, PartialEq)]
pub struct Site<'a> {
    /// The municipality.
    pub place: u32,
    /// Its members there.
    pub members: f64,
    /// Their faction.
    pub faction: Option<&'a str>,
}

/// Where so many members of an organization are, ascending by place.
pub fn drawn<'a>(
    map: &Map,
    field: &Field<'a>,
    members: f64,
    p: &Parameters,
    luck: &Luck,
) -> Vec<Site<'a>> {
    let key = OrganizationKey::founder(&field.organization.name);
    let subject = mix_all(&[key.0, PRESENCE]);
    let clump = p.clump.get();
    let expected = (0..).zip(&field.shares).filter(|(_, share)| **share > 0.0);
    let mut sites: Vec<(u32, f64)> = expected
        .map(|(place, share)| {
            let expected = members * share;
            let number = match clump > 0.0 {
                true => clump * gamma(&mut luck.of(place, subject), expected / clump),
                false => expected,
            };
            (place, number)
        })
        .collect();
    let scaled = |sites: &[(u32, f64)]| {
        let all: f64 = sites.iter().map(|(_, part)| part).sum();
        let part = |(place, part): &(u32, f64)| (*place, members * part / all);
        sites.iter().map(part).collect::<Vec<_>>()
    };
    let whole = scaled(&sites);
    let many = whole.iter().filter(|(_, here)| *here >= p.least.get());
    sites = many.copied().collect();
    if sites.is_empty() {
        // Too few to be anywhere: all are where most are, or where most are expected.
        let most = whole.into_iter().filter(|(_, here)| here.is_finite());
        let most = most.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let expected = (0..).zip(field.shares.iter().copied());
        let expected = expected.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        sites = most
            .or(expected)
            .map(|(place, _)| (place, 1.0))
            .into_iter()
            .collect();
    }
    let site = |(place, members): (u32, f64)| Site {
        place,
        members,
        faction: field.faction(map, place),
    };
    scaled(&sites).into_iter().map(site).collect()
}

/// Members in whole numbers: none above the room that is left in their place; those above go to the other sites, as far
/// as there is room.
pub fn housed(room: &mut [f64], sites: &[Site]) -> Vec<u32> {
    let mut placed = vec![0.0; sites.len()];
    let mut left: f64 = sites.iter().map(|site| site.members).sum();
    loop {
        let free = |i: usize| room[sites[i].place as usize] - placed[i];
        let open: Vec<usize> = (0..placed.len()).filter(|i| free(*i) > 0.0).collect();
        let weights: f64 = open.iter().map(|i| sites[*i].members).sum();
        if open.is_empty() || weights <= 0.0 || left < 0.5 {
            break;
        }
        let mut rest = 0.0;
        for i in open {
            let part = left * sites[i].members / weights;
            let taken = part.min(room[sites[i].place as usize] - placed[i]);
            placed[i] += taken;
            rest += part - taken;
        }
        left = rest;
    }
    let whole = |x: f64| (x + 0.5).floor() as u32;
    sites
        .iter()
        .zip(placed)
        .map(|(site, members)| {
            room[site.place as usize] -= members;
            whole(members).max(1)
        })
        .collect()
}
