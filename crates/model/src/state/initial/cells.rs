//! The cells of the first week.

use crate::engine::luck::{Luck, mix_all, trait_of};
use crate::engine::sampling::{chance, multinomial};
use crate::state::cells::{Boss, Cell};
use crate::state::citizens::{Person, STRATA, Status, Stratum};
use crate::state::initial::parameters::Parameters;
use crate::state::organizations::OrganizationKey;
use crate::state::world::{Country, Municipality};
use crate::units::Quantity;

/// A cell as it begins.
pub struct First {
    /// Its organization.
    pub organization: OrganizationKey,
    /// Its faction, an index into the country's names.
    pub faction: Option<u16>,
    /// The members it has, if as many are ready.
    pub members: u32,
    /// The first week.
    pub week: i32,
}

/// Puts a cell into a municipality: members by readiness and boldness, associates by readiness.
pub fn settle(
    here: &mut Municipality,
    first: &First,
    country: &Country,
    p: &Parameters,
    luck: &Luck,
) {
    let &First {
        organization,
        faction,
        members,
        week,
    } = first;
    let mut rng = luck.of(here.place, organization.0);
    let mut cell = Cell::new(organization, here.place, week);
    let boss = Boss::appointed(organization, here.place, week);
    let tenure = trait_of(mix_all(&[boss.key, 3])) * p.boss_tenure.get();
    cell.boss = Boss {
        since: week - tenure as i32,
        ..boss
    };
    cell.faction = faction;
    let ready: u32 = Stratum::all()
        .filter(|stratum| country.propensity[stratum.index()] > 0.0)
        .map(|stratum| here.citizens.civilians(stratum))
        .sum();
    while cell.members.len() < members.min(ready / 2) {
        let (stratum, number) = here
            .citizens
            .choose(&mut rng, &country.ready[here.place as usize])
            .expect("somebody is ready");
        let person = Person {
            home: here.place,
            number,
        };
        let civilian = here.citizens.civilian_share(stratum);
        if chance(&mut rng, person.boldness() * civilian) && here.citizens.status(number).is_none()
        {
            here.citizens.set(number, Some(Status::Member));
            cell.members.add(person);
        }
    }
    let wanted = (f64::from(cell.members.len()) * p.associates.get() + 0.5) as u32;
    let mut weights = [0.0; STRATA];
    for stratum in Stratum::all() {
        let civilians = f64::from(here.citizens.civilians(stratum));
        weights[stratum.index()] = civilians * country.propensity[stratum.index()];
    }
    let mut hired = multinomial(&mut rng, wanted, &weights);
    for stratum in Stratum::all() {
        let hired = &mut hired[stratum.index()];
        *hired = (*hired).min(here.citizens.civilians(stratum));
    }
    here.citizens.enlist_associates(&hired);
    cell.associates.add(&hired);
    here.cells.push(cell);
}
