//! Laws that no rule may break: heads are conserved, no stock is negative or no number, shares are shares, units are
//! where their officers are.

use crate::state::citizens::{STRATA, Status};
use crate::state::forces::{Corps, Force};
use crate::state::orders::PROGRAMMES;
use crate::state::world::{Municipality, World};

/// Rounding that sums of parts may leave.
const ROUNDING: f64 = 1e-9;

impl World {
    /// What no rule may break; the first thing broken, in words.
    pub fn audit(&self) -> Result<(), String> {
        let mut members = 0;
        for here in &self.land.municipalities {
            let code = &self.given.country.map.places[here.place as usize].code;
            let mut associates = [0; STRATA];
            for cell in &here.cells {
                for (sum, count) in associates.iter_mut().zip(cell.associates.by_stratum()) {
                    *sum += count;
                }
                for person in cell.members.iter() {
                    let home = &self.land[person.home].citizens;
                    if home.status(person.number) != Some(Status::Member) {
                        return Err(format!("{code}: {person:?} is in a cell but no member"));
                    }
                }
                members += u64::from(cell.members.len());
                if cell.members.is_empty() {
                    return Err(format!("{code}: a cell without members"));
                }
                if !self.groups.organizations.contains_key(&cell.organization) {
                    return Err(format!("{code}: a cell of an organization that is gone"));
                }
            }
            if &associates != here.citizens.associates() {
                return Err(format!("{code}: associates of cells and residents differ"));
            }
            if !here.theatres.is_sorted_by_key(|theatre| theatre.pair) {
                return Err(format!("{code}: theatres out of order"));
            }
            if !here.cells.is_sorted_by_key(|cell| cell.organization) {
                return Err(format!("{code}: cells out of order"));
            }
            if here.tally.oc_deaths() != here.tally.victims() {
                return Err(format!("{code}: deaths by cause and by victim differ"));
            }
        }
        let mut entered = (0, 0);
        for here in &self.land.municipalities {
            for (_, status) in here.citizens.touched() {
                match status {
                    Status::Member => entered.0 += 1,
                    Status::Imprisoned => entered.1 += 1,
                    Status::Dead | Status::Abroad => {}
                }
            }
        }
        if entered != (members, u64::from(self.institutions.prisoners())) {
            return Err(format!(
                "members and prisoners by status {entered:?}, by roster {:?}",
                (members, self.institutions.prisoners())
            ));
        }
        let places = self.land.municipalities.iter();
        let alive: u64 = places.map(|here| u64::from(here.citizens.alive())).sum();
        if alive != self.land.population {
            return Err(format!(
                "residents alive: {alive} by place, {} counted",
                self.land.population
            ));
        }
        if !self.groups.organizations.keys().is_sorted() {
            return Err("organizations are not in order of their keys".to_owned());
        }
        stocks(self)
    }
}

/// The first stock that cannot be, in words.
fn stocks(world: &World) -> Result<(), String> {
    for here in &world.land.municipalities {
        municipality(here).map_err(|broken| {
            let code = &world.given.country.map.places[here.place as usize].code;
            format!("{code}: {broken}")
        })?;
    }
    for group in world.groups.organizations.values() {
        let stocks = [group.cash, group.arms, group.losses, group.violence];
        let names = ["cash", "arms", "losses", "violence"];
        amounts(names.into_iter().zip(stocks))
            .and_then(|()| parts([("cohesion", group.cohesion)]))
            .map_err(|broken| format!("{}: {broken}", group.name))?;
    }
    let states = world.given.country.map.states.iter();
    for (state, jurisdiction) in states.zip(&world.institutions.jurisdictions) {
        corps(jurisdiction.police)
            .and_then(|()| {
                parts([
                    ("integrity of prosecutors", jurisdiction.prosecutors),
                    ("capacity of justice", jurisdiction.capacity),
                    ("control of prisons", jurisdiction.prisons),
                ])
            })
            .map_err(|broken| format!("{state}: {broken}"))?;
    }
    nation(world)?;
    units(world)?;
    captives(world)?;
    for theatre in world.land.theatres() {
        parts([("intensity of a theatre", theatre.intensity)])?;
    }
    for ((one, other), _) in world.groups.relations.iter() {
        if let Some(gone) = [one, other]
            .into_iter()
            .find(|key| !world.groups.organizations.contains_key(key))
        {
            return Err(format!(
                "a relation of the organization {gone}, which is gone"
            ));
        }
    }
    Ok(())
}

