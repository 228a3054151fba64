//! Levers, a row each: the orders of a policy, for the country or for some places of it.
//!
//! The policy floor writes [`Orders`] and [`Locally`] before the week begins; rules read them and know nothing of
//! policies. Costs and evidence of each lever stand in `configs/levers.toml`.

use crate::state::forces::Force;
use crate::state::government::{AREAS, Allocation, Deployment};
use crate::state::locally::Named;

/// A lever as the model knows it.
#[derive(Debug)]
pub struct Regime {
    /// Its name in the catalogue.
    pub name: &'static str,
    /// What its level does to the orders.
    pub moves: Moves,
    /// Whether it can be ordered for some places only.
    pub reach: Reach,
}

/// Where the levels of a lever are that are set for some places.
pub type At = fn(&mut Locally) -> &mut Named;

/// Where a lever acts.
#[derive(Clone, Copy, Debug)]
pub enum Reach {
    /// In the whole country.
    Country,
    /// At each place by the level that is set there.
    Places(At),
    /// With one level, at the places it is sent to.
    Sent(At),
}

/// What a level does to the orders.
#[derive(Debug)]
pub enum Moves {
    /// A number, in this unit, becomes part of the orders.
    Number(&'static str, fn(&mut Orders, f64)),
    /// An option becomes part of the orders; none does if there is none of this name.
    Choice(fn(&mut Orders, &str) -> Option<()>),
    /// Shares of the areas become part of the orders.
    Shares(fn(&mut Orders, [f64; AREAS])),
}

/// A local programme: what is ordered in the country, what is set for some places, and how far it stands at one.
pub type Programme = (
    fn(&Orders) -> f64,
    fn(&Locally) -> &Named,
    fn(&mut Programmes) -> &mut f64,
);

/// From the rows of levers, `name: kind, reach;`, all that the model has of each. A kind is `number` with its unit,
/// `choice` of a type with `OPTIONS` (of which the first is that nothing is ordered), or `shares`. The reach is the
/// whole `country`, `places`, places that units are `sent` to, or that of a `programme`, which is ordered at places and
/// then stands at each more and more.
macro_rules! levers {
    ($($(#[$about:meta])+ $name:ident: $kind:ident $of:tt, $reach:ident;)+) => {
        /// The orders of one week, resolved from the policy's levers. Where no unit is given a number is a
        /// part, 0 to 1, of the full programme that `configs/levers.toml` describes; 0 is absent.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Orders {
            $($(#[$about])+ pub $name: levers!(@type $kind $of),)+
        }

        impl Orders {
            /// Nothing is ordered.
            pub const NONE: Self = Self { $($name: levers!(@none $kind $of),)+ };
        }

        /// The levels that are set for some places only. Where a place has none, the country's orders hold; nothing is
        /// set of a lever that acts in the whole country.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Locally {
            $($(#[$about])+ pub $name: levers!(@named $reach),)+
        }

        /// How far the local programmes stand, 0 to 1; nothing stands of the other levers.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Programmes {
            $($(#[$about])+ pub $name: levers!(@stands $reach),)+
        }

        /// All levers, in the order of the catalogue.
        pub static LEVERS: &[Regime] = &[$(Regime {
            name: stringify!($name),
            moves: levers!(@moves $name $kind $of),
            reach: levers!(@reach $name $reach),
        },)+];

        /// The local programmes.
        pub const PROGRAMMES: &[Programme] = levers!(@programmes [] $($name $reach,)+);
    };

    (@type number $unit:literal) => { f64 };
    (@type choice $Of:ident) => { $Of };
    (@type shares $parts:ident) => { [f64; $parts] };
    (@none number $unit:literal) => { 0.0 };
    (@none choice $Of:ident) => { $Of::OPTIONS[0].1 };
    (@none shares $parts:ident) => { [0.0; $parts] };
    (@moves $name:ident number $unit:literal) => { Moves::Number($unit, |to, level| to.$name = level) };
    (@moves $name:ident choice $Of:ident) => {
        Moves::Choice(|to, name| {
            let option = $Of::OPTIONS.iter().find(|(option, _)| *option == name)?;
            to.$name = option.1;
            Some(())
        })
    };
    (@moves $name:ident shares $parts:ident) => { Moves::Shares(|to, shares| to.$name = shares) };

    (@named country) => { () };
    (@named $reach:ident) => { Named };
    (@stands programme) => { f64 };
    (@stands $reach:ident) => { () };
    (@reach $name:ident country) => { Reach::Country };
    (@reach $name:ident sent) => { Reach::Sent(|at| &mut at.$name) };
    (@reach $name:ident places) => { Reach::Places(|at| &mut at.$name) };
    (@reach $name:ident programme) => { Reach::Places(|at| &mut at.$name) };
    (@programmes [$($found:ident)*]) => {
        &[$((|ordered| ordered.$found, |at| &at.$found, |stands| &mut stands.$found),)*]
    };
    (@programmes [$($found:ident)*] $name:ident programme, $($rest:tt)*) => {
        levers!(@programmes [$($found)* $name] $($rest)*)
    };
    (@programmes [$($found:ident)*] $name:ident $reach:ident, $($rest:tt)*) => {
        levers!(@programmes [$($found)*] $($rest)*)
    };
}

levers! {
    /// How hard the task force hunts leaders: removals of an organization's leader a year, for a
    /// large organization [1/year].
    leader_targeting: number "1/year", places;
    /// Share of the leaders found who are killed, not arrested.
    kill_share: number "1", country;
    /// How far the task force goes for the most violent organizations first.
    conditional_repression: number "1", country;
    /// Share of the leaders arrested who are extradited.
    extradition: number "1", country;
    /// Financial intelligence against organizations' cash.
    financial_intelligence: number "1", country;
    /// Soldiers of the army on this duty.
    army_units: number "soldier", sent;
    /// Marines on this duty.
    navy_units: number "marine", sent;
    /// Officers of the federal police.
    federal_police_units: number "officer", sent;
    /// Where the mobile units go.
    deployment_rule: choice Deployment, country;
    /// Occasional raids of the army, from its garrisons, on leaders in their strongholds.
    army_raids: number "1", country;
    /// Coordination between forces under one command.
    joint_command: number "1", country;
    /// Takeover of captured municipal police by other forces.
    intervention_in_captured_forces: number "1", places;
    /// Pay of police.
    police_pay: number "1", places;
    /// Vetting of police.
    police_vetting: number "1", places;
    /// Training of police.
    police_training: number "1", places;
    /// Municipal police merged under the state's command.
    unified_state_command: number "1", places;
    /// Community policing.
    community_policing: number "1", programme;
    /// Focused deterrence of gangs.
    focused_deterrence: number "1", programme;
    /// Reform of prosecutors and courts.
    prosecutors_and_courts: number "1", places;
    /// Prosecutors and judges who act free of politics.
    independent_prosecutors: number "1", places;
    /// Reform of prisons.
    prisons: number "1", places;
    /// Intelligence shared by the United States.
    intelligence_sharing: number "1", country;
    /// Linkages of institutions of both countries that outlast governments.
    institutional_linkages: number "1", country;
    /// All dealings with the United States through one ministry.
    single_window: number "1", country;
    /// Equipment of units.
    equipment: number "1", country;
    /// Control of arms that go south.
    arms_control_southward: number "1", country;
    /// Inspection of what goes north.
    inspection_northward: number "1", country;
    /// Crossings that serve trade and work.
    crossings: number "1", places;
    /// Programmes for youths at risk.
    youth_programmes: number "1", programme;
    /// Work and school for the young.
    work_and_school: number "1", programme;
    /// Culture of lawfulness.
    culture_of_lawfulness: number "1", programme;
    /// Civil society that oversees the police.
    civil_society: number "1", programme;
    /// Channels to report crimes without a name.
    reporting_channels: number "1", programme;
    /// Protection of witnesses.
    witness_protection: number "1", programme;
    /// A strategy of the place against extortion.
    extortion_strategy: number "1", programme;
    /// A strategy of the place against kidnapping and robbery.
    kidnapping_strategy: number "1", programme;
    /// A strategy of the place against smuggling of, and trafficking in, people.
    smuggling_strategy: number "1", programme;
    /// Demand reduced in the United States.
    us_demand_reduction: number "1", country;
    /// Cannabis made legal.
    legal_cannabis: number "1", country;
    /// Drugs sold legally, all of them, under rules.
    legal_market: number "1", country;
    /// Possession for own use no longer prosecuted.
    decriminalized_possession: number "1", country;
    /// How openly the government comes to terms with organizations that keep to a pact.
    accommodation: number "1", country;
    /// How far the pact shares out corridors.
    corridor_sharing: number "1", country;
    /// How closely the pact is watched.
    pact_monitoring: number "1", country;
    /// Where local programmes are, unless they say so themselves.
    allocation: choice Allocation, country;
    /// Aid the United States offer [dollars of 2010 a year].
    aid_budget: number "dollar/year", country;
    /// How the aid is shared out between areas; adds to 1, or is all 0 where nothing is ordered.
    aid_shares: shares AREAS, country;
    /// Share of the aid that is withheld over countless complaints against soldiers.
    aid_conditions: number "1", country;
}

impl Orders {
    /// How many of a mobile force are ordered.
    pub fn strength(&self, force: Force) -> f64 {
        match force {
            Force::Federal => self.federal_police_units,
            Force::Army => self.army_units,
            Force::Navy => self.navy_units,
            Force::Municipal | Force::State => 0.0,
        }
    }
}

impl Locally {
    /// Whether units of a force may be sent to a place: anywhere, unless places are set.
    pub fn open_to(&self, force: Force, place: u32) -> bool {
        let named = match force {
            Force::Federal => &self.federal_police_units,
            Force::Army => &self.army_units,
            Force::Navy => &self.navy_units,
            Force::Municipal | Force::State => return true,
        };
        !named.is_set() || named.at(place as usize).is_some()
    }
}
