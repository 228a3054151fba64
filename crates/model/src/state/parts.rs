//! The parts of the world: which fields are one thing, so that a process can declare what it writes.
//!
//! Every rule says in its `WRITES` which parts it may change. `tests/it/rules/rights.rs` runs each process and
//! fails when a world differs anywhere else. The fields of each part are listed there, in
//! `tests/it/rules/rights/changes.rs`, which does not compile while a field of the world belongs to no part.

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The week.
    Week,
    /// The government's orders, everywhere and by place, and what they cost.
    Orders,
    /// Which places have a cell or something counted.
    Occupied,
    /// Residents alive in the country.
    Population,
    /// Who of a place's residents is a civilian, associate, member, prisoner, dead, away or absent.
    Citizens,
    /// Whose status changed and is not yet entered at home.
    Moved,
    /// Who was a victim in the last year, counted.
    Memory,
    /// The memory panel.
    Lives,
    /// Fear, trust, norms, violence in mind, intelligence.
    Community,
    /// Legal opportunity and vulnerability of the young.
    Prospects,
    /// Local programmes at work.
    Programmes,
    /// Local gangs, who hires them, and where.
    Gangs,
    /// Size, integrity and professionalism of municipal and state police.
    Police,
    /// Which organization police, prosecutors and mayors serve.
    Capture,
    /// Officers and soldiers in each place, standing and fallen.
    Officers,
    /// Where mobile forces are, and how steady they are there.
    Garrisons,
    /// Units of the mobile forces.
    Units,
    /// Which cells there are, their faction, their members and associates.
    Cells,
    /// Plaza bosses, and how the last one fell.
    Bosses,
    /// Pressure and danger of a cell.
    Risk,
    /// What a cell lost and did since its organization last counted.
    Deeds,
    /// What a cell lives from: effort, income, payers, visits.
    Business,
    /// Incidents of a cell, and whether the press named it.
    Notice,
    /// Which organizations there are, and where they come from.
    Organizations,
    /// Leaders, and how the last one fell.
    Leaders,
    /// How well organizations hold together.
    Cohesion,
    /// Losses and violence of organizations, fading.
    Losses,
    /// Cash of organizations, and the part of the wages that was paid.
    Cash,
    /// Arms of organizations.
    Arms,
    /// Agreements with the government.
    Agreements,
    /// People and places of organizations, as counted from their cells.
    Sizes,
    /// How organizations stand to each other.
    Relations,
    /// Where wars are fought, and how hard.
    Theatres,
    /// Approval, trust in the army, complaints in mind.
    Opinion,
    /// How forces work together, and their equipment.
    Command,
    /// Integrity and capacity of prosecutors and courts.
    Courts,
    /// How far states have their prisons in hand.
    Prisons,
    /// Members in prison, and those released this week.
    Custody,
    /// Leaders in prison.
    Captives,
    /// Open files, and the homicides that were punished.
    Docket,
    /// Price and supply of drugs.
    Market,
    /// Cooperation, aid, demand and arms from the north.
    Abroad,
    /// Where the drugs go, and what places are worth.
    Corridors,
    /// Deaths of the last year by place.
    Deaths,
    /// Who killed whom in the week, where it is recorded.
    Killings,
    /// Counts of the week.
    Tally,
    /// Events of the week.
    Events,
}

impl Part {
    /// As it is written, in small letters.
    pub fn label(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// These parts, as a rule declares what it writes.
macro_rules! parts {
    ($($part:ident),+) => {
        &[$($crate::state::parts::Part::$part),+]
    };
}
pub(crate) use parts;

/// What the beginning of a week writes ([`crate::state::world::World::begin_week`]).
pub const BEGIN_WRITES: &[Part] = parts! {
    Week, Orders, Occupied, Memory, Lives, Killings, Tally, Events
};

/// What entering the moves of a process writes ([`crate::state::world::World::settle`]).
pub const SETTLE_WRITES: &[Part] = parts! {
    Citizens, Moved, Cells, Losses, Arms, Sizes, Custody, Events
};

/// What the end of a week writes ([`crate::state::world::World::end_week`]).
pub const END_WRITES: &[Part] = parts! { Population, Opinion, Deaths, Tally };