fn municipality(here: &Municipality) -> Result<(), String> {
    let community = &here.community;
    parts([
        ("fear", community.fear),
        ("trust", community.trust),
        ("lawfulness", community.lawfulness),
        ("intelligence", community.intelligence),
        ("opportunity", community.opportunity),
    ])?;
    let mut programmes = here.programmes;
    let stands = PROGRAMMES
        .iter()
        .map(|(.., stands)| *stands(&mut programmes));
    parts(stands.map(|level| ("a programme", level)))?;
    amounts([
        ("violence in mind", community.violence),
        ("vulnerability", community.vulnerability),
    ])?;
    corps(here.police)?;
    for cell in &here.cells {
        amounts([("pressure", cell.pressure), ("danger", cell.danger)])?;
        amounts(cell.income.map(|income| ("income", income)))?;
        parts(cell.effort.map(|effort| ("effort", effort)))?;
        let effort: f64 = cell.effort.iter().sum();
        if (effort - 1.0).abs() > ROUNDING {
            return Err(format!("efforts of a cell add to {effort}"));
        }
    }
    Ok(())
}

fn corps(corps: Corps) -> Result<(), String> {
    parts([
        ("integrity of police", corps.integrity),
        ("professionalism of police", corps.professionalism),
    ])
}

fn nation(world: &World) -> Result<(), String> {
    let government = &world.institutions.government;
    let (outside, corridors) = (&world.abroad.outside, &world.abroad.corridors);
    parts([
        ("approval", government.approval),
        ("trust in the army", government.trust_army),
        ("coordination", government.coordination),
        ("equipment", government.equipment),
        ("cooperation", outside.cooperation),
        ("share by land", corridors.share),
    ])?;
    parts(outside.aid.map(|aid| ("aid delivered", aid)))?;
    amounts([
        ("complaints in mind", government.complaints),
        ("price", outside.price),
        ("supply", outside.supply),
        ("demand", outside.demand),
        ("arms from the north", outside.arms),
        ("drugs supplied", corridors.supplied),
        ("drugs delivered", corridors.delivered),
    ])?;
    amounts(corridors.flow.iter().map(|flow| ("flow", *flow)))?;
    let budget = [world.given.budget.planned, world.given.budget.spent];
    amounts(
        budget
            .as_flattened()
            .as_flattened()
            .iter()
            .map(|dollars| ("budget", *dollars)),
    )
}

/// Officers of mobile forces, standing or fallen, are those of their units.
fn units(world: &World) -> Result<(), String> {
    for force in Force::ALL.into_iter().filter(|force| force.mobile()) {
        let units = world.institutions.units.iter();
        let units = units.filter(|unit| unit.force == force);
        let of_units: u64 = units.map(|unit| u64::from(unit.strength)).sum();
        let there = |here: &Municipality| {
            u64::from(here.officers[force.index()]) + u64::from(here.fallen[force.index()])
        };
        let of_places: u64 = world.land.municipalities.iter().map(there).sum();
        if of_units != of_places {
            return Err(format!(
                "{force:?}: {of_units} in units, {of_places} in municipalities"
            ));
        }
    }
    parts(
        world
            .institutions
            .units
            .iter()
            .map(|unit| ("integrity of a unit", unit.integrity)),
    )
}

/// Captives are among the prisoners of their state.
fn captives(world: &World) -> Result<(), String> {
    for captive in &world.institutions.captives {
        let prison = &world.institutions.jurisdictions[usize::from(captive.state)];
        let mut prisoners = prison.remand.iter().chain(prison.sentenced.iter());
        if !prisoners.any(|inmate| inmate.person == captive.person) {
            return Err(format!("{:?} is a captive but no prisoner", captive.person));
        }
    }
    Ok(())
}

/// Each is a number from 0 to 1.
fn parts(parts: impl IntoIterator<Item = (&'static str, f64)>) -> Result<(), String> {
    parts
        .into_iter()
        .find(|(_, part)| !(0.0..=1.0).contains(part))
        .map_or(Ok(()), |(name, part)| {
            Err(format!("{name} is {part}, expected 0 to 1"))
        })
}

/// Each is a finite number and not negative.
fn amounts(amounts: impl IntoIterator<Item = (&'static str, f64)>) -> Result<(), String> {
    amounts
        .into_iter()
        .find(|(_, amount)| !(amount.is_finite() && *amount >= 0.0))
        .map_or(Ok(()), |(name, amount)| {
            Err(format!("{name} is {amount}, expected 0 or more"))
        })
}
